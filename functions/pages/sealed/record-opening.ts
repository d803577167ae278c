import { createHash } from 'node:crypto';
import type { Case } from '../../../shared/core/case/case.ts';
import { partInPlacement } from '../../../shared/core/case/commands/open-sealed-details.ts';
import { defined } from '../../../shared/core/defined.ts';
import { actOnCase } from '../case/act-on-case.ts';
import { page, type Reply } from '../http/reply.ts';
import { countInQuarterHour } from '../sign-in/count-in-quarter-hour.ts';
import type { OfficerSession } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';

/** Openings by one council in a quarter of an hour: more than any council needs, and a lid on a program that reads everything. */
const MOST_OPENINGS = 40;

const said = (session: OfficerSession, statusCode: number, title: string, text: readonly string[]): Reply =>
  page(
    'message',
    {
      ...signedIn(session),
      title,
      text,
      link: { text: 'Go to your list', href: '/home' },
    },
    statusCode,
  );

/** The same for a case that is not there as for one that is another's: nobody learns which cases exist. */
export const notOpenTo = (session: OfficerSession): Reply =>
  said(session, 403, 'These details are not open to your council', [
    'Sealed details open to the two councils of a placement: the one that referred the child and the one that takes the child. They open once a council has accepted, and close when a placement is undone.',
    'Nothing was opened. If your council is one of the two, check the reference.',
  ]);

const tooOften = (session: OfficerSession): Reply =>
  said(session, 429, 'Sealed details were opened too often', [
    `Your council has opened sealed details ${MOST_OPENINGS} times in the last quarter of an hour. Nothing more was opened. Try again in 15 minutes.`,
  ]);

export type Opening =
  /** It stands in the trail. `theCase`: as it is now. */
  | { readonly kind: 'recorded'; readonly theCase: Case }
  /** The document that was asked for is not there: nothing was opened. */
  | { readonly kind: 'nothing-there' }
  | { readonly kind: 'refused'; readonly response: Reply };

/**
 * Records that a council opens what is sealed of a case. Only when it answers `recorded` may anything be read and shown.
 *
 * @param findDocument gives the id of the one document that is opened, undefined when it is not there; left out for the details.
 *   Asked only for a council that may know.
 */
export async function recordOpening(
  tools: PagesTools,
  session: OfficerSession,
  theCase: Case,
  findDocument?: (theCase: Case) => Promise<string | undefined>,
): Promise<Opening> {
  const { council } = session;
  const refused = (response: Reply): Opening => ({ kind: 'refused', response });
  const part = partInPlacement(theCase, council);
  if (part === undefined) return refused(notOpenTo(session));
  const document = await findDocument?.(theCase);
  if (findDocument !== undefined && document === undefined) return { kind: 'nothing-there' };
  if ((await countInQuarterHour(tools, `OPENING#${council}`, MOST_OPENINGS)) === 'too-many')
    return refused(tooOften(session));
  const acted = await actOnCase(tools, {
    caseId: theCase.id,
    command: {
      kind: 'open-sealed-details',
      session: createHash('sha256').update(session.id).digest('base64url').slice(0, 16),
      ...defined({ document }),
    },
    actor: { kind: part === 'entry-authority' ? 'entry-authority' : 'council', code: council },
    cause: `sealed-page:${theCase.id}:${theCase.version}`,
  });
  if (acted.kind === 'refused') return refused(said(session, 409, 'Nothing was opened', [acted.words]));
  // The placement may have been undone in the moment between: what is shown is for the case as it is now.
  const now = await tools.cases.read(theCase.id);
  return now === undefined || partInPlacement(now, council) === undefined
    ? refused(notOpenTo(session))
    : { kind: 'recorded', theCase: now };
}
