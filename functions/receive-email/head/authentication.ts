import { asciiDomain, isAligned } from './ascii-domain.ts';
import { Malformed, Scanner } from './scanner.ts';

/** What SES found out about who sent a mail. */
export interface Authentication {
  readonly spf: boolean;
  readonly dkim: boolean;
  readonly dmarc: boolean;
}

const nothing: Authentication = { spf: false, dkim: false, dmarc: false };

/** One method's result: `dmarc=pass header.from=kent.gov.uk`. */
interface Result {
  readonly method: string;
  /** Lower case. */
  readonly word: string;
  readonly properties: ReadonlyMap<string, string>;
}

const SES = 'amazonses.com';
const KEYWORD = /[A-Za-z][A-Za-z0-9-]*/y;
const PROPERTY = /[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z][A-Za-z0-9_-]*)?/y;
const VALUE = /[^\s;()"\\,<>\u0080-\uffff]+/y;
/** What the sender said in SMTP, or nothing. No quotes and no comments: those would be the sender's too. */
const FROM_THE_WIRE = /[^\s;()"\\,<>\u0080-\uffff]*/y;
/** RFC 7208, section 9.1; SES writes the first three. */
const spfKeys: ReadonlySet<string> = new Set([
  'client-ip',
  'envelope-from',
  'helo',
  'problem',
  'receiver',
  'identity',
  'mechanism',
]);

/**
 * What `Authentication-Results` of SES says for a mail that claims to be from a domain.
 *
 * SES ends the properties of SPF with `;` where RFC 8601 has a space, so that they read as methods of their own, and it repeats
 * envelope and HELO in them, which are the sender's words. The same words stand in `Received-SPF`, alone: so that has to keep to
 * its own grammar to its end and to say the same, and a sender who wrote `; dmarc=pass` there is found out even where SES has no
 * result of DMARC to contradict it.
 *
 * SPF and DMARC have one result each. Signatures may be many, and one that was broken on the way is honest (RFC 8601, section
 * 2.7.1): one that holds is asked for. DMARC speaks of the domain in From and of no other, and SPF or a signature that holds has to be of that domain.
 */
export function authenticationOf(
  domain: string,
  authenticationResults: string,
  receivedSpf: string,
): Authentication {
  try {
    return judged(domain, resultsIn(authenticationResults), spfIn(receivedSpf));
  } catch (error) {
    if (error instanceof Malformed) return nothing;
    throw error;
  }
}

function judged(domain: string, results: readonly Result[], told: Result): Authentication {
  const of = (method: string) => results.filter((result) => result.method === method);
  const holding = of('dkim').filter(({ word }) => word === 'pass');
  const [spf, ...moreSpf] = of('spf');
  const [dmarc, ...moreDmarc] = of('dmarc');
  if (spf === undefined || moreSpf.length > 0 || moreDmarc.length > 0 || !saysTheSame(spf, told))
    return nothing;
  const spoken = [...(spf.word === 'pass' ? [senderOf(told)] : []), ...holding.map(signerOf)];
  return {
    spf: spf.word === 'pass',
    dkim: holding.length > 0,
    dmarc:
      dmarc?.word === 'pass' &&
      asciiDomain(dmarc.properties.get('header.from') ?? '') === domain &&
      spoken.some((name) => name !== undefined && isAligned(name, domain)),
  };
}

const saysTheSame = (spf: Result, told: Result): boolean =>
  spf.word === told.word &&
  [...spfKeys].every((key) => {
    const said = spf.properties.get(key);
    return said === undefined || said === told.properties.get(key);
  });

const domainIn = (address: string): string | undefined =>
  asciiDomain(address.slice(address.lastIndexOf('@') + 1));

/** The domain that SPF speaks of: the envelope's, or for mail without a sender the one in HELO. */
const senderOf = ({ properties }: Result): string | undefined =>
  domainIn(properties.get('envelope-from') || (properties.get('helo') ?? ''));

const signerOf = ({ properties }: Result): string | undefined =>
  domainIn(properties.get('header.d') ?? properties.get('header.i') ?? '');

/** @throws Malformed */
function resultsIn(value: string): readonly Result[] {
  const scanner = new Scanner(value);
  scanner.skip();
  if (scanner.run(/[A-Za-z0-9.-]+/y) !== SES) throw new Malformed();
  scanner.skip();
  const version = scanner.run(/\d+/y);
  if (version !== '' && version !== '1') throw new Malformed();
  const results: Result[] = [];
  for (;;) {
    scanner.skip();
    if (scanner.done) return results;
    scanner.expect(';');
    scanner.skip();
    if (scanner.done) return results;
    const method = scanner.run(KEYWORD).toLowerCase();
    const last = results.at(-1);
    if (spfKeys.has(method)) {
      if (last?.method !== 'spf') throw new Malformed();
      put(last, method, saidOnTheWire(scanner));
    } else results.push(resultAt(scanner, method));
  }
}

/** @throws Malformed */
function resultAt(scanner: Scanner, method: string): Result {
  scanner.skip();
  if (scanner.take('/')) {
    scanner.skip();
    if (scanner.run(/1(?!\d)/y) === '') throw new Malformed();
    scanner.skip();
  }
  scanner.expect('=');
  scanner.skip();
  const word = scanner.run(KEYWORD).toLowerCase();
  if (method === '' || word === '') throw new Malformed();
  const result = { method, word, properties: new Map<string, string>() };
  for (;;) {
    scanner.skip();
    if (scanner.done || scanner.peek(';')) return result;
    const name = scanner.run(PROPERTY).toLowerCase();
    if (method === 'spf' && spfKeys.has(name)) put(result, name, saidOnTheWire(scanner));
    else if (name === 'reason' || name.includes('.')) put(result, name, valueAt(scanner));
    else throw new Malformed();
  }
}

function valueAt(scanner: Scanner): string {
  scanner.skip();
  scanner.expect('=');
  scanner.skip();
  const value = scanner.quoted() ?? scanner.run(VALUE);
  if (value === '') throw new Malformed();
  return value;
}

function saidOnTheWire(scanner: Scanner): string {
  scanner.expect('=');
  const said = scanner.run(FROM_THE_WIRE);
  scanner.skipSpace();
  if (!scanner.done && !scanner.peek(';')) throw new Malformed();
  return said;
}

function put(result: Result, name: string, value: string): void {
  if (result.properties.has(name)) throw new Malformed();
  (result.properties as Map<string, string>).set(name, value);
}

/** `Received-SPF`, which says nothing but what SPF found, and about whom. @throws Malformed */
function spfIn(value: string): Result {
  const scanner = new Scanner(value);
  scanner.skip();
  const result: Result = {
    method: 'spf',
    word: scanner.run(KEYWORD).toLowerCase(),
    properties: new Map<string, string>(),
  };
  for (;;) {
    scanner.skip();
    if (scanner.done) return result;
    const key = scanner.run(KEYWORD).toLowerCase();
    if (!spfKeys.has(key)) throw new Malformed();
    put(result, key, saidOnTheWire(scanner));
    scanner.take(';');
  }
}
