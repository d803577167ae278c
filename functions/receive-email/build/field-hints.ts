import { MOST_LANGUAGES } from '../../../events/languages.ts';
import { missingFacts } from '../../../shared/core/allocation/missing-facts.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import { type FactField, factLabels } from '../../../shared/words/fact-labels.ts';
import { avoidReason, council, diet, healthKind, isDay, month, need, readers, yesOrNo } from '../answers.ts';

const DAY = 'Like 23/11/2026.';

/** Where the way of reading does not say enough. */
const own: Readonly<Partial<Record<FactField, string>>> = {
  links:
    'Councils where the child has family, a sibling or a community: Leeds (family); Kent (community). Or: none.',
  areasToAvoid:
    'Council areas where the child would not be safe, your own too: Leeds; Kent; or a whole region: London. Or: none.',
  placementKind: `One of: ${choicesFor('placementKind').join(', ')}.`,
  needs: `Any of: ${need.choices.join('; ')}. Or: none.`,
  turns18Month: 'Only if you do not know the date of birth. Like May 2028.',
  settledSince: `Only if the child has lived in one place for some time. ${DAY}`,
  inReception: 'Yes for a child who waits in a reception centre, from which children move on.',
  proposedMoveOn: `If you have a day in mind. ${DAY}`,
  claimedBirth: `Only if it is another date than the one you work with; the same for the others. ${DAY}`,
  claimedBirthSource: 'Who the child told, and when.',
  documentedBirth: DAY,
  documentedBirthSource: 'Which document, and who saw it when.',
  assessedBirth: DAY,
  assessedBirthSource: 'Who assessed it, and when.',
  nhsNumber: 'Ten digits.',
  timesMissing: 'A number.',
  lastMissingMonth: 'Only if you do not know the day. Like October 2026.',
  healthKinds: `Any of ${healthKind.choices.join('; ')}. Or none.`,
  languageCodes: `Up to ${MOST_LANGUAGES}, best first, like Tigrinya; Arabic.`,
  diet: `Any of ${diet.choices.join('; ')}. Or none.`,
  presentedTo: 'Its name, like Leeds.',
  solicitor: 'Name and telephone number; the same for the others.',
  bestInterests: 'Why you think that a move is in the child\u2019s best interests.',
  whyToAvoid: `Only if there are areas to avoid, the main reason. One of: ${avoidReason.choices.join('; ')}.`,
  ageAssessmentLedBy: 'The council that leads it, or made it. Like Leeds.',
};

/** What the allocation check asks when a fact is missing, by its field. */
const questions: ReadonlyMap<string, string> = new Map(
  missingFacts(
    {
      facts: { entryAuthority: 'E10000016', children: [{ number: 1 }] },
      turned18: [],
      ages: [],
      today: '2026-01-01',
      councils: [],
    },
    policyNamed('nts-2025'),
  ).map(({ field, words }) => [field.replace('children.1.', ''), words]),
);

/** What to write for a field. It follows from how the answer is read and asked for, so that a new field has its hint. */
export function hintFor(field: FactField): string {
  const reader: unknown = readers[field];
  const said = own[field];
  if (said !== undefined) return said;
  const question = questions.get(field);
  const choices = choicesFor(field);
  if (reader === yesOrNo) return question ?? 'Answer yes or no.';
  const how = choices.length > 0 ? `One of: ${choices.join(', ')}.` : howOf(field);
  return [question, how].filter((words) => words !== undefined && words !== '').join(' ');
}

const howOf = (field: FactField): string => {
  const reader: unknown = readers[field];
  if (isDay(field)) return DAY;
  if (reader === month) return 'Like May 2028.';
  return reader === council ? 'The name of a council, like Leeds.' : '';
};

/** The answers to choose from; none for what is written freely. */
export function choicesFor(field: FactField): readonly string[] {
  const reader: unknown = readers[field];
  if (reader === yesOrNo) return ['yes', 'no'];
  return typeof reader === 'function' && 'choices' in reader ? (reader.choices as readonly string[]) : [];
}

export const fields = Object.keys(factLabels) as readonly FactField[];
