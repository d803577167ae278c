import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';

/**
 * Of sealed details that are given, those that are not held so already, by child and field, and of which of them something else
 * is held. What they say goes no further.
 */
export function newDetails(
  held: readonly ChildParticulars[],
  given: readonly ChildParticulars[],
): {
  readonly sealedFields: string[];
  readonly sealedReplaced: string[];
} {
  const before = new Map<string, unknown>(held.flatMap(entriesOf));
  const differs = (name: string, value: unknown) => before.get(name) !== value;
  const sealedFields = given
    .flatMap(entriesOf)
    .flatMap(([name, value]) => (differs(name, value) ? [name] : []));
  return {
    sealedFields,
    sealedReplaced: sealedFields.filter((name) => before.has(name)),
  };
}

const entriesOf = ({ number, ...said }: ChildParticulars): readonly (readonly [string, unknown])[] =>
  Object.entries(said).map(([field, value]) => [`${number}.${field}`, value]);
