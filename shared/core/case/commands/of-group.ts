import type { Case } from '../case.ts';
import { refused } from '../decision-draft.ts';
import { childrenInCare } from '../responsible.ts';

export const notOfThisCase = refused('no-such-child', 'Choose one or more children of this case.');

/** Whether somebody is named who is no child of the case, or nobody at all. */
export const namesStrangers = ({ facts }: Case, children: readonly number[]): boolean =>
  children.length === 0 ||
  children.some((number) => !facts.children.some((child) => child.number === number));

/** Of a group, whom something is about; nothing is said where it is all. */
export const ofGroup = (subject: Case, children: readonly number[]): { readonly children?: number[] } =>
  children.length === childrenInCare(subject).length ? {} : { children: [...children] };
