import { auditOfCase } from '../../../shared/runtime/audit-of-case.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { asAttachment } from '../documents/file-name.ts';
import { caseNamed } from '../home/own-case.ts';
import { message, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';

/**
 * `/case/<reference>/audit`: the whole trail of a case as a file, which `npm run ops -- verify` checks by itself. It names no child, but
 * holds events as they were recorded: keyed fingerprints of children, ids of emails and, in its anchor, references of other cases, which are not on the
 * page. Taking it is no event of the trail, which it would make longer. Who took what is in the log.
 */
export async function takeAudit(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const reference = parameter('reference');
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const theCase = await caseNamed(tools, reference);
  if (theCase === undefined) return message(404, 'There is no such case', 'Check the reference.');
  const body = await auditOfCase(tools, theCase);
  tools.log.info(logMessages.auditTaken, { caseId: theCase.id, person: session.person });
  return {
    statusCode: 200,
    headers: {
      'Content-Type': 'application/jsonl; charset=utf-8',
      'Content-Disposition': asAttachment(`audit-${theCase.id}.jsonl`),
    },
    body,
  };
}
