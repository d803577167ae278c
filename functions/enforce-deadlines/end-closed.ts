import { londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { openOffers } from '../../shared/core/case/offers.ts';
import { asksCouncils } from '../../shared/core/case/standing.ts';
import { isClosed } from '../../shared/core/council/closing.ts';
import type { CaseStore, CaseSummary } from '../../shared/ports/case-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import { mayBe } from './may-be.ts';

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
  const asksClosed = (found: Case): boolean => openOffers(found).some(({ council }) => closed.has(council));
  for (const caseId of asking) if (await mayBe(cases, caseId, asksClosed)) yield caseId;
}
