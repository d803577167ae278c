import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { isOpen } from '../../shared/core/council/closing.ts';
import { reminderIsDue } from '../../shared/core/council/commands/remind.ts';
import { exemptionsToQuestion } from '../../shared/core/council/exemptions.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { Log } from '../../shared/runtime/log.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import type { Meter } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { type CouncilTools, runCouncilCommand } from '../../shared/runtime/run-council-command.ts';

export interface RemindTools extends CouncilTools {
  readonly councils: Pick<CouncilStore, 'view' | 'read' | 'commit'>;
  readonly log: Log;
  readonly meter: Meter;
}

export interface Reminded {
  readonly reminded: number;
  readonly failed: number;
}

/**
 * Asks councils for their places when their last word is old, or was never given, and the coordinators whether what a council has long
 * declared to be spared of counts: each on the list it
 * comes from, or, when it has moved on since, on what is read of it then. One council that fails stops no other.
 *
 * @param cause id of this run, for the trail
 */
export async function remindCapacity(tools: RemindTools, cause: string): Promise<Reminded> {
  const { councils, policy, clock, log, meter } = tools;
  const counted = { reminded: 0, failed: 0 };
  const today = londonDate(clock.now());
  const due = (await councils.view()).councils.flatMap((council) => [
    ...(reminderIsDue(council, policy, today) ? [{ seen: council, kind: 'remind' as const }] : []),
    ...(isOpen(council, today) && exemptionsToQuestion(council, today, policy).length > 0
      ? [{ seen: council, kind: 'question-exemptions' as const }]
      : []),
  ]);
  for (const { seen, kind } of due) {
    const { code } = seen;
    try {
      const actor = { kind: 'system', name: 'remind-capacity' } as const;
      const outcome = await runCouncilCommand(tools, {
        code,
        seen,
        command: { kind },
        actor,
        cause,
      });
      if (outcome.kind !== 'changed') continue;
      if (kind === 'remind') counted.reminded += 1;
      log.info(kind === 'remind' ? logMessages.reminderIssued : logMessages.exemptionsQuestioned, {
        council: code,
      });
    } catch (error) {
      counted.failed += 1;
      log.error(logMessages.councilFailed, { council: code }, error);
    }
  }
  meter.count(metricNames.remindersIssued, counted.reminded);
  meter.count(metricNames.leftUndone, counted.failed);
  log.info(logMessages.remindersDone, counted);
  return counted;
}
