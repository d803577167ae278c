import type { ChildFacts, ChildFingerprints } from '../../events/referral.ts';
import { fingerprintsUnder, identifies } from '../core/fingerprints.ts';
import { type ChildParticulars, sealedUntil } from '../core/particulars.ts';
import type { SealedStore } from '../ports/sealed-store.ts';
import type { SigningKey } from '../ports/secrets.ts';

/**
 * Seals particulars that an amendment gives. Where they say who a child is, the fingerprints are made anew, of all that is then
 * sealed: a date of birth that comes later completes a name that came first.
 *
 * @returns what the amendment has to say of it
 */
export async function sealAmendment(
  {
    sealed,
    fingerprintKey,
  }: { readonly sealed: Pick<SealedStore, 'addParticulars'>; readonly fingerprintKey: SigningKey },
  {
    referralId,
    children,
    particulars,
    now,
  }: {
    readonly referralId: string;
    /** The children as they are after it. */
    readonly children: readonly Pick<ChildFacts, 'turns18Month'>[];
    readonly particulars: readonly ChildParticulars[];
    readonly now: string;
  },
): Promise<{ readonly sealedChanged?: true; readonly fingerprints?: ChildFingerprints[] }> {
  if (particulars.length === 0) return {};
  const all = await sealed.addParticulars(referralId, particulars, sealedUntil(children, now));
  return identifies(particulars)
    ? { sealedChanged: true, fingerprints: [...fingerprintsUnder(await fingerprintKey.all(), all)] }
    : { sealedChanged: true };
}
