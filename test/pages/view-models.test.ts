import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { type AnyEvent, catalogue } from '../../events/catalogue.ts';
import { caseModel } from '../../functions/pages/coordinator/case-model.ts';
import { coordinatorActions } from '../../functions/pages/coordinator/coordinator-actions.ts';
import { entryModel } from '../../functions/pages/entry/entry-model.ts';
import {
  maybeDate,
  maybeWholeNumber,
  someDate,
  someTime,
  wholeNumber,
} from '../../functions/pages/forms/answers.ts';
import { askedAs, offerModel } from '../../functions/pages/offer/offer-model.ts';
import { transferActions } from '../../functions/pages/transfer/transfer-actions.ts';
import { transferModel } from '../../functions/pages/transfer/transfer-model.ts';
import type { PageModel } from '../../functions/pages/views/page-model.ts';
import { eventWords } from '../../functions/pages/words/event-words.ts';
import { childWords } from '../../functions/pages/words/fact-words.ts';
import type { Case, CaseStatus, OfferStatus } from '../../shared/core/case/case.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { transitions } from '../../shared/core/case/transitions.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { distanceWords, momentWords } from '../../shared/words/times.ts';
import { aCase, aChild, aCouncil, anOffer, aPlacement, NOW, SOCIAL_WORKER } from '../builders.ts';

const messages = (schema: z.ZodType, value: unknown): string[] => {
  const read = schema.safeParse(value);
  return read.success ? [] : read.error.issues.map(({ message }) => message);
};
const typed = (day: string, month: string, year: string) => ({ day, month, year });

describe('dates as people type them', () => {
  const date = someDate('Day', 'Enter the day', {
    from: { day: '2026-11-23', message: 'too early' },
    to: { day: '2027-11-23', message: 'too late' },
  });
  test.each([
    [typed('27', '3', '2027'), '2027-03-27'],
    [typed('7', '03', '2027'), '2027-03-07'],
    [typed('7', 'March', '2027'), '2027-03-07'],
    [typed('07', 'mar', '2027'), '2027-03-07'],
  ])('%j is %s', (given, iso) => {
    expect(date.parse(given)).toBe(iso);
  });
  test.each([
    [typed('', '', ''), 'Enter the day'],
    [typed('', '3', '2027'), 'Day must include a day'],
    [typed('1', '', ''), 'Day must include a month and a year'],
    [typed('31', '6', '2027'), 'Day must be a real date, like 27 3 2027'],
    [typed('29', '2', '2027'), 'Day must be a real date, like 27 3 2027'],
    [typed('1', '13', '2027'), 'Day must be a real date, like 27 3 2027'],
    [typed('1', 'ma', '2027'), 'Day must be a real date, like 27 3 2027'],
    [typed('1', '3', '27'), 'Day must be a real date, like 27 3 2027'],
    [typed('x', '3', '2027'), 'Day must be a real date, like 27 3 2027'],
    [typed('1', '3', '0027'), 'Day must be a real date, like 27 3 2027'],
    [typed('22', '11', '2026'), 'too early'],
    [typed('24', '11', '2027'), 'too late'],
  ])('%j: %s', (given, message) => {
    expect(messages(date, given)).toEqual([message]);
  });
  test('may be left out where they are optional', () => {
    expect(
      maybeDate('Day', { to: { day: '2027-11-23', message: 'too late' } }).parse(typed('', '', '')),
    ).toBeUndefined();
    expect(
      messages(maybeDate('Day', { to: { day: '2027-11-23', message: 'too late' } }), typed('1', '', '2027')),
    ).toEqual(['Day must include a month']);
  });
});

describe('numbers and times as people type them', () => {
  test.each([
    ['0', []],
    ['12', []],
    ['', ['Enter it']],
    ['-1', ['Places must be a whole number, like 3, or 0']],
    ['1.5', ['Places must be a whole number, like 3, or 0']],
    ['1e3', ['Places must be a whole number, like 3, or 0']],
    ['501', ['Places must be 500 or fewer']],
    ['99999999999999999999', ['Places must be a whole number, like 3, or 0']],
  ])('%j', (text, expected) => {
    expect(messages(wholeNumber('Places', 'Enter it', 500), text)).toEqual(expected);
  });
  test('an optional number may be left out', () => {
    expect(maybeWholeNumber('Places', 5).parse('')).toBeUndefined();
    expect(maybeWholeNumber('Places', 5).parse('5')).toBe(5);
  });
  test.each([
    ['9:05', '09:05'],
    ['09.05', '09:05'],
    ['23:59', '23:59'],
    ['1405', '14:05'],
    ['6pm', '18:00'],
    ['6 PM', '18:00'],
    ['6.30 p.m.', '18:30'],
    ['12:15am', '00:15'],
    ['12pm', '12:00'],
    ['noon', '12:00'],
    ['Midnight', '00:00'],
  ])('%s is %s', (text, time) => {
    expect(someTime('Enter it').parse(text)).toBe(time);
  });
  test.each(['24:00', '9', '9:5', '13pm', '0am', '25 o’clock', '6 pm tomorrow', '1460'])(
    '%s is no time',
    (text) => {
      expect(messages(someTime('Enter it'), text)).toEqual([
        'Time must be a time of day, like 9:30am or 14:05',
      ]);
    },
  );
});

