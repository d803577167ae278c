import type { Case } from '../../../shared/core/case/case.ts';
import { areDocumentsOver } from '../../../shared/core/case/documents-in-trail.ts';
import { sealedUnder } from '../../../shared/core/case/responsible.ts';
import { sealedUntil } from '../../../shared/core/referral/particulars.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { documentsOver } from '../../../shared/words/documents.ts';
import { documentLines } from '../documents/document-lines.ts';
import { documentsOf } from '../documents/listed-documents.ts';
import { openDocument } from '../documents/open-document.ts';
import { type FormPost, fieldValue } from '../forms/form-post.ts';
import { isTicked, type Tick, tickFirst } from '../forms/tick-first.ts';
import { caseNamed } from '../home/own-case.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { toSignIn } from '../sign-in/come-back.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import {
  type DeskSession,
  isFromSession,
  isNameless,
  type OfficerSession,
  sessionOf,
  tokenField,
} from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import { typedIn } from '../sign-in/typed-before.ts';
import type { PagesTools } from '../tools.ts';
import { safetySection } from '../words/safety-words.ts';
import { printsAsSheet, sheetRows } from '../words/sheet-words.ts';
import { askWhy, carriedWhy, opensDocuments, opensFields, whyIn } from './consult.ts';
import { mayOpen, notOpenTo, type Opener, recordOpening } from './record-opening.ts';
import { childrenPages, sealedSections, type Unsealed } from './sealed-sections.ts';

const opening: Tick = {
  step: 'open',
  choice: 'I need these details for this child’s move or care',
  ifNot: 'Tick the box to say that you need these details',
  button: 'Open the sealed details',
};

/** Before: what will be shown, and that it will be recorded. */
const ask = (session: OfficerSession, { id }: Case, missed = false): Reply =>
  page(
    'page',
    {
      ...signedIn(session),
      title: 'Sealed details',
      caption: `Reference ${id}`,
      lead: [
        'The children’s names, dates of birth and references. What carers should know, and what the children said. Who the social workers are, and how to reach both councils. Which documents there are.',
      ],
      formHeading: 'Before you open them',
      formText: [
        'Each opening is recorded in this case with your name, role, council and the time. Coordinators can see it.',
        'Open them only for this child’s move and care. Do not copy them into an email.',
      ],
      form: tickFirst(opening, [tokenField(session)], missed),
    },
    missed ? 422 : 200,
  );

async function unsealed({ sealed, clock }: PagesTools, theCase: Case): Promise<Unsealed> {
  const { referralId, facts, placement } = theCase;
  const mark = placement?.socialWorker;
  const councils = [facts.entryAuthority, ...(placement === undefined ? [] : [placement.council])];
  // What a giver's page broke off before: the case says that it has it.
  for (const keptAs of new Set(theCase.missingDetails?.map((one) => one.keptAs)))
    await sealed.applyAmendment(
      referralId,
      keptAs,
      sealedUnder(theCase),
      sealedUntil(facts.children, clock.now()),
    );
  const [children, socialWorker, desks] = await Promise.all([
    sealed.particulars(referralId),
    mark === undefined ? undefined : sealed.socialWorker(referralId, mark),
    Promise.all(
      councils.map(async (council) => ({ council, contacts: await sealed.contacts(`council:${council}`) })),
    ),
  ]);
  return { children, socialWorker, desks };
}

/** The entry authority's own reference is for itself: nobody else needs it. A coordinator sees what is needed for the decision. */
const isOpenTo = (
  opener: Opener,
  { facts }: Case,
  field: Parameters<ReturnType<typeof opensFields>>[0],
): boolean =>
  'why' in opener
    ? opensFields(opener.why)(field) && field !== 'ownReference'
    : field !== 'ownReference' || opener.session.council === facts.entryAuthority;

/** Records the opening; only when that stands in the trail is anything read. Of a large group each page is an opening. */
async function open(tools: PagesTools, opener: Opener, theCase: Case, asked: string): Promise<Reply> {
  const { session } = opener;
  const why = 'why' in opener ? opener.why : undefined;
  const opened = await recordOpening(tools, opener, theCase);
  if (opened.kind !== 'recorded') return opened.kind === 'refused' ? opened.response : notOpenTo(session);
  const { theCase: now } = opened;
  const read = tools.cases.trail(now.id);
  const [details, documents] = await Promise.all([unsealed(tools, now), documentsOf(tools, now, read)]);
  const over = areDocumentsOver(await read, tools.clock.now());
  const pages = childrenPages(now);
  const [first] = pages;
  const shown = pages.find((one) => String(one.page) === asked) ?? first;
  return page('sealed', {
    ...signedIn(session),
    title: 'Sealed details',
    caption: `Reference ${now.id}`,
    lead: [
      'Your opening is recorded. Close this page when you have read it.',
      ...(pages.length === 1
        ? []
        : [`${capitalised(shown.text)} of ${now.facts.children.length} are on this page.`]),
    ],
    sections: [
      ...sealedSections(now, details, shown, (field) => isOpenTo(opener, now, field)),
      ...(why === undefined ? [{ heading: 'The referral', rows: sheetRows(now) }] : []),
      ...safetySection(now, tools.clock.now()),
      ...(why === undefined ? [printsAsSheet] : []),
    ],
    others: pages.filter((one) => one !== shown),
    sealed: `/sealed/${now.id}`,
    documents:
      why === undefined || opensDocuments(why)
        ? await documentLines(tools, now.referralId, documents)
        : undefined,
    noDocuments: over ? documentsOver : 'No documents were added.',
    action: why === undefined ? `/documents/${now.id}` : `/sealed/${now.id}`,
    carried: [tokenField(session), ...(why === undefined ? [] : carriedWhy(why))],
  });
}

/** An officer ticks that they need it, a coordinator says for what; undefined where that is missing. */
function openerIn(session: DeskSession, form: FormPost): Opener | undefined {
  if (session.kind === 'officer') return isTicked(form) ? { session } : undefined;
  const why = whyIn(form);
  return why && { session, why };
}

/**
 * The page on which an officer of the council that referred, or of the one that takes the children, opens what is sealed of them, and a coordinator does while a
 * case waits for one's decision. Looking at it opens nothing; opening is a post of the person's own session, and an event in the trail of
 * the case before anything is shown.
 */
export async function sealedDetails(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const { method } = request.requestContext.http;
  const reference = parameter('reference');
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer' && session?.kind !== 'coordinator') return elsewhere(session, request);
  const theCase = await caseNamed(tools, reference, session.kind === 'officer' ? session.council : undefined);
  const isOpen = theCase !== undefined && mayOpen(session, theCase);
  if (method !== 'POST') {
    if (!isOpen) return notOpenTo(session);
    return session.kind === 'officer' ? ask(session, theCase) : askWhy(session, theCase, typedIn(request));
  }
  const read = formOf(request);
  if (read.kind === 'refused') return read.response;
  const { form } = read;
  if (!isFromSession(session, form)) return formTooOld();
  if (isNameless(session)) return toSignIn(request);
  if (!isOpen) return notOpenTo(session);
  const opener = openerIn(session, form);
  if (opener === undefined)
    return session.kind === 'officer' ? ask(session, theCase, true) : askWhy(session, theCase, form);
  const document = fieldValue(form, 'document');
  return 'why' in opener && opensDocuments(opener.why) && document !== ''
    ? openDocument(tools, opener, theCase, document)
    : open(tools, opener, theCase, fieldValue(form, 'page'));
}
