import type * as z from 'zod';
import { answersTo, type FormPost, fieldValue } from './form-post.ts';
import { fieldsOf, type Question } from './question.ts';

/** A secret to be taken into an app: as a picture that it reads, and in words. */
export interface Picture {
  /** Its dark squares, as SVG draws them on a field of `size` by `size`. */
  readonly path: string;
  readonly size: number;
  /** The same, to be typed. */
  readonly words: string;
  /** What it is, to whoever does not see it. */
  readonly named: string;
}

/** One page of a form: what it asks, and what its answers must hold. */
export interface Step {
  readonly name: string;
  readonly title: string;
  /** Paragraphs above the questions. */
  readonly text?: readonly string[];
  /** Above the questions. */
  readonly picture?: Picture;
  readonly questions: readonly Question[];
  readonly schema: z.ZodType<Record<string, unknown>>;
  /** What the button says. */
  readonly button: string;
  /** The last page: answers are shown to be checked, and are acted on when it is done. */
  readonly check?: boolean;
  /** What is answered here may name a child, and is sealed. */
  readonly sealed?: boolean;
  /** What is sent besides what was answered, or what comes of it: below the answers. */
  readonly sections?: readonly { readonly heading: string; readonly points: readonly string[] }[];
  /** It only leads on, and is not among the answers that are shown to be checked. */
  readonly unsaid?: true;
  /** Fields of later pages that follow from the answers here: they are filled in when this page is posted, or where nobody has filled them in. */
  readonly fills?: (answers: Readonly<Record<string, unknown>>) => FormPost;
  /** Pages that this one asks at once, in their order: its answers are theirs. */
  readonly joins?: readonly Step[];
  /** Answers to other pages that its own answers settle, so that those are not asked. */
  readonly settles?: (answers: Readonly<Record<string, unknown>>, answered: Answered) => readonly Settled[];
}

/** A page that is not asked, since an answer elsewhere settled what it would ask. */
export interface Settled {
  readonly step: Step;
  readonly answers: Readonly<Record<string, unknown>>;
  /** Behind each of its answers where they are checked: what settled it. */
  readonly why: string;
}

/** Answers read so far, by step. */
export type Answered = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Everything that the answers of one page say: of itself, of the pages it joins, and of those that it settles. @param earlier what was answered before it */
export const answersBy = (
  step: Step,
  answers: Readonly<Record<string, unknown>>,
  earlier: Answered,
): Answered =>
  Object.fromEntries([
    ...[step, ...(step.joins ?? [])].map(({ name }) => [name, answers]),
    ...(step.settles?.(answers, earlier) ?? []).map((one) => [one.step.name, one.answers]),
  ]);

/**
 * The step that comes next, given what has been answered; undefined when there is nothing left to ask.
 *
 * @param form all that is filled in, also on pages that are not come to; undefined of a form that was sent
 */
export type NextStep = (answered: Answered, form?: FormPost) => Step | undefined;

/** Field that names the steps answered before: one where nothing had to be filled in leaves no other trace. */
export const BEHIND = 'behind';

/** Field that names the page to go back to: its answers are shown, and can be given anew. */
export const CHANGE = 'change';

/** The first problem with each question, by field to go to. */
export type Problems = ReadonlyMap<string, string>;

export type Walked =
  | {
      readonly kind: 'ask';
      readonly step: Step;
      readonly form: FormPost;
      readonly problems: Problems;
      /** Steps answered before this one. */
      readonly before: readonly Step[];
      readonly answered: Answered;
    }
  | { readonly kind: 'done'; readonly answered: Answered; readonly before: readonly Step[] };

function problemsIn(step: Step, error: z.ZodError): Problems {
  const problems = new Map<string, string>();
  for (const issue of error.issues) {
    const [name, part] = issue.path.map(String);
    const question = step.questions.find((asked) => asked.name === name);
    const fields = question === undefined ? [] : fieldsOf(question);
    if (fields.some((field) => problems.has(field))) continue;
    const field = fields.find((one) => one === `${name}-${part}`) ?? fields[0];
    if (field !== undefined) problems.set(field, issue.message);
  }
  // A question's first problem is enough; a problem that belongs to no question still stops the form.
  if (problems.size === 0 && step.questions[0])
    problems.set(fieldsOf(step.questions[0])[0] ?? '', error.issues[0]?.message ?? '');
  return problems;
}

