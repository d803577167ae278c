import { createHash } from 'node:crypto';
import * as z from 'zod';
import { answerRows } from '../forms/answer-words.ts';
import { answersTo, type FormPost, fieldValue } from '../forms/form-post.ts';
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

/** What a form holds of a child's own answers to some pages, which a copy would put aside; undefined where it holds none. */
function asideOf(pages: readonly Step[], form: FormPost): string | undefined {
  const isTyped = pages.some(({ questions }) => questions.some(({ name }) => fieldValue(form, name) !== ''));
  const typed = pages.map(({ name, questions }) => [name, answersTo(questions, form)]);
  return isTyped ? wordsOf(pages, Object.fromEntries(typed)) : undefined;
}

const FIRST = whichChild({ children: [1, 2] }, 1);

/** A tick says what was shown beside it, so that it holds for that alone: for another answer it would be a wrong fact about a child. */
const tick = (matter: Matter, shown: string): string =>
  `${matter}:${createHash('sha256').update(shown).digest('hex').slice(0, 8)}`;

const matterOf = (ticked: string): Matter | undefined => {
  const [said] = ticked.split(':');
  return matters.find((matter) => matter === said);
};

/**
 * Asks which matters are the same as for the first child, and shows of each what would be copied, and what it would put aside.
 *
 * @param form what is being filled in; undefined where it was sent, and each tick holds as it stood
 */
export function sameStep(
  number: number,
  { first, own }: { readonly first: ChildParts; readonly own: ChildParts },
  answered: Answered,
  form: FormPost | undefined,
): Step {
  const choices = matters.map((matter) => {
    const copies = wordsOf(first[matter].steps({}), answered);
    const aside = form && asideOf(own[matter].steps({}), form);
    const hint =
      aside === undefined ? copies : `${copies}. It takes the place of what child ${number} has: ${aside}`;
    return { value: tick(matter, hint), text: alike[matter], hint };
  });
  const isOffered = (ticked: string) =>
    form === undefined ? matterOf(ticked) !== undefined : choices.some(({ value }) => value === ticked);
  return oneQuestion(
    sameName(number),
    `What is the same for child ${number} as for ${FIRST}?`,
    {
      kind: 'checkboxes',
      name: sameName(number),
      label: `The same as for ${FIRST} (optional)`,
      key: '',
      hint: `Select what to copy from ${FIRST}. What you do not select is asked next.`,
      choices,
    },
    () =>
      z
        .array(
          z.string().refine(isOffered, {
            error: ({ input }) =>
              matterOf(String(input)) === undefined
                ? 'Select what is the same from the list'
                : 'What you selected here says something else now. Read it, and select again what is the same',
          }),
        )
        .transform((all) => all.flatMap((one) => matterOf(one) ?? [])),
  );
}

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
