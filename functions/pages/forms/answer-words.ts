import { dateWords, monthWords } from '../../../shared/core/calendar/working-days.ts';
import type { FormPost } from './form-post.ts';
import { CONFIRM, fieldsOf, type Question } from './question.ts';
import { BEHIND, type Step } from './walk.ts';

export interface Row {
  readonly label: string;
  readonly value: string;
}

const dayOrMonthWords = (date: string): string => (date.length > 7 ? dateWords(date) : monthWords(date));

/** What was answered, as a person would say it; undefined when nothing was. */
function words(question: Question, answer: unknown): string | undefined {
  if (question.kind === 'radios' || question.kind === 'select')
    return question.choices.find(({ value }) => value === answer)?.text;
  if (question.kind === 'checkboxes') {
    const chosen = question.choices.filter(({ value }) => Array.isArray(answer) && answer.includes(value));
    return chosen.length === 0 ? 'None' : chosen.map(({ text }) => text).join(', ');
  }
  if (question.kind === 'confirm') return answer === 'yes' ? 'Yes' : undefined;
  if (question.kind === 'date') return typeof answer === 'string' ? dayOrMonthWords(answer) : undefined;
  return answer === undefined || answer === '' ? undefined : String(answer);
}

/** Rows of "check your answers": what was asked, and what was answered. */
export const answerRows = (
  steps: readonly Step[],
  answered: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Row[] =>
  steps.flatMap((step) =>
    step.questions.flatMap((question) => {
      const value = words(question, answered[step.name]?.[question.name]);
      return value === undefined ? [] : [{ label: question.label, value }];
    }),
  );

/** The fields that carry earlier answers to the next page. A confirmation is never carried: it is given each time. */
export const carried = (form: FormPost, step: Step): { readonly name: string; readonly value: string }[] => {
  const own = new Set([...step.questions.flatMap(fieldsOf), 'step', 'change', BEHIND, CONFIRM]);
  return [...form].flatMap(([name, values]) =>
    own.has(name) || !/^[a-z][A-Za-z0-9-]{0,60}$/.test(name) ? [] : values.map((value) => ({ name, value })),
  );
};
