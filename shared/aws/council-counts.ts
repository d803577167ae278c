import type { Declaration } from '../core/council/council.ts';
import { type Item, number } from './attributes.ts';

/** Everything that headroom follows from, besides the policy. What a council volunteers to take changes with its trail, and may be absent. */
const counts = ['childPopulation', 'caredForCount', 'netSince', 'incoming', 'held', 'trailNumber'] as const;

/** Condition: no count has changed since an item was read. Its values come from `countsSeen`. */
export const sameCounts = counts.map((name) => `${name} = :seen_${name}`).join(' AND ');

/** The counts of an item as it was read, as values of the condition `sameCounts`. */
export const countsSeen = (stored: Item): Item =>
  Object.fromEntries(counts.flatMap((name) => (stored[name] ? [[`:seen_${name}`, stored[name]]] : [])));

const LEFT = [
  ['leftFosterCare', 'fosterCare'],
  ['leftSupported', 'supportedAccommodation'],
] as const;

/** Condition: as many places of a declaration are used as when it was read. Of one that reads as unused more may be left: an older one's that came back. */
export const sameUsed = ({ used }: Declaration): string =>
  LEFT.map(([left, kind]) => `${left} ${used[kind] > 0 ? '=' : '>='} :seen_${left}`).join(' AND ');

/** The places left of it, as values of the condition `sameUsed`. */
export const leftSeen = ({ places, used }: Declaration): Item =>
  Object.fromEntries(LEFT.map(([left, kind]) => [`:seen_${left}`, number(places[kind] - used[kind])]));
