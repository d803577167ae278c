import { defined } from '../../shared/core/defined.ts';
import type { CaseStore, CaseSummary } from '../../shared/ports/case-store.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { type RunTools, runCommand } from '../../shared/runtime/run-command.ts';
import { offersOfClosed } from './end-closed.ts';
import { writeCalendar, writeFigures } from './figures.ts';
import { heldAlone } from './held-alone.ts';
import { movedByHolidays } from './late-holidays.ts';

export interface EnforceTools extends RunTools {
  readonly cases: Pick<CaseStore, 'read' | 'commit' | 'due' | 'open' | 'beat'>;
}

export interface Swept {
  readonly looked: number;
  readonly changed: number;
  readonly failed: number;
  /** False when time ran out first: the next sweep begins with the soonest again. */
  readonly finished: boolean;
}

async function lookAt(tools: EnforceTools, caseId: string, cause: string, alone?: true): Promise<boolean> {
  const outcome = await runCommand(tools, {
    caseId,
    command: { kind: 'look-at-deadlines', ...defined({ alone }) },
    actor: { kind: 'system', name: 'enforce-deadlines' },
    cause,
  });
  if (outcome.kind !== 'changed') return false;
  for (const { type } of outcome.change.events)
    tools.log.info(logMessages.deadlineApplied, { caseId, event: type, status: outcome.change.case.status });
  return true;
}

/**
 * Looks at every case that is due, has deadlines that a late bank holiday moves, an offer to a council that is closed, or a hold that came with another's which is decided: reminds, lets offers expire, promotes, places,
 * escalates. One case that fails stops no other. What a sweep leaves undone is due again in the next. At its end it writes a
 * heartbeat, for the relay to pass on: one that stopped is missed there.
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
  /** @returns whether there is time for another */
  const look = async (caseId: string, alone?: true): Promise<boolean> => {
    if (timeLeft() < 10_000) {
      counted.finished = false;
      log.warn(logMessages.sweepOutOfTime, { looked: counted.looked });
      return false;
    }
    counted.looked += 1;
    try {
      if (await lookAt(tools, caseId, cause, alone)) counted.changed += 1;
    } catch (error) {
      counted.failed += 1;
      log.error(logMessages.caseFailed, { caseId }, error);
    }
    return true;
  };
  for await (const { caseId } of cases.due(clock.now())) if (!(await look(caseId))) break;
  const open: CaseSummary[] = [];
  for await (const line of cases.open()) open.push(line);
  for (const others of [movedByHolidays, offersOfClosed])
    if (counted.finished) for await (const caseId of others(tools, open)) if (!(await look(caseId))) break;
  if (counted.finished)
    for await (const caseId of heldAlone(tools, open)) if (!(await look(caseId, true))) break;
  // After the children: they do not wait for a heartbeat that cannot be written.
  await cases.beat(clock.now());
  meter.count(metricNames.leftUndone, counted.failed);
  writeCalendar(meter, clock.now());
  writeFigures(open, meter, clock.now());
  log.info(logMessages.sweepDone, counted);
  return counted;
}
