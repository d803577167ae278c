import type { RequestFlaw } from '../../shared/core/referral/referral-request.ts';
import { factLabels } from '../../shared/words/fact-labels.ts';

const labels: Readonly<Record<string, string>> = factLabels;

const within = (value: unknown, part: string | number): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined;

/**
 * Where a flaw stands: "children 1, Date of birth". A name that we do not know is its sender's, and may be a child's: such a field is
 * counted ("field 3"), not named.
 */
export function placeInWords(
  { path, unknown }: RequestFlaw & { readonly unknown?: boolean },
  given: unknown,
): string {
  const words: string[] = [];
  let value = given;
  for (const [at, part] of path.entries()) {
    const last = words.length - 1;
    if (typeof part === 'number') words[last] = `${words[last]} ${part + 1}`;
    else if (unknown === true && at === path.length - 1)
      words.push(`field ${Object.keys(value ?? {}).indexOf(part) + 1}`);
    else if (part !== 'definition' || path.length === 1)
      words.push(labels[part] ?? labels[`${path[at - 1]}.${part}`] ?? part);
    value = within(value, part);
  }
  return words.join(', ');
}
