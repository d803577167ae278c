import { typedReference } from '../../../shared/core/case/reference.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { fieldValue } from '../forms/form-post.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld } from '../http/messages.ts';
import { type Reply, seeOther } from '../http/reply.ts';
import { asSought, holds } from '../http/sought.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { isFromSession, type OfficerSession, sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { allOf, caseIdOf, idsOf, readAll } from './case-lists.ts';
import { casesAddress, casesByName, councilsNamed, FIND, nothingTyped } from './find-cases.ts';
import { isTheirs } from './own-case.ts';
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
  const cases = await readAll(tools.cases, await referredBy(tools, council));
  const own = await ownReferences(tools, cases, council);
  return [...own].filter(([, said]) => holds(said, sought)).map(([id]) => id);
}

const isName = (code: string, sought: string): boolean =>
  authorityName(code).toLowerCase() === sought.toLowerCase();

/** Where what a council has typed leads to. */
async function found(tools: PagesTools, { council }: OfficerSession, sought: string): Promise<string> {
  const named = councilsNamed(sought);
  // Some names of councils have eight letters, as a reference has.
  const reference = named.length > 0 ? undefined : typedReference(sought);
  if (reference !== undefined && (await isTheirs(tools, council, reference))) return `/case/${reference}`;
  const own = await byOwnReference(tools, council, sought);
  // A council’s whole name may stand in an address, and its list has pages. A part of one may be somebody’s name: Smith, of Hammersmith.
  if (own.length === 0 && named.some((code) => isName(code, sought)))
    return `/home?${new URLSearchParams({ [FIND]: sought })}`;
  const ids = [...new Set([...own, ...(named.length > 0 ? await casesByName(tools, council, named) : [])])];
  const [only, ...more] = ids;
  return only !== undefined && more.length === 0 ? `/case/${only}` : casesAddress(ids);
}

/**
 * `/find`: a council's cases by what it typed: the reference of the scheme, however it is written, its own reference or a part of it, or the name of a
 * council. Its own may name a child, so it comes in a form and never in an address: the address that it leads to says the scheme's references of
 * what was found, and of nothing else. Any name of eight letters reads as a reference of the scheme, so one that finds nothing is in no address either.
 */
export async function findOwn(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer') return elsewhere(session, request);
  const read = formOf(request);
  if (read.kind === 'refused') return read.response;
  if (!isFromSession(session, read.form)) return formTooOld();
  const sought = asSought(fieldValue(read.form, FIND));
  return sought === ''
    ? nothingTyped(tools, session, request)
    : seeOther(await found(tools, session, sought));
}
