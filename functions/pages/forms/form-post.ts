import type { Question } from './question.ts';

/** A form as it was posted: every field with its values, in their order. */
export type FormPost = ReadonlyMap<string, readonly string[]>;

const tidy = (value: string): string => value.replaceAll('\r\n', '\n').trim();

/** The last value of a field; browsers send one. */
export const fieldValue = (form: FormPost, field: string): string => tidy(form.get(field)?.at(-1) ?? '');

/** A date as typed. */
export interface TypedDate {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** What was answered, question by question, in the shape that the questions' schemas read. */
export function answersTo(questions: readonly Question[], form: FormPost): Record<string, unknown> {
  return Object.fromEntries(
    questions.map((question) => {
      const { name } = question;
      if (question.kind === 'checkboxes') return [name, (form.get(name) ?? []).map(tidy).filter(Boolean)];
      if (question.kind === 'date') {
        const part = (which: string) => fieldValue(form, `${name}-${which}`);
        return [name, { day: part('day'), month: part('month'), year: part('year') } satisfies TypedDate];
      }
      return [name, fieldValue(form, name)];
    }),
  );
}
