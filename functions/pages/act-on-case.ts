import type { AnyEvent, EventType } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { decide, needsView } from '../../shared/core/case/commands/decide.ts';
import { commitWithRetry, TooContended } from '../../shared/runtime/commit-with-retry.ts';
import { countWhatHappened } from '../../shared/runtime/count-what-happened.ts';
import { compared } from '../../shared/runtime/find-duplicates.ts';
import type { Acted } from './opened-page.ts';
import type { PagesTools } from './tools.ts';

export interface Request {
  readonly caseId: string;
  readonly command: Command;
  readonly actor: Actor;
  /** What stands behind it, for the trail; never the link's token. */
  readonly cause: string;
  /** Version that the person decided on. Given when a later one might have changed their mind: then nothing is done. */
  readonly lookedAt?: number;
  /** The same, where less than the whole case has to be as it was. */
  readonly isOvertaken?: (current: Case) => boolean;
}

const movedOn: Outcome = {
  kind: 'refused',
  code: 'case-has-moved-on',
  words: 'Something else happened in this case while you were deciding. Look at it again before you decide.',
};

/** What follows of itself from a decision, or goes with it: not what the person would call what they did. */
const consequences: readonly EventType[] = [
  'offer-withdrawn.v1',
  'case-reallocated.v1',
  'social-worker-named.v1',
];

function done(events: readonly AnyEvent[]): Acted {
  const event = events.find(({ type }) => !consequences.includes(type)) ?? events.at(-1);
  return { kind: 'done', ...(event?.trail === undefined ? {} : { event: event.trail.number }) };
}

/** Whether anything has happened since a person looked that they may want to know. What stands in the sealed details, and who opens them, decides nothing. */
async function overtaken(
  cases: PagesTools['cases'],
  current: Case | undefined,
  lookedAt: number | undefined,
): Promise<boolean> {
  if (lookedAt === undefined || current === undefined || current.version === lookedAt) return false;
  const since = (await cases.trail(current.id)).slice(lookedAt);
  return since.some(({ type }) => type !== 'sealed-details-opened.v1' && type !== 'documents-changed.v1');
}

type Tools = Pick<PagesTools, 'cases' | 'councils' | 'clock' | 'policy' | 'log' | 'meter' | 'pause'>;

/** Decides and commits what a person asked for; when somebody else moves first, on what is there then. */
export async function actOnCase(tools: Tools, asked: Request): Promise<Acted> {
  const { cases, councils, clock, policy } = tools;
  const { caseId, command, actor, cause, lookedAt, isOvertaken } = asked;
  try {
    const outcome = await commitWithRetry(tools, async ({ full }): Promise<Outcome> => {
      const current = await cases.read(caseId);
      const context = { now: clock.now(), actor, cause, noPlaceAt: full };
      const view = needsView(current, command) ? await councils.view() : undefined;
      const whole =
        current !== undefined && (command.kind === 'amend' || command.kind === 'confirm-amendment')
          ? await compared(cases, current, command)
          : command;
      const decided = decide(current, whole, context, view === undefined ? { policy } : { policy, view });
      // Said twice is done, not overtaken: only what would change the case anew has to have seen it as it is.
      const stale = async () =>
        (current !== undefined && isOvertaken?.(current) === true) ||
        (await overtaken(cases, current, lookedAt));
      return decided.kind === 'changed' && (await stale()) ? movedOn : decided;
    });
    if (outcome.kind === 'refused') return { kind: 'refused', words: outcome.words };
    if (outcome.kind === 'unchanged') return { kind: 'done' };
    countWhatHappened(tools.meter, outcome.change);
    return done(outcome.change.events);
  } catch (error) {
    if (!(error instanceof TooContended)) throw error;
    return {
      kind: 'refused',
      words:
        'Many people are working on the scheme at this moment, and your answer could not be recorded. Send it again in a minute.',
    };
  }
}
