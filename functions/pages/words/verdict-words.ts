import type { CouncilVerdict } from '../../../shared/core/allocation/decision.ts';
import { childrenWords } from '../../../shared/words/counting.ts';
import { explain } from '../../../shared/words/verdicts.ts';
import type { Section } from '../views/page-model.ts';

/** Why a council was asked, to the council itself: the shares behind the turn are for coordinators. */
function toTheCouncil(verdict: CouncilVerdict): string {
  switch (verdict.because) {
    case 'family-link':
      return 'There is family or a sibling in your area, and you have room. That comes before everything else.';
    case 'community-link':
      return 'It is the turn of your region, and there is a community link to your area.';
    case 'turn':
      return `${verdict.outcome === 'chosen' ? 'It is your turn' : 'You are next in turn'}. Councils take turns, by size and by how many children they care for already.`;
    case 'asked-beside':
      return 'Others go before you, because what the scheme asked of you lately was not answered. Any answer changes that.';
    default:
      return explain(verdict);
  }
}

/** Why the allocation check came to a council, with the numbers it used. */
export function whyThisCouncil(verdict: CouncilVerdict, council: string): Section {
  const { numbers } = verdict;
  return {
    heading: `Why ${council}`,
    text: [toTheCouncil(verdict)],
    rows: [
      { label: 'Threshold', value: childrenWords(numbers.threshold) },
      {
        label: 'In your care',
        value:
          numbers.caredFor === null
            ? 'Not published; declare it and we count it'
            : childrenWords(numbers.caredFor),
      },
      { label: 'On the way to you', value: childrenWords(numbers.incoming) },
      { label: 'Held by open offers', value: childrenWords(numbers.held) },
      { label: 'Room before this offer', value: childrenWords(numbers.headroom) },
    ],
  };
}
