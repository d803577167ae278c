import * as z from 'zod';
import { anyOf } from '../forms/answers.ts';
import type { Question } from '../forms/question.ts';

/** Of a group, which children; nothing is asked where there is only one. */
export function whichChildren(name: string, numbers: readonly number[]) {
  const [first = '1', ...rest] = numbers.map(String);
  const questions: readonly Question[] =
    numbers.length < 2
      ? []
      : [
          {
            kind: 'checkboxes',
            name,
            label: 'Which children',
            hint: 'Select all that apply',
            choices: numbers.map((number) => ({ value: String(number), text: `Child ${number}` })),
          },
        ];
  const some = anyOf([first, ...rest], 'Select from the list').min(1, { error: 'Select which children' });
  const schema = z.object(questions.length === 0 ? {} : { [name]: some });
  const command = (given: object): { readonly children?: readonly number[] } => {
    const chosen = (given as Readonly<Record<string, readonly string[] | undefined>>)[name];
    return chosen === undefined ? {} : { children: chosen.map(Number) };
  };
  return { questions, schema, command };
}
