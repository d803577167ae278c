import { fairnessOf } from '../../shared/core/allocation/fairness.ts';
import { furthestFromShare } from '../../shared/core/allocation/rota.ts';
import type { SchemeView } from '../../shared/core/allocation/scheme.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { ageIsWithAPerson } from '../../shared/core/case/ages-in-question.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import type { FigureStore } from '../../shared/ports/figure-store.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { type RunTools, runCommand } from '../../shared/runtime/run-command.ts';
import { isEighteen, monthsToLookAt } from './birthdays.ts';

/** Past months looked through each day for birthdays that were left. */
const MONTHS_BACK = 12;

export interface RecountTools extends RunTools {
  readonly cases: Pick<CaseStore, 'read' | 'commit' | 'birthdays'>;
  readonly councils: Pick<CouncilStore, 'view' | 'miscounted' | 'recount'>;
  readonly sealed: Pick<SealedStore, 'datesOfBirth'>;
  readonly figures: Pick<FigureStore, 'putFairness'>;
}

export interface Recounted {
  readonly turned18: number;
  readonly corrected: number;
  readonly failed: number;
}

/** Records a birthday when it has come. */
async function lookAt(tools: RecountTools, caseId: string, child: number, cause: string): Promise<boolean> {
  const command = { kind: 'turn-18', child } as const;
  const before = async (current: Case | undefined): Promise<Command | Outcome> => {
    if (current === undefined) return { kind: 'unchanged', words: 'There is no such case.' };
    if (ageIsWithAPerson(current, child))
      return { kind: 'unchanged', words: 'A person decides about this age.' };
    const datesOfBirth = await tools.sealed.datesOfBirth(current.referralId);
    return isEighteen(current, child, datesOfBirth, londonDate(tools.clock.now()))
      ? command
      : { kind: 'unchanged', words: 'The birthday is still to come.' };
  };
  const actor = { kind: 'system', name: 'recount-headroom' } as const;
  const outcome = await runCommand(tools, { caseId, command, actor, cause }, { before });
  // Neither the date nor the child's number: with the case's reference it would be a date of birth.
  if (outcome.kind !== 'changed') return false;
  const counted = outcome.change.events.some(({ type }) => type === 'child-turned-18.v1');
  tools.log.info(counted ? logMessages.childTurned18 : logMessages.ageInQuestion, { caseId });
  return counted;
}

/** How far anybody is from its share, of the nation's rota and of every region's: a part of what turns allow. */
const furthest = ({ national, regions }: SchemeView): number =>
  Math.max(...[national, ...Object.values(regions)].map(({ state }) => furthestFromShare(state)));

/** Says how fair the scheme is now, and keeps it for the month. */
async function keepFairness({ councils, figures, policy, clock, meter }: RecountTools): Promise<void> {
  const view = await councils.view();
  meter.count(metricNames.furthestFromShare, furthest(view));
  await figures.putFairness(fairnessOf(view, policy, clock.now()));
}

/**
 * Records the birthdays that have come, then corrects every council's stored headroom: it should need no correction, but
 * for a policy or a population that has changed, and keeps how fair the scheme is. One that fails stops no other.
 *
 * @param cause id of this run, for the trail
 */
export async function recountHeadroom(tools: RecountTools, cause: string): Promise<Recounted> {
  const { cases, councils, policy, clock, log } = tools;
  const counted = { turned18: 0, corrected: 0, failed: 0 };
  for (const month of monthsToLookAt(londonDate(clock.now()), MONTHS_BACK)) {
    for await (const { caseId, child } of cases.birthdays(month)) {
      try {
        if (await lookAt(tools, caseId, child, cause)) counted.turned18 += 1;
      } catch (error) {
        counted.failed += 1;
        log.error(logMessages.caseFailed, { caseId }, error);
      }
    }
  }
  for (const code of await councils.miscounted(policy)) {
    try {
      if ((await councils.recount(code, policy)) === 'unchanged') continue;
      counted.corrected += 1;
      log.warn(logMessages.headroomCorrected, { council: code });
    } catch (error) {
      counted.failed += 1;
      log.error(logMessages.councilFailed, { council: code }, error);
    }
  }
  tools.meter.count(metricNames.leftUndone, counted.failed);
  await keepFairness(tools);
  log.info(logMessages.recountDone, counted);
  return counted;
}
