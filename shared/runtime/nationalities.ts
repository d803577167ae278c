import adjectives from 'i18n-nationality/langs/en.json' with { type: 'json' };
import { iso31661 } from 'iso-3166';

/** A nationality by its code, as ISO 3166-1 alpha-3, and the country's name in English. */
export interface Nationality {
  readonly code: string;
  readonly name: string;
}

/** Travel documents know these; ISO's list of countries does not (ICAO Doc 9303, and in use for Kosovo). */
const besides: readonly Nationality[] = [
  { code: 'XKX', name: 'Kosovo' },
  { code: 'XXA', name: 'Stateless' },
];

/** Adjectives by ISO's two letters, with two that the list lacks. */
const spelt: Readonly<Record<string, string | undefined>> = {
  ...adjectives.nationalities,
  PS: 'Palestinian',
  SS: 'South Sudanese',
};

let list: readonly Nationality[] | undefined;
let words: ReadonlyMap<string, string> | undefined;

function listed(): readonly Nationality[] {
  const names = new Intl.DisplayNames('en-GB', { type: 'region' });
  const { compare } = new Intl.Collator('en-GB');
  return [
    ...iso31661.map(({ alpha2, alpha3, name }) => ({ code: alpha3, name: names.of(alpha2) ?? name })),
    ...besides,
  ].toSorted((a, b) => compare(a.name, b.name));
}

/** Every nationality, by the country's name. */
export function nationalities(): readonly Nationality[] {
  list ??= listed();
  return list;
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '');

/** Codes by everything that a nationality is called. */
function codesByName(): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  // Countries' own names count before adjectives: "Niger" is no Nigerian.
  for (const { alpha2, alpha3, name } of iso31661) {
    const adjective = spelt[alpha2];
    if (adjective !== undefined) known.set(plain(adjective), alpha3);
    known.set(plain(name), alpha3);
  }
  for (const { code, name } of nationalities()) {
    known.set(plain(code), code);
    known.set(plain(name), code);
  }
  return known;
}

/** The code of a nationality as people write it: "Eritrea", "Eritrean", "ERI". Undefined where we know none. */
export function nationalityCode(text: string): string | undefined {
  words ??= codesByName();
  return words.get(plain(text.slice(0, 100)));
}
