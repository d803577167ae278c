import * as z from 'zod';
import { defined } from '../../../shared/core/defined.ts';
import { someText, ticked } from './answers.ts';
import { CONFIRM, type Question } from './question.ts';
import type { Answered, Step } from './walk.ts';

export interface Confirmation {
  readonly title: string;
  /** What the person declares by ticking the box. */
  readonly declares: string;
  /** Said to whoever leaves it unticked. */
  readonly ifNot: string;
  /** Who answers: of a coordinator it is known what they are, everybody else says it. */
  readonly who: 'coordinator' | 'at-a-desk';
  readonly button: string;
  readonly text?: readonly string[];
}

/** Whoever acts, as they say it. Stands in the trail beside what they do, and in no email, address or log. */
export interface Person {
  readonly name?: string;
  /** What they are: "duty manager". */
  readonly role?: string;
}

const kept = 'Kept in the record. It is never emailed.';
const nameQuestion: Question = {
  kind: 'text',
  name: 'name',
  label: 'Your name',
  hint: kept,
  autocomplete: 'name',
};
const roleQuestion: Question = {
  kind: 'text',
  name: 'role',
  label: 'Your role',
  hint: 'For example, duty manager or social worker.',
  autocomplete: 'organization-title',
};
/** Figures alone, or characters that show nothing, name nobody. */
const said = (what: string, limit: number) =>
  someText(`Enter ${what}`, `Y${what.slice(1)}`, limit).regex(/^$|\p{L}/u, { error: `Enter ${what}` });
const nameGiven = said('your name', 200);

/** The one place that asks who somebody is: wherever something is done for a desk, and where somebody signs in for one. */
export const asksWho = {
  coordinator: { questions: [nameQuestion], schema: { name: nameGiven } },
  'at-a-desk': {
    questions: [nameQuestion, roleQuestion],
    schema: { name: nameGiven, role: said('your role', 100) },
  },
} as const satisfies Record<Confirmation['who'], { questions: readonly Question[]; schema: z.ZodRawShape }>;

/** A page that asks somebody of whom it is known already: it is not asked again, and whatever a form says of it is passed over. */
export function knowing(step: Step, person: Person): Step {
  const { schema } = asksWho['at-a-desk'];
  const known = [nameQuestion, roleQuestion].flatMap((question) => {
    const name = question === nameQuestion ? 'name' : 'role';
    // A name that would not be taken now, from before the rule for it, is asked for.
    return step.questions.includes(question) && schema[name].safeParse(person[name]).success
      ? [{ name, question, said: person[name] }]
      : [];
  });
  if (known.length === 0) return step;
  const who = Object.fromEntries(known.map(({ name, said }) => [name, said]));
  return {
    ...step,
    questions: step.questions.filter((one) => known.every(({ question }) => question !== one)),
    schema: z.preprocess((said) => ({ ...(said as object), ...who }), step.schema),
  };
}

/** Who a page's answers say that somebody is: nothing where it does not ask. */
export function personIn({ name, role }: Readonly<Record<string, unknown>> = {}): Person {
  const said = (one: unknown) => (typeof one === 'string' && one !== '' ? one : undefined);
  return defined({ name: said(name), role: said(role) });
}

/** The last page: what was answered, and a box that only a person ticks. Programs that post forms as they find them stop here. */
export const confirmStep = ({ title, declares, ifNot, who, button, text = [] }: Confirmation): Step => ({
  name: 'confirm',
  title,
  text,
  questions: [
    ...asksWho[who].questions,
    { kind: 'confirm', name: CONFIRM, label: 'Confirm', choice: declares },
  ],
  schema: z.object({ ...asksWho[who].schema, [CONFIRM]: ticked(ifNot) }),
  button,
  check: true,
});

/** The last page of what a coordinator decides, whose name the session gives. */
export const decisionStep = (text: string, button: string): Step => ({
  name: 'confirm',
  title: 'Check what you are about to do',
  text: [text],
  questions: [
    { kind: 'confirm', name: CONFIRM, label: 'Confirm', choice: 'This is my decision, and I may take it' },
  ],
  schema: z.object({ [CONFIRM]: ticked('Tick the box to say that this is your decision') }),
  button,
  check: true,
});

/** Who the last page says that somebody is. */
export const whoConfirmed = ({ confirm }: Answered): Person => personIn(confirm);
