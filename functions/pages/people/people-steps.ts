import * as z from 'zod';
import {
  type AboutPerson,
  aboutPerson,
  mayDecide,
  type PersonAtDesk,
} from '../../../shared/core/people-at-desk.ts';
import { confirmStep } from '../forms/confirm-step.ts';
import type { Choice } from '../forms/question.ts';
import type { NextStep } from '../forms/walk.ts';

/** What somebody chose: what becomes of whom, as they saw them. */
export interface Chosen {
  readonly to: AboutPerson;
  readonly seen: number;
  readonly id: string;
}

const CHOICE = new RegExp(`^(${aboutPerson.join('|')})\\.(\\d{1,9})\\.([0-9a-f-]{36})$`);

export function chosenIn(answer: unknown): Chosen | undefined {
  const [, said, seen, id = ''] = CHOICE.exec(String(answer)) ?? [];
  const to = aboutPerson.find((one) => one === said);
  return to && { to, seen: Number(seen), id };
}

type Verbs = Readonly<Record<AboutPerson, (name: string) => string>>;

const verbs: Verbs = {
  'let-in': (name) => `Let ${name} in`,
  'let-in-finance': (name) => `Let ${name} in for money and nights only`,
  refused: (name) => `Refuse ${name}`,
  'taken-away': (name) => `Take ${name} away`,
};

/** Of somebody who is let in already. */
const changes: Verbs = {
  ...verbs,
  'let-in': (name) => `Let ${name} see everything, and act for us`,
  'let-in-finance': (name) => `Let ${name} see money and nights only`,
};

export const choicesFor = (person: PersonAtDesk): readonly Choice[] =>
  mayDecide(person).map((to) => ({
    value: `${to}.${person.version}.${person.id}`,
    text: (person.state === 'let-in' ? changes : verbs)[to](person.name ?? 'this person'),
    hint: person.address,
  }));

const meaning: Readonly<Record<AboutPerson, (reader: string) => string>> = {
  'let-in': (reader) =>
    `They can sign in for ${reader} by their own email address, see what ${reader} sees, and let others in. We tell them by email.`,
  'let-in-finance': (reader) =>
    `They can sign in for ${reader} by their own email address, and see its money and nights. They see nothing else: no case, and nothing about a child. If they are signed in now, that ends. We tell them by email.`,
  refused: () => 'They cannot sign in by their own email address. We tell them by email.',
  'taken-away': () =>
    'They are signed out everywhere at once, and cannot sign in by their own email address. We tell them by email.',
};

/** The form on which a desk decides who may sign in for it by an own address. */
export const nextPeopleStep =
  (shown: readonly PersonAtDesk[], reader: string): NextStep =>
  ({ person, confirm }) => {
    const choices = shown.flatMap(choicesFor);
    if (person === undefined)
      return choices.length === 0
        ? undefined
        : {
            name: 'person',
            title: 'What do you want to do?',
            questions: [{ kind: 'radios', name: 'decision', label: 'What do you want to do?', choices }],
            schema: z.object({
              decision: z.string().regex(CHOICE, { error: 'Select what you want to do' }),
            }),
            button: 'Continue',
          };
    if (confirm !== undefined) return undefined;
    const chosen = chosenIn(person.decision);
    return confirmStep({
      title: 'Check what you are about to do',
      text: chosen === undefined ? [] : [meaning[chosen.to](reader)],
      declares: 'I want to do this, and I may decide it',
      ifNot: 'Tick the box to say that you want to do this',
      who: 'at-a-desk',
      button: 'Do this now',
    });
  };
