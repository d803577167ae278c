import { byFirstCode } from '../../../events/former-codes.ts';
import type { ReferralFacts } from '../../../events/referral.ts';
import { isToAvoid, wholeArea } from '../referral/areas-to-avoid.ts';

/** What a case says of areas to avoid, and what e-mails that wait for confirmation say. */
interface Said {
  readonly facts: Pick<ReferralFacts, 'areasToAvoid'>;
  readonly proposals?: readonly { readonly facts: Partial<ReferralFacts> }[];
}

/**
 * Areas that the case does not say to avoid, and an e-mail that waits for confirmation does, whoever has them since. Until it is answered nobody there is newly
 * asked and no move there is arranged: a child is not put at risk by our waiting, and a forged e-mail undoes nothing by it.
 */
export const areasInQuestion = ({ proposals = [], facts }: Said): readonly string[] =>
  [...new Set(proposals.flatMap(({ facts: proposed }) => (proposed.areasToAvoid ?? []).flatMap(wholeArea)))]
    .filter((area) => !isToAvoid(facts, area))
    .toSorted(byFirstCode);
