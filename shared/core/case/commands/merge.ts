import type { ReferralFacts } from '../../../../events/referral.ts';
import { defined } from '../../defined.ts';
import { canonicalJson } from '../../hash.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, refused, unchanged } from '../decision-draft.ts';

/** Facts, by name, in which a second referral of the same children says something else. Who referred and when, and numbers, may differ. */
const differing = (
  held: ReferralFacts,
  { entryAuthority: _, referredOn: __, ...given }: ReferralFacts,
): string[] =>
  (Object.keys(given) as (keyof typeof given)[])
    .filter((name) => canonicalJson(given[name]) !== canonicalJson(held[name] ?? null))
    .toSorted();

const whoTheyAre = ({
  facts,
  fingerprints,
}: Extract<Command, { kind: 'merge' }>['data']): Pick<
  NonNullable<Case['merged']>[number],
  'children' | 'fingerprints'
> =>
  fingerprints === undefined
    ? {}
    : {
        children: facts.children.map(({ number, sex, turns18Month }) => ({
          number,
          ...defined({ sex, turns18Month }),
        })),
        fingerprints,
      };

/**
 * A referral turned out to be about the children of this case. Nothing that was said first changes; people are told in what
 * the second differs.
 */
export const merge = (
  draft: DecisionDraft,
  { data, reference, claims }: Extract<Command, { kind: 'merge' }>,
): Outcome => {
  const { case: before } = draft;
  const earlier = before.merged?.find(({ referralId }) => referralId === data.referralId);
  if (earlier?.undone)
    return refused('kept-apart', 'A coordinator found that this referral is about somebody else.');
  if (earlier !== undefined) return unchanged('This referral was merged already.');
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
      ...defined({ fingerprints: data.fingerprints }),
      ...(council === before.facts.entryAuthority ? {} : { concerned: [council] }),
      differing: differing(before.facts, data.facts),
    },
    {
      merged: [
        ...(before.merged ?? []),
        { referralId: data.referralId, reference, council, ...whoTheyAre(data) },
      ],
    },
  );
  return changed(draft, { merged: { reference, council }, ...defined({ claims }) });
};

/**
 * A coordinator finds that a referral that was merged into this case is about somebody else. It gets a case of its own, under the reference
 * that its sender was given, once this is known (functions/allocate-referral); nothing else of this case moves.
 */
export const undoMerger = (
  draft: DecisionDraft,
  { reference, note }: Extract<Command, { kind: 'undo-merger' }>,
): Outcome => {
  const { merged = [], facts } = draft.case;
  const merger = merged.findLast((one) => one.reference === reference);
  if (merger === undefined)
    return refused(
      'no-such-merger',
      `No referral with the reference ${reference} was merged into this case.`,
    );
  if (merger.undone) return unchanged('This merger was undone already.');
  const { referralId, council } = merger;
  record(
    draft,
    'merger-undone.v1',
    {
      referralId,
      reference,
      council,
      ...(council === facts.entryAuthority ? {} : { concerned: [council] }),
      note,
    },
    { merged: merged.map((one) => (one === merger ? { ...one, undone: true as const } : one)) },
  );
  return changed(draft, { unmerged: reference });
};
