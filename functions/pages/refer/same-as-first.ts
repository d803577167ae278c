import { answerRows } from '../forms/answer-words.ts';
import { anyOf } from '../forms/answers.ts';
import type { Answered, Settled, Step } from '../forms/walk.ts';
import type { partsOfChild } from './child-parts.ts';
import { answerTo, chosen, oneQuestion, whichChild } from './part.ts';

/**
 * Matters in which brothers and sisters are often alike, as they are offered to be copied. Nothing of a child's own is among them: no name, date,
 * sex or reference, no need, and no fact of health or safety, for a copied one would be a wrong fact about a child: food too, as it tells of an allergy.
 */
const alike = {
  nationality: 'Nationality',
  language: 'Languages and interpreter',
  faith: 'Faith',
  supporters: 'Solicitor and others',
} as const;

type Matter = keyof typeof alike;

const matters = Object.keys(alike) as readonly Matter[];

type ChildParts = ReturnType<typeof partsOfChild>;

const sameName = (number: number): string => `child${number}-same`;

const saidSame = (number: number, answered: Answered): readonly string[] =>
  chosen<string>(answerTo(answered, sameName(number))) ?? [];

/** Whether a matter was said to be the same for a child as for the first. */
export const isSame = (number: number, matter: Matter, answered: Answered): boolean =>
  saidSame(number, answered).includes(matter);

/** What was said of the first child, as it would be copied. */
function wordsOf(pages: readonly Step[], answered: Answered): string {
  const rows = answerRows(pages, answered);
  return rows.length === 0
    ? 'Nothing was given'
    : rows.map(({ label, value }) => `${label}: ${value}`).join('; ');
}

const FIRST = whichChild({ children: [1, 2] }, 1);

/** Asks which matters are the same as for the first child, and shows of each what would be copied. */
export const sameStep = (number: number, first: ChildParts, answered: Answered): Step =>
  oneQuestion(
    sameName(number),
    `What is the same for child ${number} as for ${FIRST}?`,
    {
      kind: 'checkboxes',
      name: sameName(number),
      label: `The same as for ${FIRST} (optional)`,
      key: '',
      hint: `Select what to copy from ${FIRST}. What you do not select is asked next.`,
      choices: matters.map((matter) => ({
        value: matter,
        text: alike[matter],
        hint: wordsOf(first[matter].steps({}), answered),
      })),
    },
    () => anyOf(matters, 'Select what is the same from the list'),
  );

/** The answers of the first child's pages as answers to those of another. */
const copied = (from: Readonly<Record<string, unknown>>, number: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(from).map(([field, said]) => [field.replace(/^child1-/, `child${number}-`), said]),
  );

/** The pages of a child that are not asked, since their answers are the first child's. */
export const settledBySame =
  (number: number, first: ChildParts, own: ChildParts) =>
  (answers: Readonly<Record<string, unknown>>, earlier: Answered): readonly Settled[] =>
    matters
      .filter((matter) => isSame(number, matter, { [sameName(number)]: answers }))
      .flatMap((matter) =>
        own[matter].steps({}).map((step) => ({
          step,
          answers: copied(earlier[first[matter].name] ?? {}, number),
          why: `as for ${FIRST}`,
        })),
      );
