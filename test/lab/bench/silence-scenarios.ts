/** Councils as they are: who answers how, drawn or chosen among the 212. */
import { headroom } from '../../../shared/core/council/headroom.ts';
import { publishedCouncils } from '../../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { dice } from '../../rota/rota-play.ts';

/** How a council answers: at once; never; just after the time is up; not before some weeks are over; only once its second contact hears of it. */
export type Manner = 'prompt' | 'silent' | 'slow' | 'late starter' | 'second contact';

export interface Scenario {
  /** Whoever is not named answers at once. */
  readonly manners: ReadonlyMap<string, Manner>;
  /** Whether a council answers in the end, so that calling it silent is a false alarm. */
  answers(code: string): boolean;
}

/** Working days for which late starters answer nothing. */
export const silentDays = 30;

/** Those who could be asked at all, with the most room first. */
const byRoom = publishedCouncils()
  .map((council) => ({ ...council, room: headroom(council, policyNamed('nts-2025')) }))
  .filter(({ room }) => room > 0)
  .toSorted((a, b) => b.room - a.room || (a.code < b.code ? -1 : 1));

/** Councils that could be asked at all when the play begins. */
export const withRoom: ReadonlySet<string> = new Set(byRoom.map(({ code }) => code));

const shuffled = (seed: number): readonly string[] => {
  const roll = dice(seed * 31 + 7);
  return byRoom
    .map(({ code }) => ({ code, at: roll() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ code }) => code);
};

const SOUTH_EAST = 'E12000008';

/** Which councils it is: drawn, the largest, the smallest, or the largest of one region. */
const chosen: Readonly<Record<string, (count: number, seed: number) => readonly string[]>> = {
  'drawn at random': (count, seed) => shuffled(seed).slice(0, count),
  'the largest': (count) => byRoom.slice(0, count).map(({ code }) => code),
  'the smallest': (count) => byRoom.slice(-count).map(({ code }) => code),
  'the largest of the South East': (count) =>
    byRoom
      .filter(({ region }) => region === SOUTH_EAST)
      .slice(0, count)
      .map(({ code }) => code),
};

const scenario = (codes: readonly string[], manner: Manner): Scenario => {
  const manners = new Map(codes.map((code) => [code, manner]));
  return { manners, answers: (code) => manner !== 'silent' || !manners.has(code) };
};

const SHARES = [0.05, 0.1, 0.2];

/** How many councils a share of the 212 is. */
const countOf = (share: number): number => Math.round(share * publishedCouncils().length);

/** How many councils a tenth is, where a tenth is slow. */
export const slowCouncils = countOf(0.1);

const ways = {
  slow: 'answer just after the deadline',
  'late starter': `start after ${silentDays} working days`,
  'second contact': 'answer at the second contact',
} as const;

/** What is played: `of` a seed, because some councils are drawn. */
export const scenarios: readonly { readonly name: string; of(seed: number): Scenario }[] = [
  ...Object.entries(chosen).flatMap(([which, codes]) =>
    SHARES.map((share) => {
      const name = `${100 * share} % silent, ${which}`;
      return { name, of: (seed: number) => scenario(codes(countOf(share), seed), 'silent') };
    }),
  ),
  ...(['slow', 'late starter', 'second contact'] as const).map((manner) => {
    const name = `10 % ${ways[manner]}`;
    return { name, of: (seed: number) => scenario(shuffled(seed).slice(0, countOf(0.1)), manner) };
  }),
  {
    name: `the three largest of the South East ${ways['late starter']}`,
    of: (seed) => scenario(chosen['the largest of the South East']?.(3, seed) ?? [], 'late starter'),
  },
];
