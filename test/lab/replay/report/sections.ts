/** The sections under the first page: one plot each, with its table below it. */
import { MEASURED_FROM, reallyTook, receiving, tookFrom } from '../figures.ts';
import { areas } from '../past.ts';
import { lorenzCurve } from '../spread.ts';
import type { Story } from '../story.ts';
import { figure, folded, paragraph, percent, section, table } from './html.ts';
import { fairness, kent, waits } from './over-time.ts';
import { bars, lorenz } from './plots.ts';

const spread = ({ policies, past, mostEven }: Story): string => {
  const curves = [
    { name: 'What happened', points: lorenzCurve(receiving(reallyTook)) },
    ...policies.map(({ policy, replayed }) => ({
      name: `${policy.id} replayed`,
      points: lorenzCurve(receiving(tookFrom(replayed, MEASURED_FROM))),
    })),
  ];
  const parts = [0.1, 0.25, 0.5, 0.75, 0.9];
  const at = (points: readonly (readonly [number, number])[], part: number): number => {
    const next = points.findIndex(([x]) => x >= part);
    const [[x0, y0], [x1, y1]] = [points[next - 1] ?? [0, 0], points[next] ?? [1, 1]];
    return x1 === x0 ? y1 : y0 + ((y1 - y0) * (part - x0)) / (x1 - x0);
  };
  return section(
    'spread',
    'How evenly the children were shared',
    paragraph(
      `The nearer a line keeps to the grey one, the more evenly the children were shared. It counts children transferred from January 2022 to September 2023 to the 202 authorities of Great Britain that should receive them: Kent, Croydon and Hillingdon, which send most, are left out, and so is Northern Ireland, which took one child in a thousand. There the spread that happened is ${figure(past.spread.gini, 3)}, and whole children shared by population alone give ${figure(past.proportional.gini, 3)}.`,
    ),
    paragraph(
      `A policy that asks those less who already care for many cannot follow the grey line, and does not try to: it evens out care, not transfers.${mostEven === undefined ? '' : ` Nor could anybody come near it within the thresholds: over all 212 authorities, with everything known beforehand, the lowest spread by population alone is ${figure(mostEven.gini, 2)}, because some councils are full of children who came to them directly.`}`,
    ),
    lorenz(
      {
        id: 'lorenz',
        title:
          'Transferred children against the children who live there, from the least asked council to the most',
        says: `Lorenz curves. Half of the child population took ${curves.map(({ name, points }) => `${percent(at(points, 0.5))} of the children (${name})`).join(', ')}. Perfectly even would be 50 %.`,
      },
      curves,
    ),
    folded(
      'The figures of this plot',
      table(
        'Part of the transferred children that went to the least asked part of the population',
        ['Part of the population', ...curves.map(({ name }) => name)],
        parts.map((part) => [percent(part), ...curves.map(({ points }) => percent(at(points, part), 1))]),
      ),
    ),
  );
};

const regions = ({ policies, past }: Story): string => {
  const last = policies.at(-1);
  const names = [
    'What happened',
    ...policies.map(({ policy }) => `${policy.id} replayed`),
    `Share under ${last?.policy.id}`,
  ];
  const weights = last?.policy.regionWeights ?? {};
  const all = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const total = (took: ReadonlyMap<string, number>) => [...took.values()].reduce((sum, one) => sum + one, 0);
  const codes = [...new Map(areas.map(({ region, regionName }) => [region, regionName]))].sort(
    ([a], [b]) => (weights[b] ?? 0) - (weights[a] ?? 0),
  );
  const parts = codes.map(([code, name]) => ({
    of: name,
    values: [
      (past.regions.get(code) ?? 0) / total(past.regions),
      ...policies.map(({ regions: took }) => (took.get(code) ?? 0) / total(took)),
      (weights[code] ?? 0) / all,
    ],
  }));
  return section(
    'regions',
    'Regions then and now',
    paragraph(
      'Part of all transferred children that each region took, July 2016 to September 2023. A region whose councils are full, or have declared no places, has no turn, and the others take more.',
    ),
    bars(
      {
        id: 'regions-plot',
        title: 'Part of the children that each region took',
        says: `Bars by region. ${parts.map(({ of, values }) => `${of}: ${values.map((value) => percent(value, 1)).join(', ')}`).join('. ')}.`,
        unit: 'Percent of the children',
      },
      names,
      parts.map(({ of, values }) => ({ of, values: values.map((value) => value * 100) })),
    ),
    folded(
      'The figures of this plot',
      table(
        'Children that each region took, and its share of the turns',
        ['Region', ...names],
        codes.map(([code, name], at) => [
          name,
          figure(past.regions.get(code) ?? 0),
          ...policies.map(({ regions: took }) => figure(took.get(code) ?? 0)),
          percent(parts[at]?.values.at(-1) ?? 0, 1),
        ]),
      ),
    ),
  );
};

/** All sections, in the order of the questions that people ask. */
export const sections = (story: Story): string =>
  [spread, regions, kent, fairness, waits].map((one) => one(story)).join('\n');
