import { careParts } from './child-care-parts.ts';
import { identityParts } from './child-identity-parts.ts';
import { oneChild } from './one-child.ts';
import type { About, Part } from './part.ts';

/** What is asked about one child; the number is in every name. */
export function childParts(number: number, about: About): readonly Part[] {
  const child = oneChild(number, about);
  return [...identityParts(child), ...careParts(child)];
}
