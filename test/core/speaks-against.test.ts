/** What a coordinator overrules by placing directly: everything for which the check would not ask the council, each with its own reason. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Overruling, overruleReasons } from '../../events/place-directed.v1.ts';
import { Need } from '../../events/referral.ts';
import { asked, standings } from '../../shared/core/allocation/candidates.ts';
import type { PassedOverCode } from '../../shared/core/allocation/decision.ts';
import { speaksAgainst } from '../../shared/core/case/speaks-against.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { threshold } from '../../shared/core/council/headroom.ts';
import { policyIds, policyNamed } from '../../shared/core/policies.ts';
import { aCase, aChild, aCouncil, aDeclaration, anOffer, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { coordinator, councilsWith, duty, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

const TODAY = '2026-11-23';
const policy = policyNamed('nts-2026');
const against = (council: Partial<Council>, over: Parameters<typeof aCase>[0] = {}) =>
  speaksAgainst(aCase({ status: 'held', ...over }), aCouncil(council), policy, TODAY);

const all = aDeclaration({ supports: [...Need.options] });

describe('what speaks against a council', () => {
  test('is nothing of one with room and places', () => {
    expect(against({})).toEqual([]);
    expect(against({ declaration: all })).toEqual([]);
  });

  test.each<[Overruling['what'], Partial<Council>, Parameters<typeof aCase>[0]]>([
    ['closed', { closing: { because: 'emergency', from: TODAY } }, {}],
    ['not-participating', { participates: false }, {}],
    ['paused', { declaration: { ...all, pausedUntil: '2026-11-24' } }, {}],
    ['no-room', { incoming: 10 }, {}],
    ['too-few-places', { declaration: { ...all, places: { fosterCare: 0, supportedAccommodation: 9 } } }, {}],
    // By its own word, although nothing comes of it for the check any more.
    [
      'too-few-places',
      {
        declaration: {
          ...all,
          places: { fosterCare: 1, supportedAccommodation: 0 },
          used: { fosterCare: 1, supportedAccommodation: 0 },
          declaredAt: '2026-01-05T09:00:00.000Z',
        },
      },
      {},
    ],
    ['said-no', {}, { offers: [anOffer({ status: 'declined' })] }],
    ['said-no', {}, { offers: [anOffer({ status: 'said-no' })] }],
  ])('is named: %s', (what, council, over) => {
    expect(against(council, over)).toEqual([{ what }]);
  });

  test('is each need that it leaves out, by itself', () => {
    const facts = aReferral({ children: [aChild({ needs: ['medical-care', 'step-free-access'] })] });
    expect(against({ declaration: { ...all, supports: ['trained-carers'] } }, { facts })).toEqual([
      { what: 'need-not-met', need: 'medical-care' },
      { what: 'need-not-met', need: 'step-free-access' },
    ]);
  });

  test('is no lack of room that the case’s own offer holds', () => {
    expect(against({ held: 10 }, { offers: [anOffer({ status: 'live' })] })).toEqual([]);
    expect(against({ held: 11 }, { offers: [anOffer({ status: 'live' })] })).toEqual([{ what: 'no-room' }]);
  });

  test('is no lack of room that the case holds while the region’s lead is asked', () => {
    const regionAsked = {
      region: 'E12000008',
      councils: ['E10000014', 'E10000030'],
      askedAt: `${TODAY}T09:00:00.000Z`,
      answerBy: `${TODAY}T17:00:00.000Z`,
    };
    expect(against({ held: 10 }, { regionAsked })).toEqual([]);
    expect(against({ held: 11 }, { regionAsked })).toEqual([{ what: 'no-room' }]);
    const [one, other] = regionAsked.councils;
    expect(
      against({ held: 10 }, { regionAsked: { ...regionAsked, councils: [other, one] as string[] } }),
    ).toEqual([{ what: 'no-room' }]);
  });

  test('is nothing that its own placement took, when the child refused it and is placed there again', () => {
    const declaration = aDeclaration({
      places: { fosterCare: 1, supportedAccommodation: 0 },
      supports: [...Need.options],
    });
    for (const id of policyIds) {
      const play = new Play(
        councilsWith(1).map((one) =>
          one.code === HAMPSHIRE
            ? {
                ...one,
                declaration,
                caredFor: { ...one.caredFor, count: threshold(one, policyNamed(id)) - 1 },
              }
            : one,
        ),
        policyNamed(id),
      );
      play.receive().offer(HAMPSHIRE);
      const said = () => speaksAgainst(play.case, play.council(HAMPSHIRE), policyNamed(id), TODAY);
      expect(said()).toEqual([]);
      play.do({ kind: 'answer', offerId: '1-1', answer: 'accept' }, duty(HAMPSHIRE));
      play.do({ kind: 'child-refused', note: 'Does not want to go.' }, duty(HAMPSHIRE));
      expect(play.case.status).toBe('child-refused');
      expect(play.council(HAMPSHIRE).declaration?.used.fosterCare).toBe(1);
      expect(said()).toEqual([]);
      // Another declaration since is not the one that it took a place of.
      const anew = {
        ...declaration,
        places: { ...declaration.places, fosterCare: 0 },
        declaredAt: `${TODAY}T20:00:00.000Z`,
      };
      expect(
        speaksAgainst(play.case, { ...play.council(HAMPSHIRE), declaration: anew }, policyNamed(id), TODAY),
      ).toEqual([{ what: 'too-few-places' }]);
    }
  });

  /** As what a person overrules each verdict; undefined where nothing is to be overruled, or nobody may. Whole, so that a new verdict is thought of. */
  const isSaidBy: Readonly<Record<PassedOverCode, Overruling['what'] | undefined>> = {
    'entry-authority': undefined,
    'area-to-avoid': undefined,
    'asked-before': undefined,
    'not-answering': undefined,
    'later-in-turn': undefined,
    'not-participating': 'not-participating',
    'through-its-hub': 'through-its-hub',
    closed: 'closed',
    paused: 'paused',
    'at-threshold': 'no-room',
    'no-headroom-for-group': 'no-room',
    'no-declared-place': 'too-few-places',
    'declared-none-of-kind': 'too-few-places',
    'declared-places-taken': 'too-few-places',
    'needs-not-supported': 'need-not-met',
  };

  test('holds whatever keeps the check from asking it, under every policy', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...policyIds),
        fc.record({
          fosterCare: fc.integer({ min: 0, max: 2 }),
          supports: fc.subarray([...Need.options]),
          pausedUntil: fc.constantFrom(undefined, '2026-11-20', '2026-12-20'),
          closed: fc.boolean(),
          incoming: fc.integer({ min: 7, max: 11 }),
          participates: fc.boolean(),
        }),
        fc.subarray([...Need.options]),
        (id, { fosterCare, supports, pausedUntil, closed, incoming, participates }, needs) => {
          const council = aCouncil({
            participates,
            incoming,
            declaration: aDeclaration({
              places: { fosterCare, supportedAccommodation: 0 },
              supports,
              ...(pausedUntil === undefined ? {} : { pausedUntil }),
            }),
            ...(closed ? { closing: { because: 'emergency', from: TODAY } as const } : {}),
          });
          const facts = aReferral({ children: [aChild({ needs })] });
          const under = policyNamed(id);
          const wants = asked({ facts, turned18: [], excluded: [] }, under);
          const said = standings([council], wants, TODAY, under)[0]?.precondition;
          const things = speaksAgainst(aCase({ facts }), council, under, TODAY).map(({ what }) => what);
          if (said !== undefined) expect(things).toContain(isSaidBy[said]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('to place a child directly', () => {
  const paused = () => {
    const declaration = aDeclaration({
      places: { fosterCare: 0, supportedAccommodation: 5 },
      supports: [...Need.options],
      pausedUntil: '2026-12-24',
    });
    const play = new Play(
      councilsWith(10).map((one) => (one.code === HAMPSHIRE ? { ...one, declaration } : one)),
      policy,
    );
    play.receive();
    return play;
  };
  const place = (overruled?: readonly Overruling[]) =>
    ({
      kind: 'place-directly',
      council: HAMPSHIRE,
      reason: 'family-link',
      note: 'An aunt.',
      overCapacity: false,
      ...(overruled === undefined ? {} : { overruled }),
    }) as const;
  const because = overruleReasons[0];

  test('takes a reason for each thing, and keeps those of what stands', () => {
    const play = paused();
    for (const some of [
      undefined,
      [{ what: 'paused', because }],
      [{ what: 'too-few-places', because }],
    ] as const) {
      const outcome = play.do(place(some), coordinator);
      expect(outcome).toMatchObject({ kind: 'refused', code: 'not-overruled' });
    }
    const both = [
      { what: 'paused', because },
      { what: 'too-few-places', because: 'other' },
    ] as const;
    expect(play.do(place([...both, { what: 'closed', because }]), coordinator).kind).toBe('changed');
    const directed = play.trail.find(({ type }) => type === 'place-directed.v1');
    expect(directed?.data).toMatchObject({ overruled: both });
    expect(play.case.placement?.overruled).toEqual(both);
  });

  test('where the child is on the way already, keeps nothing of what that placement itself has taken', () => {
    const declaration = aDeclaration({
      places: { fosterCare: 1, supportedAccommodation: 0 },
      supports: [...Need.options],
    });
    for (const id of policyIds) {
      const under = policyNamed(id);
      const councils = councilsWith(1).map((one) => {
        if (one.code !== HAMPSHIRE) return one;
        return { ...one, declaration, caredFor: { ...one.caredFor, count: threshold(one, under) - 1 } };
      });
      const play = new Play(councils, under).receive().offer(HAMPSHIRE);
      play.do({ kind: 'answer', offerId: '1-1', answer: 'accept' }, duty(HAMPSHIRE));
      play.do({ kind: 'child-refused', note: 'Does not want to go.' }, duty(HAMPSHIRE));
      const said = [
        { what: 'no-room', because },
        { what: 'too-few-places', because },
      ] as const;
      expect(play.do(place(said), coordinator).kind).toBe('changed');
      expect(play.case.placement).toMatchObject({ council: HAMPSHIRE, how: 'placed-directly' });
      expect(play.case.placement?.overruled).toBeUndefined();
      expect(play.trail.find(({ type }) => type === 'place-directed.v1')?.data).not.toHaveProperty(
        'overruled',
      );
    }
  });

  test('and what is kept of one council is not kept of another that is responsible later', () => {
    const play = paused();
    play.do(
      place([
        { what: 'paused', because },
        { what: 'too-few-places', because },
      ]),
      coordinator,
    );
    play.do({ kind: 'arrange-transfer', moveOn: TODAY, socialWorker: SOCIAL_WORKER }, duty(HAMPSHIRE));
    play.do({ kind: 'complete-transfer', handedOverAt: play.now }, duty(HAMPSHIRE));
    expect(play.case.placement?.overruled).toHaveLength(2);
    play.do({ kind: 'move-care', to: LEEDS, on: TODAY }, coordinator);
    expect(play.case.placement).toMatchObject({ council: LEEDS, movedFrom: HAMPSHIRE });
    expect(play.case.placement?.overruled).toBeUndefined();
    expect(play.trail.some(({ type, data }) => type === 'place-directed.v1' && 'overruled' in data)).toBe(
      true,
    );
  });
});
