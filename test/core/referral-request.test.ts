import { describe, expect, test } from 'vitest';
import {
  AmendmentRequest,
  doubtsOf,
  FUTURE_BIRTH_WORDS,
  flawsOf,
  flawsOfNumbers,
  MOST_CHILDREN,
  ReferralRequest,
  TOO_MANY_CHILDREN_WORDS,
  takeAmendmentApart,
  takeApart,
} from '../../shared/core/referral/referral-request.ts';
import { aRequest } from '../api/a-request.ts';

const TODAY = '2026-11-23';
const KENT = 'E10000016';
const HAMPSHIRE = 'E10000014';
const known = { authorities: new Set([KENT, HAMPSHIRE]), nationalities: new Set(['ERI', 'XXA']) };
const flaws = (request: Partial<ReferralRequest>) =>
  flawsOf({ ...aRequest(), ...request } as ReferralRequest, TODAY, known);
const pathsOf = (request: Partial<ReferralRequest>) => flaws(request).map(({ path }) => path.join('.'));
const child = { sex: 'male' } as const;

describe('what no shape can tell', () => {
  test('nothing is wrong with a request that could be true, nor with an amendment that says nothing', () => {
    expect(flaws({})).toEqual([]);
    expect(flawsOf({}, TODAY, known)).toEqual([]);
  });

  test('a date of birth lies in the past, or is today', () => {
    expect(pathsOf({ children: [{ dateOfBirth: TODAY }] })).toEqual([]);
    expect(flaws({ children: [child, { dateOfBirth: '2026-11-24', turns18Month: '2026-01' }] })).toEqual([
      { path: ['children', 1, 'dateOfBirth'], words: FUTURE_BIRTH_WORDS },
    ]);
  });

  test('no day lies before anybody’s time, whichever it is', () => {
    const days = ['referredOn', 'asylumClaimOn', 'arrivedOn', 'settledSince', 'proposedMoveOn'] as const;
    for (const day of days) {
      expect(pathsOf({ [day]: '0010-05-14' })).toEqual([day]);
      expect(pathsOf({ [day]: '1899-12-31' })).toEqual([day]);
      expect(pathsOf({ [day]: '1900-01-01' })).toEqual([]);
    }
    expect(pathsOf({ children: [{}, { dateOfBirth: '0010-05-14' }] })).toEqual(['children.1.dateOfBirth']);
    expect(pathsOf({ children: [{ turns18Month: '0028-05' }] })).toEqual(['children.0.turns18Month']);
    expect(pathsOf({ children: [{ turns18Month: '1900-01' }] })).toEqual([]);
  });

  test('nothing that was found or happened lies in the future', () => {
    const one = (child: object) => pathsOf({ children: [{}, child] });
    expect(one({ fitToMoveOn: TODAY, lastMissingOn: TODAY, lastMissingMonth: '2026-11' })).toEqual([]);
    expect(
      one({ fitToMoveOn: '2026-11-24', lastMissingOn: '2026-12-01', lastMissingMonth: '2026-12' }),
    ).toEqual(['children.1.fitToMoveOn', 'children.1.lastMissingOn', 'children.1.lastMissingMonth']);
    expect(one({ fitToMoveOn: '0026-11-24', lastMissingMonth: '0026-12' })).toEqual([
      'children.1.fitToMoveOn',
      'children.1.lastMissingMonth',
    ]);
    expect(pathsOf({ presentedTo: 'E06009999' })).toEqual(['presentedTo']);
  });

  test('words are whole, whatever they are about; a code is none', () => {
    expect(
      pathsOf({ children: [{ name: 'Jos\u00c3\u00a9', health: 'Asthma', wishes: 'a\ufffdb' }] }),
    ).toEqual(['children.0.name', 'children.0.wishes']);
  });

  test('the month of the 18th birthday follows from the date of birth, also from 29 February', () => {
    const both = (dateOfBirth: string, turns18Month: string) =>
      flaws({ children: [{ dateOfBirth, turns18Month }] });
    expect(both('2010-05-14', '2028-05')).toEqual([]);
    expect(both('2012-02-29', '2030-03')).toEqual([]);
    expect(flaws({ children: [{ turns18Month: '2028-05' }] })).toEqual([]);
    expect(both('2010-05-14', '2028-06')).toEqual([
      {
        path: ['children', 0, 'turns18Month'],
        words: expect.stringMatching(/month does not follow.*leave the month out/),
      },
    ]);
  });

  test('nothing said of a child contradicts what is said in another place', () => {
    expect(
      pathsOf({
        children: [
          { lastMissingOn: '2026-10-03', lastMissingMonth: '2026-09' },
          { lastMissingOn: '2026-10-03', lastMissingMonth: '2026-10' },
          { solicitor: 'A. Ellis', hasSolicitor: 'no' },
          { guardian: 'B. Ellis', hasGuardian: 'yes', advocate: 'C. Ellis', hasReviewingOfficer: 'no' },
        ],
      }),
    ).toEqual(['children.0.lastMissingMonth', 'children.2.solicitor']);
    expect(pathsOf({ legalStatus: 'other', immigrationStatus: 'claim-pending' })).toEqual(['legalStatus']);
    expect(pathsOf({ legalStatus: 'other', immigrationStatus: 'other' })).toEqual([]);
  });

  test('councils and countries exist, wherever they are named', () => {
    const unknown = 'E06009999';
    const wrong = flaws({
      children: [
        { nationality: 'ERI', ageAssessmentLedBy: KENT },
        { nationality: 'ZZZ', ageAssessmentLedBy: unknown },
      ],
      links: [
        { council: HAMPSHIRE, kind: 'family' },
        { council: unknown, kind: 'sibling' },
      ],
      areasToAvoid: [HAMPSHIRE, unknown],
    });
    expect(wrong.map(({ path }) => path.join('.'))).toEqual([
      'children.1.nationality',
      'children.1.ageAssessmentLedBy',
      'links.1.council',
      'areasToAvoid.1',
    ]);
    expect(wrong[0]?.words).toMatch(/No country.*ISO 3166-1/);
    for (const { words } of wrong.slice(1)) expect(words).toMatch(/No council.*Check it/);
  });

  test('a reason to avoid areas does not fit with that there are none', () => {
    const children = [{}, { whyToAvoid: 'gang' as const }];
    expect(flaws({ children, areasToAvoid: [] })).toEqual([
      { path: ['children', 1, 'whyToAvoid'], words: expect.stringContaining('Correct one of them') },
    ]);
    for (const areas of [
      { areasToAvoid: undefined },
      { areasToAvoid: [KENT] },
      { areasToAvoid: [], regionsToAvoid: ['E12000007'] },
    ])
      expect(flaws({ children, ...areas } as Partial<ReferralRequest>)).toEqual([]);
    expect(flaws({ children: [{}], areasToAvoid: [] })).toEqual([]);
  });

  test('too many children and births ahead are told apart', () => {
    expect(TOO_MANY_CHILDREN_WORDS).toContain(`at most ${MOST_CHILDREN}`);
    expect(FUTURE_BIRTH_WORDS).toMatch(/in the future/);
  });
});

