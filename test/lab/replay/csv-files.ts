/** The figures as files, for those who want to calculate on. */

import { kilometres } from './distance.ts';
import { tookFrom } from './figures.ts';
import { areas, quarters } from './past.ts';
import type { Story } from './story.ts';

type Cell = string | number;

const cell = (value: Cell): string => {
  const text =
    typeof value === 'number' && !Number.isInteger(value)
      ? String(Math.round(value * 1e6) / 1e6)
      : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csv = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [head, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');

const councils = ({ policies }: Story): string => {
  const took = policies.map(({ replayed }) => tookFrom(replayed, ''));
  const really = (code: string) => quarters.reduce((sum, quarter) => sum + (quarter.in.get(code) ?? 0), 0);
  return csv(
    ['code', 'name', 'region', 'children', 'happened', ...policies.map(({ policy }) => policy.id)],
    areas.map(({ code, name, regionName, children }) => [
      code,
      name,
      regionName,
      children,
      really(code),
      ...took.map((of) => of(code)),
    ]),
  );
};

const months = ({ policies }: Story): string =>
  csv(
    [
      'policy',
      'month',
      'arrived',
      'placed',
      'waiting',
      'waiting_in_kent',
      'furthest_region',
      'furthest_council',
    ],
    policies.flatMap(({ policy, replayed }) =>
      replayed.months.map((month) => [
        policy.id,
        month.month,
        month.arrived,
        month.placed,
        month.waiting,
        month.waitingInKent,
        month.furthestRegion,
        month.furthestCouncil,
      ]),
    ),
  );

const placements = ({ policies }: Story): string =>
  csv(
    [
      'policy',
      'referral',
      'children',
      'from',
      'to',
      'because',
      'referred_on',
      'accepted_on',
      'moved_on',
      'offers',
      'km',
    ],
    policies.flatMap(({ policy, replayed }) =>
      replayed.outcomes.map(({ referral, children, council, because, acceptedOn, movedOn, offers }) => [
        policy.id,
        referral.number,
        children,
        referral.facts.entryAuthority,
        council,
        because,
        referral.facts.referredOn,
        acceptedOn,
        movedOn,
        offers,
        Math.round(kilometres(referral.facts.entryAuthority, council)),
      ]),
    ),
  );

const figures = ({ policies, past }: Story): string =>
  csv(
    ['figure', 'happened', ...policies.map(({ policy }) => policy.id)],
    [
      ['gini_receiving', past.spread.gini, ...policies.map(({ spread }) => spread.gini)],
      ['theil_receiving', past.spread.theil, ...policies.map(({ spread }) => spread.theil)],
      ['gini_all', past.spread.giniOfAll, ...policies.map(({ spread }) => spread.giniOfAll)],
      ['gini_in_care', past.care.gini, ...policies.map(({ care }) => care.gini)],
      ['within_threshold', past.care.within, ...policies.map(({ care }) => care.within)],
      ['furthest_region', past.furthestRegion, ...policies.map(({ furthestRegion }) => furthestRegion)],
      ['furthest_council', '', ...policies.map(({ furthest }) => furthest.council)],
      ['km', past.km.byChance, ...policies.map(({ beside }) => beside.km.each)],
      ['km_hindsight', past.km.least, ...policies.map(({ beside }) => beside.km.least)],
      ['links_met', '', ...policies.map(({ beside }) => beside.links.met)],
      ['links_hindsight', '', ...policies.map(({ beside }) => beside.links.most)],
      ['median_working_days_to_yes', '', ...policies.map(({ waits }) => waits.median)],
      ['waited_for_silence', '', ...policies.map(({ waits }) => waits.forSilence)],
      ['moved_in_time', '', ...policies.map(({ waits }) => waits.inTime)],
      ['placed', 8334, ...policies.map(({ placed }) => placed)],
    ],
  );

/** File name and content of each. */
export const csvFiles = (story: Story): ReadonlyMap<string, string> =>
  new Map([
    ['figures.csv', figures(story)],
    ['councils.csv', councils(story)],
    ['months.csv', months(story)],
    ['placements.csv', placements(story)],
  ]);
