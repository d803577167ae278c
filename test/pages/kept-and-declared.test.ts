/** What councils' keys, places, sealed details and documents look like, whole, in each state that reads differently. */
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { capacityModel } from '../../functions/pages/capacity/capacity-model.ts';
import { declaredIn, nextCapacityStep } from '../../functions/pages/capacity/capacity-steps.ts';
import { documentLines } from '../../functions/pages/documents/document-lines.ts';
import { asAttachment, cleanedName } from '../../functions/pages/documents/file-name.ts';
import { fileTypeOf, fileTypeWords } from '../../functions/pages/documents/file-type.ts';
import { isMultipart, readUpload } from '../../functions/pages/documents/read-upload.ts';
import { verdictWords } from '../../functions/pages/documents/verdict-words.ts';
import { walk } from '../../functions/pages/forms/walk.ts';
import { decisionIn, nextKeyStep } from '../../functions/pages/keys/key-steps.ts';
import { keyRows, oldKeyUntil } from '../../functions/pages/keys/key-words.ts';
import {
  childrenPages,
  sealedSections,
  type Unsealed,
} from '../../functions/pages/sealed/sealed-sections.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { KeyState } from '../../shared/ports/api-store.ts';
import type { DocumentVerdict } from '../../shared/ports/document-store.ts';
import {
  aCase,
  aChild,
  aCouncil,
  aDeclaration,
  aPlacement,
  aReferral,
  NOW,
  SOCIAL_WORKER,
} from '../builders.ts';
import { speltOut } from './spelt-out.ts';

type Fields = Readonly<Record<string, string | readonly string[]>>;
const posted = (fields: Fields) =>
  new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat() as readonly string[]]));
const MINUTE_AGO = '2026-11-23T08:59:00.000Z';
const MONDAY = '2026-11-30T09:00:00.000Z';

describe('a council’s key', () => {
  const state: KeyState = {
    version: 2,
    changedAt: MINUTE_AGO,
    changedBy: 'Robin Hale',
    since: MINUTE_AGO,
    oldUntil: MONDAY,
  };
  const { since: _, oldUntil: __, ...taken } = state;
  const { changedBy: ___, ...nameless } = taken;

  test('is said without the key: since when, what the old one does, and who changed it', () => {
    expect(
      speltOut(
        [undefined, state, { ...state, oldUntil: NOW }, taken, nameless].map((one) => keyRows(one, NOW)),
      ),
    ).toEqual([
      '- - label: Key; value: None',
      '- - label: Key; value: Since 8:59am on Monday 23 November 2026',
      '  - label: Old key works until; value: 9am on Monday 30 November 2026',
      '  - label: Last changed; value: 8:59am on Monday 23 November 2026, by Robin Hale',
      '- - label: Key; value: Since 8:59am on Monday 23 November 2026',
      '  - label: Last changed; value: 8:59am on Monday 23 November 2026, by Robin Hale',
      '- - label: Key; value: None',
      '  - label: Last changed; value: 8:59am on Monday 23 November 2026, by Robin Hale',
      '- - label: Key; value: None',
      '  - label: Last changed; value: 8:59am on Monday 23 November 2026',
    ]);
  });

  test.each([
    [undefined, undefined],
    [state, MONDAY],
    [{ ...state, oldUntil: NOW }, undefined],
    [{ ...taken, oldUntil: MONDAY }, undefined],
    [{ version: 1, changedAt: NOW, since: NOW }, undefined],
  ])('of %j the old one works until %s', (one, until) => {
    expect(oldKeyUntil(one, NOW)).toBe(until);
  });

  test('is given, replaced and taken away page by page', () => {
    const [none, has] = [nextKeyStep(taken), nextKeyStep(state)];
    const replace = { what: { todo: 'replace' } };
    const takeAway = { what: { todo: 'take-away' } };
    const days = { days: { days: '7' } };
    expect(
      speltOut([
        none({}),
        has({}),
        has(replace),
        has({ ...replace, ...days }),
        has(takeAway),
        none({ confirm: {} }),
        has({ ...takeAway, confirm: {} }),
      ]),
    ).toEqual([
      '- name: confirm; title: Check what you are about to do; button: Make a key; check: true',
      '  text:',
      '    - This council’s system has no key now. You see the key on the next page. Nobody can look it up later. Be ready to hand it over.',
      '  questions:',
      '    - kind: confirm; name: confirm; label: Confirm; choice: This is my decision, and I may take it',
      '- name: what; title: What do you want to do?; button: Continue',
      '  questions:',
      '    - kind: radios; name: todo; label: What do you want to do?',
      '      choices:',
      '        - value: replace; text: Make a new key; hint: It takes the place of the one they have',
      '        - value: take-away; text: Take the key away; hint: Their system can refer no child then',
      '- name: days; title: How long does the old key go on working?; button: Continue',
      '  text:',
      '    - Give their people time to put the new key into the system. Choose “Not at all” if somebody else may know the old key.',
      '  questions:',
      '    - kind: radios; name: days; label: From now on',
      '      choices:',
      '        - value: 0; text: Not at all',
      '        - value: 1; text: 1 day',
      '        - value: 7; text: 7 days',
      '        - value: 28; text: 28 days',
      '- name: confirm; title: Check what you are about to do; button: Make a new key; check: true',
      '  text:',
      '    - You see the key on the next page. Nobody can look it up later. Be ready to hand it over.',
      '  questions:',
      '    - kind: confirm; name: confirm; label: Confirm; choice: This is my decision, and I may take it',
      '- name: confirm; title: Check what you are about to do; button: Take the key away; check: true',
      '  text:',
      '    - No key of this council works any more, from now on.',
      '  questions:',
      '    - kind: confirm; name: confirm; label: Confirm; choice: This is my decision, and I may take it',
      '- undefined',
      '- undefined',
    ]);
    expect(speltOut(nextKeyStep(undefined)({}))).toEqual(speltOut(none({})));
    expect(decisionIn({})).toEqual({ kind: 'give' });
    expect(decisionIn(takeAway)).toEqual({ kind: 'take-away' });
    expect(decisionIn({ ...replace, ...days })).toEqual({ kind: 'replace', keepOldDays: 7 });
  });

  test.each([
    [{ step: 'what' }, 'todo: Select what you want to do'],
    [{ todo: 'replace', step: 'days' }, 'days: Select how long the old key goes on working'],
    [{ todo: 'replace', days: '2' }, 'days: Select how long the old key goes on working'],
    [
      { todo: 'replace', days: '28', step: 'confirm' },
      'confirm: Tick the box to say that this is your decision',
    ],
    [{ todo: 'take-away', step: 'confirm' }, 'confirm: Tick the box to say that this is your decision'],
  ])('%j is not taken', (fields, problem) => {
    const walked = walk(nextKeyStep(state), posted(fields));
    expect(walked.kind === 'ask' && [...walked.problems].map((one) => one.join(': '))).toEqual([problem]);
    for (const days of ['0', '1', '7', '28'])
      expect(walk(nextKeyStep(state), posted({ todo: 'replace', days, confirm: 'yes' })).kind).toBe('done');
  });
});

