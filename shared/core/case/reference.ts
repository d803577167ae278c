import { createHash } from 'node:crypto';
import { CaseReference } from '../../../events/envelope.ts';

/** Crockford's base 32: no I, L, O or U, so that a reference survives being read out on the telephone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A reference however a person wrote it down: "nts eqxn m0j3", "EQXNM0J3"; letters that the alphabet has not are the figures they are
 * taken for. Undefined for what is none.
 */
export function typedReference(text: string): string | undefined {
  const [, first, second] =
    /^(?:NTS)?([0-9A-Z]{4})([0-9A-Z]{4})$/.exec(text.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const figures = (letters: string) => letters.replaceAll(/[IL]/g, '1').replaceAll('O', '0');
  const found = CaseReference.safeParse(`NTS-${figures(first)}-${figures(second)}`);
  return found.data;
}

/** A reference in the path of an address, whether that comes as it was sent or already decoded. Undefined for what is none. */
export function addressedReference(part: string): string | undefined {
  try {
    return typedReference(decodeURIComponent(part));
  } catch {
    return undefined;
  }
}

/**
 * The case's opaque reference, derived from the sender's referral id: the same referral always finds its case. It is a hash, so it
 * says nothing about the child. `attempt` counts from 1; when a reference belongs to another referral, use the next.
 * Forty bits: among a hundred thousand referrals about one in two hundred needs a second attempt anywhere.
 */
export const caseReference = (referralId: string, attempt: number): string => {
  const bytes = createHash('sha256').update(`${referralId.toLowerCase()}#${attempt}`).digest();
  let bits = 0n;
  for (const byte of bytes.subarray(0, 5)) bits = bits * 256n + BigInt(byte);
  const letters = Array.from({ length: 8 }, (_, place) =>
    alphabet.charAt(Number((bits >> BigInt(5 * (7 - place))) & 31n)),
  );
  return `NTS-${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
};
