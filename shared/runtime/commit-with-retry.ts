import type { CaseChange } from '../core/case/change.ts';
import type { Outcome } from '../core/case/command.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Log } from './log.ts';
import type { Meter } from './meter.ts';
import { metricNames } from './metric-names.ts';
import type { Pause } from './pause.ts';
import { say } from './say.ts';

/** How often a decision is taken again before the message goes back to its queue. */
const ATTEMPTS = 5;
const WAIT_MILLISECONDS = 20;

/** Others moved first every time. Trying later helps: thrown, so that a message is retried and a sweep comes round again. */
export class TooContended extends Error {
  override readonly name = 'TooContended';
}

export interface CommitTools {
  readonly cases: Pick<CaseStore, 'commit'>;
  readonly pause: Pause;
  readonly log: Log;
  readonly meter: Meter;
}

/** What earlier attempts of the same decision have met. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** Councils whose places turned out to be gone: leave them out. */
  readonly full: readonly string[];
}

/**
 * Reads, decides and commits; when somebody else moved first, does so again on what is there now.
 *
 * @param decide reads afresh each time and decides; whatever it keeps aside (decision inputs) must bear being kept twice
 * @returns the outcome that stands: what was committed, or why nothing was
 * @throws TooContended after five attempts
 */
export async function commitWithRetry<Decided extends Outcome>(
  { cases, pause, log, meter }: CommitTools,
  decide: (attempt: Attempt) => Promise<Decided>,
): Promise<Decided> {
  const full: string[] = [];
  for (let number = 1; number <= ATTEMPTS; number += 1) {
    const decided: Decided = await decide({ number, full });
    if (decided.kind !== 'changed') return decided;
    const change: CaseChange = decided.change;
    const outcome = await cases.commit(change);
    if (outcome.kind === 'committed') return decided;
    meter.count(metricNames.commitConflicts);
    if (outcome.kind === 'no-place') {
      full.push(outcome.council);
      log.info(say.noPlaceLeft, { caseId: change.case.id, council: outcome.council, attempt: number });
    } else {
      log.info(say.lostRace, { caseId: change.case.id, over: outcome.over, attempt: number });
    }
    // Longer each time, so that two that meet twice do not meet for ever; no randomness, so that a run can be repeated.
    await pause(number * WAIT_MILLISECONDS);
  }
  throw new TooContended(`Others moved first ${ATTEMPTS} times running; trying again later helps.`);
}
