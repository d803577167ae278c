import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';

/** Longer than any reference and any name of a council. */
const LONGEST = 60;

/** What somebody typed to look for. */
export const asSought = (typed: string): string => typed.trim().slice(0, LONGEST);

/** What is looked for, as an address says it under a name; nothing where it does not. */
export const soughtIn = ({ queryStringParameters }: PageRequest, name: string): string =>
  asSought(queryStringParameters?.[name] ?? '');

/** Whether a name holds what was typed, in whichever case. */
export const holds = (name: string, sought: string): boolean =>
  name.toLowerCase().includes(sought.toLowerCase());
