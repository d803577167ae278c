import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChildFingerprints } from '../../events/referral.ts';
import { inputsFor } from '../../shared/core/allocation/allocation.ts';
import { bearsOn, type EarlierReferral } from '../../shared/core/allocation/earlier-referrals.ts';
import { holdReasons } from '../../shared/core/allocation/hold-reasons.ts';
import { type Case, caseStatuses } from '../../shared/core/case/case.ts';
import { recordEarlier } from '../../shared/core/case/commands/record-earlier.ts';
import { beginDraft } from '../../shared/core/case/decision-draft.ts';
import { duplicatesOf, duplicatesOfReopened, MOST_HOLDERS } from '../../shared/core/case/duplicates.ts';
import { earlierAmong, isCompared } from '../../shared/core/case/earlier.ts';
import { isOver } from '../../shared/core/case/transitions.ts';
import { neverServed } from '../../shared/core/case/turns.ts';
import { policyIds, policyNamed } from '../../shared/core/policies.ts';
import { fingerprintsOf, identified } from '../../shared/core/referral/fingerprints.ts';
import { type ChildParticulars, sealedUntil } from '../../shared/core/referral/particulars.ts';
import { aCase, aChild, aReferral, NOW } from '../builders.ts';
import { referralId } from './a-play.ts';
import { councilsWith, entry, HAMPSHIRE, Play } from './a-scheme.ts';

const CROYDON = 'E09000008';
const KENT = 'E10000016';
const LEEDS = 'E08000035';
const key = new TextEncoder().encode('k'.repeat(64));
const yonas: Omit<ChildParticulars, 'number'> = {
  name: 'Yonas Tekle',
  dateOfBirth: '2010-05-14',
  nationality: 'ERI',
  homeOfficeReference: 'A1234567',
};
const marks = (...children: readonly Omit<ChildParticulars, 'number'>[]): ChildFingerprints[] => [
  ...fingerprintsOf(
    key,
    identified(
      children.map((one, at) => ({ ...one, number: at + 1 })),
      children.map((_, at) => ({ number: at + 1 })),
    ),
  ),
];
const referred = (child: Omit<ChildParticulars, 'number'>, sex: 'male' | 'female' = 'male') => ({
  referralId: 'r',
  facts: aReferral({ entryAuthority: CROYDON, children: [aChild({ sex })] }),
  fingerprints: marks(child),
  turned18: [],
});
const ended = (more: Partial<Case> = {}): Case =>
  aCase({
    id: 'NTS-AAAA-AAAA',
    status: 'withdrawn',
    withdrawnBecause: 'assessed-as-adult',
    facts: aReferral({ entryAuthority: KENT, children: [aChild({ sex: 'male' })] }),
    fingerprints: marks(yonas),
    ...more,
  });
const placedAt = (council: string) =>
  ({
    council,
    region: 'r',
    how: 'accepted',
    acceptedAt: NOW,
    children: 1,
    arrangeBy: NOW,
    handedOverAt: NOW,
  }) as const;

