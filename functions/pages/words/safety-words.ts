import type { Case } from '../../../shared/core/case/case.ts';
import { hasSafetyFacts, warningsOf } from '../../../shared/core/case/safety.ts';
import { isToAvoid } from '../../../shared/core/referral/areas-to-avoid.ts';
import { plural } from '../../../shared/words/counting.ts';
import type { Row } from '../forms/answer-words.ts';
import type { Section } from '../views/page-model.ts';
import { factWords } from './fact-words.ts';

/** A council that is asked learns of the areas to avoid only whether its own is one: the others are where somebody may look for the child. */
function areasRow(facts: Case['facts'], asked: string | undefined): readonly Row[] {
  const { areasToAvoid = [] } = facts;
  if (areasToAvoid.length === 0) return [];
  const many = plural(areasToAvoid.length, 'area');
  const value =
    asked === 'lead'
      ? `${many}. None is that of a council which you can choose`
      : asked === undefined
        ? factWords('areasToAvoid', areasToAvoid)
        : isToAvoid(facts, asked)
          ? `${many}, and yours is one`
          : `${many}, not yours. Once you have accepted you see which, before you choose where the child lives`;
  return [{ label: 'Areas to avoid', value }];
}

/**
 * What keeps the child safe, for whoever chooses where the child lives; no section where nothing is known that matters.
 *
 * @param asked the council that is asked and has not said yes; or the lead of a region, who chooses one to be asked
 */
export function safetySection(theCase: Case, now: string, asked?: string | 'lead'): readonly Section[] {
  if (!hasSafetyFacts(theCase, now)) return [];
  const { facts } = theCase;
  const points = warningsOf(theCase, now).map(({ words }) => words);
  const rows: readonly Row[] = [
    ...areasRow(facts, asked),
    ...(facts.familyInUk === undefined || facts.familyInUk === 'none'
      ? []
      : [{ label: 'Family in the UK', value: factWords('familyInUk', facts.familyInUk) }]),
    ...(facts.links === undefined || facts.links.length === 0
      ? []
      : [{ label: 'Links', value: factWords('links', facts.links) }]),
  ];
  return [
    {
      heading: 'What keeps the child safe',
      ...(rows.length === 0 ? {} : { rows }),
      ...(points.length === 0 ? {} : { points }),
    },
  ];
}
