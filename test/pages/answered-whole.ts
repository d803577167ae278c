import type { Question } from '../../functions/pages/forms/question.ts';
import { walk } from '../../functions/pages/forms/walk.ts';
import { nextReferStep } from '../../functions/pages/refer/refer-steps.ts';

type Fields = Readonly<Record<string, readonly string[]>>;

/** Something that could be true. */
function answerTo(question: Question): Fields {
  const { name } = question;
  // Another date of birth, by an assessment, does not go with there having been none.
  if (name.endsWith('-hasOtherBirths')) return {};
  switch (question.kind) {
    case 'date':
      return { [`${name}-day`]: ['16'], [`${name}-month`]: ['11'], [`${name}-year`]: ['2026'] };
    case 'radios':
    case 'checkboxes':
    case 'select':
      return { [name]: [question.choices[0]?.value ?? ''] };
    case 'confirm':
      return { [name]: ['yes'] };
    case 'number':
      return { [name]: ['1'] };
    default:
      if (name.endsWith('-nhs')) return { [name]: ['943 476 5919'] };
      return { [name]: [`Synthetic answer to “${question.label}”`] };
  }
}

/**
 * A referral with an answer to every question that its form asks, whatever it comes to ask.
 *
 * @param given answers that matter; every other is made up
 * @throws Error when a made-up answer is not taken: give a better one
 */
export function answeredWhole(council: string, today: string, given: Fields): Fields {
  const nextStep = nextReferStep(council, today);
  const tried = new Set<string>();
  let form: Fields = given;
  for (;;) {
    const walked = walk(nextStep, new Map(Object.entries(form)));
    if (walked.kind === 'done') return form;
    const { step, problems } = walked;
    if (tried.has(step.name))
      throw new Error(`"${step.name}" takes no made-up answer: ${[...problems].join()}`);
    tried.add(step.name);
    const made: Fields = Object.assign({}, ...step.questions.map(answerTo));
    form = { ...made, ...form };
  }
}

/** A referral of one child, made on the Monday of the tests and answered whole. @param more answers that matter besides */
export const wholeReferral = (council: string, more: Fields = {}): Fields =>
  answeredWhole(council, '2026-11-23', {
    'child1-born-day': ['14'],
    'child1-born-month': ['5'],
    'child1-born-year': ['2010'],
    'child1-another': ['no'],
    'proposedMoveOn-day': ['30'],
    'link1-another': ['no'],
    'avoid1-another': ['no'],
    'avoid1-council': ['E10000014'],
    ...more,
  });
