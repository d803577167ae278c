import { createHmac } from 'node:crypto';
import type { ReferralReceivedV2 } from '../../events/referral-received.v2.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { withRegions } from '../../shared/core/council/whole-regions.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import { fingerprintsUnder, identified } from '../../shared/core/referral/fingerprints.ts';
import { sealedUntil } from '../../shared/core/referral/particulars.ts';
import {
  doubtsOf,
  flawsOf,
  flawsOfNumbers,
  ReferralRequest,
  takeApart,
} from '../../shared/core/referral/referral-request.ts';
import type { FirstRequest } from '../../shared/ports/api-store.ts';
import type { SigningKey } from '../../shared/ports/secrets.ts';
import { findCase } from '../../shared/runtime/find-case.ts';
import type { PageResponse } from '../../shared/runtime/http-middleware.ts';
import { knownCodes } from '../../shared/runtime/known-codes.ts';
import type { Taken } from './contracts.ts';
import { invalidContent, invalidShape, keyUsedBefore, notYours, placed, sealedDiffers } from './problem.ts';
import { derivedId, type Given } from './request.ts';
import type { ApiTools } from './tools.ts';
import { whatIsMissing } from './what-is-missing.ts';

/**
 * Remembers a request by its body, told from others without saying anything about either: keyed, because a body holds names and dates
 * that could be guessed. A request that was sent before a key was rotated is the same after it.
 */
export async function remembered(
  key: SigningKey,
  body: unknown,
  remember: (bodyMac: string) => Promise<FirstRequest>,
): Promise<FirstRequest> {
  const words = `request ${canonicalJson(body)}`;
  for (const secret of await key.all()) {
    const said = await remember(createHmac('sha256', secret).update(words).digest('hex'));
    if (said !== 'other') return said;
  }
  return 'other';
}

export const taken = (answer: Taken): PageResponse => ({
  statusCode: 202,
  headers: { 'Content-Type': 'application/json', Location: answer.statusUrl },
  body: JSON.stringify(answer),
});

export const statusUrl = (reference: string): string => `/api/referrals/${reference}`;

/** The referral that a council's key stands for. Ids once followed from council and key: what was taken then keeps its own. */
async function idFor(
  { requests, newId }: ApiTools,
  council: string,
  idempotencyKey: string,
): Promise<string> {
  const derived = derivedId('referral', council, idempotencyKey);
  const before = await requests.referral(caseReference(derived, 1));
  const isBefore = before?.council === council && before.referralId === derived;
  return requests.referralIdFor(council, idempotencyKey, isBefore ? derived : newId());
}

/**
 * Takes a council's referral: remembers it by its key, seals what names the child, puts the rest on the queue. Each step may be
 * done again, so a request that broke off is mended by sending it again.
 */
export async function refer(
  tools: ApiTools,
  council: string,
  { idempotencyKey, body }: Given,
): Promise<PageResponse> {
  const read = ReferralRequest.safeParse(body, { reportInput: true });
  if (!read.success) return invalidShape(read.error);
  const request = read.data;
  if (request.entryAuthority !== undefined && request.entryAuthority !== council) return notYours();
  const now = tools.clock.now();
  const flaws = [...flawsOfNumbers(request), ...flawsOf(request, londonDate(now), knownCodes())];
  if (flaws.length > 0) return invalidContent(flaws);

  const { facts, particulars } = takeApart(withRegions(request), council);
  const referralId = await idFor(tools, council, idempotencyKey);
  const { caseId: reference } = await findCase(tools.cases, referralId);
  const first = await remembered(tools.fingerprintKey, body, (mac) =>
    tools.requests.rememberReferral(reference, { council, referralId, acceptedAt: now }, mac),
  );
  if (first === 'other') return keyUsedBefore();
  if (
    particulars.length > 0 &&
    (await tools.sealed.sealFirst(referralId, council, particulars, sealedUntil(facts.children, now))) ===
      'taken'
  )
    return sealedDiffers();
  const fingerprints = fingerprintsUnder(
    await tools.fingerprintKey.all(),
    identified(particulars, facts.children),
  );
  const message: ReferralReceivedV2 = {
    id: `api:${referralId}`,
    type: 'referral-received.v2',
    at: now,
    actor: { kind: 'entry-authority', code: council },
    data: {
      referralId,
      channel: 'api',
      facts,
      ...(fingerprints.length === 0 ? {} : { fingerprints: [...fingerprints] }),
    },
  };
  await tools.referrals.publish([{ id: message.id, body: JSON.stringify(message) }]);
  return taken({
    reference,
    statusUrl: statusUrl(reference),
    words:
      'We have your referral and look at it within moments. Ask at the status address how it goes on; what needs you comes by email too.',
    missing: whatIsMissing(facts, particulars, tools.policy, londonDate(now)),
    toCheck: placed(doubtsOf(request, londonDate(now))),
  });
}
