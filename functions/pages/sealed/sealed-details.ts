import { createHash } from 'node:crypto';
import { CaseReference } from '../../../events/envelope.ts';
import type { Case } from '../../../shared/core/case.ts';
import { partInPlacement } from '../../../shared/core/sealed-details.ts';
import type { PageRequest, PageResponse } from '../../../shared/runtime/wear-http.ts';
import { actOnCase } from '../act-on-case.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld, methodNotAllowed, notFound } from '../http/messages.ts';
import { page, seeOther } from '../http/reply.ts';
import { isFromSession, type Session, sessionOf, tokenField } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { authorityName } from '../words/authority-names.ts';
import { sealedSections, type Unsealed } from './sealed-sections.ts';

const SPAN_MILLISECONDS = 15 * 60 * 1000;
/** Openings by one council in a quarter of an hour: more than any desk needs, and a lid on a program that reads everything. */
const MOST_OPENINGS = 40;

const frame = (session: Session) => ({
  signedIn: { council: authorityName(session.council), field: tokenField(session) },
});

/** The same for a case that is not there as for one that is another's: nobody learns which cases exist. */
const refused = (session: Session): PageResponse =>
  page(
    'message',
    {
      ...frame(session),
      title: 'These details are not open to your council',
      text: [
        'Sealed details open to the two councils of a placement: the one that referred the child and the one that takes the child. They open once a council has accepted, and close when a placement is undone.',
        'Nothing was opened. If your council is one of the two, check the reference.',
      ],
      link: { text: 'Go to your list', href: '/home' },
    },
    403,
  );

const tooOften = (session: Session): PageResponse =>
  page(
    'message',
    {
      ...frame(session),
      title: 'Sealed details were opened too often',
      text: [
        `Your council has opened sealed details ${MOST_OPENINGS} times in the last quarter of an hour. Nothing more was opened. Try again in 15 minutes.`,
      ],
      link: { text: 'Go to your list', href: '/home' },
    },
    429,
  );

const notRecorded = (session: Session, words: string): PageResponse =>
  page(
    'message',
    {
      ...frame(session),
      title: 'Nothing was opened',
      text: [words],
      link: { text: 'Go to your list', href: '/home' },
    },
    409,
  );

/** Before: what will be shown, and that it will be recorded. */
const ask = (session: Session, { id }: Case): PageResponse =>
  page('landing', {
    ...frame(session),
    title: 'Sealed details',
    caption: `Reference ${id}`,
    lead: [
      'The children’s names, dates of birth and references. What carers should know, and what the children said. Who the social workers are, and how to reach both councils.',
    ],
    formHeading: 'Before you open them',
    formText: [
      'Each opening is recorded in this case with your council and the time. Coordinators can see it.',
      'Open them only for this child’s move and care. Do not copy them into an e-mail.',
    ],
    form: {
      step: 'open',
      fields: [],
      carried: [tokenField(session)],
      problems: [],
      button: 'Open the sealed details',
      canChange: false,
    },
  });

async function unsealed({ sealed }: PagesTools, theCase: Case): Promise<Unsealed> {
  const { referralId, facts, placement } = theCase;
  const mark = placement?.socialWorker;
  const councils = [facts.entryAuthority, ...(placement === undefined ? [] : [placement.council])];
  const [children, socialWorker, desks] = await Promise.all([
    sealed.particulars(referralId),
    mark === undefined ? undefined : sealed.socialWorker(referralId, mark),
    Promise.all(
      councils.map(async (council) => ({ council, contacts: await sealed.contacts(`council:${council}`) })),
    ),
  ]);
  return { children, socialWorker, desks };
}

/** Whether the council has opened sealed details too often of late; counts this time. */
async function countOpening(
  { signIns, clock }: PagesTools,
  council: string,
): Promise<'counted' | 'too-many'> {
  const begun = Math.floor(Date.parse(clock.now()) / SPAN_MILLISECONDS) * SPAN_MILLISECONDS;
  const forgotten = (begun + 2 * SPAN_MILLISECONDS) / 1000;
  return signIns.countRequest(`OPENING#${council}`, new Date(begun).toISOString(), MOST_OPENINGS, forgotten);
}

/** Records the opening; only when that stands in the trail is anything read. */
async function open(tools: PagesTools, session: Session, theCase: Case): Promise<PageResponse> {
  const { council } = session;
  const part = partInPlacement(theCase, council);
  if (part === undefined) return refused(session);
  if ((await countOpening(tools, council)) === 'too-many') return tooOften(session);
  const acted = await actOnCase(tools, {
    caseId: theCase.id,
    command: {
      kind: 'open-sealed-details',
      session: createHash('sha256').update(session.id).digest('base64url').slice(0, 16),
    },
    actor: { kind: part === 'entry-authority' ? 'entry-authority' : 'council', code: council },
    cause: `sealed-page:${theCase.id}:${theCase.version}`,
  });
  if (acted.kind === 'refused') return notRecorded(session, acted.words);
  // The placement may have been undone in the moment between: what is shown is for the case as it is now.
  const now = await tools.cases.read(theCase.id);
  if (now === undefined || partInPlacement(now, council) === undefined) return refused(session);
  return page('landing', {
    ...frame(session),
    title: 'Sealed details',
    caption: `Reference ${theCase.id}`,
    lead: ['Your opening is recorded. Close this page when you have read it.'],
    sections: sealedSections(now, await unsealed(tools, now)),
  });
}

/**
 * The page on which an officer of one of a placement's two councils opens what is sealed of its children. Looking at it opens
 * nothing; opening is a post of the officer's own session, and an event in the trail of the case before anything is shown.
 */
export async function sealedDetails(
  tools: PagesTools,
  request: PageRequest,
  reference: string,
): Promise<PageResponse> {
  const { method } = request.requestContext.http;
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return methodNotAllowed('GET, HEAD, POST');
  const session = await sessionOf(tools, request);
  if (session === undefined) return seeOther('/sign-in');
  const asked = request.queryStringParameters?.reference?.trim().toUpperCase();
  if (reference === '' && asked !== undefined && method !== 'POST')
    return CaseReference.safeParse(asked).success ? seeOther(`/sealed/${asked}`) : refused(session);
  if (!CaseReference.safeParse(reference).success) return notFound();
  const theCase = await tools.cases.read(reference);
  if (method !== 'POST') {
    const mayOpen = theCase !== undefined && partInPlacement(theCase, session.council) !== undefined;
    return mayOpen ? ask(session, theCase) : refused(session);
  }
  const read = formOf(request);
  if (read.kind === 'refused') return read.response;
  if (!isFromSession(session, read.form)) return formTooOld();
  return theCase === undefined ? refused(session) : open(tools, session, theCase);
}
