import { defined } from '../../../shared/core/defined.ts';
import { carried } from './answer-words.ts';
import { type FormPost, fieldValue } from './form-post.ts';
import { fieldsOf, type Question } from './question.ts';
import { BEHIND, type Problems, type Step } from './walk.ts';

/** A field as a view draws it: the design system's component and its parameters. */
interface FieldModel {
  readonly component: 'radios' | 'checkboxes' | 'select' | 'input' | 'textarea' | 'date';
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A form as a view draws it. */
export interface FormModel {
  readonly step: string;
  readonly fields: readonly FieldModel[];
  readonly carried: readonly { readonly name: string; readonly value: string }[];
  /** In the order of the fields. */
  readonly problems: readonly { readonly text: string; readonly href: string }[];
  /** The title of the page is the legend or the label of its one question: it is written, and read, once. */
  readonly titled?: string;
  readonly button: string;
  /** The page before this one, to go back to; undefined on the first, and where each answer has its own way back. */
  readonly back?: string;
}

/** What a question is headed with: the title of the page, where it is the one thing that the page asks, or its own label. */
const headingOf = (
  question: Question,
  title: string | undefined,
  part: 'govuk-fieldset__legend' | 'govuk-label',
) =>
  title === undefined
    ? { text: question.label, classes: `${part}--s` }
    : { text: title, classes: `${part}--l`, isPageHeading: true };

function parameters(question: Question, problems: Problems, title: string | undefined) {
  const { name } = question;
  const message = problems.get(name);
  return {
    idPrefix: name,
    name,
    ...(question.hint === undefined ? {} : { hint: { text: question.hint } }),
    ...(message === undefined ? {} : { errorMessage: { text: message } }),
    fieldset: { legend: headingOf(question, title, 'govuk-fieldset__legend') },
  };
}

const label = (question: Question, title: string | undefined) => ({
  id: question.name,
  label: headingOf(question, title, 'govuk-label'),
});

/** The box for none of the others, which goes with none of them, stands apart. */
const isForNone = ({ kind }: Question, value: string): boolean => kind === 'checkboxes' && value === 'none';

const items = (question: Extract<Question, { choices: unknown }>, given: readonly string[]) =>
  question.choices.flatMap(({ value, text, hint }) => [
    ...(isForNone(question, value) ? [{ divider: 'or' }] : []),
    {
      value,
      text,
      checked: given.includes(value),
      ...(hint === undefined ? {} : { hint: { text: hint } }),
    },
  ]);

function dateParameters(question: Question, form: FormPost, problems: Problems, title: string | undefined) {
  const { name } = question;
  const wrong = [...problems.keys()].filter((field) => field.startsWith(`${name}-`));
  const message = problems.get(wrong[0] ?? '');
  // A problem with the whole date is kept under its first field and marks all three.
  const whole = message !== undefined && !message.includes('must include');
  const { fieldset, ...rest } = parameters(question, new Map(), title);
  return {
    ...rest,
    id: name,
    namePrefix: name,
    fieldset: { ...fieldset, role: 'group' },
    ...(message === undefined ? {} : { errorMessage: { text: message } }),
    items: (['day', 'month', 'year'] as const).map((part) => ({
      id: `${name}-${part}`,
      name: part,
      classes: `govuk-input--width-${part === 'year' ? 4 : 2}${whole || wrong.includes(`${name}-${part}`) ? ' govuk-input--error' : ''}`,
      value: fieldValue(form, `${name}-${part}`),
    })),
  };
}

function field(question: Question, form: FormPost, problems: Problems, title?: string): FieldModel {
  const common = parameters(question, problems, title);
  const { fieldset: _, idPrefix: __, ...single } = common;
  const value = fieldValue(form, question.name);
  switch (question.kind) {
    case 'radios':
      return { component: 'radios', parameters: { ...common, items: items(question, [value]) } };
    case 'checkboxes':
      return {
        component: 'checkboxes',
        parameters: { ...common, items: items(question, form.get(question.name) ?? []) },
      };
    case 'confirm':
      // Never drawn ticked: each time the page is shown, a person ticks it.
      return {
        component: 'checkboxes',
        parameters: { ...common, items: [{ value: 'yes', text: question.choice }] },
      };
    case 'select':
      return {
        component: 'select',
        parameters: {
          ...single,
          ...label(question, title),
          items: [
            { value: '', text: 'Choose one', selected: value === '' },
            ...question.choices.map((choice) => ({ ...choice, selected: choice.value === value })),
          ],
        },
      };
    case 'date':
      return { component: 'date', parameters: dateParameters(question, form, problems, title) };
    case 'long-text':
      return { component: 'textarea', parameters: { ...single, ...label(question, title), value, rows: 4 } };
    case 'number':
      return {
        component: 'input',
        parameters: {
          ...single,
          ...label(question, title),
          value,
          inputmode: 'numeric',
          classes: 'govuk-input--width-4',
          ...(question.suffix === undefined ? {} : { suffix: { text: question.suffix } }),
        },
      };
    case 'text':
      return {
        component: 'input',
        parameters: {
          ...single,
          ...label(question, title),
          value,
          spellcheck: false,
          classes: `govuk-input--width-${question.width ?? 20}`,
          ...defined({ autocomplete: question.autocomplete, inputmode: question.inputmode }),
        },
      };
  }
}

const noPost: FormPost = new Map();

const OPTIONAL = ' (optional)';

/** The title of a step that asks one thing and says nothing before it; it says whether the answer may be left out, as the label does. */
const titleOf = ({ title, text = [], questions: [first, ...more] }: Step): string | undefined =>
  first === undefined || first.kind === 'confirm' || more.length > 0 || text.length > 0
    ? undefined
    : `${title}${first.label.endsWith(OPTIONAL) ? OPTIONAL : ''}`;

/**
 * The form of one step, with what was typed and what was wrong with it.
 *
 * @param before steps answered on the way to it
 * @param title of the page, where its one question is headed with it
 */
export function formModel(
  step: Step,
  form: FormPost = noPost,
  problems: Problems = new Map(),
  before: readonly Step[] = [],
  title?: string,
): FormModel {
  const order = step.questions.flatMap(fieldsOf);
  return {
    step: step.name,
    fields: step.questions.map((question) => field(question, form, problems, title)),
    carried: [...carried(form, step), ...before.map(({ name }) => ({ name: BEHIND, value: name }))],
    problems: [...problems]
      .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
      .map(([name, text]) => ({ text, href: `#${name}` })),
    button: step.button,
    ...defined({ titled: title, back: step.check ? undefined : before.at(-1)?.name }),
  };
}

/** The form of a step that has a page of its own. */
export const pageForm = (
  step: Step,
  form?: FormPost,
  problems?: Problems,
  before?: readonly Step[],
): FormModel => formModel(step, form, problems, before, titleOf(step));
