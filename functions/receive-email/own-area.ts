import { publishedCouncil } from '../../shared/core/council/published-councils.ts';
import { councilsOfRegions } from '../../shared/core/council/whole-regions.ts';
import { isToAvoid } from '../../shared/core/referral/areas-to-avoid.ts';
import { OWN_AREA_WORDS } from '../../shared/core/referral/referral-request.ts';
import { factLabels } from '../../shared/words/fact-labels.ts';
import type { Draft } from './draft.ts';

/** A draft without its own council among the areas to avoid; its sender is told, unless the whole region is named. */
export function withoutOwnArea(draft: Draft, council: string): Draft {
  if (!isToAvoid(draft.facts, council)) return draft;
  const areasToAvoid = draft.facts.areasToAvoid?.filter((code) => code !== council) ?? [];
  const around = councilsOfRegions([publishedCouncil(council)?.region ?? ''], council);
  const isRegion = around.length > 0 && around.every((code) => areasToAvoid.includes(code));
  const told = { where: `${draft.where}, ${factLabels.areasToAvoid}`, words: OWN_AREA_WORDS };
  return {
    ...draft,
    facts: { ...draft.facts, areasToAvoid },
    problems: isRegion ? draft.problems : [...draft.problems, told],
  };
}
