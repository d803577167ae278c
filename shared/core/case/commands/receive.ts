import { noHash } from '../../audit-trail.ts';
import type { Case } from '../case.ts';
import type { Command, CommandContext, Outcome, Scheme } from '../command.ts';
import { beginDraft, changed, record, refused, searchDue, unchanged } from '../decision-draft.ts';
import { noneFound } from '../duplicates.ts';
import { caseReference } from '../reference.ts';
import { moveByFor } from './amend.ts';
import { recordAgeKnown } from './record-age-known.ts';
import { recordEarlier } from './record-earlier.ts';

type Receive = Extract<Command, { kind: 'receive' }>;

/** A referral opens a case, once: the same referral sent again finds its case. */
export const receive = (
  current: Case | undefined,
  { data, caseId, duplicates: { possible, claims, earlier } = noneFound, openedAt: cameAt }: Receive,
  context: CommandContext,
  scheme: Scheme,
): Outcome => {
  if (current !== undefined) {
    return current.referralId === data.referralId
      ? unchanged('This referral has been received already.')
      : refused('reference-taken', 'Another referral has this reference: open the case under its next one.');
  }
  const { facts, referralId, fingerprints = [] } = data;
  const openedAt = cameAt ?? context.now;
  const opened: Case = {
    id: caseId ?? caseReference(referralId, 1),
    referralId,
    version: 0,
    lastHash: noHash,
    policy: scheme.policy.id,
    status: 'eligible',
    facts,
    openedAt,
    moveBy: moveByFor(facts, { openedAt }, scheme.policy),
    cleared: [],
    round: 0,
    offers: [],
    excluded: [],
    turned18: [],
    told: [],
    ...(fingerprints.length === 0 ? {} : { fingerprints }),
    ...(possible.length === 0 ? {} : { possibleDuplicates: possible }),
  };
  const draft = beginDraft(opened, context, scheme);
  for (const { number, turns18Month } of facts.children) {
    if (turns18Month !== undefined) draft.birthdays.push({ do: 'add', month: turns18Month, child: number });
  }
  record(draft, 'referral-received.v2', data, { stepBy: searchDue(draft) });
  recordEarlier(draft, earlier);
  recordAgeKnown(draft);
  return changed(draft, { claims });
};
