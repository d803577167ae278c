import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { backoffBetween } from '../../functions/allocate-referral/backoff.ts';
import { checkAllocation, decisionHash } from '../../shared/core/allocation/allocation.ts';
import { verifyTrail } from '../../shared/core/audit-trail.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { aChild, aCouncil, anEntry, anEvent, aReferral } from '../builders.ts';
import { runs } from '../how-much.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const ids = Array.from(
  { length: 12 },
  (_, index) => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a${String(index + 10)}`,
);
const referralId = ids[0] ?? '';

const received = (id = referralId, facts: Partial<ReferralFacts> = {}): string =>
  JSON.stringify(
    anEvent('referral-received.v2', {
      id: `received-${id}`,
      data: { referralId: id, channel: 'queue', facts: aReferral(facts) },
    }),
  );
const amended = (
  facts: Partial<ReferralFacts>,
  id = referralId,
  messageId = `amended-${id}`,
  at = '2026-11-23T08:55:00.000Z',
): string =>
  JSON.stringify({
    id: messageId,
    type: 'referral-amended.v2',
    at,
    actor: { kind: 'entry-authority', code: 'E10000016' },
    data: { referralId: id, facts },
  });

describe('a referral', () => {
  test('leads to one live offer and two back-ups, in one commit, with what the decision rests on', async () => {
    const scheme = await SchemeInMemory.open();
    expect(await scheme.receive(received())).toEqual([]);
    const subject = await scheme.onlyCase();
    expect(subject.status).toBe('offered');
    expect(subject.offers.map(({ status }) => status)).toEqual(['live', 'asked', 'asked']);
    expect(scheme.events.map(({ type }) => type)).toEqual(['referral-received.v2', 'offers-made.v1']);
    expect(verifyTrail(await scheme.cases.trail(subject.id)).kind).toBe('whole');
    expect(await scheme.places()).toEqual({ held: 1, offered: 1, incoming: 0 });
    expect(scheme.meter.total(metricNames.offersMade)).toBe(3);
    expect(scheme.meter.of(metricNames.timeToOfferSeconds)).toEqual([0]);

    const made = scheme.events[1];
    if (made?.type !== 'offers-made.v1') throw new Error('No offers were made.');
    const inputs = JSON.parse((await scheme.cases.decision(subject.id, made.data.decisionHash)) ?? '');
    expect(decisionHash(inputs)).toBe(made.data.decisionHash);
    expect(checkAllocation(inputs)).toMatchObject({
      kind: 'offer',
      chosen: { council: subject.offers[0]?.council },
    });
  });

  test('with facts missing is kept and asked about; the facts complete it', async () => {
    const scheme = await SchemeInMemory.open();
    const { familyInUk: _, ...facts } = aReferral();
    const event = anEvent('referral-received.v2', { data: { referralId, channel: 'form', facts } });
    await scheme.receive(JSON.stringify(event));
    expect((await scheme.onlyCase()).status).toBe('incomplete');
    expect(await scheme.receive(amended({ familyInUk: 'none' }))).toEqual([]);
    expect((await scheme.onlyCase()).status).toBe('offered');
  });

  test('that the rules do not clear is held, and released it is checked again', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.receive(received(referralId, { familyInUk: 'may-care' }));
    const held = await scheme.onlyCase();
    expect(held.status).toBe('held');
    expect(scheme.meter.total(metricNames.casesHeld)).toBe(1);
    await scheme.command(held.id, { kind: 'release-hold', note: 'Looked into.' });
    await scheme.settle();
    expect((await scheme.onlyCase()).status).toBe('offered');
  });

  test('that nobody can take is escalated', async () => {
    const full = aCouncil({ caredFor: { count: 100, asAt: '2025-03-31', source: 'published' } });
    const kent = aCouncil({
      code: 'E10000016',
      name: 'Kent',
      caredFor: { count: 346, asAt: '2025-03-31', source: 'published' },
    });
    const scheme = await SchemeInMemory.open({ councils: [full, kent] });
    await scheme.receive(received());
    expect((await scheme.onlyCase()).status).toBe('escalated');
    expect(scheme.meter.total(metricNames.casesEscalated)).toBe(1);
  });

  test('whose child turns 18 this month is held, unless the sealed date clears it', async () => {
    const facts = { children: [aChild({ turns18Month: '2026-11', placementKind: 'foster-care' as const })] };
    const held = await SchemeInMemory.open();
    await held.receive(received(referralId, facts));
    expect((await held.onlyCase()).status).toBe('held');
    const known = await SchemeInMemory.open();
    await known.sealed.sealFirst(referralId, 'E10000016', [
      { number: 1, name: 'X', dateOfBirth: '2008-11-29' },
    ]);
    await known.receive(received(referralId, facts));
    expect((await known.onlyCase()).status).toBe('offered');
  });
});

describe('messages that cannot be carried out', () => {
  test('are quarantined with a reason in words, and the batch goes on', async () => {
    const scheme = await SchemeInMemory.open();
    const unreadable = JSON.stringify({ ...JSON.parse(received(ids[1])), at: 'yesterday' });
    const returned = await scheme.receive('{', unreadable, received(), JSON.stringify({ type: 'party.v1' }));
    expect(returned).toEqual([]);
    expect((await scheme.onlyCase()).status).toBe('offered');
    expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual([
      'not-json',
      'invalid-fields',
      'unknown-type',
    ]);
    for (const { reason } of scheme.quarantine.snapshot()) expect(reason.words).toMatch(/^[A-Z].+\.$/);
    expect(scheme.meter.total(metricNames.referralsQuarantined)).toBe(3);
  });

  test('the same referral with other facts: the first stands', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.receive(received());
    const before = scheme.cases.snapshot();
    await scheme.receive(received(referralId, { inCareOfAuthority: false }));
    expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['conflicting-duplicate']);
    expect(scheme.cases.snapshot()).toEqual(before);
  });

  test('the same referral id in other letters is the same referral', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.receive(received(), received(referralId.toUpperCase()));
    expect(scheme.quarantine.snapshot()).toEqual([]);
    expect(Object.keys(scheme.cases.snapshot().cases)).toEqual([caseReference(referralId, 1)]);
  });

  test('a correction that comes first waits for its referral', async () => {
    const scheme = await SchemeInMemory.open();
    expect(await scheme.receive(amended({ wishesRecorded: false }), received())).toEqual(['0']);
    expect(await scheme.receive(amended({ wishesRecorded: false }))).toEqual([]);
    expect((await scheme.onlyCase()).facts.wishesRecorded).toBe(false);
  });

  test('an old correction that comes again undoes no newer one', async () => {
    const scheme = await SchemeInMemory.open();
    const first = amended({ wishesRecorded: false }, referralId, 'a1');
    await scheme.receive(received(), first, amended({ wishesRecorded: true }, referralId, 'a2'), first);
    expect((await scheme.onlyCase()).facts.wishesRecorded).toBe(true);
  });

  test('an older correction that comes after a newer one changes only what the newer left open', async () => {
    const scheme = await SchemeInMemory.open();
    const at = (time: string) => `2026-11-23T${time}:00.000Z`;
    const older = amended({ areasToAvoid: [], wishesRecorded: false }, referralId, 'a1', at('08:40'));
    const newer = amended({ areasToAvoid: ['E10000014'] }, referralId, 'a2', at('08:50'));
    await scheme.receive(received(), newer, older);
    const { facts } = await scheme.onlyCase();
    expect(facts).toMatchObject({ areasToAvoid: ['E10000014'], wishesRecorded: false });
    const told = scheme.events.flatMap((event) =>
      event.type === 'referral-amended.v2' ? [event.data.facts] : [],
    );
    expect(told).toEqual([{ areasToAvoid: ['E10000014'] }, { wishesRecorded: false }]);
  });

  test('a producer whose clock runs ahead does not shut out what is said later', async () => {
    const scheme = await SchemeInMemory.open();
    const ahead = amended({ wishesRecorded: false }, referralId, 'a1', '2031-01-01T00:00:00.000Z');
    await scheme.receive(received(), ahead);
    scheme.clock.set('2026-11-23T10:00:00.000Z');
    await scheme.receive(amended({ wishesRecorded: true }, referralId, 'a2', '2026-11-23T09:59:00.000Z'));
    expect((await scheme.onlyCase()).facts.wishesRecorded).toBe(true);
  });

  test('a referral that claims a place in a trail is taken in all the same', async () => {
    const scheme = await SchemeInMemory.open();
    const { trail } = anEntry('case-resumed.v1');
    await scheme.receive(JSON.stringify({ ...JSON.parse(received()), trail }));
    expect((await scheme.onlyCase()).status).toBe('offered');
  });

  test('an event from the trail of a case that does not exist is kept for a person, not dropped', async () => {
    const scheme = await SchemeInMemory.open();
    const { trail } = anEntry('case-resumed.v1');
    await scheme.receive(JSON.stringify({ ...JSON.parse(amended({ wishesRecorded: false })), trail }));
    expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['no-such-case']);
  });

  test('what the scheme itself reports is not taken from a producer', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.receive(JSON.stringify(anEvent('case-resumed.v1')));
    expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['not-for-producers']);
  });
});

describe('duplicates and order', () => {
  const messages = ids
    .slice(0, 5)
    .flatMap((id, index) => [
      received(id, index % 2 === 0 ? {} : { familyInUk: 'may-care' }),
      amended({ wishesRecorded: false }, id),
    ]);
  /** Delivers until the queue is empty, as SQS would. */
  const deliver = async (scheme: SchemeInMemory, bodies: readonly string[]): Promise<void> => {
    let waiting = bodies;
    for (let round = 0; waiting.length > 0; round += 1) {
      if (round > 5) throw new Error('Messages went round and round.');
      const current = waiting;
      waiting = (await scheme.receive(...current)).map((at) => current[Number(at)] ?? '');
    }
  };

  test('repeats change nothing: not the cases, nor the trails, nor the places', async () => {
    const once = await SchemeInMemory.open();
    await deliver(once, messages);
    const wanted = { cases: once.cases.snapshot(), places: await once.places() };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: messages.length - 1 }), { maxLength: 20 }), async (again) => {
        const scheme = await SchemeInMemory.open();
        await deliver(scheme, [...messages, ...again.map((at) => messages[at] ?? '')]);
        expect({ cases: scheme.cases.snapshot(), places: await scheme.places() }).toEqual(wanted);
      }),
      { numRuns: runs(15) },
    );
  });

  test('in any order every referral becomes one case with the same facts, and the same places are held', async () => {
    const outlines = async (scheme: SchemeInMemory) => ({
      cases: Object.values(scheme.cases.snapshot().cases)
        .map(({ id, status, facts, offers }) => ({ id, status, facts, offers: offers.length }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      places: await scheme.places(),
    });
    const once = await SchemeInMemory.open();
    await deliver(once, messages);
    const wanted = await outlines(once);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...messages, ...messages.slice(0, 4)], { minLength: messages.length + 4 }),
        async (shuffled) => {
          const scheme = await SchemeInMemory.open();
          await deliver(scheme, shuffled);
          expect(await outlines(scheme)).toEqual(wanted);
        },
      ),
      { numRuns: runs(15) },
    );
  });

  test('events relayed out of order and again ask for each e-mail by one id, and offer nothing twice', async () => {
    const scheme = await SchemeInMemory.open();
    await deliver(scheme, messages);
    await scheme.settle();
    const wanted = { cases: scheme.cases.snapshot(), mails: scheme.mailer.snapshot().length };
    expect(wanted.mails).toBeGreaterThan(10);
    await scheme.relay([...scheme.events].reverse());
    await scheme.receive(...scheme.referrals.snapshot().map(({ body }) => body));
    await scheme.notify(...scheme.notifications.snapshot().map(({ body }) => body));
    expect(scheme.cases.snapshot()).toEqual(wanted.cases);
    expect(scheme.mailer.snapshot().length).toBe(wanted.mails);
    const mailIds = scheme.mailer.snapshot().map(({ id }) => id);
    expect(new Set(mailIds).size).toBe(mailIds.length);
  });

  test('many at once for the last places are never over-committed', async () => {
    const room = (code: string, free: number) =>
      aCouncil({ code, caredFor: { count: 100 - free, asAt: '2025-03-31', source: 'published' } });
    const kent = aCouncil({
      code: 'E10000016',
      caredFor: { count: 346, asAt: '2025-03-31', source: 'published' },
    });
    const scheme = await SchemeInMemory.open({
      councils: [room('E10000014', 1), room('E10000025', 2), kent],
    });
    // Side by side, each its own invocation: races are lost, and lost ones come back.
    let waiting = ids.map((id) => received(id));
    for (let round = 0; round < 20 && waiting.length > 0; round += 1)
      waiting = (
        await Promise.all(
          waiting.map(async (body) => ((await scheme.receive(body)).length > 0 ? [body] : [])),
        )
      ).flat();
    expect(waiting).toEqual([]);
    const { councils } = await scheme.councils.view();
    for (const { code, held } of councils)
      expect(held).toBeLessThanOrEqual({ E10000014: 1, E10000025: 2 }[code] ?? 0);
    const statuses = Object.values(scheme.cases.snapshot().cases).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'offered')).toHaveLength(3);
    expect(statuses.filter((status) => status === 'escalated')).toHaveLength(ids.length - 3);
  });
});

test('between two referrals others are given time to decide theirs: as much as the last took and more, two seconds at most', async () => {
  const clock = new SetClock('2026-11-23T09:00:00.000Z');
  const waits: number[] = [];
  const backoff = backoffBetween({ clock, pause: async (milliseconds) => void waits.push(milliseconds) });
  const decides = (from: string, until: string) => {
    clock.set(from);
    backoff.tries();
    clock.set(until);
    backoff.decided();
  };
  await backoff.beforeNext();
  expect(waits).toEqual([]);
  decides('2026-11-23T09:00:00.000Z', '2026-11-23T09:00:00.100Z');
  await backoff.beforeNext();
  expect(waits).toEqual([250]);
  decides('2026-11-23T09:00:01.000Z', '2026-11-23T09:00:04.000Z');
  await backoff.beforeNext();
  expect(waits).toEqual([250, 2_000]);
  clock.set('2026-11-23T09:00:09.000Z');
  await backoff.beforeNext();
  expect(waits).toHaveLength(2);
});
