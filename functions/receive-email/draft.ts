import type { ChildFacts, ReferralFacts } from '../../events/referral.ts';
import { turns18In } from '../../shared/core/calendar/ages.ts';
import { defined } from '../../shared/core/defined.ts';
import { type ChildParticulars, parted, saysSomething } from '../../shared/core/referral/particulars.ts';
import {
  doubtsOf,
  FUTURE_BIRTH_WORDS,
  MOST_CHILDREN,
  TOO_MANY_CHILDREN_WORDS,
} from '../../shared/core/referral/referral-request.ts';
import { type FactField, factLabels, isChildField } from '../../shared/words/fact-labels.ts';
import { readers } from './answers.ts';

/** Something that could not be read: where it stood, and how to write it. Never what was written. */
export interface Problem {
  readonly where: string;
  readonly words: string;
}

/** One referral, or an addition to one, as far as a mail says it. */
export interface Draft {
  /** Its place in the mail, from 1. */
  readonly row: number;
  /** What its sender calls it: "Your message", "Row 3". */
  readonly where: string;
  /** Nothing of it is taken, and its problems say why. */
  readonly refused?: boolean;
  /** The case that it adds to, when it names one. */
  readonly reference: string | undefined;
  readonly facts: Partial<ReferralFacts>;
  readonly particulars: readonly ChildParticulars[];
  readonly problems: readonly Problem[];
}

/** One answer as it was written. */
export interface Entry {
  readonly child: number;
  readonly field: FactField;
  readonly text: string;
  /** For the sender: "Row 3". */
  readonly where: string;
}

type Said = Record<string, unknown>;

/** Puts one value at its field; says whether something else stood there. */
function put(said: Said, field: string, value: unknown): boolean {
  const differs = said[field] !== undefined && JSON.stringify(said[field]) !== JSON.stringify(value);
  said[field] ??= value;
  return differs;
}

const inGroups = (said: Said): Partial<ReferralFacts> => {
  const facts: Said = {};
  const definition: Said = {};
  for (const [field, value] of Object.entries(said))
    if (field.startsWith('definition.')) definition[field.slice('definition.'.length)] = value;
    else facts[field] = value;
  return (Object.keys(definition).length > 0 ? { ...facts, definition } : facts) as Partial<ReferralFacts>;
};

/** Reads answers into one referral. What cannot be read is left out and said; a group that is too large is not taken at all. */
export function draftOf(
  { row, where, reference }: Pick<Draft, 'row' | 'where' | 'reference'>,
  entries: readonly Entry[],
  today: string,
): Draft {
  if (entries.some(({ child }) => child > MOST_CHILDREN))
    return {
      row,
      where,
      reference,
      refused: true,
      facts: {},
      particulars: [],
      problems: [{ where, words: TOO_MANY_CHILDREN_WORDS }],
    };
  const problems: Problem[] = [];
  const said: Said = {};
  const children = new Map<number, Said>();
  for (const { child, field, text, where } of entries) {
    const at = `${where}, ${factLabels[field]}`;
    const answer = readers[field](text);
    if (answer.kind === 'unclear') {
      problems.push({ where: at, words: answer.words });
      continue;
    }
    let target = said;
    if (isChildField(field)) {
      target = children.get(child) ?? {};
      children.set(child, target);
    }
    if (put(target, field, answer.value))
      problems.push({
        where: at,
        words: 'This was answered twice, and not alike. We kept the first answer.',
      });
  }
  const split = [...children].map(([number, of]) => childOf(number, of, today, entries, problems));
  return {
    row,
    where,
    reference,
    facts: {
      ...inGroups(said),
      ...(split.length === 0 ? {} : { children: split.map(({ facts }) => facts as ChildFacts) }),
    },
    particulars: split.map(({ particulars }) => particulars).filter(saysSomething),
    problems,
  };
}

/** A child's facts apart from what is sealed; of a date of birth only the month stays with the facts. */
function childOf(
  number: number,
  said: Said,
  today: string,
  entries: readonly Entry[],
  problems: Problem[],
): ReturnType<typeof parted> {
  const { dateOfBirth, ...rest } = said as Said & { dateOfBirth?: string };
  const where = entries.find((entry) => entry.child === number)?.where ?? `Child ${number}`;
  const born = settledBirth({
    ...defined({ dateOfBirth }),
    rest,
    today,
    where,
    problems,
  });
  const { turns18Month } = rest as { turns18Month?: string };
  for (const { path, words } of doubtsOf({ children: [{ dateOfBirth: born, turns18Month }] }, today))
    problems.push({ where: `${where}, ${factLabels[path[2] as 'dateOfBirth' | 'turns18Month']}`, words });
  return parted({
    ...rest,
    number,
    ...(born === undefined ? {} : { dateOfBirth: born, turns18Month: turns18In(born) }),
  });
}

/** The date of birth, if it can be one. */
function settledBirth({
  dateOfBirth,
  rest,
  today,
  where,
  problems,
}: {
  readonly dateOfBirth?: string;
  readonly rest: Said;
  readonly today: string;
  readonly where: string;
  readonly problems: Problem[];
}): string | undefined {
  if (dateOfBirth === undefined) return undefined;
  const at = `${where}, ${factLabels.dateOfBirth}`;
  if (dateOfBirth > today) {
    problems.push({
      where: at,
      words: FUTURE_BIRTH_WORDS,
    });
    return undefined;
  }
  const month = turns18In(dateOfBirth);
  if (rest.turns18Month !== undefined && rest.turns18Month !== month)
    problems.push({
      where: at,
      words: 'The date of birth and the month of the 18th birthday do not fit. We kept the date of birth.',
    });
  return dateOfBirth;
}
