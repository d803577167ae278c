import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { answerRows } from '../forms/answer-words.ts';
import type { FormPost } from '../forms/form-post.ts';
import { fieldsOf } from '../forms/question.ts';
import { type Answered, BEHIND, type Step, walk } from '../forms/walk.ts';
import type { OfficerSession } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { nextReferStep } from './refer-steps.ts';

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
  );

/** Of a form, what belongs to one page. */
export const own = (step: Step, from: FormPost): FormPost => {
  const fields = step.questions.flatMap(fieldsOf);
  return new Map([...from].filter(([name]) => fields.includes(name)));
};

/** A draft with what was typed on one page, in place of what was typed there before. */
export function withTyped(draft: Draft, step: Step, given: FormPost): Draft {
  const fields = step.questions.flatMap(fieldsOf);
  const others = Object.entries(draft.form).filter(([name]) => !fields.includes(name));
  // Of boxes that were all left empty a browser says nothing: that the page was answered is kept by its name.
  const behind =
    given.size === 0 ? [[BEHIND, [...new Set([...(draft.form[BEHIND] ?? []), step.name])]] as const] : [];
  return {
    ...draft,
    version: draft.version + 1,
    form: Object.fromEntries([...others, ...given, ...behind]),
  };
}

/** What was answered, page by page; a page on which nothing had to be said shows that nothing was. */
export const rowsOf = (steps: readonly Step[], answered: Answered) =>
  steps.flatMap((step) => {
    const rows = answerRows([step], answered);
    return (rows.length === 0 ? [{ label: step.title, value: 'Not given' }] : rows).map(
      ({ label, value }) => ({
        label: step.questions.length === 1 || rows.length === 0 ? step.title : `${step.title} ${label}`,
        value,
        step: step.name,
      }),
    );
  });
