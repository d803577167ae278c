import { domainToASCII, domainToUnicode } from 'node:url';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN = new RegExp(`^(?=.{1,253}$)(?:${LABEL}\\.)+(?!\\d+$)${LABEL}$`);

/** ASCII alone: elsewhere other letters fold to these, such as the sign for kelvin to a k. */
const folded = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/**
 * A domain as DNS has it, in lower case, so that two that are one compare alike; undefined when it is none. A name that only
 * looks like another (full-width letters, a full stop of another script, a letter that is not seen) is none.
 */
export function asciiDomain(name: string): string | undefined {
  const lower = folded(name).normalize('NFC');
  const ascii = domainToASCII(lower);
  if (!DOMAIN.test(ascii)) return undefined;
  return lower === ascii || lower === domainToUnicode(ascii) ? ascii : undefined;
}

/** Whether two domains are one, or one lies within the other: what DMARC calls relaxed, but for names beside each other. */
export const isAligned = (one: string, other: string): boolean =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
