import { bearsOn, type EarlierReferral } from '../../allocation/earlier-referrals.ts';
import { type DecisionDraft, record } from '../decision-draft.ts';
import { newlyFound } from '../earlier.ts';

/** Records which earlier referrals were found, each once, for whoever has to know. */
export const recordEarlier = (draft: DecisionDraft, found: readonly EarlierReferral[] = []): void => {
  const { earlier = [], facts } = draft.case;
  const fresh = newlyFound(draft.case, found);
  if (fresh.length === 0) return;
  const concerned = fresh
    .filter((one) => bearsOn(one, facts.entryAuthority) && one.responsible !== facts.entryAuthority)
    .map(({ responsible }) => responsible);
  record(
    draft,
    'earlier-referral-found.v1',
    {
      referrals: [...fresh],
      ...(concerned.length === 0 ? {} : { concerned: [...new Set(concerned)] }),
    },
    { earlier: [...earlier, ...fresh] },
  );
};