describe('a case that is over', () => {
  test('never takes a later referral up, however much agrees: no child is merged into what has ended', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...caseStatuses), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (statuses, sameCouncil) => {
          const all = statuses.map((status, at) =>
            ended({
              id: `NTS-${1000 + at}-AAAA`,
              status,
              ...(sameCouncil ? { facts: referred(yonas).facts } : {}),
            }),
          );
          const held = new Map(
            marks(yonas)
              .flatMap(({ references, person, likely = [] }) => [
                ...references,
                ...(person === undefined ? [] : [person]),
                ...likely.map(({ mark }) => mark),
              ])
              .map((mark) => [mark, all.map(({ id }) => id)] as const),
          );
          const found = duplicatesOf(referred(yonas), held, all, NOW);
          if (found.kind === 'certain') expect(isOver(found.of.status)).toBe(false);
          else {
            const over = all.filter(({ status }) => isOver(status)).map(({ id }) => id);
            expect(found.earlier?.map(({ reference }) => reference) ?? []).toEqual(over);
            expect(found.possible.filter((id) => over.includes(id))).toEqual([]);
          }
        },
      ),
    );
  });

  test.each<[string, Omit<ChildParticulars, 'number'>, 'male' | 'female', boolean]>([
    ['the same in all', yonas, 'male', true],
    [
      'a reference and a name, and another date of birth',
      { ...yonas, dateOfBirth: '2006-01-01' },
      'male',
      true,
    ],
    ['a reference, and a name written otherwise', { ...yonas, name: 'Yonnas Tekle' }, 'male', true],
    ['name and day, without any reference', { name: 'Yonas Tekle', dateOfBirth: '2010-05-14' }, 'male', true],
    [
      'a name written otherwise and the day',
      { name: 'Tekle Younas', dateOfBirth: '2010-05-14' },
      'male',
      true,
    ],
    ['all, but the other sex', yonas, 'female', false],
    ['a reference alone', { homeOfficeReference: 'A1234567' }, 'male', false],
    ['a reference, and another name', { ...yonas, name: 'Filmon Haile' }, 'male', false],
    ['a name alone', { name: 'Yonas Tekle' }, 'male', false],
    ['a name and another day', { name: 'Yonas Tekle', dateOfBirth: '2010-05-15' }, 'male', false],
    ['a part of the name and the day', { name: 'Yonas Haile', dateOfBirth: '2010-05-14' }, 'male', false],
    [
      'name and day, and another nationality',
      { name: 'Yonas Tekle', dateOfBirth: '2010-05-14', nationality: 'ETH' },
      'male',
      false,
    ],
  ])('is told of by strong evidence only: %s', (_, child, sex, isTold) => {
    expect(earlierAmong(referred(child, sex), [ended()], NOW)).toEqual(
      isTold
        ? [{ reference: 'NTS-AAAA-AAAA', council: KENT, responsible: KENT, ended: 'assessed-as-adult' }]
        : [],
    );
  });

  test('tells of 1 January by a reference only: it is the birthday of all whose day nobody knows', () => {
    const born = { name: 'Yonas Tekle', dateOfBirth: '2010-01-01', nationality: 'ERI' };
    const children = [aChild({ sex: 'male', turns18Month: '2028-01' })];
    const one = { ...referred(born), facts: aReferral({ children }) };
    const other = ended({ facts: aReferral({ children }), fingerprints: marks(born) });
    expect(earlierAmong(one, [other], NOW)).toEqual([]);
    const withReference = { ...born, homeOfficeReference: 'A1234567' };
    expect(
      earlierAmong(
        { ...one, fingerprints: marks(withReference) },
        [{ ...other, fingerprints: marks(withReference) }],
        NOW,
      ),
    ).toHaveLength(1);
  });

  test.each<[Partial<Case>, EarlierReferral['ended'], string]>([
    [{}, 'assessed-as-adult', KENT],
    [{ withdrawnBecause: 'no-longer-needed' }, 'withdrawn', KENT],
    [{ withdrawnBecause: 'died' }, 'died', KENT],
    [{ status: 'turned-18', turned18: [1] }, 'turned-18', KENT],
    [{ status: 'stayed' }, 'stayed', KENT],
    [{ status: 'stayed', turned18: [1] }, 'turned-18', KENT],
    [{ status: 'joined-family' }, 'joined-family', KENT],
    [{ status: 'transferred', placement: placedAt(LEEDS) }, 'in-care', LEEDS],
    [{ status: 'missing-from-care', placement: placedAt(LEEDS) }, 'missing', LEEDS],
    ...(['assessed-as-adult', 'joined-family', 'placement-ended', 'died'] as const).map(
      (outcome): [Partial<Case>, EarlierReferral['ended'], string] => [
        {
          status: 'left-care',
          placement: placedAt(LEEDS),
          left: [{ child: 1, outcome, on: '2026-10-01' }],
        },
        outcome,
        LEEDS,
      ],
    ),
  ])('is told with its end and who was responsible: %#, $1', (more, how, responsible) => {
    expect(earlierAmong(referred(yonas), [ended(more)], NOW)).toEqual([
      { reference: 'NTS-AAAA-AAAA', council: KENT, responsible, ended: how },
    ]);
  });

  test('of a group is told by the child who may be the same, and of two by the end that bears most', () => {
    const sister = { name: 'Selam Tekle', dateOfBirth: '2012-08-20', nationality: 'ERI' };
    const group = ended({
      status: 'transferred',
      placement: placedAt(LEEDS),
      left: [{ child: 1, outcome: 'died', on: '2026-10-01' }],
      facts: aReferral({
        entryAuthority: KENT,
        children: [aChild({ sex: 'male' }), aChild({ number: 2, sex: 'female' })],
      }),
      fingerprints: marks(yonas, sister),
    });
    const told = (subject: Parameters<typeof earlierAmong>[0]) =>
      earlierAmong(subject, [group], NOW).map(({ ended: how }) => how);
    expect(told(referred(yonas))).toEqual(['died']);
    expect(told(referred(sister, 'female'))).toEqual(['in-care']);
    expect(told(group)).toEqual([]);
    expect(told({ ...group, id: 'NTS-BBBB-BBBB' })).toEqual(['died']);
  });

  test('is compared until the details sealed with it go, and then with nobody and found by nothing', () => {
    const old = ended({
      openedAt: '2025-01-02T09:00:00.000Z',
      facts: aReferral({ children: [aChild({ sex: 'male', turns18Month: '2025-10' })] }),
    });
    // A year after the month in which the child turns 18, or 400 days after it came where that is later.
    const held = new Map(
      marks(yonas).flatMap(({ references }) => references.map((one) => [one, [old.id]] as const)),
    );
    for (const [now, compared] of [
      ['2026-10-31T12:00:00.000Z', true],
      ['2026-12-02T12:00:00.000Z', false],
    ] as const) {
      expect(isCompared(old, now)).toBe(compared);
      expect(isCompared({ ...old, status: 'held' }, now)).toBe(true);
      expect(earlierAmong(referred(yonas), [old], now)).toHaveLength(compared ? 1 : 0);
      const found = duplicatesOf(referred(yonas), held, [old], now);
      expect(found.kind === 'none-certain' && found.claims[0]).toEqual(
        expect.objectContaining(compared ? { seen: [old.id], beside: [old.id] } : { seen: [old.id] }),
      );
      expect(found.kind === 'none-certain' && 'beside' in (found.claims[0] ?? {})).toBe(compared);
    }
    const end = sealedUntil(old.facts.children, old.openedAt) * 1_000;
    expect(isCompared(old, new Date(end - 1).toISOString())).toBe(true);
    expect(isCompared(old, new Date(end).toISOString())).toBe(false);
    expect(isCompared({ ...old, reopenedAt: NOW }, new Date(end).toISOString())).toBe(true);
  });

  test('leaves its room in the index to those that are open, the oldest first', () => {
    const [mark = ''] = marks(yonas)[0]?.references ?? [];
    const over = Array.from({ length: MOST_HOLDERS }, (_, at) => ended({ id: `NTS-${1000 + at}-AAAA` }));
    const open = ended({
      id: 'NTS-BBBB-BBBB',
      status: 'held',
      fingerprints: marks({ ...yonas, name: 'X Y' }),
    });
    const all = [...over.slice(0, 10), open, ...over.slice(10)];
    const found = duplicatesOf(referred(yonas), new Map([[mark, all.map(({ id }) => id)]]), all, NOW);
    expect(found.kind === 'none-certain' && found.claims[0]?.beside).toEqual(
      all.slice(2).map(({ id }) => id),
    );
  });

  test('that was parted from the referral by a coordinator is not told of it', () => {
    const parted = ended({
      merged: [{ referralId: 'r', reference: 'NTS-BBBB-BBBB', council: CROYDON, undone: true }],
    });
    expect(duplicatesOf(referred(yonas), new Map(), [parted], NOW)).not.toHaveProperty('earlier');
    expect(duplicatesOf(referred(yonas), new Map(), [ended()], NOW)).toHaveProperty('earlier');
  });

  test('is found by one that is opened again, though not by itself', () => {
    const subject = ended({ id: 'NTS-BBBB-BBBB', status: 'joined-family' });
    expect(duplicatesOfReopened(subject, new Map(), [subject, ended()], NOW).earlier).toHaveLength(1);
  });
});

