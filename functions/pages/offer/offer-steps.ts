import * as z from 'zod';
import { declineReasons } from '../../../events/offer-answered.v1.ts';
import type { Offer } from '../../../shared/core/case/case.ts';
import type { Command } from '../../../shared/core/case/command.ts';
import { childrenWords, theChildren } from '../../../shared/words/counting.ts';
import { declineWords } from '../../../shared/words/reasons.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { oneOf, someText, ticked } from '../forms/answers.ts';
import { confirmStep } from '../forms/confirm-step.ts';
import { type FormPost, fieldValue } from '../forms/form-post.ts';
import { type Choice, CONFIRM, choicesOf } from '../forms/question.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';
import type { Refused } from '../http/opened-page.ts';

type Answer = Extract<Command, { kind: 'answer' }>;

const AnswerGiven = z.enum(['accept', 'decline', 'reading', 'back-up-yes', 'back-up-no']);

const why = z.object({
  reason: oneOf(declineReasons, 'Select the reason why you decline'),
  text: someText('Say in a sentence or two why you decline', 'What you write'),
});

interface OfferQuestion {
  readonly question: string;
  /** Every answer that is offered, in this order. */
  readonly answers: readonly [Answer['answer'], ...Answer['answer'][]];
  /** Said to whoever chooses none. */
  readonly ifNone: string;
}

const forms = {
  primary: {
    question: 'Can you take responsibility?',
    answers: ['accept', 'decline', 'reading'],
    ifNone: 'Select whether you accept or decline, or that you are looking',
  },
  /** Once it has said that it is looking. */
  'primary-reading': {
    question: 'Can you take responsibility?',
    answers: ['accept', 'decline'],
    ifNone: 'Select whether you accept or decline',
  },
  'back-up': {
    question: 'Will you be a back-up?',
    answers: ['back-up-yes', 'back-up-no'],
    ifNone: 'Select yes, if it comes to you, or no',
  },
  /** After its time, or after its own no, while its yes would still help. */
  late: {
    question: 'Can you take responsibility after all?',
    answers: ['accept'],
    ifNone: 'Select the answer if you can take responsibility after all',
  },
  'back-up-after-no': {
    question: 'Will you be a back-up after all?',
    answers: ['back-up-yes'],
    ifNone: 'Select the answer if you will be a back-up after all',
  },
  'back-up-no-longer': {
    question: 'Can you no longer be a back-up?',
    answers: ['back-up-no'],
    ifNone: 'Select the answer if you can no longer be a back-up',
  },
} as const satisfies Readonly<Record<string, OfferQuestion>>;

/** As what a council is asked. */
export type AskedAs = keyof typeof forms;

const isAskedAs = (name: string): name is AskedAs => name in forms;

/** As what a council is asked that can give these answers; undefined when it can give none. */
export const asksFor = (answers: readonly Answer['answer'][]): AskedAs | undefined =>
  Object.keys(forms)
    .filter(isAskedAs)
    .find((as) => forms[as].answers.join() === answers.join());

const accept = 'Yes, we will take responsibility and arrange the move';
const yes = {
  text: 'Yes, if it comes to us',
  hint: 'We keep the place free. You are told when it comes to you, or when it no longer can',
};

const choiceOf = (as: AskedAs, answer: Answer['answer'], children: number): Choice => {
  switch (answer) {
    case 'accept':
      return {
        value: answer,
        text: as === 'late' ? `We can take ${theChildren(children)} after all` : 'Accept',
        hint: accept,
      };
    case 'decline':
      return { value: answer, text: 'Decline', hint: 'No; we will ask you for the reason' };
    case 'reading':
      return {
        value: answer,
        text: 'Not yet: we are looking',
        hint: 'You keep your whole time to answer, even if a back-up says yes',
      };
    case 'back-up-yes':
      return { value: answer, ...yes };
    case 'back-up-no':
      return as === 'back-up'
        ? {
            value: answer,
            text: 'No',
            hint: 'No place is kept with you. You may still be asked first later on',
          }
        : { value: answer, text: 'No, not any more', hint: 'The place that is kept with you is free again' };
  }
};

