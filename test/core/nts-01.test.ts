/** Sheet NTS_01: as a person counts it, and as the trails of cases say that were lived. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { caseRecord } from '../../shared/core/figures/case-record.ts';
import { type Figures, figuresOf, noFigures, together } from '../../shared/core/figures/figures.ts';
import { monthsOf } from '../../shared/core/figures/happenings.ts';
import { lastDayOf, nts01 } from '../../shared/core/figures/nts-01.ts';
import { periodNamed, quarterOf } from '../../shared/core/figures/periods.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aReferral } from '../builders.ts';
import { runs } from '../how-much.ts';
import { aCommand, aDecision, aGroup, aimed, anActor, sensible } from './a-command.ts';
import { codeOf, placeWith } from './a-play.ts';
import {
  BELFAST,
  CARDIFF,
  coordinator,
  councilsWith,
  entry,
  HAMPSHIRE,
  KENT,
  LEEDS,
  Play,
} from './a-scheme.ts';

const quarter = (name: string) => {
  const found = periodNamed(name);
  if (found === undefined) throw new Error(`${name} is no quarter`);
  return found;
};

const figuresFrom = (trails: readonly (readonly AnyEvent[])[], months: readonly string[]): Figures => {
  const records = trails.flatMap((trail) => caseRecord(trail) ?? []);
  return together(months.map((month) => figuresOf(month, records)));
};

/** The lines of those of whom anything was counted: code, out, in, from port. */
const moved = (figures: Figures, name: string) =>
  nts01(figures, quarter(name))
    .filter((one) => one.out + one.in + one.inFromPort > 0)
    .map((one) => [one.code, one.out, one.in, one.inFromPort]);

describe('by hand', () => {
  type Facts = Parameters<typeof aReferral>[0];
  const placed = (council: string, handedOver: string, facts: Facts = {}) => {
    const play = new Play().receive(aReferral(facts));
    expect(codeOf(play.do(placeWith(council), coordinator))).toBe('changed');
    return play.arrange('2026-11-24').at(handedOver).handOver();
  };
  const twins = [1, 2].map((number) => ({ ...aReferral().children[0], number })) as never;

  /**
   * Six referrals of November and December 2026: Leeds takes one out of Kent's reception centre and two from the
   * port; Cardiff one out of Kent's care, and one whom Kent took into its care after she was referred; Belfast one on New Year's Day, which is another quarter.
   */
  const trails = () => {
    const late = new Play().receive(aReferral({ inCareOfAuthority: false }));
    const { referralId } = late.case;
    expect(
      codeOf(late.do({ kind: 'amend', data: { referralId, facts: { inCareOfAuthority: true } } }, entry)),
    ).toBe('changed');
    expect(codeOf(late.do(placeWith(CARDIFF), coordinator))).toBe('changed');
    late.arrange('2026-11-30').at('2026-11-30T12:00:00.000Z').handOver();
    const stays = new Play().receive().offer(HAMPSHIRE);
    return [
      placed(LEEDS, '2026-11-24T12:00:00.000Z', { inReception: true }),
      placed(LEEDS, '2026-12-31T23:30:00.000Z', { inCareOfAuthority: false, children: twins }),
      placed(CARDIFF, '2026-11-24T12:00:00.000Z'),
      late,
      placed(BELFAST, '2027-01-01T00:30:00.000Z'),
      stays,
    ].map(({ trail }) => trail);
  };

  test('the transfers of a quarter are those that a person counts', () => {
    const figures = figuresFrom(trails(), ['2026-10', '2026-11', '2026-12']);
    expect(moved(figures, '2026-q4')).toEqual([
      [KENT, 3, 0, 0],
      [CARDIFF, 0, 2, 0],
      [LEEDS, 0, 1, 2],
    ]);
    const next = figuresFrom(trails(), ['2027-01', '2027-02', '2027-03']);
    expect(moved(next, '2027-q1')).toEqual([
      [BELFAST, 0, 1, 0],
      [KENT, 1, 0, 0],
    ]);
  });
});

