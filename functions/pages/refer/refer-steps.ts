import { MOST_CHILDREN } from '../../../shared/core/referral-request.ts';
import { oneOf } from '../journey/answers.ts';
import type { Answered, Journey, Step } from '../journey/walk.ts';
import { childParts } from './child-parts.ts';
import { type About, answerTo, oneQuestion, type Part } from './part.ts';
import { referralParts, referredOnPart } from './referral-parts.ts';

const anotherName = (number: number): string => `child${number}-another`;

const anotherStep = (number: number): Step =>
  oneQuestion(
    anotherName(number),
    'Is there a brother or sister to stay together with?',
    {
      kind: 'radios',
      name: anotherName(number),
      label: 'Add another child',
      hint: 'Brothers and sisters stay together unless that would harm one of them. Refer other children separately.',
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

/** Everything that a referral speaks of, in the order of the form. */
export const allParts = (about: About): readonly Part[] => [
  referredOnPart(about),
  ...about.children.flatMap((number) => childParts(number, about)),
  ...referralParts(about),
];

/** The pages of a referral in their order, as far as the answers so far say which are needed. */
function stepsOf(answered: Answered, own: string, today: string): readonly Step[] {
  const children = childrenIn(answered);
  const about: About = { own, today, children };
  const of = (parts: readonly Part[]) => parts.flatMap(({ steps }) => steps(answered));
  return [
    ...of([referredOnPart(about)]),
    ...children.flatMap((number) => [
      ...of(childParts(number, about)),
      ...(number === MOST_CHILDREN ? [] : [anotherStep(number)]),
    ]),
    ...of(referralParts(about)),
  ];
}

/** The questions of a referral, one thing a page. @param own code of the council that refers */
export const referJourney =
  (own: string, today: string): Journey =>
  (answered) =>
    stepsOf(answered, own, today).find(({ name }) => answered[name] === undefined);