const choiceStep = (as: AskedAs, children: number): Step => {
  const { question, answers, ifNone } = forms[as];
  const choices = answers.map((answer) => choiceOf(as, answer, children));
  return {
    name: 'choice',
    title: question,
    questions: [{ kind: 'radios', name: 'answer', label: question, choices }],
    schema: z.object({ answer: oneOf(answers, ifNone) }),
    button: 'Continue',
  };
};

/** Whether a form holds an answer that somebody has confirmed, to whatever it was an answer when the page was opened. */
export const isConfirmedAnswer = (form: FormPost): boolean =>
  AnswerGiven.safeParse(fieldValue(form, 'answer')).success && fieldValue(form, CONFIRM) === 'yes';

/** What a council has answered, in the words of whoever reads that another answer of it stands. */
const answeredWords: Readonly<
  Partial<Record<Offer['status'], { readonly by: readonly string[]; readonly words: string }>>
> = {
  accepted: { by: ['accept', 'back-up-yes'], words: 'accepted the offer' },
  declined: { by: ['decline'], words: 'declined the offer' },
  promised: { by: ['back-up-yes'], words: 'said yes to being a back-up' },
  'said-no': { by: ['back-up-no'], words: 'said no to being a back-up' },
};

/** Of an answer that is not what the council has answered before: that it was not recorded, and what stands. Undefined where it is the same. */
export function answeredOtherwise({ status, answeredAt }: Offer, form: FormPost): Refused | undefined {
  const stands = answeredWords[status];
  if (stands === undefined || answeredAt === undefined || stands.by.includes(fieldValue(form, 'answer')))
    return undefined;
  return {
    kind: 'refused',
    words: `This answer was not recorded. Your council had ${stands.words} at ${momentWords(answeredAt)}, and that stands.`,
    next: 'The page says what follows from it. If it is wrong, reply to the email about it: a coordinator can still act on it.',
  };
}

/** What a council that counts as silent can still say where its answer changes nothing any more. */
export const stillThere = (council: string): Step => ({
  name: 'there',
  title: 'Tell us that you read our requests',
  questions: [
    { kind: 'confirm', name: CONFIRM, label: 'Confirm', choice: `I answer requests for ${council}` },
  ],
  schema: z.object({ [CONFIRM]: ticked(`Tick the box to say that you answer requests for ${council}`) }),
  button: 'Tell us',
});

/** What becomes of an answer once it is sent. */
const canBeChanged = (answer: unknown): string => {
  if (answer === 'reading') return 'It is no answer yet. You are asked for your yes or no as before.';
  if (answer === 'accept') return 'You cannot change your answer here once it is sent.';
  return answer === 'decline'
    ? 'If you can say yes after all, you can still say so here while no other council has.'
    : 'You can change your answer here while the first council has not answered.';
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
      choices: choicesOf(declineReasons, declineWords),
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
export const nextOfferStep =
  (as: AskedAs, council: string, children: number): NextStep =>
  (answered) => {
    if (answered.choice === undefined) return choiceStep(as, children);
    if (answered.choice.answer === 'decline' && answered.why === undefined) return reasonStep;
    if (answered.confirm === undefined)
      return confirmStep({
        title: 'Check your answer before you send it',
        declares: `I can answer for ${council}`,
        ifNot: `Tick the box to say that you can answer for ${council}`,
        who: 'at-a-desk',
        button: 'Send your answer',
        text: [
          ...(answered.choice.answer === 'accept'
            ? [`${council} takes responsibility for ${childrenWords(children)} at the handover.`]
            : []),
          canBeChanged(answered.choice.answer),
        ],
      });
    return undefined;
  };

/** The command that the answers amount to. */
export function answerCommand(offerId: string, answered: Answered): Answer {
  const { answer } = z.object({ answer: AnswerGiven }).parse(answered.choice);
  if (answer !== 'decline') return { kind: 'answer', offerId, answer };
  return { kind: 'answer', offerId, answer, ...why.parse(answered.why) };
}
