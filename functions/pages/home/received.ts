import { careOutcomes } from '../../../events/left-care.v1.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { possibleCommands } from '../../../shared/core/case/commands/possible-commands.ts';
import { childrenInCare } from '../../../shared/core/case/responsible.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords } from '../../../shared/words/counting.ts';
import { careOutcomeWords } from '../../../shared/words/reasons.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { statusTag } from '../words/case-words.ts';
import { idsOf, readAll } from './case-lists.ts';
import type { Need } from './needs-list.ts';
import { withLinks } from './with-links.ts';

/** What a council can say of children it has in its care. */
const canSay: readonly string[] = [
  'The child is missing, or was found',
  ...careOutcomes.map((one) => careOutcomeWords[one]),
  'The child lives in another area, or an area is to be avoided',
  'The child is in the care of another council',
];

/** Children that a council received, and what it can record of them. */
export function receivedLine(theCase: Case, council: string, now: string): Need {
  const { id, version, facts, placement, status } = theCase;
  const isMissing = possibleCommands(theCase, { kind: 'council', code: council }, now).some(
    ({ kind }) => kind === 'child-found',
  );
  const at = placement?.handedOverAt ?? now;
  return {
    action: id,
    about: `${capitalised(childrenWords(childrenInCare(theCase).length))} from ${authorityName(facts.entryAuthority)}. Open it to say ${isMissing ? 'when the child is found' : 'what has happened'}.`,
    by: `Handed over on ${dateWords(londonDate(at))}`,
    at,
    tag: statusTag(status),
    sealed: id,
    opens: { for: 'transfer', council, caseId: id, version },
  };
}

/** `/received`: the children that a signed-in council has in its care since a handover, the latest first. Only the cases of the page that is asked for are read. */
export async function received(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const { cases, clock, key } = tools;
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'officer') return elsewhere(session, request);
  const now = clock.now();
  const ids = await idsOf(cases.receivedBy(session.council));
  const listed = listPage(request, 'page', ids.length, 'children you have received');
  const read = await readAll(tools, ids.toReversed().slice(listed.from, listed.to));
  const lines = read.map((found) => receivedLine(found, session.council, now));
  return page('received', {
    title: 'Children you have received',
    caption: authorityName(session.council),
    ...signedIn(session),
    canSay,
    lines: await withLinks(key, lines, now),
    listed,
  });
}
