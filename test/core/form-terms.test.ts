/** The rules that came with the form's own terms: kinds of placement, fitness to move, numbers of the health service. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitnesses, PlacementKind, type ReferralFacts } from '../../events/referral.ts';
import { placesFor } from '../../shared/core/allocation/candidates.ts';
import { eligibility } from '../../shared/core/allocation/eligibility.ts';
import { missingFacts } from '../../shared/core/allocation/missing-facts.ts';
import { stillCleared } from '../../shared/core/case/cleared.ts';
import { effectsOn } from '../../shared/core/case/commands/amend.ts';
import { toConfirm } from '../../shared/core/case/proposals.ts';
import { policyIds, policyNamed } from '../../shared/core/policies.ts';
import { declaredKind } from '../../shared/core/referral/declared-kind.ts';
import { isNhsNumber } from '../../shared/core/referral/nhs-number.ts';
import { takeApart } from '../../shared/core/referral/referral-request.ts';
import { kindWords } from '../../shared/words/facts.ts';
import { aCase, aChild, aCouncil, anOffer, aReferral } from '../builders.ts';
import { SchemeInMemory } from '../functions/scheme-in-memory.ts';

const known = (facts: Partial<ReferralFacts>, turned18: readonly number[] = []) => ({
  facts: aReferral(facts),
  turned18,
  ages: [],
  cleared: [],
  today: '2026-11-23',
  councils: [
    aCouncil({
      code: 'E10000016',
      name: 'Kent',
      caredFor: { count: 400, asAt: '2026-03-31', source: 'published' as const },
    }),
  ],
});

describe('a kind of placement', () => {
  test.each(['E10000016', 'S12000036', 'W06000015', 'BHSCT'])(
    'is asked of %s by every kind that its nation has, and by no other',
    (entryAuthority) => {
      const { placementKind: _, ...child } = aChild();
      const [asked, ...others] = missingFacts(
        known({ entryAuthority, children: [child] }),
        policyNamed('nts-2026'),
      );
      expect([asked?.field, others]).toEqual(['children.1.placementKind', []]);
      const named = PlacementKind.options.filter((kind) => asked?.words.includes(kindWords[kind]));
      expect(named).toEqual(
        PlacementKind.options.filter(
          (kind) => kind !== 'supported-accommodation' || entryAuthority === 'E10000016',
        ),
      );
    },
  );

  const month = fc.constantFrom('2027-01', '2028-11', '2028-12', '2030-05', undefined);

  test('that councils do not declare is decided as the one that it counts as, by every policy', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PlacementKind.options),
        month,
        fc.constantFrom(...policyIds),
        (placementKind, turns18Month, id) => {
          const policy = policyNamed(id);
          const of = (kind: PlacementKind) => {
            const child = aChild({ placementKind: kind });
            const { turns18Month: _, ...rest } = child;
            return known({ children: [turns18Month === undefined ? rest : { ...rest, turns18Month }] });
          };
          const [one, other] = [of(placementKind), of(declaredKind[placementKind])];
          expect(placesFor(one)).toEqual(placesFor(other));
          const codes = (inputs: typeof one) => {
            const outcome = eligibility(inputs, policy);
            return 'fields' in outcome
              ? outcome.fields.map(({ field, problem }) => [field, problem])
              : 'reasons' in outcome
                ? outcome.reasons.map(({ code }) => code)
                : outcome.kind;
          };
          expect(codes(one)).toEqual(codes(other));
        },
      ),
    );
  });

  test('is declared as itself where councils declare it', () => {
    expect([declaredKind['foster-care'], declaredKind['supported-accommodation']]).toEqual([
      'foster-care',
      'supported-accommodation',
    ]);
    expect(placesFor(known({ children: [aChild({ placementKind: 'childrens-home' })] }))).toEqual({
      fosterCare: 1,
      supportedAccommodation: 0,
    });
    for (const placementKind of ['supported-lodgings', 'shared-accommodation'] as const)
      expect(placesFor(known({ children: [aChild({ placementKind })] }))).toEqual({
        fosterCare: 0,
        supportedAccommodation: 1,
      });
  });
});

describe('a child who is not fit to move', () => {
  const unfit = (number = 1, fitToMoveOn?: string) =>
    aChild({ number, fitToMove: 'not-fit', ...(fitToMoveOn === undefined ? {} : { fitToMoveOn }) });
  const reasons = (children: ReferralFacts['children'], turned18: readonly number[] = []) => {
    const outcome = eligibility(known({ children }, turned18), policyNamed('nts-2026'));
    return 'reasons' in outcome ? outcome.reasons.map(({ code, words }) => [code, words]) : [];
  };

  test.each(fitnesses)('is held, and nobody else: %s', (fitToMove) => {
    expect(reasons([aChild({ fitToMove })]).map(([code]) => code)).toEqual(
      fitToMove === 'not-fit' ? ['not-fit-to-move:1'] : [],
    );
  });

  test('is named by its number in a group, with the day where it is known, as long as it counts', () => {
    expect(reasons([aChild(), unfit(2, '2026-11-20')])).toEqual([
      [
        'not-fit-to-move:2',
        expect.stringMatching(/^Child 2 was found not fit to move on 20 November 2026\. /),
      ],
    ]);
    expect(reasons([unfit()])[0]?.[1]).toMatch(/^The child was found not fit to move\. /);
    expect(reasons([aChild(), unfit(2)], [2])).toEqual([]);
  });

  test('stops the search when it is found, and being fit again stops nothing', () => {
    const stops = (was: ReferralFacts['children'], is: ReferralFacts['children'], cleared: string[] = []) =>
      effectsOn(
        aCase({ status: 'offered', offers: [anOffer()], facts: aReferral({ children: was }), cleared }),
        aReferral({ children: is }),
      ).checkAgain;
    expect(stops([aChild()], [unfit()])).toBe(true);
    expect(stops([aChild({ fitToMove: 'fit' })], [unfit()])).toBe(true);
    expect(stops([unfit(1), unfit(2)], [unfit(1), aChild({ number: 2, fitToMove: 'fit' })])).toBe(false);
    expect(stops([aChild(), unfit(2)], [aChild({ fitToMove: 'not-assessed' }), unfit(2)])).toBe(false);
    expect(stops([unfit()], [unfit(1, '2026-11-22')])).toBe(false);
    expect(stops([unfit()], [unfit(1, '2026-11-22')], ['not-fit-to-move:1'])).toBe(true);
  });

  test('is held again when it is found again, and not when it is fit', () => {
    const cleared = ['not-fit-to-move:1', 'turned-18:1', 'settled-child'];
    const left = (before: ReferralFacts['children'], after: ReferralFacts['children']) =>
      stillCleared(cleared, aReferral({ children: before }), aReferral({ children: after }));
    const others = ['turned-18:1', 'settled-child'];
    expect(left([unfit()], [unfit()])).toEqual(cleared);
    expect(left([unfit()], [aChild({ fitToMove: 'fit' })])).toEqual(cleared);
    expect(left([aChild({ fitToMove: 'fit' })], [unfit()])).toEqual(others);
    expect(left([unfit(1, '2026-11-20')], [unfit(1, '2026-11-21')])).toEqual(others);
    expect(left([unfit(), aChild({ number: 2 })], [unfit(), unfit(2)])).toEqual(cleared);
  });

  test('waits for a coordinator, is offered once released, and held when it is found while offered', async () => {
    const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
    const frame = { at: '2026-11-23T09:00:00.000Z', actor: { kind: 'entry-authority', code: 'E10000016' } };
    const amended = (id: string, child: object) =>
      JSON.stringify({
        ...frame,
        id,
        type: 'referral-amended.v2',
        data: { referralId, facts: { children: [child] } },
      });
    const scheme = await SchemeInMemory.open();
    const facts = aReferral({ children: [unfit()] });
    await scheme.receive(
      JSON.stringify({
        ...frame,
        id: 'received',
        type: 'referral-received.v2',
        data: { referralId, channel: 'queue', facts },
      }),
    );
    const held = await scheme.onlyCase();
    expect([held.status, held.hold?.reasons.map(({ code }) => code)]).toEqual([
      'held',
      ['not-fit-to-move:1'],
    ]);
    await scheme.command(held.id, { kind: 'release-hold', note: 'Fit by the day of the move.' });
    await scheme.settle();
    expect((await scheme.onlyCase()).status).toBe('offered');
    await scheme.receive(amended('fit', aChild({ fitToMove: 'fit' })));
    expect((await scheme.onlyCase()).status).toBe('offered');
    await scheme.receive(amended('unfit', unfit()));
    expect((await scheme.onlyCase()).status).toBe('held');
  });
});

describe('a number of the health service', () => {
  const nine = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 9, maxLength: 9 });

  test('has one last digit at most that checks the others, by weights of ten to two', () => {
    fc.assert(
      fc.property(nine, (digits) => {
        const whole = Array.from({ length: 10 }, (_, last) => [...digits, last]);
        const right = whole.filter((all) => isNhsNumber(all.join('')));
        const divides = (all: readonly number[]) =>
          all.reduce((sum, digit, at) => sum + digit * (10 - at), 0) % 11 === 0;
        expect(right).toEqual(whole.filter(divides));
      }),
    );
  });

  test('is ten digits and nothing else', () => {
    expect(isNhsNumber('9434765919')).toBe(true);
    for (const text of ['', '943476591', '94347659190', '943 476 5919', 'a434765919', '9434765918'])
      expect(isNhsNumber(text), text).toBe(false);
  });
});

describe('what is sealed', () => {
  test('is said openly only as far as decision 32 has it', () => {
    const child = {
      lastMissingOn: '2026-10-03',
      lastMissingMonth: '2026-09',
      solicitor: 'S',
      hasSolicitor: 'no',
      reviewingOfficer: 'R',
      hasAdvocate: 'no',
      nhsNumber: '9434765919',
      bestInterests: 'B',
    } as const;
    expect(takeApart({ children: [child] }, 'E10000016')).toEqual({
      facts: {
        entryAuthority: 'E10000016',
        children: [
          {
            number: 1,
            lastMissingMonth: '2026-10',
            hasSolicitor: 'yes',
            hasReviewingOfficer: 'yes',
            hasAdvocate: 'no',
          },
        ],
      },
      particulars: [
        {
          number: 1,
          lastMissingOn: '2026-10-03',
          solicitor: 'S',
          reviewingOfficer: 'R',
          nhsNumber: '9434765919',
          bestInterests: 'B',
        },
      ],
    });
    expect(takeApart({ children: [{ lastMissingMonth: '2026-09' }] }, 'E10000016').facts.children).toEqual([
      { number: 1, lastMissingMonth: '2026-09' },
    ]);
  });

  test.each([
    ['nhsNumber', 'identity'],
    ['solicitor', 'safety'],
    ['guardian', 'safety'],
    ['advocate', 'safety'],
    ['reviewingOfficer', 'safety'],
    ['lastMissingOn', 'safety'],
  ] as const)(
    '%s, corrected by e-mail while a council is asked, waits for the desk: %s',
    (field, concern) => {
      const asked = aCase({ status: 'offered', offers: [anOffer()] });
      const given = { facts: {}, sealedChanged: true as const, sealedFields: [`1.${field}`] };
      expect(toConfirm(asked, given, false)).toEqual([concern]);
      expect(toConfirm(asked, { ...given, sealedFields: ['1.bestInterests'] }, false)).toEqual([]);
      expect(toConfirm(asked, { ...given, sealedFields: ['1.whyToAvoid'] }, false)).toEqual(['safety']);
    },
  );

  test.each(['fitToMove', 'healthKinds', 'timesMissing', 'lastMissingMonth'] as const)(
    '%s is a matter of safety too',
    (field) => {
      const said = {
        fitToMove: 'fit',
        healthKinds: ['injury'],
        timesMissing: 2,
        lastMissingMonth: '2026-10',
      };
      const asked = aCase({ status: 'offered', offers: [anOffer()] });
      const children = [{ ...aChild(), [field]: said[field] }] as ReferralFacts['children'];
      expect(toConfirm(asked, { facts: { children } }, false)).toEqual(['safety']);
    },
  );
});
