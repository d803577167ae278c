import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { headroom } from '../../../shared/core/council/headroom.ts';
import { daysAhead, type RoomAhead, roomAhead } from '../../../shared/core/council/room-ahead.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import type { ReceivedLine } from '../../../shared/ports/case-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords, plural } from '../../../shared/words/counting.ts';
import { allOf } from '../home/case-lists.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import type { Section } from '../views/page-model.ts';
import { statusTag } from '../words/case-words.ts';

const atLeastNone = (children: number): number => Math.max(0, children);

function spanWords({ least, most }: Pick<RoomAhead, 'least' | 'most'>): string {
  const [from, to] = [atLeastNone(least), atLeastNone(most)];
  return from === to ? childrenWords(to) : `${from} to ${childrenWords(to)}`;
}

/** A council's room now and on days to come, and what that rests on. @param whose as whoever reads it says of the council */
export function roomSections(
  council: Council,
  policy: Policy,
  lines: readonly ReceivedLine[],
  now: string,
  whose: 'its' | 'your' = 'its',
): readonly Section[] {
  const today = londonDate(now);
  const months = lines.flatMap(({ monthsOf18 = [] }) => monthsOf18);
  const unknown = months.filter((month) => month === '').length;
  const unkept = lines.filter(({ monthsOf18 }) => monthsOf18 === undefined).length;
  const room: Section = {
    heading: 'Room now and ahead',
    rows: [
      { label: 'Today', value: childrenWords(atLeastNone(headroom(council, policy, today))) },
      ...roomAhead(council, policy, months, today).map((ahead, at) => ({
        label: `In ${daysAhead[at]} days`,
        value: `${spanWords(ahead)}, on ${dateWords(ahead.on)}`,
      })),
    ],
  };
  const restsOn: Section = {
    heading: 'What this rests on',
    points: [
      `A child who turns 18 leaves ${whose} count. We know the month and not the day, so the room is a span.`,
      `We know this of children who came by the scheme, or are on their way. Of others in ${whose} care we do not.`,
      ...(unknown === 0
        ? []
        : [`Of ${childrenWords(unknown)} here no month is known. They are not counted as leaving.`]),
      ...(unkept === 0
        ? []
        : [
            `Of ${plural(unkept, 'case')} here no month is known of any child: nothing has changed there since months were first kept. Those children are not counted as leaving.`,
          ]),
      'Children who are on the way count as there already. So do those of an open offer.',
      'Offers to come are not counted. Nor is a child who leaves care, or a new declaration.',
    ],
  };
  return [room, restsOn];
}

const lineOf = ({ caseId, entryAuthority, status, monthsOf18, openedAt }: ReceivedLine) => ({
  href: `/case/${caseId}`,
  action: caseId,
  about: `${monthsOf18 === undefined ? 'Children' : capitalised(childrenWords(monthsOf18.length))} from ${authorityName(entryAuthority)}, referred on ${dateWords(londonDate(openedAt))}.`,
  tag: statusTag(status),
});

/**
 * `/councils/<council>/children`: the children whom the scheme brought to a council, those who come to it, and how much room it has in the next months. Two lists are read, and no
 * case.
 */
export async function childrenPage(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const { cases, clock, councils, policy } = tools;
  const council = await councils.read(parameter('council'));
  if (council === undefined) return notFound();
  const { code, name } = council;
  const [coming, received] = await Promise.all([allOf(cases.comingTo(code)), allOf(cases.receivedBy(code))]);
  const group = (heading: string, query: string, called: string, lines: readonly ReceivedLine[]) => {
    const listed = listPage(request, query, lines.length, called);
    return {
      heading: `${heading}: ${plural(lines.length, 'case')}`,
      lines: lines.slice(listed.from, listed.to).map(lineOf),
      page: listed,
    };
  };
  return page('council-children', {
    ...signedIn(session),
    title: 'Its children, and its room in the next months',
    caption: name,
    sections: roomSections(council, policy, [...coming, ...received], clock.now()),
    groups: [
      group('On the way to it', 'coming', 'children on the way to it', coming),
      // The latest handover first.
      group('In its care by the scheme', 'page', 'children in its care', received.toReversed()),
    ],
    links: [{ text: `The page of ${name}`, href: `/councils/${code}` }],
  });
}
