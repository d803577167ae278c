import type { CommandContext } from '../../shared/core/case/command.ts';
import { decide, needsView } from '../../shared/core/case/commands/decide.ts';
import type { Policy } from '../../shared/core/policy.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import { commitWithRetry } from '../../shared/runtime/commit-with-retry.ts';
import { countWhatHappened } from '../../shared/runtime/count-what-happened.ts';
import type { Log } from '../../shared/runtime/log.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import type { Pause } from '../../shared/runtime/pause.ts';
import { say } from '../../shared/runtime/say.ts';
import { writeCalendar, writeFigures } from './figures.ts';

export interface EnforceTools {
  readonly cases: Pick<CaseStore, 'read' | 'commit' | 'due' | 'open'>;
  readonly councils: Pick<CouncilStore, 'view'>;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly log: Log;
  readonly meter: Meter;
}

export interface Swept {
  readonly looked: number;
  readonly changed: number;
  readonly failed: number;
  /** False when time ran out first: the next sweep begins with the soonest again. */
  readonly finished: boolean;
}

const command = { kind: 'look-at-deadlines' } as const;

async function lookAt(tools: EnforceTools, caseId: string, cause: string): Promise<boolean> {
  const outcome = await commitWithRetry(tools, async ({ full }) => {
    const current = await tools.cases.read(caseId);
    const context: CommandContext = {
      now: tools.clock.now(),
      actor: { kind: 'system', name: 'enforce-deadlines' },
      cause,
      noPlaceAt: full,
    };
    const view = needsView(current, command) ? { view: await tools.councils.view() } : {};
    return decide(current, command, context, { policy: tools.policy, ...view });
  });
  if (outcome.kind !== 'changed') return false;
  countWhatHappened(tools.meter, outcome.change);
  for (const { type } of outcome.change.events)
    tools.log.info(say.deadlineApplied, { caseId, event: type, status: outcome.change.case.status });
  return true;
}

/**
 * Looks at every case that is due: reminds, lets offers expire, promotes, places, escalates. One case that fails stops no
 * other. What a sweep leaves undone is due again in the next.
 *
 * @param cause id of this run, for the trail
 * @param timeLeft milliseconds until the run has to be over; a new case is begun only with ten seconds left
 */
export async function enforceDeadlines(
  tools: EnforceTools,
  cause: string,
  timeLeft: () => number,
): Promise<Swept> {
  const { cases, clock, log, meter } = tools;
  const counted = { looked: 0, changed: 0, failed: 0, finished: true };
  for await (const { caseId } of cases.due(clock.now())) {
    if (timeLeft() < 10_000) {
      counted.finished = false;
      log.warn(say.sweepOutOfTime, { looked: counted.looked });
      break;
    }
    counted.looked += 1;
    try {
      if (await lookAt(tools, caseId, cause)) counted.changed += 1;
    } catch (error) {
      counted.failed += 1;
      log.error(say.caseFailed, { caseId }, error);
    }
  }
  writeCalendar(meter, clock.now());
  await writeFigures(cases, meter, clock.now());
  log.info(say.sweepDone, counted);
  return counted;
}
