import type { Need, PlacementKind } from '../../../events/referral.ts';
import {
  dateWords,
  deadlineWords,
  instantAt,
  londonDate,
} from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** A count as people write it: words up to nine. */
export const countWords = (count: number): string => small[count] ?? String(count);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const kindWords: Readonly<Record<PlacementKind, string>> = {
  'foster-care': 'foster care',
  'supported-accommodation': 'supported accommodation',
};

const needWords: Readonly<Record<Need, string>> = {
  'trained-carers': 'carers trained to look after survivors of trafficking',
  'step-free-access': 'step-free access',
  'medical-care': 'medical care',
  'mental-health-support': 'mental health support',
  'special-educational-needs': 'support for special educational needs',
};

/** "a, b and c" */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const counted = ({ facts, turned18 }: Case) =>
  facts.children.filter(({ number }) => !turned18.includes(number));

/** Children of the case who still count. */
export const childCount = (subject: Case): number => counted(subject).length;

/** "1 child" or "2 children, who stay together". Nothing else about them: not their sex, age or nationality. */
export const childrenWords = (subject: Case): string => {
  const count = childCount(subject);
  return count > 1 ? `${count} children, who stay together` : plural(count, 'child', 'children');
};

/** "foster care", or how many of each kind. */
export const placementWords = (subject: Case): string => {
  const kinds = new Map<string, number>();
  for (const { placementKind } of counted(subject)) {
    const words = placementKind === undefined ? 'kind not said yet' : kindWords[placementKind];
    kinds.set(words, (kinds.get(words) ?? 0) + 1);
  }
  if (kinds.size === 1) return [...kinds.keys()].join('');
  return listed([...kinds].map(([words, count]) => `${words} for ${countWords(count)}`));
};

export const needsWords = (subject: Case): string => {
  const needs = new Set(counted(subject).flatMap((child) => child.needs ?? []));
  return needs.size === 0 ? 'none recorded' : listed([...needs].map((need) => needWords[need]));
};

/** "1 child, foster care": for the first lines. */
export const inShort = (subject: Case): string =>
  `${plural(childCount(subject), 'child', 'children')}, ${placementWords(subject)}`;

/** The day of an instant, in London: "24 November 2026". */
export const dayWords = (instant: string): string => dateWords(londonDate(instant));

/** A day with its weekday: "Tuesday 24 November". */
export const weekdayWords = (date: string): string =>
  deadlineWords(instantAt(date, '12:00')).replace(/^midday on /, '');

/** The first letter in upper case. */
export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
