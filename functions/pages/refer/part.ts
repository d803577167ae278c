import * as z from 'zod';
import { presentCode } from '../../../events/former-codes.ts';
import type { ReferralFacts } from '../../../events/referral.ts';
import { insteadWords } from '../../../shared/core/calendar/in-force.ts';
import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import { councilsOn } from '../../../shared/core/council/published-councils.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { ChildParticulars, ParticularField } from '../../../shared/core/referral/particulars.ts';
import type { AmendmentRequest, ReferralRequest } from '../../../shared/core/referral/referral-request.ts';
import { oneOf, someDate } from '../forms/answers.ts';
import type { FormPost } from '../forms/form-post.ts';
import { type Choice, keyOf, type Question } from '../forms/question.ts';
import { SEALED, type Standing } from '../forms/standing.ts';
import type { Answered, Step } from '../forms/walk.ts';

/** What the questions are asked about. */
export interface About {
  /** Code of the council that refers. */
  readonly own: string;
  /** Europe/London, YYYY-MM-DD. */
  readonly today: string;
  /** Numbers of the children. */
  readonly children: readonly number[];
  /** What was said before, where something is added or corrected. */
  readonly held?: Held;
}

/** The child of a question that is asked of each: of several, by number. */
export const whichChild = ({ children }: Pick<About, 'children'>, number: number): string =>
  children.length > 1 ? `child ${number}` : 'the child';

/** What is held of a referral, and of what is sealed as much as whoever looks may see. */
export interface Held {
  readonly facts: ReferralFacts;
  /** By the child's number. */
  readonly particulars: (child: number) => {
    readonly [Field in Exclude<keyof ChildParticulars, 'number'>]?: unknown;
  };
}

/** A referral as it is held: what is sealed stands there, and not what it says. */
export const heldSealed = (facts: ReferralFacts, sealed: readonly ChildParticulars[]): Held => ({
  facts,
  particulars: (child) => {
    const { number: _, ...said } = sealed.find(({ number }) => number === child) ?? { number: child };
    return Object.fromEntries(Object.keys(said).map((field) => [field, SEALED]));
  },
});

/** A referral as it is held, to whoever has opened what is sealed of it. */
export const heldOpen = (facts: ReferralFacts, sealed: readonly ChildParticulars[]): Held => ({
  facts,
  particulars: (child) => {
    const { number: _, ...said } = sealed.find(({ number }) => number === child) ?? { number: child };
    return said;
  },
});

/** What was answered, in the words of the API: a referral's own facts, and what is said of each child by its number. */
export interface Said {
  readonly referral?: Omit<AmendmentRequest, 'children'>;
  readonly children?: ReadonlyMap<number, Omit<ReferralRequest['children'][number], 'number'>>;
}

/** One matter that a referral speaks of: its pages, the same when a child is referred and when a fact is added later. */
export interface Part {
  /** Name of its first page. */
  readonly name: string;
  /** For whoever chooses what to correct. */
  readonly label: string;
  /** The facts that it asks for, as the allocation check calls them: `arrivedOn`, `children.2.sex`. */
  readonly facts: readonly string[];
  /** Its pages in order, as far as the answers say which are needed. */
  readonly steps: (answered: Answered) => readonly Step[];
  readonly says: (answered: Answered) => Said;
  /** What was said before, as answers to its questions: the way back from `says`. */
  readonly stands: (held: Held) => Standing;
}

/** A part that asks the same whatever was answered makes its pages once, and what they hold with them. */
export const stepsMadeOnce = <P extends Asks>(part: P): P => {
  const { steps } = part;
  if (steps.length > 0) return part;
  let made: readonly Step[] | undefined;
  return {
    ...part,
    steps: (answered: Answered) => {
      made ??= steps(answered);
      return made;
    },
  };
};

const SAVE = 'Save and continue';
const OPTIONAL = ' (optional)';

let made: { readonly on: string; readonly choices: readonly Choice[] } | undefined;

/** Every council with children's services that there is on a day. */
export function councilChoices(today: string): readonly Choice[] {
  if (made?.on !== today)
    made = {
      on: today,
      choices: councilsOn(today)
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))
        .map(({ code, name }) => ({ value: code, text: name })),
    };
  return made.choices;
}

/** What is wrong with a council that is not in the list. */
export const notInList = (code: string, today: string, otherwise: string): string =>
  insteadWords(code, today) ?? otherwise;

/** A council out of the list. */
export const someCouncil = (today: string, message: string) =>
  z
    .string()
    .overwrite(presentCode)
    .refine((code) => councilChoices(today).some(({ value }) => value === code), {
      error: ({ input }) => notInList(String(input), today, message),
    });

/** A council, or none. */
export const maybeCouncil = (today: string) =>
  z
    .string()
    .overwrite(presentCode)
    .refine((code) => code === '' || councilChoices(today).some(({ value }) => value === code), {
      error: ({ input }) => notInList(String(input), today, 'Choose a council from the list'),
    })
    .transform((code) => (code === '' ? undefined : code));

export const yesNo: readonly Choice[] = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];

/** What an answer must hold. Made when it is read: a walk passes every page, and reads few. */
type Holds = () => z.ZodType;

/** A page with several questions that belong together. */
export function page(
  name: string,
  title: string,
  asked: readonly (readonly [Question, Holds])[],
  text: readonly string[] = [],
): Step {
  let schema: Step['schema'] | undefined;
  return {
    name,
    title,
    questions: asked.map(([question]) => question),
    get schema() {
      schema ??= z.object(Object.fromEntries(asked.map(([question, holds]) => [question.name, holds()])));
      return schema;
    },
    button: SAVE,
    text,
    sealed: true,
  };
}

