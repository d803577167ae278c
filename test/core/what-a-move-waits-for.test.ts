/** What makes a move wait once a council has said yes, told rule by rule. */
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { type Case, caseStatuses } from '../../shared/core/case/case.ts';
import { newlyAsked } from '../../shared/core/case/move-holds.ts';
import {
  areaInQuestion,
  isHoldInQuestion,
  isMoveUnsafe,
  lacksSafetyPlan,
  livesWhereUnsafe,
} from '../../shared/core/case/safe-move.ts';
import { holdOfMove, isBeingMoved } from '../../shared/core/case/standing.ts';
import { aCase, aChild, aCouncil, aPlacement, aReferral, NOW } from '../builders.ts';
import { HAMPSHIRE, KENT, LEEDS } from './a-scheme.ts';

const BARNET = 'E09000003';
const [SURREY, EAST] = ['E10000030', 'E06999901'];
const accepted = (over: Partial<Case> = {}): Case =>
  aCase({ status: 'accepted', placement: aPlacement(), ...over });
const arranged = (over: Partial<Case> = {}): Case =>
  accepted({ status: 'transfer-arranged', placement: aPlacement({ moveOn: '2026-11-26' }), ...over });
const asked = (
  after: Partial<ReferralFacts>,
  subject = accepted(),
  councils = [aCouncil({ code: LEEDS, name: 'Leeds' })],
) => newlyAsked(subject, { ...subject.facts, ...after }, NOW, councils);
const codes = (...of: Parameters<typeof asked>) => asked(...of).map(({ code }) => code);
const waits = (facts: Partial<ReferralFacts>) => ({
  proposals: [
    { id: 'p', saidAt: NOW, askedAt: NOW, confirmBy: NOW, because: ['safety' as const], facts, base: {} },
  ],
});
const hold = { reasons: [{ code: 'settled-child', words: 'w' }], since: NOW, reviewAt: NOW };

describe('close family or siblings elsewhere, said only after the yes', () => {
  test.each<[string, Partial<ReferralFacts>, readonly string[]]>([
    ['family', { links: [{ kind: 'family', council: LEEDS }] }, [`link-to-another-council:${LEEDS}`]],
    ['a sibling', { links: [{ kind: 'sibling', council: LEEDS }] }, [`link-to-another-council:${LEEDS}`]],
    ['a community', { links: [{ kind: 'community', council: LEEDS }] }, []],
    ['family where the child goes', { links: [{ kind: 'family', council: HAMPSHIRE }] }, []],
    [
      'family where the child is',
      { links: [{ kind: 'family', council: KENT }] },
      ['link-where-the-child-is'],
    ],
    [
      'family in an area to avoid',
      { links: [{ kind: 'family', council: LEEDS }], areasToAvoid: [LEEDS] },
      ['link-in-area-to-avoid'],
    ],
    [
      'family in two areas',
      {
        links: [
          { kind: 'family', council: LEEDS },
          { kind: 'sibling', council: BARNET },
        ],
      },
      [`link-to-another-council:${LEEDS}`, `link-to-another-council:${BARNET}`],
    ],
  ])('%s', (_, facts, reasons) => {
    expect(codes(facts)).toEqual(reasons);
  });

  test('is said with the council’s name, or with its code where nobody knows more', () => {
    const family = { links: [{ kind: 'family' as const, council: LEEDS }] };
    expect(asked(family)[0]?.words).toContain('in the area of Leeds,');
    expect(asked(family, accepted(), [])[0]?.words).toContain(`in the area of ${LEEDS},`);
    expect(asked(family, accepted(), [aCouncil({ name: 'Hampshire' })])[0]?.words).toContain(LEEDS);
    const subject = accepted();
    expect(newlyAsked(subject, { ...subject.facts, ...family }, NOW)[0]?.words).toContain(LEEDS);
  });

  test('known before, or cleared by a person, it asks nobody again; said otherwise it does', () => {
    const links = [{ kind: 'family' as const, council: LEEDS }];
    const knew = accepted({ facts: aReferral({ links }) });
    expect(codes({ wishesRecorded: true }, knew)).toEqual([]);
    expect(codes({ links: [{ kind: 'sibling', council: LEEDS }] }, knew)).toEqual([
      `link-to-another-council:${LEEDS}`,
    ]);
    const cleared = accepted({ cleared: [`link-to-another-council:${LEEDS}`] });
    expect(codes({ links }, cleared)).toEqual([]);
    expect(codes({ links: [{ kind: 'family', council: BARNET }] }, cleared)).toEqual([
      `link-to-another-council:${BARNET}`,
    ]);
    const { links: _, ...unsaid } = aReferral();
    expect(codes({ wishesRecorded: true }, accepted({ facts: unsaid }))).toEqual([]);
    expect(newlyAsked(accepted(), unsaid, NOW)).toEqual([]);
  });
});

describe('what else is said only after the yes', () => {
  test.each<[string, Partial<ReferralFacts>, readonly string[]]>([
    ['holds by its own code', { familyInUk: 'may-care' }, ['family-may-care']],
    ['holds by the code of a child', { children: [aChild({ fitToMove: 'not-fit' })] }, ['not-fit-to-move:1']],
    ['holds nothing that is looked at on its day', { children: [aChild({ turns18Month: '2026-11' })] }, []],
    ['holds nothing where no reason stands', { wishesRecorded: false }, []],
  ])('%s', (_, facts, reasons) => {
    expect(codes(facts)).toEqual(reasons);
  });

  test('holds of no child who turned 18', () => {
    const children = [aChild(), aChild({ number: 2 })];
    const unfit = [aChild(), aChild({ number: 2, fitToMove: 'not-fit' as const })];
    expect(codes({ children: unfit }, accepted({ facts: aReferral({ children }) }))).toEqual([
      'not-fit-to-move:2',
    ]);
    expect(codes({ children: unfit }, accepted({ facts: aReferral({ children }), turned18: [2] }))).toEqual(
      [],
    );
  });
});

