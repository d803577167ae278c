/** What became of moves, told to the coordinators: all of it, once, in one email a working day, whatever is doubled, late or lost on the way. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { saidOfMove } from '../../shared/core/case/moves.ts';
import { DAILY_LIST } from '../../shared/core/case/told-daily.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { aCouncil, anEvent, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { gone } from './returned-mail.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const KENT = 'E10000016';
const HOUR = 3_600_000;
const MONDAY = Date.parse('2026-12-21T09:00:00.000Z');
const iso = (ms: number): string => new Date(ms).toISOString();
const uuid = (n: number): string => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1${String(n).padStart(3, '0')}`;
// By hand: Christmas Day is a Friday, and the Monday after it is a holiday as well.
const nines = ['21', '22', '23', '24', '29', '30', '31'].map((day) => `2026-12-${day}T09:00:00.000Z`);

const isOfMoves = ({ subject }: Email): boolean => subject.startsWith('Moves: ');
const toldBy = ({ id, tells = [id] }: Email): readonly string[] => tells;
/** What is to be told of these events, by hand. */
const toTell = (events: readonly AnyEvent[]): readonly string[] =>
  events
    .filter((event) => event.trail?.subject.startsWith('NTS-') && saidOfMove(event) !== undefined)
    .map(({ id }) => `${id}:moves:coordinators`);

const lately = {
  referredOn: '2026-12-21',
  asylumClaimOn: '2026-12-18',
  arrivedOn: '2026-12-17',
  settledSince: '2026-12-18',
} as const;

/** A scheme in which so many children have a place with Hampshire since Monday, half past seven. */
async function placed(children: number): Promise<{ scheme: SchemeInMemory; ids: readonly string[] }> {
  const full = { count: 400, asAt: '2026-09-30', source: 'published' } as const;
  const empty = { ...full, count: 0 };
  const scheme = await SchemeInMemory.open({
    policy: 'nts-2026',
    councils: [
      aCouncil({ code: KENT, name: 'Kent', caredFor: full, publishedCount: 400 }),
      aCouncil({ childPopulation: 1_000_000, caredFor: empty, publishedCount: 0 }),
    ],
  });
  scheme.clock.set(iso(MONDAY - 1.5 * HOUR));
  for (let n = 0; n < children; n += 1) {
    const data = { referralId: uuid(n), channel: 'queue', facts: aReferral(lately) } as const;
    await scheme.receive(JSON.stringify(anEvent('referral-received.v2', { id: `referral-${n}`, data })));
  }
  await scheme.settle();
  const ids = Object.keys(scheme.cases.snapshot().cases);
  for (const id of ids) {
    const [live] = (await scheme.cases.read(id))?.offers ?? [];
    await act(scheme, id, { kind: 'answer', offerId: live?.id ?? '', answer: 'accept' });
  }
  await scheme.settle();
  return { scheme, ids };
}

type Command = Parameters<SchemeInMemory['command']>[1];
const act = (scheme: SchemeInMemory, id: string, command: Command) =>
  scheme.command(id, command, { kind: 'council', code: 'E10000014', name: 'Sam Okafor' });
const arrangedOn = (moveOn: string): Command => ({
  kind: 'arrange-transfer',
  moveOn,
  socialWorker: SOCIAL_WORKER,
  lateBecause: 'The carer is away.',
});
const arranged = arrangedOn('2026-12-30');

const said = (email: Email | undefined): string => (email?.text ?? '').replaceAll(/\s+/g, ' ');

