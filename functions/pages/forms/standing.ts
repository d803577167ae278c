import { type FormPost, fieldValue } from './form-post.ts';
import { fieldsOf, type Question } from './question.ts';
import { BEHIND, problemsWith, type Step } from './walk.ts';

/** Stands for an answer that was given and is sealed from whoever looks: it is there, and stays until another is given. */
export const SEALED = Symbol('sealed');

/** What was answered before, by the name of the question: in the form in which the questions' schemas hand an answer on, or `SEALED`. */
export type Standing = Readonly<Record<string, unknown>>;

const SEALED_WORDS = 'An answer was given and is sealed';

function fieldsFor(question: Question, said: unknown): readonly (readonly [string, readonly string[]])[] {
  if (said === undefined || said === SEALED || question.kind === 'confirm') return [];
  if (question.kind !== 'date')
    return [[question.name, Array.isArray(said) ? said.map(String) : [String(said)]]];
  const [year = '', month = '', day = ''] = String(said).split('-');
  const plain = (figures: string) => (figures === '' ? '' : String(Number(figures)));
  return [
    [`${question.name}-day`, [plain(day)]],
    [`${question.name}-month`, [plain(month)]],
    [`${question.name}-year`, [year]],
  ];
}

/** Whether a page was answered or is being answered: what stood before must not come back where it was taken out. */
const isTouched = (step: Step, form: FormPost): boolean =>
  fieldValue(form, 'step') === step.name ||
  (form.get(BEHIND) ?? []).includes(step.name) ||
  step.questions.flatMap(fieldsOf).some((field) => form.has(field));

/** A form with what stands in the boxes of a page that nobody has answered yet. */
export const withStanding = (step: Step, form: FormPost, standing: Standing): FormPost =>
  isTouched(step, form)
    ? form
    : new Map([
        ...form,
        ...step.questions.flatMap((question) => fieldsFor(question, standing[question.name])),
      ]);

/** A page that says of which of its questions a sealed answer is there, and whether leaving it empty keeps that. */
export function sayingSealed(step: Step, standing: Standing): Step {
  if (step.questions.every(({ name }) => standing[name] !== SEALED)) return step;
  const required = problemsWith(step, new Map());
  const hintOf = ({ hint, ...question }: Question): string => {
    const isRequired = fieldsOf(question as Question).some((field) => required.has(field));
    const words = `${SEALED_WORDS}. ${isRequired ? 'Give it again, or a new one.' : 'Leave this empty to keep it.'}`;
    return hint === undefined ? words : `${words} ${hint}`;
  };
  return {
    ...step,
    questions: step.questions.map((question) =>
      standing[question.name] === SEALED ? { ...question, hint: hintOf(question) } : question,
    ),
  };
}

/** "As before", or what stood and what takes its place, if anything does; what is sealed says only that it is. @param words of an answer that is open */
export function changeWords(
  { before, after }: { readonly before: unknown; readonly after: unknown },
  words: (said: unknown) => string | undefined,
): string | undefined {
  const say = (said: unknown) => (said === SEALED ? SEALED_WORDS : words(said));
  const [then, now] = [say(before), say(after)];
  if (then === undefined) return now;
  if (now === undefined) return `Before: ${then}\nNow: not given any more`;
  return then === now ? `${now} (as before)` : `Before: ${then}\nNow: ${now}`;
}
