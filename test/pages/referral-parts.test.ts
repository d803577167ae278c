/** Whatever a referral says can be answered in the form, and comes out as it went in. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerRows } from '../../functions/pages/forms/answer-words.ts';
import { fieldsOf as fieldsIn } from '../../functions/pages/forms/question.ts';
import {
  type Answered,
  type NextStep,
  problemsWith,
  type Step,
  walk,
} from '../../functions/pages/forms/walk.ts';
import { childParts, partsOfChild } from '../../functions/pages/refer/child-parts.ts';
import { rowsOf } from '../../functions/pages/refer/refer-context.ts';
import { nextReferStep } from '../../functions/pages/refer/refer-steps.ts';
import { referralOf } from '../../functions/pages/refer/referral-of.ts';
import { ReferralRequest, takeApart } from '../../shared/core/referral/referral-request.ts';
import { answeredWhole } from './answered-whole.ts';
import { type Given, KENT, referral, TODAY } from './any-referral.ts';

/** The fields that a browser would send for a referral. */
function fieldsOf(given: Given): Map<string, readonly string[]> {
  const form = new Map<string, readonly string[]>();
  const put = (name: string, value: string | undefined) => form.set(name, [value ?? '']);
  const date = (name: string, value: string | undefined) => {
    const [year, month, day] = value?.split('-') ?? [];
    put(`${name}-day`, day);
    put(`${name}-month`, month);
    put(`${name}-year`, year);
  };
  const yesNo = (name: string, value: boolean) => put(name, value ? 'yes' : 'no');
  date('referredOn', given.referredOn);
  for (const [at, one] of given.children.entries()) {
    const name = (what: string) => `child${at + 1}-${what}`;
    put(name('name'), one.name);
    put(name('homeOffice'), one.homeOfficeReference);
    put(name('port'), one.portReference);
    date(name('born'), one.dateOfBirth);
    put(name('sex'), one.sex);
    put(name('nationality'), one.nationality ?? 'not-known');
    put(name('languages'), one.languages);
    yesNo(name('interpreter'), one.interpreter);
    put(name('assessment'), one.ageAssessment);
    put(name('assessor'), one.ageAssessmentLedBy);
    put(name('placement'), one.placementKind);
    form.set(name('needs'), one.needs.length === 0 ? ['none'] : one.needs);
    put(name('health'), one.health);
    put(name('disability'), one.disability);
    put(name('education'), one.education);
    put(name('faith'), one.faithAndCulture);
    put(name('faithGroup'), '');
    form.set(name('same'), []);
    put(name('missing'), one.missingHistory);
    put(name('fit'), one.fitToMove);
    put(name('solicitor'), one.solicitor);
    put(name('smokes'), '');
    put(name('timesMissing'), '');
    yesNo(name('another'), at + 1 < given.children.length);
    put(`wishes${at + 1}`, one.wishes);
  }
  const parts = Object.entries(given.definition).flatMap(([part, is]) => (is ? [part] : []));
  form.set('definition', parts.length === 0 ? ['none'] : parts);
  date('arrivedOn', given.arrivedOn);
  put('arrivalPlace', given.arrivalPlace);
  put('arrivedWhere', given.arrivedWhere);
  date('asylumClaimOn', given.asylumClaimOn);
  put('presented', 'yes');
  put('presentedTo', '');
  put('careStatus', 'other');
  put('immigrationStatus', given.immigrationStatus);
  yesNo('inCare', given.inCareOfAuthority);
  date('settledSince', given.settledSince);
  form.set('inReception', given.inReception ? ['yes'] : []);
  put('family', given.familyInUk);
  yesNo('links', given.links.length > 0);
  for (const [at, link] of given.links.entries()) {
    put(`link${at + 1}-council`, link.council);
    put(`link${at + 1}-kind`, link.kind);
    yesNo(`link${at + 1}-another`, at + 1 < given.links.length);
  }
  yesNo('avoid', given.areasToAvoid.length > 0);
  for (const [at, area] of given.areasToAvoid.entries()) {
    put(`avoid${at + 1}-council`, area);
    yesNo(`avoid${at + 1}-another`, at + 1 < given.areasToAvoid.length);
  }
  put('trafficking', given.trafficking);
  yesNo('wishes', given.wishesRecorded);
  date('proposedMoveOn', given.proposedMoveOn);
  put('entryContact', given.entryContact);
  put('socialWorker', given.socialWorker);
  for (const name of ['ownReference', 'dutyTelephone', 'dutyHours']) put(name, undefined);
  return form;
}