describe('what is doubted and taken', () => {
  test('somebody of 18 or over, by the day of birth where it is given, otherwise by the month', () => {
    const doubts = doubtsOf(
      {
        children: [
          { dateOfBirth: '2008-11-23' },
          { dateOfBirth: '2008-11-24', turns18Month: '2020-01' },
          { turns18Month: '2026-10' },
          { turns18Month: '2026-11' },
          {},
        ],
      },
      TODAY,
    );
    expect(doubts.map(({ path }) => path)).toEqual([
      ['children', 0, 'dateOfBirth'],
      ['children', 2, 'turns18Month'],
    ]);
    for (const { words } of doubts) expect(words).toMatch(/18 or over.*a coordinator decides/);
    expect(doubtsOf({}, TODAY)).toEqual([]);
  });
});

describe('numbers of children', () => {
  const numbered = (...numbers: (number | undefined)[]) =>
    flawsOfNumbers({ children: numbers.map((number) => (number === undefined ? {} : { number })) });

  test('stand for all, 1 to n each once in any order, or for none', () => {
    for (const right of [[undefined, undefined], [1], [2, 1], [1, 2, 3]])
      expect(numbered(...right), String(right)).toEqual([]);
    for (const wrong of [[2], [1, 1], [1, undefined], [0, 1], [1, 3]])
      expect(numbered(...wrong), String(wrong)).toEqual([
        {
          path: ['children'],
          words: `Number the children from 1 to ${wrong.length}, each once, or leave the numbers out.`,
        },
      ]);
  });

  test('in order, however many there are', () => {
    const many = Array.from({ length: 12 }, (_, index) => 12 - index);
    expect(numbered(...many)).toEqual([]);
  });
});

