import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { openOffers } from '../../shared/core/case/offers.ts';
import { asksCouncils } from '../../shared/core/case/standing.ts';
import { isClosed } from '../../shared/core/council/closing.ts';
import type { CaseStore, CaseSummary } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';

/**
 * The cases with offers to councils that are closed by now, whoever closed them and when, and also where an offer was on its way meanwhile.
 * Councils are read only while anybody is asked.
 */
export async function* offersOfClosed(
  {
    cases,
    councils,
    clock,
  }: {
    readonly cases: Pick<CaseStore, 'read'>;
    readonly councils: Pick<CouncilStore, 'view'>;
    readonly clock: Clock;
  },
  open: readonly CaseSummary[],
): AsyncIterable<string> {
  const asking = open.filter(asksCouncils).map(({ caseId }) => caseId);
  if (asking.length === 0) return;
  const today = londonDate(clock.now());
  const { councils: all } = await councils.view();
  const closed = new Set(all.filter((one) => isClosed(one, today)).map(({ code }) => code));
  if (closed.size === 0) return;
  for (const caseId of asking) if (await mayAsk(cases, caseId, closed)) yield caseId;
}

/** Whether a case has an offer to one of these councils; where that cannot be read it is looked at, and what fails there is counted. */
async function mayAsk(
  cases: Pick<CaseStore, 'read'>,
  caseId: string,
  closed: ReadonlySet<string>,
): Promise<boolean> {
  try {
    const found = await cases.read(caseId);
    return found !== undefined && openOffers(found).some(({ council }) => closed.has(council));
  } catch {
    return true;
  }
}
