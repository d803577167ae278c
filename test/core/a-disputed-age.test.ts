/** The recorded date of birth is in dispute: it closes nothing, and what an age had closed a person opens again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { ageIsWithAPerson, stillInQuestion } from '../../shared/core/case/ages-in-question.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { agesToDecide, isToReview } from '../../shared/core/case/declines-to-review.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { aChild, aReferral } from '../builders.ts';
import { codeOf, decidesAge, hold, nobody, referralId, said, turns18, wordsOf } from './a-play.ts';
import { coordinator, councilsWith, duty, entry, HAMPSHIRE, KENT, LEEDS, Play, system } from './a-scheme.ts';

const underWay = aReferral({
  children: [aChild({ turns18Month: '2026-12', ageAssessment: 'under-way', ageAssessmentLedBy: KENT })],
});
type Child = ReferralFacts['children'][number];
/** Two children of whom the second's age is being assessed, as a correction would say them. */
const pair = (first: Partial<Child>, second: Partial<Child>): Child[] => [
  aChild(first),
  aChild({ number: 2, turns18Month: '2027-05', ageAssessment: 'under-way', ...second }),
];
const mailed = (play: Play): readonly string[] =>
  play.trail
    .slice(-1)
    .flatMap((event) =>
      emailsFor(event).map(
        ({ data: { template, to } }) => `${template} to ${'council' in to ? to.council : to.role}`,
      ),
    );

const accepted = (): Play => {
  const play = new Play().receive(underWay).offer(HAMPSHIRE, LEEDS);
  play.answer('1-1', 'accept');
  return play.at('2026-12-02T02:00:00.000Z');
};

