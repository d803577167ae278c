import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprintsOf, normalisedName, normalisedReference } from '../../shared/core/fingerprints.ts';
import type { ChildParticulars } from '../../shared/core/particulars.ts';

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

describe('a reference', () => {
  test('is the same with any spaces, signs and case', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z0-9]{6,12}$/),
        fc.array(fc.constantFrom(' ', '-', '/', '.', ''), { minLength: 12, maxLength: 12 }),
        (plain, gaps) => {
          const written = [...plain].map((letter, at) => `${letter.toLowerCase()}${gaps[at]}`).join('');
          expect(normalisedReference(written)).toBe(plain);
        },
      ),
    );
  });

  test('too short to name one child leaves no fingerprint', () => {
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
    expect(fingerprintsOf(key, [{ number: 1, name: 'Synthetic Child', dateOfBirth: '2010-05-14' }])).toEqual(
      [],
    );
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
