import { isToAvoid } from '../../shared/core/referral/areas-to-avoid.ts';
import { OWN_AREA_WORDS } from '../../shared/core/referral/referral-request.ts';
import { factLabels } from '../../shared/words/fact-labels.ts';
import type { Draft } from './draft.ts';

/** A draft without its own council among the areas to avoid; its sender is told. */
export function withoutOwnArea(draft: Draft, council: string): Draft {
  if (!isToAvoid(draft.facts, council)) return draft;
  return {
    ...draft,
    facts: {
      ...draft.facts,
      areasToAvoid: draft.facts.areasToAvoid?.filter((code) => code !== council),
    },
    problems: [
      ...draft.problems,
      { where: `${draft.where}, ${factLabels.areasToAvoid}`, words: OWN_AREA_WORDS },
    ],
  };
}