/** Wrong birth date (inquest of 2022): the first date was wrong by five months, and the assessment was under way. */
describe('a date of birth that was wrong', () => {
  test('closes nothing when its day comes: a person is asked, the council keeps the child, the correction is taken', () => {
    const play = accepted();
    const before = play.case;
    expect(codeOf(play.do(turns18))).toBe('changed');
    expect(play.case).toMatchObject({ status: 'accepted', placement: before.placement, agesInQuestion: [1] });
    expect(play.case.needs).toEqual(before.needs);
    expect(play.council(HAMPSHIRE).incoming).toBe(1);
    expect(mailed(play)).toEqual([
      'age-in-question to coordinators',
      'age-in-question to entry-authority',
      `age-in-question to ${HAMPSHIRE}`,
    ]);
    expect(isToReview(play.case)).toBe(true);
    // Every night the same: told once.
    expect(codeOf(play.do(turns18))).toBe('unchanged');
    play.at('2026-12-03T10:00:00.000Z');
    const corrected: Command = {
      kind: 'amend',
      data: {
        referralId,
        facts: { children: [aChild({ turns18Month: '2027-05', ageAssessment: 'complete' })] },
        sealedChanged: true,
        sealedFields: ['1.dateOfBirth'],
      },
    };
    const outcome = play.do(corrected, entry);
    expect(outcome).toMatchObject({ kind: 'changed' });
    expect([outcome.kind, isToReview(play.case)]).toEqual(['changed', false]);
    expect(play.case).toMatchObject({
      status: 'accepted',
      facts: { children: [{ turns18Month: '2027-05' }] },
    });
    expect(agesToDecide(play.case)).toEqual([]);
    expect([...play.birthdays]).toEqual(['2027-05 1']);
    // The assessment is finished: what it found is a birthday like any other.
    play.at('2027-06-01T02:00:00.000Z').do(turns18);
    expect(play.case.status).toBe('turned-18');
  });

  test('a coordinator decides by evidence that they count: the month decides from then on', () => {
    const play = accepted();
    play.do(turns18);
    expect(codeOf(play.do(decidesAge({ turns18Month: '2026-11' }), coordinator))).toBe('month-needed');
    expect(
      codeOf(
        play.do({ kind: 'decide-age', child: 1, counts: true, evidence: 'court', note: 'n' }, coordinator),
      ),
    ).toBe('month-needed');
    expect(codeOf(play.do(decidesAge({ child: 4 }), coordinator))).toBe('no-such-child');
    expect(codeOf(play.do(decidesAge(), coordinator))).toBe('changed');
    expect(mailed(play)).toEqual(['age-decided to entry-authority', `age-decided to ${HAMPSHIRE}`]);
    expect(play.case).toMatchObject({ status: 'accepted', agesDecided: { 1: '2027-05' } });
    expect([...play.birthdays]).toEqual(['2027-05 1']);
    expect(stillInQuestion(play.case)).toEqual([]);
    expect(ageIsWithAPerson(play.case, 1)).toBe(false);
    expect(codeOf(play.do(decidesAge(), coordinator))).toBe('unchanged');
    // What the entry authority says of the date later goes before it.
    play.do(
      {
        kind: 'amend',
        data: { referralId, facts: {}, sealedChanged: true, sealedFields: ['1.dateOfBirth'] },
      },
      entry,
    );
    expect(play.case.agesDecided).toBeUndefined();
    expect(ageIsWithAPerson(play.case, 1)).toBe(true);
  });

  test('once the age is assessed anew, the month that was decided on closes nothing', () => {
    const play = accepted();
    play.do(turns18);
    play.do(decidesAge(), coordinator);
    const says = (ageAssessment: 'required' | 'under-way' | 'complete'): void => {
      const children = [aChild({ turns18Month: '2027-05', ageAssessment })];
      play.do({ kind: 'amend', data: { referralId, facts: { children } } }, entry);
    };
    says('complete');
    expect(play.case.agesDecided).toEqual({ 1: '2027-05' });
    says('required');
    expect(play.case.agesDecided).toBeUndefined();
    play.at('2027-06-01T02:00:00.000Z').do(turns18);
    expect(play.case.status).toBe('accepted');
    expect(agesToDecide(play.case)).toEqual([1]);
  });

  test.each<[string, Partial<ReferralFacts>, readonly string[], boolean]>([
    ['something else of the referral', { wishesRecorded: false }, [], true],
    ['something else of the same child', { children: pair({}, { fitToMove: 'fit' }) }, [], true],
    ['the month of the other', { children: pair({ turns18Month: '2027-03' }, {}) }, [], true],
    ['the assessment of the other', { children: pair({ ageAssessment: 'required' }, {}) }, [], true],
    ['the date of birth of the other', {}, ['1.dateOfBirth'], true],
    ['who else is sealed', {}, ['2.name'], true],
    ['the date of birth', {}, ['2.dateOfBirth'], false],
    ['the month', { children: pair({}, { turns18Month: '2027-03' }) }, [], false],
    [
      'the assessment, which is to be made anew',
      { children: pair({}, { ageAssessment: 'required' }) },
      [],
      false,
    ],
    ['that the assessment is over', { children: pair({}, { ageAssessment: 'complete' }) }, [], true],
    ['that the child is no part of the referral', { children: pair({}, {}).slice(0, 1) }, [], false],
  ])(
    'what was decided of one of two stands unless a correction is of just that: %s',
    (_, facts, sealedFields, stands) => {
      const play = new Play().receive(aReferral({ children: pair({}, { turns18Month: '2026-12' }) }));
      play.do({ ...turns18, child: 2 });
      play.do(decidesAge({ child: 2 }), coordinator);
      expect(play.case.agesDecided).toEqual({ 2: '2027-05' });
      const sealed =
        sealedFields.length > 0 ? { sealedChanged: true as const, sealedFields: [...sealedFields] } : {};
      expect(codeOf(play.do({ kind: 'amend', data: { referralId, facts, ...sealed } }, entry))).toBe(
        'changed',
      );
      expect(play.case.agesDecided).toEqual(stands ? { 2: '2027-05' } : undefined);
    },
  );

  test('a coordinator decides by evidence that they are 18: what was held is given back, and who is concerned is told', () => {
    const play = accepted();
    play.do(turns18);
    expect(codeOf(play.do(decidesAge({ counts: false }), coordinator))).toBe('changed');
    expect(play.case).toMatchObject({ status: 'turned-18', turned18: [1] });
    expect(play.council(HAMPSHIRE).incoming).toBe(0);
    expect(mailed(play)).toEqual([
      `child-turned-18 to ${HAMPSHIRE}`,
      'child-turned-18 to entry-authority',
      'moves to coordinators',
    ]);
    expect(codeOf(play.do(decidesAge({ counts: false }), coordinator))).toBe('unchanged');
  });
});

