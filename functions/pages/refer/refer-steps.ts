import { MOST_CHILDREN } from '../../../shared/core/referral/referral-request.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { oneOf } from '../forms/answers.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';
import { childParts, partsOfChild } from './child-parts.ts';
import {
  type About,
  type Asks,
  answerTo,
  asked,
  oneQuestion,
  type Part,
  type SectionOfForm,
  stepsMadeOnce,
  whichChild,
} from './part.ts';
import { ownReferencePart, referralParts, referredOnPart, sharedSections } from './referral-parts.ts';
import { isSame, sameStep, settledBySame } from './same-as-first.ts';

const anotherName = (number: number): string => `child${number}-another`;

const anotherStep = (number: number): Step =>
  oneQuestion(
    anotherName(number),
    `Is there ${number === 1 ? 'a' : 'another'} brother or sister to stay together with?`,
    {
      kind: 'radios',
      name: anotherName(number),
      label: 'Add another child',
      key: 'Another child to stay together with',
      hint: 'Brothers and sisters stay together unless that would harm one of them. You are asked about the next one after this one. Refer other children separately.',
      choices: [
        { value: 'yes', text: 'Yes, add another child' },
        { value: 'no', text: 'No' },
      ],
    },
    () => oneOf(['yes', 'no'], 'Select yes to add another child, or no'),
  );

/** Numbers of the children that were added so far. */
export function childrenIn(answered: Answered): readonly number[] {
  const numbers = [1];
  while (numbers.length < MOST_CHILDREN && answerTo(answered, anotherName(numbers.length)) === 'yes')
    numbers.push(numbers.length + 1);
  return numbers;
}

/** That a child was added, as a form says it: also behind an answer that is missing or wrong. */
export const childrenWritten = (form: Readonly<Record<string, readonly string[]>>): Answered =>
  Object.fromEntries(
    Object.entries(form).flatMap(([name, [said]]) =>
      /^child\d+-another$/.test(name) ? [[name, { [name]: said }]] : [],
    ),
  );

/** Everything that a referral speaks of, in the order of the form. */
export const allParts = (about: About): readonly Part[] => [
  referredOnPart(about),
  ownReferencePart(about),
  ...about.children.flatMap((number) => childParts(number, about)),
  ...referralParts(about),
];

/** What is asked of one child. Of a brother or sister, what is the same as for the first is not asked again. */
function sectionsOfChild(about: About, number: number): readonly SectionOfForm[] {
  const [first, parts] = [partsOfChild(1, about), partsOfChild(number, about)];
  const who = whichChild(about, number);
  const page = (what: string) => `child${number}-${what}`;
  const isFirst = number === 1;
  const unlessSame = (matter: Parameters<typeof isSame>[1]): Asks => ({
    steps: (answered) => (isSame(number, matter, answered) ? [] : parts[matter].steps(answered)),
  });
  const same: Asks = {
    steps: (answered, form) => [sameStep(number, { first, own: parts }, answered, form)],
  };
  const another: Asks = { steps: () => [anotherStep(number)] };
  return [
    {
      heading: capitalised(who),
      asks: [
        asked(
          page('who'),
          `Who is ${who}?`,
          [
            ...[parts.name, parts.references, parts.born, parts.sex],
            ...(isFirst ? [] : [same]),
            ...(number < MOST_CHILDREN ? [another] : []),
          ],
          isFirst ? undefined : settledBySame(number, first, parts),
        ),
        asked(page('background'), `What is the background of ${who}?`, [
          unlessSame('nationality'),
          unlessSame('language'),
          unlessSame('faith'),
        ]),
      ],
    },
    {
      heading: `What ${who} needs`,
      asks: [
        asked(page('needed'), `What does ${who} need?`, [parts.assessment, parts.placement, parts.needs]),
        asked(page('well'), `Is ${who} well, and fit to move?`, [parts.health, parts.care]),
        asked(page('daily'), `How does ${who} live?`, [parts.missing, parts.life]),
        unlessSame('supporters'),
      ],
    },
  ];
}

/** What a form of so many children asks, in its order. */
const sectionsOf = (about: About): readonly SectionOfForm[] => [
  {
    heading: 'Your decision',
    asks: [asked('referredOn', 'Your decision to refer', [referredOnPart(about), ownReferencePart(about)])],
  },
  ...about.children.flatMap((number) => sectionsOfChild(about, number)),
  ...sharedSections(about),
];

/** Forms that are kept: most people who write at the same time are of few councils. */
const KEPT = 8;
const kept = new Map<string, readonly SectionOfForm[]>();

/** What a form asks, made when it is first opened: each page and its contract made anew for every visit took a quarter of the time of the form's tests. */
function keptSections(about: About): readonly SectionOfForm[] {
  const key = [about.own, about.today, about.children.length].join(' ');
  const sections =
    kept.get(key) ??
    sectionsOf(about).map(({ heading, asks }) => ({ heading, asks: asks.map(stepsMadeOnce) }));
  // The one that was asked for last is the last to go.
  kept.delete(key);
  kept.set(key, sections);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return sections;
}

/** A heading of the form, with the pages below it that were come to, by name. */
export interface SectionCome {
  readonly heading: string;
  readonly pages: ReadonlyMap<string, Step>;
}

/** The headings of the form, each with its pages. */
export const sectionsIn = (own: string, today: string, answered: Answered): readonly SectionCome[] =>
  keptSections({ own, today, children: childrenIn(answered) }).map(({ heading, asks }) => ({
    heading,
    pages: new Map(asks.flatMap(({ steps }) => steps(answered)).map((step) => [step.name, step])),
  }));

const goesOnFrom = (answered: Answered, earlier: Answered): boolean =>
  Object.entries(earlier).every(([name, answer]) => answered[name] === answer);

/** The questions of a referral, what belongs together on a page. @param own code of the council that refers */
export function nextReferStep(own: string, today: string): NextStep {
  // A walk asks for one page after the other, each time with one answer more: what lies behind stays behind, and is not made again.
  let asks: readonly Asks[] = [];
  let [count, place] = [0, 0];
  let earlier: Answered = {};
  return (answered, form) => {
    const children = childrenIn(answered);
    if (children.length !== count) {
      asks = keptSections({ own, today, children }).flatMap((section) => section.asks);
      [count, place] = [children.length, 0];
    } else if (!goesOnFrom(answered, earlier)) place = 0;
    earlier = answered;
    for (; place < asks.length; place += 1)
      for (const step of asks[place]?.steps(answered, form) ?? [])
        if (answered[step.name] === undefined) return step;
    return undefined;
  };
}
