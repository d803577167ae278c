import { linkKinds } from '../../../events/referral.ts';
import { asRegions, councilsOfRegions } from '../../../shared/core/council/whole-regions.ts';
import { type AvoidReason, avoidReasons } from '../../../shared/core/referral/particulars.ts';
import type { ReferralRequest } from '../../../shared/core/referral/referral-request.ts';
import { avoidReasonWords, linkWords } from '../../../shared/words/facts.ts';
import { regionCodes, regionNames } from '../../../shared/words/regions.ts';
import { anyOf, maybeOneOf, oneOf } from '../forms/answers.ts';
import { choicesOf } from '../forms/question.ts';
import type { Answered, Step } from '../forms/walk.ts';
import {
  type About,
  answerTo,
  chosen,
  councilChoices,
  factsOfEach,
  KEPT_SEALED,
  ofEach,
  oneQuestion,
  type Part,
  page,
  sharedBy,
  someCouncil,
  textOf,
  yesNo,
  yesOrNo,
  yesOrNoOf,
} from './part.ts';

/** Links that one referral may name. */
const MOST_LINKS = 20;
/** Councils to avoid that are named one by one; who has more names whole regions. */
const MOST_AREAS = 60;

/** Pages that name councils one by one, as long as another is wanted. */
function named(
  isWanted: boolean,
  answered: Answered,
  onePage: (number: number) => Step,
  most: number,
): readonly Step[] {
  if (!isWanted) return [];
  const steps: Step[] = [];
  for (let number = 1; number <= most; number += 1) {
    const step = onePage(number);
    steps.push(step);
    if (answerTo(answered, step.name, `${step.name}-another`) !== 'yes') break;
  }
  return steps;
}

/** What was answered on such pages, in their order. */
const listed = <One>(
  isWanted: boolean,
  word: string,
  answered: Answered,
  read: (name: string) => One | undefined,
  most: number,
): One[] =>
  named(isWanted, answered, (number) => ({ name: `${word}${number}` }) as Step, most).flatMap(
    ({ name }) => read(name) ?? [],
  );

const wantsLinks = (answered: Answered): boolean => answerTo(answered, 'links') === 'yes';
const wantsRegions = (answered: Answered): boolean => answerTo(answered, 'avoid') === 'regions';
/** Whether single councils are to be avoided: instead of regions, or besides. */
const wantsAreas = (answered: Answered): boolean =>
  wantsRegions(answered)
    ? answerTo(answered, REGIONS, `${REGIONS}-another`) === 'yes'
    : answerTo(answered, 'avoid') === 'yes';

const another = (name: string) =>
  [
    {
      kind: 'radios' as const,
      name: `${name}-another`,
      label: 'Add another council?',
      key: '',
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
        {
          kind: 'select',
          name: `${name}-council`,
          label: 'Council',
          key: number === 1 ? 'Council of the link' : `Council of link ${number}`,
          choices: councilChoices(today),
        },
        () => someCouncil(today, 'Select the council of the link'),
      ],
      [
        {
          kind: 'radios',
          name: `${name}-kind`,
          label: 'Who is there?',
          key: number === 1 ? 'Who is there' : `Who is at link ${number}`,
          choices: choicesOf(linkKinds, linkWords),
        },
        () => oneOf(linkKinds, 'Select who is there'),
      ],
      // The last that is taken asks for no other.
      ...(number < MOST_LINKS ? [another(name)] : []),
    ]);
  };

const REGIONS = 'avoidRegions';
const WHY = 'whyToAvoid';

/** Asked once, with the first that is named. */
const whyNotSafe = [
  {
    kind: 'select',
    name: WHY,
    label: 'Main reason (optional)',
    key: 'Main reason to avoid them',
    hint: KEPT_SEALED,
    choices: choicesOf(avoidReasons, avoidReasonWords),
  },
  () => maybeOneOf(avoidReasons, 'Select the main reason from the list'),
] as const;

const regionsPage = (): Step =>
  page(REGIONS, 'Which regions would not be safe?', [
    [
      {
        kind: 'checkboxes',
        name: REGIONS,
        label: 'Regions',
        key: 'Regions to avoid',
        hint: 'No council there is asked. If you tick your own region, your own area counts as one to avoid too.',
        choices: choicesOf(regionCodes, regionNames),
      },
      () =>
        anyOf(regionCodes, 'Select regions from the list').min(1, {
          error: 'Select every region where the child would not be safe',
        }),
    ],
    whyNotSafe,
    another(REGIONS),
  ]);

