/** What a coordinator overrules by placing directly: everything for which the check would not ask the council, each with its own reason. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Overruling, overruleReasons } from '../../events/place-directed.v1.ts';
import { Need } from '../../events/referral.ts';
import { asked, standings } from '../../shared/core/allocation/candidates.ts';
import type { PassedOverCode } from '../../shared/core/allocation/decision.ts';
import { speaksAgainst } from '../../shared/core/case/speaks-against.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { policyIds, policyNamed } from '../../shared/core/policies.ts';
import { aCase, aChild, aCouncil, aDeclaration, anOffer, aReferral } from '../builders.ts';
import { coordinator, councilsWith, HAMPSHIRE, Play } from './a-scheme.ts';

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

  const isSaidBy: Readonly<Partial<Record<PassedOverCode, Overruling['what']>>> = {
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
});