test('at nine the coordinators have one email, that counts each case once under each kind, worst first, and names it', async () => {
  const { scheme, ids } = await placed(4);
  const [one = '', two = '', three = '', four = ''] = ids;
  const before = scheme.mailer.snapshot().length;
  const of = () => scheme.mailer.snapshot().slice(before).filter(isOfMoves);
  scheme.clock.set('2026-12-21T11:00:00.000Z');
  for (const id of [one, two, three]) await act(scheme, id, arranged);
  await act(scheme, one, arrangedOn('2026-12-31'));
  await scheme.command(four, { kind: 'withdraw', reason: 'no-longer-needed' });
  await scheme.settle();
  await scheme.watchAndTell();
  expect(of()).toEqual([]);
  scheme.clock.set('2026-12-22T09:00:00.000Z');
  await scheme.watchAndTell();
  const [email, ...more] = of();
  expect(more).toEqual([]);
  expect(email).toMatchObject({
    to: ['coordinators@desks.example'],
    cc: [],
    subject: 'Moves: 1 withdrawn, 3 arranged',
  });
  const named = [one, two, three].toSorted().join(', ');
  expect(said(email)).toContain(`Withdrawn: nobody is to be moved: 1 case: ${four}`);
  expect(said(email)).toContain(`Arranged: the day is fixed: 3 cases: ${named}`);
  expect(email?.text.match(/https:\S+/g)).toEqual(['https://pages.example/moves']);
  expect(toldBy(email as Email)).toHaveLength(5);
  // Whoever was told at once is told so as before.
  const councils = scheme.mailer
    .snapshot()
    .slice(before)
    .filter(({ to }) => to[0]?.startsWith('council.'));
  expect(councils.length).toBeGreaterThanOrEqual(8);
  // Nothing since: no email.
  for (const day of ['23', '24', '29']) {
    scheme.clock.set(`2026-12-${day}T09:00:00.000Z`);
    await scheme.watchAndTell();
  }
  expect(of()).toHaveLength(1);
});

const anAct = fc.record({
  /** Hours after Monday, nine o'clock, and a half. */
  hour: fc.integer({ min: 0, max: 9 * 24 }),
  at: fc.nat(2),
  kind: fc.constantFrom('arrange', 'fail', 'withdraw'),
});

/** Asks for one of these. What may not be asked now is refused, and nothing is said of it. */
async function acts(scheme: SchemeInMemory, id: string, kind: string): Promise<void> {
  const today = scheme.clock.now().slice(0, 10);
  const { moveOn } = (await scheme.cases.read(id))?.placement ?? {};
  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    arrange: () => act(scheme, id, arrangedOn(moveOn === today ? '2027-01-04' : today)),
    fail: () => act(scheme, id, { kind: 'transfer-failed', reason: 'transport' }),
    withdraw: () => scheme.command(id, { kind: 'withdraw', reason: 'no-longer-needed' }),
  };
  await asked[kind]?.().catch(() => undefined);
  await scheme.settle();
}

/** Hours of ten days in which the watch does not run, or what it calls is lost, comes twice, or finds the mail service away. */
const troubles = fc.array(fc.constantFrom('none', 'none', 'skipped', 'lost', 'twice', 'away', 'late'), {
  minLength: 10 * 24 + 1,
  maxLength: 10 * 24 + 1,
});

async function anHour(scheme: SchemeInMemory, trouble: string): Promise<void> {
  if (trouble === 'skipped') return;
  if (trouble === 'late') scheme.clock.set(iso(Date.parse(scheme.clock.now()) + 20 * 60_000));
  const before = scheme.notifications.snapshot().length;
  await scheme.watch();
  const calls = scheme.notifications.snapshot().slice(before);
  if (trouble === 'lost') return;
  const send = scheme.mailer.send.bind(scheme.mailer);
  if (trouble === 'away') scheme.mailer.send = () => Promise.reject(new Error('Nobody answers.'));
  for (const { body } of calls)
    for (const copy of trouble === 'twice' ? [body, body] : [body]) await scheme.notify(copy);
  scheme.mailer.send = send;
}

