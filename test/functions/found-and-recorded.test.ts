/** Steps that several functions share: finding a case and cases like it, sealing an amendment, recording something of a council. */
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import type { ChildFingerprints } from '../../events/referral.ts';
import type { Case, Proposal } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { fingerprintsUnder } from '../../shared/core/referral/fingerprints.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { MemorySealedStore } from '../../shared/memory/memory-sealed-store.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import { countWhatHappened } from '../../shared/runtime/count-what-happened.ts';
import { findCase } from '../../shared/runtime/find-case.ts';
import { compare, duplicatesAmong } from '../../shared/runtime/find-duplicates.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { TooContended } from '../../shared/runtime/retry-on-conflict.ts';
import { notedBefore, noteOnCouncil } from '../../shared/runtime/run-council-command.ts';
import { sealAmendment } from '../../shared/runtime/seal-amendment.ts';
import { aCase, aCaseChange, aCouncil, anEvent, NOW } from '../builders.ts';
import { RecordingMeter } from './recorders.ts';

const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const COUNCIL = 'E10000014';

describe('the case of a referral', () => {
  const reading = (...others: readonly number[]) => {
    const asked: string[] = [];
    const taken = new Set(others.map((attempt) => caseReference(referralId, attempt)));
    const read = async (id: string) => {
      asked.push(id);
      return taken.has(id) ? aCase({ id, referralId: 'another' }) : undefined;
    };
    return { asked, read };
  };

  test('has the first reference that no other referral has', async () => {
    expect(await findCase(reading(), referralId)).toEqual({
      caseId: caseReference(referralId, 1),
      current: undefined,
    });
    const cases = reading(1, 2, 3, 4);
    expect((await findCase(cases, referralId)).caseId).toBe(caseReference(referralId, 5));
    expect(cases.asked).toEqual([1, 2, 3, 4, 5].map((attempt) => caseReference(referralId, attempt)));
  });

  test('is found again, and never another’s', async () => {
    const own = aCase({ id: caseReference(referralId, 1), referralId });
    expect(await findCase({ read: async () => own }, referralId)).toEqual({ caseId: own.id, current: own });
    await expect(findCase(reading(1, 2, 3, 4, 5), referralId)).rejects.toThrow(
      '5 references in a row belong to other referrals.',
    );
  });
});

describe('cases like one', () => {
  const person = (mark: string): ChildFingerprints[] => [
    { number: 1, references: [], person: mark.repeat(43) },
  ];
  const other = aCase({ id: 'NTS-0000-0002', fingerprints: person('b') });
  const holding = () => {
    const asked: (readonly string[] | string)[] = [];
    return {
      asked,
      holders: async (fingerprints: readonly string[]) => {
        asked.push(fingerprints);
        return new Map(
          fingerprints.includes('b'.repeat(43)) ? [['b'.repeat(43), [other.id, 'NTS-0000-0003']]] : [],
        );
      },
      read: async (id: string) => {
        asked.push(id);
        return id === other.id ? other : undefined;
      },
    };
  };
  const found = {
    possible: [other.id],
    claims: [{ fingerprint: 'b'.repeat(43), seen: [other.id, 'NTS-0000-0003'], beside: [other.id] }],
  };
  const asked = [['b'.repeat(43)], other.id, 'NTS-0000-0003'];

  test('are looked for by all that tells who the children of a referral are, and one that is gone is left out', async () => {
    const cases = holding();
    const { data } = anEvent('referral-received.v2');
    expect(await duplicatesAmong(cases, { ...data, fingerprints: person('b') }, NOW)).toEqual({
      kind: 'none-certain',
      ...found,
    });
    expect(cases.asked).toEqual(asked);
    expect(await duplicatesAmong(cases, data, NOW)).toEqual({
      kind: 'none-certain',
      possible: [],
      claims: [],
    });
  });

  const amend = (mark: string) =>
    ({
      kind: 'amend',
      saidAt: NOW,
      data: { referralId, facts: {}, fingerprints: person(mark) },
    }) satisfies Command;

  test('are looked for when an amendment says something new of who a child is, and only then', async () => {
    const subject = aCase({ fingerprints: person('a') });
    const cases = holding();
    const told = amend('b');
    expect(await compare(cases, subject, told, NOW)).toEqual({ ...told, duplicates: found });
    expect(cases.asked).toEqual(asked);
    for (const same of [amend('a'), { ...told, data: { referralId, facts: {} } }]) {
      const quiet = holding();
      expect(await compare(quiet, subject, same, NOW)).toBe(same);
      expect(quiet.asked).toEqual([]);
    }
  });

  test('are looked for once a change that waited is confirmed, while it still waits', async () => {
    const proposal = (id: string, mark: string): Proposal => ({
      id,
      saidAt: NOW,
      askedAt: NOW,
      confirmBy: NOW,
      because: ['who-the-child-is'] as never,
      facts: {},
      base: {},
      fingerprints: person(mark),
    });
    const subject: Case = aCase({
      fingerprints: person('a'),
      proposals: [proposal('first', 'a'), proposal('second', 'b')],
    });
    const confirm = (amendmentId: string) => ({ kind: 'confirm-amendment', amendmentId }) as const;
    expect(await compare(holding(), subject, confirm('second'), NOW)).toEqual({
      ...confirm('second'),
      duplicates: found,
    });
    for (const [of, id] of [
      [subject, 'first'],
      [subject, 'third'],
      [aCase(), 'second'],
    ] as const) {
      const cases = holding();
      expect(await compare(cases, of, confirm(id), NOW)).toEqual(confirm(id));
      expect(cases.asked).toEqual([]);
    }
  });
});

