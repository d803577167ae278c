import { careParts } from './child-care-parts.ts';
import { identityParts } from './child-identity-parts.ts';
import { oneChild } from './one-child.ts';
import type { About, Part } from './part.ts';

/** What is asked about one child, by the matter; the number is in every name. */
export function partsOfChild(number: number, about: About) {
  const child = oneChild(number, about);
  return { ...identityParts(child), ...careParts(child) };
}

/** The same in one list. */
export const childParts = (number: number, about: About): readonly Part[] =>
  Object.values(partsOfChild(number, about));
