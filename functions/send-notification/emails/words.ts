import type { Case } from '../../../shared/core/case/case.ts';
import { heldInBatch } from '../../../shared/core/case/held-alike.ts';
import { childrenNow } from '../../../shared/core/case/responsible.ts';
import { countWords, listWords, plural } from '../../../shared/words/counting.ts';
import { kindWords } from '../../../shared/words/facts.ts';
import { type Block, paragraph } from './letter.ts';

/** How many children the case is about now. */
export const childCount = (subject: Case): number => childrenNow(subject).length;

/** "1 child" or "2 children, who stay together". Nothing else about them: not their sex, age or nationality. */
export const childrenWords = (subject: Case): string => {
  const count = childCount(subject);
  return count > 1 ? `${count} children, who stay together` : plural(count, 'child', 'children');
};

/** "foster care", or how many of each kind. */
export const placementWords = (subject: Case): string => {
  const kinds = new Map<string, number>();
  for (const { placementKind } of childrenNow(subject)) {
    const words = placementKind === undefined ? 'kind not said yet' : kindWords[placementKind];
    kinds.set(words, (kinds.get(words) ?? 0) + 1);
  }
  if (kinds.size === 1) return [...kinds.keys()].join('');
  return listWords([...kinds].map(([words, count]) => `${words} for ${countWords(count)}`));
};

/** Whether there are needs. Which they are tells of a child's health, or of trafficking: that stands on the page alone. */
export const needsWords = (subject: Case): string =>
  childrenNow(subject).some(({ needs = [] }) => needs.length > 0)
    ? 'recorded, see the page'
    : 'none recorded';

/** "1 child, foster care": for the first lines. */
export const inShort = (subject: Case): string =>
  `${plural(childCount(subject), 'child', 'children')}, ${placementWords(subject)}`;

/** That others may be held with the case, of which coordinators get no e-mail at first. */
export const withOthers = (subject: Case): readonly Block[] =>
  heldInBatch(subject) === undefined
    ? []
    : [
        paragraph(
          'Other children this council refers may be held for the same reason, without an email of their own. When you keep or release this hold, the page lists them, and you can decide about them with it.',
        ),
      ];