describe('a move is not safe as it is arranged', () => {
  test.each<[string, Case, boolean]>([
    ['while it is held', arranged({ hold }), true],
    ['while it is held before it is arranged', accepted({ hold }), true],
    ['not by a hold of before the yes', aCase({ status: 'held', hold }), false],
    [
      'without a safety plan, where there are signs of trafficking',
      arranged({ facts: aReferral({ trafficking: 'indicators' }) }),
      true,
    ],
    [
      'not before there is a day',
      accepted({
        facts: aReferral({ trafficking: 'indicators', areasToAvoid: [HAMPSHIRE] }),
        ...waits({ familyInUk: 'may-care', areasToAvoid: [HAMPSHIRE] }),
      }),
      false,
    ],
    [
      'where it goes to an area to avoid',
      arranged({ facts: aReferral({ areasToAvoid: [HAMPSHIRE] }) }),
      true,
    ],
    [
      'while an e-mail says that the area is one to avoid',
      arranged(waits({ areasToAvoid: [HAMPSHIRE] })),
      true,
    ],
    ['while an e-mail says what would hold it', arranged(waits({ familyInUk: 'may-care' })), true],
    [
      'not while an e-mail says anything else',
      arranged(waits({ wishesRecorded: false, areasToAvoid: [LEEDS] })),
      false,
    ],
    ['not otherwise', arranged(), false],
    ['not while nobody has said yes', aCase(), false],
  ])('%s', (_, subject, isUnsafe) => {
    expect(isMoveUnsafe(subject)).toBe(isUnsafe);
  });

  test.each<[ReferralFacts['trafficking'], object, object, boolean]>([
    [undefined, {}, {}, false],
    ['no-indicators', {}, {}, false],
    ['indicators', {}, {}, true],
    ['nrm-referred', { safetyPlan: true }, {}, false],
    ['nrm-positive', { safetyPlan: true }, { safetyPlan: false }, true],
    ['nrm-positive', {}, { safetyPlan: true }, false],
    ['indicators', { safetyPlan: false }, {}, true],
  ])(
    'a safety plan is needed with signs of trafficking, and what is agreed last counts: %s %o %o',
    (trafficking, handover, agreed, lacks) => {
      const { trafficking: _, ...facts } = aReferral();
      const subject = {
        facts: { ...facts, ...(trafficking && { trafficking }) },
        placement: aPlacement({ handover }),
      };
      expect(lacksSafetyPlan(subject, agreed)).toBe(lacks);
      if (Object.keys(agreed).length === 0) expect(lacksSafetyPlan(subject)).toBe(lacks);
    },
  );

  test('without a placement a safety plan is lacking where there are signs, and nobody lives anywhere', () => {
    const facts = aReferral({ trafficking: 'indicators', areasToAvoid: [HAMPSHIRE, KENT] });
    expect(lacksSafetyPlan({ facts })).toBe(true);
    expect(livesWhereUnsafe({ facts })).toBe(false);
  });

  test('where the child would live counts, and not where the council is', () => {
    const facts = aReferral({ areasToAvoid: [BARNET] });
    expect(livesWhereUnsafe({ facts, placement: aPlacement() })).toBe(false);
    expect(livesWhereUnsafe({ facts, placement: aPlacement({ placedIn: BARNET }) })).toBe(true);
    const own = aReferral({ areasToAvoid: [HAMPSHIRE] });
    expect(livesWhereUnsafe({ facts: own, placement: aPlacement() })).toBe(true);
    expect(livesWhereUnsafe({ facts: own, placement: aPlacement({ placedIn: BARNET }) })).toBe(false);
  });

  test('an area is in question that an e-mail says to avoid: the council’s first, then where the child would live', () => {
    const of = (areas: readonly string[], over: Partial<Case> = {}) =>
      accepted({ ...waits({ areasToAvoid: [...areas] }), ...over });
    const elsewhere = { placement: aPlacement({ placedIn: BARNET }) };
    expect(areaInQuestion(accepted())).toBeUndefined();
    expect(areaInQuestion(of([LEEDS]))).toBeUndefined();
    expect(areaInQuestion(of([HAMPSHIRE, BARNET], elsewhere))).toBe(HAMPSHIRE);
    expect(areaInQuestion(of([BARNET], elsewhere))).toBe(BARNET);
    expect(areaInQuestion(of([BARNET]))).toBeUndefined();
    expect(areaInQuestion(of([BARNET]), BARNET)).toBe(BARNET);
    expect(areaInQuestion(aCase(waits({ areasToAvoid: [LEEDS] })))).toBeUndefined();
    // An area that is named by a council that has ended is that of who took over.
    expect(areaInQuestion(of([SURREY]), EAST)).toBe(EAST);
  });

  test('a hold is the move’s exactly while it is being made', () => {
    for (const status of caseStatuses)
      expect(holdOfMove({ status, hold }), status).toBe(isBeingMoved({ status }) ? hold : undefined);
  });

  test('an e-mail that says nothing anew puts nothing in question', () => {
    expect(isHoldInQuestion(accepted())).toBe(false);
    expect(isHoldInQuestion(accepted(waits({ familyInUk: 'none' })))).toBe(false);
    expect(isHoldInQuestion(accepted(waits({ familyInUk: 'may-care' })))).toBe(true);
    const both = {
      proposals: [
        ...waits({ wishesRecorded: true }).proposals,
        ...waits({ familyInUk: 'may-care' }).proposals,
      ],
    };
    expect(isHoldInQuestion(accepted(both))).toBe(true);
  });
});
