import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import {
  type Division,
  deployHolidays,
  type LateHoliday,
  lateHolidays,
} from '../../shared/core/calendar/late-holidays.ts';
import { addDays, isWorkingDay, londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { lateHolidaysMove } from '../../shared/core/case/late-holidays.ts';
import { hashOf } from '../../shared/core/hash.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Policy } from '../../shared/core/policy.ts';
import bankHolidays from '../../shared/core/reference/bank-holidays.json' with { type: 'json' };
import { aReferral } from '../builders.ts';
import { hold, nobody, referralId } from './a-play.ts';
import { BELFAST, CARDIFF, councilsWith, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const late = (date: string, ...divisions: readonly Division[]): LateHoliday => ({
  date,
  title: 'A state occasion',
  divisions,
});
const everywhere = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
const undo: (() => void)[] = [];
const deploy = (...days: readonly LateHoliday[]): void => {
  undo.push(deployHolidays(days));
};
afterEach(() => {
  for (const back of undo.splice(0).reverse()) back();
});

const nationIn = (name: string) =>
  name.startsWith('scotland') ? 'Scotland' : name.startsWith('northern') ? 'Northern Ireland' : 'England';

const HOUR = 3_600_000;
const plus = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * HOUR).toISOString();

const swept = (play: Play): readonly AnyEvent[] =>
  play.sweep().flatMap((outcome) => (outcome.kind === 'changed' ? outcome.change.events : []));

/** Every deadline that working days set, by what it is. */
const deadlinesIn = (subject: Case): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({
      move: subject.moveBy,
      step: subject.stepBy,
      hold: subject.hold?.reviewAt,
      region: subject.regionAsked?.answerBy,
      escalation: subject.escalation?.decideBy,
      arrange: subject.status === 'accepted' ? subject.placement?.arrangeBy : undefined,
      places: subject.pause?.placesUntil,
      ...Object.fromEntries(
        subject.offers
          .filter(({ status }) => status === 'live' || status === 'asked')
          .map(({ id, answerBy }) => [`offer ${id}`, answerBy]),
      ),
      ...Object.fromEntries(
        (subject.proposals ?? []).map(({ id, confirmBy }) => [`confirm ${id}`, confirmBy]),
      ),
    }).filter((one): one is [string, string] => one[1] !== undefined),
  );

/** Ways in which deadlines are set, each hours apart from the last. */
const stages: Readonly<Record<string, (play: Play, then: () => Play) => void>> = {
  'the search': () => {},
  'what is missing': (play) =>
    play.do({
      kind: 'allocate',
      decisionHash: 'd'.repeat(64),
      decision: { kind: 'incomplete', fields: [{ field: 'children.1.sex', words: 'sex' }], warnings: [] },
    } as never),
  'a hold': (play) => play.do(hold),
  'an escalation': (play) => play.do(nobody),
  offers: (play) => play.offer(HAMPSHIRE, CARDIFF, BELFAST),
  'a promotion': (play, then) => {
    play.offer(HAMPSHIRE, CARDIFF, BELFAST);
    then().answer('1-1', 'decline');
  },
  'a second round': (play, then) => {
    play.offer(HAMPSHIRE);
    then().answer('1-1', 'decline');
    then().offer(BELFAST, LEEDS);
  },
  'a yes': (play, then) => {
    play.offer(BELFAST, CARDIFF);
    then().answer('1-1', 'accept');
  },
  'a refusal to move': (play, then) => {
    play.offer(BELFAST);
    then().answer('1-1', 'accept');
    then().do({ kind: 'child-refused', note: 'does not want to go' }, entry);
  },
  'an e-mail to confirm': (play, then) => {
    play.offer(CARDIFF);
    then().do({
      kind: 'amend',
      data: { referralId, channel: 'email', facts: { areasToAvoid: [CARDIFF] } },
    });
  },
  'a missing child': (play, then) => {
    play.offer(CARDIFF, BELFAST);
    then().do({ kind: 'child-missing', missingSince: play.now }, entry);
  },
  'a child found': (play, then) => {
    play.offer(CARDIFF, BELFAST);
    then().do({ kind: 'child-missing', missingSince: play.now }, entry);
    then().do({ kind: 'child-found', foundAt: play.now }, entry);
  },
};

