import type { ChildFacts } from '../../../events/referral.ts';
import { maybeText } from '../forms/answers.ts';
import type { Standing } from '../forms/standing.ts';
import type { Answered, Step } from '../forms/walk.ts';
import { type About, answerTo, type Held, KEPT_SEALED, type Part, type Said, whichChild } from './part.ts';

/** As much as what is sealed may hold. */
const NOTE = 1000;

type ChildSaid = NonNullable<Said['children']> extends ReadonlyMap<number, infer One> ? One : never;

/** What is held of one child: facts, and of what is sealed as much as whoever looks may see. */
export type ChildHeld = Partial<ChildFacts> & ReturnType<Held['particulars']>;

/** One child of a referral, and what its questions are made with. */
export type OneChild = ReturnType<typeof oneChild>;

/** The number of the child is in every name. */
export function oneChild(number: number, { own, today, children, held: all }: About) {
  const heldIn = ({ facts, particulars }: Held): ChildHeld => ({
    ...facts.children.find((child) => child.number === number),
    ...particulars(number),
  });
  const name = (what: string) => `child${number}-${what}`;
  const who = whichChild({ children }, number);
  const of = children.length > 1 ? ` of child ${number}` : '';
  const given = (answered: Answered, step: string, field = step) =>
    answerTo(answered, name(step), name(field));
  const part = (
    what: string,
    label: string,
    facts: readonly string[],
    steps: (answered: Answered) => readonly Step[],
    says: (answered: Answered) => ChildSaid,
    stands: (held: ChildHeld) => Standing,
  ): Part => ({
    name: name(what),
    label: `${label}${of}`,
    facts: facts.map((field) => `children.${number}.${field}`),
    steps,
    says: (answered) => ({ children: new Map([[number, says(answered)]]) }),
    stands: (held) =>
      Object.fromEntries(Object.entries(stands(heldIn(held))).map(([field, said]) => [name(field), said])),
  });
  const text = (what: string, label: string, hint: string) => ({
    kind: 'text' as const,
    name: name(what),
    label,
    hint,
  });
  const note = (what: string, label: string) =>
    [
      { kind: 'long-text' as const, name: name(what), label: `${label} (optional)`, hint: KEPT_SEALED },
      () => maybeText(label, NOTE),
    ] as const;
  const held = all && heldIn(all);
  return { own, today, who, name, given, part, text, note, held };
}
