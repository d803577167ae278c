import * as z from 'zod';
import { type DocumentKind, documentKinds } from '../../../events/documents-changed.v1.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { documentKindWords } from '../../../shared/words/documents.ts';
import { maybeOneOf, oneOf } from '../forms/answers.ts';
import { formModel } from '../forms/form-model.ts';
import { answersTo, type FormPost } from '../forms/form-post.ts';
import { choicesOf, type Question } from '../forms/question.ts';
import { problemsWith, type Step } from '../forms/walk.ts';
import { page, type Reply } from '../http/reply.ts';
import { type OfficerSession, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import type { ListedDocument } from './listed-documents.ts';
import { recordChange, type Sender } from './record-change.ts';

const SELECT = 'Select what the document is';

const whatItIs = (hint: string): Question => ({
  kind: 'select',
  name: 'documentKind',
  label: 'What is the document?',
  hint,
  choices: choicesOf(documentKinds, documentKindWords),
});

const kindIn = (step: Step, form: FormPost): DocumentKind | undefined =>
  step.schema.safeParse(answersTo(step.questions, form)).data?.documentKind as DocumentKind | undefined;

/** Asked with a new document: it may be left out. */
export const addStep: Step = {
  name: 'add',
  title: '',
  questions: [whatItIs('If you do not know yet, leave this out. You can say it later.')],
  schema: z.object({ documentKind: maybeOneOf(documentKinds, SELECT) }),
  button: 'Add the document',
};

/** What a new document is, as far as its sender says. */
export const kindOfNew = (form: FormPost): DocumentKind | undefined => kindIn(addStep, form);

const laterStep: Step = {
  name: 'kind',
  title: '',
  questions: [whatItIs('The council that takes the child sees this, and so do councils that are asked.')],
  schema: z.object({ documentKind: oneOf(documentKinds, SELECT) }),
  button: 'Save what it is',
};

/** What a document that is there already is, as its sender says now; undefined where that has to be asked. */
export const kindSaid = (form: FormPost): DocumentKind | undefined => kindIn(laterStep, form);

/** @param form what was posted without an answer; undefined when nothing was yet */
export function askKind(
  session: OfficerSession,
  { id }: Case,
  document: ListedDocument,
  heading: string,
  form?: FormPost,
): Reply {
  const problems = form === undefined ? undefined : problemsWith(laterStep, form);
  return page(
    'page',
    {
      ...signedIn(session),
      title: 'What the document is',
      caption: `Reference ${id}`,
      lead: [heading],
      formHeading: 'Your answer',
      form: {
        ...formModel(laterStep, form, problems),
        carried: [
          tokenField(session),
          { name: 'document', value: document.id },
          { name: 'asked', value: 'yes' },
        ],
      },
      links: [{ text: 'Leave it as it is', href: `/documents/${id}` }],
    },
    problems === undefined ? 200 : 422,
  );
}

/** Says what a document of a referral is; said again, nothing changes. @returns why it may not be said, in words */
export const sayKind = async (
  tools: PagesTools,
  theCase: Case,
  { id: document, copy, kind }: ListedDocument,
  documentKind: DocumentKind,
  by: Sender,
): Promise<string | undefined> =>
  kind === documentKind
    ? undefined
    : recordChange(
        tools,
        theCase,
        by,
        { kind: 'change-documents', change: 'kind-said', document, documentKind },
        copy,
      );