describe('words', () => {
  test.each([
    ['2026-11-23T09:00:30.000Z', 'in 1 minute'],
    ['2026-11-23T10:59:00.000Z', 'in 1 hour'],
    ['2026-11-24T17:00:00.000Z', 'in 1 day'],
    ['2026-11-20T09:00:00.000Z', '3 days ago'],
  ])('%s is %s', (instant, words) => {
    expect(distanceWords(instant, NOW)).toBe(words);
  });

  test('moments are told as London’s clocks showed them, in summer too', () => {
    expect(momentWords('2026-07-01T13:05:00.000Z')).toBe('2:05pm on Wednesday 1 July 2026');
  });

  test('a child about whom little is said is told so', () => {
    expect(childWords({ number: 1 })).toBe(
      'Child (sex not known), date of birth not given\nKind of placement not given\nNo particular needs recorded',
    );
    expect(
      childWords(aChild({ sex: 'female', ageAssessment: 'under-way', needs: ['step-free-access'] })),
    ).toBe('Girl, turns 18 in May 2028, age assessment under way\nFoster care\nStep-free access');
    const known = aChild({
      placementKind: 'childrens-home',
      missingHistory: 'has-been-missing',
      timesMissing: 2,
      lastMissingMonth: '2026-10',
      fitToMove: 'not-fit',
      fitToMoveOn: '2026-11-20',
      healthScreening: 'offered',
      healthKinds: ['medication', 'injury'],
      languageCodes: ['tir', 'ara'],
      faithGroup: 'muslim',
      diet: [],
      educationStage: 'primary',
      canShare: 'yes',
      smokes: 'no',
      withPets: 'not-known',
      hasSolicitor: 'yes',
      hasAdvocate: 'no',
      hasReviewingOfficer: 'yes',
      hasGuardian: 'not-known',
    });
    expect(childWords(known).split('\n')).toEqual([
      'Boy, turns 18 in May 2028',
      'A children’s home',
      'No particular needs recorded',
      'Has gone missing before, 2 times, last in October 2026',
      'Fit to move: not fit to move, found on 20 November 2026',
      'Health assessment: offered, not done yet',
      'Health needs: regular medication and an injury',
      'Speaks: Tigrinya and Arabic',
      'Faith: Muslim',
      'Food: eats anything',
      'School so far: primary school',
      'Can live with other young people: yes',
      'Smokes: no',
      'Can live where there are pets: not known yet',
      'Has: solicitor and independent reviewing officer',
      'Has no: advocate',
    ]);
  });

  test.each(Object.keys(catalogue))('%s is told in plain words, without codes', (type) => {
    const example: AnyEvent = JSON.parse(
      readFileSync(new URL(`../../events/examples/${type}.json`, import.meta.url), 'utf8'),
    );
    const { title, details } = eventWords(example);
    const all = [title, ...details].join(' ');
    expect(title).toMatch(/^[A-Z]/);
    expect(all).not.toMatch(/undefined|\bE\d{8}|T\d\d:\d\d|\.v\d|[a-z]-[a-z]+-[a-z]/);
  });

  test.each([
    [1, '1 child counts there now.'],
    [3, '3 children count there now.'],
  ])('says in a sentence that %d who moved on count elsewhere', (children, words) => {
    const data = { from: 'E10000014', to: 'E08000035', on: '2026-11-20', children };
    const { details } = eventWords({ type: 'care-moved.v1', data } as never);
    expect(details).toEqual([`Before it was Hampshire. ${words}`]);
  });
});

const statuses = [...new Set(transitions.map(({ to }) => to))];
const placement = aPlacement();
const placed: readonly CaseStatus[] = ['accepted', 'transfer-arranged', 'child-refused', 'paused'];
const since: readonly CaseStatus[] = ['transferred', 'missing-from-care', 'found-elsewhere', 'left-care'];
const inStatus = (status: CaseStatus): Case =>
  aCase({
    status,
    offers: [anOffer()],
    ...(placed.includes(status) ? { placement } : {}),
    ...(since.includes(status) ? { placement: { ...placement, handedOverAt: NOW } } : {}),
    ...(status === 'left-care' ? { left: [{ child: 1, outcome: 'joined-family', on: '2026-11-23' }] } : {}),
    ...(status === 'held'
      ? { hold: { reasons: [{ code: 'x', words: 'A reason.' }], since: NOW, reviewAt: NOW } }
      : {}),
    ...(status === 'turned-18' ? { turned18: [1] } : {}),
    ...(status === 'paused' ? { pause: { from: 'offered', at: NOW } } : {}),
    ...(status === 'found-elsewhere'
      ? { foundElsewhere: { council: 'E09000009', decided: false, by: NOW } }
      : {}),
    ...(status === 'missing-from-care' ? { pause: { from: 'transferred', at: NOW } } : {}),
  });
const complete = (model: PageModel) =>
  JSON.stringify(model).includes('undefined') === false && model.title !== '';

