import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseFrom, caseItem } from '../../shared/aws/case-item.ts';
import { packed, unpacked } from '../../shared/aws/packed-text.ts';
import { dictionaries, latestDictionary } from '../../shared/aws/packing-dictionary.ts';
import { aCase, anOffer } from '../builders.ts';

const offers = [1, 2, 3].map((rank) => anOffer({ id: `1-${rank}`, rank }));
const subject = aCase({ status: 'offered', round: 1, offers });

test('every text comes back as it was, long or short, whatever it says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), fc.nat({ max: 4 }), (words, times) => {
      const whole = words.repeat(times);
      expect(unpacked(packed(whole))).toBe(whole.toWellFormed());
    }),
  );
});

test('a case with three offers is packed to a third, and is read as it was; so is one that was stored before there was packing', () => {
  const item = caseItem(subject);
  expect(item.body?.B?.length).toBeLessThan(JSON.stringify(subject).length / 3);
  expect(caseFrom(item)).toEqual(subject);
  expect(caseFrom({ ...item, body: { S: JSON.stringify(subject) } })).toEqual(subject);
});

test('what cannot be unpacked names its key', () => {
  const item = caseItem(subject);
  for (const body of [Buffer.of(), Buffer.of(99, 1, 2), Buffer.of(latestDictionary, 1, 2, 3)])
    expect(() => caseFrom({ ...item, body: { B: body } })).toThrow(`CASE#${subject.id} / CASE`);
});

test('what a later version packed says so', () => {
  expect(() => unpacked({ B: Buffer.of(99, 1, 2) })).toThrow('number 99: a later version');
});

test('600 bytes are worth packing, 599 are not', () => {
  expect(packed(`${'é'.repeat(299)}e`)).toHaveProperty('S');
  expect(packed('é'.repeat(300))).toHaveProperty('B');
});

/** A dictionary that changes makes every case unreadable that was packed with it: add another under the next number. */
test('dictionaries are what they were', () => {
  const hash = (words: string) => createHash('sha256').update(words).digest('hex').slice(0, 16);
  expect([...dictionaries].map(([number, words]) => [number, hash(words)])).toEqual([
    [1, '73bd83dac5d518b6'],
  ]);
});
