import { linkKinds } from '../../../events/referral.ts';
import type { ReferralRequest } from '../../../shared/core/referral/referral-request.ts';
import { linkWords } from '../../../shared/words/facts.ts';
import { oneOf } from '../forms/answers.ts';
import { choicesOf } from '../forms/question.ts';
import type { Answered, Step } from '../forms/walk.ts';
import {
  type About,
  answerTo,
  councilChoices,
  type Part,
  page,
  someCouncil,
  textOf,
  yesNo,
  yesOrNo,
} from './part.ts';

/** Links and areas that one referral may name. */
const MOST_COUNCILS = 20;

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

type Link = NonNullable<ReferralRequest['links']>[number];

const linkPage =
  (today: string) =>
  (number: number): Step => {
    const name = `link${number}`;
    return page(name, 'Where is the link?', [
      [
        { kind: 'select', name: `${name}-council`, label: 'Council', choices: councilChoices(today) },
        () => someCouncil(today, 'Select the council of the link'),
      ],
      [
        {
          kind: 'radios',
          name: `${name}-kind`,
          label: 'Who is there?',
          choices: choicesOf(linkKinds, linkWords),
        },
        () => oneOf(linkKinds, 'Select who is there'),
      ],
      another(name),
    ]);
  };

const avoidPage =
  (own: string, today: string) =>
  (number: number): Step => {
    const name = `avoid${number}`;
    return page(name, 'Which area would not be safe?', [
      [
        { kind: 'select', name: `${name}-council`, label: 'Council', choices: councilChoices(today) },
        () =>
          someCouncil(today, 'Select the council whose area is not safe').refine((code) => code !== own, {
            error:
              'The child leaves your own area in any case. Select another council. If the child is in danger where they are now, call the coordinators',
          }),
      ],
      another(name),
    ]);
  };

/** Councils that the child has a reason to be near, and those that must never be asked. */
export const councilParts = ({ own, today }: About): readonly Part[] => [
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
      ...named('links', answered, linkPage(today)),
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
      ...named('avoid', answered, avoidPage(own, today)),
    ],
    says: (answered) => {
      const areas = listed('avoid', 'avoid', answered, (name) =>
        textOf(answerTo(answered, name, `${name}-council`)),
      );
      return { referral: { areasToAvoid: areas && [...new Set(areas)] } };
    },
  },
];