interface Drawn {
  readonly start: string;
  readonly authority: string;
  readonly policy: string;
  readonly gaps: readonly number[];
}
const played = (stage: string, { start, authority, policy, gaps }: Drawn): Play => {
  const play = new Play(councilsWith(10), policyNamed(policy));
  play.now = start;
  const left = [...gaps];
  const then = (): Play => {
    play.now = plus(play.now, left.shift() ?? 1);
    return play;
  };
  play.receive(aReferral({ entryAuthority: authority }));
  then();
  stages[stage]?.(play, then);
  return play;
};

const drawn = fc.record({
  start: fc
    .integer({ min: 0, max: 8 * 365 * 24 * 4 })
    .map((quarters) => plus('2019-01-01T00:00:00.000Z', quarters / 4)),
  authority: fc.constantFrom(KENT, 'S12000033', BELFAST),
  policy: fc.constantFrom('nts-2025', 'nts-2026'),
  gaps: fc.array(fc.constantFrom(0.25, 3, 20, 30, 100), { minLength: 4, maxLength: 4 }),
});
/** A policy that gives everybody another time than the one under which a deadline was set. */
const quick = {
  ...policyNamed('nts-2026'),
  workingDays: {
    answerOffer: 1,
    regionNames: 1,
    arrangeTransfer: 1,
    moveInCare: 1,
    moveNotInCare: 1,
    coordinatorDecides: 1,
    giveMissingFacts: 1,
  },
};
const announced = fc.record({
  after: fc.oneof(fc.integer({ min: -1, max: 4 }), fc.integer({ min: -3, max: 18 })),
  divisions: fc.subarray([...everywhere], { minLength: 1 }),
  wait: fc.constantFrom(0, 1, 20, 60, 200),
  underAnother: fc.boolean(),
});

