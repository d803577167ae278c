import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { TOO_MANY_CHILDREN_WORDS } from '../../shared/core/referral/referral-request.ts';
import { flawsOfShape } from '../../shared/core/referral/shape-flaws.ts';

const flaws = (shape: z.ZodType, value: unknown) => {
  const { error } = shape.safeParse(value, { reportInput: true });
  return error ? flawsOfShape(error) : [];
};
const words = (shape: z.ZodType, value: unknown) => flaws(z.object({ a: shape }), { a: value })[0]?.words;

describe('what is wrong with a shape, in words that say what to do', () => {
  test.each([
    [z.string(), 1, 'Give text in double quotes here.'],
    [z.number(), 'x', 'Give a number here.'],
    [z.int(), 1.5, 'Give a whole number here.'],
    [z.boolean(), 'yes', 'Give true or false, without quotes here.'],
    [z.array(z.string()), {}, 'Give a list in [ ] here.'],
    [z.object({}), [], 'Give an object in { } here.'],
    [z.date(), 'x', 'Give date here.'],
    [z.string(), undefined, 'This is missing. Give text in double quotes.'],
    [z.date(), undefined, 'This is missing. Give date.'],
    [z.enum(['male', 'female']), 'x', 'Give one of: male, female.'],
    [z.iso.date(), '2026-02-30', 'Give a date that exists, as YYYY-MM-DD.'],
    [
      z.string().regex(/^[A-Z]{3}$/),
      'x',
      'This is not written as it should be: see its pattern and example in /api/openapi.json.',
    ],
    [z.uuid(), 'x', 'This is not written as it should be: see /api/openapi.json.'],
    [z.array(z.string()).max(1), ['x', 'y'], 'Give at most 1 here.'],
    [z.string().max(3), 'long', 'Shorten this to 3 characters.'],
    [z.number().max(3), 4, 'Give 3 or less.'],
    [z.array(z.string()).min(1), [], 'Give at least 1 here.'],
    [z.string().min(3), 'x', 'Give at least 3 characters here, or leave the field out.'],
    [z.number().min(3), 2, 'Give 3 or more.'],
    [z.string().refine(() => false, { message: 'Give at least one fact.' }), 'x', 'Give at least one fact.'],
    [z.number().multipleOf(2), 3, 'This cannot be used: see /api/openapi.json for what belongs here.'],
  ])('%#', (shape, value, expected) => {
    expect(words(shape, value)).toBe(expected);
  });

  test('more children than a referral holds are told where others go', () => {
    const Referral = z.object({ children: z.array(z.object({ names: z.array(z.string()).max(1) })).max(1) });
    const said = (value: unknown) => flaws(Referral, value).map(({ path, words }) => [path.join('.'), words]);
    expect(said({ children: [{ names: [] }, { names: [] }] })).toEqual([
      ['children', TOO_MANY_CHILDREN_WORDS],
    ]);
    expect(said({ children: [{ names: ['x', 'y'] }] })).toEqual([
      ['children.0.names', 'Give at most 1 here.'],
    ]);
  });

  test('each field that nobody knows is named where it stands', () => {
    const Referral = z.object({ children: z.array(z.strictObject({ sex: z.string().optional() })) });
    const expected = {
      words: 'There is no field of this name. Check the spelling, or leave it out.',
      unknown: true,
    };
    expect(flaws(Referral, { children: [{}, { age: 1, height: 2 }] })).toEqual([
      { path: ['children', 1, 'age'], ...expected },
      { path: ['children', 1, 'height'], ...expected },
    ]);
  });

  test('nothing of what was sent is repeated', () => {
    const Referral = z.object({ name: z.number(), sex: z.enum(['male', 'female']) });
    expect(JSON.stringify(flaws(Referral, { name: 'Synthetic', sex: 'Canary' }))).not.toMatch(
      /Synthetic|Canary/,
    );
  });
});
