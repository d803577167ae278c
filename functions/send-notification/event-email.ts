import type { EventOf } from '../../events/catalogue.ts';
import type { EmailTemplate } from '../../shared/core/case/notification-templates.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { caseEmailStands, councilEmailStands } from '../../shared/core/case/still-stands.ts';
import { DAILY_LIST, isToldDaily } from '../../shared/core/case/told-daily.ts';
import { isVerification } from '../../shared/core/council/verification.ts';
import { copiedCouncil, deskFor } from '../../shared/core/desks.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import { linkUrl, signLink } from '../../shared/runtime/links.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import { type Addresses, addressesFor } from './addresses.ts';
import { asEmail } from './as-email.ts';
import type { Letter } from './emails/letter.ts';
import { linkFor } from './link-for.ts';
import { tellOfUnasked, type UnaskedTools } from './unasked-email.ts';
import { type Happened, type HappenedTools, whatHappened } from './what-happened.ts';
import { explains, templateNamed, writeLetter } from './write-letter.ts';

type Request = EventOf<'email-requested.v1'>;

export type EventEmailTools = HappenedTools &
  UnaskedTools & {
    readonly signingKey: SigningKey;
    readonly pagesUrl: string;
    readonly inbox: string;
  };

/** Beside whom the e-mail is recorded: a case reference or an authority code. */
export const subjectOf = ({ data: { about } }: Request): string =>
  about.kind === 'case' ? about.caseId : about.council;

/**
 * Whom an e-mail goes to, and what it opens to them, follows from the event that it tells of, as the trail has it. A message that
 * says otherwise has not come from there, whoever sent it.
 *
 * @throws PermanentFailure email-not-of-event
 */
function assertFollows(request: Request, { event }: Happened): void {
  const said = ({ id, data: { together: _, ...data } }: Request): string => {
    // One that waited since leads got copies in the same e-mail goes to the council alone. Whether it comes with others is no part of what it says.
    const to = data.to.role === 'council' ? { ...data.to, copySmpLead: undefined } : data.to;
    return canonicalJson([id, { ...data, to }]);
  };
  if (!emailsFor(event).some((one) => said(one) === said(request)))
    throw new PermanentFailure(
      'email-not-of-event',
      `Event ${event.trail?.number} of ${subjectOf(request)} does not lead to this email: its id, its template, its desk or its offer is another. Nothing was sent. Find out who put it on the queue; if it is from before a new version, tell its desk by hand.`,
    );
}

/** The event that an e-mail is another sending of: it came back, or its desk reads elsewhere now. */
const sentBefore = ({ event: { type, data } }: Happened): number | undefined => {
  if (type === 'email-bounced.v1') return data.email.eventNumber;
  return type === 'offer-told-again.v1' ? data.eventNumber : undefined;
};

/** What an e-mail tells of: one that is sent again, of what it told of before. */
async function toldOf(
  tools: HappenedTools,
  about: Request['data']['about'],
  asked: Happened,
  explained: boolean,
): Promise<Happened> {
  let happened = asked;
  for (let eventNumber = sentBefore(asked); eventNumber !== undefined; eventNumber = sentBefore(happened))
    happened = await whatHappened(tools, { ...about, eventNumber }, explained);
  return happened;
}

/** The council that an e-mail is for, or a copy of what it is written. */
const councilOf = (to: Request['data']['to']): string | undefined =>
  to.role === 'council' ? to.council : copiedCouncil(to);

/**
 * Whether it is a copy of what a council without an address is not asked for its places, or of what coordinators are told in its place and would be in
 * its lead's too. Whatever else such a council is told, its lead reads: it knows the council.
 */
const copiesNothing = async (
  { sealed }: EventEmailTools,
  template: EmailTemplate,
  to: Request['data']['to'],
): Promise<boolean> => {
  const copied = copiedCouncil(to);
  if (copied === undefined || (await sealed.reachable(`council:${copied}`)) !== undefined) return false;
  return template === 'capacity-reminder' || (await sealed.reachable(deskFor(to, undefined))) === undefined;
};

/** Whether an e-mail is still worth sending. */
const stillStands = (template: EmailTemplate, happened: Happened, to: Request['data']['to']): boolean =>
  happened.kind === 'case'
    ? caseEmailStands(template, happened.subject, happened.event, happened.offer, councilOf(to))
    : councilEmailStands(template, happened.council, happened.event);

/** A duty desk reads what was referred or added in its name by somebody else; not each answer to thanks, or to what said nothing. */
const withoutIdleCopies = ({ event }: Happened, addresses: Addresses): Addresses =>
  event.type === 'mail-received.v1' && event.data.answer === 'sender' && event.data.referrals.length === 0
    ? { ...addresses, cc: [] }
    : addresses;

