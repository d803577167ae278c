import { createHmac } from 'node:crypto';
import type { ChildFacts, ChildFingerprints } from '../../../events/referral.ts';
import { turns18In } from '../calendar/ages.ts';
import { defined } from '../defined.ts';
import { looseName } from './loose-name.ts';
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

/** Shorter ones, and those with fewer figures, are given too often to name one child. */
const LEAST_CHARACTERS = 6;
const LEAST_FIGURES = 3;

/** What is written where there is no reference, or not yet: in any of these words it is none. */
const noReference = new Set(
  'pending awaiting awaited await unknown unk known none not yet na nil tba tbc tbd follow follows later missing applied requested request asked allocated issued soon see below above xxx null n'.split(
    ' ',
  ),
);

/** A day, as ships, flights and lists are numbered by. */
const holdsDay = (figures: string): boolean =>
  /^20[1-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(figures) ||
  /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])20[1-4]\d$/.test(figures);

/**
 * A reference without case, spaces and signs; undefined when it has not the shape of one that names one child: a word that stands for it
 * ("Pending"), a run of one figure, a day ("DOVER-20261128" is a boat's), or a number that a spreadsheet has cut (1.23457E+11).
 */
export function normalisedReference(reference: string): string | undefined {
  const plain = reference.normalize('NFKD').toUpperCase();
  const bare = plain.replaceAll(/[^A-Z0-9]/g, '');
  const figures = bare.replaceAll(/\D/g, '');
  const words = plain.toLowerCase().split(/[^a-z]+/);
  const isNone =
    bare.length < LEAST_CHARACTERS ||
    figures.length < LEAST_FIGURES ||
    /^(\d)\1*$/.test(figures) ||
    /^\s*\d+(?:[.,]\d+)?E\+?\d+\s*$/.test(plain) ||
    // Of more than fifteen figures it keeps no more.
    /^\s*\d{15}0+\s*$/.test(plain) ||
    holdsDay(figures) ||
    words.some((word) => word.length > 1 && noReference.has(word));
  return isNone ? undefined : bare;
}

/** What is known of a child, with the month of birth where the day is not. */
export type Identified = ChildParticulars & Pick<ChildFacts, 'turns18Month'>;

/** What is sealed of children, with the months in which they turn 18. */
export const identified = (
  particulars: readonly ChildParticulars[],
  children: readonly Pick<ChildFacts, 'number' | 'turns18Month'>[],
): readonly Identified[] =>
  particulars.map((one) => ({
    ...one,
    ...defined({ turns18Month: children.find(({ number }) => number === one.number)?.turns18Month }),
  }));

/** Whether particulars say anything that fingerprints are made of. */
export const identifies = (children: readonly ChildParticulars[]): boolean =>
  children.some((child) =>
    (['name', 'dateOfBirth', 'nationality', 'homeOfficeReference', 'portReference'] as const).some(
      (field) => child[field] !== undefined,
    ),
  );

const made = (key: Uint8Array, ...parts: readonly string[]): string =>
  createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');

/** Of a day that may have been written with its month first, both; undefined where that is no day, or the same. */
function eitherWay(dateOfBirth: string): string | undefined {
  const [year = '', month = '', day = ''] = dateOfBirth.split('-');
  return day <= '12' && day !== month ? [year, ...[month, day].toSorted()].join('-') : undefined;
}

/** Parts of a name of which marks are made, at most. */
const MOST_PARTS = 4;

/** Marks by which a child may be found whose name is written in another way, or who was born on a day that is known less well. */
function likelyMarks(
  key: Uint8Array,
  { name, dateOfBirth, nationality, turns18Month }: Identified,
): NonNullable<ChildFingerprints['likely']> {
  const { whole, parts, alone } = looseName(name ?? '');
  const month = dateOfBirth === undefined ? turns18Month : turns18In(dateOfBirth);
  if (whole === '' || month === undefined) return [];
  const of = (kind: string, called: string, born: string) => ({
    mark: made(key, `likely ${kind}`, called, born),
    ...(nationality === undefined
      ? {}
      : {
          nationalityMark: made(key, `likely ${kind} nationality`, called, born, nationality.toUpperCase()),
        }),
  });
  const dayMark =
    dateOfBirth === undefined ? undefined : made(key, 'likely month day', whole, month, dateOfBirth);
  const written = exactName(name ?? '');
  const exact = dateOfBirth === undefined ? undefined : exactDateOfBirth(dateOfBirth);
  const exactMark =
    // One name alone is that of many.
    written === undefined || exact === undefined || !written.includes(' ')
      ? undefined
      : made(key, 'likely month exact', whole, month, written, exact);
  const swapped = dateOfBirth === undefined ? undefined : eitherWay(dateOfBirth);
  return [
    { ...of('month', whole, month), ...defined({ dayMark, exactMark }) },
    ...(swapped === undefined ? [] : [{ ...of('either way', whole, swapped), eitherWay: true as const }]),
    ...(exact === undefined
      ? []
      : parts.slice(0, MOST_PARTS).map((part) => ({
          ...of('part', part, exact),
          part: true as const,
          ...(alone ? { alone: true as const } : {}),
        }))),
  ];
}

/**
 * The fingerprints of children: of each reference, with marks of the name and of the date of birth of who bears it; of name, date of
 * birth and nationality together where all three are known; and of what only makes it likely that two are one.
 *
 * @param key secret, the same for every channel; fingerprints of different keys match nothing: see `fingerprintsUnder`
 */
export function fingerprintsOf(
  key: Uint8Array,
  children: readonly Identified[],
): readonly ChildFingerprints[] {
  return children
    .map((child) => {
      const { number, name, dateOfBirth, nationality, homeOfficeReference, portReference } = child;
      const likely = likelyMarks(key, child);
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
        ...(likely.length === 0 ? {} : { likely }),
      };
    })
    .filter(
      ({ references, person, likely }) =>
        references.length > 0 || person !== undefined || likely !== undefined,
    );
}

/**
 * The fingerprints of children under each of some keys. While a key is rotated there are two: those of the one before find the children
 * who were referred under it, and what is stored is found under either.
 *
 * @param keys the key that signs now first
 */
export const fingerprintsUnder = (
  keys: readonly Uint8Array[],
  children: readonly Identified[],
): readonly ChildFingerprints[] => keys.flatMap((key) => fingerprintsOf(key, children));
