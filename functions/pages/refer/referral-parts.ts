import { exampleBy } from '../forms/date-example.ts';
import { arrivalParts } from './arrival-parts.ts';
import { councilParts } from './council-parts.ts';
import { type About, answerTo, oneQuestion, type Part, pastDay, textOf } from './part.ts';
import { peopleSections } from './people-parts.ts';
import { carePart, familyPart, traffickingPart } from './situation-parts.ts';

/** When the entry authority decided. It is asked first: what is asked next depends on whom it is about. */
export const referredOnPart = ({ today }: About): Part => ({
  name: 'referredOn',
  label: 'Day you decided to refer',
  facts: ['referredOn'],
  steps: () => [
    oneQuestion(
      'referredOn',
      'When did you decide to refer?',
      {
        kind: 'date',
        name: 'referredOn',
        label: 'Day of the decision',
        hint: `For example, ${exampleBy(today)}.`,
      },
      () => pastDay('Day of the decision', 'Enter the day on which you decided to refer', today),
    ),
  ],
  says: (answered) => ({ referral: { referredOn: textOf(answerTo(answered, 'referredOn')) } }),
  stands: ({ facts }) => ({ referredOn: facts.referredOn }),
});

/** What is asked once for all children, after what is asked of each, by its headings. */
export const sharedSections = (
  about: About,
): readonly { readonly heading: string; readonly asks: readonly Part[] }[] => [
  { heading: 'Arrival and care', asks: [...arrivalParts(about), carePart(about)] },
  { heading: 'Family, links and safety', asks: [familyPart, ...councilParts(about), traffickingPart] },
  ...peopleSections(about),
];

/** The same in one list. */
export const referralParts = (about: About): readonly Part[] =>
  sharedSections(about).flatMap(({ asks }) => asks);
