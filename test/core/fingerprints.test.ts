import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fingerprintsOf,
  identifies,
  normalisedName,
  normalisedReference,
} from '../../shared/core/referral/fingerprints.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';

const key = new TextEncoder().encode('k'.repeat(64));
const born = { number: 1, dateOfBirth: '2010-05-14', nationality: 'ERI' };
const person = (name: string, more: Partial<ChildParticulars> = {}) =>
  fingerprintsOf(key, [{ ...born, name, ...more }])[0]?.person;

const word = fc.stringMatching(/^[A-Za-zéèüñçđřẽ]{1,12}$/);
const names = fc.array(word, { minLength: 1, maxLength: 5 });

describe('a name', () => {
  test('is the same in whatever order its parts stand', () => {
    fc.assert(
      fc.property(
        names.chain((parts) =>
          fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length })),
        ),
        ([parts, shuffled]) => {
          // What belongs to a servant's name keeps its place: Abd al Rahman is one name.
          fc.pre(!parts.some((part) => /^abd/i.test(part)));
          expect(normalisedName(shuffled.join(' '))).toBe(normalisedName(parts.join(' ')));
        },
      ),
    );
  });

  test('is the same in capitals, with and without marks, however its parts are set apart', () => {
    fc.assert(
      fc.property(names, fc.constantFrom(' ', ', ', '-', '  ', '\t'), (parts, gap) => {
        const plain = normalisedName(parts.join(' '));
        expect(normalisedName(parts.join(gap).toUpperCase())).toBe(plain);
        expect(normalisedName(parts.join(gap).normalize('NFD'))).toBe(plain);
        expect(normalisedName(parts.map((part) => [...part].join('\u0301')).join(' '))).toBe(
          normalisedName(parts.map((part) => part.normalize('NFD').replaceAll(/\p{M}/gu, '')).join(' ')),
        );
      }),
    );
  });

  test.each([
    ['Mohammed Ahmed', 'AHMAD, Muhamed'],
    ['Abdul Rahman Noori', 'Noori Abdulrahman'],
    ['Abd al-Rahman Noori', 'Abdurrahman Nouri'],
    ['Fatimah bint Hussein', 'Fatima Hussain'],
    ['Yousef Ibrahim', 'Yusuf Ebrahim'],
    ['Tesfay Ghebremariam', 'Gebremariam Tesfai'],
    ['Tsegay Haile', 'Tsegai Hayle'],
    ['Nguyễn Thị Đào', 'Dao Nguyen'],
    ['Jamal Khan', 'Gamal Khan'],
    ['Qasim Wali', 'Kasem Vali'],
    ['Sa‘id Omar', "Sa'eed Umar"],
  ])('%s and %s are one', (one, other) => {
    expect(normalisedName(one)).toBe(normalisedName(other));
  });

  test.each([
    ['Mohammed Ahmed', 'Mustafa Ahmed'],
    ['Ali Hassan', 'Ali Hamid'],
    ['Tesfay Haile', 'Haile Berhane'],
    ['محمد احمد', 'علی احمد'],
  ])('%s and %s are two', (one, other) => {
    expect(normalisedName(one)).not.toBe(normalisedName(other));
  });
});

/**
 * Fingerprints are kept for as long as cases are: a name that was written another way from one day to the next would no longer be
 * found among the children referred before.
 */
