import { authorityName } from '../../../shared/words/authority-names.ts';
import { fundingRows } from '../councils/council-figures.ts';
import { page, type Reply } from '../http/reply.ts';
import type { FinanceSession } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';

/** `/home` of whoever a council let in for its money alone: the nightly rate that it is paid and from which figures that follows, and the way to its nights and moves. One read. */
export async function financeHome({ councils }: PagesTools, session: FinanceSession): Promise<Reply> {
  const council = await councils.read(session.council);
  return page('page', {
    ...signedIn(session),
    title: 'Money and nights',
    caption: authorityName(session.council),
    lead: ['You see the money and nights of your council. Cases do not open to you.'],
    links: [{ text: 'Nights and moves', href: '/money' }],
    sections: [
      council === undefined
        ? { heading: 'Nightly rate', text: ['No figures of this council are kept.'] }
        : {
            heading: 'Nightly rate',
            rows: fundingRows(council),
            text: ['This service pays nothing. The Home Office decides what is paid.'],
          },
    ],
  });
}
