/** Finds e-mails in the mailbox of a run, and the link that each asks its reader to follow. */
import { linkIn, mailsTo, type Wanted, linkTo as wantedLink } from '../../infra/local/story/mails.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import type { Message } from '../../infra/local-aws/services/kept-mail.ts';
import { linkPaths } from '../../shared/runtime/links.ts';
import { linesTold } from '../lines-told.ts';
import type { Run } from './a-run.ts';

export const mailTo = (
  { localRun }: Pick<Run, 'localRun'>,
  desk: string,
  caseId: string,
): readonly Message[] => mailsTo(localRun, desk, caseId);

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
export const linkTo = ({ localRun }: Pick<Run, 'localRun'>, wanted: Wanted): string =>
  wantedLink(localRun, wanted);

/** What a desk was told about a case, in the order in which it came: subjects, and the lines of emails that tell several things. */
export const toldTo = (run: Pick<Run, 'localRun'>, desk: string, caseId: string): readonly string[] =>
  mailTo(run, desk, caseId)
    .flatMap(({ subject, html = '' }) => [subject, ...linesTold(html)])
    .filter((words) => words.includes(caseId));
