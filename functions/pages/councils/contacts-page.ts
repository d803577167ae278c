import type { DataOf } from '../../../events/catalogue.ts';
import { toldOf } from '../../../shared/core/case/commands/tell-again.ts';
import { defined } from '../../../shared/core/defined.ts';
import { inUse } from '../../../shared/core/desks.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { runCommand } from '../../../shared/runtime/run-command.ts';
import { noteOnCouncil } from '../../../shared/runtime/run-council-command.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Answered } from '../forms/walk.ts';
import { notFound } from '../http/messages.ts';
import { type Acted, type OpenedPage, serve } from '../http/opened-page.ts';
import type { Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { type CoordinatorSession, sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import type { PageModel } from '../views/page-model.ts';
import { changedWords } from '../words/contact-words.ts';
import { contactRows } from './contact-rows.ts';
import { askedIn, type ContactsAsked, nextContactsStep } from './contacts-steps.ts';

type Changed = DataOf<'contacts-changed.v1'>;

const overtaken = {
  kind: 'refused',
  words: 'Somebody else changed the contacts of this council since you opened the page.',
  next: 'Nothing was changed. Open the page of the council again to see how they are now.',
} as const;

/** Cases in which a council is asked for a child, or as a back-up: as its own list has them. */
async function asking({ cases }: PagesTools, council: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { caseId } of cases.neededBy(`council:${council}`)) ids.add(caseId);
  for await (const { caseId } of cases.listed(`asked:${council}`)) ids.add(caseId);
  return ids;
}

/**
 * Whoever reads a council's e-mail first from now on gets what told it of the offers that it has not answered, once for each change.
 *
 * @param cause of the change, in the council's trail
 */
async function tellOfOffers(
  tools: PagesTools,
  council: string,
  cause: string,
  { contacts, changed }: ContactsAsked,
): Promise<void> {
  const { cases, councils, sealed } = tools;
  const { dutyDesk, second } = inUse((await sealed.deskState(`council:${council}`)).contacts ?? contacts);
  const reads = dutyDesk === undefined && second !== undefined ? 'second' : 'duty-desk';
  const event = (await councils.trail(council)).find(({ trail }) => trail?.cause === cause);
  const contactsChanged = event?.trail?.number;
  if (changed.contact !== reads || contactsChanged === undefined) return;
  for (const caseId of await asking(tools, council)) {
    const theCase = await cases.read(caseId);
    if (theCase === undefined) continue;
    for (const told of toldOf(theCase, await cases.trail(caseId), council))
      await runCommand(tools, {
        caseId,
        command: { kind: 'tell-again', told: { ...told, contactsChanged } },
        actor: { kind: 'system', name: 'contacts-changed' },
        cause: `contacts-changed:${council}:${contactsChanged}`,
      });
  }
}

/**
 * Changes a council's contacts. Who did it and when is kept with them in the same write; the event in the council's trail, and the e-mail to its
 * contacts, follow. The same form again finds what was done, and does what a crash left undone.
 *
 * @param seen version of the contacts that the coordinator looked at
 */
async function change(
  tools: PagesTools,
  session: CoordinatorSession,
  council: string,
  answered: Answered,
  seen: number,
): Promise<Acted> {
  const { clock, log, sealed } = tools;
  const desk = `council:${council}`;
  const asked = askedIn(answered, (await sealed.deskState(desk)).contacts);
  if (asked === undefined) return overtaken;
  const { changed, contacts, addresses } = asked;
  const made = { seen, at: clock.now(), by: session.name };
  if ((await sealed.changeContacts(desk, contacts, made)) === 'overtaken') return overtaken;
  // When it was first asked: what came back since then is news of it.
  const { at } = (await sealed.deskState(desk)).changed ?? made;
  await sealed.forgetReturned(desk, at, addresses);
  const cause = `contacts-page:${council}:${seen}`;
  await noteOnCouncil(
    tools,
    { type: 'contacts-changed.v1', data: { council, ...changed } },
    { actor: { kind: 'coordinator', name: session.name }, cause },
  );
  await tellOfOffers(tools, council, cause, asked);
  log.info(logMessages.contactsChanged, { council, ...changed });
  return { kind: 'done', to: `/councils/${council}/contacts?done=${changed.contact}.${changed.change}` };
}

/** What was just done, from the address of the receipt; undefined where it says nothing that can be done. */
function done(said: string | undefined): PageModel['notice'] {
  const [contact, what] = (said ?? '').split('.');
  if (contact !== 'duty-desk' && contact !== 'second') return undefined;
  if (what !== 'given' && what !== 'replaced' && what !== 'taken-away' && what !== 'works-again')
    return undefined;
  const changed: Pick<Changed, 'contact' | 'change'> = { contact, change: what };
  return {
    title: 'Done',
    text: `${capitalised(changedWords(changed))}. We tell the contacts by email.`,
    good: true,
  };
}

/** Opens a council's contacts; undefined when there is no council of that code. */
export async function openContacts(
  tools: PagesTools,
  session: CoordinatorSession,
  asked: string,
  said?: string,
): Promise<OpenedPage | undefined> {
  const { councils, inbox, sealed } = tools;
  const council = await councils.read(asked);
  if (council === undefined) return undefined;
  // As it is called today, whatever it is asked for by.
  const { code } = council;
  const { contacts, version, changed } = await sealed.deskState(`council:${code}`);
  return {
    session,
    caption: council.name,
    shows: () => ({
      page: {
        title: `Where email to ${council.name} goes`,
        caption: council.regionName,
        ...defined({ notice: done(said) }),
        sections: [
          {
            heading: 'Its contacts',
            rows: [
              ...contactRows(contacts),
              ...(changed === undefined
                ? []
                : [{ label: 'Last changed', value: `${momentWords(changed.at)}, by ${changed.by}` }]),
            ],
          },
        ],
        links: [
          { text: `The page of ${council.name}`, href: `/councils/${code}` },
          { text: 'All councils', href: '/councils' },
        ],
        formHeading: 'Change its contacts',
        formText: ['What you change is recorded with your name, and without the addresses.'],
      },
    }),
    lookedAt: version,
    nextStep: nextContactsStep(contacts, inbox),
    act: (answered, seen = version) => change(tools, session, code, answered, seen),
  };
}

/** `/councils/<council>/contacts`: where e-mail to a council goes, whether it arrives, and what a coordinator changes of it. */
export async function contactsPage(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const { done: said } = request.queryStringParameters ?? {};
  const opened = await openContacts(tools, session, parameter('council'), said);
  return opened === undefined ? notFound() : serve(opened, request);
}
