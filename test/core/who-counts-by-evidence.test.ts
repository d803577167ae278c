/** What may be decided of an age by evidence, of whom and when, and everything that follows: each to the last word, for nothing checks it after a person. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EarlierReferral } from '../../shared/core/allocation/earlier-referrals.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { ageDecisionsOf, endedByAge } from '../../shared/core/case/commands/decide-age.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aChild, anOffer, aPlacement, aReferral } from '../builders.ts';
import { codeOf, decidesAge, said, turns18, wordsOf } from './a-play.ts';
import { coordinator, councilsWith, duty, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const no = decidesAge({ counts: false });
const two = aReferral({ children: [aChild(), aChild({ number: 2 })] });
const received = { placement: aPlacement({ handedOverAt: '2026-11-20T12:00:00.000Z' }) };
const asksAge = {
  facts: aReferral({ children: [aChild({ ageAssessment: 'under-way' })] }),
  agesInQuestion: [1],
};
const gone = (outcome: 'assessed-as-adult' | 'placement-ended', child = 1) => ({
  left: [{ child, outcome, on: '2026-11-21' }],
});

test.each<[string, Partial<Case>, readonly boolean[]]>([
  ['the case ended with their birthday', { status: 'turned-18', turned18: [1] }, [true]],
  ['the case ended with the birthday of another', { status: 'turned-18', facts: two, turned18: [2] }, []],
  ['they were withdrawn as an adult', { status: 'withdrawn', withdrawnBecause: 'assessed-as-adult' }, [true]],
  ['they were withdrawn before reasons were recorded', { status: 'withdrawn' }, [true]],
  ['the referral was an error', { status: 'withdrawn', withdrawnBecause: 'made-in-error' }, []],
  [
    'the referral was an error, and their age in question',
    { status: 'withdrawn', withdrawnBecause: 'made-in-error', ...asksAge },
    [],
  ],
  [
    'they had turned 18 and the others joined family',
    { status: 'joined-family', facts: two, turned18: [1] },
    [],
  ],
  ['they stayed', { status: 'stayed' }, [false]],
  ['they stayed and turned 18 since', { status: 'stayed', turned18: [1] }, [true]],
  ['they stayed and their age is in question', { status: 'stayed', ...asksAge }, [true, false]],
  ['they are looked for alone', { status: 'offered' }, []],
  ['they are looked for with another', { status: 'offered', facts: two, offers: [anOffer()] }, [false]],
  ['another of two counts no more', { status: 'offered', facts: two, turned18: [2] }, []],
  ['they count no more', { status: 'offered', facts: two, turned18: [1] }, [true]],
  ['their age is in question', { status: 'offered', offers: [anOffer()], ...asksAge }, [true, false]],
  ['they were received', { status: 'transferred', facts: two, ...received }, []],
  [
    'they were received and turned 18',
    { status: 'transferred', facts: two, turned18: [1], ...received },
    [true],
  ],
  [
    'they were received and their age is in question',
    { status: 'transferred', ...asksAge, ...received },
    [true, false],
  ],
  ['they left care as an adult', { status: 'left-care', ...received, ...gone('assessed-as-adult') }, [true]],
  ['they left care otherwise', { status: 'left-care', ...received, ...gone('placement-ended') }, []],
  [
    'another left care as an adult',
    { status: 'transferred', facts: two, ...received, ...gone('assessed-as-adult', 2) },
    [],
  ],
  ['they are missing from care', { status: 'missing-from-care', facts: two, ...received }, []],
])('what can be decided of a child: %s', (_, over, decisions) => {
  const subject = aCase(over);
  expect(ageDecisionsOf(subject, 1)).toEqual(decisions);
  // The command follows it, word by word.
  for (const counts of [true, false]) {
    const play = new Play();
    play.subject = subject;
    const outcome = play.decide(decidesAge({ counts }), coordinator);
    expect(outcome.kind === 'changed', `${counts}`).toBe(decisions.includes(counts));
  }
});

test('an age ended a case exactly where a birthday did, or a withdrawal that says so or says nothing', () => {
  const ended = (over: Partial<Case>) => endedByAge(aCase(over));
  expect(ended({ status: 'turned-18' })).toBe(true);
  expect(ended({ status: 'withdrawn' })).toBe(true);
  expect(ended({ status: 'withdrawn', withdrawnBecause: 'assessed-as-adult' })).toBe(true);
  expect(ended({ status: 'withdrawn', withdrawnBecause: 'died' })).toBe(false);
  expect(ended({ status: 'stayed', withdrawnBecause: 'assessed-as-adult' })).toBe(false);
});

test('of whom an age decides, the months to look at and the councils told are exactly theirs', () => {
  const children = [aChild({ turns18Month: '2026-12', ageAssessment: 'under-way' }), aChild({ number: 2 })];
  const play = new Play().receive(aReferral({ children })).offer(HAMPSHIRE);
  play.do(turns18);
  const booked = (month: string) => {
    const outcome = play.decide(decidesAge({ turns18Month: month }), coordinator);
    return outcome.kind === 'changed' ? outcome.change.birthdays : outcome.kind;
  };
  const other = { do: 'add', month: '2028-05', child: 2 };
  expect(booked('2027-05')).toEqual([
    { do: 'remove', month: '2026-12', child: 1 },
    { do: 'add', month: '2027-05', child: 1 },
    other,
  ]);
  expect(booked('2026-12')).toEqual([{ do: 'add', month: '2026-12', child: 1 }, other]);
  const [{ turns18Month: _, ...unknown } = aChild(), second] = play.case.facts.children;
  play.subject = { ...play.case, facts: { ...play.case.facts, children: [unknown, second ?? aChild()] } };
  expect(booked('2027-05')).toEqual([{ do: 'add', month: '2027-05', child: 1 }, other]);
});

test('that somebody is no child is told as decided by a person, also after the handover', () => {
  const play = new Play().receive(
    aReferral({ children: [asksAge.facts.children[0] ?? aChild(), aChild({ number: 2 })] }),
  );
  play.offer(HAMPSHIRE).answer('1-1', 'accept');
  play.arrange().handOver();
  play.do(turns18);
  expect(said(play.do(no, coordinator))).toEqual([
    [
      'age-decided',
      { child: 1, counts: false, evidence: 'documents', note: 'The passport.', concerned: [HAMPSHIRE] },
    ],
    ['child-turned-18', { child: 1, countedAgainst: HAMPSHIRE, concerned: [HAMPSHIRE] }],
  ]);
});

test('who is told no, is told why in words that fit', () => {
  const told = (over: Partial<Case>, command = decidesAge()) => {
    const play = new Play();
    play.subject = aCase(over);
    const outcome = play.decide(command, coordinator);
    return [codeOf(outcome), wordsOf(outcome)];
  };
  expect(told({ status: 'offered', turned18: [1], facts: two }, no)).toEqual([
    'unchanged',
    'They are recorded as no child already.',
  ]);
  expect(told({ status: 'offered' }, no)[0]).toBe('age-not-in-question');
  expect(told({ status: 'left-care', ...received, ...gone('assessed-as-adult') }, no)[0]).toBe(
    'age-not-in-question',
  );
  const [code, words] = told({ status: 'withdrawn', withdrawnBecause: 'other', facts: two, turned18: [1] });
  expect(code).toBe('age-not-in-question');
  expect(words).toContain('refer this child again');
  expect(told({ status: 'offered', cleared: ['turned-18:1'] })).toEqual([
    'unchanged',
    'It is decided already that this child counts.',
  ]);
  expect(told({ status: 'offered', cleared: ['turned-18:2'] })[0]).toBe('age-not-in-question');
  expect(told({ status: 'offered', cleared: ['turned-18:1'] }, no)[0]).toBe('age-not-in-question');
  expect(told({ status: 'offered', facts: two }, { ...no, child: 3 })[0]).toBe('no-such-child');
});

test('the month has to lie ahead or be this one, as it is in London', () => {
  const with_ = (now: string, turns18Month: string | undefined) => {
    const play = new Play().receive(two);
    play.do(turns18);
    play.at(now);
    const { turns18Month: _, ...rest } = decidesAge();
    return codeOf(play.do({ ...rest, ...(turns18Month === undefined ? {} : { turns18Month }) }, coordinator));
  };
  expect(with_('2027-06-30T22:59:00.000Z', '2027-06')).toBe('changed');
  expect(with_('2027-06-30T23:00:00.000Z', '2027-06')).toBe('month-needed');
  expect(with_('2027-06-30T23:00:00.000Z', '2027-07')).toBe('changed');
  expect(with_('2027-06-30T23:00:00.000Z', undefined)).toBe('month-needed');
});

const found = (reference: string): EarlierReferral => ({
  reference,
  council: LEEDS,
  responsible: LEEDS,
  ended: 'withdrawn',
});
const claims = [{ fingerprint: 'f'.repeat(64) }];
const duplicates = { possible: ['NTS-2222-2222'], claims, earlier: [found('NTS-3333-3333')] };
const recordedEarlier = (play: Play) => play.trail.some(({ type }) => type === 'earlier-referral-found.v1');

describe('a child who counts again', () => {
  test('has what was recorded of the end taken back, and nothing of the others', () => {
    const play = new Play().receive(two).offer(HAMPSHIRE);
    play.do(turns18);
    play.subject = { ...play.case, cleared: ['settled-child'], agesDecided: { 2: '2028-05' } };
    const outcome = play.do(decidesAge(), coordinator);
    expect(said(outcome)[1]).toEqual([
      'age-decided',
      {
        child: 1,
        counts: true,
        evidence: 'documents',
        turns18Month: '2027-05',
        note: 'The passport.',
        countedAgainst: KENT,
      },
    ]);
    expect(play.case).toMatchObject({
      turned18: [],
      cleared: ['settled-child', 'turned-18:1'],
      agesDecided: { 1: '2027-05', 2: '2028-05' },
      facts: {
        children: [
          { number: 1, turns18Month: '2027-05' },
          { number: 2, turns18Month: '2028-05' },
        ],
      },
    });
    for (const name of ['possibleDuplicates', 'left', 'reopenedAt', 'placement'])
      expect(play.case[name as keyof Case], name).toBeUndefined();
    expect([...play.birthdays].toSorted()).toEqual(['2027-05 1', '2028-05 2']);
  });

  test('has the search begin again, and leaves out whoever else counts no more', () => {
    const three = aReferral({ children: [1, 2, 3].map((number) => aChild({ number })) as never });
    const play = new Play().receive(three).offer(HAMPSHIRE);
    play.do(turns18);
    play.do({ ...turns18, child: 2 });
    expect(said(play.do(decidesAge(), coordinator))).toEqual([
      ['offer-withdrawn', { offerId: '1-1', council: HAMPSHIRE, because: 'reallocated' }],
      ['age-decided', expect.objectContaining({ child: 1, counts: true })],
      ['case-reallocated', { because: 'facts-changed', excluding: [] }],
    ]);
    expect(play.case.turned18).toEqual([2]);
  });

  test('is compared with whoever may be the same, each once, beside those who were found before', () => {
    const play = new Play().receive(two);
    play.do(turns18);
    play.subject = { ...play.case, possibleDuplicates: ['NTS-1111-1111', 'NTS-2222-2222'] };
    const outcome = play.do(decidesAge({ duplicates }), coordinator);
    expect(play.case.possibleDuplicates).toEqual(['NTS-1111-1111', 'NTS-2222-2222']);
    expect(outcome).toMatchObject({ change: { claims } });
    expect(said(outcome)[0]?.[1]).not.toHaveProperty('possibleDuplicates');
    const without = new Play().receive(two);
    without.do(turns18);
    expect(without.do(decidesAge(), coordinator)).toMatchObject({ change: { claims: [] } });
  });

  test.each<[string, (play: Play) => unknown, boolean]>([
    [
      'in a case that ended with their age',
      (play) => play.do({ kind: 'withdraw', reason: 'assessed-as-adult' }, entry),
      true,
    ],
    ['in a case that is open', (play) => play.do(turns18), true],
    [
      'in one that stayed',
      (play) => {
        play.do({ kind: 'stay', reason: 'settled', note: 'n' }, coordinator);
        play.do(turns18);
      },
      false,
    ],
  ])('has what was referred before recorded as long as a council is looked for: %s', (_, end, recorded) => {
    const play = new Play().receive(two);
    end(play);
    expect(codeOf(play.do(decidesAge({ duplicates }), coordinator))).toBe('changed');
    expect(recordedEarlier(play)).toBe(recorded);
  });

  test('and counted all along has nothing recorded or searched anew: the age alone is decided', () => {
    const children = [aChild({ turns18Month: '2026-12', ageAssessment: 'under-way' }), aChild({ number: 2 })];
    const play = new Play().receive(aReferral({ children })).offer(HAMPSHIRE, LEEDS);
    play.do(turns18);
    const { offers, status } = play.case;
    const books = play.view.councils;
    const outcome = play.do(
      decidesAge({ duplicates: { possible: [], claims, earlier: duplicates.earlier } }),
      coordinator,
    );
    expect(said(outcome)).toEqual([
      [
        'age-decided',
        {
          child: 1,
          counts: true,
          evidence: 'documents',
          turns18Month: '2027-05',
          note: 'The passport.',
          concerned: [HAMPSHIRE, LEEDS],
        },
      ],
    ]);
    expect(play.case).toMatchObject({ offers, status });
    expect(play.view.councils).toEqual(books);
    expect([...play.birthdays].toSorted()).toEqual(['2027-05 1', '2028-05 2']);
  });

  test('after leaving care as an adult is in care again, and only they are', () => {
    const play = new Play(councilsWith(10), policyNamed('nts-2026')).receive(two).offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    play.arrange().handOver();
    const leave = (child: number, outcome: 'assessed-as-adult' | 'placement-ended') =>
      play.do({ kind: 'leave-care', outcome, on: '2026-11-23', children: [child] }, duty(HAMPSHIRE));
    leave(1, 'assessed-as-adult');
    expect(play.council(HAMPSHIRE).netSince).toBe(1);
    const one = play.do(decidesAge({ duplicates }), coordinator);
    expect(said(one)).toEqual([
      [
        'age-decided',
        {
          child: 1,
          counts: true,
          evidence: 'documents',
          turns18Month: '2027-05',
          note: 'The passport.',
          countedAgainst: HAMPSHIRE,
          concerned: [HAMPSHIRE],
        },
      ],
    ]);
    expect(play.council(HAMPSHIRE)).toMatchObject({ netSince: 2, incoming: 0 });
    expect(play.case).toMatchObject({ status: 'transferred', placement: { children: 2 } });
    expect(play.case.left).toBeUndefined();
    leave(1, 'assessed-as-adult');
    leave(2, 'placement-ended');
    expect(play.case.status).toBe('left-care');
    play.do(decidesAge({ turns18Month: '2027-06' }), coordinator);
    expect(play.case).toMatchObject({ status: 'transferred', left: [{ child: 2 }] });
    expect([...play.birthdays]).toEqual(['2027-06 1']);
  });
});

test('a case that an age had ended begins anew: its time, its search, its count and its birthdays', () => {
  const play = new Play(councilsWith(10), policyNamed('nts-2026'))
    .receive(aReferral({ inCareOfAuthority: true }))
    .offer(LEEDS);
  play.do({ kind: 'withdraw', reason: 'assessed-as-adult' }, entry);
  expect(play.birthdays.size).toBe(0);
  const counted = play.council(KENT).netSince;
  play.at('2026-12-10T10:00:00.000Z');
  const outcome = play.do(decidesAge({ turns18Month: '2028-05', duplicates }), coordinator);
  expect(said(outcome).map(([type]) => type)).toEqual(['age-decided', 'earlier-referral-found']);
  expect(play.case).toMatchObject({
    status: 'eligible',
    arrivalsCountedFrom: play.now,
    reopenedAt: play.now,
    possibleDuplicates: ['NTS-2222-2222'],
    moveBy: '2026-12-24T17:00:00.000Z',
    stepBy: '2026-12-11T17:00:00.000Z',
  });
  expect(play.case.withdrawnBecause).toBeUndefined();
  // Nobody has looked at it since: the check that follows counts the child where it arrived, from now.
  expect(play.council(KENT).netSince).toBe(counted);
  expect([...play.birthdays]).toEqual(['2028-05 1']);
  play.offer(LEEDS);
  expect(play.council(KENT).netSince).toBe(counted + 1);
  expect(play.council(KENT).moved).toMatchObject({ '2026-12-10': 1 });
});

describe('the council that has accepted the others', () => {
  const accepted = (policy = 'nts-2025'): Play => {
    const play = new Play(councilsWith(9), policyNamed(policy as 'nts-2025')).receive(two).offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    return play;
  };
  const turnsOf = (play: Play) =>
    Object.values(play.view.national.state.parties).reduce((sum, { placed }) => sum + placed, 0);

  test('takes a child who counted at its yes, without a second turn', () => {
    const play = accepted();
    const before = { turns: turnsOf(play), placement: play.case.placement };
    play.do(turns18);
    expect(play.council(HAMPSHIRE).incoming).toBe(1);
    const outcome = play.do(decidesAge({ duplicates }), coordinator);
    expect(said(outcome)[0]?.[1]).toMatchObject({
      takes: HAMPSHIRE,
      countedAgainst: KENT,
      concerned: [HAMPSHIRE],
      possibleDuplicates: ['NTS-2222-2222'],
    });
    expect(play.council(HAMPSHIRE).incoming).toBe(2);
    expect({ turns: turnsOf(play), placement: play.case.placement }).toEqual(before);
    expect(play.case.status).toBe('accepted');
  });

  test('hears of nobody else where there is nobody else, and has no declaration counted that it made since', () => {
    const used = { fosterCare: 0, supportedAccommodation: 0 };
    const declaration = (declaredAt: string) => ({
      places: { fosterCare: 3, supportedAccommodation: 3 },
      used,
      supports: [],
      declaredAt,
    });
    const begin = (at: string | undefined): Play => {
      const councils = councilsWith(9).map((one) => ({
        ...one,
        ...(at === undefined ? {} : { declaration: declaration(at) }),
      }));
      const play = new Play(councils).receive(two);
      play.do(turns18);
      play.offer(HAMPSHIRE).answer('1-1', 'accept');
      return play;
    };
    const declares = (play: Play, at: string) => {
      play.view = {
        ...play.view,
        councils: play.view.councils.map((one) => ({ ...one, declaration: declaration(at) })),
      };
    };
    const [before, since] = ['2026-11-20T09:00:00.000Z', '2026-11-23T12:00:00.000Z'];
    const plain = begin(undefined);
    const outcome = plain.do(decidesAge(), coordinator);
    expect(said(outcome)[0]?.[1]).not.toHaveProperty('possibleDuplicates');
    expect(plain.case.placement).toMatchObject({ council: HAMPSHIRE, children: 2 });
    expect(plain.case.placement).not.toHaveProperty('declared');
    const same = begin(before);
    same.do(decidesAge(), coordinator);
    expect(same.case.placement?.declared).toEqual({ at: before, fosterCare: 2, supportedAccommodation: 0 });
    expect(same.council(HAMPSHIRE).declaration?.used).toEqual({ fosterCare: 2, supportedAccommodation: 0 });
    const newer = begin(before);
    declares(newer, since);
    newer.do(decidesAge(), coordinator);
    expect(newer.case.placement).toMatchObject({
      children: 2,
      declared: { at: before, fosterCare: 1, supportedAccommodation: 0 },
    });
    expect(newer.council(HAMPSHIRE).declaration?.used).toEqual(used);
    const late = begin(undefined);
    declares(late, since);
    late.do(decidesAge(), coordinator);
    expect(late.case.placement).not.toHaveProperty('declared');
    expect(late.council(HAMPSHIRE).declaration?.used).toEqual(used);
    // A council may also be without what it declared by now.
    const gone = begin(before);
    gone.view = {
      ...gone.view,
      councils: gone.view.councils.map(({ declaration: _, ...one }) => one),
    };
    gone.do(decidesAge(), coordinator);
    expect(gone.case.placement?.declared).toEqual({ at: before, fosterCare: 1, supportedAccommodation: 0 });
  });
});

test('of a child whose age is decided, one birthday is looked at: that of the month which was decided', () => {
  const month = fc.constantFrom('2026-12', '2027-05', '2028-05');
  fc.assert(
    fc.property(fc.option(month, { nil: undefined }), month, fc.boolean(), (was, is, isReceived) => {
      const { turns18Month: _, ...child } = aChild({ ageAssessment: 'under-way' });
      const first = was === undefined ? child : { ...child, turns18Month: was };
      const play = new Play()
        .receive(aReferral({ children: [first, aChild({ number: 2 })] }))
        .offer(HAMPSHIRE);
      play.answer('1-1', 'accept');
      if (isReceived) {
        play.arrange().handOver();
      }
      play.do(turns18);
      expect(codeOf(play.do(decidesAge({ turns18Month: is }), coordinator))).toBe('changed');
      expect([...play.birthdays].toSorted()).toEqual([`${is} 1`, '2028-05 2'].toSorted());
    }),
  );
});
