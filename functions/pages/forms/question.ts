import { capitalised } from '../../../shared/words/counting.ts';

/** One of the answers a question offers. */
export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
}

/** A choice for each option of a contract, in its order: a new option is offered as soon as it has words. */
export const choicesOf = <Option extends string>(
  options: readonly Option[],
  words: Readonly<Record<Option, string>>,
): Choice[] => options.map((value) => ({ value, text: capitalised(words[value]) }));

interface Field {
  /** Name of the form field. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What the answer is called where answers are checked: the label unless given; empty for one that only leads on. */
  readonly key?: string;
}

/** The short name of an answer, such as "Home Office reference"; empty where it is not shown to be checked. */
export const keyOf = ({ key, label }: Question): string => key ?? label.replace(/ \(optional\)$/, '');

/** What a form asks, in the design system's kinds. Nothing is ever selected beforehand. */
export type Question =
  | (Field & { readonly kind: 'radios' | 'checkboxes' | 'select'; readonly choices: readonly Choice[] })
  | (Field & {
      readonly kind: 'text';
      readonly autocomplete?: string;
      readonly inputmode?: 'numeric';
      readonly width?: 10 | 20;
      /** What is answered is a time of day, HH:MM. */
      readonly isTime?: true;
    })
  | (Field & { readonly kind: 'number'; readonly suffix?: string })
  | (Field & { readonly kind: 'long-text' })
  /** Three fields: <name>-day, <name>-month, <name>-year. `saysWeekday`: of a day that people have agreed, so that a wrong one is seen. */
  | (Field & { readonly kind: 'date'; readonly saysWeekday?: true })
  /** One box that has to be ticked by hand. */
  | (Field & { readonly kind: 'confirm'; readonly choice: string });

/** Asks for a time of day. */
export const timeQuestion = (name: string, label: string): Question => ({
  kind: 'text',
  name,
  label,
  hint: 'For example, 2:05pm or 14:05',
  width: 10,
  isTime: true,
});

/** Name of the box that confirms a whole form. */
export const CONFIRM = 'confirm';

/** The form fields that a question is made of. */
export const fieldsOf = (question: Question): readonly string[] =>
  question.kind === 'date'
    ? [`${question.name}-day`, `${question.name}-month`, `${question.name}-year`]
    : [question.name];