/** The same as a council's system would send it: what depends on another answer is there only if that was given. */
const requestOf = ({ arrivedWhere, entryContact, socialWorker, children, ...rest }: Given): unknown => ({
  ...rest,
  presentedElsewhere: 'yes',
  careStatus: 'other',
  settledSince: rest.inCareOfAuthority ? rest.settledSince : undefined,
  inReception: rest.inCareOfAuthority ? rest.inReception : undefined,
  children: children.map(({ wishes, ageAssessmentLedBy, ...one }) => ({
    ...one,
    ...(['under-way', 'complete'].includes(one.ageAssessment) ? { ageAssessmentLedBy } : {}),
    ...(rest.wishesRecorded ? { wishes } : {}),
    arrivedWhere,
    entryContact,
    socialWorker,
  })),
});

test('form and API say the same in the same two halves', () => {
  fc.assert(
    fc.property(referral, (given) => {
      const walked = walk(nextReferStep(KENT, TODAY), fieldsOf(given));
      if (walked.kind !== 'done') throw new Error(JSON.stringify([walked.step.name, [...walked.problems]]));
      const fromForm = referralOf(walked.answered, KENT, TODAY);
      const fromApi = takeApart(ReferralRequest.parse(requestOf(given)), KENT);
      expect(fromForm).toEqual(JSON.parse(JSON.stringify(fromApi)));
    }),
    { numRuns: 60 },
  );
});

/** Matters that may be said to be the same for a brother or sister as for the first child. */
const matters = ['nationality', 'language', 'faith', 'supporters'] as const;

