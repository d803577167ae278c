/** E-mails about a case in the mailbox of a run, and the link that each asks its reader to follow. */
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import { type LinkPurpose, linkPaths } from '../../../shared/runtime/links.ts';
import type { LocalRun } from '../../local-aws/local-run.ts';
import type { Message } from '../../local-aws/services/kept-mail.ts';
import { deskAddress } from './seed.ts';

/** The mailbox, and where the pages are. */
export type Mailed = Pick<LocalRun, 'messages' | 'endpoints'>;

export interface Wanted {
  /** `coordinators`, `council:<code>` or `smp-lead:<region>`. */
  readonly desk: string;
  readonly caseId: string;
  /** What its link leads to. */
  readonly link: LinkPurpose;
}

/** The links of this kind in an email, in their order. */
const linksIn = ({ text }: Message, pages: string, purpose: LinkPurpose): readonly string[] =>
  [...text.matchAll(/https?:\/\/\S+/g)]
    .map(([url]) => url)
    .filter((url) => url.startsWith(`${pages}${linkPaths[purpose]}/`));

/** The first link of this kind in an email; undefined where there is none. */
export const linkIn = (mail: Message, pages: string, purpose: LinkPurpose): string | undefined =>
  linksIn(mail, pages, purpose)[0];

/** E-mails to a desk about a case, oldest first. */
export const mailsTo = ({ messages }: Mailed, desk: string, caseId: string): readonly Message[] =>
  messages.filter(
    ({ to, subject, text }) => to.includes(deskAddress(desk)) && `${subject} ${text}`.includes(caseId),
  );

/** The case that a link is about, as its token says. */
function caseOf(link: string): unknown {
  const [, claims = ''] = link.split('/').at(-1)?.split('.') ?? [];
  return (JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly caseId?: unknown }).caseId;
}

/** The newest link of this kind to a case that was mailed to a desk: an e-mail may name other cases too. @throws Error when there is none */
export function linkTo(run: Mailed, { desk, caseId, link }: Wanted): string {
  const { pages } = run.endpoints;
  const url = mailsTo(run, desk, caseId)
    .flatMap((mail) => linksIn(mail, pages, link))
    .findLast((found) => caseOf(found) === caseId);
  if (url === undefined)
    throw new Error(`No e-mail to ${desk} about ${caseId} has a link to ${linkPaths[link]}.`);
  return url;
}

/** The council that was asked last to take the child. @throws Error when none was */
export function councilAsked({ messages }: Mailed, caseId: string): string {
  const mail = messages.findLast(({ subject }) => subject.startsWith(`Offer ${caseId}: answer by`));
  const asked = everyCouncil().find(({ code }) => mail?.to.includes(deskAddress(`council:${code}`)));
  if (asked === undefined) throw new Error(`No council was asked about ${caseId}.`);
  return asked.code;
}
