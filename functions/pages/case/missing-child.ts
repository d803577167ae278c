import * as z from 'zod';
import { presentCode } from '../../../events/former-codes.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { Question } from '../forms/question.ts';
import { councilChoices, notInList } from '../refer/part.ts';
import { type Action, action } from './case-actions.ts';
import { momentAsked } from './handover.ts';
import { note, noteText } from './note.ts';

/** A council, or none. */
export const maybeCouncil = (today: string) =>
  z
    .string()
    .overwrite(presentCode)
    .refine((code) => code === '' || councilChoices(today).some(({ value }) => value === code), {
      error: ({ input }) => notInList(String(input), today, 'Choose a council from the list'),
    })
    .transform((code) => (code === '' ? undefined : code));

/** The child is missing. `sinceHandover`: nothing of the scheme waits for the child then. */
export function missingAction(
  now: string,
  { sinceHandover, own }: { readonly sinceHandover: boolean; readonly own: boolean },
): Action {
  const asked = momentAsked({ name: 'missing', day: 'Day last seen', time: 'Time last seen' }, now);
  return action({
    value: 'missing',
    text: 'The child is missing',
    hint: sinceHandover
      ? 'Missing from the care of the council that is responsible'
      : 'Every deadline waits until the child is found',
    asks: {
      title: 'Since when is the child missing?',
      text: own
        ? [
            sinceHandover
              ? 'Tell the police first. You are responsible for the child.'
              : 'Tell the police first. You stay responsible for the child.',
          ]
        : ['The council that is responsible tells the police first. Ask it for the police reference.'],
      questions: asked.questions,
      schema: asked.schema,
    },
    means: sinceHandover
      ? ['Whoever has to know is told, and is reminded until the child is found.']
      : ['Every deadline of this case waits. Whoever was asked keeps the time they had left, and is told.'],
    command: (given) => ({ kind: 'child-missing', missingSince: asked.instant(given) }),
  });
}

const foundIn = (sinceHandover: boolean, today: string): Question => ({
  kind: 'select',
  name: 'foundIn',
  label: 'Council in whose area the child was found',
  hint: sinceHandover
    ? 'Leave empty if it was in your own area, or if you do not know'
    : 'Leave empty if the child is back where the child was, or if you do not know. A child who is found is cared for there first',
  choices: councilChoices(today),
});

/** The child has been found, and where. */
export function foundAction(now: string, { sinceHandover }: { readonly sinceHandover: boolean }): Action {
  const asked = momentAsked({ name: 'found', day: 'Day found', time: 'Time found' }, now);
  return action({
    value: 'found',
    text: 'The child has been found',
    hint: sinceHandover ? 'Say when, and where' : 'The case goes on where it was',
    asks: {
      title: 'When and where was the child found?',
      questions: [...asked.questions, foundIn(sinceHandover, londonDate(now))],
      schema: z.intersection(asked.schema, z.object({ foundIn: maybeCouncil(londonDate(now)) })),
    },
    means: sinceHandover
      ? ['Whoever was told that the child is missing is told.']
      : [
          'The case goes on where it was. Everybody has as many working days as they had left. If the child was found in the area of another council, a coordinator decides who takes the child.',
        ],
    command: (given) => ({
      kind: 'child-found',
      foundAt: asked.instant(given),
      ...defined({ foundIn: given.foundIn }),
    }),
  });
}

/** A coordinator keeps places that are held for a missing child. */
export const keepPlaces = action({
  value: 'keep-places',
  text: 'Keep the places that are held for the child',
  hint: 'Otherwise they are free again after some working days',
  asks: {
    title: 'Why do you keep the places?',
    questions: [note('keepPlacesNote')],
    schema: z.object({ keepPlacesNote: noteText }),
  },
  means: ['They stay held for as many working days again. The councils that hold them are told.'],
  command: ({ keepPlacesNote }) => ({ kind: 'keep-places', note: keepPlacesNote }),
});
