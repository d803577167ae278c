import { takeApart } from '../../../shared/core/referral/referral-request.ts';
import type { Answered } from '../forms/walk.ts';
import type { Part, Said } from './part.ts';
import { allParts, childrenIn } from './refer-steps.ts';

type ChildSaid = { readonly number: number } & (NonNullable<Said['children']> extends ReadonlyMap<
  number,
  infer One
>
  ? One
  : never);

/** All that some parts say, in the shape of a request. A child of whom nothing is said is left out. */
export function saidBy(
  parts: readonly Part[],
  answered: Answered,
): { readonly referral: NonNullable<Said['referral']>; readonly children: readonly ChildSaid[] } {
  let referral: NonNullable<Said['referral']> = {};
  const children = new Map<number, ChildSaid>();
  for (const part of parts) {
    const said = part.says(answered);
    referral = { ...referral, ...given(said.referral ?? {}) };
    for (const [number, one] of said.children ?? []) {
      const more = given(one);
      if (Object.keys(more).length > 0) children.set(number, { ...children.get(number), ...more, number });
    }
  }
  return { referral, children: [...children.values()].toSorted((a, b) => a.number - b.number) };
}

const given = <T extends object>(said: T): T =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as T;

/** A whole set of answers in its two halves: what may travel, and what names a child and is sealed. */
export function referralOf(answered: Answered, own: string, today: string): ReturnType<typeof takeApart> {
  const parts = allParts({ own, today, children: childrenIn(answered) });
  const { referral, children } = saidBy(parts, answered);
  return takeApart({ ...referral, children: [...children] }, own);
}
