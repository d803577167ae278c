import type { Case } from '../../../shared/core/case/case.ts';
import { hasSafetyFacts, warningsOf } from '../../../shared/core/case/safety.ts';
import { isToAvoid } from '../../../shared/core/referral/areas-to-avoid.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { listWords, plural } from '../../../shared/words/counting.ts';
import type { Row } from '../forms/answer-words.ts';
import type { Section } from '../views/page-model.ts';
import { factWords } from './fact-words.ts';

/** A council that is asked, and has not said yes. */
export interface Asked {
  readonly council: string;
  /** Other councils in whose areas it usually finds children a home. */
  readonly places: readonly string[];
}

/** A council that is asked learns which areas to avoid are its own or where it usually places children: the others are where somebody may look for the child. */
function areasRow(facts: Case['facts'], asked: Asked | 'lead' | undefined): readonly Row[] {
  const { areasToAvoid = [] } = facts;
  if (areasToAvoid.length === 0) return [];
  if (asked === undefined)
    return [{ label: 'Areas to avoid', value: factWords('areasToAvoid', areasToAvoid) }];
  const many = plural(areasToAvoid.length, 'area');
  if (asked === 'lead')
    return [{ label: 'Areas to avoid', value: `${many}. None is that of a council which you can choose` }];
  const own = isToAvoid(facts, asked.council) ? 'and yours is one' : 'not yours';
  const usual = asked.places.filter((area) => isToAvoid(facts, area)).map(authorityName);
  const others =
    usual.length === 0
      ? ''
      : ` You have placed children lately where this child is not safe: ${listWords(usual)}.`;
  return [
    {
      label: 'Areas to avoid',
      value: `${many}, ${own}.${others} Once you have accepted you see them all, before you choose where the child lives`,
    },
  ];
}

/**
 * What keeps the child safe, for whoever chooses where the child lives; no section where nothing is known that matters.
 *
 * @param asked the council that is asked and has not said yes; or the lead of a region, who chooses one to be asked
 */
export function safetySection(theCase: Case, now: string, asked?: Asked | 'lead'): readonly Section[] {
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