describe('what a name comes to never changes', () => {
  test.each<[as: string, names: readonly string[]]>([
    ['abdrhmn', ['Abdul Rahman', 'Abdulrahman', 'Abdurrahman', 'Abd al-Rahman']],
    ['abdl', ['Abdallah', 'Abdullah', 'Abdulah', 'Abdul', 'Abdel', 'Abdal']],
    ['abd', ['Abdu', 'Abdi', 'Abd']],
    ['abdkrm', ['Abdel Karim', 'Abd Karim']],
    ['abd krm', ['Abdi Karim', 'Karim Abdu']],
    ['abdb', ['Abduba', 'Abdab']],
    // What a servant's name goes on with is sounded with its d, whether an l was written or not.
    ['abgbr', ['Abdul Jabbar', 'Abduljabbar', 'Abdujabbar']],
    ['abdsn', ['Abdul Hassan', 'Abdulhassan', 'Abdahassan']],
    ['mrbdl rhmn', ['Mirabdul Rahman']],
    ['mrbdlrhmn', ['Mirabdulrahman']],
    ['drm', ['Dharma', 'Darma']],
    ['arn', ['Ørn', 'Orn']],
    ['as', ['ısa', 'Isa']],
    ['agr', ['Ægir', 'Aegir']],
    ['adp', ['Œdip', 'Oedip']],
    ['fn', ['Phan', 'Fan']],
    ['hld', ['Khalid', 'Halid']],
    ['gn', ['Ghani', 'Gani', 'Jani', 'Djani']],
    ['dhr', ['Dhahir', 'Dahir']],
    ['tms', ['Thomas', 'Tomas']],
    ['skr', ['Schukri', 'Shukri', 'Sukri', 'Sukkri']],
    ['sg', ['Tsegay', 'Tzegay', 'Segai']],
    ['gml', ['Djamal', 'Jamal', 'Gamal']],
    ['mk', ['Mackie', 'Maki', 'Maqi', 'Maci']],
    ['vld', ['Walid', 'Valid']],
    ['abrhm', ['Ibrahim', 'Ebrahim', 'Aebrahim']],
    ['ab', ['Eyob', 'Ayob']],
    ['ysf', ['Yusuf', 'Yousef']],
    ['mhmd', ['Mohammed', 'Muhamed', 'Mohammad']],
    ['s', ['Sheikh', 'Sheikkkh', 'Shah']],
    ['sr', ['Sarah', 'Sara']],
    ['h', ['Hh', 'Ha']],
    ['a', ['Ah', 'Uu', 'O']],
    ['fhm', ['Fahim']],
    ['fm', ['Faim']],
    ['bk tr', ['Bak Tar']],
    ['bkt r', ['Bakt Ra']],
    ['d', ['Đào', 'ð', 'Dadad']],
    ['gdrn', ['Guðrún']],
    ['lksz', ['Łukasz']],
    ['srn', ['Søren']],
    ['ask', ['Işık']],
    ['grsmn', ['Großmann']],
    ['kgr', ['Kjær']],
    ['avr', ['Œuvre']],
    ['tr', ['Þór']],
    ['anl', ['O’Neill', "O'Neill", 'ONeill']],
    ['sd', ['Sa`id', 'Saʿid', 'Said']],
    ['al rz', ['Ali-Reza', 'Ali2Reza', ' Reza, Ali ']],
    ['محمد', ['محمد']],
    ['', ['?!', '']],
    // Nothing but particles is a name all the same.
    ['al bn', ['Bin Al']],
  ])('%s', (as, all) => {
    for (const name of all) expect([name, normalisedName(name)]).toEqual([name, as]);
  });

  test.each(['al', 'el', 'ul', 'as', 'ash', 'ar', 'an', 'ad', 'bin', 'ben', 'ibn', 'bint', 'thi'])(
    'with "%s" in it or without',
    (particle) => {
      expect(normalisedName(`Karim ${particle} Zahra`)).toBe('krm zhr');
      expect(normalisedName(particle)).not.toBe('');
    },
  );

  test('nor what a fingerprint is made from', () => {
    const of = (...parts: readonly string[]) =>
      createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
    const all = { homeOfficeReference: 'ABC 123-456', portReference: 'DOV/12345' };
    expect(fingerprintsOf(key, [{ ...born, name: 'Synthetic Child', nationality: 'eri', ...all }])).toEqual([
      {
        number: 1,
        references: [of('home-office', 'ABC123456'), of('port', 'DOV12345')],
        person: of('person', 'khld sntk', '2010-05-14', 'ERI'),
        likely: [
          {
            mark: of('likely month', 'dsnstksl', '2028-05'),
            nationalityMark: of('likely month nationality', 'dsnstksl', '2028-05', 'ERI'),
            dayMark: of('likely month day', 'dsnstksl', '2028-05', '2010-05-14'),
            exactMark: of('likely month exact', 'dsnstksl', '2028-05', 'synthetic child', '2010-05-14'),
          },
          ...['snstk', 'sld'].map((name) => ({
            mark: of('likely part', name, '2010-05-14'),
            nationalityMark: of('likely part nationality', name, '2010-05-14', 'ERI'),
            part: true,
          })),
        ],
        bearers: [
          {
            nameMark: of('home-office name', 'ABC123456', 'synthetic child'),
            birthMark: of('home-office birth', 'ABC123456', '2010-05-14'),
          },
          {
            nameMark: of('port name', 'DOV12345', 'synthetic child'),
            birthMark: of('port birth', 'DOV12345', '2010-05-14'),
          },
        ],
      },
    ]);
    expect(fingerprintsOf(key, [{ number: 2, portReference: 'DOV/12345' }, { number: 3 }])).toStrictEqual([
      { number: 2, references: [of('port', 'DOV12345')] },
    ]);
  });
});

