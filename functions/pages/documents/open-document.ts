import type { Case } from '../../../shared/core/case/case.ts';
import type { SealedDocument } from '../../../shared/ports/sealed-store.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { metricNames } from '../../../shared/runtime/metric-names.ts';
import { page, type Reply } from '../http/reply.ts';
import { type Opener, recordOpening } from '../sealed/record-opening.ts';
import type { Session } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { asAttachment } from './file-name.ts';
import { verdictWords } from './verdict-words.ts';

const notOpened = (session: Session, { id }: Case, statusCode: number, title: string, words: string): Reply =>
  page(
    'message',
    {
      ...signedIn(session),
      title,
      text: [words, 'Nothing was opened.'],
      link: { text: 'Go to the sealed details', href: `/sealed/${id}` },
    },
    statusCode,
  );

const gone = (session: Session, theCase: Case): Reply =>
  notOpened(
    session,
    theCase,
    410,
    'This document is not there any more',
    'It was removed, or its time is over. Ask the council that referred the child.',
  );

/** Somebody looks into one that is lost, or that the scan could not deal with: that is nobody's doing but ours. */
async function whatKeepsClosed(
  { documents, clock, log, meter }: PagesTools,
  { id: caseId, referralId }: Case,
  { id, copy, addedAt }: SealedDocument,
): Promise<string | undefined> {
  const verdict = await documents.verdict(referralId, copy);
  const words = verdictWords(verdict, addedAt, clock.now());
  if (verdict === 'lost' || verdict === 'no-access' || verdict === 'failed') {
    log.error(logMessages.documentOutOfReach, { caseId, document: id, verdict });
    meter.count(metricNames.documentsOutOfReach);
  }
  return words;
}

/** Hands out one document as a file to save, when the scan has cleared it and once the opening stands in the trail of the case. */
export async function openDocument(
  tools: PagesTools,
  opener: Opener,
  theCase: Case,
  id: string,
): Promise<Reply> {
  const { session } = opener;
  const find = async (current: Case) =>
    (await tools.sealed.documents(current.referralId)).find((one) => one.id === id);
  let closed: string | undefined;
  const opened = await recordOpening(tools, opener, theCase, async (current) => {
    const listed = await find(current);
    closed = listed && (await whatKeepsClosed(tools, current, listed));
    return closed === undefined ? listed?.id : undefined;
  });
  if (opened.kind === 'refused') return opened.response;
  const cannot = 'This document cannot be opened';
  if (closed !== undefined) return notOpened(session, theCase, 409, cannot, closed);
  if (opened.kind === 'nothing-there') return gone(session, theCase);
  const document = await find(opened.theCase);
  if (document === undefined) return gone(session, theCase);
  const content = await tools.documents.read(opened.theCase.referralId, document.copy);
  if (content === undefined) {
    const words = await whatKeepsClosed(tools, opened.theCase, document);
    return notOpened(session, theCase, 409, cannot, words ?? 'Try again in some minutes.');
  }
  return {
    statusCode: 200,
    headers: {
      'Content-Type': document.type,
      'Content-Disposition': asAttachment(document.name),
      // Should a browser show it all the same: nothing in it runs, and nothing is fetched.
      'Content-Security-Policy': "sandbox; default-src 'none'",
    },
    body: Buffer.from(content).toString('base64'),
    isBase64Encoded: true,
  };
}
