import * as z from 'zod';
import {
  type AboutPerson,
  mayDecide,
  type PersonAtDesk,
  personStates,
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

const CHOICE = new RegExp(`^(${personStates.join('|')})\\.(\\d{1,9})\\.([0-9a-f-]{36})$`);

export function chosenIn(answer: unknown): Chosen | undefined {
  const [, to, seen, id = ''] = CHOICE.exec(String(answer)) ?? [];
  return to === 'let-in' || to === 'refused' || to === 'taken-away'
    ? { to, seen: Number(seen), id }
    : undefined;
}

const verbs: Readonly<Record<AboutPerson, (name: string) => string>> = {
  'let-in': (name) => `Let ${name} in`,
  refused: (name) => `Refuse ${name}`,
  'taken-away': (name) => `Take ${name} away`,
};

const choicesFor = (person: PersonAtDesk): readonly Choice[] =>
  mayDecide(person).map((to) => ({
    value: `${to}.${person.version}.${person.id}`,
    text: verbs[to](person.name ?? 'this person'),
    hint: person.address,
  }));

const meaning: Readonly<Record<AboutPerson, (reader: string) => string>> = {
  'let-in': (reader) =>
    `They can sign in for ${reader} by their own email address, see what ${reader} sees, and let others in. We tell them by email.`,
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