test('of a brother or sister nothing is the first child’s but what was said to be the same, shown before it is, and shown as such when it is checked', () => {
  const alike = fc.tuple(fc.subarray([...matters]), fc.subarray([...matters]));
  const three = referral.filter(({ children }) => children.length > 1);
  const faith = fc.array(fc.constantFrom('muslim', 'christian', ''), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(three, alike, faith, (given, same, faiths) => {
      const form = (ticked: (number: number) => readonly string[]) => {
        const fields = fieldsOf(given);
        for (const [at, faithGroup] of faiths.entries()) {
          fields.set(`child${at + 1}-faithGroup`, [faithGroup]);
          fields.set(`child${at + 1}-language1`, [['tir', 'amh', 'ara'][at] ?? '']);
          if (at > 0) fields.set(`child${at + 1}-same`, ticked(at + 1));
        }
        return walk(nextReferStep(KENT, TODAY), fields);
      };
      const own = form(() => []);
      const choicesIn = ({ before }: typeof own, number: number) => {
        const questions = before.find(({ name }) => name === `child${number}-who`)?.questions ?? [];
        const question = questions.find(({ name }) => name === `child${number}-same`);
        return question !== undefined && 'choices' in question ? question.choices : [];
      };
      const offered = (number: number, matter: string) =>
        choicesIn(own, number).find(({ value }) => value.startsWith(`${matter}:`));
      const copied = form((number) =>
        (same[number - 2] ?? []).map((matter) => offered(number, matter)?.value ?? ''),
      );
      if (copied.kind !== 'done' || own.kind !== 'done') throw new Error('The form takes no such answers.');
      const said = (answered: Answered, number: number) => {
        const { facts, particulars } = referralOf(answered, KENT, TODAY);
        const of = (all: readonly { readonly number: number }[]) => all.find((one) => one.number === number);
        return { ...of(facts.children), ...of(particulars) } as Readonly<Record<string, unknown>>;
      };
      const first = said(own.answered, 1);
      const about = { own: KENT, today: TODAY, children: given.children.map((_, at) => at + 1) };
      for (const [at, ofChild] of same.slice(0, given.children.length - 1).entries()) {
        const number = at + 2;
        const fields = ofChild.flatMap((matter) =>
          partsOfChild(number, about)[matter].facts.map((fact) => fact.split('.').at(-1) ?? ''),
        );
        const expected = { ...said(own.answered, number) };
        for (const field of fields) {
          delete expected[field];
          if (first[field] !== undefined) expected[field] = first[field];
        }
        expect(said(copied.answered, number)).toEqual(expected);
        const who = copied.before.find(({ name }) => name === `child${number}-who`);
        const shown = rowsOf(copied.before, copied.answered).filter(
          ({ change, value }) => change === who?.name && value.endsWith(' (as for child 1)'),
        );
        for (const matter of ofChild) {
          const pages = partsOfChild(1, about)[matter].steps({});
          for (const { label, value } of answerRows(pages, own.answered)) {
            expect(offered(number, matter)?.hint).toContain(`${label}: ${value}`);
            expect(shown).toContainEqual({ label, value: `${value} (as for child 1)`, change: who?.name });
          }
          expect(
            copied.before.flatMap(({ joins = [], name }) => [name, ...joins.map((one) => one.name)]),
          ).not.toContain(`child${number}-${matter}`);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('nothing of a child’s own is offered to be copied: no name, date, sex or reference, no need, and no fact of health or safety', () => {
  const about = { own: KENT, today: TODAY, children: [1, 2] };
  expect(matters.flatMap((matter) => partsOfChild(2, about)[matter].facts)).toEqual(
    [
      ...['nationality', 'languageCodes', 'languages', 'interpreter', 'faithGroup'],
      ...['solicitor', 'hasSolicitor', 'guardian', 'hasGuardian', 'advocate', 'hasAdvocate'],
      ...['reviewingOfficer', 'hasReviewingOfficer'],
    ].map((fact) => `children.2.${fact}`),
  );
  const [two] = fc.sample(
    referral.filter(({ children }) => children.length > 1),
    1,
  );
  const who = two && walk(nextReferStep(KENT, TODAY), fieldsOf(two));
  const offered = who?.before
    .find(({ name }) => name === 'child2-who')
    ?.questions.flatMap((question) =>
      question.name === 'child2-same' && 'choices' in question
        ? question.choices.map(({ value }) => value.split(':')[0])
        : [],
    );
  expect(offered).toEqual(matters);
});

test('a walk through the form asks what one would that makes the form anew for every page, wherever it begins', () => {
  const whole = [1, 2, 3].map((count) =>
    Object.entries(
      answeredWhole(
        KENT,
        TODAY,
        Object.fromEntries([
          ['proposedMoveOn-day', ['30']],
          ...[1, 2, 3].flatMap((number) => [
            [`child${number}-another`, [number < count ? 'yes' : 'no']],
            [`child${number}-born-day`, ['14']],
            [`child${number}-born-month`, ['5']],
            [`child${number}-born-year`, ['2010']],
          ]),
        ]),
      ),
    ),
  );
  const someOf = fc
    .constantFrom(...whole)
    .chain((fields) => fc.subarray(fields, { minLength: fields.length - 3 }))
    .map((fields) => new Map(fields));
  const anew: NextStep = (answered) => nextReferStep(KENT, TODAY)(answered);
  const named = (nextStep: NextStep, form: ReadonlyMap<string, readonly string[]>) => {
    const walked = walk(nextStep, form);
    return [walked.before.map(({ name }) => name), walked.kind === 'ask' ? walked.step.name : 'done'];
  };
  fc.assert(
    fc.property(fc.array(someOf, { minLength: 1, maxLength: 3 }), (forms) => {
      const nextStep = nextReferStep(KENT, TODAY);
      for (const form of forms) expect(named(nextStep, form)).toEqual(named(anew, form));
    }),
    { numRuns: 8 },
  );
});

test('a page that asks several matters at once is asked until each was answered or left empty on it, and a form that was sent is asked nothing', () => {
  const whole = answeredWhole(KENT, TODAY, {
    'proposedMoveOn-day': ['30'],
    ...Object.fromEntries(
      [1, 2].flatMap((number) => [
        [`child${number}-another`, [number < 2 ? 'yes' : 'no']],
        [`child${number}-same`, []],
        [`child${number}-born-day`, ['14']],
        [`child${number}-born-month`, ['5']],
        [`child${number}-born-year`, ['2010']],
      ]),
    ),
  });
  const nextStep = nextReferStep(KENT, TODAY);
  const at = (form: typeof whole, isWhole = false) => {
    const walked = walk(nextStep, new Map(Object.entries(form)), undefined, isWhole);
    return walked.kind === 'ask' ? [walked.step.name, walked.problems.size] : 'done';
  };
  const { before } = walk(nextStep, new Map(Object.entries(whole)));
  let optional = 0;
  for (const { name, joins = [] } of before)
    for (const one of joins) {
      const fields = one.questions.flatMap(fieldsIn);
      const rest = Object.fromEntries(Object.entries(whole).filter(([field]) => !fields.includes(field)));
      expect([one.name, at(rest)]).toEqual([one.name, [name, 0]]);
      if (problemsWith(one, new Map()).size > 0) continue;
      optional += 1;
      // One of its questions left empty is another form: what it brings up is not asked.
      for (const form of [at({ ...rest, behind: [one.name] }), at(rest, true)])
        expect([one.name, form]).toEqual([one.name, 'done']);
    }
  expect(optional).toBeGreaterThan(10);
});

test('who leads an age assessment has to be named, who has made one where it is known, and nobody is asked of one that there was not', () => {
  const about = { own: KENT, today: TODAY, children: [1] };
  const part = childParts(1, about as never).find(({ name }) => name === 'child1-assessment');
  const asks = (stands: string) => {
    const [, step] = part?.steps({ 'child1-assessment': { 'child1-assessment': stands } }) ?? [];
    const takes = (council: string) => step?.schema.safeParse({ 'child1-assessor': council }).success;
    return step && [step.title, takes(''), takes('E10000014'), takes('E99999999')];
  };
  expect(['not-required', 'required', 'under-way', 'complete'].map(asks)).toEqual([
    undefined,
    undefined,
    ['Who leads the age assessment of the child?', false, true, false],
    ['Who made the age assessment of the child?', true, true, false],
  ]);
});

test('other dates of birth are asked for where one was given, and none that is still to come is taken', () => {
  const about = { own: KENT, today: TODAY, children: [1] };
  const part = childParts(1, about as never).find(({ name }) => name === 'child1-born');
  const pages = (ticked: readonly string[]) =>
    part?.steps({ 'child1-born': { 'child1-hasOtherBirths': ticked } }).map(({ name }) => name);
  expect([pages([]), pages(['yes'])]).toEqual([['child1-born'], ['child1-born', 'child1-otherBirths']]);
  const [, step] = part?.steps({ 'child1-born': { 'child1-hasOtherBirths': ['yes'] } }) ?? [];
  const problems = (year: string) =>
    [
      ...problemsWith(
        step as Step,
        new Map([
          ['child1-documentedBirth-day', ['1']],
          ['child1-documentedBirth-month', ['2']],
          ['child1-documentedBirth-year', [year]],
        ]),
      ),
    ].map((problem) => problem.join(': '));
  expect([problems('2009'), problems('2031')]).toEqual([
    [],
    ['child1-documentedBirth-day: Date of birth on a document must not be after today, 23 November 2026'],
  ]);
});

test('an assessed date of birth is not taken with an assessment that there was not, and is with one that there was', () => {
  const about = { own: KENT, today: TODAY, children: [1] };
  const stands = (assessedBirth: string | undefined, ageAssessment: string) => {
    const answered = {
      'child1-otherBirths': { 'child1-assessedBirth': assessedBirth },
    };
    const part = childParts(1, about as never).find(({ name }) => name === 'child1-assessment');
    const [step] = part?.steps(answered) ?? [];
    return step?.schema.safeParse({ 'child1-assessment': ageAssessment }).success;
  };
  for (const none of ['not-required', 'required']) {
    expect(stands('2009-05-20', none)).toBe(false);
    expect(stands(undefined, none)).toBe(true);
  }
  for (const some of ['under-way', 'complete']) expect(stands('2009-05-20', some)).toBe(true);
});
