import type { DataOf } from '../../../events/catalogue.ts';

/** A referral that came before, and has ended, of a child who may be one of the case. */
export type EarlierReferral = DataOf<'earlier-referral-found.v1'>['referrals'][number];

/** Ends that leave open whether there is a child to place at all, whoever refers them. */
const bearAlways: readonly EarlierReferral['ended'][] = ['assessed-as-adult', 'turned-18', 'died', 'missing'];
/** Ends after which a council has the child in care. */
const keepInCare: readonly EarlierReferral['ended'][] = ['in-care', 'stayed'];

/**
 * Whether how an earlier referral ended bears on placing the child anew: by it they may be no child, or another council may have them in
 * care. Any other end, such as a withdrawal, leaves a child who needs a place.
 */
export const bearsOn = (
  { ended, responsible }: Pick<EarlierReferral, 'ended' | 'responsible'>,
  entryAuthority: string,
): boolean => bearAlways.includes(ended) || (keepInCare.includes(ended) && responsible !== entryAuthority);
