import { checkAllocation, decisionHash, inputsFor } from '../../shared/core/allocation/allocation.ts';
import { possibleDuplicate } from '../../shared/core/allocation/possible-duplicate.ts';
import { agesFrom } from '../../shared/core/calendar/ages.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { CommandContext, Outcome } from '../../shared/core/case/command.ts';
import { leadsChoice } from '../../shared/core/case/commands/answer-region.ts';
import { decide } from '../../shared/core/case/commands/decide.ts';
import { heldByOwnOffers } from '../../shared/core/case/kept-offers.ts';
import { defined } from '../../shared/core/defined.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { datesOfBirthIn } from '../../shared/core/referral/particulars.ts';
import { type Comparison, comparedWith } from '../../shared/core/referral/same-child.ts';
import type { CaseStore } from '../../shared/ports/case-store.ts';
import type { SchemeView } from '../../shared/ports/council-store.ts';
import type { SealedStore } from '../../shared/ports/sealed-store.ts';
import { batchToJoin } from './batch-to-join.ts';

/**
 * Runs the allocation check on a case that waits for it, and keeps what the decision rests on before anything is
 * committed: kept inputs without a decision harm nobody, a decision without its inputs could not be explained.
 */
export async function checkCase(
  tools: {
    readonly cases: Pick<CaseStore, 'keepDecision' | 'neededBy' | 'read'>;
    readonly sealed: Pick<SealedStore, 'datesOfBirth' | 'particularsAfter'>;
  },
  subject: Case,
  view: SchemeView,
  policy: Policy,
  context: CommandContext,
  /** An amendment that the case has, or has with this commit: what it keeps sealed counts. */
  amendmentId?: string,
): Promise<Outcome> {
  const today = londonDate(context.now);
  const { referralId } = subject;
  const born =
    amendmentId === undefined
      ? await tools.sealed.datesOfBirth(referralId)
      : datesOfBirthIn(await tools.sealed.particularsAfter(referralId, amendmentId));
  const ages = agesFrom(born, today);
  const excluded = [...new Set([...subject.excluded, ...(context.noPlaceAt ?? [])])];
  const comparisons = await comparisonsOf(tools.cases, subject);
  const inputs = inputsFor(
    view,
    {
      ...subject,
      excluded,
      holds: heldByOwnOffers(subject),
      ...defined({ leadChose: leadsChoice(subject) }),
    },
    policy,
    today,
    ages,
    comparisons,
  );
  const decision = checkAllocation(inputs);
  const hash = decisionHash(inputs);
  await tools.cases.keepDecision(subject.id, hash, canonicalJson(inputs));
  const joins = await batchToJoin(tools.cases, subject, decision, context.now);
  const command = { kind: 'allocate', decision, decisionHash: hash, ...defined({ joins }) } as const;
  return decide(subject, command, context, { policy, view });
}

/** How the case compares, as both are now, with each other that it may be held for. */
async function comparisonsOf(cases: Pick<CaseStore, 'read'>, subject: Case): Promise<readonly Comparison[]> {
  const asked = (subject.possibleDuplicates ?? []).filter(
    (other) => !subject.cleared.includes(possibleDuplicate(other)),
  );
  const others = await Promise.all(asked.map((other) => cases.read(other)));
  return others.filter((other) => other !== undefined).map((other) => comparedWith(subject, other));
}