describe('an end that an age brought about is opened again', () => {
  test.each<[string, Command, typeof entry | typeof coordinator | typeof system]>([
    ['turned 18', turns18, system],
    ['assessed as an adult', { kind: 'withdraw', reason: 'assessed-as-adult' }, entry],
  ])(
    '%s: by a coordinator with evidence, with its whole time and no longer held for the age',
    (_, end, by) => {
      const play = new Play().receive().offer(HAMPSHIRE);
      play.do(end, by);
      const counted = play.council(KENT).netSince;
      play.at('2026-12-21T09:00:00.000Z');
      expect(codeOf(play.do(decidesAge(), entry))).toBe('not-yours');
      expect(codeOf(play.do(decidesAge(), coordinator))).toBe('changed');
      expect(play.case).toMatchObject({
        status: 'eligible',
        turned18: [],
        cleared: ['turned-18:1'],
        reopenedAt: play.now,
        moveBy: '2027-01-07T17:00:00.000Z',
        needs: { party: { kind: 'system' } },
      });
      // Who had left the entry authority's count is in it again.
      expect(play.council(KENT).netSince).toBe(counted === -1 ? 0 : counted);
      expect([...play.birthdays]).toEqual(['2027-05 1']);
      play.offer(LEEDS);
      expect(play.case.status).toBe('offered');
      play.do({ kind: 'child-missing', missingSince: play.now }, entry);
      play.at('2026-12-29T10:00:00.000Z').do({ kind: 'child-found', foundAt: play.now }, entry);
      play.do({ kind: 'amend', data: { referralId, facts: { inCareOfAuthority: false } } }, entry);
      expect(play.case.moveBy > '2026-12-29').toBe(true);
    },
  );

  test('whom an open case is about by now is compared with it by people', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.do(turns18);
    const duplicates = { possible: ['NTS-0000-0001'], claims: [] };
    play.do(decidesAge({ duplicates }), coordinator);
    expect(play.case.possibleDuplicates).toEqual(['NTS-0000-0001']);
  });

  test('another end is not', () => {
    const play = new Play().receive();
    play.do({ kind: 'withdraw', reason: 'made-in-error' }, entry);
    expect(codeOf(play.do(decidesAge(), coordinator))).toBe('age-not-in-question');
    // Nor of a case in which an age was in question before.
    const asked = accepted();
    asked.do(turns18);
    asked.do({ kind: 'withdraw', reason: 'made-in-error' }, entry);
    for (const counts of [true, false])
      expect(codeOf(asked.do(decidesAge({ counts }), coordinator))).toBe('age-not-in-question');
    expect(asked.case.status).toBe('withdrawn');
    const open = new Play().receive();
    expect(codeOf(open.do(decidesAge(), coordinator))).toBe('age-not-in-question');
    expect(codeOf(open.do(decidesAge({ counts: false }), coordinator))).toBe('age-not-in-question');
    // One of a group had turned 18, and the case ended for another reason.
    const two = new Play().receive(aReferral({ children: [aChild(), aChild({ number: 2 })] }));
    two.do(turns18);
    two.do({ kind: 'withdraw', reason: 'made-in-error' }, entry);
    expect(wordsOf(two.do(decidesAge(), coordinator))).toContain('refer this child again');
  });

  test('after the handover, the receiving council counts the child again', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    play.arrange().handOver();
    play.do(turns18);
    expect(play.council(HAMPSHIRE).netSince).toBe(0);
    play.do(decidesAge(), coordinator);
    expect(play.case).toMatchObject({ status: 'transferred', turned18: [] });
    expect(play.council(HAMPSHIRE).netSince).toBe(1);
    expect(mailed(play)).toEqual(['age-decided to entry-authority', `age-decided to ${HAMPSHIRE}`]);
  });
});

/** Everywhere a case can be while an age can still be found out. */
const stages: readonly ((play: Play) => unknown)[] = [
  () => undefined,
  (play) => play.offer(HAMPSHIRE, LEEDS),
  (play) => play.offer(HAMPSHIRE, LEEDS).answer('1-2', 'back-up-yes'),
  (play) => play.offer(HAMPSHIRE).answer('1-1', 'accept'),
  (play) => {
    play.offer(HAMPSHIRE).answer('1-1', 'accept');
    play.arrange().handOver();
  },
  (play) => {
    play.offer(HAMPSHIRE);
    play.do({ kind: 'stay', reason: 'settled', note: 'n' }, coordinator);
  },
  (play) => {
    play.offer(HAMPSHIRE, LEEDS);
    play.do({ kind: 'child-missing', missingSince: play.now }, entry);
  },
  (play) => {
    play.offer(HAMPSHIRE).answer('1-1', 'accept');
    play.do({ kind: 'child-missing', missingSince: play.now }, entry);
  },
  (play) => {
    play.offer(HAMPSHIRE).answer('1-1', 'accept');
    play.arrange();
  },
  (play) => {
    play.offer(HAMPSHIRE).answer('1-1', 'accept');
    play.do({ kind: 'child-refused' }, entry);
  },
  (play) => play.do(nobody),
  (play) => play.do(hold),
  (play) => play.do({ kind: 'child-missing', missingSince: play.now }, entry),
  (play) => play.do({ kind: 'child-refused' }, entry),
];