/** A question of a page that is asked beside others: what its page asked alone was the page's title. */
const besideOthers = ({ title, questions }: Step): readonly Question[] => {
  const [first, ...more] = questions;
  if (first === undefined || more.length > 0) return questions;
  const optional = first.label.endsWith(OPTIONAL) ? OPTIONAL : '';
  return [{ ...first, label: `${title}${optional}`, key: keyOf(first) }];
};

/** Several pages asked at once: each keeps its name, and its answers. */
function joined(name: string, title: string, joins: readonly Step[], settles: Step['settles']): Step {
  let schema: Step['schema'] | undefined;
  return {
    name,
    title,
    questions: joins.flatMap(besideOthers),
    get schema() {
      schema ??= z.object(Object.assign({}, ...joins.map((step) => (step.schema as z.ZodObject).shape)));
      return schema;
    },
    button: SAVE,
    text: [...new Set(joins.flatMap(({ text = [] }) => text))],
    sealed: true,
    joins,
    ...defined({ settles }),
  };
}

/** Something that the form asks: a part, or several at once. */
export interface Asks {
  /** @param form all that is filled in; undefined of a form that was sent */
  readonly steps: (answered: Answered, form?: FormPost) => readonly Step[];
}

/** Pages of the form that belong together, under a heading of their own wherever answers are shown. */
export interface SectionOfForm {
  readonly heading: string;
  readonly asks: readonly Asks[];
}

/** Parts whose first pages are asked at once, if any is asked; what their answers bring up comes after. */
export const asked = (
  name: string,
  title: string,
  parts: readonly Asks[],
  settles?: Step['settles'],
): Asks => ({
  steps: (answered, form) => {
    const pages = parts.map(({ steps }) => steps(answered, form));
    const first = pages.flatMap(([one]) => one ?? []);
    return [
      ...(first.length === 0 ? [] : [joined(name, title, first, settles)]),
      ...pages.flatMap(([, ...more]) => more),
    ];
  },
});

/** A page with one question. The field is named after the page. */
export const oneQuestion = (name: string, title: string, question: Question, holds: Holds): Step =>
  page(name, title, [[question, holds]]);

/** A question to be answered with yes or no. */
export const yesOrNo = (name: string, title: string, label: string, message: string, hint: string): Step =>
  oneQuestion(name, title, { kind: 'radios', name, label, hint, choices: yesNo }, () =>
    oneOf(['yes', 'no'], message),
  );

/** A day that is not in the future. */
export const pastDay = (label: string, message: string, today: string) =>
  someDate(label, message, {
    to: { day: today, message: `${label} must not be after today, ${dateWords(today)}` },
  });

/** A yes or no that was said before, as it is answered. */
export const yesOrNoOf = (said: boolean | undefined): 'yes' | 'no' | undefined =>
  said === undefined ? undefined : said ? 'yes' : 'no';

/** What was said to be true among boxes, with the one for none of them. */
export const boxesOf = (said: readonly string[] | undefined): readonly string[] | undefined =>
  said?.length === 0 ? ['none'] : said;

/** What was answered to a question; undefined when the page was not, or nothing was given. */
export const answerTo = (answered: Answered, step: string, field = step): unknown => answered[step]?.[field];

/** An answer that its schema has read as text. */
export const textOf = <Value extends string>(answer: unknown): Value | undefined =>
  typeof answer === 'string' ? (answer as Value) : undefined;

/** An answer that its schema has read as yes or no. */
export const yes = (answer: unknown): boolean | undefined =>
  answer === undefined ? undefined : answer === 'yes';

/** What was chosen among boxes, without "none of these". */
export const chosen = <Value extends string>(answer: unknown): Value[] | undefined =>
  Array.isArray(answer) ? answer.filter((one): one is Value => one !== 'none') : undefined;

/** The same where nothing was chosen when nothing is known. */
export const chosenIfKnown = <Value extends string>(answer: unknown): Value[] | undefined =>
  Array.isArray(answer) && answer.length > 0 ? chosen(answer) : undefined;

/** One fact of every child, by the name that each has. */
export const factsOfEach = (children: readonly number[], field: ParticularField): readonly string[] =>
  children.map((number) => `children.${number}.${field}`);

/** Above questions of which none has to be answered. */
export const WHAT_IS_KNOWN = 'Answer what you know. Leave the rest: you can add it later.';

/** For what is open to a council that is asked. */
export const SEEN_WHEN_ASKED = 'A council that is asked to take the child sees this.';

/** For what is sealed. */
export const KEPT_SEALED = 'Kept sealed: no other council sees it until one takes the child.';

/** Says the same of every child. */
export const ofEach = (
  children: readonly number[],
  said: Omit<ReferralRequest['children'][number], 'number'>,
): NonNullable<Said['children']> => new Map(children.map((number) => [number, said]));

/** What was said of every child alike, by `ofEach`; where it is not the same of all, nothing: one answer would take the place of several. */
export const sharedBy = (
  children: readonly number[],
  { particulars }: Held,
  fields: readonly ParticularField[],
): Standing =>
  Object.fromEntries(
    fields.map((field) => {
      const [first, ...others] = children.map((number) => particulars(number)[field]);
      return [field, others.every((one) => one === first) ? first : undefined];
    }),
  );
