import type { Item } from './attributes.ts';

/** Everything that headroom follows from, besides the policy. What a council volunteers to take changes with its trail, and may be absent. */
const counts = ['childPopulation', 'caredForCount', 'netSince', 'incoming', 'held', 'trailNumber'] as const;

/** Condition: no count has changed since an item was read. Its values come from `countsSeen`. */
export const sameCounts = counts.map((name) => `${name} = :seen_${name}`).join(' AND ');

/** The counts of an item as it was read, as values of the condition `sameCounts`. */
export const countsSeen = (stored: Item): Item =>
  Object.fromEntries(counts.flatMap((name) => (stored[name] ? [[`:seen_${name}`, stored[name]]] : [])));
