import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import {
  assertSealable,
  isParticular,
  parted,
  particularsShape,
  saysSomething,
  sealedUntil,
  withLater,
} from '../../shared/core/referral/particulars.ts';
import { NOW } from '../builders.ts';
import { runs } from '../how-much.ts';

const seconds = (instant: string): number => Date.parse(instant) / 1000;

test('what is sealed stays for a year after the last child turns 18, and for 400 days at least', () => {
  const least = seconds(NOW) + 400 * 86_400;
  expect(sealedUntil([], NOW)).toBe(least);
  expect(sealedUntil([{}, { turns18Month: '2026-11' }], NOW)).toBe(least);
  // The month after the birthday’s, a year on: whichever day of the month it was.
  expect(sealedUntil([{ turns18Month: '2030-05' }, { turns18Month: '2029-05' }], NOW)).toBe(
    seconds('2031-06-01T00:00:00Z'),
  );
  expect(sealedUntil([{ turns18Month: '2030-12' }], NOW)).toBe(seconds('2032-01-01T00:00:00Z'));
  expect(sealedUntil([], '2026-11-23T09:00:00.900Z')).toBe(seconds('2026-11-23T09:00:00Z') + 400 * 86_400);
});

test('what comes later takes the place of what was said before, child by child and field by field', () => {
  const children = [
    { number: 2, name: 'Two', nationality: 'ERI' },
    { number: 10, name: 'Ten' },
  ];
  const given = [
    { number: 1, name: 'One' },
    { number: 2, name: 'Second' },
  ];
  expect(withLater({ children, saidAt: {} }, { children: given, saidAt: NOW })).toEqual({
    children: [
      { number: 1, name: 'One' },
      { number: 2, name: 'Second', nationality: 'ERI' },
      { number: 10, name: 'Ten' },
    ],
    saidAt: { '1.name': NOW, '2.name': NOW },
  });
  const nothing = { children: [], saidAt: {} };
  expect(withLater(nothing, { children: [], saidAt: NOW })).toEqual(nothing);
});

test('in whatever order amendments come, and however often, the newest word on each field of each child holds', () => {
  const field = fc.constantFrom('name', 'nationality', 'languages');
  const amendment = fc.record({
    children: fc.array(
      fc.record({ number: fc.integer({ min: 1, max: 3 }), field, value: fc.constantFrom('A', 'B', 'C') }),
      { minLength: 1, maxLength: 4 },
    ),
  });
  fc.assert(
    fc.property(
      fc.array(amendment, { maxLength: 5 }),
      fc.array(fc.nat(9), { maxLength: 12 }),
      (all, order) => {
        const said = all.map(({ children }, minute) => ({
          // A later entry for the same child and field stands for the whole amendment.
          children: [...new Map(children.map((one) => [`${one.number}.${one.field}`, one])).values()].map(
            ({ number, field: name, value }) => ({ number, [name]: value }),
          ),
          saidAt: new Date(Date.parse(NOW) + minute * 60_000).toISOString(),
        }));
        const first = { children: [{ number: 1, name: 'First', nationality: 'ERI' }], saidAt: {} };
        const inOrder = said.reduce(withLater, first);
        const shuffled = order.flatMap((at) => said[at] ?? []);
        expect([...shuffled, ...said.toReversed(), ...shuffled].reduce(withLater, first)).toEqual(inOrder);
      },
    ),
    { numRuns: runs(300) },
  );
});

test('what was said of a child falls into two halves, both numbered, and what is undefined was not said', () => {
  const { facts, particulars } = parted({
    number: 3,
    sex: 'male',
    name: 'Synthetic',
    health: undefined,
    turns18Month: undefined,
  });
  expect(facts).toStrictEqual({ number: 3, sex: 'male' });
  expect(particulars).toStrictEqual({ number: 3, name: 'Synthetic' });
  expect(isParticular('name')).toBe(true);
  expect(isParticular('sex')).toBe(false);
  expect(isParticular('toString')).toBe(false);
});

test('a number alone says nothing of a child', () => {
  expect(saysSomething({ number: 1 })).toBe(false);
  expect(saysSomething({ number: 1, wishes: 'to stay with the others' })).toBe(true);
});

test('each particular is as long as it may be, without the spaces around it, and never empty', () => {
  const Particulars = z.object(particularsShape());
  const fits = (field: string, value: string) => Particulars.safeParse({ [field]: value }).success;
  const most = {
    name: 200,
    languages: 200,
    arrivedWhere: 200,
    socialWorker: 200,
    entryContact: 200,
    dutyTelephone: 100,
    dutyHours: 100,
    ownReference: 100,
    faithAndCulture: 1000,
    health: 1000,
    disability: 1000,
    education: 1000,
    wishes: 1000,
    homeOfficeReference: 60,
    portReference: 60,
  };
  for (const [field, length] of Object.entries(most)) {
    expect(fits(field, ` ${'x'.repeat(length)} `), field).toBe(true);
    expect(fits(field, 'x'.repeat(length + 1)), field).toBe(false);
    expect(fits(field, ' '), field).toBe(false);
    expect(Particulars.parse({ [field]: ' abc ' })).toEqual({ [field]: 'abc' });
  }
  for (const field of ['homeOfficeReference', 'portReference']) {
    expect(fits(field, 'ab ')).toBe(false);
    expect(fits(field, 'abc')).toBe(true);
  }
  expect(['ERI', 'eri', 'ERIT', 'ER', 'xERI', ' ERI'].map((code) => fits('nationality', code))).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(Particulars.parse({})).toEqual({});
});

test('what could not be read again is refused by the names of its fields, and by nothing that they say', () => {
  const sound = { number: 1, name: 'Canary Child', dateOfBirth: '2012-02-29', nationality: 'ERI' };
  expect(() => assertSealable('a-referral', [sound, { number: 2 }])).not.toThrow();
  expect(() => assertSealable('a-referral', [])).not.toThrow();
  expect(() =>
    assertSealable('a-referral', [sound, { number: 2, dateOfBirth: '2014-02-29', nationality: 'Canary' }]),
  ).toThrow(
    new RangeError(
      'The particulars of a-referral are not sealed: 1.dateOfBirth, 1.nationality cannot be so. Correct them first.',
    ),
  );
});
