/** Finds e-mails in the mailbox of a run, and the link that each asks its reader to follow. */

import { deskAddress } from '../../infra/local/story/seed.ts';
import type { Message } from '../../infra/local-aws/services/kept-mail.ts';
import { type LinkPurpose, linkPaths } from '../../shared/runtime/links.ts';
import type { Run } from './a-run.ts';

export interface Wanted {
  /** `coordinators`, `council:<code>` or `smp-lead:<region>`. */
  readonly desk: string;
  readonly caseId: string;
  /** What its link leads to. */
  readonly link: LinkPurpose;
}

const linkIn = ({ text }: Message, pages: string, purpose: LinkPurpose): string | undefined =>
  /\S+/.exec(text.slice(Math.max(0, text.indexOf(`${pages}${linkPaths[purpose]}/`))))?.[0];

export const mailTo = (
  { localRun }: Pick<Run, 'localRun'>,
  desk: string,
  caseId: string,
): readonly Message[] =>
  localRun.messages.filter(
    ({ to, subject, text }) => to.includes(deskAddress(desk)) && `${subject} ${text}`.includes(caseId),
  );

/** The link by which a council declares its places, from the newest e-mail that asks for them. @throws Error when there is none */
export function capacityLink({ localRun }: Pick<Run, 'localRun'>, council: string): string {
  const { pages } = localRun.endpoints;
  const asking = localRun.messages.findLast(
    ({ to, text }) =>
      to.includes(deskAddress(`council:${council}`)) && text.includes(`${pages}${linkPaths.capacity}/`),
  );
  const url = asking && linkIn(asking, pages, 'capacity');
  if (url === undefined) throw new Error(`Nobody asked ${council} for its places.`);
  return url;
}

/** The link in the newest e-mail to a desk about a case that has one of this kind. @throws Error when there is none */
export function linkTo(run: Pick<Run, 'localRun'>, { desk, caseId, link }: Wanted): string {
  const { pages } = run.localRun.endpoints;
  const found = mailTo(run, desk, caseId).findLast(({ text }) =>
    text.includes(`${pages}${linkPaths[link]}/`),
  );
  const url = found && linkIn(found, pages, link);
  if (url === undefined)
    throw new Error(`No e-mail to ${desk} about ${caseId} has a link to ${linkPaths[link]}.`);
  return url;
}