describe('a council’s places', () => {
  const unknown = aCouncil({ caredFor: { count: null, asAt: '2025-03-31', source: 'published' } });

  const declared = { fosterCare: 2, supportedAccommodation: 0, supports: [] };
  test('that nobody may have meant are asked back once, before they are checked', () => {
    const asked = nextCapacityStep(aCouncil(), policyNamed('nts-2025'), NOW);
    const odd = { ...declared, caredForNow: 900 };
    expect(speltOut([asked({ places: odd }), asked({ places: odd, meant: {} })?.name])).toEqual([
      '- name: meant; title: Are these figures right?; button: Continue',
      '  text:',
      '    - 900 unaccompanied children in care: our count is 90.',
      '    - 900 unaccompanied children in care: the threshold is 100.',
      '    - If a figure is wrong, go back and change it. If they are right, tick the box: a coordinator is told.',
      '  questions:',
      '    - kind: confirm; name: meantSo; label: Confirm; choice: These figures are right',
      '- confirm',
    ]);
  });

  test('that are given again once others were meant are asked back too', () => {
    const nextStep = nextCapacityStep(aCouncil(), policyNamed('nts-2025'), NOW);
    const form = { fosterCare: '2', supportedAccommodation: '0', caredForNow: '900', meantSo: 'yes' };
    const asked = (step: string, more: Fields = {}) => {
      const walked = walk(nextStep, posted({ ...form, ...until('', '', ''), step, ...more }));
      return walked.kind === 'ask' && walked.step.name;
    };
    expect(asked('meant')).toBe('confirm');
    expect(asked('places', { caredForNow: '5000' })).toBe('meant');
    expect(asked('places', { caredForNow: '91' })).toBe('confirm');
  });

  test('are asked for, with the count only where none is known', () => {
    const [known, none] = [aCouncil(), unknown].map((one) =>
      nextCapacityStep(one, policyNamed('nts-2025'), NOW),
    );
    expect(
      speltOut([known?.({}), known?.({ places: declared }), known?.({ places: declared, confirm: {} })]),
    ).toEqual([
      '- name: places; title: Declare your places; button: Continue',
      '  text:',
      '    - Count a place only once. If you have none, enter 0.',
      '  questions:',
      '    - kind: number; name: fosterCare; label: Places in foster care; hint: That you could give an unaccompanied child in the coming weeks.; suffix: places',
      '    - kind: number; name: supportedAccommodation; label: Places in supported accommodation; hint: For children of 16 and 17.; suffix: places',
      '    - kind: checkboxes; name: supports; label: Needs you can meet now; hint: Select all that apply. You are not asked for children whose needs you leave out.',
      '      choices:',
      '        - value: trained-carers; text: Carers trained to look after survivors of trafficking',
      '        - value: step-free-access; text: Step-free access',
      '        - value: medical-care; text: Medical care',
      '        - value: mental-health-support; text: Mental health support',
      '        - value: special-educational-needs; text: Support for special educational needs',
      '    - kind: number; name: caredForNow; label: Unaccompanied children in your care today (optional); hint: Only if our count is wrong. It replaces our count.; suffix: children',
      '    - kind: date; name: pausedUntil; label: No offers before this day (optional); hint: For example, 7 12 2026. Leave it empty to be asked in your turn.',
      '- name: confirm; title: Check your declaration before you send it; button: Send the declaration; check: true',
      '  text:',
      '    - It replaces your last declaration. Declare again when anything changes.',
      '  questions:',
      '    - kind: text; name: name; label: Your name; hint: Kept in the record. It is never emailed.; autocomplete: name',
      '    - kind: text; name: role; label: Your role; hint: For example, duty manager or social worker.; autocomplete: organization-title',
      '    - kind: confirm; name: confirm; label: Confirm; choice: I can declare places for Hampshire',
      '  sections:',
      '    - heading: What this does',
      '      points:',
      '        - 2 places in foster care: by our rules this number limits nothing. You may be asked for more children, up to your threshold.',
      '        - You get no offers for supported accommodation before 7 December 2026. From then on you may be asked again, unless you declare again.',
      '        - You get no offers for children who need carers trained to look after survivors of trafficking until you declare again.',
      '        - You get no offers for children who need step-free access until you declare again.',
      '        - You get no offers for children who need medical care until you declare again.',
      '        - You get no offers for children who need mental health support until you declare again.',
      '        - You get no offers for children who need support for special educational needs until you declare again.',
      '        - The coordinators see this on their list of councils, with your council’s name.',
      '- undefined',
    ]);
    expect(speltOut(none?.({})).filter((line) => line.includes('caredForNow'))).toEqual([
      '  - kind: number; name: caredForNow; label: Unaccompanied children in your care today; hint: No figure is published for your council, so yours is the one that counts.; suffix: children',
    ]);
  });

  const given = {
    fosterCare: '2',
    supportedAccommodation: '0',
    supports: ['medical-care'],
    caredForNow: '',
    step: 'places',
  };
  const read = (council: Council, fields: Fields, id = 'nts-2025') => {
    const walked = walk(
      nextCapacityStep(council, policyNamed(id), NOW),
      posted({ ...fields, confirm: 'yes', name: 'Sam Okafor', role: 'duty manager' }),
    );
    return walked.kind === 'done'
      ? declaredIn(walked.answered)
      : [...walked.problems].map((problem) => problem.join(': '));
  };
  const until = (day: string, month: string, year: string) => ({
    'pausedUntil-day': day,
    'pausedUntil-month': month,
    'pausedUntil-year': year,
  });

  test.each([
    [{}, { caredForNow: undefined, pausedUntil: undefined }],
    [
      { caredForNow: '98', ...until('24', '11', '2026') },
      { caredForNow: 98, pausedUntil: '2026-11-24' },
    ],
    [
      { caredForNow: '5000', meantSo: 'yes', step: 'confirm', ...until('24', '11', '2026') },
      { caredForNow: 5000, pausedUntil: '2026-11-24', meantSo: true },
    ],
    [{ ...until('24', '11', '2027') }, { caredForNow: undefined, pausedUntil: '2027-11-24' }],
  ])('are read: %j', (fields, expected) => {
    expect(read(aCouncil(), { ...given, ...fields })).toEqual({
      fosterCare: 2,
      supportedAccommodation: 0,
      supports: ['medical-care'],
      ...expected,
    });
  });

  test.each([
    [
      { fosterCare: '', supportedAccommodation: '501' },
      [
        'fosterCare: Enter how many places you have in foster care, or 0',
        'supportedAccommodation: Places in supported accommodation must be 500 or fewer',
      ],
    ],
    [
      { fosterCare: '501', supportedAccommodation: '' },
      [
        'fosterCare: Places in foster care must be 500 or fewer',
        'supportedAccommodation: Enter how many places you have in supported accommodation, or 0',
      ],
    ],
    [
      { caredForNow: '5000', step: 'meant' },
      ['meantSo: Tick the box to say that these figures are right, or go back and change them'],
    ],
    [
      { caredForNow: '5001' },
      ['caredForNow: Unaccompanied children in your care today must be 5,000 or fewer'],
    ],
    [
      until('23', '11', '2026'),
      ['pausedUntil-day: Day from which you can be asked again must be after today'],
    ],
    [
      until('25', '11', '2027'),
      ['pausedUntil-day: Day from which you can be asked again must be within a year'],
    ],
  ])('are not taken: %j', (fields, problems) => {
    expect(read(aCouncil(), { ...given, ...fields })).toEqual(problems);
  });

  test('may go beyond the threshold, where the policy lets a council volunteer: that is asked with the figures it goes by', () => {
    const asked = (id: string) =>
      speltOut(nextCapacityStep(aCouncil(), policyNamed(id), NOW)({})).filter((line) =>
        line.includes('volunteersUpTo'),
      );
    expect(asked('nts-2025')).toEqual([]);
    expect(asked('nts-2026')).toEqual([
      '  - kind: number; name: volunteersUpTo; label: Most children you would care for (optional); hint: Only if you offer to go above your threshold of 100. Count those you have. You are asked in your turn until there are so many, for 28 days.; suffix: children',
    ]);
  });

  test.each<[Partial<Council>, Fields, number]>([
    [{}, { volunteersUpTo: '100' }, 100],
    [{ incoming: 8, held: 3, offered: 1 }, { volunteersUpTo: '101' }, 101],
    [{}, { volunteersUpTo: '104', caredForNow: '104' }, 104],
  ])(
    'beyond the threshold are more than there are to be without volunteering: %j %j',
    (over, fields, least) => {
      const council = aCouncil(over);
      expect(read(council, { ...given, ...fields }, 'nts-2026')).toEqual([
        `volunteersUpTo: Most children you would care for must be more than ${least}, or leave it empty: up to there you are asked without volunteering, or have them already`,
      ]);
      const more = { fosterCare: '1', volunteersUpTo: String(least + 1) };
      expect(read(council, { ...given, ...fields, ...more }, 'nts-2026')).toMatchObject({
        volunteersUpTo: least + 1,
      });
    },
  );

  test('need a count where none is published', () => {
    expect(read(unknown, given)).toEqual([
      'caredForNow: Enter how many unaccompanied children are in your care today: no figure is published for you',
    ]);
    expect(read(unknown, { ...given, caredForNow: '5001' })).toEqual([
      'caredForNow: Unaccompanied children in your care today must be 5,000 or fewer',
    ]);
    expect(read(unknown, { ...given, caredForNow: '7' })).toMatchObject({ caredForNow: 7 });
    expect(read(aCouncil(), { ...given, confirm: 'no' })).toBeTruthy();
  });

  test.each([
    [
      'nts-2016',
      [
        'You are asked only for places of a kind that you declare.',
        'You are not asked for children with a need that you leave out, until you declare again.',
        'If you name a day before which you want no offers, none come before it, and you earn no turns meanwhile.',
      ],
    ],
    [
      'nts-2026',
      [
        'You are not asked for more children of a kind than you declare, for 28 days. After that, or once you declare again, you are asked up to your threshold.',
        'You get no offers of a kind of which you declare 0, for 28 days. With 0 of both kinds you have no turn for 14 days.',
        'You are not asked for children with a need that you leave out, for 28 days.',
        'If you name a day before which you want no offers, none come before it, and you earn no turns meanwhile.',
        'A pause, no places, or a need left out can last 28 days, over one declaration or several. After that we ask a coordinator whether it counts. It counts until they decide. The turns that you do not take add up from then on, unless they agree.',
        'You need not go above your threshold. If you offer to, you are asked up to the number you name, in your turn, for 28 days.',
      ],
    ],
  ])('do under %s what the page says', (id, points) => {
    const { sections = [] } = capacityModel(aCouncil(), policyNamed(id), NOW, undefined);
    expect(sections.find(({ heading }) => heading === 'What your numbers do')?.points).toEqual(points);
  });

  const policy = policyNamed('nts-2025');
  const page = (over: Partial<Council>, sent?: object, now = NOW) =>
    speltOut(capacityModel(aCouncil(over), policy, now, sent as never));

  test('are shown as they were declared, and counted', () => {
    expect(page({})).toEqual([
      'title: Declare your places; caption: Hampshire; formHeading: Your places now',
      'lead:',
      '  - Tell us how many unaccompanied children Hampshire could take, and whose needs it can meet. What your numbers do is said below.',
      'sections:',
      '  - heading: Your last declaration',
      '    text:',
      '      - You have not declared any places yet.',
      '  - heading: How we count',
      '    rows:',
      '      - label: Threshold; value: 100 children',
      '      - label: In your care; value: 90 children (as published for 31 March 2025, and what the scheme moved since)',
      '      - label: On the way to you; value: 0 children',
      '      - label: Held by open offers; value: 0 children',
      '      - label: Room; value: 10 children: your threshold, less all of these. The places you declare are not in it.',
      '  - heading: What your numbers do',
      '    points:',
      '      - You may be asked for more children than you declare, up to your threshold.',
      '      - You get no offers of a kind of which you declare 0, for 14 days. With 0 of both kinds you have no turn for 14 days.',
      '      - You are not asked for children with a need that you leave out, until you declare again.',
      '      - If you name a day before which you want no offers, none come before it, and you earn no turns meanwhile.',
      'formText:',
      '  - Count a place only once. If you have none, enter 0.',
    ]);
    const declaration = aDeclaration({
      places: { fosterCare: 1, supportedAccommodation: 4 },
      used: { fosterCare: 0, supportedAccommodation: 3 },
      supports: ['medical-care', 'trained-carers'],
      pausedUntil: '2026-11-24',
    });
    expect(
      page({
        declaration,
        incoming: 1,
        held: 8,
        offered: 8,
        caredFor: { count: 91, asAt: '2026-11-01', source: 'declared' },
      }),
    ).toEqual([
      'title: Declare your places; caption: Hampshire; formHeading: Your places now',
      'status:',
      '  text: No offers before 24 November 2026; colour: yellow',
      'lead:',
      '  - Tell us how many unaccompanied children Hampshire could take, and whose needs it can meet. What your numbers do is said below.',
      'sections:',
      '  - heading: Your last declaration',
      '    rows:',
      '      - label: Declared; value: 9am on Monday 23 November 2026',
      '      - label: Foster care; value: 1 place',
      '      - label: Supported accommodation; value: 4 places, of which the scheme has taken 3',
      '      - label: Needs you can meet; value: Medical care / Carers trained to look after survivors of trafficking',
      '      - label: No offers before; value: 24 November 2026',
      'after:',
      '  - heading: What your last declaration does',
      '    points:',
      '      - You get no offers before 24 November 2026. You earn no turns meanwhile.',
      '      - 1 place in foster care: by our rules this number limits nothing. You may be asked for more children, up to your threshold.',
      '      - 1 place in supported accommodation: by our rules this number limits nothing. You may be asked for more children, up to your threshold.',
      '      - You get no offers for children who need step-free access until you declare again.',
      '      - You get no offers for children who need mental health support until you declare again.',
      '      - You get no offers for children who need support for special educational needs until you declare again.',
      '      - The coordinators see this on their list of councils, with your council’s name.',
      '  - heading: How we count',
      '    rows:',
      '      - label: Threshold; value: 100 children',
      '      - label: In your care; value: 91 children (as you declared for 1 November 2026, and what the scheme moved since)',
      '      - label: On the way to you; value: 1 child',
      '      - label: Held by open offers; value: 8 children',
      '      - label: Room; value: 0 children: your threshold, less all of these. The places you declare are not in it.',
      '  - heading: What your numbers do',
      '    points:',
      '      - You may be asked for more children than you declare, up to your threshold.',
      '      - You get no offers of a kind of which you declare 0, for 14 days. With 0 of both kinds you have no turn for 14 days.',
      '      - You are not asked for children with a need that you leave out, until you declare again.',
      '      - If you name a day before which you want no offers, none come before it, and you earn no turns meanwhile.',
    ]);
    expect(page({ declaration }, undefined, '2026-11-24T00:00:00.000Z')).not.toContain('status:');
    const closing = { because: 'emergency', from: '2026-11-24', until: '2026-12-01' } as const;
    const warned = (now: string) => capacityModel(aCouncil({ closing }), policy, now, undefined).warning;
    expect(warned(NOW)).toBe(
      'Hampshire is recorded as closed from 24 November 2026 until 1 December 2026. It gets no offers while it is closed. If this is not right, tell the coordinators.',
    );
    expect(warned('2026-12-01T09:00:00.000Z')).toBeUndefined();
  });

  test('have a receipt, and count nothing where no figure is known', () => {
    const over = { declaration: aDeclaration(), caredFor: unknown.caredFor, held: 200 } as const;
    expect(
      page(over, {
        at: NOW,
        actor: { kind: 'council', code: 'E10000014', name: 'Jo Smith', role: 'duty manager' },
      }),
    ).toEqual([
      'title: Declaration received; caption: Hampshire; receipt: Jo Smith, duty manager, for Hampshire, 9am on Monday 23 November 2026',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Declared; value: 9am on Monday 23 November 2026',
      '      - label: Foster care; value: 5 places',
      '      - label: Supported accommodation; value: 5 places',
      '      - label: Needs you can meet; value: None of those listed',
      '  - heading: What this does',
      '    points:',
      '      - 5 places in foster care: by our rules this number limits nothing. You may be asked for more children, up to your threshold.',
      '      - 5 places in supported accommodation: by our rules this number limits nothing. You may be asked for more children, up to your threshold.',
      '      - You get no offers for children who need carers trained to look after survivors of trafficking until you declare again.',
      '      - You get no offers for children who need step-free access until you declare again.',
      '      - You get no offers for children who need medical care until you declare again.',
      '      - You get no offers for children who need mental health support until you declare again.',
      '      - You get no offers for children who need support for special educational needs until you declare again.',
      '      - The coordinators see this on their list of councils, with your council’s name.',
      '  - heading: How we count',
      '    rows:',
      '      - label: Threshold; value: 100 children',
      '      - label: In your care; value: No figure is published for your council',
      '      - label: On the way to you; value: 0 children',
      '      - label: Held by open offers; value: 200 children',
      '      - label: Room; value: 0 children: your threshold, less all of these. The places you declare are not in it.',
      '  - heading: What happens next',
      '    text:',
      '      - When something changes, open this page again and declare anew.',
    ]);
  });
});

