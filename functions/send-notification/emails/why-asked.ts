import { publishedCouncil } from '../../../shared/core/council/published-councils.ts';
import type { CaseEmailContext } from './context.ts';
import { plural } from './words.ts';

/** Why this council was asked, with the numbers that the allocation check used. */
export function reasonsAsked({ verdict, reader, offer }: CaseEmailContext): readonly string[] {
  if (verdict === undefined)
    return ['A coordinator or the rota chose your council. The page shows how the choice was made.'];
  const { numbers, because, council } = verdict;
  const regionName = publishedCouncil(council)?.regionName;
  const cared =
    numbers.caredFor === null
      ? 'No figure is published for how many such children you care for. Please declare it.'
      : `You care for ${plural(numbers.caredFor, 'unaccompanied child', 'unaccompanied children')}.`;
  const held = numbers.incoming + numbers.held;
  return [
    because === 'family-link'
      ? `There is family in the area of ${reader}. That comes before everything else.`
      : because === 'community-link'
        ? `It is the turn of your region, and there is a community link to the area of ${reader}.`
        : because === 'asked-beside'
          ? `Others go before ${reader}, because what the scheme asked of you lately was not answered. Any answer changes that, a no as well.`
          : offer?.role === 'back-up'
            ? `${reader} is next in turn${regionName === undefined ? '' : ` in the ${regionName} region`}.`
            : `It is the turn of ${reader}${regionName === undefined ? '' : ` in the ${regionName} region`}. Councils take turns, by size and by how many children they care for already.`,
    `Your threshold is ${plural(numbers.threshold, 'child', 'children')}. ${cared}${held > 0 ? ` ${held} more ${held === 1 ? 'is' : 'are'} on the way to you or offered to you.` : ''}`,
    `That leaves room for ${numbers.headroom}.`,
  ];
}
