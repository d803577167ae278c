import { typedReference } from '../../../shared/core/case/reference.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { fieldValue } from '../forms/form-post.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld } from '../http/messages.ts';
import { type Reply, seeOther } from '../http/reply.ts';
import { asSought, councilsNamed, holds } from '../http/sought.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { isFromSession, type OfficerSession, sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { allOf, caseIdOf, idsOf, readAll } from './case-lists.ts';
import { casesAddress, casesByName, councilsAddress, FIND, nothingTyped } from './find-cases.ts';
import { caseNamed, isTheirs } from './own-case.ts';
import { ownReferences } from './own-references.ts';

/** Cases that a council referred, while they run, and any that are in its own care: of others nothing has to be read. */
async function referredBy(tools: PagesTools, council: string): Promise<readonly string[]> {
  const [referred, received] = await Promise.all([
    idsOf(tools.cases.listed(`open:${council}`)),
    allOf(tools.cases.receivedBy(council)),
  ]);
  const own = received.filter(({ entryAuthority }) => entryAuthority === council);
  return [...new Set([...referred, ...own.map(caseIdOf)])].toSorted();
}

async function byOwnReference(tools: PagesTools, council: string, sought: string) {
  const cases = await readAll(tools, await referredBy(tools, council));
  const own = await ownReferences(tools, cases, council);
  return [...own].filter(([, said]) => holds(said, sought)).map(([id]) => id);
}

/** Where what a council has typed leads to. */
async function ownFound(tools: PagesTools, { council }: OfficerSession, sought: string): Promise<string> {
  const named = councilsNamed(sought);
  // Some names of councils have eight letters, as a reference has.
  const reference = named.length > 0 ? undefined : typedReference(sought);
  if (reference !== undefined && (await isTheirs(tools, council, reference))) return `/case/${reference}`;
  const own = await byOwnReference(tools, council, sought);
  if (own.length === 0 && named.length === 1) return councilsAddress(named);
  const ids = [...new Set([...own, ...(named.length > 0 ? await casesByName(tools, council, named) : [])])];
  const [only, ...more] = ids;
  return only !== undefined && more.length === 0 ? `/case/${only}` : casesAddress(ids);
}

/** Where what a coordinator has typed leads to. */
async function found(tools: PagesTools, sought: string): Promise<string> {
  const named = councilsNamed(sought);
  if (named.length > 0) return councilsAddress(named);
  const reference = typedReference(sought);
  const theCase = reference === undefined ? undefined : await caseNamed(tools, reference);
  return theCase === undefined ? casesAddress([]) : `/case/${theCase.id}`;
}

/**
 * `/find`: cases by what somebody typed: the reference of the scheme, however it is written, the name of a council, and on a council's list its own
 * reference or a part of it. Any of it may be the name of a child, so it comes in a form and never in an address: the address that it leads to says the
 * scheme's references of what was found, or the codes of councils that were meant, and nothing of what found nothing.
 */
export async function find(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer' && session?.kind !== 'coordinator') return elsewhere(session, request);
  const read = formOf(request);
  if (read.kind === 'refused') return read.response;
  if (!isFromSession(session, read.form)) return formTooOld();
  const sought = asSought(fieldValue(read.form, FIND));
  if (sought === '') return nothingTyped(tools, session, request);
  return seeOther(
    session.kind === 'officer' ? await ownFound(tools, session, sought) : await found(tools, sought),
  );
}
