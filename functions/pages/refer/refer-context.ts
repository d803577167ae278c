import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { type AnswerRow, answerRows } from '../forms/answer-words.ts';
import type { FormPost } from '../forms/form-post.ts';
import { fieldsOf, keyOf } from '../forms/question.ts';
import { type Answered, BEHIND, pagesOf, type Step, walk } from '../forms/walk.ts';
import type { OfficerSession } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { nextReferStep, sectionsIn } from './refer-steps.ts';

/** Everything that a page about one draft is made from. */
export interface ReferContext {
  readonly tools: PagesTools;
  readonly session: OfficerSession;
  readonly today: string;
  readonly request: PageRequest;
}

/** Answers on one page of a long referral: each is a line of some 450 bytes, with what leads to its question. */
export const ANSWERS_A_PAGE = 75;

export const frame = ({ session }: ReferContext) => signedIn(session);

export const pathOf = (draft: Draft, step?: string): string =>
  step === undefined ? `/refer/${draft.id}` : `/refer/${draft.id}/${step}`;

/** The answers of a draft, read as of today; of one that was sent, as of the day on which it was closed. @param from what was read already */
export const walked = (
  { session, today }: ReferContext,
  { state, at, form }: Draft,
  from?: Parameters<typeof walk>[2],
) =>
  walk(
    nextReferStep(session.council, state === 'open' ? today : londonDate(at)),
    new Map(Object.entries(form)),
    from,
    state !== 'open',
  );

/** Of a form, what belongs to one page. */
export const own = (step: Step, from: FormPost): FormPost => {
  const fields = step.questions.flatMap(fieldsOf);
  return new Map([...from].filter(([name]) => fields.includes(name)));
};

/** Field that names the pages that a form asks: another window may ask more, or fewer, by the same name. */
export const ASKS = 'asks';

/** The pages that a form asked: those that it names; one from before the field was, all that are asked by its name now. */
const askedIn = (steps: readonly Step[], posted: FormPost): readonly Step[] => {
  const pages = steps.flatMap(pagesOf);
  const named = posted.get(ASKS)?.join(' ').split(' ');
  return named === undefined ? pages : pages.filter(({ name }) => named.includes(name));
};

/** A draft with what was typed on some pages that were asked at once, in place of what was typed there before. Of what the form did not ask nothing changes. */
export function withTyped(draft: Draft, steps: readonly Step[], posted: FormPost): Draft {
  const { [BEHIND]: behind = [], ...form } = draft.form;
  const pages = askedIn(steps, posted);
  const fields = pages.flatMap(({ questions }) => questions).flatMap(fieldsOf);
  const given = [...posted].filter(([name]) => fields.includes(name));
  const others = Object.entries(form).filter(([name]) => !fields.includes(name));
  const isOther = (name: string) => pages.every((page) => page.name !== name);
  // Of boxes that were all left empty a browser says nothing: that a page was answered is kept by its name.
  const empty = pages.filter((page) => own(page, posted).size === 0).map(({ name }) => name);
  const left = [...behind.filter(isOther), ...empty];
  return {
    ...draft,
    version: draft.version + 1,
    form: { ...Object.fromEntries([...others, ...given]), ...(left.length === 0 ? {} : { [BEHIND]: left }) },
  };
}

const NOT_GIVEN = 'Not given';

/** A page on which nothing was said: of one question its short name, of several what they are about. */
const nothingSaid = ({ title, questions: [first, ...more] }: Step): string =>
  first === undefined || more.length > 0 ? title : keyOf(first);

/** @param change the page on which it is changed */
function rowsOfPage(step: Step, answered: Answered, change: string): readonly AnswerRow[] {
  // A page may only lead on.
  if (step.questions.every((question) => keyOf(question) === '')) return [];
  const rows = answerRows([step], answered);
  return rows.length === 0
    ? [{ label: nothingSaid(step), value: NOT_GIVEN, change }]
    : rows.map((row) => ({ ...row, change }));
}

/** What was answered, page by page; a page on which nothing had to be said shows that nothing was. */
export const rowsOf = (steps: readonly Step[], answered: Answered): readonly AnswerRow[] =>
  steps.flatMap((step) => [
    ...pagesOf(step).flatMap((one) => rowsOfPage(one, answered, step.name)),
    ...(step.settles?.(answered[step.name] ?? {}, answered) ?? []).flatMap(({ step: other, answers, why }) =>
      rowsOfPage(other, { [other.name]: answers }, step.name).map((row) => ({
        ...row,
        value: `${row.value} (${why})`,
      })),
    ),
  ]);

/** Rows under the headings of the form, in its order; of those that a page of a list shows. */
export const underHeadings = (
  { session, today }: Pick<ReferContext, 'session' | 'today'>,
  answered: Answered,
  rows: readonly AnswerRow[],
): readonly { readonly heading: string; readonly rows: readonly AnswerRow[] }[] =>
  sectionsIn(session.council, today, answered)
    .map(({ heading, pages }) => ({ heading, rows: rows.filter(({ change }) => pages.has(change)) }))
    .filter(({ rows: own }) => own.length > 0);
