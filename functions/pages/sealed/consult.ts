import * as z from 'zod';
import { consultReasons } from '../../../events/sealed-details-consulted.v1.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { birthSources, birthsBeside } from '../../../shared/core/referral/dates-of-birth.ts';
import type { MissingField } from '../../../shared/core/referral/missing-details.ts';
import type { ParticularField } from '../../../shared/core/referral/particulars.ts';
import { consultWords } from '../../../shared/words/reasons.ts';
import { noteText } from '../case/note.ts';
import { oneOf, ticked } from '../forms/answers.ts';
import { formModel } from '../forms/form-model.ts';
import { answersTo, type FormPost } from '../forms/form-post.ts';
import { CONFIRM, choicesOf } from '../forms/question.ts';
import { problemsWith, type Step } from '../forms/walk.ts';
import { page, type Reply } from '../http/reply.ts';
import { type CoordinatorSession, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { Opener } from './record-opening.ts';

export type Why = Extract<Opener, { readonly why: unknown }>['why'];

const schema = z.object({
  consultReason: oneOf(consultReasons, 'Select what you have to decide'),
  consultNote: noteText,
  [CONFIRM]: ticked('Tick the box to say that you need these details'),
});

const step: Step = {
  name: 'open',
  title: '',
  questions: [
    {
      kind: 'radios',
      name: 'consultReason',
      label: 'What do you have to decide?',
      hint: 'You see what that needs, and no more.',
      choices: choicesOf(consultReasons, consultWords),
    },
    {
      kind: 'long-text',
      name: 'consultNote',
      label: 'Why can you not decide without them?',
      hint: 'Kept in the record of this case. Do not name the child.',
    },
    {
      kind: 'confirm',
      name: CONFIRM,
      label: 'Confirm',
      choice: 'I need these details for a decision that waits for me',
    },
  ],
  schema,
  button: 'Open the sealed details',
};

/** Before: what has to be said, and who will see that it was opened. */
export function askWhy(session: CoordinatorSession, { id }: Case, form?: FormPost): Reply {
  const problems = form === undefined ? undefined : problemsWith(step, form);
  return page(
    'page',
    {
      ...signedIn(session),
      title: 'Sealed details',
      caption: `Reference ${id}`,
      lead: ['What names the children, what carers should know, and what the children said.'],
      formHeading: 'Before you open them',
      formText: [
        'Each opening is recorded in this case with your name, the time and what you say here. Both councils of the case see when it was opened and for what.',
        'Do not copy what you read into a note or an email.',
      ],
      form: { ...formModel(step, form, problems), carried: [tokenField(session)] },
    },
    problems?.size ? 422 : 200,
  );
}

/** What a coordinator said that they open it for; undefined where something is missing. */
export function whyIn(form: FormPost): Why | undefined {
  const read = schema.safeParse(answersTo(step.questions, form));
  return read.success ? { reason: read.data.consultReason, note: read.data.consultNote } : undefined;
}

/** Carried along, so that a document, or the next children, open for the same reason: each is an opening of its own. */
export const carriedWhy = ({ reason, note }: Why) => [
  { name: 'consultReason', value: reason },
  { name: 'consultNote', value: note },
];

/** What says who the child is. The rest says how the child is and what the child wants. */
const identity: readonly (ParticularField | MissingField)[] = [
  'policeReference',
  'name',
  'dateOfBirth',
  ...birthsBeside,
  ...Object.values(birthSources),
  'nationality',
  'homeOfficeReference',
  'portReference',
  'nhsNumber',
  'arrivedWhere',
];
/** Who to ring is never too much. */
const people: readonly (ParticularField | MissingField)[] = [
  'socialWorker',
  'entryContact',
  'dutyTelephone',
  'dutyHours',
];

type Opens = (field: ParticularField | MissingField) => boolean;

/** The least of what is sealed by which each of these can be decided. */
const opensFor: Readonly<Record<Why['reason'], Opens>> = {
  'best-interests': (field) => !identity.includes(field),
  'same-child': (field) => identity.includes(field) || people.includes(field),
  age: (field) => identity.includes(field) || people.includes(field),
  safety: () => true,
};

export const opensFields = ({ reason }: Why): Opens => opensFor[reason];

/**
 * A letter says more than its field, and so may the name of its file: none is listed where a part of what is sealed is kept from who
 * decides, but for an age, which documents are the evidence of.
 */
export const opensDocuments = ({ reason }: Why): boolean => reason === 'safety' || reason === 'age';
