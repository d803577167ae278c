import { asciiDomain } from './ascii-domain.ts';
import { Malformed, Scanner } from './scanner.ts';

/** The one mailbox of a From. */
export interface FromAddress {
  /** Lower case. */
  readonly address: string;
  /** As DNS has it. */
  readonly domain: string;
}

/** Long enough for a name in encoded words; what is longer was not written to be read. */
const MOST_CHARS = 2_000;

/** RFC 6532: what is not ASCII may stand in a name, never in an address. */
const ATOM = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\u{10ffff}]+/uy;
const DOMAIN_ATOM = /[A-Za-z0-9\-_\u0080-\u{10ffff}]+/uy;
const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;

/** What may stand before a `<`, a `:` or an `@`: a word, or the full stop between two. */
interface Word {
  readonly text: string;
  readonly isStop: boolean;
}
type Words = readonly Word[];

/**
 * The address of a From that names one mailbox, alone or in a group, by the grammar of RFC 5322 and RFC 6854; undefined for
 * whatever does not keep to it, or names none or several. Of the obsolete forms only white space, comments and full stops
 * between the words are read: routes and empty places in lists have not been written for decades, but by whoever wants two
 * programs to read two addresses. What is no grammar's and is read all the same is an address before another of its domain.
 */
export function fromAddress(value: string): FromAddress | undefined {
  if (value.length > MOST_CHARS) return undefined;
  try {
    const scanner = new Scanner(value);
    const found = mailboxOrGroup(scanner);
    scanner.skip();
    return scanner.done ? found : undefined;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function mailboxOrGroup(scanner: Scanner): FromAddress {
  const words = wordsAt(scanner);
  if (!scanner.peek(':')) return mailbox(scanner, words);
  if (!isPhrase(words)) throw new Malformed();
  scanner.expect(':');
  const only = mailbox(scanner, wordsAt(scanner));
  scanner.skip();
  scanner.expect(';');
  return only;
}

/** A mailbox of which the words before its `<` or `@` were read. */
function mailbox(scanner: Scanner, words: Words): FromAddress {
  if (!scanner.take('@')) {
    if (words.length > 0 && !isPhrase(words)) throw new Malformed();
    return inBrackets(scanner);
  }
  const first = addressOf(localPart(words), domainAt(scanner));
  scanner.skip();
  if (!scanner.peek('<')) return first;
  // Programs put an address where a name belongs, without the quotes. Of one domain the two are one council's.
  const address = inBrackets(scanner);
  if (address.domain !== first.domain) throw new Malformed();
  return address;
}

function inBrackets(scanner: Scanner): FromAddress {
  scanner.expect('<');
  const local = localPart(wordsAt(scanner));
  scanner.expect('@');
  const found = addressOf(local, domainAt(scanner));
  scanner.expect('>');
  return found;
}

function wordsAt(scanner: Scanner): Words {
  const words: Word[] = [];
  for (;;) {
    scanner.skip();
    const quoted = scanner.quoted();
    const text = quoted ?? scanner.run(ATOM);
    if (quoted !== undefined || text !== '') words.push({ text, isStop: false });
    else if (scanner.take('.')) words.push({ text: '.', isStop: true });
    else return words;
  }
}

const isPhrase = ([first]: Words): boolean => first?.isStop === false;

/** Words with one full stop between each. One in quotes stands for what it says, when that needed no quotes. */
function localPart(words: Words): string {
  const apart = words.every(({ isStop }, at) => isStop === (at % 2 === 1));
  const local = words.map(({ text }) => text).join('');
  if (!apart || local.length > 64 || !DOT_ATOM.test(local)) throw new Malformed();
  return local;
}

/** No literal: an address of a machine is no council's domain. */
function domainAt(scanner: Scanner): string {
  let name = '';
  do {
    scanner.skip();
    const label = scanner.run(DOMAIN_ATOM);
    if (label === '') throw new Malformed();
    name += name === '' ? label : `.${label}`;
    scanner.skip();
  } while (scanner.take('.'));
  return name;
}

function addressOf(local: string, name: string): FromAddress {
  const domain = asciiDomain(name);
  if (domain === undefined) throw new Malformed();
  return { address: `${local.toLowerCase()}@${domain}`, domain };
}
