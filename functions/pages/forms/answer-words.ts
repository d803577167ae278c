import { isDeepStrictEqual } from 'node:util';
import { dateWords, dayWords, monthWords, timeWords } from '../../../shared/core/calendar/working-days.ts';
import type { FormPost } from './form-post.ts';
import { CONFIRM, fieldsOf, keyOf, type Question } from './question.ts';
import { changeWords, type Standing } from './standing.ts';
import { BEHIND, CHANGE, type Step } from './walk.ts';

export interface Row {
  readonly label: string;
  readonly value: string;
}

/** A row with the name of the page on which it was answered. */
export interface AnswerRow extends Row {
  readonly change: string;
}

const dayOrMonthWords = (date: string): string => (date.length > 7 ? dateWords(date) : monthWords(date));

/** What was answered, as a person would say it; undefined when nothing was. */
function words(question: Question, answer: unknown): string | undefined {
  if (question.kind === 'radios' || question.kind === 'select')
    return question.choices.find(({ value }) => value === answer)?.text;
  if (question.kind === 'checkboxes') {
    const chosen = question.choices.filter(({ value }) => Array.isArray(answer) && answer.includes(value));
    if (chosen.length > 0) return chosen.map(({ text }) => text).join(', ');
    // With a box for none of them, none ticked is no answer.
    return question.choices.some(({ value }) => value === 'none') ? undefined : 'None';
  }
  if (question.kind === 'confirm') return answer === 'yes' ? 'Yes' : undefined;
  if (question.kind === 'date') {
    if (typeof answer !== 'string') return undefined;
    return question.saysWeekday ? dayWords(answer) : dayOrMonthWords(answer);
  }
  if (answer === undefined || answer === '') return undefined;
  return question.kind === 'text' && question.isTime ? timeWords(String(answer)) : String(answer);
}

/** What stood before, what would stand after, and the pages on which what stood was asked: an answer may take away the page of another. */
export interface Changes {
  readonly before: Standing;
  readonly after: Standing;
  readonly stood: readonly Step[];
}

/** Of pages that are not asked any more, what is changed with them: each with the page before them that still is. */
function lostRows(steps: readonly Step[], { before, after, stood }: Changes): readonly AnswerRow[] {
  const asked = new Set(steps.map(({ name }) => name));
  const shown = new Set(steps.flatMap(({ questions }) => questions.map(({ name }) => name)));
  let change = steps.at(-1)?.name ?? '';
  return stood.flatMap((step) => {
    if (asked.has(step.name)) change = step.name;
    return step.questions.flatMap((question) => {
      const [label, then, now] = [keyOf(question), before[question.name], after[question.name]];
      if (shown.has(question.name) || label === '') return [];
      if (then === undefined || isDeepStrictEqual(then, now)) return [];
      const value = changeWords({ before: then, after: now }, (answer) => words(question, answer));
      return value === undefined ? [] : [{ label, value, change }];
    });
  });
}

/**
 * Rows of "check your answers": what was asked, and what was answered.
 *
 * @param changes where the answers take the place of others: what stood and is gone has a row too, though its page is not asked any more
 */
export const answerRows = (
  steps: readonly Step[],
  answered: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  changes?: Changes,
): AnswerRow[] => {
  const lost = changes === undefined ? [] : lostRows(steps, changes);
  return steps.flatMap((step) => [
    ...(step.unsaid ? [] : step.questions).flatMap((question) => {
      const { name } = question;
      const said = (answer: unknown) => words(question, answer);
      const value =
        changes !== undefined && (name in changes.before || name in changes.after)
          ? changeWords({ before: changes.before[name], after: changes.after[name] }, said)
          : said(answered[step.name]?.[name]);
      const key = keyOf(question);
      return value === undefined || key === '' ? [] : [{ label: key, value, change: step.name }];
    }),
    ...lost.filter(({ change }) => change === step.name),
  ]);
};

/** The fields that carry earlier answers to the next page. A confirmation is never carried: it is given each time. */
export const carried = (form: FormPost, step: Step): { readonly name: string; readonly value: string }[] => {
  const own = new Set([...step.questions.flatMap(fieldsOf), 'step', CHANGE, BEHIND, CONFIRM]);
  return [...form].flatMap(([name, values]) =>
    own.has(name) || !/^[a-z][A-Za-z0-9-]{0,60}$/.test(name) ? [] : values.map((value) => ({ name, value })),
  );
};
