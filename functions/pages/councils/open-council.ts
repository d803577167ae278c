import type { Council } from '../../../shared/core/council/council.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { TooContended } from '../../../shared/runtime/retry-on-conflict.ts';
import { runCouncilCommand } from '../../../shared/runtime/run-council-command.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import { type CoordinatorSession, inSeconds } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { type AboutCouncil, councilModel } from './council-model.ts';
import { commandIn, nextCouncilStep } from './council-steps.ts';
import { lastEvents } from './last-events.ts';

/** What its page shows beside its own item: one query, and a handful of items whatever the scheme has open. */
async function aboutCouncil(
  tools: PagesTools,
  council: Pick<Council, 'code' | 'region' | 'trail'>,
): Promise<AboutCouncil> {
  const { apiKeys, clock, councils, people, sealed } = tools;
  const desk = `council:${council.code}`;
  const [contacts, turns, atDesk, key, last] = await Promise.all([
    sealed.reachable(desk),
    councils.turns(council.region),
    people.people(desk, inSeconds(clock.now())),
    apiKeys.keyState(council.code),
    lastEvents(tools, council),
  ]);
  return { contacts, turns, people: atDesk, key, last };
}

/** Opens a coordinator's page of one council; undefined when there is none of that code. */
export async function openCouncil(
  tools: PagesTools,
  session: CoordinatorSession,
  code: string,
): Promise<OpenedPage | undefined> {
  const { clock, councils, log, policy } = tools;
  const council = await councils.read(code);
  if (council === undefined) return undefined;
  const now = clock.now();
  return {
    session,
    caption: council.name,
    shows: async () => ({
      page: councilModel(council, policy, now, await aboutCouncil(tools, council)),
    }),
    nextStep: nextCouncilStep(council, policy, now),
    act: async (answered) => {
      const command = commandIn(answered);
      try {
        await runCouncilCommand(tools, {
          code,
          command,
          actor: { kind: 'coordinator', name: session.name },
          cause: ({ trail }) => `councils-page:${code}:${trail.number}`,
        });
      } catch (error) {
        if (!(error instanceof TooContended)) throw error;
        return {
          kind: 'refused',
          words: 'Your decision could not be recorded at this moment. Send it again in a minute.',
        };
      }
      log.info(logMessages.councilDecided, { council: code, decision: command.kind });
      return { kind: 'done' };
    },
  };
}