describe('once a bank holiday is announced late', () => {
  test.each(Object.keys(stages))(
    'the deadlines of %s are what they would be had the day been known from the start, and none that has passed moves',
    (stage) => {
      let moves = 0;
      fc.assert(
        fc.property(drawn, announced, (given, { after, divisions, wait, underAnother }) => {
          const day = late(addDays(londonDate(given.start), after), ...divisions);
          const back = deployHolidays([day]);
          const known = deadlinesIn(played(stage, given).case);
          back();
          const { case: unaware, policy, now } = played(stage, given);
          const ran = unaware.pause?.at ?? plus(now, wait);
          // What a day costs before a pause, the pause does not give back. Which days lie behind is known of deadlines that this policy set.
          if (day.date <= londonDate(unaware.pauses?.[0]?.from ?? '1900-01-01T00:00:00.000Z')) return;
          if (underAnother && day.date <= londonDate(ran)) return;
          deploy(day);
          const moved = lateHolidaysMove(unaware, underAnother ? quick : policy, plus(now, wait));
          undo.pop()?.();
          const became = deadlinesIn(moved?.after ?? unaware);
          const before = Object.entries(deadlinesIn(unaware));
          for (const [name, by] of before) {
            const runsOn = name === 'places' || name.startsWith('confirm');
            const isOpen = by > (runsOn ? plus(now, wait) : ran);
            const should = known[name] ?? '';
            expect([name, became[name]]).toEqual([name, isOpen && should > by ? should : by]);
          }
          expect(moved?.data.moved.length ?? 0).toBe(
            before.filter(([name, by]) => became[name] !== by).length,
          );
          if (moved === undefined) return;
          moves += 1;
          expect(moved.data.holidays).toEqual([day.date]);
          expect(moved.data.moved.every(({ from, by }) => from < by)).toBe(true);
        }),
        { numRuns: 150 },
      );
      expect(moves).toBeGreaterThan(10);
    },
  );

  const missing = (play: Play, from: string, until: string): Play => {
    play.at(from).do({ kind: 'child-missing', missingSince: from }, entry);
    play.at(until).do({ kind: 'child-found', foundAt: until }, entry);
    return play;
  };
  const at = (play: Play, day: LateHoliday, now: string) => {
    deploy(day);
    return lateHolidaysMove(play.case, play.policy, now);
  };

  test.each([
    [
      'by working days',
      'nts-2025',
      (play: Play) => play.receive().offer(HAMPSHIRE),
      '2026-06-02T17:00:00.000Z',
      '2026-06-04',
    ],
    [
      'by hours',
      'nts-2026',
      (play: Play) => {
        play.receive().offer(HAMPSHIRE).answer('1-1', 'decline');
        play.offer(LEEDS);
      },
      '2026-06-01T10:00:00.000Z',
      '2026-06-02',
    ],
  ])(
    'a day on which the child was missing moves nothing that counts anew since, %s',
    (_, policy, begin, from, day) => {
      const play = new Play(councilsWith(10), policyNamed(policy)).at('2026-06-01T08:00:00.000Z');
      begin(play);
      missing(play, from, '2026-06-04T09:00:00.000Z');
      const answer = at(play, late(day, ...everywhere), '2026-06-04T10:00:00.000Z');
      expect(answer?.data.moved.filter(({ deadline }) => deadline === 'answer') ?? []).toEqual([]);
    },
  );

  const asked = (): Play => new Play().receive().offer(HAMPSHIRE, BELFAST);
  const tuesday = late('2026-11-24', 'england-and-wales');

  test('the sweep moves the deadlines of who has that day off, says so in the trail, and does it once', () => {
    const play = asked().at('2026-11-23T12:00:00.000Z');
    deploy(tuesday);
    const [event] = swept(play);
    expect(event).toMatchObject({
      type: 'deadlines-moved.v1',
      data: {
        holidays: ['2026-11-24'],
        moved: [
          {
            deadline: 'answer',
            council: HAMPSHIRE,
            offerId: '1-1',
            from: '2026-11-24T17:00:00.000Z',
            by: '2026-11-25T17:00:00.000Z',
          },
          { deadline: 'move', from: '2026-12-07T17:00:00.000Z', by: '2026-12-08T17:00:00.000Z' },
        ],
      },
    });
    expect(play.case.lateHolidays).toEqual(['england-and-wales 2026-11-24']);
    expect(play.case.needs?.by).toBe('2026-11-25T17:00:00.000Z');
    expect(play.sweep()).toEqual([]);
    // The reminder moves with it, and so does the end.
    expect(swept(play.at('2026-11-24T17:00:00.000Z'))).toEqual([]);
    expect(swept(play.at('2026-11-25T14:00:00.000Z')).map(({ type }) => type)).toEqual([
      'deadline-approaching.v1',
    ]);
    expect(swept(play.at('2026-11-25T17:00:00.000Z')).map(({ type }) => type)).toContain('offer-expired.v1');
  });

  test('whoever decides first on a case moves them, and what is set from then on knows the day', () => {
    const play = asked().at('2026-11-23T12:00:00.000Z');
    deploy(tuesday);
    play.answer('1-1', 'accept');
    expect(play.trail.slice(-4).map(({ type }) => type)).toEqual([
      'deadlines-moved.v1',
      'offer-answered.v1',
      'place-accepted.v1',
      'offer-withdrawn.v1',
    ]);
    const before = deadlinesIn(play.case);
    expect(play.sweep()).toEqual([]);
    expect(deadlinesIn(play.case)).toEqual(before);
  });

  test('a case that begins later, or that no deadline lies beyond the day of, knows of it and nothing moves', () => {
    deploy(tuesday);
    const play = asked();
    expect(play.case.lateHolidays).toEqual(['england-and-wales 2026-11-24']);
    expect(play.case.offers.map(({ answerBy }) => answerBy)).toEqual([
      '2026-11-25T17:00:00.000Z',
      '2026-11-24T17:00:00.000Z',
    ]);
    expect(play.at('2026-11-23T12:00:00.000Z').sweep()).toEqual([]);
    const later = new Play().at('2026-11-25T09:00:00.000Z').receive();
    expect('lateHolidays' in later.case).toBe(false);
  });

  test('a day that is taken away again leaves every deadline as it is, and announced once more moves none twice', () => {
    const play = asked().at('2026-11-23T12:00:00.000Z');
    deploy(tuesday);
    play.sweep();
    const before = deadlinesIn(play.case);
    deploy();
    expect(play.sweep()).toEqual([]);
    deploy(tuesday);
    expect(play.sweep()).toEqual([]);
    expect(deadlinesIn(play.case)).toEqual(before);
    deploy(tuesday, late('2026-11-25', 'england-and-wales'));
    expect(swept(play)).toMatchObject([{ data: { holidays: ['2026-11-25'] } }]);
    expect(play.case.offers[0]?.answerBy).toBe('2026-11-26T17:00:00.000Z');
  });

  const tuesdayEverywhere = late('2026-11-24', ...everywhere);
  /** What a day that is announced later moves: each deadline, whose it is, and what the case says of it then. */
  const movedIn = (subject: Case, policy: Policy, now: string): Readonly<Record<string, string>> => {
    deploy(tuesdayEverywhere);
    const moved = lateHolidaysMove(subject, policy, now);
    undo.pop()?.();
    const after = Object.values(deadlinesIn(moved?.after ?? subject));
    for (const { by } of moved?.data.moved ?? []) expect(after).toContain(by);
    return Object.fromEntries(
      (moved?.data.moved ?? []).map(({ deadline, by, ...of }) => [
        [deadline, of.offerId ?? of.council ?? of.region].filter(Boolean).join(' '),
        by,
      ]),
    );
  };

  test('each deadline of each stage is moved by its name, and whoever has it is named', () => {
    const given = {
      start: '2026-11-23T09:00:00.000Z',
      authority: KENT,
      policy: 'nts-2026',
      gaps: [0.25, 0.25, 0.25, 0.25],
    };
    const all = Object.keys(stages).map((stage) => {
      const { case: subject, policy, now } = played(stage, given);
      return [stage, Object.keys(movedIn(subject, policy, plus(now, 1))).join(', ')];
    });
    expect(Object.fromEntries(all)).toEqual({
      'a child found': 'answer 1-1, answer 1-2, move',
      'a hold': 'decide, move',
      'a missing child': 'answer 1-1, answer 1-2, move, places',
      'a promotion': 'answer 1-2, answer 1-3, move',
      'a refusal to move': 'decide, move BHSCT',
      'a second round': 'move',
      'a yes': 'arrange BHSCT, move BHSCT',
      'an e-mail to confirm': 'answer 1-1, move, confirm',
      'an escalation': 'decide, move',
      offers: 'answer 1-1, answer 1-2, answer 1-3, move',
      'the search': 'search, move',
      'what is missing': 'facts, move',
    });
  });

  test('the time of a region’s lead moves, and of a move that waits for a coordinator that of the coordinator, not that to arrange it', () => {
    const policy = policyNamed('nts-2027');
    const search = played('the search', {
      start: '2026-11-23T09:00:00.000Z',
      authority: KENT,
      policy: 'nts-2026',
      gaps: [],
    });
    const regionAsked = {
      region: 'E12000007',
      councils: ['E09000003'],
      answerBy: '2026-11-25T17:00:00.000Z',
    };
    const asksLead = { ...search.case, status: 'region-asked', regionAsked } as unknown as Case;
    expect(movedIn(asksLead, policy, '2026-11-23T12:00:00.000Z')).toEqual({
      move: '2026-12-08T17:00:00.000Z',
      'region E12000007': '2026-11-26T17:00:00.000Z',
    });
    const yes = played('a yes', {
      start: '2026-11-23T09:00:00.000Z',
      authority: KENT,
      policy: 'nts-2026',
      gaps: [],
    });
    const hold = { reasons: [], since: yes.now, reviewAt: '2026-11-25T17:00:00.000Z' };
    expect(movedIn({ ...yes.case, hold }, policy, '2026-11-23T12:00:00.000Z')).toEqual({
      decide: '2026-11-26T17:00:00.000Z',
      'move BHSCT': '2026-12-08T17:00:00.000Z',
    });
  });

  test('nothing of a case that has ended moves', () => {
    const play = asked();
    play.do({ kind: 'withdraw', reason: 'no-longer-needed' }, entry);
    expect(at(play, tuesday, '2026-11-23T12:00:00.000Z')).toBeUndefined();
  });
});

describe('the files of bank holidays', () => {
  test('in the years by which deadlines have been set, a day that is announced since stands in the file of late ones, and in no other', () => {
    const listed = Object.entries(bankHolidays).flatMap(([division, days]) =>
      days.filter(({ date }) => date < '2029').map(({ date }) => `${division} ${date}`),
    );
    // Another value: a day was put into, or taken out of, bank-holidays.json. Put it into late-bank-holidays.json, or no deadline moves.
    expect(hashOf(listed.toSorted())).toBe(
      '01a3449f5c3b0afc39c5ebd59752f163ac7cd2365e492b3507c32de6ea591148',
    );
  });

  test('a late day is a weekday that was no bank holiday before', () => {
    expect(
      [...lateHolidays()].filter(
        (name) => !isWorkingDay(name.slice(-10), { nation: nationIn(name), late: new Set() }),
      ),
    ).toEqual([]);
  });
});
