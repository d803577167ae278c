import * as z from 'zod';
import { namingReasons } from '../../../events/region-answered.v1.ts';
import type { Command } from '../../../shared/core/case/command.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { uncapitalised } from '../../../shared/words/counting.ts';
import { namingWords } from '../../../shared/words/reasons.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { oneOf } from '../forms/answers.ts';
import { type Confirmation, confirmStep } from '../forms/confirm-step.ts';
import { choicesOf, type Question } from '../forms/question.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';

const ANOTHER = 'another';

/** What is asked of whoever names another council than the one whose turn it is. @param others codes, in the order in which they are shown */
const namingAsks = (
  others: readonly string[],
): { readonly questions: readonly Question[]; readonly schema: typeof naming } => ({
  questions: [
    {
      kind: 'select',
      name: 'named',
      label: 'Council',
      choices: others.map((code) => ({ value: code, text: authorityName(code) })),
    },
    {
      kind: 'radios',
      name: 'namedBecause',
      label: 'Reason',
      choices: choicesOf(namingReasons, namingWords),
    },
  ],
  schema: naming.refine(({ named }) => others.includes(named), {
    path: ['named'],
    error: 'Choose a council from the list',
  }),
});

const naming = z.object({
  named: z.string(),
  namedBecause: oneOf(namingReasons, 'Select why you name another council'),
});

const chooseStep = (first: string | undefined, hasOthers: boolean): Step => {
  const values = [...(first === undefined ? [] : [first]), ...(hasOthers ? [ANOTHER] : [])];
  return {
    name: 'choice',
    title: 'Which council is to be asked first?',
    questions: [
      {
        kind: 'radios',
        name: 'first',
        label: 'Council to ask first',
        choices: [
          ...(first === undefined
            ? []
            : [{ value: first, text: `${authorityName(first)}, whose turn it is` }]),
          ...(hasOthers
            ? [{ value: ANOTHER, text: 'Another council', hint: 'We will ask you for the reason' }]
            : []),
        ],
      },
    ],
    schema: z.object({
      first: z.string().refine((value) => values.includes(value), {
        error: 'Select which council is to be asked first',
      }),
    }),
    button: 'Continue',
  };
};

/**
 * @param first the council whose turn it is, where it can still take the children; `others`: those that can be named instead
 * @param who the lead, or a coordinator who says what the lead has said
 */
export const nextRegionStep =
  (
    region: string,
    first: string | undefined,
    others: readonly string[],
    who: Confirmation['who'],
  ): NextStep =>
  (answered) => {
    if (answered.choice === undefined) return chooseStep(first, others.length > 0);
    if (answered.choice.first === ANOTHER && answered.why === undefined)
      return {
        name: 'why',
        title: 'Which council do you name, and why?',
        text: ['The council whose turn it is keeps its turn. Your reason is recorded and counted.'],
        ...namingAsks(others),
        button: 'Continue',
      };
    if (answered.confirm === undefined)
      return confirmStep({
        title: 'Check your answer before you send it',
        declares: `I can answer for ${uncapitalised(leadOf(region))}`,
        ifNot: `Tick the box to say that you can answer for ${uncapitalised(leadOf(region))}`,
        who,
        button: 'Send your answer',
        text: ['The council is asked at once. You cannot change your answer here once it is sent.'],
      });
    return undefined;
  };

/** The command that the answers amount to. */
export function regionCommand(
  region: string,
  answered: Answered,
): Extract<Command, { kind: 'answer-region' }> {
  const { first } = z.object({ first: z.string() }).parse(answered.choice);
  if (first !== ANOTHER) return { kind: 'answer-region', region, council: first };
  const { named, namedBecause } = naming.parse(answered.why);
  return { kind: 'answer-region', region, council: named, reason: namedBecause };
}
