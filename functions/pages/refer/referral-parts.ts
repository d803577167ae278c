import { maybeText } from '../forms/answers.ts';
import { exampleBy } from '../forms/date-example.ts';
import { arrivalParts } from './arrival-parts.ts';
import { councilParts } from './council-parts.ts';
import {
  type About,
  answerTo,
  asked,
  factsOfEach,
  ofEach,
  oneQuestion,
  type Part,
  pastDay,
  type SectionOfForm,
  sharedBy,
  textOf,
} from './part.ts';
import { peopleParts } from './people-parts.ts';
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

/** By what the council that refers knows the case. No other council sees it. */
export const ownReferencePart = ({ children }: About): Part => ({
  name: 'ownReference',
  label: 'Your own reference',
  facts: factsOfEach(children, 'ownReference'),
  steps: () => [
    oneQuestion(
      'ownReference',
      'What is your own reference for this case?',
      {
        kind: 'text',
        name: 'ownReference',
        label: 'Your own reference (optional)',
        hint: 'Your list and your search show it, to your council alone. It is kept sealed, and is in no email.',
      },
      () => maybeText('Your own reference', 100),
    ),
  ],
  says: (answered) => ({
    children: ofEach(children, { ownReference: textOf(answerTo(answered, 'ownReference')) }),
  }),
  stands: (held) => sharedBy(children, held, ['ownReference']),
});

const partsOfAll = (about: About) => ({
  ...arrivalParts(about),
  inCare: carePart(about),
  family: familyPart,
  ...councilParts(about),
  trafficking: traffickingPart,
  ...peopleParts(about),
});

/** What is asked once for all children, after what is asked of each, by its headings. */
export function sharedSections(about: About): readonly SectionOfForm[] {
  const all = partsOfAll(about);
  return [
    {
      heading: 'Arrival and care',
      asks: [
        asked('claim', 'What is known of the asylum claim?', [all.definition, all.asylumClaim]),
        asked('arrival', 'How did the child arrive?', [all.arrival, all.presented]),
        asked('care', 'Who looks after the child?', [all.inCare, all.status]),
      ],
    },
    {
      heading: 'Family, links and safety',
      asks: [
        asked('relatives', 'Does the child have family or links in the UK?', [all.family, all.links]),
        asked('safety', 'Is the child safe?', [all.avoid, all.trafficking]),
      ],
    },
    {
      heading: 'The move',
      asks: [asked('move', 'Why and when should the child move?', [all.wishes, all.proposedMove])],
    },
    {
      heading: 'Who to ring',
      asks: [asked('people', 'Who can be asked about the child?', [all.people, all.duty])],
    },
  ];
}

/** The same in one list. */
export const referralParts = (about: About): readonly Part[] => Object.values(partsOfAll(about));
