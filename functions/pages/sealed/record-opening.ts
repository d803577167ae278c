import { createHash } from 'node:crypto';
import type { Actor } from '../../../events/envelope.ts';
import { presentForm } from '../../../events/present-form.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { Command } from '../../../shared/core/case/command.ts';
import { waitsForDecision } from '../../../shared/core/case/commands/consult-sealed-details.ts';
import { opensTo } from '../../../shared/core/case/commands/open-sealed-details.ts';
import { defined } from '../../../shared/core/defined.ts';
import { metricNames } from '../../../shared/runtime/metric-names.ts';
import { actOnCase } from '../case/act-on-case.ts';
import { page, type Reply } from '../http/reply.ts';
import { countInQuarterHour } from '../sign-in/count-in-quarter-hour.ts';
import {
  type CoordinatorSession,
  type OfficerSession,
  personOf,
  type DeskSession as Session,
} from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';

/** Openings by one council, or by the coordinators together, in a quarter of an hour: more than any desk needs, and a lid on a program that reads everything. */
const MOST_OPENINGS = 40;

const said = (session: Session, statusCode: number, title: string, text: readonly string[]): Reply =>
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
export const notOpenTo = (session: Session): Reply =>
  session.kind === 'coordinator'
    ? said(session, 403, 'Nothing here waits for your decision', [
        'Sealed details open to coordinators only while they have something to decide in a case. The two councils of a placement can open them meanwhile.',
        'Nothing was opened. Check the reference.',
      ])
    : said(session, 403, 'These details are not open to your council', [
        'Sealed details open to the council that referred the child. Once a council has accepted, they open to that council too, until its placement is undone. From the handover on they are open only to the council that has the child in its care.',
        'Nothing was opened. If your council is responsible for the child, check the reference.',
      ]);

const tooOften = (session: Session): Reply =>
  said(session, 429, 'Sealed details were opened too often', [
    `Your ${session.kind === 'officer' ? 'council has' : 'desk has'} opened sealed details ${MOST_OPENINGS} times in the last quarter of an hour. Nothing more was opened. Try again in 15 minutes.`,
  ]);

export type Opening =
  /** It stands in the trail. `theCase`: as it is now. */
  | { readonly kind: 'recorded'; readonly theCase: Case }
  /** The document that was asked for is not there: nothing was opened. */
  | { readonly kind: 'nothing-there' }
  | { readonly kind: 'refused'; readonly because: Refusal; readonly response: Reply };

/** Why nothing was opened: a desk has opened too much; it is not theirs as the case stands; or it could not be recorded. */
export type Refusal = 'too-often' | 'not-yours' | 'not-recorded';

/** Who opens: an officer of a council of the placement, or of the one that refers, or a coordinator who says for what. */
export type Opener =
  | { readonly session: OfficerSession }
  | {
      readonly session: CoordinatorSession;
      readonly why: Pick<Extract<Command, { kind: 'consult-sealed-details' }>, 'reason' | 'note'>;
    };

/** Whether what is sealed of a case opens to somebody as the case stands: what they still have to do is to say so. */
export const mayOpen = (session: Session, theCase: Case): boolean =>
  session.kind === 'officer' ? opensTo(theCase, session.council) !== undefined : waitsForDecision(theCase);

/** Which session it is, to whoever has it: without a name. */
const markOf = ({ id }: Session): string => createHash('sha256').update(id).digest('base64url').slice(0, 16);

/**
 * Whether an officer to whom a case opens has opened what is sealed of it in this session, as its trail says. What was said since then they have
 * not opened: they open it anew.
 */
export async function wasOpenedIn(
  { cases }: PagesTools,
  session: OfficerSession,
  theCase: Case,
): Promise<boolean> {
  const mark = markOf(session);
  const trail = (await cases.trail(theCase.id)).map(presentForm);
  const said = trail.findLastIndex(
    ({ type }) => type === 'referral-amended.v2' || type === 'missing-details-given.v1',
  );
  return trail
    .slice(said + 1)
    .some(
      ({ type, data }) =>
        type === 'sealed-details-opened.v1' && data.session === mark && data.document === undefined,
    );
}

const openingOf = (
  opener: Opener,
  theCase: Case,
  document: string | undefined,
): { readonly command: Command; readonly actor: Actor } => {
  const what = { session: markOf(opener.session), ...defined({ document }) };
  if ('why' in opener)
    return {
      command: { kind: 'consult-sealed-details', ...opener.why, ...what },
      actor: { kind: 'coordinator', name: opener.session.name },
    };
  const { council } = opener.session;
  const part = opensTo(theCase, council);
  return {
    command: { kind: 'open-sealed-details', ...what },
    actor: {
      kind: part === 'entry-authority' ? 'entry-authority' : 'council',
      code: council,
      ...personOf(opener.session),
    },
  };
};

/**
 * Records that somebody opens what is sealed of a case. Only when it answers `recorded` may anything be read and shown.
 *
 * @param findDocument gives the id of the one document that is opened, undefined when it is not there; left out for the details.
 *   Asked only for whoever may know.
 */
export async function recordOpening(
  tools: PagesTools,
  opener: Opener,
  theCase: Case,
  findDocument?: (theCase: Case) => Promise<string | undefined>,
): Promise<Opening> {
  const { session } = opener;
  const refused = (because: Refusal, response: Reply): Opening => ({ kind: 'refused', because, response });
  if (!mayOpen(session, theCase)) return refused('not-yours', notOpenTo(session));
  const document = await findDocument?.(theCase);
  if (findDocument !== undefined && document === undefined) return { kind: 'nothing-there' };
  const desk = session.kind === 'officer' ? session.council : 'coordinators';
  if ((await countInQuarterHour(tools, `OPENING#${desk}`, MOST_OPENINGS)) === 'too-many')
    return refused('too-often', tooOften(session));
  const acted = await actOnCase(tools, {
    caseId: theCase.id,
    ...openingOf(opener, theCase, document),
    cause: `sealed-page:${theCase.id}:${theCase.version}`,
  });
  if (acted.kind === 'refused')
    return refused('not-recorded', said(session, 409, 'Nothing was opened', [acted.words]));
  if (session.kind === 'coordinator') tools.meter.count(metricNames.sealedDetailsConsulted);
  // It may have ceased to be theirs in the moment between: what is shown is for the case as it is now.
  const now = await tools.cases.read(theCase.id);
  return now === undefined || !mayOpen(session, now)
    ? refused('not-yours', notOpenTo(session))
    : { kind: 'recorded', theCase: now };
}