const twoChildren = aReferral({ children: [aChild(), aChild({ number: 2 })] });
const books = (play: Play): string => JSON.stringify(play.view.councils);
const turns = (play: Play): number =>
  Object.values(play.view.national.state.parties).reduce((sum, { placed }) => sum + placed, 0);
const held = (play: Play): number => play.view.councils.reduce((sum, one) => sum + one.held, 0);

describe('one child of a group', () => {
  test.each<[string, Command]>([
    ['by a birthday', turns18],
    ['by evidence', decidesAge({ counts: false })],
  ])('who no longer counts %s counts again by evidence, wherever the case is since', (_, end) => {
    fc.assert(
      fc.property(fc.constantFrom(...stages), (stage) => {
        const play = new Play().receive(twoChildren);
        stage(play);
        const before = { status: play.case.status, books: books(play), placement: play.case.placement };
        const receivedBefore = before.status === 'transferred';
        if (end.kind === 'decide-age' && receivedBefore) {
          // After a handover they leave care instead.
          expect(codeOf(play.do(end, coordinator))).toBe('age-not-in-question');
          return;
        }
        expect(codeOf(play.do(end, end.kind === 'turn-18' ? system : coordinator))).toBe('changed');
        expect(play.case).toMatchObject({ status: before.status, turned18: [1] });
        const asked = ['offered', 'escalated'].includes(play.case.pause?.from ?? before.status);
        expect(codeOf(play.do(decidesAge(), coordinator))).toBe('changed');
        expect(play.case.turned18).toEqual([]);
        expect(play.case.agesDecided).toEqual({ 1: '2027-05' });
        expect(play.birthdays.has('2027-05 1')).toBe(true);
        if (asked) {
          // Who was asked was asked for one: the search begins again for both.
          expect(play.case.pause?.from ?? play.case.status).toBe('eligible');
          expect(held(play)).toBe(0);
        } else {
          // As though the age had never been in question.
          expect(play.case.status).toBe(before.status);
          expect(books(play)).toBe(before.books);
          expect(play.case.placement).toEqual(before.placement);
        }
        expect(codeOf(play.do(decidesAge(), coordinator))).toBe('unchanged');
      }),
    );
  });

  test('is expected by the council that accepted the other alone, which is told and can give both back', () => {
    const play = new Play(councilsWith(1)).receive(twoChildren);
    play.do(turns18);
    play.do({ kind: 'reallocate', because: 'coordinator' }, coordinator);
    play.offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    expect(play.case.placement?.children).toBe(1);
    play.do(decidesAge(), coordinator);
    expect(play.council(HAMPSHIRE).incoming).toBe(2);
    expect(play.case.placement?.children).toBe(2);
    expect(turns(play)).toBe(2);
    expect(play.trail.at(-1)?.data).toMatchObject({ takes: HAMPSHIRE, concerned: [HAMPSHIRE] });
    expect(mailed(play)).toEqual(['age-decided to entry-authority', `age-decided to ${HAMPSHIRE}`]);
    play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE));
    expect(play.council(HAMPSHIRE).incoming).toBe(0);
    expect(turns(play)).toBe(0);
  });

  test('takes a declared place of its kind with the council that accepted the other alone, and gives it back', () => {
    const places = { fosterCare: 2, supportedAccommodation: 2 };
    const used = { fosterCare: 0, supportedAccommodation: 0 };
    const declaration = { places, used, supports: [], declaredAt: '2026-11-20T09:00:00.000Z' };
    const councils = councilsWith(9).map((one) => ({ ...one, declaration }));
    const play = new Play(councils).receive(
      aReferral({ children: [aChild(), aChild({ number: 2, placementKind: 'supported-accommodation' })] }),
    );
    play.do({ ...turns18, child: 2 });
    play.offer(HAMPSHIRE).answer('1-1', 'accept');
    play.do(decidesAge({ child: 2 }), coordinator);
    const taken = () => play.council(HAMPSHIRE).declaration?.used;
    expect(taken()).toEqual({ fosterCare: 1, supportedAccommodation: 1 });
    play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE));
    expect(taken()).toEqual(used);
  });

  test('who may have been referred again meanwhile is compared by people, also when a council has accepted the others', () => {
    const play = new Play().receive(twoChildren).offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    play.do(turns18);
    play.do(decidesAge({ duplicates: { possible: ['NTS-0000-0001'], claims: [] } }), coordinator);
    expect(play.case.possibleDuplicates).toEqual(['NTS-0000-0001']);
    expect(mailed(play)).toContain('possible-duplicate to coordinators');
  });

  test('of one child alone nobody decides that they are no child unless it is in question: the referral is withdrawn', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    expect(codeOf(play.do(decidesAge({ counts: false }), coordinator))).toBe('age-not-in-question');
    play.do({ kind: 'stay', reason: 'settled', note: 'n' }, coordinator);
    expect(codeOf(play.do(decidesAge({ counts: false }), coordinator))).toBe('changed');
    expect(play.case).toMatchObject({ status: 'stayed', turned18: [1] });
  });
});

