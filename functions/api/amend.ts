import type { ReferralFacts } from '../../events/referral.ts';
import type { ReferralAmendedV2 } from '../../events/referral-amended.v2.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { mayBeAsked } from '../../shared/core/case/commands/may-be-asked.ts';
import { childrenNow, sealedUnder } from '../../shared/core/case/responsible.ts';
import { withRegions } from '../../shared/core/council/whole-regions.ts';
import {
  AmendmentRequest,
  doubtsOf,
  flawsOf,
  takeAmendmentApart,
} from '../../shared/core/referral/referral-request.ts';
import type { PageResponse } from '../../shared/runtime/http-middleware.ts';
import { knownCodes } from '../../shared/runtime/known-codes.ts';
import { sealAmendment } from '../../shared/runtime/seal-amendment.ts';
import { statusToReferrer } from '../../shared/words/statuses.ts';
import {
  closed,
  invalidContent,
  invalidShape,
  keyUsedBefore,
  mergedBefore,
  noSuchReferral,
  notLookedAtYet,
  placed,
  sealedDiffers,
} from './problem.ts';
import { remembered, statusUrl, taken } from './refer.ts';
import { derivedId, type Given } from './request.ts';
import type { ApiTools } from './tools.ts';
import { whatIsMissing } from './what-is-missing.ts';

/** Takes facts that a council adds to its referral, or corrects. */
export async function amend(
  tools: ApiTools,
  council: string,
  reference: string,
  { idempotencyKey, body }: Given,
): Promise<PageResponse> {
  const read = AmendmentRequest.safeParse(body, { reportInput: true });
  if (!read.success) return invalidShape(read.error);
  const current = await tools.cases.read(reference);
  if (current === undefined) {
    const merged = await tools.cases.mergedInto(reference);
    if (merged?.council === council) return mergedBefore(merged.caseId);
    return (await tools.requests.referral(reference))?.council === council
      ? notLookedAtYet()
      : noSuchReferral();
  }
  if (current.facts.entryAuthority !== council) return noSuchReferral();
  const now = tools.clock.now();
  const flaws = flawsOf(read.data, londonDate(now), knownCodes());
  if (flaws.length > 0) return invalidContent(flaws);

  const { referralId } = current;
  const id = derivedId('amendment', council, reference, idempotencyKey);
  // Before it is remembered: a request that is refused leaves its key free.
  if (!mayBeAsked(current, { kind: 'amend' }, { kind: 'entry-authority', code: council }))
    return closed(statusToReferrer(current, childrenNow(current).length));
  const first = await remembered(tools.fingerprintKey, body, (mac) =>
    tools.requests.rememberAmendment(reference, id, mac),
  );
  if (first === 'other') return keyUsedBefore();
  const { facts, particulars } = takeAmendmentApart(withRegions(read.data), current.facts);
  const amendmentId = `api:${id}`;
  const sealed = await sealAmendment(tools, {
    referralId,
    amendmentId,
    owner: sealedUnder(current),
    particulars,
    children: facts.children ?? current.facts.children,
    now,
  });
  if (sealed === 'taken') return sealedDiffers();
  const message: ReferralAmendedV2 = {
    id: amendmentId,
    type: 'referral-amended.v2',
    at: now,
    actor: { kind: 'entry-authority', code: council },
    data: { referralId, facts, ...sealed.said },
  };
  await tools.referrals.publish([{ id: message.id, body: JSON.stringify(message) }]);
  const after: ReferralFacts = { ...current.facts, ...facts } as ReferralFacts;
  return taken({
    reference,
    statusUrl: statusUrl(reference),
    words: 'We have what you added and look at it within moments.',
    missing: whatIsMissing(after, sealed.all, tools.policy, londonDate(now), current.turned18),
    toCheck: placed(doubtsOf(read.data, londonDate(now))),
  });
}
