import { type Area, areaOf } from './past.ts';

const EARTH_KM = 6371;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Kilometres over the earth's surface between the central points of two areas: for comparisons, not for journeys. */
const between = (a: Area, b: Area): number => {
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const h =
    half(a.latitude, b.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * EARTH_KM * Math.asin(Math.sqrt(h));
};

const known = new Map<string, number>();

/** Kilometres between two councils, by code. */
export const kilometres = (from: string, to: string): number => {
  const key = from < to ? `${from} ${to}` : `${to} ${from}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const [a, b] = [areaOf.get(from), areaOf.get(to)];
  if (a === undefined || b === undefined)
    throw new RangeError(`No central point is known for ${from} or ${to}`);
  const distance = between(a, b);
  known.set(key, distance);
  return distance;
};
