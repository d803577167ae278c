import * as z from 'zod';
import type { Command } from '../../../shared/core/case/command.ts';
import { oneOf, someText } from '../journey/answers.ts';
import { confirmStep } from '../journey/confirm-step.ts';
import type { Choice } from '../journey/question.ts';
import type { Answered, Journey, Step } from '../journey/walk.ts';
import { declineWords } from '../words/event-words.ts';

type Answer = Extract<Command, { kind: 'answer' }>;

const primary = {
  question: 'Can you take responsibility?',
  choices: [
    { value: 'accept', text: 'Accept', hint: 'Yes, we will take responsibility and arrange the move' },
    { value: 'decline', text: 'Decline', hint: 'No; we will ask you for the reason' },
  ],
} as const satisfies { question: string; choices: readonly Choice[] };

const backUp = {
  question: 'Will you be a back-up?',
  choices: [
    {
      value: 'back-up-yes',
      text: 'Yes, if it comes to us',
      hint: 'We keep the place free. You are told when it comes to you, or when it no longer can',
    },
    { value: 'back-up-no', text: 'No', hint: 'You are not asked again about this referral' },
  ],
} as const satisfies { question: string; choices: readonly Choice[] };

const late = {
  question: 'Can you take responsibility after all?',
  choices: [
    { value: 'accept', text: 'Accept', hint: 'Yes, we will take responsibility and arrange the move' },
  ],
} as const satisfies { question: string; choices: readonly Choice[] };

const primaryAnswer = z.object({
  answer: oneOf(['accept', 'decline'], 'Select whether you accept or decline'),
});
const backUpAnswer = z.object({
  answer: oneOf(['back-up-yes', 'back-up-no'], 'Select yes, if it comes to you, or no'),
});

const reasons = [
  'at-or-over-threshold',
  'unsuitable-for-child',
  'no-safe-placement',
  'safeguarding',
  'other',
] as const;
const why = z.object({
  reason: oneOf(reasons, 'Select the reason why you decline'),
  text: someText('Say in a sentence or two why you decline', 'What you write'),
});

/** As what a council is asked: first, as a back-up, or no longer, though its yes would still help. */
export type AskedAs = 'primary' | 'back-up' | 'late';

const lateAnswer = z.object({
  answer: oneOf(['accept'], 'Select accept if you can take responsibility after all'),
});

const forms = {
  primary: { ...primary, schema: primaryAnswer },
  'back-up': { ...backUp, schema: backUpAnswer },
  late: { ...late, schema: lateAnswer },
} as const;

const choiceStep = (role: AskedAs): Step => {
  const asked = forms[role];
  return {
    name: 'choice',
    title: asked.question,
    questions: [{ kind: 'radios', name: 'answer', label: asked.question, choices: asked.choices }],
    schema: asked.schema,
    button: 'Continue',
  };
};

const reasonStep: Step = {
  name: 'why',
  title: 'Why do you decline?',
  text: [
    'There is no free right to decline. A coordinator reads the reason and accepts it or not. The next council is asked at once, whatever the coordinator decides.',
  ],
  questions: [
    {
      kind: 'radios',
      name: 'reason',
      label: 'Reason',
      choices: reasons.map((value) => ({ value, text: declineWords[value] })),
    },
    {
      kind: 'long-text',
      name: 'text',
      label: 'What should the coordinator know?',
      hint: 'Do not name the child or anybody else.',
    },
  ],
  schema: why,
  button: 'Continue',
};

/** What a council is asked behind an offer's link: its answer, why if it declines, and whether that is right. */
export const offerJourney =
  (role: AskedAs, council: string, places: string): Journey =>
  (answered) => {
    if (answered.choice === undefined) return choiceStep(role);
    if (answered.choice.answer === 'decline' && answered.why === undefined) return reasonStep;
    if (answered.confirm === undefined)
      return confirmStep({
        title: 'Check your answer before you send it',
        declares: `I can answer for ${council}`,
        ifNot: `Tick the box to say that you can answer for ${council}`,
        name: 'optional',
        button: 'Send your answer',
        text: [
          ...(answered.choice.answer === 'accept'
            ? [`${council} takes responsibility for ${places} at the handover.`]
            : []),
          'You cannot change your answer here once it is sent.',
        ],
      });
    return undefined;
  };

/** The command that the answers amount to. */
export function answerCommand(offerId: string, answered: Answered): Answer {
  const { answer } = z
    .object({ answer: z.enum(['accept', 'decline', 'back-up-yes', 'back-up-no']) })
    .parse(answered.choice);
  if (answer !== 'decline') return { kind: 'answer', offerId, answer };
  return { kind: 'answer', offerId, answer, ...why.parse(answered.why) };
}