describe('what an amendment seals', () => {
  const key = new FixedSigningKey('k'.repeat(64));
  const first = { number: 1, name: 'Canary Synthetic', nationality: 'ERI' };
  const opened = async () => {
    const sealed = new MemorySealedStore();
    await sealed.sealFirst(referralId, COUNCIL, [first]);
    const kept: unknown[][] = [];
    const keepAmendment: MemorySealedStore['keepAmendment'] = (...args) => {
      kept.push(args);
      return MemorySealedStore.prototype.keepAmendment.apply(sealed, args);
    };
    const seal = (particulars: Parameters<typeof sealAmendment>[1]['particulars'], owner = COUNCIL) =>
      sealAmendment(
        {
          sealed: { keepAmendment, particulars: (id) => sealed.particulars(id) },
          fingerprintKey: key,
        },
        { referralId, amendmentId: 'mail:1', owner, particulars, children: [], now: NOW },
      );
    return { kept, seal };
  };

  test('waits for the case for sixty days, and says no more than that it is there', async () => {
    const { kept, seal } = await opened();
    const given = [{ number: 1, health: 'Wears glasses.' }];
    expect(await seal(given)).toEqual({
      said: { sealedChanged: true },
      all: [{ ...first, health: 'Wears glasses.' }],
    });
    const until = Date.parse('2027-01-22T09:00:00.000Z') / 1_000;
    expect(kept).toEqual([[referralId, 'mail:1', COUNCIL, given, NOW, until]]);
  });

  test('says so where it is nothing but the council’s own reference, which is for no other', async () => {
    const { seal } = await opened();
    expect(await seal([{ number: 1, ownReference: 'Canary 7' }])).toEqual({
      said: { sealedChanged: true, sealedFields: ['1.ownReference'] },
      all: [{ ...first, ownReference: 'Canary 7' }],
    });
    expect(await seal([{ number: 1, ownReference: 'Canary 7', health: 'Wears glasses.' }])).toBe('taken');
    const both = await (await opened()).seal([{ number: 1, ownReference: 'Canary 7', health: 'Well.' }]);
    expect(both).toMatchObject({ said: { sealedChanged: true } });
    expect(both).not.toHaveProperty('said.sealedFields');
  });

  test('makes the fingerprints anew of all that is sealed then, once it says who the child is', async () => {
    const { seal } = await opened();
    const all = [{ ...first, dateOfBirth: '2010-05-14' }];
    const fingerprints = fingerprintsUnder(await key.all(), all);
    expect(fingerprints).toHaveLength(1);
    expect(await seal([{ number: 1, dateOfBirth: '2010-05-14' }])).toEqual({
      said: { sealedChanged: true, fingerprints },
      all,
    });
  });

  test('is nothing where nothing is given, and taken where another council’s is sealed', async () => {
    const { kept, seal } = await opened();
    expect(await seal([])).toEqual({ said: {}, all: [first] });
    expect(kept).toEqual([]);
    expect(await seal([{ number: 1, health: 'Canary' }], 'E08000035')).toBe('taken');
  });
});