describe('how it ended bears on placing a child anew', () => {
  test.each<[EarlierReferral['ended'], boolean, boolean]>([
    ['assessed-as-adult', true, true],
    ['turned-18', true, true],
    ['died', true, true],
    ['missing', true, true],
    ['in-care', true, false],
    ['stayed', true, false],
    ['joined-family', false, false],
    ['placement-ended', false, false],
    ['withdrawn', false, false],
  ])(
    '%s: %s where another council was responsible, %s where the one that refers now',
    (how, another, own) => {
      expect(bearsOn({ ended: how, responsible: LEEDS }, CROYDON)).toBe(another);
      expect(bearsOn({ ended: how, responsible: CROYDON }, CROYDON)).toBe(own);
    },
  );

  test('and holds the case then, under the policy that says so, until a person clears it; no earlier policy knows of it', () => {
    const earlier: EarlierReferral[] = [
      { reference: 'NTS-AAAA-AAAA', council: KENT, responsible: KENT, ended: 'assessed-as-adult' },
      { reference: 'NTS-BBBB-BBBB', council: LEEDS, responsible: LEEDS, ended: 'withdrawn' },
    ];
    const view = {
      councils: councilsWith(5),
      national: neverServed,
      regions: {},
    };
    for (const id of policyIds) {
      const policy = policyNamed(id);
      const inputs = inputsFor(view, aCase({ earlier }), policy, '2026-11-23', []);
      const reasons = holdReasons(inputs, policy).filter(({ code }) => code.startsWith('earlier-referral'));
      if (policy.holdsForEarlier !== true) {
        expect(inputs).not.toHaveProperty('earlier');
        expect(reasons).toEqual([]);
      } else
        expect(reasons).toEqual([
          {
            code: 'earlier-referral:NTS-AAAA-AAAA',
            words: expect.stringMatching(
              /^An earlier referral by E10000016, NTS-AAAA-AAAA, ended: assessed as an adult\./,
            ),
          },
        ]);
    }
  });
});

