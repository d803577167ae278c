/** What `npm run replay -- ...` understands, and the policies as it asks for them. */
import { parseArgs } from 'node:util';
import { policyIds, policyNamed } from '../../../shared/core/policies.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import type { Assumptions } from './assumptions.ts';
import { areas } from './past.ts';

export const usage = `Usage: npm run replay -- [options]
  --policy <id>             a policy to replay; may be given again (default: nts-2016 and nts-2025; there are ${policyIds.join(', ')})
  --threshold <percent>     what if an authority were full at this part of its children, such as 0.08
  --weights <how>           what if councils weighed by "population" or by "headroom"; population also weighs the regions by children
  --close <council>:<year>  what if a council took nobody for a year, such as Hampshire:2022; may be given again
  --arrivals x<n>           what if n times as many children came
  --seed <n>                another draw of what is not published (default 1)
  --out <folder>            where the report and its CSV files go (default .cache/replay)
  --silent <n>              of a hundred councils, n never answer, each for good; --slow <n> answer only when their time is up,
                            --declining <n> decline whatever comes (without all three, silence is drawn anew for each offer)
  --quick                   leaves out the variations of the assumptions`;

/** Something in the command is not understood; the message says what to write. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

export interface Options {
  readonly policies: readonly Policy[];
  readonly closing: readonly { readonly council: string; readonly year: number }[];
  readonly times: number;
  readonly seed: number;
  readonly out: string;
  readonly quick: boolean;
  /** Parts of the councils; undefined: silence is drawn anew for each offer. */
  readonly councils: Assumptions['councils'] | undefined;
  /** Every "what if" in words. */
  readonly whatIfs: readonly string[];
}

const number = (text: string, option: string, example: string, least: number, most: number): number => {
  const value = Number(text.replace(/^x/, ''));
  if (!(value >= least && value <= most))
    throw new OptionError(
      `${option} ${text} is not a number from ${least} to ${most}. Write it like ${example}.`,
    );
  return value;
};

const closed = (text: string): { readonly council: string; readonly year: number } => {
  const [name = '', year = ''] = text.split(':');
  const found = areas.filter(
    (area) => area.code === name || area.name.toLowerCase() === name.trim().toLowerCase(),
  );
  const [area] = found;
  if (area === undefined) {
    const near = areas.filter((one) => one.name.toLowerCase().includes(name.trim().toLowerCase()));
    const instead =
      near.length > 0 && name.trim() !== ''
        ? ` Do you mean ${near
            .slice(0, 3)
            .map((one) => one.name)
            .join(', or ')}?`
        : '';
    throw new OptionError(`--close: there is no council "${name}".${instead}`);
  }
  return { council: area.code, year: number(year, '--close', '--close Hampshire:2022', 2016, 2023) };
};

const inThousands = (): Policy['regionWeights'] => {
  const weights: Record<string, number> = {};
  for (const { region, children } of areas) weights[region] = (weights[region] ?? 0) + children / 1000;
  return weights;
};

const altered = (policy: Policy, threshold: number | undefined, weights: string | undefined): Policy => ({
  ...policy,
  ...(threshold === undefined
    ? {}
    : { threshold: { ...policy.threshold, perMillion: Math.round(threshold * 10_000) } }),
  ...(weights === 'population' ? { councilWeight: 'child-population', regionWeights: inThousands() } : {}),
  ...(weights === 'headroom' ? { councilWeight: 'headroom-at-published-figures' } : {}),
});

/** @throws {OptionError} for anything that it does not understand. */
export const optionsFrom = (args: readonly string[]): Options | 'help' => {
  let given: ReturnType<typeof read>;
  try {
    given = read(args);
  } catch (error) {
    throw new OptionError(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
  if (given.help) return 'help';
  const ids = given.policy ?? ['nts-2016', 'nts-2025'];
  const unknown = ids.find((id) => !policyIds.includes(id));
  if (unknown !== undefined)
    throw new OptionError(`There is no policy "${unknown}". Use one of: ${policyIds.join(', ')}.`);
  const { weights } = given;
  if (weights !== undefined && weights !== 'population' && weights !== 'headroom')
    throw new OptionError(`--weights ${weights} is not known. Write "population" or "headroom".`);
  const threshold =
    given.threshold === undefined
      ? undefined
      : number(given.threshold, '--threshold', '--threshold 0.08', 0.01, 1);
  const closing = (given.close ?? []).map(closed);
  const times = number(given.arrivals ?? '1', '--arrivals', '--arrivals x10', 0.1, 20);
  const percentOf = (text: string | undefined, option: string) =>
    number(text ?? '0', option, `${option} 10`, 0, 50) / 100;
  const councils =
    given.silent === undefined && given.slow === undefined && given.declining === undefined
      ? undefined
      : {
          silent: percentOf(given.silent, '--silent'),
          slow: percentOf(given.slow, '--slow'),
          declining: percentOf(given.declining, '--declining'),
        };
  const nameOf = (code: string) => areas.find((area) => area.code === code)?.name ?? code;
  return {
    policies: [...new Set(ids)].map((id) => altered(policyNamed(id), threshold, weights)),
    closing,
    times,
    seed: number(given.seed ?? '1', '--seed', '--seed 7', 0, 1e9),
    out: given.out ?? '.cache/replay',
    quick: given.quick ?? false,
    councils,
    whatIfs: [
      ...(threshold === undefined ? [] : [`an authority is full at ${threshold} % of its children`]),
      ...(weights === undefined
        ? []
        : [
            `councils weigh by ${weights === 'population' ? 'child population, and so do regions' : 'headroom'}`,
          ]),
      ...closing.map(({ council, year }) => `${nameOf(council)} takes nobody in ${year}`),
      ...(councils === undefined
        ? []
        : [
            `${councils.silent * 100} % of the councils never answer, ${councils.slow * 100} % too late, and ${councils.declining * 100} % decline whatever comes`,
          ]),
      ...(times === 1 ? [] : [`${times} times as many children come`]),
    ],
  };
};

const read = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      policy: { type: 'string', multiple: true },
      threshold: { type: 'string' },
      weights: { type: 'string' },
      close: { type: 'string', multiple: true },
      arrivals: { type: 'string' },
      seed: { type: 'string' },
      out: { type: 'string' },
      silent: { type: 'string' },
      slow: { type: 'string' },
      declining: { type: 'string' },
      quick: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  }).values;
