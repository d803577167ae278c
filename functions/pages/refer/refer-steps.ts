import * as z from 'zod';
import { dateWords } from '../../../shared/core/working-days.ts';
import { anyOf, maybeDate, oneOf, someDate } from '../journey/answers.ts';
import type { Choice } from '../journey/question.ts';
import type { Answered, Journey, Step } from '../journey/walk.ts';
import { childSteps, councilChoices, oneQuestion, someCouncil } from './child-steps.ts';

/** Links and areas that one referral may name. */
const MOST_COUNCILS = 20;

const yesNo: readonly Choice[] = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];

export const definitionParts = [
  'under18AtClaim',
  'claimsInOwnRight',
  'separatedFromParents',
  'noResponsibleAdult',
] as const;

const definitionWords: Readonly<Record<(typeof definitionParts)[number], string>> = {
  under18AtClaim: 'Was under 18 at the asylum claim',
  claimsInOwnRight: 'Claims asylum in their own right',
  separatedFromParents: 'Is separated from both parents',
  noResponsibleAdult: 'Has no adult responsible for them by law or custom',
};

/** A page that asks for a day that is not in the future. */
const pastDay = (name: string, title: string, label: string, message: string, today: string, hint?: string) =>
  oneQuestion(
    name,
    title,
    { kind: 'date', name, label, hint: hint ?? 'For example, 27 3 2026.' },
    someDate(label, message, {
      to: { day: today, message: `${label} must not be after today, ${dateWords(today)}` },
    }),
  );

const yesOrNo = (name: string, title: string, label: string, message: string, hint: string): Step =>
  oneQuestion(
    name,
    title,
    { kind: 'radios', name, label, hint, choices: yesNo },
    oneOf(['yes', 'no'], message),
  );

/** Pages that name councils one by one, as long as another is wanted; none when the first question was answered with no. */
function named(first: string, answered: Answered, page: (number: number) => Step): readonly Step[] {
  if (answered[first]?.[first] !== 'yes') return [];
  const steps: Step[] = [];
  for (let number = 1; number <= MOST_COUNCILS; number += 1) {
    const step = page(number);
    steps.push(step);
    if (answered[step.name]?.[`${step.name}-another`] !== 'yes') break;
  }
  return steps;
}

const another = (name: string) => ({
  kind: 'radios' as const,
  name: `${name}-another`,
  label: 'Add another council?',
  choices: yesNo,
});
const anotherSaid = oneOf(['yes', 'no'], 'Select whether to add another council');

const linkKinds = ['family', 'sibling', 'community'] as const;

function linkPage(number: number): Step {
  const name = `link${number}`;
  return {
    name,
    title: 'Where is the link?',
    questions: [
      { kind: 'select', name: `${name}-council`, label: 'Council', choices: councilChoices() },
      {
        kind: 'radios',
        name: `${name}-kind`,
        label: 'Who is there?',
        choices: [
          { value: 'family', text: 'Family' },
          { value: 'sibling', text: 'A brother or sister' },
          { value: 'community', text: 'A community that matters to the child' },
        ],
      },
      another(name),
    ],
    schema: z.object({
      [`${name}-council`]: someCouncil('Select the council of the link'),
      [`${name}-kind`]: oneOf(linkKinds, 'Select who is there'),
      [`${name}-another`]: anotherSaid,
    }),
    button: 'Save and continue',
  };
}

const avoidPage =
  (own: string) =>
  (number: number): Step => {
    const name = `avoid${number}`;
    return {
      name,
      title: 'Which area would not be safe?',
      questions: [
        { kind: 'select', name: `${name}-council`, label: 'Council', choices: councilChoices() },
        another(name),
      ],
      schema: z.object({
        [`${name}-council`]: someCouncil('Select the council whose area is not safe').refine(
          (code) => code !== own,
          { error: 'The child leaves your own area in any case. Select another council' },
        ),
        [`${name}-another`]: anotherSaid,
      }),
      button: 'Save and continue',
    };
  };

const definitionStep = (): Step =>
  oneQuestion(
    'definition',
    'What is true of the child?',
    {
      kind: 'checkboxes',
      name: 'definition',
      label: 'The child',
      hint: 'Select all that apply. All four make an unaccompanied asylum-seeking child by the Immigration Rules. If one is not true, a coordinator looks at it.',
      choices: [
        ...definitionParts.map((value) => ({ value, text: definitionWords[value] })),
        { value: 'none', text: 'None of these' },
      ],
    },
    anyOf([...definitionParts, 'none'], 'Select what is true from the list')
      .min(1, { error: 'Select what is true, or “None of these”' })
      .refine((parts) => !parts.includes('none') || parts.length === 1, {
        error: 'Select what is true, or only “None of these”',
      }),
  );

