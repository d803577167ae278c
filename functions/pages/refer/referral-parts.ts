import type { ParticularField } from '../../../shared/core/particulars.ts';
import type { ReferralRequest } from '../../../shared/core/referral-request.ts';
import { dateWords } from '../../../shared/core/working-days.ts';
import { anyOf, maybeDate, maybeText, oneOf, someDate, someText } from '../journey/answers.ts';
import type { Answered, Step } from '../journey/walk.ts';
import {
  type About,
  answerTo,
  chosen,
  councilChoices,
  ofEach,
  oneQuestion,
  type Part,
  page,
  someCouncil,
  textOf,
  yes,
  yesNo,
} from './part.ts';

/** Links and areas that one referral may name. */
const MOST_COUNCILS = 20;

const definitionParts = [
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

/** A day that is not in the future. */
const pastDay = (label: string, message: string, today: string) =>
  someDate(label, message, {
    to: { day: today, message: `${label} must not be after today, ${dateWords(today)}` },
  });

const yesOrNo = (name: string, title: string, label: string, message: string, hint: string): Step =>
  oneQuestion(name, title, { kind: 'radios', name, label, hint, choices: yesNo }, () =>
    oneOf(['yes', 'no'], message),
  );

/** Pages that name councils one by one, as long as another is wanted; none when the first question was answered with no. */
function named(first: string, answered: Answered, onePage: (number: number) => Step): readonly Step[] {
  if (answerTo(answered, first) !== 'yes') return [];
  const steps: Step[] = [];
  for (let number = 1; number <= MOST_COUNCILS; number += 1) {
    const step = onePage(number);
    steps.push(step);
    if (answerTo(answered, step.name, `${step.name}-another`) !== 'yes') break;
  }
  return steps;
}

/** What was answered on such pages, in their order; undefined when nobody was asked. */
const listed = <One>(
  first: string,
  word: string,
  answered: Answered,
  read: (name: string) => One | undefined,
): One[] | undefined =>
  answered[first] === undefined
    ? undefined
    : named(first, answered, (number) => ({ name: `${word}${number}` }) as Step).flatMap(
        ({ name }) => read(name) ?? [],
      );

const another = (name: string) =>
  [
    {
      kind: 'radios' as const,
      name: `${name}-another`,
      label: 'Add another council?',
      choices: yesNo,
    },
    () => oneOf(['yes', 'no'], 'Select whether to add another council'),
  ] as const;

const linkKinds = ['family', 'sibling', 'community'] as const;
type Link = NonNullable<ReferralRequest['links']>[number];

function linkPage(number: number): Step {
  const name = `link${number}`;
  return page(name, 'Where is the link?', [
    [
      { kind: 'select', name: `${name}-council`, label: 'Council', choices: councilChoices() },
      () => someCouncil('Select the council of the link'),
    ],
    [
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
      () => oneOf(linkKinds, 'Select who is there'),
    ],
    another(name),
  ]);
}

const avoidPage =
  (own: string) =>
  (number: number): Step => {
    const name = `avoid${number}`;
    return page(name, 'Which area would not be safe?', [
      [
        { kind: 'select', name: `${name}-council`, label: 'Council', choices: councilChoices() },
        () =>
          someCouncil('Select the council whose area is not safe').refine((code) => code !== own, {
            error: 'The child leaves your own area in any case. Select another council',
          }),
      ],
      another(name),
    ]);
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
    () =>
      anyOf([...definitionParts, 'none'], 'Select what is true from the list')
        .min(1, { error: 'Select what is true, or “None of these”' })
        .refine((parts) => !parts.includes('none') || parts.length === 1, {
          error: 'Select what is true, or only “None of these”',
        }),
  );

const family = ['none', 'may-care', 'cannot-care', 'not-known'] as const;
const trafficking = ['no-indicators', 'indicators', 'nrm-referred', 'nrm-positive'] as const;
const statuses = ['claim-pending', 'leave-granted', 'claim-refused', 'other', 'not-known'] as const;
const places = ['port', 'airport', 'elsewhere', 'not-known'] as const;

/** One fact of every child, by the name that each has. */
const factsOfEach = (children: readonly number[], field: ParticularField): readonly string[] =>
  children.map((number) => `children.${number}.${field}`);

const sealed = 'Kept sealed: only a council that takes the child sees it.';

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
        hint: 'For example, 27 3 2026.',
      },
      () => pastDay('Day of the decision', 'Enter the day on which you decided to refer', today),
    ),
  ],
  says: (answered) => ({ referral: { referredOn: textOf(answerTo(answered, 'referredOn')) } }),
});

