import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { sampleReferrals } from '../../infra/local/story/sample-referrals.ts';
import { birthday } from '../../shared/core/calendar/ages.ts';

test('each child of a sample has a date of birth that there was, and turns 18 in the month that the facts give', () => {
  const born = (seed: number) => {
    for (const { message, sealed } of sampleReferrals(seed, '2026-11-16'))
      for (const { number, dateOfBirth } of sealed) {
        expect(z.iso.date().safeParse(dateOfBirth).success, `${seed}: ${dateOfBirth}`).toBe(true);
        const facts = message.data.facts.children.find((child) => child.number === number);
        if (facts?.turns18Month !== undefined)
          expect(birthday(dateOfBirth, 18).slice(0, 7)).toBe(facts.turns18Month);
      }
  };
  // The one in which a child was born on 29 February 2014: its referral could never be taken in.
  born(5_007);
  fc.assert(fc.property(fc.nat({ max: 100_000 }), born));
});