describe('sealed details', () => {
  const children = (count: number) =>
    Array.from({ length: count }, (_, index) => aChild({ number: index + 1 }));
  const placement = aPlacement({ arrangeBy: NOW });
  const group = (count: number, over: Partial<Case> = {}) =>
    aCase({ status: 'accepted', placement, facts: aReferral({ children: children(count) }), ...over });
  const nothing: Unsealed = { children: [], socialWorker: undefined, desks: [] };

  test.each([
    [1, [], ['1 0-1 child 1']],
    [5, [], ['1 0-5 children 1 to 5']],
    [6, [], ['1 0-5 children 1 to 5', '2 5-6 child 6']],
    [11, [2], ['1 0-5 children 1 to 6', '2 5-10 children 7 to 11']],
    [2, [1, 2], ['1 0-0 child undefined']],
  ])('of %i children, without %j, stand on pages of five', (count, gone, expected) => {
    const left = gone.map((child) => ({ child, outcome: 'joined-family' as const, on: '2026-11-23' }));
    for (const without of [
      { turned18: gone },
      { left },
      { turned18: gone.slice(1), left: left.slice(0, 1) },
    ]) {
      const pages = childrenPages(group(count, without));
      expect(pages.map(({ page, from, to, text }) => `${page} ${from}-${to} ${text}`)).toEqual(expected);
    }
  });

  test('of a child are all that was sealed, by its labels, and both desks', () => {
    const unsealed: Unsealed = {
      children: [
        {
          number: 1,
          name: 'Synthetic Child',
          dateOfBirth: '2010-05-20',
          nationality: 'ERI',
          languages: 'Tigrinya',
          wishes: 'Wants to be near the sea.',
        },
        { number: 2, nationality: '???' },
      ],
      socialWorker: { name: 'Synthetic Worker', phone: '01632 960 001', email: 'w@leeds.example' },
      desks: [
        { council: 'E10000016', contacts: { dutyDesk: 'duty@kent.example', second: 'second@kent.example' } },
        { council: 'E10000014', contacts: { dutyDesk: 'duty@hants.example' } },
        { council: 'E10000030', contacts: undefined },
      ],
    };
    const two = group(3, { turned18: [3] });
    expect(speltOut(sealedSections(two, unsealed, childrenPages(two)[0]))).toEqual([
      '- heading: Child 1',
      '  rows:',
      '    - label: Name; value: Synthetic Child',
      '    - label: Date of birth; value: 20 May 2010',
      '    - label: Nationality; value: Eritrea',
      '    - label: Languages; value: Tigrinya',
      '    - label: Wishes; value: Wants to be near the sea.',
      '- heading: Child 2',
      '  rows:',
      '    - label: Nationality; value: ???',
      '- heading: Social worker at the receiving authority',
      '  rows:',
      '    - label: Name; value: Synthetic Worker',
      '    - label: Telephone; value: 01632 960 001',
      '    - label: Email; value: w@leeds.example',
      '- heading: Duty desks',
      '  rows:',
      '    - label: Kent; value: duty@kent.example / second@kent.example',
      '    - label: Hampshire; value: duty@hants.example',
      '    - label: Surrey; value: No address is registered',
    ]);
    const bare = { ...unsealed, socialWorker: { name: 'Synthetic Worker' } };
    expect(speltOut(sealedSections(group(1), bare, childrenPages(group(1))[0]))).toEqual([
      '- heading: The child',
      '  rows:',
      '    - label: Name; value: Synthetic Child',
      '    - label: Date of birth; value: 20 May 2010',
      '    - label: Nationality; value: Eritrea',
      '    - label: Languages; value: Tigrinya',
      '    - label: Wishes; value: Wants to be near the sea.',
      '- heading: Social worker at the receiving authority',
      '  rows:',
      '    - label: Name; value: Synthetic Worker',
      '- heading: Duty desks',
      '  rows:',
      '    - label: Kent; value: duty@kent.example / second@kent.example',
      '    - label: Hampshire; value: duty@hants.example',
      '    - label: Surrey; value: No address is registered',
    ]);
  });

  test('say at which council the social worker is, also once another council has become responsible', () => {
    const headings = (more: object) => {
      const moved = group(1, {
        placement: { ...placement, socialWorker: SOCIAL_WORKER, council: 'E10000030', ...more },
      });
      return sealedSections(moved, nothing, childrenPages(moved)[0]).map(({ heading }) => heading);
    };
    expect(headings({})).toContain('Social worker at the receiving authority');
    expect(headings({ movedFrom: 'E10000014' })).toContain('Social worker at Hampshire');
  });

  test('say what was not sealed, is not named, or is no longer kept', () => {
    const six = group(6);
    const [, second] = childrenPages(six);
    expect(speltOut(sealedSections(six, nothing, second ?? childrenPages(six)[0]))).toEqual([
      '- heading: Child 6',
      '  text:',
      '    - Nothing was sealed for this child. Ask the entry authority.',
      '- heading: Social worker at the receiving authority',
      '  text:',
      '    - No social worker is named yet.',
      '- heading: Duty desks',
      '  rows:',
      '    none',
    ]);
    const grown = group(1, { turned18: [1], placement: { ...placement, socialWorker: SOCIAL_WORKER } });
    expect(speltOut(sealedSections(grown, nothing, childrenPages(grown)[0]))).toEqual([
      '- heading: The children',
      '  text:',
      '    - Nobody of this case is in care any more.',
      '- heading: Social worker at the receiving authority',
      '  text:',
      '    - Who was named is no longer kept.',
      '- heading: Duty desks',
      '  rows:',
      '    none',
    ]);
  });
});

