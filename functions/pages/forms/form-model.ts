import { defined } from '../../../shared/core/defined.ts';
import { carried } from './answer-words.ts';
import { type FormPost, fieldValue } from './form-post.ts';
import type { Question } from './question.ts';
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
  readonly problems: readonly { readonly text: string; readonly href: string }[];
  readonly button: string;
  /** The page before this one, to go back to; undefined on the first, and where each answer has its own way back. */
  readonly back?: string;
}

function parameters(question: Question, _form: FormPost, problems: Problems) {
  const { name } = question;
  const message = problems.get(name);
  const heading = { text: question.label, classes: `govuk-fieldset__legend--s` };
  return {
    idPrefix: name,
    name,
    ...(question.hint === undefined ? {} : { hint: { text: question.hint } }),
    ...(message === undefined ? {} : { errorMessage: { text: message } }),
    fieldset: { legend: heading },
  };
}

function label(question: Question) {
  return { id: question.name, label: { text: question.label, classes: `govuk-label--s` } };
}

function items(question: Extract<Question, { choices: unknown }>, given: readonly string[]) {
  return question.choices.map(({ value, text, hint }) => ({
    value,
    text,
    checked: given.includes(value),
    ...(hint === undefined ? {} : { hint: { text: hint } }),
  }));
}

function dateParameters(question: Question, form: FormPost, problems: Problems) {
  const { name } = question;
  const wrong = [...problems.keys()].filter((field) => field.startsWith(`${name}-`));
  const message = problems.get(wrong[0] ?? '');
  // A problem with the whole date is kept under its first field and marks all three.
  const whole = message !== undefined && !message.includes('must include');
  const { fieldset, ...rest } = parameters(question, form, new Map());
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

function field(question: Question, form: FormPost, problems: Problems): FieldModel {
  const common = parameters(question, form, problems);
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
          ...label(question),
          items: [
            { value: '', text: 'Choose one', selected: value === '' },
            ...question.choices.map((choice) => ({ ...choice, selected: choice.value === value })),
          ],
        },
      };
    case 'date':
      return { component: 'date', parameters: dateParameters(question, form, problems) };
    case 'long-text':
      return { component: 'textarea', parameters: { ...single, ...label(question), value, rows: 4 } };
    case 'number':
      return {
        component: 'input',
        parameters: {
          ...single,
          ...label(question),
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
          ...label(question),
          value,
          spellcheck: false,
          classes: `govuk-input--width-${question.width ?? 20}`,
          ...defined({ autocomplete: question.autocomplete }),
        },
      };
  }
}

const noPost: FormPost = new Map();

/**
 * The form of one step, with what was typed and what was wrong with it.
 *
 * @param before steps answered on the way to it
 */
export function formModel(
  step: Step,
  form: FormPost = noPost,
  problems: Problems = new Map(),
  before: readonly Step[] = [],
): FormModel {
  return {
    step: step.name,
    fields: step.questions.map((question) => field(question, form, problems)),
    carried: [...carried(form, step), ...before.map(({ name }) => ({ name: BEHIND, value: name }))],
    problems: [...problems].map(([name, text]) => ({ text, href: `#${name}` })),
    button: step.button,
    ...defined({ back: step.check ? undefined : before.at(-1)?.name }),
  };
}
