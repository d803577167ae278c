import type { Case } from '../../../shared/core/case/case.ts';
import { letsDocumentsGo, takesDocuments } from '../../../shared/core/case/commands/change-documents.ts';
import { partInPlacement } from '../../../shared/core/case/commands/open-sealed-details.ts';
import { areDocumentsOver } from '../../../shared/core/case/documents-in-trail.ts';
import { retention } from '../../../shared/core/retention.ts';
import type { SealedDocument } from '../../../shared/ports/sealed-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { documentsOver, noKindSaid } from '../../../shared/words/documents.ts';
import { formModel } from '../forms/form-model.ts';
import { type FormPost, fieldValue } from '../forms/form-post.ts';
import { isTicked, type Tick, tickFirst } from '../forms/tick-first.ts';
import { caseNamed } from '../home/own-case.ts';
import { formOf, isFromOwnPage } from '../http/form-request.ts';
import { crossSite, formTooOld, notAForm } from '../http/messages.ts';
import { page, type Reply, seeOther } from '../http/reply.ts';
import { toSignIn } from '../sign-in/come-back.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { isFromSession, isNameless, type OfficerSession, sessionOf, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { type DocumentLine, documentLines } from './document-lines.ts';
import { keepDocument, letDocumentGo, MOST_DOCUMENTS } from './keep-document.ts';
import { documentsOf } from './listed-documents.ts';
import { openDocument } from './open-document.ts';
import { isMultipart, readUpload, type Upload } from './read-upload.ts';
import { addStep, askKind, kindOfNew, kindSaid, sayKind } from './say-kind.ts';

const TOO_BIG = 'The file must be 3 MB or smaller. Split it, or save its pictures smaller';

/** The same for a case that is not there as for one that is another's. */
const refused = (session: OfficerSession): Reply =>
  page(
    'message',
    {
      ...signedIn(session),
      title: 'You cannot add documents here',
      text: [
        'The council that referred a child adds documents. If your council is to take the child, open the sealed details.',
        'Nothing was changed. Check the reference.',
      ],
      link: { text: 'Go to your list', href: '/home' },
    },
    403,
  );

const notices: Readonly<Record<string, string>> = {
  added: 'The document is added',
  'kind-said': 'It is saved what the document is',
  removed: 'The document is removed',
};

/** Its name stands on the page while its sender may take it away; afterwards that is sealed to its sender too. */
function asListed({ id, name, kind, about, closed }: DocumentLine, isNamed: boolean) {
  const isSaid = kind !== noKindSaid;
  const unnamed = closed === undefined ? (isSaid ? kind : 'A document') : 'This document cannot be opened';
  const heading = isNamed ? name : unnamed;
  return { id, heading, about: heading === kind ? about : `${kind}. ${about}`, closed, isSaid };
}

/** Asks for a document, and lists what there is: by name while its sender may still take it away; then only opening shows that. */
async function show(
  tools: PagesTools,
  session: OfficerSession,
  theCase: Case,
  told: { readonly done?: string | undefined; readonly problem?: string; readonly form?: FormPost } = {},
): Promise<Reply> {
  const read = tools.cases.trail(theCase.id);
  const listed = await documentsOf(tools, theCase, read);
  const over = listed.length === 0 && areDocumentsOver(await read, tools.clock.now());
  const canRemove = letsDocumentsGo(theCase);
  const canAdd = takesDocuments(theCase) && listed.length < MOST_DOCUMENTS;
  const { done = '', problem, form } = told;
  const own = await documentLines(
    tools,
    theCase.referralId,
    listed.filter(({ council }) => council === session.council),
  );
  return page(
    'documents',
    {
      ...signedIn(session),
      title: 'Documents',
      caption: `Reference ${theCase.id}`,
      action: `/documents/${theCase.id}`,
      token: tokenField(session),
      notice: notices[done],
      // Where nothing can be added there is no box to lead to.
      form: {
        ...formModel(addStep, form),
        problems: problem === undefined ? [] : [{ text: problem, ...(canAdd ? { href: '#file' } : {}) }],
      },
      problem,
      canAdd,
      canRemove,
      canSayKind: takesDocuments(theCase),
      documents: own.map((line) => asListed(line, canRemove)),
      unsaid: own.filter(({ kind }) => kind === noKindSaid).length,
      count: listed.length,
      over: over ? documentsOver : undefined,
      most: MOST_DOCUMENTS,
      sealed: partInPlacement(theCase, session.council) === undefined ? undefined : `/sealed/${theCase.id}`,
    },
    problem === undefined ? 200 : 422,
  );
}

type Posted =
  | { readonly kind: 'form'; readonly form: FormPost; readonly file?: Upload | undefined }
  | { readonly kind: 'too-big' }
  | { readonly kind: 'refused'; readonly response: Reply };

async function postedIn(request: PageRequest): Promise<Posted> {
  if (!isMultipart(request)) return formOf(request);
  if (!isFromOwnPage(request)) return { kind: 'refused', response: crossSite() };
  const read = await readUpload(request);
  if (read.kind === 'unreadable') return { kind: 'refused', response: notAForm() };
  return read.kind === 'too-big' ? read : { kind: 'form', form: read.form, file: read.file };
}