describe('whatever is done to cases', () => {
  const aLife = fc.record({
    policy: fc.constantFrom('nts-2025', 'nts-2026').map(policyNamed),
    children: aGroup,
    atPort: fc.boolean(),
    steps: fc.array(fc.record({ any: aCommand, decision: aDecision, pick: fc.nat({ max: 60 }) }), {
      minLength: 10,
      maxLength: 40,
      size: 'max',
    }),
  });

  /** Who was handed over, from the trail alone: out of whose care, and into whose. */
  const transfersOf = (trail: readonly AnyEvent[]) => {
    const at = trail.findIndex(({ type }) => type === 'transfer-completed.v1');
    const event = trail[at];
    if (event?.type !== 'transfer-completed.v1') return [];
    let [care, from, children] = [true, '', [] as readonly number[]];
    const out = new Set<number>();
    for (const [index, { type, data }] of trail.entries()) {
      if (type === 'referral-received.v2') from = data.facts.entryAuthority;
      if (type === 'referral-received.v2' || type === 'referral-amended.v2') {
        care = data.facts.inCareOfAuthority ?? care;
        if (index < at) children = data.facts.children?.map(({ number }) => number) ?? children;
      }
      if (index >= at) continue;
      if (type === 'child-turned-18.v1') out.add(data.child);
      if (type === 'age-decided.v1' && data.counts) out.delete(data.child);
      if (type === 'council-succeeded.v1' && data.parts.includes('entry-authority')) from = data.to;
    }
    const { council, handedOverAt } = event.data;
    return children
      .filter((number) => !out.has(number))
      .map(() => ({ on: londonDate(handedOverAt), to: council, ...(care ? { from } : {}) }));
  };

  test('the lines of each quarter are the handovers of the trails, and as many go out as come in', () => {
    let met = 0;
    fc.assert(
      fc.property(fc.array(aLife, { minLength: 1, maxLength: 3 }), (lives) => {
        const trails = lives.map(({ policy, children, atPort, steps }) => {
          const play = new Play(councilsWith(10), policy).receive(
            aReferral({ children, inCareOfAuthority: !atPort }),
          );
          for (const { any, decision, pick } of steps) {
            const command = pick % 5 === 0 ? aimed(play, any) : sensible(play, pick, decision);
            play.do(command, anActor(play, command));
          }
          return play.trail;
        });
        const transfers = trails.flatMap(transfersOf);
        met += transfers.length;
        const months = trails.flatMap((trail) => monthsOf(caseRecord(trail) as never));
        for (const { name, months: of } of new Set(months.map((month) => quarterOf(`${month}-01`)))) {
          const within = transfers.filter(({ on }) => of.includes(on.slice(0, 7)));
          const lines = nts01(figuresFrom(trails, of), quarter(name));
          for (const { code, out, in: into, inFromPort } of lines) {
            const came = within.filter(({ to }) => to === code);
            expect([out, into, inFromPort]).toEqual([
              within.filter(({ from }) => from === code).length,
              came.filter(({ from }) => from !== undefined).length,
              came.filter(({ from }) => from === undefined).length,
            ]);
          }
          const sum = (of: 'out' | 'in' | 'inFromPort') => lines.reduce((all, one) => all + one[of], 0);
          expect(sum('out')).toBe(sum('in'));
          expect(sum('in') + sum('inFromPort')).toBe(within.length);
        }
      }),
      { numRuns: runs(100) },
    );
    expect(met).toBeGreaterThan(0);
  });
});

describe('the lines', () => {
  test('have every authority that there was in the quarter once, also where nobody moved, by region and name', () => {
    const lines = nts01(noFigures, quarter('2026-q4'));
    expect(lines.map(({ code }) => code).toSorted()).toEqual(
      publishedCouncils()
        .map(({ code }) => code)
        .toSorted(),
    );
    expect(lines.every((one) => one.able && one.out + one.in + one.inFromPort === 0)).toBe(true);
    expect(lines[0]).toMatchObject({ region: 'East Midlands', name: 'Derby' });
    const order = lines.map(({ region, name }) => `${region}\n${name}`);
    expect(new Set(order).size).toBe(lines.length);
  });

  test('have an authority that ends with a quarter in it, and those that come after it in the next', () => {
    const [SURREY, EAST] = ['E10000030', 'E06999901'];
    const codes = (name: string) => nts01(noFigures, quarter(name)).map(({ code }) => code);
    expect([codes('2027-q1').includes(SURREY), codes('2027-q1').includes(EAST)]).toEqual([true, false]);
    expect([codes('2027-q2').includes(SURREY), codes('2027-q2').includes(EAST)]).toEqual([false, true]);
  });

  test('a district, which has no children’s services, is not able to take part; what is recorded of it still counts', () => {
    const norwich = 'E07000148';
    const figures: Figures = { ...noFigures, counts: { 'moved-in': { [norwich]: { care: 2, port: 1 } } } };
    expect(nts01(figures, quarter('2026-q4')).find(({ code }) => code === norwich)).toEqual({
      code: norwich,
      name: norwich,
      region: '',
      able: false,
      out: 0,
      in: 2,
      inFromPort: 1,
    });
  });

  test('a quarter ends on its last day', () => {
    expect(['2026-q1', '2026-q2', '2026-q3', '2026-q4'].map((name) => lastDayOf(quarter(name)))).toEqual([
      '2026-03-31',
      '2026-06-30',
      '2026-09-30',
      '2026-12-31',
    ]);
  });
});
