import type { ChildFacts, ReferralFacts } from '../../../events/referral.ts';
import { canonicalJson } from '../hash.ts';

type Facts = { readonly [Name in keyof ReferralFacts]?: ReferralFacts[Name] | undefined };

/** One thing that a referral says, told apart from the others as finely as a person would. */
export interface Difference {
  /** `areasToAvoid`, `definition.under18AtClaim`, `children.2.sex`; `children.2` that there is such a child. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** Everything that facts say, each thing by itself. */
function parts({ children, definition, ...others }: Facts): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ...Object.entries(others),
    ...Object.entries(definition ?? {}).map(([name, said]) => [`definition.${name}`, said] as const),
    ...(children ?? []).flatMap(({ number, ...child }) => [
      [`children.${number}`, true] as const,
      ...Object.entries(child).map(([name, said]) => [`children.${number}.${name}`, said] as const),
    ]),
  ]);
}

/** Of facts, those that have the same names as others. */
export const namedIn = (facts: Facts, names: Facts): Partial<ReferralFacts> =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => Object.hasOwn(names, name)));

/** In what `given` says something else than `held`, of the facts that it names: a list given replaces the whole list held. */
export function differences(held: Facts, given: Facts): readonly Difference[] {
  const [before, after] = [parts(namedIn(held, given)), parts(given)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path, before: before.get(path), after: after.get(path) }))
    .filter((one) => !same(one.before, one.after));
}

/** What a case says of one thing. */
const saidOf = (facts: Facts, path: string): unknown => parts(facts).get(path);

const childOf = (path: string): readonly [number, string | undefined] | undefined => {
  const [, number, name] = /^children\.(\d+)(?:\.(\w+))?$/.exec(path) ?? [];
  return number === undefined ? undefined : [Number(number), name];
};

/** Facts with changes made in them, each by itself. @returns those of the facts that were touched, whole */
export function withChanges(held: ReferralFacts, changes: readonly Difference[]): Partial<ReferralFacts> {
  const facts: Record<string, unknown> = {};
  const definition: Record<string, unknown> = { ...held.definition };
  const children = new Map<number, Record<string, unknown>>(
    held.children.map((child) => [child.number, { ...child }]),
  );
  const put = (into: Record<string, unknown>, name: string, value: unknown) => {
    if (value === undefined) delete into[name];
    else into[name] = value;
  };
  for (const { path, after } of changes) {
    const [number, name] = childOf(path) ?? [];
    if (number !== undefined) {
      if (name === undefined && after === undefined) children.delete(number);
      else if (name === undefined) children.set(number, { number, ...children.get(number) });
      else if (children.has(number)) put(children.get(number) ?? {}, name, after);
    } else if (path.startsWith('definition.')) put(definition, path.slice('definition.'.length), after);
    else put(facts, path, after);
  }
  const touched = (start: string) => changes.some(({ path }) => path.startsWith(start));
  return {
    ...facts,
    ...(touched('definition.') ? { definition } : {}),
    ...(touched('children.')
      ? {
          children: [...children.values()].toSorted(
            (a, b) => Number(a.number) - Number(b.number),
          ) as unknown as ChildFacts[],
        }
      : {}),
  };
}

/** Whether a change is the same as what holds by now, or in the way of something else that was said since. */
export const overtaken = (change: Difference, facts: ReferralFacts): 'done' | 'contradicted' | undefined => {
  const now = saidOf(facts, change.path);
  if (same(now, change.after)) return 'done';
  return same(now, change.before) ? undefined : 'contradicted';
};
