import { expect, test } from 'vitest';
import { knownCodes } from '../../shared/runtime/known-codes.ts';
import { nationalities, nationalityCode } from '../../shared/runtime/nationalities.ts';

test('every nationality is listed once, by the country’s English name and in its order, with those that only travel documents know', () => {
  const list = nationalities();
  const codes = list.map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(245);
  expect(codes).toEqual([...new Set(codes)]);
  for (const { code, name } of list)
    expect([code, name]).toEqual([expect.stringMatching(/^[A-Z]{3}$/), name]);
  const names = list.map(({ name }) => name);
  expect(names).toEqual(names.toSorted(new Intl.Collator('en-GB').compare));
  for (const one of [
    { code: 'AFG', name: 'Afghanistan' },
    { code: 'ALA', name: 'Åland Islands' },
    { code: 'CIV', name: 'Côte d’Ivoire' },
    { code: 'IRN', name: 'Iran' },
    { code: 'XKX', name: 'Kosovo' },
    { code: 'XXA', name: 'Stateless' },
  ])
    expect(list).toContainEqual(one);
  expect(names.indexOf('Åland Islands')).toBeLessThan(names.indexOf('Albania'));
  expect(nationalities()).toBe(list);
});

test.each<readonly [string, string | undefined]>([
  ['ERI', 'ERI'],
  ['eri', 'ERI'],
  ['Eritrea', 'ERI'],
  [' ERITREAN. ', 'ERI'],
  // An accent that is a sign of its own.
  ['E\u0301ritrea', 'ERI'],
  ['Niger', 'NER'],
  ['Nigerian', 'NGA'],
  ['Côte d’Ivoire', 'CIV'],
  ["cote d'ivoire", 'CIV'],
  ['Iran', 'IRN'],
  ['Iran (Islamic Republic of)', 'IRN'],
  ['Viet Nam', 'VNM'],
  ['Vietnam', 'VNM'],
  ['Palestinian', 'PSE'],
  ['South Sudanese', 'SSD'],
  ['Kosovo', 'XKX'],
  ['stateless', 'XXA'],
  ['Atlantis', undefined],
  ['', undefined],
  // Nobody’s nationality is longer than a line: what comes behind is not read.
  [`Eritrea${' '.repeat(93)}Atlantis`, 'ERI'],
])('a nationality that people write as "%s" is %s', (text, code) => {
  expect(nationalityCode(text)).toBe(code);
});

test('the codes that are known are those of every authority and every nationality', () => {
  const { authorities, nationalities: known } = knownCodes();
  expect([authorities.has('E10000016'), authorities.has('E99999999')]).toEqual([true, false]);
  expect([...known]).toEqual(nationalities().map(({ code }) => code));
});
