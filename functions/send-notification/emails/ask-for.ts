import type { DataOf } from '../../../events/catalogue.ts';
import { labelOf } from '../../../shared/words/fact-labels.ts';

type IncompleteField = DataOf<'referral-incomplete.v1'>['fields'][number];

/** What a contradiction touches, without repeating the facts themselves: they may be dates of a child's life. */
const fieldWords: Readonly<Record<string, string>> = {
  referredOn: 'the day of referral',
  asylumClaimOn: 'the day of the asylum claim',
  arrivedOn: 'the day of arrival',
  settledSince: 'the day the present placement began',
  proposedMoveOn: 'the day proposed for the move',
  links: 'the councils with a link',
  areasToAvoid: 'the areas to avoid',
  children: 'the numbering of the children',
  turns18Month: 'the month of the 18th birthday',
  placementKind: 'the kind of placement',
};

/** What an authority is asked for, and the line in which a reply gives it. */
export function askFor({ field, problem, words }: IncompleteField): string {
  const asked =
    problem === 'missing'
      ? words
      : `Check ${fieldWords[field.split('.').at(-1) ?? ''] ?? 'what you entered'}. It does not fit with something else you said. The page shows what.`;
  const label = labelOf(field);
  return label === undefined ? asked : `${asked} In a reply: "${label}: …".`;
}
