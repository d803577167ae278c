import { familiesInUk, traffickingSigns } from '../../../events/referral.ts';
import { familyWords, traffickingWords } from '../../../shared/words/facts.ts';
import { maybeTicked, oneOf } from '../forms/answers.ts';
import { exampleBy } from '../forms/date-example.ts';
import { choicesOf } from '../forms/question.ts';
import {
  type About,
  answerTo,
  chosen,
  oneQuestion,
  type Part,
  page,
  pastDay,
  textOf,
  yes,
  yesOrNo,
  yesOrNoOf,
} from './part.ts';

/** Who looks after the child, and since when. */
export const carePart = ({ today }: About): Part => ({
  name: 'inCare',
  label: 'Whether you look after the child',
  facts: ['inCareOfAuthority', 'settledSince', 'inReception'],
  steps: (answered) => [
    yesOrNo(
      'inCare',
      'Do you look after the child now?',
      'In your care',
      'Select whether you look after the child now',
      'Say no for a child at a port or in a hotel: then the move has to happen sooner.',
    ),
    ...(answerTo(answered, 'inCare') === 'yes'
      ? [
          page('settledSince', 'Since when has the child been in the present placement?', [
            [
              {
                kind: 'date',
                name: 'settledSince',
                label: 'First day there',
                key: 'First day in the placement',
                hint: `After about a month, staying may be better for the child. For example, ${exampleBy(today)}.`,
              },
              () => pastDay('First day there', 'Enter the first day in the present placement', today),
            ],
            [
              {
                kind: 'checkboxes',
                name: 'inReception',
                label: 'Is it a reception centre?',
                key: 'Reception centre',
                choices: [{ value: 'yes', text: 'Yes, one from which children move on' }],
              },
              () => maybeTicked,
            ],
          ]),
        ]
      : []),
  ],
  says: (answered) => ({
    referral: {
      inCareOfAuthority: yes(answerTo(answered, 'inCare')),
      settledSince: textOf(answerTo(answered, 'settledSince')),
      inReception: chosen(answerTo(answered, 'settledSince', 'inReception'))?.includes('yes'),
    },
  }),
  stands: ({ facts }) => ({
    inCare: yesOrNoOf(facts.inCareOfAuthority),
    settledSince: facts.settledSince,
    inReception: facts.inReception === undefined ? undefined : facts.inReception ? ['yes'] : [],
  }),
});

/** Family who may care for the child. */
export const familyPart: Part = {
  name: 'family',
  label: 'Family in the UK',
  facts: ['familyInUk'],
  steps: () => [
    oneQuestion(
      'family',
      'Does the child have family in the UK?',
      {
        kind: 'radios',
        name: 'family',
        label: 'Family in the UK',
        hint: 'Family who may care for the child comes before any transfer.',
        choices: choicesOf(familiesInUk, familyWords),
      },
      () => oneOf(familiesInUk, 'Select whether the child has family in the UK'),
    ),
  ],
  says: (answered) => ({ referral: { familyInUk: textOf(answerTo(answered, 'family')) } }),
  stands: ({ facts }) => ({ family: facts.familyInUk }),
};

/** Whether somebody exploited the child. */
export const traffickingPart: Part = {
  name: 'trafficking',
  label: 'Trafficking',
  facts: ['trafficking'],
  steps: () => [
    oneQuestion(
      'trafficking',
      'Are there signs of trafficking?',
      {
        kind: 'radios',
        name: 'trafficking',
        label: 'Trafficking',
        hint: 'The National Referral Mechanism is for victims of modern slavery.',
        choices: choicesOf(traffickingSigns, traffickingWords),
      },
      () => oneOf(traffickingSigns, 'Select whether there are signs of trafficking'),
    ),
  ],
  says: (answered) => ({ referral: { trafficking: textOf(answerTo(answered, 'trafficking')) } }),
  stands: ({ facts }) => ({ trafficking: facts.trafficking }),
};
