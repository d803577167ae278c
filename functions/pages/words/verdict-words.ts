import type { CouncilVerdict } from '../../../shared/core/decision.ts';
import { explain } from '../../../shared/core/explanation.ts';
import type { Section } from '../landing.ts';
import { childrenWords } from './counting.ts';

/** Why the allocation check came to a council, with the numbers it used. */
export function whyThisCouncil(verdict: CouncilVerdict, council: string): Section {
  const { numbers } = verdict;
  return {
    heading: `Why ${council}`,
    text: [explain(verdict)],
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
