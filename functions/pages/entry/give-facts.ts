import * as z from 'zod';
import { missingFacts } from '../../../shared/core/allocation/missing-facts.ts';
import { agesFrom } from '../../../shared/core/calendar/ages.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { councilsOn } from '../../../shared/core/council/published-councils.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { datesOfBirthIn } from '../../../shared/core/referral/particulars.ts';
import { takeAmendmentApart } from '../../../shared/core/referral/referral-request.ts';
import type { Action } from '../case/case-actions.ts';
import { anyOf, maybeTicked } from '../forms/answers.ts';
import type { Question } from '../forms/question.ts';
import { SEALED, type Standing } from '../forms/standing.ts';
import type { Answered, Step } from '../forms/walk.ts';
import { type Held, type Part, stepsMadeOnce } from '../refer/part.ts';
import { allParts } from '../refer/refer-steps.ts';
import { saidBy } from '../refer/referral-of.ts';
import type { Refusal } from '../sealed/record-opening.ts';

/** A case whose facts are being given, and what that is judged by. */
export interface Giving {
  readonly theCase: Case;
  readonly now: string;
  readonly policy: Policy;
  /** Exact dates of birth by child, where they are sealed. */
  readonly datesOfBirth: Readonly<Record<number, string>>;
  /** What was said before, as far as whoever gives the facts may see it. */
  readonly held: Held;
  /** Whether what is sealed is open to whoever gives the facts. */
  readonly sealed: OpensSealed;
}

/**
 * `signed-out`: to open it somebody signs in; `behind-link`: who is signed in came by a link of an email, and not from their list; `closed`:
 * they may open it here, and have not; a `Refusal`: they have asked for it, or need not ask.
 */
export type OpensSealed = 'signed-out' | 'behind-link' | 'closed' | 'opened' | Refusal;

/** Name of the box that opens what was said before. */
export const SHOWS_SEALED = 'shows';

const sealedWords: Readonly<Record<OpensSealed, string>> = {
  'signed-out':
    'What is sealed is not shown. To begin from it, sign in for your council, and open this case from your list.',
  'behind-link':
    'What is sealed is not shown on a page that a link in an email opened. To begin from it, open this case from your list.',
  closed: 'What is sealed is not shown, unless you ask for it below.',
  opened: 'What is sealed is shown too. That you opened it is recorded.',
  'too-often':
    'What is sealed was not opened: your council has opened too much in a short time. Try again in 15 minutes.',
  'not-yours': 'What is sealed is not shown: as this case stands now, it is not open to your council.',
  'not-recorded':
    'What is sealed was not opened, because that could not be recorded just now. To begin from it, go back and ask for it again.',
};

const isRefusal = (sealed: OpensSealed): boolean =>
  sealed === 'too-often' || sealed === 'not-yours' || sealed === 'not-recorded';

const showsSealed: Question = {
  kind: 'checkboxes',
  name: SHOWS_SEALED,
  label: 'Sealed answers',
  hint: 'Each opening stands in the record of this case, with your name, role, council and the time.',
  choices: [{ value: 'yes', text: 'Show what was said before (this is recorded)' }],
};

const made = new WeakMap<Giving, readonly Part[]>();

/** What can be said of the referral, made once however much of one giving is asked. */
function partsOf(giving: Giving): readonly Part[] {
  const before = made.get(giving);
  if (before !== undefined) return before;
  const { theCase, now, held } = giving;
  const parts = allParts({
    own: theCase.facts.entryAuthority,
    today: londonDate(now),
    children: theCase.facts.children
      .map(({ number }) => number)
      .filter((number) => !theCase.turned18.includes(number)),
    held,
  }).map(stepsMadeOnce);
  made.set(giving, parts);
  return parts;
}

const standingIn = (parts: readonly Part[], held: Held): Standing =>
  Object.assign({}, ...parts.map(({ stands }) => stands(held)));

/** What was said of the referral so far, as answers to its questions. */
export const factsStanding = (giving: Giving): Standing => standingIn(partsOf(giving), giving.held);

/** The pages on which it was asked: each is led to by what stands on those before it. */
export function stepsStood(giving: Giving): readonly Step[] {
  const standing = factsStanding(giving);
  // What is sealed leads nowhere.
  const open = (name: string) => (standing[name] === SEALED ? undefined : standing[name]);
  let answered: Answered = {};
  return partsOf(giving).flatMap(({ steps }) => {
    for (;;) {
      const found = steps(answered);
      const more = found.filter(({ name }) => answered[name] === undefined);
      if (more.length === 0) return found;
      answered = {
        ...answered,
        ...Object.fromEntries(
          more.map((step) => [
            step.name,
            Object.fromEntries(step.questions.map(({ name }) => [name, open(name)])),
          ]),
        ),
      };
    }
  });
}