async function add(
  tools: PagesTools,
  session: OfficerSession,
  theCase: Case,
  form: FormPost,
  file: Upload | undefined,
): Promise<Reply> {
  if (!takesDocuments(theCase))
    return show(tools, session, theCase, { problem: 'This case is closed. Nothing was added' });
  const problem =
    file === undefined ? 'Choose a file' : await keepDocument(tools, theCase, session, file, kindOfNew(form));
  return problem === undefined
    ? seeOther(`/documents/${theCase.id}?done=added`)
    : show(tools, session, theCase, { problem, form });
}

const removing: Tick = {
  step: 'remove',
  choice: 'I want to remove this document',
  ifNot: 'Tick the box to say that you want to remove this document',
  button: 'Remove the document',
};

const askToRemove = (
  session: OfficerSession,
  { id }: Case,
  document: SealedDocument,
  missed: boolean,
): Reply =>
  page(
    'page',
    {
      ...signedIn(session),
      title: 'Remove a document',
      caption: `Reference ${id}`,
      lead: [document.name],
      formHeading: 'Before you remove it',
      formText: [
        `Nobody can open it any more. After ${retention.goneForGoodDays} days nothing is left of it. If it was the wrong file, add the right one afterwards.`,
      ],
      form: tickFirst(
        removing,
        [tokenField(session), { name: 'document', value: document.id }, { name: 'asked', value: 'yes' }],
        missed,
      ),
      links: [{ text: 'Keep it', href: `/documents/${id}` }],
    },
    missed ? 422 : 200,
  );

async function remove(
  tools: PagesTools,
  session: OfficerSession,
  theCase: Case,
  form: FormPost,
): Promise<Reply> {
  if (!letsDocumentsGo(theCase))
    return show(tools, session, theCase, {
      problem: 'A council has accepted, or the case is closed. Documents stay as they are',
    });
  const id = fieldValue(form, 'document');
  const own = (await tools.sealed.documents(theCase.referralId)).find((one) => one.id === id);
  if (own?.council === session.council) {
    if (!isTicked(form)) return askToRemove(session, theCase, own, fieldValue(form, 'asked') === 'yes');
    const problem = await letDocumentGo(tools, theCase, own, session);
    if (problem !== undefined) return show(tools, session, theCase, { problem });
  }
  return seeOther(`/documents/${theCase.id}?done=removed`);
}

async function changeKind(
  tools: PagesTools,
  session: OfficerSession,
  theCase: Case,
  form: FormPost,
): Promise<Reply> {
  const told = (problem: string) => show(tools, session, theCase, { problem });
  if (!takesDocuments(theCase)) return told('This case is closed. Nothing was changed');
  const id = fieldValue(form, 'document');
  const own = (await documentsOf(tools, theCase)).find((one) => one.id === id);
  if (own?.council !== session.council) return told('This document is not there any more');
  const kind = kindSaid(form);
  if (kind === undefined) {
    const [line] = await documentLines(tools, theCase.referralId, [own]);
    const lead = letsDocumentsGo(theCase) ? own.name : `${line?.kind}. ${line?.about}`;
    return askKind(session, theCase, own, lead, fieldValue(form, 'asked') === 'yes' ? form : undefined);
  }
  const problem = await sayKind(tools, theCase, own, kind, session);
  return problem === undefined ? seeOther(`/documents/${theCase.id}?done=kind-said`) : told(problem);
}

/**
 * The page of a referral's documents. The entry authority adds them here, and takes them away until a council has accepted. The
 * two councils of a placement open them, and later who is responsible, by a form of the page of sealed details, which comes here.
 */
export async function documentsPage(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const { method } = request.requestContext.http;
  const reference = parameter('reference');
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer') return elsewhere(session, request);
  const theCase = await caseNamed(tools, reference, session.council);
  const own = theCase?.facts.entryAuthority === session.council ? theCase : undefined;
  if (method !== 'POST')
    return own === undefined
      ? refused(session)
      : show(tools, session, own, { done: request.queryStringParameters?.done });
  const posted = await postedIn(request);
  if (posted.kind === 'refused') return posted.response;
  // Shown without a look at the form's token: nothing was read of it, and nothing is done.
  if (posted.kind === 'too-big')
    return own === undefined ? refused(session) : show(tools, session, own, { problem: TOO_BIG });
  const { form, file } = posted;
  if (!isFromSession(session, form)) return formTooOld();
  if (isNameless(session)) return toSignIn(request);
  if (theCase !== undefined && fieldValue(form, 'step') === 'open') {
    const opened = await openDocument(tools, { session }, theCase, fieldValue(form, 'document'));
    // Why it does not open is said on the page that it is opened from.
    return 'view' in opened ? { ...opened, at: `/sealed/${theCase.id}` } : opened;
  }
  if (own === undefined) return refused(session);
  return fieldValue(form, 'step') === 'remove'
    ? remove(tools, session, own, form)
    : fieldValue(form, 'step') === 'kind'
      ? changeKind(tools, session, own, form)
      : add(tools, session, own, form, file);
}