describe('a document', () => {
  test.each([
    ['cleared', 0, undefined],
    ['waiting', 0, 'It is being checked for threats. This takes'],
    ['waiting', 3_599_999, 'It is being checked for threats. This takes'],
    ['waiting', 3_600_000, 'The check for threats has not ended. Nobody can open it.'],
    ['threat', 0, 'A threat, such as a virus, was found'],
    ['unsupported', 0, 'It could not be checked for threats. It may have a password.'],
    ['no-access', 0, 'It could not be checked for threats, and the fault is ours.'],
    ['failed', 0, 'The check for threats broke off.'],
    ['lost', 0, 'It is lost: we cannot find it.'],
  ] as const)('that is %s, after %i ms, is told so', (verdict, after, words) => {
    const said = verdictWords(verdict, NOW, new Date(Date.parse(NOW) + after).toISOString());
    expect(said?.slice(0, words?.length)).toBe(words);
  });

  test.each([
    [0, 'application/pdf', 'PDF, 1 KB.'],
    [1535, 'image/jpeg', 'JPEG picture, 1 KB.'],
    [1536, 'image/png', 'PNG picture, 2 KB.'],
    [1024 * 1024 - 1, 'text/plain', 'File, 1024 KB.'],
    [
      1024 * 1024,
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'Word document, 1.0 MB.',
    ],
    [2.56 * 1024 * 1024, 'application/pdf', 'PDF, 2.6 MB.'],
  ])('of %i bytes, %s, is listed', async (size, type, words) => {
    const asked: string[] = [];
    const documents = {
      verdict: async (...given: string[]): Promise<DocumentVerdict> => {
        asked.push(given.join('/'));
        return 'threat';
      },
    };
    const listed = { id: 'i', copy: 'c', name: 'a.pdf', type, size, addedAt: NOW, council: 'E10000016' };
    const [line] = await documentLines({ documents, clock: { now: () => NOW } } as never, 'r', [listed]);
    expect(line).toEqual({
      id: 'i',
      name: 'a.pdf',
      kind: 'Nobody has said yet what it is',
      about: `${words} Added by Kent, 9am on Monday 23 November 2026.`,
      closed: verdictWords('threat', NOW, NOW),
    });
    expect(asked).toEqual(['r/c']);
    expect(fileTypeWords(type)).toBe(words.split(',')[0]);
  });

  test.each([
    ['a/b\\c.pdf', 'c.pdf'],
    ['a  b\t c.docx', 'a b c.pdf'],
    ['a<b>c:d"e|f?g*h%i;j.pdf', 'a_b_c_d_e_f_g_h_i_j.pdf'],
    ['.. hidden.pdf', 'hidden.pdf'],
    ['report.final.pdf', 'report.final.pdf'],
    ['report.finally', 'report.finally.pdf'],
    ['report.12345', 'report.pdf'],
    ['report.PDF ', 'report.PDF.pdf'],
    ['report.', 'report..pdf'],
    ['folder/', 'document.pdf'],
    ['e\u0301.pdf', '\u00e9.pdf'],
    [`${'\u{1F600}'.repeat(81)}.pdf`, `${'\u{1F600}'.repeat(80)}.pdf`],
    [`${'x'.repeat(79)} y`, `${'x'.repeat(79)}.pdf`],
    ['a\u2028b.pdf', 'a b.pdf'],
  ])('named %j is kept under a name that does no harm', (name, kept) => {
    expect(cleanedName(name, 'pdf')).toBe(kept);
  });

  test('is saved under its name, in letters that every browser reads', () => {
    expect(asAttachment('Brief (2) über d’Ä*.pdf')).toBe(
      'attachment; filename="Brief (2) _ber d___.pdf"; filename*=UTF-8\'\'Brief%20%282%29%20%C3%BCber%20d%E2%80%99%C3%84%2A.pdf',
    );
    expect(asAttachment("a'b-c_d.pdf")).toBe(
      'attachment; filename="a_b-c_d.pdf"; filename*=UTF-8\'\'a%27b-c_d.pdf',
    );
  });

  const text = (words: string) => Buffer.from(words);
  const types = (content = 'wordprocessingml.document.main+xml') => ({
    '[Content_Types].xml': text(content),
    'word/document.xml': text('<w/>'),
  });
  const zipped = (parts: Record<string, Buffer>) =>
    Buffer.from(
      zipSync(Object.fromEntries(Object.entries(parts).map(([name, one]) => [name, new Uint8Array(one)]))),
    );
  const noText = { '[Content_Types].xml': types()['[Content_Types].xml'] };
  const noTypes = { 'word/document.xml': text('<w/>') };
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`word/media/${index}.png`, text('x')]));
  test.each([
    ['%PDF-1.7', text('%PDF-1.7'), 'pdf'],
    ['%PDF', text('%PDF'), 'must be'],
    ['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'jpg'],
    ['PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), 'png'],
    ['a broken PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'must be'],
    ['nothing', Buffer.alloc(0), 'must be'],
    ['a Word document', zipped(types()), 'docx'],
    ['a zipped file that ends early', zipped(types()).subarray(0, 40), 'must be'],
    ['a spreadsheet', zipped(types('spreadsheetml.sheet.main+xml')), 'must be'],
    ['no text', zipped(noText), 'must be'],
    ['no list of parts', zipped(noTypes), 'must be'],
    ['macros by type', zipped(types('macroEnabled wordprocessingml.document.main+xml')), 'macros'],
    ['macros by part', zipped({ ...types(), 'word/vbaProject.bin': text('x') }), 'macros'],
    ['macros at the top', zipped({ ...types(), 'VBADATA.XML': text('x') }), 'macros'],
    ['an object', zipped({ ...types(), 'word/embeddings/oleObject12.bin': text('x') }), 'macros'],
    ['a control', zipped({ ...types(), 'word/activeX/activeX1.xml': text('x') }), 'macros'],
    ['a name that only looks so', zipped({ ...types(), 'word/my-vbaproject.bin': text('x') }), 'docx'],
    ['a name that only begins so', zipped({ ...types(), 'word/vbaproject.bin.txt': text('x') }), 'docx'],
    ['a thousand parts', zipped({ ...types(), ...many(998) }), 'docx'],
    ['more than a thousand parts', zipped({ ...types(), ...many(999) }), 'must be'],
    [
      'a list of 512 KB',
      zipped(types(`wordprocessingml.document.main+xml${' '.repeat(512 * 1024 - 34)}`)),
      'docx',
    ],
    [
      'a longer list',
      zipped(types(`wordprocessingml.document.main+xml${' '.repeat(512 * 1024 - 33)}`)),
      'must be',
    ],
  ])('that is %s is taken for what it is', async (_name, content, expected) => {
    const found = await fileTypeOf(content);
    expect(found.kind === 'taken' ? found.as.ending : found.words).toContain(expected);
  });

  const BOUNDARY = 'NtsBoundary';
  const part = (head: string, content: string | Buffer) =>
    Buffer.concat([
      text(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(content as string),
      text('\r\n'),
    ]);
  const request = (parts: readonly Buffer[], over: object = {}) => {
    const body = Buffer.concat([...parts, text(`--${BOUNDARY}--\r\n`)]).toString('base64');
    const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    return { headers, body, isBase64Encoded: true, ...over } as never;
  };
  const fieldParts = (count: number) =>
    Array.from({ length: count }, (_, index) => part(`name="f${index}"`, 'x'));
  const file = (size: number, name = 'a.pdf') =>
    part(`name="file"; filename="${name}"`, Buffer.alloc(size, 'x'));
  const MOST = 3 * 1024 * 1024;
  const outcome = async (parts: readonly Buffer[], over: object = {}) => {
    const read = await readUpload(request(parts, over));
    return read.kind === 'read'
      ? [
          [...read.form].map(([name, values]) => `${name}=${values.join('+')}`).join(' '),
          read.file && [read.file.name, read.file.content.length],
        ]
      : read.kind;
  };
  test.each([
    [
      'fields and a file',
      [part('name="step"', 'add'), part('name="a"', '1'), part('name="a"', '2'), file(3)],
      {},
      ['step=add a=1+2', ['a.pdf', 3]],
    ],
    ['no file chosen', [part('name="step"', 'add'), file(0, '')], {}, ['step=add', undefined]],
    ['an empty file', [file(0)], {}, ['', ['a.pdf', 0]]],
    ['a file without a name', [file(3, '')], {}, ['', ['', 3]]],
    ['nearly the limit', [file(MOST - 1)], {}, ['', ['a.pdf', MOST - 1]]],
    ['a file at its limit', [file(MOST)], {}, ['', ['a.pdf', MOST]]],
    ['a file over its limit', [file(MOST + 1)], {}, 'too-big'],
    ['a request over its limit', [file(MOST + 21_000)], {}, 'too-big'],
    ['two files', [file(1), file(1, 'b.pdf')], {}, 'unreadable'],
    ['five fields and a file', [...fieldParts(5), file(1)], {}, ['f0=x f1=x f2=x f3=x f4=x', ['a.pdf', 1]]],
    ['six fields', fieldParts(6), {}, 'unreadable'],
    ['no boundary', [file(1)], { headers: { 'content-type': 'multipart/form-data' } }, 'unreadable'],
    ['nothing', [file(1)], { body: undefined }, 'unreadable'],
    ['text that ends early', [], { body: 'x', isBase64Encoded: false }, 'unreadable'],
  ] as const)('comes with a form: %s', async (_name, parts, over, expected) => {
    expect(await outcome(parts, over)).toEqual(expected);
  });

  test('may come as plain text, and its length is counted as bytes', async () => {
    const body = Buffer.concat([part('name="step"', 'ü'), text(`--${BOUNDARY}--\r\n`)]).toString();
    expect(await outcome([], { body, isBase64Encoded: false })).toEqual(['step=ü', undefined]);
    const long = 'ü'.repeat(MOST / 2 + 10_001);
    expect(await outcome([], { body: long, isBase64Encoded: false })).toBe('too-big');
    // In base64 four letters are three bytes.
    expect(await outcome([], { body: 'x'.repeat(((MOST + 20_000) / 3) * 4) })).toBe('unreadable');
    expect(await outcome([], { body: 'x'.repeat(((MOST + 20_000) / 3) * 4 + 4) })).toBe('too-big');
  });

  test.each([
    ['multipart/form-data; boundary=x', 'x', true],
    ['Multipart/Form-Data', 'x', true],
    ['multipart/form-database', 'x', false],
    ['text/plain; multipart/form-data', 'x', false],
    [undefined, 'x', false],
    ['multipart/form-data', undefined, false],
    ['multipart/form-data', {}, false],
  ])('a form of %s with %j can hold one: %s', (type, body, is) => {
    expect(isMultipart({ headers: { 'content-type': type }, body } as never)).toBe(is);
  });
});