describe('what was found', () => {
  const of = (reference: string, more: Partial<EarlierReferral> = {}): EarlierReferral => ({
    reference,
    council: KENT,
    responsible: KENT,
    ended: 'assessed-as-adult',
    ...more,
  });
  const recorded = (found: readonly EarlierReferral[] | undefined, earlier?: EarlierReferral[]) => {
    const subject = aCase({
      facts: aReferral({ entryAuthority: CROYDON }),
      ...(earlier === undefined ? {} : { earlier }),
    });
    const context = { now: NOW, actor: { kind: 'system', name: 'test' }, cause: 'c' } as const;
    const draft = beginDraft(subject, context, { policy: policyNamed('nts-2026') });
    recordEarlier(draft, found);
    return { events: draft.events.map(({ type, data }) => ({ type, data })), known: draft.case.earlier };
  };

  test('is recorded once, beside what the case knew, and tells each council once that has to know', () => {
    const [first, second] = [of('NTS-AAAA-AAAA'), of('NTS-BBBB-BBBB')];
    const third = of('NTS-CCCC-CCCC', { responsible: LEEDS, ended: 'in-care' });
    expect(recorded([first, second, third], [second])).toEqual({
      events: [
        {
          type: 'earlier-referral-found.v1',
          data: { referrals: [first, third], concerned: [KENT, LEEDS] },
        },
      ],
      known: [second, first, third],
    });
    expect(recorded([first, second])).toEqual({
      events: [
        { type: 'earlier-referral-found.v1', data: { referrals: [first, second], concerned: [KENT] } },
      ],
      known: [first, second],
    });
  });

  test('tells no council whose end bears on nothing, nor the entry authority as another', () => {
    const found = [
      of('NTS-AAAA-AAAA', { ended: 'withdrawn' }),
      of('NTS-BBBB-BBBB', { council: CROYDON, responsible: CROYDON }),
    ];
    expect(recorded(found).events).toEqual([
      { type: 'earlier-referral-found.v1', data: { referrals: found } },
    ]);
  });

  const bears = of('NTS-AAAA-AAAA', { council: LEEDS, responsible: LEEDS });
  const bearsNot = of('NTS-BBBB-BBBB', { council: LEEDS, responsible: LEEDS, ended: 'withdrawn' });
  test.each([
    ['nts-2026', [bears], true],
    ['nts-2026', [bearsNot, bears], true],
    ['nts-2026', [bearsNot], false],
    ['nts-2026', [], false],
    ['nts-2025', [bears], false],
  ] as const)(
    'by an amendment is recorded, and has the check done again exactly where that would hold the case: %s, %j',
    (policy, earlier, again) => {
      const play = new Play(councilsWith(10), policyNamed(policy)).receive().offer(HAMPSHIRE);
      const fingerprints = [{ number: 1, references: ['r'.repeat(43)] }];
      const duplicates = { possible: [], claims: [], earlier };
      play.do({ kind: 'amend', data: { referralId, facts: {}, fingerprints }, duplicates }, entry);
      expect(play.case.status).toBe(again ? 'eligible' : 'offered');
      expect(play.case.earlier ?? []).toEqual(earlier);
    },
  );

  test.each([
    ['nothing', undefined, undefined],
    ['nothing new', [of('NTS-AAAA-AAAA')], [of('NTS-AAAA-AAAA')]],
  ])('that is %s is not recorded', (_, found, earlier) => {
    expect(recorded(found, earlier)).toEqual({ events: [], known: earlier });
  });
});
