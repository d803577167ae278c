import type { AnyEvent, DataOf } from '../../events/catalogue.ts';
import { presentForm } from '../../events/present-form.ts';
import { checkAllocation } from '../../shared/core/allocation/allocation.ts';
import type { AllocationInputs, CouncilVerdict } from '../../shared/core/allocation/decision.ts';
import type { Offer } from '../../shared/core/case/case.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import type { CaseHappened, CouncilHappened } from './emails/context.ts';

type About = DataOf<'email-requested.v1'>['about'];

/** What an e-mail tells of. */
export type Happened = CaseHappened | CouncilHappened;

export interface HappenedTools {
  readonly cases: Pick<CaseStore, 'read' | 'event' | 'decision'>;
  readonly councils: Pick<CouncilStore, 'read' | 'event'>;
}

function found<T>(value: T | undefined, words: string): T {
  if (value === undefined) throw new PermanentFailure('nothing-to-write-about', words);
  return value;
}

const eventFound = (event: AnyEvent | undefined, subject: string, number: number): AnyEvent =>
  presentForm(
    found(
      event,
      `${subject} has no event number ${number}. Check where the request for this email came from.`,
    ),
  );

/** What the allocation check said of a council when it made the offer: derived again from what was kept. */
async function verdictOn(
  cases: HappenedTools['cases'],
  caseId: string,
  event: AnyEvent,
  { council }: Offer,
): Promise<CouncilVerdict | undefined> {
  if (event.type !== 'offers-made.v1') return undefined;
  const inputs = await cases.decision(caseId, event.data.decisionHash);
  if (inputs === undefined) return undefined;
  const decision = checkAllocation(JSON.parse(inputs) as AllocationInputs);
  return 'verdicts' in decision ? decision.verdicts.find((one) => one.council === council) : undefined;
}

async function toCase(
  { cases }: HappenedTools,
  { caseId, eventNumber, offerId }: Extract<About, { kind: 'case' }>,
  explained: boolean,
): Promise<CaseHappened> {
  const subject = found(
    await cases.read(caseId),
    `There is no case ${caseId}. Check where the request for this email came from.`,
  );
  const event = eventFound(await cases.event(caseId, eventNumber), caseId, eventNumber);
  const offer = subject.offers.find(({ id }) => id === offerId);
  const verdict = explained && offer !== undefined ? await verdictOn(cases, caseId, event, offer) : undefined;
  return { kind: 'case', event, subject, offer, verdict };
}

async function toCouncil(
  { councils }: HappenedTools,
  { council: code, eventNumber }: Extract<About, { kind: 'council' }>,
): Promise<CouncilHappened> {
  const council = found(
    await councils.read(code),
    `The council ${code} is not in the table. Check where the request for this email came from, or seed the councils.`,
  );
  const event = eventFound(await councils.event(code, eventNumber), code, eventNumber);
  return { kind: 'council', event, council };
}

/**
 * Reads what an e-mail tells of, and how that stands now: the item and the event, each by its key.
 *
 * @param explained whether the e-mail says why a council was asked
 * @throws PermanentFailure nothing-to-write-about
 */
export const whatHappened = (tools: HappenedTools, about: About, explained: boolean): Promise<Happened> =>
  about.kind === 'case' ? toCase(tools, about, explained) : toCouncil(tools, about);