test('while an assessment is open no birthday changes anybody’s places or status, at any stage', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...stages),
      fc.constantFrom('required', 'under-way'),
      fc.nat({ max: 1 }),
      (stage, ageAssessment, others) => {
        const children = [
          aChild({ turns18Month: '2026-12', ageAssessment, ageAssessmentLedBy: KENT }),
          ...(others === 0 ? [] : [aChild({ number: 2 })]),
        ];
        const play = new Play().receive(aReferral({ children }));
        stage(play);
        const { status, needs } = play.case;
        const councils = JSON.stringify(play.view.councils);
        expect(codeOf(play.do(turns18))).toBe('changed');
        expect(codeOf(play.do(turns18))).toBe('unchanged');
        expect({ status: play.case.status, needs: play.case.needs }).toEqual({ status, needs });
        expect(JSON.stringify(play.view.councils)).toBe(councils);
        expect(agesToDecide(play.case)).toEqual([1]);
      },
    ),
  );
});

test('an age is in question of a child of the case whose assessment is open, and about whom nobody has decided', () => {
  const assessed = (number: number, ageAssessment: 'required' | 'under-way' | 'complete') =>
    aChild({ number, ageAssessment });
  const facts = aReferral({
    children: [
      assessed(1, 'required'),
      assessed(2, 'under-way'),
      assessed(3, 'complete'),
      assessed(4, 'required'),
    ],
  });
  const left = (child: number) => [{ child, outcome: 'placement-ended' as const, on: '2026-11-20' }];
  const open = (over: Partial<Parameters<typeof stillInQuestion>[0]> = {}) =>
    stillInQuestion({ facts, turned18: [], agesInQuestion: [1, 2, 3, 9], ...over });
  expect(stillInQuestion({ facts, turned18: [] })).toEqual([]);
  expect(open()).toEqual([1, 2]);
  expect(open({ turned18: [1] })).toEqual([2]);
  expect(open({ agesDecided: { 2: '2027-05' } })).toEqual([1]);
  expect(open({ left: left(1) })).toEqual([2]);
  expect(open({ left: left(4) })).toEqual([1, 2]);
});

test.each([
  ['required', undefined],
  ['under-way', undefined],
  ['under-way', LEEDS],
] as const)(
  'an age that comes into question says how far its assessment is and who leads it: %s, %s',
  (assessment, ledBy) => {
    const children = [
      aChild({
        turns18Month: '2026-12',
        ageAssessment: assessment,
        ...(ledBy && { ageAssessmentLedBy: ledBy }),
      }),
    ];
    const asked = new Play().receive(aReferral({ children }));
    const says = { child: 1, assessment, ...(ledBy && { ledBy }) };
    expect(said(asked.decide(turns18))).toEqual([['age-in-question', says]]);
    asked.offer(HAMPSHIRE);
    expect(said(asked.do(turns18))).toEqual([['age-in-question', { ...says, concerned: [HAMPSHIRE] }]]);
  },
);

test('a birthday counts of every child but those who left care before', () => {
  const play = new Play().receive(twoChildren).offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  play.arrange().handOver();
  const left: Command = { kind: 'leave-care', outcome: 'placement-ended', on: '2026-11-23', children: [2] };
  play.do(left, duty(HAMPSHIRE));
  expect(codeOf(play.decide({ kind: 'turn-18', child: 2 }))).toBe('unchanged');
  expect(codeOf(play.do(turns18))).toBe('changed');
});

test('once a coordinator has decided on a month, its coming is a birthday, though the assessment goes on', () => {
  const play = accepted();
  play.do(turns18);
  play.do(decidesAge(), coordinator);
  play.at('2027-06-01T02:00:00.000Z').do(turns18);
  expect(play.case).toMatchObject({ status: 'turned-18', turned18: [1] });
});
