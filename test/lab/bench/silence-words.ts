/** The rules about silence side by side, over seeds, as tables for a terminal, and each goal with whether it was met. */
import { table } from './measure.ts';
import { playSilence, type SilencePlay } from './silence.ts';
import { silenceRules } from './silence-rules.ts';
import { scenarios, slowCouncils } from './silence-scenarios.ts';

/** One rule in one scenario, over all seeds. */
export interface SilenceFound {
  readonly scenario: string;
  readonly rule: string;
  readonly seeds: number;
  readonly children: number;
  /** Part of the children who lost a working day or more. */
  readonly lostADay: number;
  readonly meanLost: number;
  readonly worst: number;
  /** Times that a council which answers was taken for silent, for each council; how long, and what part of the time that is. */
  readonly alarmsEach: number;
  readonly meanAlarm: number;
  readonly longestAlarm: number;
  readonly partOfTime: number;
  readonly inARow: number;
  readonly ofThree: number;
  readonly firstWhileSilent: number;
  readonly owed: number;
}

const sum = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0);
const mean = (of: readonly number[]): number => (of.length === 0 ? 0 : sum(of) / of.length);
const most = (of: readonly number[]): number => of.reduce((a, b) => Math.max(a, b), 0);

function found(scenario: string, rule: string, plays: readonly SilencePlay[]): SilenceFound {
  const lost = plays.flatMap((play) => play.lost);
  const alarms = plays.flatMap(({ falseAlarms }) => falseAlarms);
  const answering = sum(plays.map((play) => play.answering));
  return {
    scenario,
    rule,
    seeds: plays.length,
    children: lost.length,
    lostADay: lost.filter((days) => days > 0).length / lost.length,
    meanLost: mean(lost),
    worst: most(lost),
    alarmsEach: alarms.length / answering,
    meanAlarm: mean(alarms),
    longestAlarm: most(alarms),
    partOfTime: sum(alarms) / sum(plays.map((play) => play.answering * play.days)),
    inARow: most(plays.map((play) => play.inARow)),
    ofThree: most(plays.map((play) => play.ofThree)),
    firstWhileSilent: sum(plays.map((play) => play.firstWhileSilent)),
    owed: mean(plays.map((play) => play.owed)),
  };
}

/** Every rule in every scenario, as far as they are asked for, over so many seeds of so many children. */
export const silenceBench = (
  { seeds, children }: { readonly seeds: number; readonly children: number },
  progress: (scenario: string) => void,
  asked: (scenario: string, rule: string) => boolean = () => true,
): readonly SilenceFound[] =>
  scenarios.flatMap(({ name, of }) => {
    const rules = silenceRules.filter((rule) => asked(name, rule.name));
    if (rules.length > 0) progress(name);
    return rules.map((rule) =>
      found(
        name,
        rule.name,
        Array.from({ length: seeds }, (_, at) => playSilence(rule, of(at + 1), children, at + 1)),
      ),
    );
  });

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

const SLOW = '10 % answer just after the deadline';

/** What the rule of nts-2026 has to keep to, by scenario. */
const goals = (rows: readonly SilenceFound[]): readonly string[] => {
  const ours = rows.filter(({ rule }) => rule === 'nts-2026');
  const today = new Map(
    rows.filter(({ rule }) => rule.startsWith('as today')).map((row) => [row.scenario, row]),
  );
  const goal = (words: string, misses: readonly string[]): string =>
    misses.length === 0 ? `met: ${words}` : `MISSED: ${words}: ${misses.join('; ')}`;
  const over = (share: string, part: number, worst: number) =>
    ours
      .filter(
        (row) => row.scenario.startsWith(`${share} % silent`) && (row.lostADay > part || row.worst > worst),
      )
      .map((row) => `${row.scenario}, ${percent(row.lostADay)}, worst ${row.worst}`);
  return [
    goal('10 % silent: at most 2 % of the children lose a day', over('10', 0.02, Number.POSITIVE_INFINITY)),
    goal('20 % silent: at most 4 %, worst 1', over('20', 0.04, 1)),
    goal(
      'whoever answers just after the deadline costs at most three children, once: two to know it, and one on the way meanwhile',
      ours
        .filter(({ scenario }) => scenario.startsWith(SLOW))
        .map(({ lostADay, children, seeds }) => (lostADay * children) / (slowCouncils * seeds))
        .filter((each) => each > 3)
        .map((each) => `${each.toFixed(1)} children each`),
    ),
    goal(
      'slow, late, second contact: no worse than today, by more than a child in a hundred',
      ours
        .filter(({ scenario, lostADay }) => lostADay > (today.get(scenario)?.lostADay ?? 0) + 0.01)
        .map((row) => `${row.scenario}, ${percent(row.lostADay)}`),
    ),
    goal(
      'whoever woke takes at most 2 in a row until it is inside the window again',
      ours.filter(({ inARow }) => inARow > 2).map((row) => `${row.scenario}, ${row.inARow}`),
    ),
    goal(
      'nobody is first while known not to answer, when another could be',
      ours.filter((row) => row.firstWhileSilent > 0).map((row) => `${row.scenario}, ${row.firstWhileSilent}`),
    ),
  ];
};

export function silenceWords(rows: readonly SilenceFound[]): string {
  const [first] = rows;
  const cells = rows.map((row, at): readonly (string | number)[] => [
    rows[at - 1]?.scenario === row.scenario ? '' : row.scenario,
    row.rule,
    percent(row.lostADay),
    row.meanLost.toFixed(2),
    String(row.worst),
    row.inARow === 0 ? '' : `${row.inARow}, ${row.ofThree}`,
    row.owed === 0 ? '' : row.owed.toFixed(0),
    row.alarmsEach === 0 ? '' : row.alarmsEach.toFixed(2),
    row.alarmsEach === 0 ? '' : `${row.meanAlarm.toFixed(1)} (${row.longestAlarm.toFixed(0)})`,
    row.alarmsEach === 0 ? '' : percent(row.partOfTime),
  ]);
  return [
    `\nSilence: what ${(first?.children ?? 0).toLocaleString('en-GB')} children lose to it in each scenario, rule by rule; everybody else says yes at once`,
    table(
      [
        'councils',
        'rule',
        'lose a day',
        'mean days',
        'worst',
        'in a row, of 3',
        'owed',
        'false alarms each',
        'days (longest)',
        'of the time',
      ],
      cells,
    ),
    'In a row, of 3: children of their region that those who woke took while they were owed more than the window. Owed: children that the silent owe at the end. False alarms: a council that answers is taken for silent.',
    ...goals(rows),
  ].join('\n');
}
