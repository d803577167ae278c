import type { CouncilVerdict } from '../../../shared/core/allocation/decision.ts';
import { childrenWords } from '../../../shared/words/counting.ts';
import { whyYou } from '../../../shared/words/verdicts.ts';
import type { Section } from '../views/page-model.ts';

/** Why the allocation check came to a council, with the numbers it used. */
export function whyThisCouncil(verdict: CouncilVerdict, council: string): Section {
  const { numbers } = verdict;
  return {
    heading: `Why ${council}`,
    text: [whyYou(verdict, verdict.outcome === 'back-up')],
    rows: [
      { label: 'Threshold', value: childrenWords(numbers.threshold) },
      ...(numbers.volunteersUpTo === undefined
        ? []
        : [{ label: 'You offered to go up to', value: childrenWords(numbers.volunteersUpTo) }]),
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
