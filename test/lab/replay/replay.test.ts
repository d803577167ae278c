import { expect, test, vi } from 'vitest';
import { publishedCouncils } from '../../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { portion } from '../../how-much.ts';
import { mannerOf } from './answers.ts';
import { arrivals } from './arrivals.ts';
import { assumptions } from './assumptions.ts';
import { furthestFromShare, proportionalSpread, reallyTook, spreadOf, tookFrom } from './figures.ts';
import { areaOf, areas, inCareOn, KENT, quarters } from './past.ts';
import { replay } from './replay.ts';
import { waitsOf } from './waits.ts';

/** Seconds on a free machine; minutes on one that is shared. */
vi.setConfig({ testTimeout: 240_000 });

const lastQuarters = quarters.slice(portion(-1, -2));
const from = lastQuarters[0]?.start ?? '';
const seed = 5;
const of = (times = 1) => arrivals({ seed, times, of: lastQuarters });
const played = (policy: string, extra: Partial<Parameters<typeof replay>[0]> = {}) =>
  replay({ policy: policyNamed(policy), referrals: of(), seed, assumptions, from, ...extra });
/** As it happened, under each policy once: several tests look at it. */
const replays = new Map<string, ReturnType<typeof replay>>();
const asItHappened = (policy: string): ReturnType<typeof replay> => {
  const found = replays.get(policy) ?? played(policy);
  replays.set(policy, found);
  return found;
};
const childrenIn = (referrals: ReturnType<typeof of>) =>
  referrals.reduce((sum, { facts }) => sum + facts.children.length, 0);

test('the published transfers add up to the Home Office’s own totals', () => {
  const by = (year: string) =>
    quarters
      .filter(({ label }) => label.startsWith(year))
      .reduce((sum, quarter) => sum + [...quarter.in.values()].reduce((all, one) => all + one, 0), 0);
  expect(
    ['2016', '2017', '2018', '2019', '2020', '2021', '2022'].map((year) => Math.round(by(year))),
  ).toEqual([231, 403, 251, 100, 531, 1276, 3165]);
  expect(Math.round([...(quarters.at(-1)?.in.values() ?? [])].reduce((all, one) => all + one, 0))).toBe(1240);
  for (const quarter of quarters) {
    const came = [...quarter.in.values()].reduce((all, one) => all + one, 0);
    const left = [...quarter.out.values()].reduce((all, one) => all + one, 0);
    expect(came).toBeCloseTo(left + quarter.fromPorts, 6);
  }
});

test('the spread that happened is 0.305, and 0.007 in proportion to the children who live there', () => {
  expect(spreadOf(reallyTook).gini.toFixed(3)).toBe('0.305');
  expect(proportionalSpread().gini.toFixed(3)).toBe('0.007');
  expect(spreadOf(reallyTook).giniOfAll.toFixed(3)).toBe('0.346');
});

test('counts of the past are the published ones on their day, and lie between them in between', () => {
  expect(inCareOn(KENT, '2016-03-31')).toBe(868);
  expect(inCareOn(KENT, '2025-03-31')).toBe(451);
  const [spring, summer, next] = ['2022-03-31', '2022-09-30', '2023-03-31'].map(
    (day) => inCareOn(KENT, day) ?? 0,
  );
  expect(summer).toBeCloseTo(((spring ?? 0) + (next ?? 0)) / 2, 0);
  expect(inCareOn('S12000033', '2022-03-31')).toBeNull();
  expect(furthestFromShare(policyNamed('nts-2025'))).toBeGreaterThan(100);
});

test('how far a region was from its share is one measure, of the past and of a replay', () => {
  const policy = policyNamed('nts-2025');
  // The past as if it had been replayed: the same children, taken by the same councils in the same quarters.
  const [referral] = of();
  if (referral === undefined) throw new Error('nobody was referred');
  const outcomes = quarters.flatMap((quarter) =>
    [...quarter.in].map(([council, children]) => ({
      referral,
      children,
      council,
      because: 'turn' as const,
      acceptedOn: quarter.end,
      movedOn: quarter.end,
      offers: 1,
      unanswered: 0,
    })),
  );
  const past = { policy, outcomes, waiting: 0, turned18: 0, months: [], decisions: 0 };
  expect(furthestFromShare(policy, past)).toBeCloseTo(furthestFromShare(policy), 6);
  expect(furthestFromShare(policy, { ...past, outcomes: outcomes.slice(0, 1) })).toBeLessThan(5);
});

