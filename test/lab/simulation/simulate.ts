// As in every bundle: readers of forms are made anew for each visit, and compiling each is never earned back.
import { defined } from '../../../shared/core/defined.ts';
import '../../../shared/runtime/read-at-once.ts';
import { allAtOnce } from './kernel/at-once.ts';
import type { Fault, Struck } from './kernel/faults.ts';
import { Ordained } from './kernel/faults.ts';
import type { Manners } from './people/office.ts';
import { Violation } from './watch/violation.ts';
import type { Stores } from './world/stores.ts';
import type { Way } from './world/stories.ts';
import { World, type WorldOptions } from './world/world.ts';

/** What a world's year came to. Plain data: it passes between threads. */
export interface Year {
  readonly seed: number;
  readonly hash: string;
  readonly referrals: number;
  /** Of these, by each way. */
  readonly ways: Readonly<Record<string, number>>;
  readonly children: number;
  /** Cases by the status in which they ended. */
  readonly ends: Readonly<Record<string, number>>;
  /** 1 where a council ended in it, and the cases that passed to those that took over. */
  readonly ended: 0 | 1;
  readonly passed: number;
  /** Forms by which all that a council left was given to one, and by which it was chosen for each. */
  readonly given: { readonly all: number; readonly each: number };
  readonly events: number;
  readonly emails: number;
  readonly doubled: number;
  readonly calls: number;
  readonly invocations: number;
  readonly visits: number;
  /** Deadlines that a bank holiday has moved which was announced late. */
  readonly moved: number;
  /** Holds that came to coordinators with another's. */
  readonly joined: number;
  readonly redriven: number;
  readonly quarantined: Readonly<Record<string, number>>;
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  readonly failure?: Failure;
}

export interface Failure {
  readonly rule: string;
  readonly words: string;
  readonly about?: string;
  /** When, milliseconds since 1970. */
  readonly at: number;
}

/** Which of all seeds a year of a run has. */
export const seedOf = (seed: number, year: number): number => (seed % 20_000) * 100_000 + year;

/** Limits a world to what is needed to see it fail. */
export interface Replay {
  readonly seed: number;
  readonly only?: ReadonlySet<number>;
  readonly faults?: readonly Struck[];
  readonly stores?: Stores;
  readonly way?: Way;
  readonly manners?: Manners;
  readonly until?: number;
  readonly story?: boolean;
}

export async function replay({ faults, ...rest }: Replay): Promise<World> {
  allAtOnce();
  const options: WorldOptions = faults === undefined ? rest : { ...rest, fate: () => new Ordained(faults) };
  const world = new World(options);
  await world.run();
  return world;
}

const counted = (things: Iterable<string>): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const thing of things) counts[thing] = (counts[thing] ?? 0) + 1;
  return counts;
};

export const failureOf = ({ kernel }: World): Failure | undefined => {
  const { failure, timeline } = kernel;
  if (failure === undefined) return undefined;
  const at = timeline.now;
  if (failure instanceof Violation)
    return {
      rule: failure.rule,
      words: failure.message,
      at,
      ...defined({ about: failure.about }),
    };
  return {
    rule: 'nothing breaks',
    words: failure instanceof Error ? (failure.stack ?? failure.message) : String(failure),
    at,
  };
};

/** One simulated year, and what became of it. */
export async function simulateYear(
  seed: number,
  given: Pick<Replay, 'stores' | 'way' | 'manners'> = {},
): Promise<Year> {
  const world = await replay({ seed, ...given });
  const { kernel, office, stories } = world;
  const { cases, mails } = world.monitor;
  const { operator } = world.pipeline;
  const failure = failureOf(world);
  return {
    seed,
    hash: kernel.trace.digest(),
    referrals: stories.length,
    ways: counted(stories.map(({ way }) => way)),
    children: new Set(stories.flatMap(({ children }) => children)).size,
    ends: counted([...cases.known.values()].map(({ status }) => status)),
    ended: world.ending ? 1 : 0,
    passed: world.monitor.ended.passed,
    given: { ...world.successor.forms },
    events: [...cases.trails.values()].reduce((sum, trail) => sum + trail.length, 0),
    emails: mails.sent,
    doubled: mails.doubled,
    calls: kernel.stats.calls,
    invocations: kernel.stats.invocations,
    visits: office.visits,
    moved: world.monitor.deadlines.moved,
    joined: world.monitor.holds.joined,
    redriven: operator.redriven,
    quarantined: counted(operator.quarantined.map(({ code }) => code)),
    faults: Object.fromEntries(kernel.stats.faults),
    ...defined({ failure }),
  };
}