const family = ['none', 'may-care', 'cannot-care', 'not-known'] as const;
const trafficking = ['no-indicators', 'indicators', 'nrm-referred', 'nrm-positive'] as const;

/** The pages of a referral in their order, as far as the answers so far say which are needed. */
function stepsOf(answered: Answered, own: string, today: string): readonly Step[] {
  const said = (name: string) => answered[name]?.[name];
  return [
    pastDay(
      'referredOn',
      'When did you decide to refer?',
      'Day of the decision',
      'Enter the day on which you decided to refer',
      today,
      'The time to move the child counts from this day. For example, 27 3 2026.',
    ),
    ...childSteps(answered, today),
    definitionStep(),
    pastDay(
      'arrivedOn',
      'When did the child arrive in the UK?',
      'Day of arrival',
      'Enter the day of arrival',
      today,
    ),
    pastDay(
      'asylumClaimOn',
      'When did the child claim asylum?',
      'Day of the claim',
      'Enter the day of the asylum claim',
      today,
    ),
    yesOrNo(
      'inCare',
      'Do you look after the child now?',
      'In your care',
      'Select whether you look after the child now',
      'Say no for a child at a port or in a hotel: then the move has to happen sooner.',
    ),
    ...(said('inCare') === 'yes'
      ? [
          pastDay(
            'settledSince',
            'Since when has the child been in the present placement?',
            'First day there',
            'Enter the first day in the present placement',
            today,
            'After about a month, staying may be better for the child. For example, 27 3 2026.',
          ),
        ]
      : []),
    oneQuestion(
      'family',
      'Has the child family in the UK?',
      {
        kind: 'radios',
        name: 'family',
        label: 'Family in the UK',
        hint: 'Family who may care for the child comes before any transfer.',
        choices: [
          { value: 'none', text: 'No, none known' },
          { value: 'may-care', text: 'Yes, and they may be able to care for the child' },
          { value: 'cannot-care', text: 'Yes, but they cannot care for the child' },
          { value: 'not-known', text: 'Not known' },
        ],
      },
      oneOf(family, 'Select whether the child has family in the UK'),
    ),
    yesOrNo(
      'links',
      'Has the child links to a council’s area?',
      'Links',
      'Select whether the child has links to an area',
      'Family, a brother or sister, or a community. A link is a strong reason to ask that council first.',
    ),
    ...named('links', answered, linkPage),
    yesOrNo(
      'avoid',
      'Are there areas where the child would not be safe?',
      'Areas to avoid',
      'Select whether there are areas to avoid',
      'For example, because people who exploited the child live there. These councils are never asked.',
    ),
    ...named('avoid', answered, avoidPage(own)),
    oneQuestion(
      'trafficking',
      'Are there signs of trafficking?',
      {
        kind: 'radios',
        name: 'trafficking',
        label: 'Trafficking',
        hint: 'NRM is the National Referral Mechanism for victims of modern slavery.',
        choices: [
          { value: 'no-indicators', text: 'No signs' },
          { value: 'indicators', text: 'There are signs' },
          { value: 'nrm-referred', text: 'Referred to the NRM' },
          { value: 'nrm-positive', text: 'The NRM has decided that there are grounds' },
        ],
      },
      oneOf(trafficking, 'Select whether there are signs of trafficking'),
    ),
    yesOrNo(
      'wishes',
      'Was the child asked about the move?',
      'The child’s wishes',
      'Select whether the child was asked',
      'Say yes once the child was asked and what they said is written down in your records.',
    ),
    oneQuestion(
      'proposedMoveOn',
      'Is there a day on which the child could best move?',
      {
        kind: 'date',
        name: 'proposedMoveOn',
        label: 'Proposed day (optional)',
        hint: 'Leave it empty if there is none. For example, 27 3 2027.',
      },
      maybeDate('Proposed day', {
        from: { day: today, message: `Proposed day must be today, ${dateWords(today)}, or later` },
      }),
    ),
  ];
}

/** The questions of a referral, one thing a page. @param own code of the council that refers */
export const referJourney =
  (own: string, today: string): Journey =>
  (answered) =>
    stepsOf(answered, own, today).find(({ name }) => answered[name] === undefined);
