/** The figures' own way of counting, over the transfers of the past as they are replayed: every quarter of it equals the replay's own books, to the child. */
import { expect, test, vi } from 'vitest';
import type { AnyEvent } from '../../../events/catalogue.ts';
import { appendTo, noHash } from '../../../shared/core/audit-trail.ts';
import { instantAt } from '../../../shared/core/calendar/working-days.ts';
import { caseRecord } from '../../../shared/core/figures/case-record.ts';
import {
  countOf,
  type Figures,
  figuresOf,
  spreadOf,
  together,
} from '../../../shared/core/figures/figures.ts';
import { monthsOf } from '../../../shared/core/figures/happenings.ts';
import { nts01 } from '../../../shared/core/figures/nts-01.ts';
import { type Period, quarterOf } from '../../../shared/core/figures/periods.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { portion } from '../../how-much.ts';
import { arrivals } from './arrivals.ts';
import { assumptions } from './assumptions.ts';
import { quarters } from './past.ts';
import { replay } from './replay.ts';
import type { Outcome } from './replayed.ts';

/** Seconds on a free machine; minutes on one that is shared. */
vi.setConfig({ testTimeout: 600_000 });

const NOON = '12:00';
const policy = policyNamed('nts-2025');
const those = quarters.slice(portion(-1, -quarters.length));
const from = those[0]?.start ?? '';
const replayed = replay({ policy, referrals: arrivals({ seed: 5, of: those }), seed: 5, assumptions, from });

/**
 * The smallest trail that says what the replay knows of a referral: when it came, who took the children, and when they moved. The replay keeps no
 * trails itself, but what became of each referral. Children who turned 18 before somebody took them are left out, as they are there.
 */
function trailOf({ referral, council, children, acceptedOn, movedOn }: Outcome): readonly AnyEvent[] {
  const id = `00000000-0000-4000-8000-${String(referral.number).padStart(12, '0')}`;
  const subject = `NTS-${String(referral.number)
    .padStart(8, '0')
    .replace(/(?=.{4}$)/, '-')}`;
  const stamp = { actor: { kind: 'system', name: 'replay' }, policy: policy.id, cause: 'replay' } as const;
  const facts = { ...referral.facts, children: referral.facts.children.slice(0, children) };
  const said = [
    [
      referral.facts.referredOn,
      { type: 'referral-received.v2', data: { referralId: id, channel: 'queue', facts } },
    ],
    [
      acceptedOn,
      {
        type: 'place-accepted.v1',
        data: {
          council,
          places: children,
          how: 'accepted',
          arrangeBy: instantAt(movedOn, NOON),
          moveBy: movedOn,
        },
      },
    ],
    [movedOn, { type: 'transfer-completed.v1', data: { council, handedOverAt: instantAt(movedOn, NOON) } }],
  ] as const;
  let head = { subject, number: 0, hash: noHash };
  return said.flatMap(([on, draft]) => {
    const events = appendTo(head, [draft], { ...stamp, at: instantAt(on, NOON) });
    head = { subject, number: head.number + 1, hash: events.at(-1)?.trail?.hash ?? '' };
    return events;
  });
}

const records = replayed.outcomes.flatMap((outcome) => caseRecord(trailOf(outcome)) ?? []);
const months = [...new Set(records.flatMap(monthsOf))].toSorted();
const byMonth = new Map(
  months.map((month) => [
    month,
    figuresOf(
      month,
      records.filter((one) => monthsOf(one).includes(month)),
    ),
  ]),
);
const figuresIn = ({ months: its }: Period): Figures =>
  together(its.flatMap((month) => byMonth.get(month) ?? []));
const periods = [
  ...new Map(months.map((month) => quarterOf(`${month}-01`)).map((one) => [one.name, one])).values(),
];

/** Children of outcomes, by a code. */
const children = (
  outcomes: readonly Outcome[],
  of: (outcome: Outcome) => string,
): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const outcome of outcomes) sums.set(of(outcome), (sums.get(of(outcome)) ?? 0) + outcome.children);
  return sums;
};

test('NTS_01 of every quarter equals the replay’s own book of it, council by council', () => {
  expect(records).toHaveLength(replayed.outcomes.length);
  expect(periods.length).toBeGreaterThanOrEqual(those.length);
  let counted = 0;
  for (const period of periods) {
    const moved = replayed.outcomes.filter(({ movedOn }) => period.months.includes(movedOn.slice(0, 7)));
    const isPort = ({ referral }: Outcome) => referral.facts.inCareOfAuthority === false;
    const into = children(
      moved.filter((one) => !isPort(one)),
      ({ council }) => council,
    );
    const fromPort = children(moved.filter(isPort), ({ council }) => council);
    const out = children(
      moved.filter((one) => !isPort(one)),
      ({ referral }) => referral.facts.entryAuthority,
    );
    const rows = nts01(figuresIn(period), period);
    for (const row of rows)
      expect([period.name, row.code, row.out, row.in, row.inFromPort]).toEqual([
        period.name,
        row.code,
        out.get(row.code) ?? 0,
        into.get(row.code) ?? 0,
        fromPort.get(row.code) ?? 0,
      ]);
    const all = rows.reduce((sum, row) => sum + row.in + row.inFromPort, 0);
    expect(all).toBe(moved.reduce((sum, one) => sum + one.children, 0));
    counted += all;
  }
  expect(counted).toBe(replayed.outcomes.reduce((sum, one) => sum + one.children, 0));
});

test('as many children were taken by the end of each month as the replay had placed by then', () => {
  let taken = 0;
  for (const { month, placed } of replayed.months) {
    taken += countOf(byMonth.get(month) ?? figuresOf(month, []), 'accepted');
    expect([month, taken]).toEqual([month, placed]);
  }
});

test('the days that children waited are those between the replay’s own days', () => {
  for (const period of periods) {
    const days = replayed.outcomes
      .filter(({ movedOn }) => period.months.includes(movedOn.slice(0, 7)))
      .flatMap(({ referral, movedOn, children: many }) =>
        Array.from(
          { length: many },
          () => (Date.parse(movedOn) - Date.parse(referral.facts.referredOn)) / 86_400_000,
        ),
      );
    const spread = spreadOf(figuresIn(period), 'days');
    expect(spread?.n ?? 0).toBe(days.length);
    expect(spread?.longest ?? 0).toBe(Math.max(0, ...days));
    expect((spread?.mean ?? 0) * days.length).toBeCloseTo(
      days.reduce((sum, one) => sum + one, 0),
      6,
    );
  }
});
