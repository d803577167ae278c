import type { ReferralFacts } from '../../../../events/referral.ts';
import { canonicalJson } from '../../hash.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, unchanged } from '../decision-draft.ts';

/** Facts, by name, in which a second referral of the same children says something else. Who referred and when, and numbers, may differ. */
const differing = (
  held: ReferralFacts,
  { entryAuthority: _, referredOn: __, ...given }: ReferralFacts,
): string[] =>
  (Object.keys(given) as (keyof typeof given)[])
    .filter((name) => canonicalJson(given[name]) !== canonicalJson(held[name] ?? null))
    .toSorted();

/**
 * A referral turned out to be about the children of this case. Nothing that was said first changes; people are told in what
 * the second differs.
 */
export const merge = (
  draft: DecisionDraft,
  { data, reference }: Extract<Command, { kind: 'merge' }>,
): Outcome => {
  const { case: before } = draft;
  if (before.merged?.some(({ referralId }) => referralId === data.referralId))
    return unchanged('This referral was merged already.');
  const council = data.facts.entryAuthority;
  record(
    draft,
    'referral-merged.v1',
    {
      referralId: data.referralId,
      reference,
      channel: data.channel,
      council,
      facts: data.facts,
      ...(council === before.facts.entryAuthority ? {} : { concerned: [council] }),
      differing: differing(before.facts, data.facts),
    },
    { merged: [...(before.merged ?? []), { referralId: data.referralId, reference, council }] },
  );
  return changed(draft, { merged: { reference, council } });
};