describe('taken apart', () => {
  test('what names a child is sealed, and only what was said travels', () => {
    const { facts, particulars } = takeApart(
      aRequest({
        children: [
          { ...child, name: 'Synthetic One', dateOfBirth: '2010-05-14' },
          { turns18Month: '2027-01' },
        ],
        settledSince: undefined,
      }),
      KENT,
    );
    expect(facts).toMatchObject({
      entryAuthority: KENT,
      children: [
        { number: 1, sex: 'male', turns18Month: '2028-05' },
        { number: 2, turns18Month: '2027-01' },
      ],
    });
    expect(facts).not.toHaveProperty('settledSince');
    expect(JSON.stringify(facts)).not.toMatch(/Synthetic|2010-05-14/);
    expect(particulars).toEqual([{ number: 1, name: 'Synthetic One', dateOfBirth: '2010-05-14' }]);
  });

  test('numbers that were given stand', () => {
    const children = [{ number: 2, name: 'Synthetic Two' }, { number: 1 }];
    const { facts, particulars } = takeApart(aRequest({ children }), KENT);
    expect(facts.children.map(({ number }) => number)).toEqual([2, 1]);
    expect(particulars).toEqual([{ number: 2, name: 'Synthetic Two' }]);
  });

  test('an amendment of facts leaves the children out', () => {
    expect(takeAmendmentApart({ arrivedOn: '2026-11-20', links: undefined }, { children: [] })).toEqual({
      facts: { arrivedOn: '2026-11-20' },
      particulars: [],
    });
  });

  test('an amendment of a child is laid over what is held of that child', () => {
    const held = [
      { number: 1, sex: 'male' as const, turns18Month: '2028-05' },
      { number: 2, sex: 'female' as const },
    ];
    const amended = takeAmendmentApart(
      {
        children: [{ number: 2, turns18Month: '2029-01', faithAndCulture: 'Synthetic' }],
        arrivedOn: undefined,
      },
      { children: held },
    );
    expect(amended).toEqual({
      facts: { children: [held[0], { ...held[1], turns18Month: '2029-01' }] },
      particulars: [{ number: 2, faithAndCulture: 'Synthetic' }],
    });
  });
});

describe('the shapes', () => {
  const fits = (shape: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
    shape.safeParse(value).success;

  test('a referral holds 1 to 20 children, an amendment says at least one thing', () => {
    const holding = (length: number) => ({ children: Array.from({ length }, () => ({})) });
    expect([0, 1, MOST_CHILDREN, MOST_CHILDREN + 1].map((n) => fits(ReferralRequest, holding(n)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const amending = (length: number) => ({
      children: Array.from({ length }, (_, index) => ({ number: index + 1 })),
    });
    expect([0, 1, MOST_CHILDREN, MOST_CHILDREN + 1].map((n) => fits(AmendmentRequest, amending(n)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(fits(AmendmentRequest, { children: [{}] })).toBe(false);
    expect(AmendmentRequest.safeParse({}).error?.issues[0]?.message).toBe(
      'Give at least one fact to add or correct.',
    );
    expect(fits(AmendmentRequest, { arrivedOn: '2026-11-20' })).toBe(true);
    expect(fits(ReferralRequest, { ...holding(1), neverHeardOf: 1 })).toBe(false);
  });
});
