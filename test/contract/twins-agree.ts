import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import { caseStatuses } from '../../shared/core/case/case.ts';
import type { CaseChange } from '../../shared/core/case/change.ts';
import { type ListName, linesOf, listingOf } from '../../shared/core/case/lists.ts';
import type { CouncilChange } from '../../shared/core/council/change.ts';
import { aCase, aCaseChange, aDeclaration, anEntry } from '../builders.ts';
import { runs } from '../how-much.ts';
import { aCouncilWithRoomFor, all, policy, reference, type Stores, type StoresWith } from './fleet.ts';

const fleet = [
  aCouncilWithRoomFor(1),
  aCouncilWithRoomFor(2, { code: 'E06000046', declaration: aDeclaration() }),
  aCouncilWithRoomFor(3, { code: 'E08000035', region: 'E12000003' }),
];

const aPlace = fc.record({
  council: fc.nat(fleet.length - 1),
  held: fc.integer({ min: -1, max: 2 }),
  incoming: fc.integer({ min: -1, max: 1 }),
  netSince: fc.integer({ min: 0, max: 1 }),
  fosterCare: fc.integer({ min: -1, max: 3 }),
  mustFit: fc.boolean(),
  mustBeDeclared: fc.boolean(),
});
const aStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      subject: fc.nat(2),
      events: fc.integer({ min: 1, max: 2 }),
      late: fc.boolean(),
      places: fc.array(aPlace, { maxLength: 2 }),
      tick: fc.option(fc.nat(1), { nil: undefined }),
      replace: fc.option(fc.constantFrom('national', 'E12000008'), { nil: undefined }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('declare' as const),
      council: fc.nat(fleet.length - 1),
      late: fc.boolean(),
      places: fc.nat(3),
      count: fc.option(fc.nat(110), { nil: undefined }),
      ceilingBy: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), which: fc.nat(40) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('recount' as const), council: fc.nat(fleet.length - 1) }),
  },
);
type Step<Kind> = Extract<typeof aStep extends fc.Arbitrary<infer S> ? S : never, { do: Kind }>;

/** A decision on the strength of what one twin says now, or of what it said before its last commit. */
async function deciding({ cases, councils }: Stores, step: Step<'decide'>, at: number): Promise<CaseChange> {
  const id = reference(step.subject);
  const now = await cases.read(id);
  const seen = Math.max(0, (now?.version ?? 0) - Number(step.late));
  const { national, regions } = await councils.view();
  const events = Array.from({ length: step.events }, (_, index) =>
    anEntry('case-paused.v1', { subject: id, number: seen + 1 + index, cause: `step ${at}` }),
  );
  const due = `2026-12-${String(1 + (at % 28)).padStart(2, '0')}T17:00:00.000Z`;
  const { replace, tick } = step;
  return aCaseChange({
    seen,
    was: now === undefined ? {} : listingOf(linesOf(now)),
    case: aCase({
      id,
      status: caseStatuses[at % caseStatuses.length] ?? 'held',
      version: seen + step.events,
      nextDueAt: due,
      needs: { party: at % 2 ? { kind: 'coordinators' } : { kind: 'system' }, by: due, what: 'test' },
    }),
    events,
    places: step.places.map(({ council, fosterCare, ...place }) => ({
      ...place,
      ...(place.netSince === 0 ? {} : { moved: { [due.slice(0, 10)]: place.netSince } }),
      offered: 0,
      council: fleet[council]?.code ?? '',
      region: fleet[council]?.region ?? '',
      used: { fosterCare, supportedAccommodation: 0 },
    })),
    rota: [
      ...(tick === undefined
        ? []
        : [{ kind: 'tick', scope: 'national', seen: Math.max(0, national.turn - tick) } as const]),
      ...(replace === undefined
        ? []
        : [
            {
              kind: 'replace',
              scope: replace,
              seen: (replace === 'national' ? national : regions[replace])?.version ?? 0,
              state: { ...emptyRota, virtualTime: at / 7 },
            } as const,
          ]),
    ],
  });
}

async function declaring({ councils }: Stores, step: Step<'declare'>, at: number): Promise<CouncilChange> {
  const { code = '' } = fleet[step.council] ?? {};
  const now = (await councils.read(code))?.trail.number ?? 0;
  const seen = Math.max(0, now - Number(step.late));
  return {
    code,
    seen,
    event: anEntry('capacity-declared.v1', { subject: code, number: seen + 1, cause: `step ${at}` }),
    declaration: aDeclaration({
      places: { fosterCare: step.places, supportedAccommodation: 0 },
      ...(step.ceilingBy === undefined ? {} : { volunteersUpTo: 100 + step.places }),
    }),
    ...(step.ceilingBy === undefined ? {} : { ceilingBy: step.ceilingBy }),
    ...(step.count === undefined
      ? {}
      : { caredFor: { count: step.count, asAt: '2026-11-23', source: 'declared' as const } }),
    reminders: { sinceDeclaration: 0 },
  };
}

const lists: readonly ListName[] = [
  'all',
  'open:E10000016',
  'over:E10000016',
  ...caseStatuses.map((status) => `status:${status}` as const),
];

/** Everything that can be asked of the two stores. */
const everything = async ({ cases, councils }: Stores): Promise<unknown> => ({
  view: await councils.view(),
  cases: await Promise.all(
    [0, 1, 2].map(async (index) => [await cases.read(reference(index)), await cases.trail(reference(index))]),
  ),
  trails: await Promise.all(fleet.map(({ code }) => councils.trail(code))),
  open: await all(cases.open()),
  lists: await Promise.all(lists.map(async (list) => [list, await all(cases.listed(list))])),
  coordinators: await all(cases.neededBy('coordinators')),
  system: await all(cases.neededBy('system')),
});

/** Whatever is done to both, in whatever order, stale or twice: they answer alike and hold the same. */
export const twinsAgree = (one: StoresWith, other: StoresWith): void => {
  test('the twins answer alike and end alike, whatever is done to them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 30 }), async (steps) => {
        const twins = [await one(), await other()] as const;
        for (const { councils } of twins) await councils.seed(fleet, policy);
        const done: ((stores: Stores) => Promise<unknown>)[] = [];
        for (const [at, step] of steps.entries()) {
          let act: (stores: Stores) => Promise<unknown>;
          if (step.do === 'decide') {
            const change = await deciding(twins[0], step, at);
            act = ({ cases }) => cases.commit(change);
          } else if (step.do === 'declare') {
            const change = await declaring(twins[0], step, at);
            act = ({ councils }) => councils.commit(change);
          } else if (step.do === 'recount') {
            const { code = '' } = fleet[step.council] ?? {};
            act = ({ councils }) =>
              councils.recount(code, { threshold: { perMillion: 1000, rounding: 'down' } });
          } else {
            const again = done[step.which % Math.max(1, done.length)];
            if (!again) continue;
            act = again;
          }
          done.push(act);
          expect(await act(twins[1])).toEqual(await act(twins[0]));
        }
        expect(await everything(twins[1])).toEqual(await everything(twins[0]));
      }),
      { numRuns: runs(12) },
    );
  });
};
