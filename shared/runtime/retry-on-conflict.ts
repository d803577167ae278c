import type { Pause } from './pause.ts';

/** How often something is decided again, after others moved first, before it is left to whoever asked. */
const ATTEMPTS = 5;
const WAIT_MILLISECONDS = 20;

/** Others moved first every time. Trying later helps: thrown, so that a message is retried and a sweep comes round again. */
export class TooContended extends Error {
  override readonly name = 'TooContended';
}

/**
 * Tries until an attempt stands, a little later each time, so that two that meet twice do not meet for ever; without chance, so
 * that a run can be repeated.
 *
 * @param attempt reads afresh, decides and commits; undefined when others moved first. Its number is from 1
 * @throws TooContended after five attempts
 */
export async function retryOnConflict<T>(
  pause: Pause,
  attempt: (number: number) => Promise<T | undefined>,
): Promise<T> {
  for (let number = 1; number <= ATTEMPTS; number += 1) {
    const stands = await attempt(number);
    if (stands !== undefined) return stands;
    await pause(number * WAIT_MILLISECONDS);
  }
  throw new TooContended(`Others moved first ${ATTEMPTS} times running; trying again later helps.`);
}