const avoidPage =
  (today: string, asksWhy: boolean, most: number) =>
  (number: number): Step => {
    const name = `avoid${number}`;
    return page(name, 'Which area would not be safe?', [
      [
        {
          kind: 'select',
          name: `${name}-council`,
          label: 'Council',
          key: number === 1 ? 'Council to avoid' : `Council ${number} to avoid`,
          choices: councilChoices(today),
        },
        () => someCouncil(today, 'Select the council whose area is not safe'),
      ],
      ...(asksWhy && number === 1 ? [whyNotSafe] : []),
      // The last that is taken asks for no other.
      ...(number < most ? [another(name)] : []),
    ]);
  };

/** As many as may be named: a system may have named more than the form takes. */
const mostAreas = ({ held }: About): number =>
  held === undefined
    ? MOST_AREAS
    : Math.max(MOST_AREAS, asRegions(held.facts.areasToAvoid ?? []).councils.length);

const linksPart = ({ today }: About): Part => ({
  name: 'links',
  label: 'Links to a council’s area',
  facts: ['links'],
  steps: (answered) => [
    yesOrNo(
      'links',
      'Does the child have links to a council’s area?',
      'Links',
      'Select whether the child has links to an area',
      'Family, a brother or sister, or a community. A link is a strong reason to ask that council first.',
    ),
    ...named(wantsLinks(answered), answered, linkPage(today), MOST_LINKS),
  ],
  says: (answered) => ({
    referral: {
      links:
        answered.links &&
        listed(
          wantsLinks(answered),
          'link',
          answered,
          (name): Link | undefined => {
            const council = textOf(answerTo(answered, name, `${name}-council`));
            const kind = textOf<Link['kind']>(answerTo(answered, name, `${name}-kind`));
            return council === undefined || kind === undefined ? undefined : { council, kind };
          },
          MOST_LINKS,
        ),
    },
  }),
  stands: ({ facts: { links } }) => ({
    links: links && yesOrNoOf(links.length > 0),
    ...Object.fromEntries(
      (links ?? []).flatMap(({ council, kind }, at, all) => [
        [`link${at + 1}-council`, council],
        [`link${at + 1}-kind`, kind],
        [`link${at + 1}-another`, yesOrNoOf(at + 1 < all.length)],
      ]),
    ),
  }),
});

const avoidPart = (about: About): Part => {
  const { today, children } = about;
  const most = mostAreas(about);
  return {
    name: 'avoid',
    label: 'Areas to avoid',
    facts: ['areasToAvoid', ...factsOfEach(children, 'whyToAvoid')],
    steps: (answered) => [
      oneQuestion(
        'avoid',
        'Are there areas where the child would not be safe?',
        {
          kind: 'radios',
          name: 'avoid',
          label: 'Areas to avoid',
          hint: 'For example, because people who exploited the child live there. These councils are never asked. If your own area is not safe, name it too.',
          choices: [
            { value: 'yes', text: 'Yes' },
            { value: 'regions', text: 'Yes, whole regions', hint: 'You can add single councils' },
            { value: 'no', text: 'No' },
          ],
        },
        () => oneOf(['yes', 'regions', 'no'], 'Select whether there are areas to avoid'),
      ),
      ...(wantsRegions(answered) ? [regionsPage()] : []),
      ...named(wantsAreas(answered), answered, avoidPage(today, !wantsRegions(answered), most), most),
    ],
    says: (answered) => {
      if (answered.avoid === undefined) return { referral: { areasToAvoid: undefined } };
      const areas = listed(
        wantsAreas(answered),
        'avoid',
        answered,
        (name) => textOf<string>(answerTo(answered, name, `${name}-council`)),
        most,
      );
      const regions = wantsRegions(answered) ? (chosen(answerTo(answered, REGIONS)) ?? []) : [];
      const why = wantsRegions(answered)
        ? answerTo(answered, REGIONS, WHY)
        : wantsAreas(answered)
          ? answerTo(answered, 'avoid1', WHY)
          : undefined;
      return {
        referral: { areasToAvoid: [...new Set([...areas, ...councilsOfRegions(regions)])] },
        children: ofEach(children, { whyToAvoid: textOf<AvoidReason>(why) }),
      };
    },
    stands: (now) => {
      const { areasToAvoid: areas } = now.facts;
      if (areas === undefined) return {};
      const { regions, councils } = asRegions(areas);
      const single = yesOrNoOf(councils.length > 0);
      return {
        avoid: regions.length > 0 ? 'regions' : single,
        ...(regions.length > 0 ? { [REGIONS]: regions, [`${REGIONS}-another`]: single } : {}),
        ...sharedBy(children, now, ['whyToAvoid']),
        ...Object.fromEntries(
          councils.flatMap((council, at) => [
            [`avoid${at + 1}-council`, council],
            [`avoid${at + 1}-another`, yesOrNoOf(at + 1 < councils.length)],
          ]),
        ),
      };
    },
  };
};

/** Councils that the child has a reason to be near, and those that must never be asked. */
export const councilParts = (about: About) => ({ links: linksPart(about), avoid: avoidPart(about) });
