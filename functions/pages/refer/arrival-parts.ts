import { arrivalPlaces, careStatuses, immigrationStatuses, yesNoNotKnown } from '../../../events/referral.ts';
import {
  arrivalWords,
  careWords,
  definitionParts,
  definitionWords,
  immigrationWords,
  yesNoWords,
} from '../../../shared/words/facts.ts';
import { maybeAnyOf, maybeText, oneOf } from '../forms/answers.ts';
import { exampleBy } from '../forms/date-example.ts';
import { choicesOf } from '../forms/question.ts';
import type { Step } from '../forms/walk.ts';
import {
  type About,
  answerTo,
  boxesOf,
  chosen,
  councilChoices,
  factsOfEach,
  KEPT_SEALED,
  maybeCouncil,
  ofEach,
  oneQuestion,
  type Part,
  page,
  pastDay,
  sharedBy,
  textOf,
} from './part.ts';

const definitionStep = (): Step =>
  oneQuestion(
    'definition',
    'What is true of the child?',
    {
      kind: 'checkboxes',
      name: 'definition',
      label: 'What is true of the child',
      hint: 'Select all that apply. All four make an unaccompanied asylum-seeking child by the Immigration Rules. If one is not true, a coordinator looks at it.',
      choices: [...choicesOf(definitionParts, definitionWords), { value: 'none', text: 'None of these' }],
    },
    () =>
      maybeAnyOf(definitionParts, 'Select what is true, or only “None of these”').min(1, {
        error: 'Select what is true, or “None of these”',
      }),
  );

/** Whether the child is an unaccompanied asylum-seeking child. */
const definition = (): Part => ({
  name: 'definition',
  label: 'Whether the child is unaccompanied',
  facts: ['definition', ...definitionParts.map((one) => `definition.${one}`)],
  steps: () => [definitionStep()],
  says: (answered) => {
    const parts = chosen<(typeof definitionParts)[number]>(answerTo(answered, 'definition'));
    return parts === undefined
      ? {}
      : {
          referral: {
            definition: Object.fromEntries(definitionParts.map((one) => [one, parts.includes(one)])),
          },
        };
  },
  stands: ({ facts: { definition: said } }) => ({
    definition: said && boxesOf(definitionParts.filter((one) => said[one])),
  }),
});

/** When and where the child came. */
const arrival = ({ today, children }: About): Part => ({
  name: 'arrivedOn',
  label: 'Arrival',
  facts: ['arrivedOn', 'arrivalPlace', ...factsOfEach(children, 'arrivedWhere')],
  steps: () => [
    page('arrivedOn', 'When and where did the child arrive in the UK?', [
      [
        {
          kind: 'date',
          name: 'arrivedOn',
          label: 'Day of arrival',
          hint: `For example, ${exampleBy(today)}.`,
        },
        () => pastDay('Day of arrival', 'Enter the day on which the child arrived', today),
      ],
      [
        {
          kind: 'radios',
          name: 'arrivalPlace',
          label: 'Place of arrival',
          choices: choicesOf(arrivalPlaces, arrivalWords),
        },
        () => oneOf(arrivalPlaces, 'Select where the child arrived, or that it is not known'),
      ],
      [
        {
          kind: 'text',
          name: 'arrivedWhere',
          label: 'Which one? (optional)',
          key: 'Port or place',
          hint: KEPT_SEALED,
        },
        () => maybeText('What you write', 200),
      ],
    ]),
  ],
  says: (answered) => ({
    referral: {
      arrivedOn: textOf(answerTo(answered, 'arrivedOn')),
      arrivalPlace: textOf(answerTo(answered, 'arrivedOn', 'arrivalPlace')),
    },
    children: ofEach(children, { arrivedWhere: textOf(answerTo(answered, 'arrivedOn', 'arrivedWhere')) }),
  }),
  stands: (held) => ({
    arrivedOn: held.facts.arrivedOn,
    arrivalPlace: held.facts.arrivalPlace,
    ...sharedBy(children, held, ['arrivedWhere']),
  }),
});