/** How the child came, and what the Home Office knows. */
const arrivalParts = ({ today, children }: About): readonly Part[] => [
  {
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
  },
  {
    name: 'arrivedOn',
    label: 'Arrival',
    facts: ['arrivedOn', 'arrivalPlace', ...factsOfEach(children, 'arrivedWhere')],
    steps: () => [
      page('arrivedOn', 'When and where did the child arrive in the UK?', [
        [
          { kind: 'date', name: 'arrivedOn', label: 'Day of arrival', hint: 'For example, 27 3 2026.' },
          () => pastDay('Day of arrival', 'Enter the day on which the child arrived', today),
        ],
        [
          {
            kind: 'radios',
            name: 'arrivalPlace',
            label: 'Place of arrival',
            choices: [
              { value: 'port', text: 'A port, or the coast' },
              { value: 'airport', text: 'An airport' },
              { value: 'elsewhere', text: 'Elsewhere' },
              { value: 'not-known', text: 'Not known' },
            ],
          },
          () => oneOf(places, 'Select where the child arrived, or that it is not known'),
        ],
        [
          { kind: 'text', name: 'arrivedWhere', label: 'Which one? (optional)', hint: sealed },
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
  },
  {
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
          hint: 'For example, 27 3 2026.',
        },
        () => pastDay('Day of the claim', 'Enter the day of the asylum claim', today),
      ),
    ],
    says: (answered) => ({ referral: { asylumClaimOn: textOf(answerTo(answered, 'asylumClaimOn')) } }),
  },
  {
    name: 'legalStatus',
    label: 'Legal status',
    facts: ['legalStatus'],
    steps: () => [
      oneQuestion(
        'legalStatus',
        'What is the child’s legal status?',
        {
          kind: 'radios',
          name: 'legalStatus',
          label: 'Legal status',
          choices: [
            { value: 'claim-pending', text: 'The asylum claim is not decided yet' },
            { value: 'leave-granted', text: 'The child has leave to stay' },
            { value: 'claim-refused', text: 'The claim was refused' },
            { value: 'other', text: 'Other' },
            { value: 'not-known', text: 'Not known' },
          ],
        },
        () => oneOf(statuses, 'Select the legal status, or that it is not known'),
      ),
    ],
    says: (answered) => ({ referral: { legalStatus: textOf(answerTo(answered, 'legalStatus')) } }),
  },
];

/** Where the child lives, and who and what matters for where the child goes. */
const placeParts = ({ own, today }: About): readonly Part[] => [
  {
    name: 'inCare',
    label: 'Whether you look after the child',
    facts: ['inCareOfAuthority', 'settledSince'],
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
            oneQuestion(
              'settledSince',
              'Since when has the child been in the present placement?',
              {
                kind: 'date',
                name: 'settledSince',
                label: 'First day there',
                hint: 'After about a month, staying may be better for the child. For example, 27 3 2026.',
              },
              () => pastDay('First day there', 'Enter the first day in the present placement', today),
            ),
          ]
        : []),
    ],
    says: (answered) => ({
      referral: {
        inCareOfAuthority: yes(answerTo(answered, 'inCare')),
        settledSince: textOf(answerTo(answered, 'settledSince')),
      },
    }),
  },
  {
    name: 'family',
    label: 'Family in the UK',
    facts: ['familyInUk'],
    steps: () => [
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
        () => oneOf(family, 'Select whether the child has family in the UK'),
      ),
    ],
    says: (answered) => ({ referral: { familyInUk: textOf(answerTo(answered, 'family')) } }),
  },
  {
    name: 'links',
    label: 'Links to a council’s area',
    facts: ['links'],
    steps: (answered) => [
      yesOrNo(
        'links',
        'Has the child links to a council’s area?',
        'Links',
        'Select whether the child has links to an area',
        'Family, a brother or sister, or a community. A link is a strong reason to ask that council first.',
      ),
      ...named('links', answered, linkPage),
    ],
    says: (answered) => ({
      referral: {
        links: listed('links', 'link', answered, (name): Link | undefined => {
          const council = textOf(answerTo(answered, name, `${name}-council`));
          const kind = textOf<Link['kind']>(answerTo(answered, name, `${name}-kind`));
          return council === undefined || kind === undefined ? undefined : { council, kind };
        }),
      },
    }),
  },
  {
    name: 'avoid',
    label: 'Areas to avoid',
    facts: ['areasToAvoid'],
    steps: (answered) => [
      yesOrNo(
        'avoid',
        'Are there areas where the child would not be safe?',
        'Areas to avoid',
        'Select whether there are areas to avoid',
        'For example, because people who exploited the child live there. These councils are never asked.',
      ),
      ...named('avoid', answered, avoidPage(own)),
    ],
    says: (answered) => {
      const areas = listed('avoid', 'avoid', answered, (name) =>
        textOf(answerTo(answered, name, `${name}-council`)),
      );
      return { referral: { areasToAvoid: areas && [...new Set(areas)] } };
    },
  },
  {
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
          hint: 'NRM is the National Referral Mechanism for victims of modern slavery.',
          choices: [
            { value: 'no-indicators', text: 'No signs' },
            { value: 'indicators', text: 'There are signs' },
            { value: 'nrm-referred', text: 'Referred to the NRM' },
            { value: 'nrm-positive', text: 'The NRM has decided that there are grounds' },
          ],
        },
        () => oneOf(trafficking, 'Select whether there are signs of trafficking'),
      ),
    ],
    says: (answered) => ({ referral: { trafficking: textOf(answerTo(answered, 'trafficking')) } }),
  },
];

