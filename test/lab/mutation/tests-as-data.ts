/**
 * What stands in for 'vitest' when mutants are tried: tests are gathered here, so that they can be run one by one and again
 * and again in one warm process. What they expect is judged by vitest's own `expect`.
 */
export { expect, vi } from 'vitest';

type Act = (...args: never[]) => unknown;

interface Suite {
  readonly name: string;
  readonly parent: Suite | undefined;
  readonly beforeAll: Act[];
  readonly afterAll: Act[];
  readonly beforeEach: Act[];
  readonly afterEach: Act[];
  begun: boolean;
}

export interface GatheredTest {
  /** `<file>#<suite> > <name>`, unlike any other. */
  readonly id: string;
  readonly file: string;
  readonly suite: Suite;
  readonly act: () => unknown;
}

const suiteIn = (name: string, parent: Suite | undefined): Suite => ({
  name,
  parent,
  beforeAll: [],
  afterAll: [],
  beforeEach: [],
  afterEach: [],
  begun: false,
});

let gathered: GatheredTest[] = [];
let names = new Map<string, number>();
let file = '';
let suite = suiteIn('', undefined);

/** The tests that `load` declares. */
export async function gather(from: string, load: () => Promise<unknown>): Promise<readonly GatheredTest[]> {
  [gathered, names, file, suite] = [[], new Map(), from, suiteIn('', undefined)];
  await load();
  return gathered;
}

const lineage = (of: Suite | undefined): readonly Suite[] => (of ? [...lineage(of.parent), of] : []);

/** Runs what has to be run once before a test; it is not undone until `end`. */
export async function begin({ suite: of }: GatheredTest): Promise<void> {
  for (const one of lineage(of)) {
    if (one.begun) continue;
    one.begun = true;
    for (const act of one.beforeAll) await act();
  }
}

/** @throws whatever the test throws */
export async function run(test: GatheredTest): Promise<void> {
  await begin(test);
  const suites = lineage(test.suite);
  for (const one of suites) for (const act of one.beforeEach) await act();
  try {
    await test.act();
  } finally {
    for (const one of suites.toReversed()) for (const act of one.afterEach) await act();
  }
}

/** Undoes what was begun for these tests. */
export async function end(tests: readonly GatheredTest[]): Promise<void> {
  for (const one of new Set(tests.flatMap((test) => lineage(test.suite).toReversed()))) {
    if (!one.begun) continue;
    one.begun = false;
    for (const act of one.afterAll) await act();
  }
}

const added = (name: string, act: () => unknown): void => {
  const whole = [...lineage(suite).map((one) => one.name), name].filter((word) => word !== '').join(' > ');
  const times = (names.get(whole) ?? 0) + 1;
  names.set(whole, times);
  gathered.push({ id: `${file}#${whole}${times > 1 ? ` (${times})` : ''}`, file, suite, act });
};

const within = (name: string, declare: () => unknown): void => {
  const outer = suite;
  suite = suiteIn(name, outer);
  declare();
  suite = outer;
};

/** Cases of `each`: a list in a list is a list of arguments. */
const argumentsOf = (each: unknown): readonly never[] => (Array.isArray(each) ? each : [each]) as never[];

/** The title of one case, with what it is about in its place. */
const titleOf = (name: string, given: readonly unknown[]): string => {
  const left = [...given];
  return name.replaceAll(/%[sid]/g, () => String(left.shift()));
};

export const test = Object.assign((name: string, act: () => unknown) => added(name, act), {
  each: (cases: readonly unknown[]) => (name: string, act: Act) => {
    for (const one of cases) added(titleOf(name, argumentsOf(one)), () => act(...argumentsOf(one)));
  },
  /** As vitest's: each case is one argument, a list as well. */
  for: (cases: readonly unknown[]) => (name: string, act: Act) => {
    for (const one of cases) added(titleOf(name, argumentsOf(one)), () => act(one as never));
  },
  skipIf: (skip: unknown) => (name: string, act: () => unknown) => void (skip || added(name, act)),
  runIf: (run: unknown) => (name: string, act: () => unknown) => void (run && added(name, act)),
});

export const describe = Object.assign((name: string, declare: () => unknown) => within(name, declare), {
  each: (cases: readonly unknown[]) => (name: string, declare: Act) => {
    for (const one of cases) within(titleOf(name, argumentsOf(one)), () => declare(...argumentsOf(one)));
  },
});

export const beforeAll = (act: Act): void => void suite.beforeAll.push(act);
export const afterAll = (act: Act): void => void suite.afterAll.push(act);
export const beforeEach = (act: Act): void => void suite.beforeEach.push(act);
export const afterEach = (act: Act): void => void suite.afterEach.push(act);
