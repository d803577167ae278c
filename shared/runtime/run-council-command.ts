import type { Actor } from '../../events/envelope.ts';
import { type CouncilOutcome, nothingToDo } from '../core/council/change.ts';
import type { CouncilCommand, Note } from '../core/council/command.ts';
import { decideOnCouncil } from '../core/council/commands/decide.ts';
import type { Council } from '../core/council/council.ts';
import type { Policy } from '../core/policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { CouncilStore } from '../ports/council-store.ts';
import type { Pause } from './pause.ts';
import { retryOnConflict } from './retry-on-conflict.ts';

export interface CouncilTools {
  readonly councils: Pick<CouncilStore, 'read' | 'commit'>;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly pause: Pause;
}

/** A command on a council: who gives it, and why. */
export interface CouncilRequest {
  readonly code: string;
  /** The council as it was read a moment ago, in place of the first look: a commit on what has moved since loses, and looks again. */
  readonly seen?: Council;
  readonly command: CouncilCommand;
  readonly actor: Actor;
  /** What stands behind it, for the trail; may follow from the council as it is. */
  readonly cause: string | ((council: Council) => string);
  /** Whether it has been carried out: asked each time. */
  readonly isDone?: () => Promise<boolean>;
}

/**
 * Carries out a command on a council: reads, decides, commits; when somebody else moves first, on what is there then.
 *
 * @throws TooContended when others moved first five times; Error when the council is not in the table
 */
export const runCouncilCommand = (
  { councils, clock, policy, pause }: CouncilTools,
  { code, seen, command, actor, cause, isDone }: CouncilRequest,
): Promise<CouncilOutcome> => {
  let known = seen;
  return retryOnConflict(pause, async () => {
    if (await isDone?.()) return nothingToDo;
    const council = known ?? (await councils.read(code));
    known = undefined;
    if (council === undefined) throw new Error(`The council ${code} is not in the table: seed the councils.`);
    const outcome = decideOnCouncil(council, command, {
      now: clock.now(),
      actor,
      cause: typeof cause === 'string' ? cause : cause(council),
      policy,
    });
    if (outcome.kind !== 'changed') return outcome;
    return (await councils.commit(outcome.change)) === 'committed' ? outcome : undefined;
  });
};

/** Whether what a cause leads to stands in a council's trail: everything that follows from it has been asked for. */
export const notedBefore = async (
  { councils }: { readonly councils: Pick<CouncilStore, 'trail'> },
  code: string,
  cause: string,
): Promise<boolean> => (await councils.trail(code)).some(({ trail }) => trail?.cause === cause);

/**
 * Notes something in a council's trail, once for each cause; e-mails follow from that, by way of the relay.
 *
 * @throws as runCouncilCommand: trying again later helps
 */
export const noteOnCouncil = (
  tools: CouncilTools & { readonly councils: Pick<CouncilStore, 'trail'> },
  note: Note,
  { actor, cause }: { readonly actor: Actor; readonly cause: string },
): Promise<CouncilOutcome> => {
  const { council: code } = note.data;
  return runCouncilCommand(tools, {
    code,
    command: { kind: 'note', note },
    actor,
    cause,
    isDone: () => notedBefore(tools, code, cause),
  });
};