describe.each(statuses)('a case that is %s', (status) => {
  const theCase = inStatus(status);

  test('can be shown to everybody who has a link', () => {
    expect(complete(caseModel(theCase, NOW))).toBe(true);
    expect(complete(entryModel(theCase, [], NOW))).toBe(true);
    expect(complete(transferModel({ ...theCase, placement }, 'E10000014', NOW, true))).toBe(true);
    expect(transferModel(theCase, 'E10000030', NOW, false).title).toBe('You do not take this child any more');
  });

  test('offers a coordinator no action that the life of a case does not know', () => {
    const desk = coordinatorActions(
      theCase,
      possibleCommands(theCase, { kind: 'coordinator' }, NOW),
      { councils: [aCouncil()], regions: {} },
      policyNamed('nts-2025'),
      NOW,
    );
    const known = new Set(transitions.filter(({ from }) => from === status).map(({ event }) => event));
    const events = {
      release: 'referral-released.v1',
      keep: 'hold-kept.v1',
      assign: 'case-assigned.v1',
      place: 'place-accepted.v1',
      reallocate: 'case-reallocated.v1',
      'more-time': 'more-time-given.v1',
      'place-legal-hold': 'legal-hold-placed.v1',
      stays: 'case-stayed.v1',
      family: 'family-joined.v1',
      'counts-1': 'age-decided.v1',
      'adult-1': 'age-decided.v1',
      adult: 'age-decided.v1',
      missing: 'case-paused.v1',
      found: 'case-resumed.v1',
      'found-decided': 'found-decided.v1',
      'left-care': 'left-care.v1',
      'moved-care': 'care-moved.v1',
      'moved-placement': 'placement-moved.v1',
      'avoid-areas': 'areas-avoided.v1',
      'succeed-E10000030': 'council-succeeded.v1',
      'reopen-recorded-in-error': 'case-reopened.v1',
      'part-NTS-4V8Q-Z1KD': 'merger-undone.v1',
    } as const;
    const actions = (desk?.actions ?? []).map(({ value }) => value as keyof typeof events);
    // A child placed already is taken from its council first, which leads back to where it can be placed.
    const undone = known.has('case-reallocated.v1');
    const unknown = actions.filter((action) => !known.has(events[action]) && !(action === 'place' && undone));
    expect(unknown).toEqual([]);
    expect(actions).not.toEqual([]);
  });

  test('lets only the council that has the child speak of the move', () => {
    const moving = [...placed, 'transferred', 'missing-from-care', 'found-elsewhere'].includes(status);
    expect(
      transferActions(
        theCase,
        'E10000014',
        NOW,
        () => SOCIAL_WORKER,
        () => 'd'.repeat(22),
      ) !== undefined,
    ).toBe(moving);
    expect(
      transferActions(
        theCase,
        'E10000030',
        NOW,
        () => SOCIAL_WORKER,
        () => 'd'.repeat(22),
      ),
    ).toBeUndefined();
  });
});

describe('an offer', () => {
  const all: readonly OfferStatus[] = [
    'live',
    'asked',
    'promised',
    'said-no',
    'accepted',
    'declined',
    'expired',
    'withdrawn',
  ];
  test.each(all)('that is %s has a page, whatever became of the case', (status) => {
    for (const caseStatus of statuses) {
      const offer = anOffer({ status });
      const model = offerModel({ ...inStatus(caseStatus), offers: [offer] }, offer, undefined, NOW);
      expect(complete(model)).toBe(true);
    }
  });

  test('asks as first, as back-up, or after its time while nobody else has the child', () => {
    const as = (
      status: OfferStatus,
      others: readonly OfferStatus[] = [],
      caseStatus: CaseStatus = 'offered',
    ) => {
      const offer = anOffer({ status });
      const offers = [
        offer,
        ...others.map((other, index) => anOffer({ id: `1-${index + 2}`, status: other })),
      ];
      return askedAs(aCase({ status: caseStatus, offers }), offer, NOW);
    };
    expect(as('live')).toBe('primary');
    expect(as('asked')).toBe('back-up');
    expect(as('expired')).toBe('late');
    expect(as('expired', ['promised'])).toBeUndefined();
    expect(as('expired', ['accepted'], 'accepted')).toBeUndefined();
    expect(as('expired', [], 'withdrawn')).toBeUndefined();
    expect(as('live', [], 'paused')).toBeUndefined();
    expect(as('declined')).toBe('late');
    expect(as('declined', ['promised'])).toBeUndefined();
    expect(as('said-no')).toBe('back-up-after-no');
    expect(as('said-no', [], 'escalated')).toBeUndefined();
    expect(as('promised')).toBe('back-up-no-longer');
    for (const status of ['accepted', 'withdrawn'] as const) expect(as(status)).toBeUndefined();
  });

  test('after its time warns that it goes on to the next council at any moment', () => {
    const offer = anOffer({ answerBy: '2026-11-23T08:00:00.000Z' });
    expect(offerModel(aCase({ status: 'offered', offers: [offer] }), offer, undefined, NOW).warning).toBe(
      'The time to answer ended 1 hour ago. The offer goes to the next council at any moment.',
    );
  });
});
