/** How often a desk is written to: five of a day as they come, later ones an hour apart, never more than six in an hour; what cannot wait does not. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { emailTemplates } from '../../shared/core/case/notification-templates.ts';
import { cannotWait, daysAhead, openFrom, paceOf, type Told, withTold } from '../../shared/core/case/pace.ts';
import { aCase, anOffer } from '../builders.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-11-23T00:00:00.000Z');
const iso = (ms: number): string => new Date(ms).toISOString();

/** Emails as they are asked for over three days, sent as the rule says. @returns when each went, and whether it could wait */
function sentOf(asked: readonly { readonly minute: number; readonly waits: boolean }[]) {
  let told: readonly Told[] = [];
  const sent: { readonly at: number; readonly waits: boolean }[] = [];
  const send = (at: number, waits: boolean): void => {
    told = withTold(told, { id: `${sent.length}`, at: iso(at), waits });
    sent.push({ at, waits });
  };
  let waiting = 0;
  for (let minute = 0; minute < 3 * 24 * 60; minute += 1) {
    const now = START + minute * MINUTE;
    for (const one of asked.filter((each) => each.minute === minute))
      if (one.waits) waiting += 1;
      else send(now, false);
    // All that waits is one email.
    if (waiting === 0 || openFrom(told, iso(now)) > iso(now)) continue;
    send(now, true);
    waiting = 0;
  }
  return { sent, waiting };
}

const anAsking = fc.record({ minute: fc.integer({ min: 0, max: 2 * 24 * 60 }), waits: fc.boolean() });

test('whatever is asked for, in no hour does anything that can wait come seventh, and none waits for good', () => {
  fc.assert(
    fc.property(fc.array(anAsking, { maxLength: 200 }), (asked) => {
      const { sent, waiting } = sentOf(asked);
      expect(waiting).toBe(0);
      for (const [place, { at, waits }] of sent.entries()) {
        const inHour = sent.slice(0, place).filter((one) => one.at > at - HOUR);
        if (waits) expect(inHour.length).toBeLessThan(6);
      }
    }),
    { numRuns: 40 },
  );
});

test('where everything can wait, five of a day come as they come, and the others an hour apart: fifteen in ten hours', () => {
  const everyMinute = Array.from({ length: 10 * 60 }, (_, at) => ({ minute: 8 * 60 + at, waits: true }));
  const { sent } = sentOf(everyMinute);
  const times = sent.map(({ at }) => iso(at).slice(11, 16));
  expect(times).toEqual([
    ...['08:00', '08:01', '08:02', '08:03', '08:04'],
    ...['09:04', '10:04', '11:04', '12:04', '13:04', '14:04', '15:04', '16:04', '17:04', '18:04'],
  ]);
});

test('what is urgent counts, and delays what can wait by an hour at most while there are no six of it', () => {
  const urgent = Array.from({ length: 5 }, (_, at) => ({ id: `u${at}`, at: iso(START + at), waits: false }));
  expect(openFrom(urgent, iso(START + 10))).toBe(iso(START + 10));
  const six = withTold(urgent, { id: 'u6', at: iso(START + 6), waits: false });
  expect(openFrom(six, iso(START + 10))).toBe(iso(START + HOUR));
});

test('what the clock of another says of the time to come counts for nothing', () => {
  const ahead = Array.from({ length: 9 }, (_, at) => ({ id: `${at}`, at: iso(START + HOUR), waits: true }));
  expect(openFrom(ahead, iso(START))).toBe(iso(START));
});

test('nothing older than the newest ten is kept, and they are enough to tell', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ minute: fc.nat(26 * 60), waits: fc.boolean() }), { maxLength: 30 }),
      (given) => {
        const all = given
          .toSorted((a, b) => a.minute - b.minute)
          .map(({ minute, waits }, at): Told => ({ id: `${at}`, at: iso(START + minute * MINUTE), waits }));
        const kept = all.reduce<readonly Told[]>(withTold, []);
        expect(kept.length).toBeLessThanOrEqual(10);
        const now = iso(START + 26 * HOUR);
        expect(openFrom(kept, now) > now).toBe(openFrom(all, now) > now);
      },
    ),
  );
});

const NOON = '2026-11-23T12:00:00.000Z';

test('what asks for an answer, is about a missing child or an unproved amendment, or is due today never waits', () => {
  const never = emailTemplates.filter((template) => cannotWait(template, [], NOON));
  expect(never).toEqual([
    'offer-to-primary',
    'offer-reminder',
    'offer-promoted',
    'region-asked',
    'amendment-to-confirm',
    'confirmation-reminder',
    'confirmation-overdue',
    'amendment-refused',
    'case-paused',
    'case-resumed',
    'area-child-missing',
    'area-child-found',
    'areas-avoided',
    'mail-answered',
  ]);
  for (const template of emailTemplates) {
    expect(cannotWait(template, ['2026-11-23T17:00:00.000Z'], NOON)).toBe(true);
    expect(cannotWait(template, [undefined, '2026-11-23'], NOON)).toBe(true);
    expect(cannotWait(template, ['2026-11-24T17:00:00.000Z', '2026-11-24'], NOON)).toBe(
      never.includes(template),
    );
  }
  expect(londonDate(NOON)).toBe('2026-11-23');
});

test('an offer that nobody has answered has its day, and so has a move that is still ahead', () => {
  const answerBy = '2026-11-23T17:00:00.000Z';
  for (const [status, expected] of [
    ['live', answerBy],
    ['asked', answerBy],
    ['withdrawn', undefined],
  ] as const)
    expect(daysAhead(aCase(), anOffer({ status, answerBy }))).toEqual([expected, undefined]);
  const placement = { ...aCase().placement, moveOn: '2026-11-25' } as never;
  expect(daysAhead({ status: 'transfer-arranged', placement }, undefined)).toEqual([undefined, '2026-11-25']);
  expect(daysAhead({ status: 'transferred', placement }, undefined)).toEqual([undefined, undefined]);
});

test('what comes to the coordinators once a day counts with the rest of theirs', () => {
  expect(paceOf('coordinators>daily')).toBe('coordinators');
  expect(paceOf('council:E10000016>second')).toBe('council:E10000016>second');
});