test('any one of the particulars that fingerprints are made of says something', () => {
  for (const said of [
    { name: 'N' },
    { dateOfBirth: '2010-05-14' },
    { nationality: 'ERI' },
    { homeOfficeReference: 'ABC123456' },
    { portReference: 'DOV12345' },
  ])
    expect(identifies([{ number: 1 }, { number: 2, ...said }])).toBe(true);
  expect(identifies([{ number: 1 }, { number: 2 }])).toBe(false);
  expect(identifies([])).toBe(false);
});

describe('a reference', () => {
  test('is the same with any spaces, signs and case', () => {
    fc.assert(
      fc.property(
        fc
          .stringMatching(/^[A-Z]{3}[0-9]{2}[A-Z]?[1-9]{2}$/)
          // Among its letters may stand a word that says that there is none, as "na" or "tbc".
          .filter(
            (one) =>
              new Set(one.replaceAll(/\D/g, '')).size > 1 && !/NA|UNK|NOT|YET|NIL|TB[ACD]|SEE|XXX/.test(one),
          ),
        fc.array(fc.constantFrom(' ', '-', '/', '.', ''), { minLength: 12, maxLength: 12 }),
        (plain, gaps) => {
          const written = [...plain].map((letter, at) => `${letter.toLowerCase()}${gaps[at]}`).join('');
          expect(normalisedReference(written)).toBe(plain);
        },
      ),
    );
  });

  test.each([
    'Pending',
    'Awaiting',
    'Not yet known',
    'TBC 28/11/2026',
    'awaited 1234567',
    'Unknown',
    '1.23457E+11',
    '1,23457E+11',
    '123456789012345000',
    '0000000',
    'A1111111',
    'DOVER-20261128',
    'Dover 28/11/2026',
    'Small boat 12',
    'n/a n/a',
  ])('that stands for none, or for many children, is none: %s', (written) => {
    expect(normalisedReference(written)).toBeUndefined();
    expect(fingerprintsOf(key, [{ number: 1, portReference: written }])).toEqual([]);
  });

  test.each(['H1234567', 'A 123 4567', 'DOV/12345', '1212-0001-1234-5678', 'GWF012345678', 'TN4/1234567'])(
    'in the shape of one is one: %s',
    (written) => {
      expect(normalisedReference(written)).toBe(written.replaceAll(/[^A-Z0-9]/g, ''));
    },
  );

  test('too short to name one child leaves no fingerprint', () => {
    expect(['DOV12', 'DOV-12', 'DOV123'].map(normalisedReference)).toEqual([undefined, undefined, 'DOV123']);
    expect(fingerprintsOf(key, [{ number: 1, portReference: 'DOV 12' }])).toEqual([]);
  });
});

describe('a fingerprint', () => {
  test('of a person needs name, date of birth and nationality, and each of them counts', () => {
    const mine = person('Synthetic Child');
    expect(mine).toMatch(/^[\w-]{43}$/);
    expect(person('Child, Synthetic')).toBe(mine);
    expect(person('Synthetic Child', { dateOfBirth: '2010-05-15' })).not.toBe(mine);
    expect(person('Synthetic Child', { nationality: 'ETH' })).not.toBe(mine);
    expect(person('?!')).toBeUndefined();
    expect(fingerprintsOf(key, [born])).toEqual([]);
    expect(fingerprintsOf(key, [{ number: 1, name: 'Synthetic Child', nationality: 'ERI' }])).toEqual([]);
    const known = { number: 1, name: 'Synthetic Child', dateOfBirth: '2010-05-14' };
    expect(fingerprintsOf(key, [known])[0]).not.toHaveProperty('person');
  });

  test('cannot be made without the key, and says nothing of what it is made from', () => {
    const other = fingerprintsOf(new TextEncoder().encode('o'.repeat(64)), [
      { ...born, name: 'Synthetic Child' },
    ]);
    expect(other[0]?.person).not.toBe(person('Synthetic Child'));
    expect(JSON.stringify(other)).not.toMatch(/synthetic|child|2010|ERI/i);
  });

  test('tells a Home Office reference from a port’s', () => {
    const of = (particulars: object) => fingerprintsOf(key, [{ number: 1, ...particulars }])[0]?.references;
    expect(of({ homeOfficeReference: 'ABC123456' })).toEqual(of({ homeOfficeReference: 'abc 123-456' }));
    expect(of({ homeOfficeReference: 'ABC123456' })).not.toEqual(of({ portReference: 'ABC123456' }));
  });
});
