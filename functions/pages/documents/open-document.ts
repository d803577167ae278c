import type { Case } from '../../../shared/core/case.ts';
import type { PageResponse } from '../../../shared/runtime/wear-http.ts';
import { page } from '../http/reply.ts';
import { recordOpening } from '../sealed/record-opening.ts';
import type { OfficerSession } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { asAttachment } from './file-name.ts';
import { documentsOf } from './keep-document.ts';

const gone = (session: OfficerSession, { id }: Case): PageResponse =>
  page(
    'message',
    {
      ...signedIn(session),
      title: 'This document is not there any more',
      text: ['It was removed, or its time is over. Ask the council that referred the child.'],
      link: { text: 'Go to the sealed details', href: `/sealed/${id}` },
    },
    410,
  );

/** Hands out one document as a file to save, once the opening stands in the trail of the case. */
export async function openDocument(
  tools: PagesTools,
  session: OfficerSession,
  theCase: Case,
  id: string,
): Promise<PageResponse> {
  const opened = await recordOpening(tools, session, theCase, async (current) => {
    const listed = await documentsOf(tools, current);
    return listed.some((one) => one.id === id) ? id : undefined;
  });
  if (opened.kind === 'refused') return opened.response;
  if (opened.kind === 'nothing-there') return gone(session, theCase);
  const { referralId } = opened.theCase;
  const document = (await documentsOf(tools, opened.theCase)).find((one) => one.id === id);
  const content = document && (await tools.documents.read(referralId, id));
  if (document === undefined || content === undefined) return gone(session, theCase);
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
