import { publishedCouncil } from '../../../shared/core/council/published-councils.ts';
import { plural } from '../../../shared/words/counting.ts';
import { whyYouInShort } from '../../../shared/words/verdicts.ts';
import type { CaseEmailContext } from './context.ts';

/** Why this council was asked, with the numbers that the allocation check used. */
export function reasonsAsked({ verdict, offer }: CaseEmailContext): readonly string[] {
  if (verdict === undefined) return [whyYouInShort(undefined, false)];
  const { numbers, council } = verdict;
  const regionName = publishedCouncil(council)?.regionName;
  const cared =
    numbers.caredFor === null
      ? 'No figure is published for how many such children you care for. Please declare it.'
      : `You care for ${plural(numbers.caredFor, 'unaccompanied child', 'unaccompanied children')}.`;
  const held = numbers.incoming + numbers.held;
  return [
    whyYouInShort(verdict, offer?.role === 'back-up', regionName),
    `Your threshold is ${plural(numbers.threshold, 'child', 'children')}${numbers.volunteersUpTo === undefined ? '' : `, and you offered to go up to ${numbers.volunteersUpTo}`}. ${cared}${held > 0 ? ` ${held} more ${held === 1 ? 'is' : 'are'} on the way to you or offered to you.` : ''}`,
    `That leaves room for ${numbers.headroom}.`,
  ];
}