/** Of what was made up nobody is told but the councils that were made up for it. */
const isTheirs = ({ role }: Request['data']['to'], instead: Addresses['instead']): boolean =>
  (role === 'council' || role === 'entry-authority') && instead?.reads !== 'coordinators';

/** An email about an event as it is told: to whom, and in which words. */
export interface Prepared {
  /** Whose it is now, as `deskToTell` says. */
  readonly desk: string;
  readonly happened: Happened;
  readonly letter: Letter;
  readonly addresses: Addresses;
  /** The page that it leads to. */
  readonly url: string;
}

/** What an email tells of, after it was found that it does. */
async function readAsked(tools: HappenedTools, request: Request) {
  const template = templateNamed(request.data.template);
  const asked = await whatHappened(tools, request.data.about, explains(template));
  assertFollows(request, asked);
  const again = asked.event.type === 'email-bounced.v1' ? asked.event.data.next : undefined;
  return { template, asked, again };
}

const entryAuthorityOf = (happened: Happened): string | undefined =>
  happened.kind === 'case' ? happened.subject.facts.entryAuthority : undefined;

const deskNamed = (
  { data: { to } }: Request,
  { template, asked, again }: Awaited<ReturnType<typeof readAsked>>,
): string => {
  // What came back is told to whoever reads it now as soon as anything else.
  if (isToldDaily(template) && again === undefined) return DAILY_LIST;
  const desk = deskFor(to, entryAuthorityOf(asked));
  return again === undefined ? desk : `${desk}>${again}`;
};

/**
 * The desk that an email is for, as its contacts are named, and behind it who of the desk reads it, where it came back before: what waits for the same
 * reader is told together.
 *
 * @throws PermanentFailure when the request does not follow from what happened
 */
export const deskToTell = async (tools: HappenedTools, request: Request): Promise<string> =>
  deskNamed(request, await readAsked(tools, request));

/** The page that an email leads to: by a link of its own, or one that opens for coordinators who have signed in, as that of a council and the list of moves. */
async function pageOf(
  { pagesUrl, signingKey, clock }: EventEmailTools,
  template: EmailTemplate,
  to: Request['data']['to'],
  happened: Happened,
): Promise<string> {
  if (isToldDaily(template)) return new URL('/moves', pagesUrl).href;
  if (happened.kind === 'council' && to.role === 'coordinators')
    return new URL(`/councils/${happened.council.code}`, pagesUrl).href;
  const claims = linkFor(to, happened);
  return linkUrl(pagesUrl, claims.for, await signLink(signingKey, claims, clock.now()));
}

/**
 * The email about an event of a case or of a council, before it is one; undefined when what it asks for no longer stands, or when it asks a council that
 * has no address for its places: of those the coordinators are told in one email.
 *
 * @throws PermanentFailure when the request does not follow from what happened
 */
export async function prepared(tools: EventEmailTools, request: Request): Promise<Prepared | undefined> {
  const { to, about } = request.data;
  const { template, asked, again } = await readAsked(tools, request);
  const happened = await toldOf(tools, about, asked, explains(template));
  if (!stillStands(template, happened, to) || (await copiesNothing(tools, template, to))) return undefined;
  const addresses = withoutIdleCopies(
    happened,
    await addressesFor(tools, to, entryAuthorityOf(happened), again),
  );
  const { reader, help, instead } = addresses;
  if (happened.kind === 'case' && isVerification(happened.subject) && !isTheirs(to, instead))
    return undefined;
  if (
    happened.event.type === 'capacity-reminder-due.v1' &&
    instead?.reads === 'coordinators' &&
    instead.because === 'no-address'
  ) {
    await tellOfUnasked(tools, happened.event.data.on);
    return undefined;
  }
  const url = await pageOf(tools, template, to, happened);
  const letter = writeLetter(template, happened, {
    ...(instead?.reads === 'copy' ? { role: 'council', seesOnly: true } : { role: to.role }),
    reader,
    url,
    help,
  });
  return { desk: deskNamed(request, { template, asked, again }), happened, letter, addresses, url };
}

/**
 * The email about an event; undefined when it is not worth sending any more.
 *
 * @throws PermanentFailure when the request does not follow from what happened
 */
export async function eventEmail(tools: EventEmailTools, request: Request): Promise<Email | undefined> {
  const told = await prepared(tools, request);
  if (told === undefined) return undefined;
  const { to, template } = request.data;
  const isAnswer = template === 'mail-answered';
  return asEmail(tools, told.letter, told.addresses, {
    id: request.id,
    thread: subjectOf(request),
    // What an authority that refers sends back is read by receive-email, and lands on its case.
    ...(to.role === 'entry-authority' || isAnswer ? { replyTo: tools.inbox } : {}),
    ...(isAnswer ? { isAnswer } : {}),
  });
}