describe('what is recorded of a council', () => {
  const actor = { kind: 'coordinator', name: 'Robin Hale' } as const;
  const recorded = {
    type: 'api-key-changed.v1',
    data: { council: COUNCIL, change: 'replaced' },
  } as const;
  const opened = async () => {
    const councils = new MemoryCouncilStore();
    const policy = policyNamed('nts-2025');
    await councils.seed([aCouncil({ reminders: { sinceDeclaration: 2 } })], policy);
    const events: AnyEvent[] = [];
    councils.onCommit((all) => events.push(...all));
    const waits: number[] = [];
    const pause = async (milliseconds: number) => void waits.push(milliseconds);
    return { councils, policy, events, waits, pause, clock: new SetClock(NOW) };
  };

  test('stands in its trail once for each cause, and changes nothing else', async () => {
    const tools = await opened();
    for (const cause of ['first', 'second', 'first', 'second'])
      await noteOnCouncil(tools, recorded, { actor, cause });
    expect(tools.events).toMatchObject(
      ['first', 'second'].map((cause, at) => ({
        ...recorded,
        at: NOW,
        actor,
        trail: { subject: COUNCIL, number: at + 1, policy: 'nts-2025', cause },
      })),
    );
    expect(tools.waits).toEqual([]);
    expect((await tools.councils.read(COUNCIL))?.reminders).toEqual({ sinceDeclaration: 2 });
    expect(await notedBefore(tools, COUNCIL, 'second')).toBe(true);
    expect(await notedBefore(tools, COUNCIL, 'third')).toBe(false);
  });

  test('is tried again when others moved first, longer apart each time, and left for later after five', async () => {
    for (const [lost, waits] of [
      [2, [20, 40]],
      [4, [20, 40, 60, 80]],
      [5, [20, 40, 60, 80, 100]],
    ] as const) {
      const tools = await opened();
      const commit = tools.councils.commit.bind(tools.councils);
      let times = 0;
      tools.councils.commit = async (change) => {
        times += 1;
        return times <= lost ? 'lost-race' : commit(change);
      };
      const done = noteOnCouncil(tools, recorded, { actor, cause: 'x' });
      if (lost === 5) await expect(done).rejects.toThrow(TooContended);
      else await done;
      expect(tools.waits).toEqual(waits);
      expect(tools.events).toHaveLength(lost === 5 ? 0 : 1);
    }
  });

  test('is recorded of nobody who is not in the table', async () => {
    const tools = await opened();
    for (const council of ['E10000016', 'E99999999'])
      await expect(
        noteOnCouncil(tools, { ...recorded, data: { ...recorded.data, council } }, { actor, cause: 'x' }),
      ).rejects.toThrow(`The council ${council} is not in the table`);
  });
});

test('what a commit means for children is counted once, by what happened', () => {
  const at = '2026-11-23T09:01:30.500Z';
  const event = (type: string, data: object = {}) => ({ type, at, data }) as unknown as AnyEvent;
  const counted = (...events: readonly AnyEvent[]) => {
    const meter = new RecordingMeter();
    countWhatHappened(meter, { ...aCaseChange(), case: aCase({ openedAt: NOW }), events });
    return meter.values;
  };
  const offers = (round: number) => event('offers-made.v1', { round, offers: [1, 2, 3] });
  expect(counted(offers(1))).toEqual([
    { name: metricNames.offersMade, value: 3 },
    { name: metricNames.timeToOfferSeconds, value: 91 },
  ]);
  expect(counted(offers(2))).toEqual([{ name: metricNames.offersMade, value: 3 }]);
  expect(counted(event('place-accepted.v1'))).toEqual([
    { name: metricNames.timeToAcceptanceSeconds, value: 91 },
  ]);
  expect(
    counted(
      event('referral-received.v2'),
      event('referral-held.v1'),
      event('case-escalated.v1'),
      event('deadline-approaching.v1'),
      event('case-waiting.v1'),
    ),
  ).toEqual([
    { name: metricNames.casesHeld, value: 1 },
    { name: metricNames.casesEscalated, value: 1 },
    { name: metricNames.remindersIssued, value: 1 },
    { name: metricNames.remindersIssued, value: 1 },
  ]);
  expect(counted(event('place-directed.v1'), event('transfer-completed.v1'))).toEqual([
    { name: metricNames.placesDirected, value: 1 },
    { name: metricNames.timeToHandoverSeconds, value: 91 },
  ]);
  // A clock that went back makes no negative time.
  expect(counted({ ...event('place-accepted.v1'), at: '2026-11-23T08:00:00.000Z' } as AnyEvent)).toEqual([
    { name: metricNames.timeToAcceptanceSeconds, value: 0 },
  ]);
});
