import { type FactField, factLabels } from '../../shared/words/fact-labels.ts';
import { plain } from './answers.ts';

const fields = new Map<string, FactField>();
for (const [field, label] of Object.entries(factLabels) as [FactField, string][]) {
  fields.set(plain(label), field);
  fields.set(plain(field.split('.').at(-1) ?? field), field);
}
for (const [label, field] of [
  ['dob', 'dateOfBirth'],
  ['full name', 'name'],
  ['gender', 'sex'],
  ['arrival date', 'arrivedOn'],
  ['date of arrival', 'arrivedOn'],
  ['asylum claim date', 'asylumClaimOn'],
] as const)
  fields.set(plain(label), field);

/** What a line or a column is about, by the words before its colon or at its head. */
export type Label =
  | { readonly kind: 'fact'; readonly field: FactField; readonly child: number | undefined }
  | { readonly kind: 'reference' }
  | { readonly kind: 'siblings' }
  | { readonly kind: 'child' }
  | { readonly kind: 'unknown' };

export function labelled(words: string): Label {
  const said = plain(words.slice(0, 60));
  if (said === 'reference') return { kind: 'reference' };
  if (said === 'siblings' || said === 'siblinggroup') return { kind: 'siblings' };
  if (said === 'child') return { kind: 'child' };
  const [, number, rest = said] = /^child(\d{1,2})(.+)$/.exec(said) ?? [];
  const field = fields.get(rest);
  return field === undefined
    ? { kind: 'unknown' }
    : { kind: 'fact', field, child: number === undefined ? undefined : Number(number) };
}

/** Our references as people copy them: any case, with or without the hyphens' neighbours. */
export const referencesIn = (text: string): readonly string[] => [
  ...new Set(text.toUpperCase().match(/\bNTS-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g) ?? []),
];
