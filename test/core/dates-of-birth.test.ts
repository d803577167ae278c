/** The claimed, the documented and the assessed date of birth stand beside the one that counts, and move nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isEighteen } from '../../functions/recount-headroom/birthdays.ts';
import {
  assessedBeforeAssessment,
  birthSources,
  birthsBeside,
  birthsDiffer,
} from '../../shared/core/referral/dates-of-birth.ts';
import { datesOfBirthIn } from '../../shared/core/referral/particulars.ts';
import { doubtsOf, flawsOf, takeApart } from '../../shared/core/referral/referral-request.ts';
import { aCase } from '../builders.ts';

const TODAY = '2026-11-23';
const known = { authorities: new Set<string>(), nationalities: new Set<string>() };
const aDay = fc
  .date({ min: new Date('2004-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const others = fc.record(
  {
    claimedBirth: aDay,
    documentedBirth: aDay,
    assessedBirth: aDay,
    claimedBirthSource: fc.constant('To an officer'),
    documentedBirthSource: fc.constant('A certificate'),
    assessedBirthSource: fc.constant('Leeds, in May'),
  },
  { requiredKeys: [] },
);

describe('a date that stands beside the one that counts', () => {
  test('changes no fact, no age and no doubt, whatever it is and wherever it comes from', () => {
    fc.assert(
      fc.property(fc.option(aDay, { nil: undefined }), others, (dateOfBirth, beside) => {
        const alone = { number: 1, ...(dateOfBirth === undefined ? {} : { dateOfBirth }) };
        const [without, with_] = [alone, { ...alone, ...beside }].map((child) =>
          takeApart({ children: [child] }, 'E10000016'),
        );
        expect(with_?.facts).toEqual(without?.facts);
        const dates = datesOfBirthIn(with_?.particulars ?? []);
        expect(dates).toEqual(dateOfBirth === undefined ? {} : { 1: dateOfBirth });
        const subject = aCase({});
        expect(isEighteen(subject, 1, dates, TODAY)).toBe(
          isEighteen(subject, 1, datesOfBirthIn(without?.particulars ?? []), TODAY),
        );
        const doubts = (child: object) => doubtsOf({ children: [child] }, TODAY);
        expect(doubts({ ...alone, ...beside })).toEqual(doubts(alone));
        // All of it is sealed, as it was said.
        expect(with_?.particulars[0] ?? {}).toMatchObject(beside);
      }),
    );
  });

  test('has a place for its source', () => {
    expect(Object.keys(birthSources)).toEqual([...birthsBeside]);
  });

  test('is said to differ where it is another than the one that counts, or none counts yet', () => {
    expect(birthsDiffer({ dateOfBirth: '2010-05-14' })).toBe(false);
    for (const field of birthsBeside) {
      expect(birthsDiffer({ dateOfBirth: '2010-05-14', [field]: '2010-05-14' })).toBe(false);
      expect(birthsDiffer({ dateOfBirth: '2010-05-14', [field]: '2009-05-14' })).toBe(true);
      expect(birthsDiffer({ [field]: '2010-05-14' })).toBe(true);
    }
  });

  test.each(birthsBeside)('%s cannot be in the future, nor long before anybody’s time', (field) => {
    const flawed = (day: string) =>
      flawsOf({ children: [{ [field]: day }] }, TODAY, known).map(({ path }) => path.join('.'));
    expect(flawed(TODAY)).toEqual([]);
    expect(flawed('2026-11-24')).toEqual([`children.0.${field}`]);
    expect(flawed('0210-05-14')).toEqual([`children.0.${field}`]);
  });

  test('contradicts itself where it was assessed and nobody assessed it, in words', () => {
    const flaws = (ageAssessment: 'not-required' | 'required' | 'under-way' | 'complete') =>
      flawsOf({ children: [{ assessedBirth: '2010-05-14', ageAssessment }] }, TODAY, known);
    expect(flaws('not-required')).toHaveLength(1);
    expect(flaws('required')[0]?.words).toContain('age assessment');
    expect(flaws('under-way')).toEqual([]);
    expect(flaws('complete')).toEqual([]);
    expect(assessedBeforeAssessment({ ageAssessment: 'required', claimedBirth: '2010-05-14' })).toBe(false);
    expect(assessedBeforeAssessment({ assessedBirth: '2010-05-14' })).toBe(false);
  });
});
