import { createHmac } from 'node:crypto';
import type { ChildFingerprints } from '../../../events/referral.ts';
import { defined } from '../defined.ts';
import type { ChildParticulars } from './particulars.ts';

/**
 * Fingerprints find the same child again without saying who the child is. Each is an HMAC under a secret key: without the key
 * nobody can make one, so nobody can try names and dates until one fits.
 *
 * Names are compared by what survives another clerk, another script and another order: see `sound`.
 */

/** Letters that Unicode does not take apart. */
const undecomposed: Readonly<Record<string, string>> = {
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ø: 'o',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/** Small words that are written or left out at will: Arabic articles and sonship, the Vietnamese middle name of women. */
const particles = new Set([
  'al',
  'el',
  'ul',
  'as',
  'ash',
  'ar',
  'an',
  'ad',
  'bin',
  'ben',
  'ibn',
  'bint',
  'thi',
]);

/** Ways to write one sound, in the order in which they are replaced. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/(.)\1+/g, '$1'],
  // Abdul Rahman, Abdulrahman, Abdurrahman, Abd al-Rahman; Abdullah, Abdallah.
  [/^abd[aeiu]l?(?=[a-z]{3})/, 'abd'],
  [/ph/g, 'f'],
  [/kh/g, 'h'],
  [/gh/g, 'g'],
  [/dh/g, 'd'],
  [/th/g, 't'],
  [/s[ch]h?/g, 's'],
  [/t[sz]/g, 's'],
  [/dj|j/g, 'g'],
  [/ck|c|q/g, 'k'],
  [/w/g, 'v'],
  [/^[aeiou]/, 'a'],
  // Vowels are what romanisations differ in: Mohammed, Muhammad, Mohamed.
  [/(?<=.)[aeiouy]/g, ''],
  [/(.)\1+/g, '$1'],
  [/(?<=.)h$/, ''],
];

const sound = (token: string): string =>
  sounds.reduce((written, [pattern, replacement]) => written.replace(pattern, replacement), token);

/** A servant's name stands before God's: `Abd al Rahman` is one name. */
function joined(tokens: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const token of tokens) {
    const last = all.at(-1);
    if (last !== undefined && /^abd([aeu]l)?$/.test(last)) all[all.length - 1] = `abd${token}`;
    else all.push(token);
  }
  return all;
}

/**
 * A name as its fingerprint sees it: without case, marks, signs that are not seen, particles, the order of its parts and the vowels that romanisations
 * of Arabic, Dari, Pashto, Tigrinya or Vietnamese differ in. Empty for a name without letters.
 */
export function normalisedName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}|\p{Default_Ignorable_Code_Point}|['’‘`ʿʾʼʻ]/gu, '')
    .replaceAll(/[^a-z]/g, (letter) => undecomposed[letter] ?? letter);
  const tokens = plain.split(/[^\p{L}]/u).filter((token) => token !== '');
  const names = tokens.filter((token) => !particles.has(token));
  return joined(names.length > 0 ? names : tokens)
    .map(sound)
    .toSorted()
    .join(' ');
}

/** What is written where a name is not known. */
const placeholders = new Set(
  'a an baby be boy child children confirmed confirm female girl given known male minor na name named names no none not person provided recorded tba tbc tbd the to uasc unaccompanied unk unknown unnamed young yp'.split(
    ' ',
  ),
);

/**
 * A name as it has to agree before two children may be one: as it was written, but for case, spaces and signs of another form. Hassan and
 * Hussein sound alike to `normalisedName`, and twins are called so. Undefined where it does not name anybody: what stands for "not
 * known", numbers, and initials, which are those of many.
 */
export function exactName(name: string): string | undefined {
  const plain = name
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
    .trim()
    .replaceAll(/\s+/g, ' ');
  const parts = plain.split(/[^\p{L}\p{M}]+/u).filter((part) => part !== '');
  const names = parts.filter((part) => !placeholders.has(part));
  return names.length === 0 || names.some((part) => /^[a-z]$/.test(part)) ? undefined : plain;
}

/**
 * A date of birth as it has to agree before two children may be one. Undefined for 1 January: that is what many are given of whom only the
 * year is known, so it is no agreement that two have it.
 */
const exactDateOfBirth = (dateOfBirth: string): string | undefined =>
  dateOfBirth.endsWith('-01-01') ? undefined : dateOfBirth;

/** Shorter ones are numbered too often to name one child. */
const LEAST_CHARACTERS = 6;

/** A reference without case, spaces and signs; undefined when too little is left to name one child. */
export function normalisedReference(reference: string): string | undefined {
  const plain = reference
    .normalize('NFKD')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '');
  return plain.length < LEAST_CHARACTERS ? undefined : plain;
}

/** Whether particulars say anything that fingerprints are made of. */
export const identifies = (children: readonly ChildParticulars[]): boolean =>
  children.some((child) =>
    (['name', 'dateOfBirth', 'nationality', 'homeOfficeReference', 'portReference'] as const).some(
      (field) => child[field] !== undefined,
    ),
  );

const made = (key: Uint8Array, ...parts: readonly string[]): string =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');

/**
 * The fingerprints of children: of each reference, with marks of the name and of the date of birth of who bears it, and of name, date of
 * birth and nationality together where all three are known.
 *
 * @param key secret, the same for every channel; fingerprints of different keys match nothing: see `fingerprintsUnder`
 */
export function fingerprintsOf(
  key: Uint8Array,
  children: readonly ChildParticulars[],
): readonly ChildFingerprints[] {
  return children
    .map(({ number, name, dateOfBirth, nationality, homeOfficeReference, portReference }) => {
      const marked = (kind: string, written: string | undefined) => {
        const plain = written === undefined ? undefined : normalisedReference(written);
        if (plain === undefined) return [];
        // With the reference in them: equal marks show of children who share it, and of nobody else.
        const of = (what: string, value: string | undefined) =>
          value === undefined ? {} : { [`${what}Mark`]: made(key, `${kind} ${what}`, plain, value) };
        return [
          {
            reference: made(key, kind, plain),
            bearer: {
              ...of('name', name === undefined ? undefined : exactName(name)),
              ...of('birth', dateOfBirth === undefined ? undefined : exactDateOfBirth(dateOfBirth)),
            },
          },
        ];
      };
      const all = [...marked('home-office', homeOfficeReference), ...marked('port', portReference)];
      const known = name === undefined ? '' : normalisedName(name);
      const person =
        known === '' || dateOfBirth === undefined || nationality === undefined
          ? undefined
          : made(key, 'person', known, dateOfBirth, nationality.toUpperCase());
      const bearers = all.map(({ bearer }) => bearer);
      return {
        number,
        references: all.map(({ reference }) => reference),
        ...defined({ person }),
        ...(bearers.some((bearer) => Object.keys(bearer).length > 0) ? { bearers } : {}),
      };
    })
    .filter(({ references, person }) => references.length > 0 || person !== undefined);
}

/**
 * The fingerprints of children under each of some keys. While a key is rotated there are two: those of the one before find the children
 * who were referred under it, and what is stored is found under either.
 *
 * @param keys the key that signs now first
 */
export const fingerprintsUnder = (
  keys: readonly Uint8Array[],
  children: readonly ChildParticulars[],
): readonly ChildFingerprints[] => keys.flatMap((key) => fingerprintsOf(key, children));
