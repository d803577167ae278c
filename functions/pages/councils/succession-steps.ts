import * as z from 'zod';
import type { Succession } from '../../../shared/core/calendar/in-force.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { listWords, plural } from '../../../shared/words/counting.ts';
import { maybeText } from '../forms/answers.ts';
import { decisionStep } from '../forms/confirm-step.ts';
import type { Question } from '../forms/question.ts';
import type { Answered, NextStep, Step } from '../forms/walk.ts';
import { whatToDo } from '../forms/what-to-do.ts';
import { partsInWords } from '../words/parts-of-councils.ts';
import type { Left, LeftCase } from './what-is-left.ts';

/** As many as one request gives in good time; the page then says how many are left. */
const MOST_TOGETHER = 40;
/** As many as a person chooses for on one page. */
const MOST_CHOSEN = 20;

/** What goes where, as far as one request goes. */
export interface Given {
  readonly cases: readonly (LeftCase & { readonly to: string })[];
  readonly drafts: readonly { readonly draft: Draft; readonly to: string }[];
  readonly note: string | undefined;
}

const NOTE = 'successionNote';
const EACH = 'each';

const whatGoesWhere = ({ begins }: Succession): Step => {
  const step = whatToDo([
    ...begins.map(({ code, name }) => ({ value: `all-${code}`, text: `Give all that is left to ${name}` })),
    ...(begins.length === 1
      ? []
      : [{ value: EACH, text: 'Choose for each', hint: 'What you choose nothing for stays on this page' }]),
  ]);
  const note: Question = {
    kind: 'long-text',
    name: NOTE,
    label: 'What they should know (optional)',
    hint: 'Kept in each case. Do not name a child or anybody else.',
  };
  return {
    ...step,
    questions: [...step.questions, note],
    schema: step.schema.and(z.object({ [NOTE]: maybeText('What you write') })),
  };
};

const fieldOf = (id: string): string => `to-${id}`;
const chosenOf = ({ cases, drafts }: Left) => {
  const first = cases.slice(0, MOST_CHOSEN);
  return { cases: first, drafts: drafts.slice(0, MOST_CHOSEN - first.length) };
};

const forEach = (left: Left, { begins }: Succession): Step => {
  const { cases, drafts } = chosenOf(left);
  const codes = begins.map(({ code }) => code);
  const asked = [
    ...cases.map(({ theCase, parts }) => ({ id: theCase.id, label: theCase.id, hint: partsInWords(parts) })),
    ...drafts.map(({ id, at, movedTo }) => ({
      id,
      label: `Referral begun on ${dateWords(londonDate(at))}`,
      hint:
        movedTo === undefined
          ? 'It was not sent'
          : `It was not sent. It goes to ${authorityName(movedTo)}: that was begun`,
    })),
  ];
  return {
    name: EACH,
    title: 'Which council takes over each?',
    text: ['What you choose nothing for stays as it is.'],
    questions: asked.map(({ id, label, hint }) => ({
      kind: 'radios',
      name: fieldOf(id),
      label,
      hint,
      choices: codes.map((code) => ({ value: code, text: authorityName(code) })),
    })),
    schema: z
      .object(
        Object.fromEntries(
          asked.map(({ id }) => [
            fieldOf(id),
            z.enum(['', ...codes], { error: 'Select one of the councils that take over' }).optional(),
          ]),
        ),
      )
      .refine((given) => Object.values(given).some((one) => one !== undefined && one !== ''), {
        error: 'Choose a council for at least one',
      }),
    button: 'Continue',
  };
};

/** What a whole set of answers gives to whom, of what is left now. A draft whose giving broke off goes where it was going. */
export function givenBy(answered: Answered, left: Left): Given {
  const todo = String(answered.what?.todo ?? '');
  const note = answered.what?.[NOTE];
  const all = /^all-(.+)$/.exec(todo)?.[1];
  const to = (id: string): string => all ?? String(answered[EACH]?.[fieldOf(id)] ?? '');
  const asked = all === undefined ? chosenOf(left) : left;
  const cases = asked.cases
    .map((one) => ({ ...one, to: to(one.theCase.id) }))
    .filter((one) => one.to !== '')
    .slice(0, MOST_TOGETHER);
  return {
    cases,
    drafts: asked.drafts
      .map((draft) => ({ draft, to: draft.movedTo ?? to(draft.id) }))
      .filter((one) => one.to !== '')
      .slice(0, MOST_TOGETHER - cases.length),
    note: typeof note === 'string' ? note : undefined,
  };
}

function checkedWords(answered: Answered, left: Left, { begins }: Succession): string {
  const { cases, drafts } = givenBy(answered, left);
  const toEach = begins.flatMap(({ code, name }) => {
    const [some, begun] = [cases, drafts].map((given) => given.filter(({ to }) => to === code).length);
    const what = [
      ...(some ? [plural(some, 'case')] : []),
      ...(begun ? [plural(begun, 'referral that was not sent', 'referrals that were not sent')] : []),
    ];
    return what.length === 0 ? [] : [`${listWords(what)} to ${name}`];
  });
  const rest = left.cases.length + left.drafts.length - cases.length - drafts.length;
  const more = /^all-/.test(String(answered.what?.todo)) && rest > 0;
  return `You give ${listWords(toEach)}.${more ? ' The rest you give by sending the form again: the page says how many are left.' : ''} Whoever has to know is told by email.`;
}

/** What is asked before anything is given. */
export const nextSuccessionStep =
  (left: Left, succession: Succession): NextStep =>
  (answered) => {
    if (answered.what === undefined) return whatGoesWhere(succession);
    if (answered.what.todo === EACH && answered[EACH] === undefined) return forEach(left, succession);
    return answered.confirm === undefined
      ? decisionStep(checkedWords(answered, left, succession), 'Give it')
      : undefined;
  };
