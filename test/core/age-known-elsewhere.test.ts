/** Whatever says that another council may know how old a child is: that council and the entry authority are told, once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { ageKnownBy } from '../../shared/core/case/age-known-elsewhere.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { aChild, aReferral } from '../builders.ts';
import { referralId } from './a-play.ts';
import { CARDIFF, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const SURREY = 'E10000030';
const today = '2026-11-23';
const knownBy = (facts: Partial<ReferralFacts>, day = today) =>
  ageKnownBy({ facts: { ...aReferral(), ...facts }, turned18: [] }, day);

test('a council knows an age if the child came to it, or if it leads or made the assessment', () => {
  expect(knownBy({ presentedElsewhere: 'yes', presentedTo: LEEDS })).toEqual([
    { council: LEEDS, because: ['presented-before'] },
  ]);
  const ledBy = (ageAssessment: 'not-required' | 'required' | 'under-way' | 'complete') =>
    knownBy({ children: [aChild({ ageAssessment, ageAssessmentLedBy: LEEDS })] });
  expect(ledBy('under-way')).toEqual([{ council: LEEDS, because: ['leads'] }]);
  expect(ledBy('complete')).toEqual([{ council: LEEDS, because: ['assessed'] }]);
  expect(ledBy('required')).toEqual([]);
  expect(ledBy('not-required')).toEqual([]);
  expect(
    knownBy({
      presentedTo: LEEDS,
      children: [
        aChild({ ageAssessment: 'complete', ageAssessmentLedBy: LEEDS }),
        aChild({ number: 2, ageAssessment: 'under-way', ageAssessmentLedBy: CARDIFF }),
      ],
    }),
  ).toEqual([
    { council: LEEDS, because: ['presented-before', 'assessed'] },
    { council: CARDIFF, because: ['leads'] },
  ]);
});

test('the entry authority itself is nobody else, nor is a council to whom the child did not come', () => {
  expect(knownBy({ presentedTo: KENT })).toEqual([]);
  expect(knownBy({ presentedElsewhere: 'no', presentedTo: LEEDS })).toEqual([]);
  expect(knownBy({ presentedElsewhere: 'yes' })).toEqual([]);
});

test('of a council that has ended, those that took over are told', () => {
  expect(knownBy({ presentedTo: SURREY }, '2027-03-31').map(({ council }) => council)).toEqual([SURREY]);
  const after = knownBy({ presentedTo: SURREY }, '2027-04-01').map(({ council }) => council);
  expect(after).toHaveLength(2);
  expect(after).not.toContain(SURREY);
});

test('in whatever order referral and amendments say it, each council is told once, and the entry authority with it', () => {
  const saying = fc.record({
    presentedTo: fc.constantFrom(undefined, KENT, LEEDS, CARDIFF),
    ledBy: fc.constantFrom(undefined, KENT, LEEDS, HAMPSHIRE),
    ageAssessment: fc.constantFrom('required', 'under-way', 'complete'),
  });
  fc.assert(
    fc.property(fc.array(saying, { minLength: 1, maxLength: 6 }), fc.boolean(), (sayings, accepted) => {
      const known = new Set<string>();
      const play = new Play();
      sayings.forEach(({ presentedTo, ledBy, ageAssessment }, index) => {
        const facts = {
          ...(presentedTo === undefined ? {} : { presentedElsewhere: 'yes' as const, presentedTo }),
          children: [
            aChild({ ageAssessment, ...(ledBy === undefined ? {} : { ageAssessmentLedBy: ledBy }) }),
          ],
        };
        if (index === 0) play.receive(aReferral(facts));
        else play.do({ kind: 'amend', data: { referralId, facts } }, entry);
        if (index === 0 && accepted) play.offer(HAMPSHIRE).answer('1-1', 'accept');
        for (const { council } of ageKnownBy(play.case, today)) known.add(council);
      });
      const said = play.trail.filter(({ type }) => type === 'age-known-elsewhere.v1');
      const mails = said.flatMap((event) => emailsFor(event).map(({ data: { to } }) => to));
      const told = mails.flatMap((to) => (to.role === 'council' ? [to.council] : []));
      expect(told.toSorted()).toEqual([...known].toSorted());
      expect(mails.filter(({ role }) => role === 'entry-authority')).toHaveLength(said.length);
      // Nobody else's business: it says nothing of the children.
      for (const { data } of said) expect(Object.keys(data)).toEqual(['councils']);
    }),
  );
});

test('a case keeps whom it told, and nobody else', () => {
  const play = new Play().receive(aReferral({ presentedElsewhere: 'yes', presentedTo: LEEDS }));
  expect(play.case.ageKnownTold).toEqual([LEEDS]);
  const children = [aChild({ ageAssessment: 'under-way', ageAssessmentLedBy: CARDIFF })];
  play.do({ kind: 'amend', data: { referralId, facts: { children } } }, entry);
  expect(play.case.ageKnownTold).toEqual([LEEDS, CARDIFF]);
  expect(play.trail.filter(({ type }) => type === 'age-known-elsewhere.v1')).toHaveLength(2);
});
