import { endedWords, hasEnded, insteadWords, successorsOf } from '../../shared/core/calendar/in-force.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { listWords } from '../../shared/words/counting.ts';
import { type FactField, factLabels } from '../../shared/words/fact-labels.ts';
import type { Draft } from './draft.ts';
import type { Problem } from './said.ts';

/** Who took over from a council that has ended, to its sender: of an area to avoid nobody need ask which of them is meant. */
function tookOver(field: FactField, code: string, today: string): string {
  return field === 'areasToAvoid'
    ? `${endedWords(code, today)}. We keep the child from ${listWords([code, ...successorsOf(code)].map(authorityName))}.`
    : (insteadWords(code, today) ?? '');
}

/** A draft whose sender is told of each council that it names and that has ended. @param today Europe/London, YYYY-MM-DD */
export function withSuccessorsTold(draft: Draft, today: string): Draft {
  const { links = [], areasToAvoid = [], presentedTo, children = [] } = draft.facts;
  const named: readonly (readonly [FactField, readonly (string | undefined)[]])[] = [
    ['links', links.map(({ council }) => council)],
    ['areasToAvoid', areasToAvoid],
    ['presentedTo', [presentedTo]],
    ['ageAssessmentLedBy', children.map(({ ageAssessmentLedBy }) => ageAssessmentLedBy)],
  ];
  const told = named.flatMap(([field, codes]) =>
    [...new Set(codes)].flatMap((code): readonly Problem[] =>
      code !== undefined && hasEnded(code, today)
        ? [{ where: `${draft.where}, ${factLabels[field]}`, words: tookOver(field, code, today) }]
        : [],
    ),
  );
  return told.length === 0 ? draft : { ...draft, problems: [...draft.problems, ...told] };
}
