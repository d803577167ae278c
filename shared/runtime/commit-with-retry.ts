import type { CaseChange } from '../core/case/change.ts';
import type { Outcome } from '../core/case/command.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Log } from './log.ts';
import { logMessages } from './log-messages.ts';
import type { Meter } from './meter.ts';
import { metricNames } from './metric-names.ts';
import type { Pause } from './pause.ts';
import { retryOnConflict } from './retry-on-conflict.ts';

export interface CommitTools {
  readonly cases: Pick<CaseStore, 'commit'>;
  readonly pause: Pause;
  readonly log: Log;
  readonly meter: Meter;
}

/**
 * Reads, decides and commits; when somebody else moved first, does so again on what is there now.
 *
 * @param decide reads afresh each time and decides; whatever it keeps aside (decision inputs) must bear being kept twice. It is
 * given the councils whose places turned out to be gone: they are left out
 * @returns the outcome that stands: what was committed, or why nothing was
 * @throws TooContended after five attempts
 */
export async function commitWithRetry<Decided extends Outcome>(
  { cases, pause, log, meter }: CommitTools,
  decide: (full: readonly string[]) => Promise<Decided>,
): Promise<Decided> {
  const full: string[] = [];
  return retryOnConflict(pause, async (attempt) => {
    const decided: Decided = await decide(full);
    if (decided.kind !== 'changed') return decided;
    const change: CaseChange = decided.change;
    const outcome = await cases.commit(change);
    if (outcome.kind === 'committed') return decided;
    meter.count(metricNames.commitConflicts);
    if (outcome.kind === 'no-place') {
      full.push(outcome.council);
      log.info(logMessages.noPlaceLeft, { caseId: change.case.id, council: outcome.council, attempt });
    } else {
      log.info(logMessages.lostRace, { caseId: change.case.id, over: outcome.over, attempt });
    }
    return undefined;
  });
}