/** What is said of the referral once what was answered is taken in. */
export function factsBecoming(giving: Giving, answered: Answered): Standing {
  const { held } = giving;
  const { facts, particulars } = givenFacts(giving, answered);
  return standingIn(partsOf(giving), {
    facts: { ...held.facts, ...facts },
    particulars: (child) => {
      const { number: _, ...said } = particulars.find(({ number }) => number === child) ?? { number: child };
      return { ...held.particulars(child), ...said };
    },
  });
}

/** What was answered, in its two halves: an amendment of the facts held, and what is sealed. */
export const givenFacts = (giving: Giving, answered: Answered): ReturnType<typeof takeAmendmentApart> => {
  const { referral, children } = saidBy(partsOf(giving), answered);
  return takeAmendmentApart(
    { ...referral, ...(children.length === 0 ? {} : { children: [...children] }) },
    giving.theCase.facts,
  );
};

/** What would still be missing, or contradict something, once this is sent. */
function stillAsked(giving: Giving, answered: Answered): readonly string[] {
  const { theCase, now, policy, datesOfBirth } = giving;
  const { facts, particulars } = givenFacts(giving, answered);
  const today = londonDate(now);
  const dates = {
    ...datesOfBirth,
    ...datesOfBirthIn(particulars),
  };
  const left = missingFacts(
    {
      facts: { ...theCase.facts, ...facts },
      turned18: theCase.turned18,
      ages: agesFrom(dates, today),
      today,
      councils: councilsOn(today),
    },
    policy,
  );
  return left.map(({ words }) => words);
}

const means = (giving: Giving) => (answered: Answered) => {
  const left = stillAsked(giving, answered);
  return left.length === 0
    ? [
        'What you give takes the place of what the referral said before. Councils that have the child, or are asked, are told. Councils that are asked get no email of a new phone number of your desk: they find it on their page.',
      ]
    : ['You can send this now. After it we still need the following:', ...left];
};

const command = (giving: Giving) => (answered: Answered) =>
  ({
    kind: 'amend',
    data: {
      referralId: giving.theCase.referralId,
      facts: givenFacts(giving, answered).facts,
    },
  }) as const;

const counted = (count: number): string => (count === 1 ? 'One question' : `${count} questions`);

function askedParts(giving: Giving): readonly Part[] {
  const missing = new Set((giving.theCase.missing ?? []).map(({ field }) => field));
  return partsOf(giving).filter(({ facts }) => facts.some((fact) => missing.has(fact)));
}

/** Whether the allocation check asks for something that can be given here. */
export const isAsked = (giving: Giving): boolean => askedParts(giving).length > 0;

/** Answers to what the allocation check asks for, and to nothing else. */
function giveMissing(giving: Giving): readonly Action[] {
  const asked = askedParts(giving);
  if (asked.length === 0) return [];
  return [
    {
      value: 'give',
      text: 'Give what is missing',
      hint: `${counted(asked.length)}, as in the referral form`,
      steps: (answered) => asked.flatMap(({ steps }) => steps(answered)),
      means: means(giving),
      command: command(giving),
    },
  ];
}

/** Answers to whatever the council chooses. */
function correct(giving: Giving): Action {
  const parts = partsOf(giving);
  const [first = '', ...rest] = parts.map(({ name }) => name);
  const choose: Step = {
    name: 'correct',
    title: 'What do you want to add or correct?',
    text: [
      'Each page begins with what was said before, and it is kept until you say something else.',
      sealedWords[giving.sealed],
    ],
    questions: [
      {
        kind: 'checkboxes',
        name: 'facts',
        label: 'Select all that apply',
        choices: parts.map(({ name, label }) => ({ value: name, text: label })),
      },
      ...(['signed-out', 'behind-link', 'not-yours'].includes(giving.sealed) ? [] : [showsSealed]),
    ],
    schema: z.object({
      facts: anyOf([first, ...rest], 'Select from the list').min(1, {
        error: 'Select what you want to add or correct',
      }),
      [SHOWS_SEALED]: maybeTicked.optional(),
    }),
    button: 'Continue',
  };
  return {
    value: 'correct',
    text: 'Add or correct something',
    hint: 'Any answer of the referral, also one that is sealed',
    steps: (answered) => {
      const chosen = answered.correct?.facts;
      return [
        choose,
        ...parts
          .filter(({ name }) => Array.isArray(chosen) && chosen.includes(name))
          .flatMap(({ steps }) => steps(answered))
          .map((step) =>
            isRefusal(giving.sealed)
              ? { ...step, text: [sealedWords[giving.sealed], ...(step.text ?? [])] }
              : step,
          ),
      ];
    },
    means: means(giving),
    command: command(giving),
  };
}

/** What the entry authority can say about the referral itself. */
export const factActions = (giving: Giving): readonly Action[] => [...giveMissing(giving), correct(giving)];

/** Whether answers are about the referral's facts. */
export const isGiving = (answered: Answered): boolean =>
  answered.action?.action === 'give' || answered.action?.action === 'correct';