/** When the child claimed asylum. */
const asylumClaim = ({ today }: About): Part => ({
  name: 'asylumClaimOn',
  label: 'Asylum claim',
  facts: ['asylumClaimOn'],
  steps: () => [
    oneQuestion(
      'asylumClaimOn',
      'When did the child claim asylum?',
      {
        kind: 'date',
        name: 'asylumClaimOn',
        label: 'Day of the claim',
        key: 'Day of the asylum claim',
        hint: `For example, ${exampleBy(today)}.`,
      },
      () => pastDay('Day of the claim', 'Enter the day of the asylum claim', today),
    ),
  ],
  says: (answered) => ({ referral: { asylumClaimOn: textOf(answerTo(answered, 'asylumClaimOn')) } }),
  stands: ({ facts }) => ({ asylumClaimOn: facts.asylumClaimOn }),
});

/** Whether another council knows the child from before. */
const presented = ({ today }: About): Part => ({
  name: 'presented',
  label: 'Known to another council',
  facts: ['presentedElsewhere', 'presentedTo'],
  steps: () => [
    page('presented', 'Who else knows the child?', [
      [
        {
          kind: 'radios',
          name: 'presented',
          label: 'Has the child been to another council before?',
          key: 'Known to another council',
          choices: choicesOf(yesNoNotKnown, yesNoWords),
        },
        () =>
          oneOf(
            yesNoNotKnown,
            'Select whether the child has come to another council, or that it is not known',
          ),
      ],
      [
        {
          kind: 'select',
          name: 'presentedTo',
          label: 'Which council, if you know (optional)',
          key: 'Which council',
          choices: councilChoices(today),
        },
        () => maybeCouncil(today),
      ],
    ]),
  ],
  says: (answered) => {
    const elsewhere = textOf<'yes'>(answerTo(answered, 'presented'));
    const where = textOf(answerTo(answered, 'presented', 'presentedTo'));
    return {
      referral: {
        presentedElsewhere: elsewhere,
        presentedTo: elsewhere === 'yes' ? where : undefined,
      },
    };
  },
  stands: ({ facts }) => ({ presented: facts.presentedElsewhere, presentedTo: facts.presentedTo }),
});

/** By what law the child is looked after, and what the Home Office has decided. */
const status = (): Part => ({
  name: 'status',
  label: 'Care status and immigration status',
  facts: ['careStatus', 'immigrationStatus'],
  steps: () => [
    page('status', 'What is the child’s status?', [
      [
        {
          kind: 'radios',
          name: 'careStatus',
          label: 'Care status',
          hint: 'By what law you look after the child. The sections are those of the Children Act 1989. In Wales, Scotland and Northern Ireland, choose what comes nearest.',
          choices: choicesOf(careStatuses, careWords),
        },
        () => oneOf(careStatuses, 'Select the care status, or that it is not known'),
      ],
      [
        {
          kind: 'radios',
          name: 'immigrationStatus',
          label: 'Immigration status',
          choices: choicesOf(immigrationStatuses, immigrationWords),
        },
        () => oneOf(immigrationStatuses, 'Select the immigration status, or that it is not known'),
      ],
    ]),
  ],
  says: (answered) => ({
    referral: {
      careStatus: textOf(answerTo(answered, 'status', 'careStatus')),
      immigrationStatus: textOf(answerTo(answered, 'status', 'immigrationStatus')),
    },
  }),
  stands: ({ facts }) => ({ careStatus: facts.careStatus, immigrationStatus: facts.immigrationStatus }),
});

/** How the child came, and what the Home Office knows. */
export const arrivalParts = (about: About) => ({
  definition: definition(),
  arrival: arrival(about),
  asylumClaim: asylumClaim(about),
  presented: presented(about),
  status: status(),
});
