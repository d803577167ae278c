import type { ChildFacts, ChildFingerprints } from '../../events/referral.ts';
import { fingerprintsUnder, identified, identifies } from '../core/referral/fingerprints.ts';
import { amendmentKeptUntil, type ChildParticulars } from '../core/referral/particulars.ts';
import type { SealedStore } from '../ports/sealed-store.ts';
import type { SigningKey } from '../ports/secrets.ts';

/** Whether nothing is given but the council's own reference: that is said, so that no other council is told of a change. */
const isOnlyOwnReference = (particulars: readonly ChildParticulars[]): boolean =>
  particulars.every(({ number: _, ...given }) => Object.keys(given).join() === 'ownReference');

/**
 * Keeps the particulars that an amendment gives until the case has taken it: what is sealed does not change before, and never when it is
 * refused. Where they say who a child is, the fingerprints are made anew, of all that is sealed then: a date of birth that comes later
 * completes a name that came first.
 *
 * @returns what the amendment has to say of it, and all that will be sealed of the children; 'taken' when something else is kept under
 * its id
 */
export async function sealAmendment(
  {
    sealed,
    fingerprintKey,
  }: {
    readonly sealed: Pick<SealedStore, 'keepAmendment' | 'particulars'>;
    readonly fingerprintKey: SigningKey;
  },
  {
    referralId,
    amendmentId,
    owner,
    particulars,
    children,
    now,
  }: {
    readonly referralId: string;
    /** The `cause` by which the amendment will stand in the trail. */
    readonly amendmentId: string;
    /** The entry authority of the referral's case. */
    readonly owner: string;
    readonly particulars: readonly ChildParticulars[];
    /** The children's facts as they then are: of some only the month of birth is known. */
    readonly children: readonly ChildFacts[];
    readonly now: string;
  },
): Promise<
  | {
      readonly said: {
        readonly sealedChanged?: true;
        readonly fingerprints?: ChildFingerprints[];
        readonly sealedFields?: string[];
      };
      readonly all: readonly ChildParticulars[];
    }
  | 'taken'
> {
  if (particulars.length === 0) return { said: {}, all: await sealed.particulars(referralId) };
  const expiresAt = amendmentKeptUntil(now);
  const all = await sealed.keepAmendment(referralId, amendmentId, owner, particulars, now, expiresAt);
  if (all === 'taken') return 'taken';
  if (!identifies(particulars))
    return {
      said: {
        sealedChanged: true,
        ...(isOnlyOwnReference(particulars)
          ? { sealedFields: particulars.map(({ number }) => `${number}.ownReference`) }
          : {}),
      },
      all,
    };
  return {
    said: {
      sealedChanged: true,
      fingerprints: [...fingerprintsUnder(await fingerprintKey.all(), identified(all, children))],
    },
    all,
  };
}
