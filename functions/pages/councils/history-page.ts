import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { actorWords, eventWords } from '../words/event-words.ts';
import { eventsDown } from './last-events.ts';

/** `/councils/<council>/history`: all that is recorded of a council, the latest first. Only the events of the page that is asked for are read. */
export async function historyPage(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const council = await tools.councils.read(parameter('council'));
  if (council === undefined) return notFound();
  const { code, name, trail } = council;
  const listed = listPage(request, 'page', trail.number, 'what is recorded');
  const events = await eventsDown(tools, code, trail.number - listed.from, trail.number - listed.to + 1);
  return page('page', {
    ...signedIn(session),
    title: 'All that is recorded of it',
    caption: name,
    ...(events.length === 0 ? { lead: ['Nothing is recorded of this council yet.'] } : {}),
    sections: events.map((event, at) => {
      const { title, details } = eventWords(event);
      return {
        heading: title,
        text: [...details, `${momentWords(event.at)}, ${actorWords(event.actor)}`],
        ...(at === events.length - 1 ? { page: listed } : {}),
      };
    }),
    links: [{ text: `The page of ${name}`, href: `/councils/${code}` }],
  });
}
