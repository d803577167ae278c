import { dateWords, dayWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import {
  hasGoneOn,
  type MoveLine,
  type MoveStands,
  movesInOrder,
  movesOn,
} from '../../../shared/core/case/moves.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import type { Words } from '../../../shared/words/reasons.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import type { TagColour } from '../views/page-model.ts';
import { statusTag, whoActsWords } from '../words/case-words.ts';
import { statusWords } from '../words/status-words.ts';
import { agoWords, childrenAndKinds } from './about-case.ts';
import { allOf } from './case-lists.ts';
import type { Need } from './needs-list.ts';
import { withLinks } from './with-links.ts';

const headings: Words<MoveStands> = {
  failed: 'Failed on the day',
  unconfirmed: 'The day has gone by, and nobody has confirmed the handover',
  ahead: 'Today and ahead',
  over: 'Over, in the last seven days',
};

const tags: Readonly<Record<MoveLine['news'], { readonly text: string; readonly colour: TagColour }>> = {
  failed: { text: 'Failed', colour: 'red' },
  'called-off': { text: 'Called off', colour: 'orange' },
  withdrawn: { text: 'Withdrawn', colour: 'grey' },
  arranged: { text: 'Arranged', colour: 'green' },
  done: { text: 'Handed over', colour: 'grey' },
};
const notConfirmed = { text: 'Not confirmed', colour: 'orange' } as const;

/** What became of a move, and when it was said. */
function whatHappened(line: MoveLine, theCase: Case, today: string): string {
  const { news, day = '', at } = line;
  const said = agoWords(londonDate(at), today);
  const since = hasGoneOn(line, theCase);
  switch (news) {
    case 'failed':
      return `It was to be on ${dayWords(day)}, and failed. We heard of it ${said}. ${statusWords(theCase)}`;
    case 'arranged': {
      const on =
        day < today
          ? `It was to be on ${dayWords(day)}.`
          : `On ${dayWords(day)}${day === today ? ', today' : ''}. Arranged ${said}.`;
      return since ? `${on} ${statusWords(theCase)}` : on;
    }
    case 'done':
      return `Handed over on ${dateWords(day)}.`;
    // What has become of the case since, it says itself.
    default:
      return `${news === 'withdrawn' ? 'Ended' : 'Called off'} ${said}${since ? ', and open again' : ''}. ${statusWords(theCase)}`;
  }
}

/** A move as its line says it, with the case as it stands now. */
export function moveLine(line: MoveLine, stands: MoveStands, theCase: Case, now: string): Need {
  const to = line.to === undefined ? '' : ` to ${authorityName(line.to)}`;
  return {
    action: `${line.caseId}: from ${authorityName(line.from)}${to}`,
    about: `${childrenAndKinds(theCase)}. ${whatHappened(line, theCase, londonDate(now))}`,
    by: whoActsWords(theCase) ?? '',
    at: line.at,
    tag: hasGoneOn(line, theCase)
      ? statusTag(theCase.status)
      : stands === 'unconfirmed'
        ? notConfirmed
        : tags[line.news],
    opens: { for: 'coordinator', caseId: theCase.id, version: theCase.version },
  };
}

/**
 * `/moves`: what became of moves, for coordinators: what failed first, then what nobody has confirmed, what is ahead, and what was over in the last days. Each
 * case stands there once. Only the cases of the page that is asked for are read.
 */
export async function moves(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const { cases, clock, key } = tools;
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const now = clock.now();
  const all = movesOn(await allOf(cases.moves()), londonDate(now));
  const listed = listPage(request, 'page', all.length, 'moves');
  const shown = await Promise.all(
    all.slice(listed.from, listed.to).map(async ({ stands, line }) => {
      const theCase = await cases.read(line.caseId);
      return theCase === undefined ? [] : [{ stands, need: moveLine(line, stands, theCase, now) }];
    }),
  );
  const groups = await Promise.all(
    movesInOrder.map(async (stands) => ({
      heading: `${headings[stands]}: ${all.filter((one) => one.stands === stands).length}`,
      lines: await withLinks(
        key,
        shown.flat().flatMap((one) => (one.stands === stands ? [one.need] : [])),
        now,
      ),
    })),
  );
  return page('moves', {
    title: 'Moves',
    caption: 'Coordinators of the scheme',
    ...signedIn(session),
    groups: groups.filter(({ lines: of }) => of.length > 0),
    listed,
  });
}
