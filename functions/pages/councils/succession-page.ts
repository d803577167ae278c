import { hasEnded, type Succession, successionOf } from '../../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { TooContended } from '../../../shared/runtime/retry-on-conflict.ts';
import { noteOnCouncil } from '../../../shared/runtime/run-council-command.ts';
import { actOnCase } from '../case/act-on-case.ts';
import { notFound } from '../http/messages.ts';
import { type Acted, type OpenedPage, serve } from '../http/opened-page.ts';
import type { Reply } from '../http/reply.ts';
import { giveDraft } from '../refer/keep-draft.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { type CoordinatorSession, sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { type Ending, type Heir, leftCount, successionModel } from './succession-model.ts';
import { type Given, givenBy, nextSuccessionStep } from './succession-steps.ts';
import { whatIsLeft } from './what-is-left.ts';

/** What stands behind it in the trail of each council that takes over: once, however often somebody begins. */
const causeOf = ({ ends }: Succession): string => `succession:${ends}`;

/** How much there was when a coordinator began, as the first of those that take over was told it. */
async function foundAtFirst({ councils }: PagesTools, succession: Succession): Promise<number | undefined> {
  const trail = await councils.trail(succession.begins[0]?.code ?? '');
  for (const event of trail)
    if (event.type === 'council-took-over.v1' && event.data.from === succession.ends) return event.data.left;
  return undefined;
}

async function heirOf({ councils, sealed, apiKeys }: PagesTools, code: string): Promise<Heir> {
  const [council, contacts, key] = await Promise.all([
    councils.read(code),
    sealed.contacts(`council:${code}`),
    apiKeys.keyState(code),
  ]);
  return {
    code,
    hasAddress: contacts !== undefined,
    hasDeclared: council?.declaration !== undefined,
    hasKey: key?.since !== undefined,
  };
}

async function endingOf(
  tools: PagesTools,
  succession: Succession,
): Promise<Pick<Ending, 'succession' | 'left' | 'hasKey'>> {
  const [left, key] = await Promise.all([
    whatIsLeft(tools, succession.ends),
    tools.apiKeys.keyState(succession.ends),
  ]);
  return { succession, left, hasKey: key?.since !== undefined };
}

/** What only the drawn page needs beside. */
async function shownOf(
  tools: PagesTools,
  succession: Succession,
): Promise<Pick<Ending, 'heirs' | 'atFirst'>> {
  const [heirs, atFirst] = await Promise.all([
    Promise.all(succession.begins.map(({ code }) => heirOf(tools, code))),
    foundAtFirst(tools, succession),
  ]);
  return { heirs, atFirst };
}

/**
 * Gives each thing to its council: first those that take over are told, once; then case by case, each a commit of its own, and the drafts. Broken
 * off anywhere, or done twice at once, the same again does what is left. What cannot be done stays on the page.
 *
 * @returns why, for each case of which it was refused
 */
async function give(
  tools: PagesTools,
  { succession, left, hasKey }: Pick<Ending, 'succession' | 'left' | 'hasKey'>,
  session: CoordinatorSession,
  given: Given,
): Promise<readonly string[]> {
  const actor = { kind: 'coordinator', name: session.name } as const;
  const from = succession.ends;
  for (const { code } of succession.begins)
    await noteOnCouncil(
      tools,
      {
        type: 'council-took-over.v1',
        data: {
          council: code,
          from,
          left: leftCount(left),
          drafts: left.drafts.length,
          systemKey: hasKey,
        },
      },
      { actor, cause: causeOf(succession) },
    );
  const refused: string[] = [];
  for (const { theCase, to } of given.cases) {
    const acted = await actOnCase(tools, {
      caseId: theCase.id,
      command: { kind: 'succeed', from, to, ...defined({ note: given.note }) },
      actor,
      cause: `succession-page:${from}:${theCase.id}:${theCase.version}`,
    });
    if (acted.kind === 'refused') refused.push(`${theCase.id}: ${acted.words}`);
  }
  for (const { draft, to } of given.drafts) await giveDraft(tools, draft, to);
  return refused;
}

const notAll = (why: string): Acted => ({
  kind: 'refused',
  words: `Not all of it could be done. ${why}`,
  next: 'What was done is done. Open the page again: it says what is left.',
});

/** The page of what a council that ends has left: as a preview before, to give it on afterwards. */
export async function openSuccession(
  tools: PagesTools,
  session: CoordinatorSession,
  request: PageRequest,
  succession: Succession,
): Promise<OpenedPage> {
  const now = tools.clock.now();
  const ending = await endingOf(tools, succession);
  const opened: OpenedPage = {
    session,
    caption: succession.name,
    shows: async () => ({
      page: successionModel({ ...ending, ...(await shownOf(tools, succession)) }, request, now),
    }),
  };
  const { left } = ending;
  if (leftCount(left) === 0 || !hasEnded(succession.ends, londonDate(now))) return opened;
  return {
    ...opened,
    nextStep: nextSuccessionStep(left, succession),
    act: async (answered): Promise<Acted> => {
      try {
        const refused = await give(tools, ending, session, givenBy(answered, left));
        if (refused.length > 0) return notAll(refused.join(' '));
      } catch (error) {
        if (!(error instanceof TooContended)) throw error;
        return notAll('Others were at work on it at this moment.');
      }
      tools.log.info(logMessages.councilDecided, { council: succession.ends, decision: 'succession' });
      return { kind: 'done' };
    },
  };
}

/** `/councils/<council>/succession`: what a council that ends has left, and to whom a coordinator gives it. */
export async function successionPage(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const succession = successionOf(parameter('council'));
  return succession === undefined
    ? notFound()
    : serve(await openSuccession(tools, session, request, succession), request);
}
