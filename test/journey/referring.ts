/** Synthetic referrals as a council's own system sends them, and the cases that come of them. */
import type { ReferralFacts } from '../../events/referral.ts';
import type { ReferralAmendedV2 } from '../../events/referral-amended.v2.ts';
import type { ReferralReceivedV2 } from '../../events/referral-received.v2.ts';
import type { Clock } from '../../infra/local-aws/clock.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { aReferral } from '../builders.ts';
import type { Run } from './a-run.ts';

/** The number-th referral of a test, always with the same id. */
export const referralId = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const caseIdOf = (number: number): string => caseReference(referralId(number), 1);

/** Whatever has a clock: messages say when they were written. */
interface Dated {
  readonly localRun: { readonly clock: Pick<Clock, 'now'> };
}

const from = ({ localRun }: Dated, code: string) => ({
  at: localRun.clock.now().toISOString(),
  actor: { kind: 'entry-authority' as const, code },
});

export function referral(run: Dated, number: number, facts: Partial<ReferralFacts> = {}): ReferralReceivedV2 {
  const all = aReferral(facts);
  return {
    id: referralId(number),
    type: 'referral-received.v2',
    ...from(run, all.entryAuthority),
    data: { referralId: referralId(number), channel: 'queue', facts: all },
  };
}

export const amendment = (run: Dated, number: number, facts: Partial<ReferralFacts>): ReferralAmendedV2 => ({
  id: `${referralId(number)}:amended`,
  type: 'referral-amended.v2',
  ...from(run, aReferral().entryAuthority),
  data: { referralId: referralId(number), facts },
});

/** @throws Error when there is no such case */
export async function theCase({ cases }: Pick<Run, 'cases'>, number: number): Promise<Case> {
  const found = await cases.read(caseIdOf(number));
  if (found === undefined) throw new Error(`Referral ${number} has no case.`);
  return found;
}

/** The offer that waits for an answer now. @throws Error when there is none */
export function liveOffer(subject: Case) {
  const live = subject.offers.find(({ status }) => status === 'live');
  if (live === undefined) throw new Error(`${subject.id} is ${subject.status} and has no live offer.`);
  return live;
}

/** Every authority but these: as areas to avoid they leave nobody else to ask. */
export const everyoneBut = (...codes: readonly string[]): string[] =>
  publishedCouncils()
    .map(({ code }) => code)
    .filter((code) => !codes.includes(code));