/** What the child wants, when the child could move, and who can be asked about it. */
const peopleParts = ({ today, children }: About): readonly Part[] => [
  {
    name: 'wishes',
    label: 'The child’s wishes',
    facts: ['wishesRecorded', ...factsOfEach(children, 'wishes')],
    steps: (answered) => [
      yesOrNo(
        'wishes',
        'Was the child asked about the move?',
        'The child’s wishes',
        'Select whether the child was asked',
        'Say yes once the child was asked and what they said is written down in your records.',
      ),
      ...(answerTo(answered, 'wishes') === 'yes'
        ? children.map((number) =>
            oneQuestion(
              `wishes${number}`,
              number === 1 ? 'What does the child say?' : `What does child ${number} say?`,
              {
                kind: 'long-text',
                name: `wishes${number}`,
                label: 'In the child’s own words, if you can (optional)',
                hint: sealed,
              },
              () => maybeText('What you write', 1000),
            ),
          )
        : []),
    ],
    says: (answered) => ({
      referral: { wishesRecorded: yes(answerTo(answered, 'wishes')) },
      children: new Map(
        children.map((number) => [number, { wishes: textOf(answerTo(answered, `wishes${number}`)) }]),
      ),
    }),
  },
  {
    name: 'proposedMoveOn',
    label: 'Proposed day of the move',
    facts: ['proposedMoveOn'],
    steps: () => [
      oneQuestion(
        'proposedMoveOn',
        'Is there a day on which the child could best move?',
        {
          kind: 'date',
          name: 'proposedMoveOn',
          label: 'Proposed day (optional)',
          hint: 'Leave it empty if there is none. For example, 27 3 2027.',
        },
        () =>
          maybeDate('Proposed day', {
            from: { day: today, message: `Proposed day must be today, ${dateWords(today)}, or later` },
          }),
      ),
    ],
    says: (answered) => ({ referral: { proposedMoveOn: textOf(answerTo(answered, 'proposedMoveOn')) } }),
  },
  {
    name: 'people',
    label: 'Whom to call',
    facts: [...factsOfEach(children, 'socialWorker'), ...factsOfEach(children, 'entryContact')],
    steps: () => [
      page(
        'people',
        'Who can be asked about the child?',
        [
          [
            {
              kind: 'text',
              name: 'entryContact',
              label: 'Contact at your council',
              hint: 'A name and a telephone number.',
            },
            () => someText('Enter whom to call at your council', 'Contact', 200),
          ],
          [
            {
              kind: 'text',
              name: 'socialWorker',
              label: 'The child’s social worker (optional)',
              hint: 'A name and a telephone number.',
            },
            () => maybeText('Social worker', 200),
          ],
        ],
        [sealed],
      ),
    ],
    says: (answered) => ({
      children: ofEach(children, {
        entryContact: textOf(answerTo(answered, 'people', 'entryContact')),
        socialWorker: textOf(answerTo(answered, 'people', 'socialWorker')),
      }),
    }),
  },
];

/** What is asked once for all children, after what is asked of each. */
export const referralParts = (about: About): readonly Part[] => [
  ...arrivalParts(about),
  ...placeParts(about),
  ...peopleParts(about),
];
