import { warnings } from '../../../shared/core/allocation/hold-reasons.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { isToAvoid } from '../../../shared/core/referral/areas-to-avoid.ts';
import { plural } from '../../../shared/words/counting.ts';
import type { Row } from '../forms/answer-words.ts';
import type { Section } from '../views/page-model.ts';
import { factWords } from './fact-words.ts';

/** What people should know of a child although it stops nothing, each in a sentence; none of them names anybody. */
export const warningsOf = ({ facts, turned18, policy }: Case, now: string): readonly string[] =>
  warnings({ facts, turned18, ages: [], today: londonDate(now), councils: [] }, policyNamed(policy)).map(
    ({ words }) => words,
  );

/** A council that is asked learns of the areas to avoid only whether its own is one: the others are where somebody may look for the child. */
function areasRow(facts: Case['facts'], asked: string | undefined): readonly Row[] {
  const { areasToAvoid = [] } = facts;
  if (areasToAvoid.length === 0) return [];
  const many = plural(areasToAvoid.length, 'area');
  const value =
    asked === undefined
      ? factWords('areasToAvoid', areasToAvoid)
      : isToAvoid(facts, asked)
        ? `${many}, and yours is one`
        : `${many}, not yours. Once you have accepted you see which, before you choose where the child lives`;
  return [{ label: 'Areas to avoid', value }];
}

/**
 * What keeps the child safe, for whoever chooses where the child lives; no section where nothing is known that matters.
 *
 * @param asked the council that is asked and has not said yes
 */
export function safetySection(theCase: Case, now: string, asked?: string): readonly Section[] {
  const { facts } = theCase;
  const points = warningsOf(theCase, now);
  const rows: readonly Row[] = [
    ...areasRow(facts, asked),
    ...(facts.familyInUk === undefined || facts.familyInUk === 'none'
      ? []
      : [{ label: 'Family in the UK', value: factWords('familyInUk', facts.familyInUk) }]),
    ...(facts.links === undefined || facts.links.length === 0
      ? []
      : [{ label: 'Links', value: factWords('links', facts.links) }]),
  ];
  if (points.length === 0 && rows.length === 0) return [];
  return [
    {
      heading: 'What keeps the child safe',
      ...(rows.length === 0 ? {} : { rows }),
      ...(points.length === 0 ? {} : { points }),
    },
  ];
}
