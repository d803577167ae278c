import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { fieldValue } from '../forms/form-post.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld } from '../http/messages.ts';
import { type Reply, seeOther } from '../http/reply.ts';
import { holds } from '../http/sought.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { isFromSession, sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { allOf, caseIdOf, readAll } from './case-lists.ts';
import { casesAddress } from './find-cases.ts';
import { concerning } from './home.ts';
import { ownReferences } from './own-references.ts';

/** The field in which a council types its own reference. */
const OWN = 'own';

/** Cases that a council referred, while they run, and any that are in its own care: of others nothing has to be read. */
async function referredBy(tools: PagesTools, council: string): Promise<readonly string[]> {
  const lines = await Promise.all([concerning(tools, [council]), allOf(tools.cases.receivedBy(council))]);
  const own = lines.flat().filter(({ entryAuthority }) => entryAuthority === council);
  return [...new Set(own.map(caseIdOf))].toSorted();
}

/**
 * `/find`: a council's cases by its own reference, or by a part of it. What is typed may name a child, so it comes in a form and never in an
 * address: the address that it leads to says the scheme's references of what was found.
 */
export async function findOwn(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer') return elsewhere(session, request);
  const read = formOf(request);
  if (read.kind === 'refused') return read.response;
  if (!isFromSession(session, read.form)) return formTooOld();
  const sought = fieldValue(read.form, OWN).trim();
  if (sought === '') return seeOther('/home');
  const cases = await readAll(tools.cases, await referredBy(tools, session.council));
  const own = await ownReferences(tools, cases, session.council);
  const found = [...own].filter(([, said]) => holds(said, sought)).map(([id]) => id);
  const [only, ...more] = found;
  return seeOther(only !== undefined && more.length === 0 ? `/case/${only}` : casesAddress(found));
}
