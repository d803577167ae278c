import { maybeText } from '../forms/answers.ts';
import type { Answered, Step } from '../forms/walk.ts';
import { type About, answerTo, type Part, type Said } from './part.ts';

/** As much as what is sealed may hold. */
const NOTE = 1000;

type ChildSaid = NonNullable<Said['children']> extends ReadonlyMap<number, infer One> ? One : never;

/** One child of a referral, and what its questions are made with. */
export type OneChild = ReturnType<typeof oneChild>;

/** The number of the child is in every name. */
export function oneChild(number: number, { own, today, children }: About) {
  const name = (what: string) => `child${number}-${what}`;
  const who = number === 1 ? 'the child' : `child ${number}`;
  const of = children.length > 1 ? ` of child ${number}` : '';
  const given = (answered: Answered, step: string, field = step) =>
    answerTo(answered, name(step), name(field));
  const part = (
    what: string,
    label: string,
    facts: readonly string[],
    steps: (answered: Answered) => readonly Step[],
    says: (answered: Answered) => ChildSaid,
  ): Part => ({
    name: name(what),
    label: `${label}${of}`,
    facts: facts.map((field) => `children.${number}.${field}`),
    steps,
    says: (answered) => ({ children: new Map([[number, says(answered)]]) }),
  });
  const text = (what: string, label: string, hint: string) => ({
    kind: 'text' as const,
    name: name(what),
    label,
    hint,
  });
  const note = (what: string, label: string) =>
    [
      { kind: 'long-text' as const, name: name(what), label: `${label} (optional)` },
      () => maybeText(label, NOTE),
    ] as const;
  return { own, today, who, name, given, part, text, note };
}
