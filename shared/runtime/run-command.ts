import type { Actor } from '../../events/envelope.ts';
import type { Case } from '../core/case/case.ts';
import type { Command, CommandContext, Outcome } from '../core/case/command.ts';
import { decide, needsView } from '../core/case/commands/decide.ts';
import { realmOf } from '../core/council/verification.ts';
import type { Policy } from '../core/policy.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { CouncilStore } from '../ports/council-store.ts';
import { type CommitTools, commitWithRetry } from './commit-with-retry.ts';
import { countWhatHappened } from './count-what-happened.ts';

export interface RunTools extends CommitTools {
  readonly cases: Pick<CaseStore, 'read' | 'commit'>;
  readonly councils: Pick<CouncilStore, 'view'>;
  readonly clock: Clock;
  readonly policy: Policy;
}

/** A command on a case: who gives it, and why. */
export interface Request {
  readonly caseId: string;
  readonly command: Command;
  readonly actor: Actor;
  /** What stands behind it, for the trail; never a link's token. */
  readonly cause: string;
}

/** What else is looked up, each time anew, before a command is decided and after. */
export interface Lookups {
  /** The command with what is known beside the case, or why there is nothing to do. */
  readonly before?: (current: Case | undefined) => Promise<Command | Outcome>;
  /** The outcome, or why it does not stand. */
  readonly after?: (current: Case | undefined, decided: Outcome) => Promise<Outcome>;
}

const isOutcome = (given: Command | Outcome): given is Outcome =>
  given.kind === 'changed' || given.kind === 'unchanged' || given.kind === 'refused';

/**
 * Carries out a command on a case: reads, decides, commits, counts. When somebody else moves first, decides again on what is there then.
 *
 * @throws TooContended when others moved first every time
 */
export async function runCommand(
  tools: RunTools,
  { caseId, command, actor, cause }: Request,
  { before, after }: Lookups = {},
): Promise<Outcome> {
  const { cases, councils, clock, policy } = tools;
  const outcome = await commitWithRetry(tools, async (full): Promise<Outcome> => {
    const current = await cases.read(caseId);
    const given = before === undefined ? command : await before(current);
    if (isOutcome(given)) return given;
    const context: CommandContext = { now: clock.now(), actor, cause, noPlaceAt: full };
    const view = needsView(current, given)
      ? { view: await councils.view(realmOf(current?.facts.entryAuthority)) }
      : {};
    const decided = decide(current, given, context, { policy, ...view });
    return after === undefined ? decided : after(current, decided);
  });
  if (outcome.kind === 'changed') countWhatHappened(tools.meter, outcome.change);
  return outcome;
}