test('each thing is told once, at most one email a working day, and at its nine where nothing is in the way', async () => {
  let everTold = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(anAct, { maxLength: 12 }),
      troubles,
      fc.boolean(),
      async (acting, hours, calm) => {
        const { scheme, ids } = await placed(3);
        const sent: { readonly at: string; readonly email: Email }[] = [];
        for (let hour = 0; hour <= 10 * 24; hour += 1) {
          scheme.clock.set(iso(MONDAY + hour * HOUR));
          await anHour(scheme, calm || hour >= 9 * 24 + 12 ? 'none' : (hours[hour] ?? 'none'));
          for (const email of scheme.mailer.snapshot().filter(isOfMoves).slice(sent.length))
            sent.push({ at: scheme.clock.now(), email });
          scheme.clock.set(iso(MONDAY + (hour + 0.5) * HOUR));
          for (const one of acting) if (one.hour === hour) await acts(scheme, ids[one.at] ?? '', one.kind);
        }
        const told = sent.flatMap(({ email }) => toldBy(email));
        everTold += told.length;
        const due = new Set(toTell(scheme.events.filter(({ at }) => at < (nines.at(-1) ?? ''))));
        expect(told.toSorted()).toEqual([...due].toSorted());
        const days = sent.map(({ at }) => nines.findLast((nine) => nine <= at));
        expect(new Set(days).size).toBe(days.length);
        const saidAt = new Map(scheme.events.map(({ id, at }) => [`${id}:moves:coordinators`, at]));
        for (const { at, email } of sent)
          for (const id of toldBy(email)) {
            const first = nines.find((nine) => nine > (saidAt.get(id) ?? '')) ?? '';
            if (calm) expect([id, at]).toEqual([id, first]);
            else expect(at >= first).toBe(true);
          }
        expect(scheme.quarantine.snapshot()).toEqual([]);
      },
    ),
    { numRuns: 30, endOnFailure: true },
  );
  expect(everTold).toBeGreaterThan(30);
}, 60_000);

test('however many there are, it is one email, and names ten of each kind', async () => {
  const { scheme, ids } = await placed(120);
  for (const id of ids) await act(scheme, id, arranged);
  await scheme.settle();
  scheme.clock.set('2026-12-21T09:00:00.000Z');
  await scheme.watchAndTell();
  const [email, ...more] = scheme.mailer.snapshot().filter(isOfMoves);
  expect(more).toEqual([]);
  expect(email?.subject).toBe('Moves: 120 arranged');
  expect(said(email)).toMatch(/: 120 cases: (NTS-\w{4}-\w{4}(, )?){10} and 110 more/);
  expect(new Set(toldBy(email as Email)).size).toBe(120);
  expect(await scheme.digests.waiting(DAILY_LIST)).toEqual({ requests: [] });
});

test('when it comes back the next reader has it at once, in one line among what else came back', async () => {
  const { scheme, ids } = await placed(3);
  for (const id of ids) await act(scheme, id, arranged);
  await scheme.settle();
  scheme.clock.set('2026-12-21T09:00:00.000Z');
  await scheme.watchAndTell();
  const [email] = scheme.mailer.snapshot().filter(isOfMoves);
  await scheme.returned(email ?? { id: '', to: [], cc: [] }, gone('coordinators@desks.example'));
  await scheme.settle();
  const again = scheme.mailer.snapshot().at(-1);
  expect(again).toMatchObject({ to: ['second.coordinators@desks.example'], subject: 'Moves: 3 arranged' });
  expect(again && toldBy(again).toSorted()).toEqual(
    toldBy(email as Email)
      .map((id) => `${id}:again:1`)
      .toSorted(),
  );
});

test('a birthday is told where nobody is to be moved any more, and not where others are', async () => {
  const { scheme, ids } = await placed(2);
  const [one = ''] = ids;
  const birthday = (child: number): Command => ({ kind: 'turn-18', child });
  await scheme.command(one, birthday(1), { kind: 'system', name: 'recount-headroom' });
  await scheme.settle();
  scheme.clock.set('2026-12-21T09:00:00.000Z');
  await scheme.watchAndTell();
  expect(
    scheme.mailer
      .snapshot()
      .filter(isOfMoves)
      .map(({ subject }) => subject),
  ).toEqual(['Moves: 1 withdrawn']);
});