/** The pages that one stands for where it asks several at once, or itself. */
export const pagesOf = (step: Step): readonly Step[] => step.joins ?? [step];

/** Whether something stands of one page, if only that it was left empty. */
export const isWritten = ({ name, questions }: Step, form: FormPost): boolean =>
  form.get(BEHIND)?.includes(name) === true || questions.flatMap(fieldsOf).some((field) => form.has(field));

/** Whether a page was answered: each of those that it asks at once, for one that was asked alone before says nothing of the others. */
const isTouched = (step: Step, form: FormPost): boolean =>
  pagesOf(step).every((page) => isWritten(page, form));

/** What is wrong with the answers to one page; no problems when all are good. */
export function problemsWith(step: Step, form: FormPost): Problems {
  const read = step.schema.safeParse(answersTo(step.questions, form));
  return read.success ? new Map() : problemsIn(step, read.error);
}

/** A form with what follows from the answers of a page: at once when that page was posted, else only where nothing of it is there. */
function filled(form: FormPost, step: Step, answers: Readonly<Record<string, unknown>>): FormPost {
  const more = step.fills?.(answers) ?? new Map();
  const isPosted = fieldValue(form, 'step') === step.name;
  return isPosted || [...more.keys()].every((field) => !form.has(field)) ? new Map([...form, ...more]) : form;
}

/**
 * Where a person is in a form of several pages. Nothing is kept between requests: each form carries the answers given before it, and
 * all of them are read again each time. So a form may also be filled in at one go.
 *
 * @param from the pages that were read already, from which it goes on; the first page unless given
 * @param isWhole it was asked to its end when it was sent: what was left empty then is not asked for now
 */
export function walk(
  nextStep: NextStep,
  given: FormPost,
  from: { readonly before: readonly Step[]; readonly answered: Answered } = { before: [], answered: {} },
  isWhole = false,
): Walked {
  let form = given;
  const posted = fieldValue(form, 'step');
  const changing = form.has(CHANGE) ? fieldValue(form, CHANGE) : undefined;
  const before = [...from.before];
  let { answered } = from;
  for (;;) {
    const step = nextStep(answered, isWhole ? undefined : form);
    // To a page that is not among these there is no way back but to the first.
    const first = changing === undefined ? undefined : nextStep(from.answered);
    if (step === undefined)
      return first === undefined
        ? { kind: 'done', answered, before }
        : { kind: 'ask', step: first, form, problems: new Map(), ...from, before: [...from.before] };
    const soFar = answered;
    const touched = isWhole || isTouched(step, form);
    const ask = (problems: Problems): Walked => ({
      kind: 'ask',
      step,
      form,
      problems,
      before,
      answered: soFar,
    });
    // What was confirmed holds for the answers before it: once one of them is given again, it is asked again.
    const isOutdated =
      !step.check &&
      step.questions.some(({ kind }) => kind === 'confirm') &&
      before.some(({ name }) => name === posted);
    // Whoever chooses a way on is shown where it leads, though it was filled in before.
    const leader = before.at(-1);
    const isLedTo =
      leader?.unsaid === true &&
      leader.name === posted &&
      (leader.fills?.(answered[leader.name] ?? {}).size ?? 0) === 0;
    if (changing === step.name || (step.name !== posted && (!touched || isOutdated || isLedTo)))
      return ask(new Map());
    const read = step.schema.safeParse(answersTo(step.questions, form));
    // What is to be confirmed is shown first, without complaint, to whoever has not seen it.
    if (!read.success)
      return ask(step.check && step.name !== posted ? new Map() : problemsIn(step, read.error));
    answered = { ...answered, ...answersBy(step, read.data, answered) };
    form = filled(form, step, read.data);
    before.push(step);
  }
}