test('as many children are referred as really were, each by its real sender in its real quarter', () => {
  const all = arrivals({ seed });
  expect(childrenIn(all)).toBe(8334);
  for (const [at, { start, end, out, fromPorts }] of quarters.entries()) {
    const those = all.filter(({ quarter }) => quarter === at);
    expect(those.every(({ facts }) => facts.referredOn >= start && facts.referredOn <= end)).toBe(true);
    expect(childrenIn(those.filter(({ facts }) => !facts.inCareOfAuthority))).toBe(fromPorts);
    for (const [sender, children] of out)
      expect(
        childrenIn(those.filter(({ facts }) => facts.inCareOfAuthority && facts.entryAuthority === sender)),
      ).toBe(children);
  }
});

test.each(['nts-2016', 'nts-2022', 'nts-2025'])(
  '%s: every child is placed, waits, or has turned 18',
  (policy) => {
    const { outcomes, waiting, turned18, months } = asItHappened(policy);
    const placed = outcomes.reduce((sum, { children }) => sum + children, 0);
    expect(placed + waiting + turned18).toBe(childrenIn(of()));
    expect(placed).toBeGreaterThan(500);
    expect(new Set(outcomes.map(({ referral }) => referral.number)).size).toBe(outcomes.length);
    for (const { arrived, placed: sofar } of months) expect(sofar).toBeLessThanOrEqual(arrived);
  },
);

test('no council ends a month with more children than its threshold because of whom it was sent', () => {
  const { months } = played('nts-2025', { times: 3, referrals: of(3) });
  // Whoever was moved there in time stays when other children come to the council itself.
  for (const { councils } of months)
    for (const [code, { threshold, own, moved }] of councils)
      if (own === null || own <= 0) expect(moved, areaOf.get(code)?.name).toBeLessThanOrEqual(threshold);
  expect(months.at(-1)?.councils.size).toBe(areas.length);
});

test('nobody goes where they came from, and nobody is moved before they are accepted', () => {
  for (const { referral, council, acceptedOn, movedOn } of asItHappened('nts-2025').outcomes) {
    expect(council).not.toBe(referral.facts.entryAuthority);
    expect(acceptedOn >= referral.facts.referredOn && movedOn > acceptedOn).toBe(true);
  }
});

test('the same seed plays the same, another seed does not', () => {
  const trace = (seedOf: number) =>
    replay({
      policy: policyNamed('nts-2025'),
      referrals: arrivals({ seed: seedOf, of: lastQuarters }),
      seed: seedOf,
      assumptions,
      from,
    }).outcomes.map(({ referral, council, acceptedOn }) => [referral.number, council, acceptedOn]);
  const once = asItHappened('nts-2025').outcomes.map(({ referral, council, acceptedOn }) => [
    referral.number,
    council,
    acceptedOn,
  ]);
  expect(trace(seed)).toEqual(once);
  expect(trace(seed + 1)).not.toEqual(once);
});

test('what is altered bites: a closed council takes nobody, a lower threshold fewer, the population weights are even', () => {
  const hampshire = 'E10000014';
  const base = asItHappened('nts-2025');
  expect(tookFrom(base, from)(hampshire)).toBeGreaterThan(0);
  const closed = played('nts-2025', { closing: [{ council: hampshire, year: 2023 }] });
  expect(tookFrom(closed, from)(hampshire)).toBe(0);
  const policy = policyNamed('nts-2025');
  const lower = played('nts-2025', {
    policy: { ...policy, threshold: { perMillion: 300, rounding: 'down' } },
  });
  expect(lower.waiting + lower.turned18).toBeGreaterThan(base.waiting + base.turned18);
  const byChildren: Record<string, number> = {};
  for (const { region, children } of areas) byChildren[region] = (byChildren[region] ?? 0) + children;
  const even = played('nts-2025', {
    policy: { ...policy, councilWeight: 'child-population', regionWeights: byChildren },
  });
  expect(spreadOf(tookFrom(even, from)).gini).toBeLessThan(spreadOf(tookFrom(base, from)).gini);
});

test('with councils that are silent or decline for good, nts-2026 gives back what they cost the children', () => {
  const councils = { silent: 0.1, slow: 0, declining: 0.05 };
  const extra = { assumptions: { ...assumptions, councils } };
  const [before, now] = ['nts-2025', 'nts-2026'].map((policy) => played(policy, extra));
  if (before === undefined || now === undefined) throw new Error('nothing was replayed');
  const [waited, waits] = [waitsOf(before), waitsOf(now)];
  expect(waited.forSilence).toBeGreaterThan(2 * waits.forSilence);
  expect(waits.inTime).toBeGreaterThan(waited.inTime);
  expect(waits.offersEach).toBeLessThan(waited.offersEach);
  const are = (manner: string) =>
    publishedCouncils().filter(({ code }) => mannerOf({ seed, ...extra }, code) === manner);
  expect([are('silent').length, are('declining').length].every((count) => count > 5)).toBe(true);
  const took = new Set([...before.outcomes, ...now.outcomes].map(({ council }) => council));
  for (const { code } of [...are('silent'), ...are('declining')]) expect(took).not.toContain(code);
});
