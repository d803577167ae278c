/** What the fairness bench found, as tables for a terminal, and each goal with whether it was met. */
import type { FairnessBench } from './fairness.ts';
import { table } from './measure.ts';

const goal = (words: string, met: boolean, figure: string): string =>
  `${met ? 'met' : 'MISSED'}: ${words}: ${figure}`;

export function fairnessWords({ children, rules, bounds, hindsight, scarce }: FairnessBench): string {
  const three = (value: number): string => value.toFixed(3);
  const two = (value: number): string => value.toFixed(2);
  const [plain, links] = rules;
  if (plain === undefined || links === undefined)
    throw new Error('The fairness bench measured no rule of ours.');
  const met = scarce.met / scarce.most;
  const further = plain.km / hindsight.km;
  return [
    `\nAllocation: ${children.toLocaleString('en-GB')} children of 2022 Q1 to 2023 Q3, room for all; furthest from a share at any prefix, in children`,
    table(
      ['', 'region', 'council in region', 'council in nation', 'Gini', 'km', 'links'],
      [
        ...rules.map((rule) => [
          rule.rule,
          two(rule.region),
          two(rule.councilInRegion),
          two(rule.council),
          three(rule.gini),
          rule.km.toFixed(1),
          rule.links,
        ]),
        [
          'HiGHS, in hindsight',
          '',
          '',
          two(hindsight.council),
          three(hindsight.gini),
          hindsight.km.toFixed(1),
          hindsight.links,
        ],
        ['Tijdeman’s bound', two(bounds.region), two(bounds.councilInRegion), '', '', '', ''],
      ],
    ),
    'Hindsight: councils as near as can be in the end; kilometres with everyone as near to its share as our rota kept them, at each quarter’s end.',
    `Links of some children alone put a region ${two(hindsight.forced)} children ahead of its share, whatever rule meets them.`,
    goal(
      'every prefix within the bound, turns alone',
      plain.region <= bounds.region && plain.councilInRegion <= bounds.councilInRegion,
      `${two(plain.region)} of ${two(bounds.region)} and ${two(plain.councilInRegion)} of ${two(bounds.councilInRegion)}`,
    ),
    goal('distance within 1.05 of the optimum', further <= 1.05, three(further)),
    goal(
      'links at least 99 % of the most, under the real thresholds',
      met >= 0.99,
      `${scarce.met} of ${scarce.most} (${(100 * met).toFixed(1)} %)`,
    ),
  ].join('\n');
}
