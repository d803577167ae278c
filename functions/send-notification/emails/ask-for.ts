import type { DataOf } from '../../../events/catalogue.ts';
import { type ClashingFact, clashWords } from '../../../shared/words/clashes.ts';
import { labelOf } from '../../../shared/words/fact-labels.ts';

type IncompleteField = DataOf<'referral-incomplete.v1'>['fields'][number];

/** By the name of a fact, whoever's it is; an event of before may name one that clashes no more. */
const wordsFor = (field: string): string => {
  const name = field.split('.').at(-1) ?? '';
  return Object.hasOwn(clashWords, name) ? clashWords[name as ClashingFact] : 'what you entered';
};

/** What an authority is asked for, and the line in which a reply gives it. */
export function askFor({ field, problem, words }: IncompleteField): string {
  const asked =
    problem === 'missing'
      ? words
      : `Check ${wordsFor(field)}. It does not fit with something else you said. The page shows what.`;
  const label = labelOf(field);
  return label === undefined ? asked : `${asked} In a reply: "${label}: …".`;
}
