/** The form's own terms as people write them in an e-mail: by what law a child is looked after, who works for it, and what a home must suit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languageCodes } from '../../events/languages.ts';
import { ChildFacts, careStatuses, immigrationStatuses, ReferralFacts } from '../../events/referral.ts';
import {
  alsoDiet,
  alsoFaith,
  alsoFit,
  alsoHealthKinds,
  alsoImmigration,
  alsoSchooled,
  alsoScreened,
  alsoSmokes,
  alsoSpoken,
  noDiet,
  noHealthKinds,
  unknownWords,
} from '../../functions/receive-email/also-said.ts';
import { plain, readers } from '../../functions/receive-email/answers.ts';
import { labelled } from '../../functions/receive-email/labels.ts';
import type { FactField } from '../../shared/words/fact-labels.ts';
import { languageWords } from '../../shared/words/languages.ts';
import { draftIn } from './reading.ts';

/** What an e-mail of these lines about a child says: its facts, what is sealed, what is told, and what waits. */
function saidIn(...lines: readonly string[]) {
  const draft = draftIn(['Sex: male', ...lines].join('\n'));
  const { children: [child] = [], ...facts } = draft?.facts ?? {};
  const { number: _, sex: __, ...own } = child ?? { number: 1 };
  const { number: ___, ...sealed } = draft?.particulars[0] ?? { number: 1 };
  return {
    ...facts,
    ...own,
    ...(Object.keys(sealed).length > 0 ? { sealed } : {}),
    ...(draft?.problems.length
      ? { told: draft.problems.map(({ where }) => where.replace('Your message, ', '')) }
      : {}),
    ...(draft?.unclear ? { waits: draft.unclear } : {}),
  };
}

const careWords: Readonly<Record<string, readonly string[]>> = {
  accommodated: [
    's20',
    's.20',
    'S 20',
    'sec. 20',
    'Section 20',
    'section 20(1)',
    's.20 accommodated',
    'Accommodated under section 20 Children Act 1989',
    'Looked after child under s20',
    's20 (voluntary accommodation)',
    'section 76',
    'Section 76 of the Social Services and Well-being (Wales) Act 2014',
    's.25 of the Children (Scotland) Act 1995',
    'Article 21 Children (NI) Order 1995',
    'UASC s20',
  ],
  'interim-care-order': [
    'ICO',
    'Interim Care Order',
    'ICO granted',
    's38',
    'interim care order (s.38)',
    'ICSO',
    'art. 57',
  ],
  'care-order': [
    'full care order',
    'Care order',
    's31',
    'Care Order, section 31',
    'FCO',
    'CSO',
    'article 50',
  ],
  'child-in-need': [
    'CIN',
    'child in need',
    's17',
    's.37 (Wales)',
    'section 22 Children (Scotland) Act 1995',
    'art 18',
    'CIN plan',
  ],
  'police-protection': [
    'police protection',
    'PPP',
    's46',
    'EPO',
    'Emergency Protection Order s44',
    'child protection order',
    'article 65',
  ],
  other: ['private fostering', 'privately fostered', 'on remand', 'SGO', 'ward of court'],
};
const immigrationWords = Object.entries(alsoImmigration).filter(([, status]) => status !== 'not-known');

describe('by what law a child is looked after', () => {
  test.each(Object.entries(careWords))('is %s in the words that people use', (status, all) => {
    for (const words of all) expect(saidIn(`Care status: ${words}`), words).toEqual({ careStatus: status });
  });

  test('is each of the answers by its own name, or not known yet', () => {
    for (const status of careStatuses)
      expect(saidIn(`Care status: ${status.replaceAll('-', ' ')}`)).toEqual({ careStatus: status });
    for (const words of ['n/k', 'Not known yet', 'TBC', 'awaiting', 'unknown'])
      expect(saidIn(`Care status: ${words}`), words).toEqual({ careStatus: 'not-known' });
  });

  test.each([
    's20, ICO applied for',
    'no care order',
    'not s20',
    'ICO s20',
    'care order ended',
    's20 since 15/11/2026',
    'section 25',
    's22',
    's37',
    'section 20 Children (Scotland) Act 1995',
    's120',
    's31 supervision order',
    'order',
    'care',
    '?',
    'Leeds',
  ])('is asked about where it is "%s": nothing of it is believed', (words) => {
    const { careStatus, told } = saidIn(`Care status: ${words}`) as Record<string, unknown>;
    expect([careStatus, told]).toEqual([undefined, ['Care status']]);
  });
});

describe('a legal status', () => {
  const legal = fc.constantFrom(
    'Legal status',
    'legal status',
    "Child's legal status",
    'legalStatus',
    'LEGAL STATUS',
  );
  const care = fc.constantFrom(
    ...Object.entries(careWords).flatMap(([status, all]) => all.map((words) => ({ status, words }))),
  );
  const asylum = fc.constantFrom(
    ...immigrationWords.map(([words, status]) => ({ status, words })),
    ...immigrationStatuses
      .filter((status) => status !== 'other' && status !== 'not-known')
      .map((status) => ({ status, words: status.replaceAll('-', ' ') })),
  );

  test('is the care status where it gives a care order, and the immigration status where it gives an asylum claim', () => {
    fc.assert(
      fc.property(legal, care, asylum, (label, { status, words }, claim) => {
        expect(saidIn(`${label}: ${words}`)).toEqual({ careStatus: status });
        expect(saidIn(`${label}: ${claim.words}`)).toEqual({ immigrationStatus: claim.status });
      }),
    );
  });

  test('is both where it gives both, in whatever order', () => {
    const between = fc.constantFrom(', ', '; ', ' / ', ' and ');
    const short = care.filter(({ words }) => !/[,;/]| and /i.test(words));
    fc.assert(
      fc.property(legal, short, asylum, between, fc.boolean(), (label, one, other, mark, first) => {
        const words = first ? [one.words, other.words] : [other.words, one.words];
        expect(saidIn(`${label}: ${words.join(mark)}`)).toEqual({
          careStatus: one.status,
          immigrationStatus: other.status,
        });
      }),
    );
  });

  test('is read by what it gives, whichever of the two was asked', () => {
    fc.assert(
      fc.property(care, asylum, ({ status, words }, claim) => {
        expect(saidIn(`Immigration status: ${words}`)).toEqual(
          words === 'other' ? { immigrationStatus: 'other' } : { careStatus: status },
        );
        expect(saidIn(`Care status: ${claim.words}`)).toEqual({ immigrationStatus: claim.status });
      }),
    );
  });

  test.each([
    'other',
    'not known',
    'unknown',
    'TBC',
    'n/k',
    'perhaps',
    's20, other',
    's20 / s17',
    'refused, granted',
    'awaiting',
    's20; ICO; claim pending',
  ])('that could be either, or is none, is asked about: "%s"', (words) => {
    expect(saidIn(`Legal status: ${words}`)).toEqual({ told: ['Legal status'] });
    expect(draftIn(`Sex: male\nLegal status: ${words}`)?.problems[0]?.words).toMatch(
      /^We cannot tell whether this is the care status or the immigration status\. .*"Care status: section 20"/,
    );
  });

  test('of two lines that differ is taken from neither', () => {
    expect(saidIn('Legal status: s20', 'Care status: ICO')).toEqual({ told: ['Care status'] });
    expect(saidIn('Legal status: s20', 'Immigration status: claim pending')).toEqual({
      careStatus: 'accommodated',
      immigrationStatus: 'claim-pending',
    });
  });
});

test('where being looked after is asked, a care order says by what law', () => {
  expect(saidIn('In care: section 20')).toEqual({ careStatus: 'accommodated', inCareOfAuthority: true });
  expect(saidIn('In care: section 17')).toEqual({ careStatus: 'child-in-need' });
  expect(saidIn('In care: claim pending')).toEqual({ told: ['In our care'] });
  expect(saidIn('In care: yes')).toEqual({ inCareOfAuthority: true });
});

describe('every other word for an answer', () => {
  const spoken: Readonly<Partial<Record<FactField, Readonly<Record<string, string>>>>> = {
    healthScreening: alsoScreened,
    fitToMove: alsoFit,
    faithGroup: alsoFaith,
    educationStage: alsoSchooled,
    smokes: alsoSmokes,
  };
  const lists: Readonly<Partial<Record<FactField, Readonly<Record<string, string>>>>> = {
    diet: alsoDiet,
    healthKinds: alsoHealthKinds,
    languageCodes: alsoSpoken,
  };
  test.each(Object.entries(spoken))('for %s is one of those that the contract has', (field, words) => {
    const all = Object.values(words);
    const choices = (readers[field as 'smokes'].choices as readonly string[]).map(plain);
    for (const value of all) expect(choices).toContain(plain(value));
    for (const word of Object.keys(words)) expect(word).toBe(plain(word));
  });
  test.each(Object.entries(lists))('for %s is read, alone and in a list', (field, words) => {
    for (const [word, value] of Object.entries(words))
      expect(readers[field as 'diet'](`${word}; ${word}`)).toEqual({ kind: 'read', value: [value, value] });
  });
  test('that nothing is known of, or that there is nothing, says so', () => {
    for (const word of unknownWords)
      for (const field of [
        'sex',
        'arrivalPlace',
        'familyInUk',
        'missingHistory',
        'canShare',
        'smokes',
      ] as const)
        expect(readers[field](word), `${field}: ${word}`).toEqual({ kind: 'read', value: 'not-known' });
    for (const word of noDiet) expect(saidIn(`Diet: ${word}`), word).toEqual({ diet: [] });
    for (const word of noHealthKinds)
      expect(saidIn(`Kinds of health needs: ${word}`), word).toEqual({ healthKinds: [] });
  });
  test('is no word that objects have by birth', () => {
    for (const field of ['immigrationStatus', 'smokes', 'diet', 'sex'] as const)
      expect(readers[field]('constructor').kind).toBe('unclear');
  });
});

describe('languages', () => {
  test('are each read by their code and their name in English', () => {
    for (const code of languageCodes) {
      expect(saidIn(`Languages from the list: ${code}`), code).toEqual({ languageCodes: [code] });
      expect(saidIn(`Languages from the list: ${languageWords[code]}`), code).toEqual({
        languageCodes: [code],
      });
    }
  });
  test.each([
    ['Farsi/Persian/Dari', ['pes', 'prs']],
    ['Kurdish Sorani, Arabic', ['ckb', 'ara']],
    ['Sorani and English', ['ckb', 'eng']],
    ['Tigrigna; Amharic', ['tir', 'amh']],
    ['Pushto & Dari', ['pus', 'prs']],
    ['Kurmanji', ['kmr']],
    ['Mandarin', ['cmn']],
    ['other', ['other']],
  ])('"%s" are read', (words, codes) => {
    expect(saidIn(`Languages from the list: ${words}`)).toEqual({ languageCodes: codes });
  });
  test.each(['Kurdish', 'Chinese', 'Klingon', 'none', 'some Arabic', 'Tigrinya, Klingon', '()'])(
    '"%s" are asked about',
    (words) => {
      expect(saidIn(`Languages from the list: ${words}`)).toEqual({ told: ['Languages from the list'] });
    },
  );
  test('are at most as many as the contract has, in one line or in several', () => {
    const six = ['tir', 'amh', 'ara', 'eng', 'pus', 'prs'];
    const line = (codes: readonly string[]) => `Languages from the list: ${codes.join(', ')}`;
    expect(saidIn(line(six))).toEqual({ languageCodes: six });
    expect(saidIn(line([...six, 'tir']))).toEqual({ languageCodes: six });
    for (const lines of [[line([...six, 'som'])], [line(six), line(['som'])]])
      expect(saidIn(...lines)).toEqual({ told: ['Languages from the list'] });
  });
});

describe('a number of the health service', () => {
  test.each([
    'NHS number: 943 476 5919',
    'NHS no 943 476 5919',
    'NHS No. 9434765919',
    'CHI: 943-476-5919',
    'NHS number 943 476 5919',
  ])('is read from "%s"', (line) => {
    expect(saidIn(line)).toEqual({ sealed: { nhsNumber: '9434765919' } });
  });
  test.each(['943 476 5918', '943 476 591', 'A943 476 5919', '943 476 5919 or 943 476 5870'])(
    'that cannot be one is asked about: "%s"',
    (number) => {
      expect(saidIn(`NHS number: ${number}`)).toEqual({ told: ['NHS number'] });
    },
  );
  test('that is not known yet is as though nothing was said, and two that differ are neither', () => {
    expect(saidIn('NHS number: not known yet')).toEqual({});
    expect(saidIn('NHS number: 943 476 5919', 'CHI: 943 476 5870')).toEqual({ told: ['NHS number'] });
  });
});

describe('who works for a child', () => {
  const who = [
    ['Solicitor', 'Has a solicitor', 'solicitor', 'hasSolicitor'],
    ['Independent guardian', 'Has a guardian', 'guardian', 'hasGuardian'],
    ['Advocate', 'Has an advocate', 'advocate', 'hasAdvocate'],
    ['IRO', 'IRO allocated', 'reviewingOfficer', 'hasReviewingOfficer'],
  ] as const;
  test.each(who)('%s: is sealed, and that there is somebody is not', (label, whether, field, has) => {
    const named = { [has]: 'yes', sealed: { [field]: 'J. Smith, tel 01234 567890' } };
    expect(saidIn(`${label}: J. Smith, tel 01234 567890`)).toEqual(named);
    expect(saidIn(`${whether}: yes, J. Smith, tel 01234 567890`)).toEqual(named);
    expect(saidIn(`${label}: J. Smith`, 'Tel: 01234 567890')).toEqual({
      [has]: 'yes',
      sealed: { [field]: 'J. Smith Tel: 01234 567890' },
    });
  });
  test.each(who)('%s: says where there is nobody, or nobody knows', (label, whether, _, has) => {
    for (const words of ['none', 'No', 'not yet appointed', 'awaiting allocation', 'N/A'])
      for (const asked of [label, whether])
        expect(saidIn(`${asked}: ${words}`), words).toEqual({ [has]: 'no' });
    for (const words of ['not known', 'n/k', 'TBC', 'awaiting'])
      for (const asked of [label, whether])
        expect(saidIn(`${asked}: ${words}`), words).toEqual({ [has]: 'not-known' });
    expect(saidIn(`${label}: yes`)).toEqual({ [has]: 'yes' });
  });
  test.each(who)('%s: is asked about where it says no and more', (label, whether, field) => {
    for (const words of [
      'no longer instructed',
      'not the one of last week',
      'to be confirmed on Monday',
      'n/a for now',
    ])
      expect(saidIn(`${label}: ${words}`), words).toEqual({ told: [expect.any(String)] });
    expect(Object.keys(saidIn(`${whether}: perhaps`))).toEqual(['told']);
    expect(field).not.toBe('');
  });
  test('is no family, of whom nothing is lost', () => {
    expect(saidIn('Guardian: his uncle in Leeds')).toEqual({
      told: ['Guardian'],
      waits: ['areasToAvoid', 'familyInUk'],
    });
    expect(saidIn('Advocate: his brother')).toEqual({ told: ['Advocate'], waits: ['familyInUk', 'links'] });
    expect(saidIn('Solicitor: Leeds Family Law')).toEqual({
      hasSolicitor: 'yes',
      sealed: { solicitor: 'Leeds Family Law' },
    });
  });
  test('and is there in one place and not in another, is told', () => {
    expect(saidIn('Has a solicitor: no', 'Solicitor: J. Smith')).toEqual({
      hasSolicitor: 'yes',
      sealed: { solicitor: 'J. Smith' },
      told: ['Solicitor'],
    });
    expect(saidIn('Has a solicitor: not known', 'Solicitor: J. Smith')).toEqual({
      hasSolicitor: 'yes',
      sealed: { solicitor: 'J. Smith' },
    });
  });
  test.each(['Tel: 01234 567890', 'Mobile no.: 07700 900123', 'E-mail: a@b.example', 'Firm: Example Law'])(
    'is reached by the line below: "%s", and below anything else that line is told',
    (line) => {
      expect(saidIn('Social worker: J. Smith', line)).toEqual({
        sealed: { socialWorker: `J. Smith ${line}` },
      });
      expect(saidIn('Placement: foster care', line)).toEqual({
        placementKind: 'foster-care',
        told: [expect.stringContaining('line 3')],
      });
    },
  );
});

describe('going missing', () => {
  test.each([
    ['yes, 3 times', { missingHistory: 'has-been-missing', timesMissing: 3 }],
    ['yes x2', { missingHistory: 'has-been-missing', timesMissing: 2 }],
    ['twice', { missingHistory: 'has-been-missing', timesMissing: 2 }],
    [
      'yes (once), last in October 2026',
      { missingHistory: 'has-been-missing', timesMissing: 1, lastMissingMonth: '2026-10' },
    ],
    [
      'Yes - three times, last missing 3 October 2026',
      {
        missingHistory: 'has-been-missing',
        timesMissing: 3,
        lastMissingMonth: '2026-10',
        sealed: { lastMissingOn: '2026-10-03' },
      },
    ],
    ['never', { missingHistory: 'none' }],
    ['n/k', { missingHistory: 'not-known' }],
    ['yes, in Leeds', { told: ['Has been missing'], waits: ['areasToAvoid'] }],
    ['no, 3 times', { told: ['Has been missing'] }],
  ])('is read from "%s"', (words, said) => {
    expect(saidIn(`Missing: ${words}`)).toEqual(said);
  });
  test.each([
    ['Times missing: 4', { timesMissing: 4 }],
    ['Times missing: five episodes', { timesMissing: 5 }],
    ['Times missing: 0', { missingHistory: 'none' }],
    ['Times missing: never', { missingHistory: 'none' }],
    ['Times missing: not known', {}],
    ['Times missing: 100', { told: ['Times missing'] }],
    ['Times missing: often', { told: ['Times missing'] }],
    ['Last missing: 3/10/2026', { lastMissingMonth: '2026-10', sealed: { lastMissingOn: '2026-10-03' } }],
    ['Last missing: October 2026', { lastMissingMonth: '2026-10' }],
    ['Last missing: in October 2026', { lastMissingMonth: '2026-10' }],
    [
      'Month last missing: 3 October 2026',
      { lastMissingMonth: '2026-10', sealed: { lastMissingOn: '2026-10-03' } },
    ],
    ['Last missing: n/a', {}],
    ['NHS number: n/a', {}],
    ['Month last missing: December 2027', { told: ['Month last missing'] }],
    ['Last missing: twice', { told: ['Last missing on'] }],
    ['Last missing: 23/11/2026', { lastMissingMonth: '2026-11', sealed: { lastMissingOn: '2026-11-23' } }],
    ['Last missing: 24/11/2026', { told: ['Last missing on'] }],
  ])('is read from "%s" alone', (line, said) => {
    expect(saidIn(line)).toEqual(said);
  });
  test('on a day of another month is neither', () => {
    expect(saidIn('Last missing: 3/10/2026', 'Month last missing: September 2026')).toEqual({
      told: ['Last missing on'],
    });
    expect(saidIn('Last missing: 3/10/2026', 'Month last missing: October 2026')).toEqual({
      lastMissingMonth: '2026-10',
      sealed: { lastMissingOn: '2026-10-03' },
    });
  });
});

describe('whether a child is fit to move', () => {
  test.each([
    ['Fit to travel: yes', { fitToMove: 'fit' }],
    ['Fitness to transfer: fit, 20/11/2026', { fitToMove: 'fit', fitToMoveOn: '2026-11-20' }],
    ['Fitness: Not fit to travel (assessed 20/11/2026)', { fitToMove: 'not-fit', fitToMoveOn: '2026-11-20' }],
    ['Fit to move: fit on 20 November 2026', { fitToMove: 'fit', fitToMoveOn: '2026-11-20' }],
    ['Fit to move: awaiting assessment', { fitToMove: 'not-assessed' }],
    ['Fit to move: awaiting', { fitToMove: 'not-known' }],
    ['Fit to travel on: 20/11/2026', { told: [expect.any(String)] }],
    ['Fitness found on: 23/11/2026', { fitToMoveOn: '2026-11-23' }],
    ['Fitness found on: 24/11/2026', { told: ['Fitness found on'] }],
    ['Fitness found on: n/k', {}],
    ['Fit to move: only by ambulance', { told: ['Fit to move'], waits: ['children.1.health'] }],
    ['Fit to move: fit, 20/11/2026, with care', { told: ['Fit to move'], waits: ['children.1.health'] }],
  ])('is read from "%s", or waits', (line, said) => {
    expect(saidIn(line)).toEqual(said);
  });
});

describe('what a home must suit', () => {
  test.each([
    ['Religion: Muslim', { faithGroup: 'muslim', sealed: { faithAndCulture: 'Muslim' } }],
    [
      'Faith: Ethiopian Orthodox',
      { faithGroup: 'christian', sealed: { faithAndCulture: 'Ethiopian Orthodox' } },
    ],
    ['Religion: prays on Fridays', { sealed: { faithAndCulture: 'prays on Fridays' } }],
    ['Religion: not Muslim', { sealed: { faithAndCulture: 'not Muslim' } }],
    ['Faith and culture: Muslim', { sealed: { faithAndCulture: 'Muslim' } }],
    ['Faith group: Muslim', { faithGroup: 'muslim' }],
    ['Faith group: n/k', { faithGroup: 'not-known' }],
    ['Faith group: Yazidi', { faithGroup: 'other', sealed: { faithAndCulture: 'Yazidi' } }],
    ['Faith group: perhaps', { told: ['Faith group'] }],
    ['Diet: halal only', { diet: ['halal'] }],
    ['Dietary requirements: none', { diet: [] }],
    ['Diet: n/k', {}],
    ['Diet: halal, nut allergy', { diet: ['halal', 'allergy'], sealed: { health: 'nut allergy' } }],
    ['Diet: allergic to eggs', { diet: ['allergy'], sealed: { health: 'allergic to eggs' } }],
    ['Diet: no nut allergy', { told: ['Diet'], waits: ['children.1.health'] }],
    ['Diet: no pork', { told: ['Diet'] }],
    ['Pets: allergic to cats', { told: ['Can live with pets'], waits: ['children.1.health'] }],
    ['Smoker: non-smoker', { smokes: 'no' }],
    ['Smoking: yes', { smokes: 'yes' }],
    ['Can share: n/k', { canShare: 'not-known' }],
    ['Can share: not with his brother', { told: ['Can live with others'], waits: ['familyInUk', 'links'] }],
    ['Kinds of health needs: asthma', { told: ['Kinds of health needs'], waits: ['children.1.health'] }],
    ['Kinds of health needs: not known', {}],
    ['Schooling: never', { educationStage: 'none' }],
    ['IHA: booked', { healthScreening: 'offered' }],
    ['Initial health assessment: not yet', { healthScreening: 'not-yet' }],
    ["Placement: children's home", { placementKind: 'childrens-home' }],
    ['Placement: semi-independent', { placementKind: 'supported-accommodation' }],
    ['Placement: private fostering', { told: ['Placement'] }],
  ])('is read from "%s", kept, or named', (line, said) => {
    expect(saidIn(line)).toEqual(said);
  });
});

describe('an earlier presentation elsewhere', () => {
  test.each([
    ['Previous presentation: yes, Leeds', { presentedElsewhere: 'yes', presentedTo: 'E08000035' }],
    ['Known to another council: Leeds', { presentedElsewhere: 'yes', presentedTo: 'E08000035' }],
    ['Presented elsewhere: Yes (to Leeds)', { presentedElsewhere: 'yes', presentedTo: 'E08000035' }],
    ['Presented elsewhere: no', { presentedElsewhere: 'no' }],
    ['Presented elsewhere: n/k', { presentedElsewhere: 'not-known' }],
    ['Which council knows the child: n/k', {}],
    ['Which council knows the child: none', { presentedElsewhere: 'no' }],
    [
      'Presented elsewhere: yes, Leeds, in 2024',
      { told: ['Known to another council'], waits: ['areasToAvoid'] },
    ],
    ['Presented elsewhere: no, Leeds', { told: ['Known to another council'], waits: ['areasToAvoid'] }],
  ])('is read from "%s", or asked about', (line, said) => {
    expect(saidIn(line)).toEqual(said);
  });
});

test('boxes and what is struck out mean in these what they mean elsewhere', () => {
  expect(saidIn('Legal status: [x] s20 [ ] ICO')).toEqual({ careStatus: 'accommodated' });
  expect(saidIn('Legal status: [ ] s20 [ ] ICO')).toEqual({});
  expect(saidIn('Fit to move: ~~fit~~ not fit')).toEqual({
    told: ['Fit to move'],
    waits: ['children.1.health'],
  });
});

test('what is read of the new facts is always as the contract has it', () => {
  const label = fc.constantFrom(
    ...[
      'Legal status',
      'Care status',
      'Missing',
      'Times missing',
      'Last missing',
      'Fit to move',
      'Diet',
      'Religion',
    ],
    ...[
      'Faith group',
      'Languages from the list',
      'Kinds of health needs',
      'Solicitor',
      'Has a solicitor',
      'Smokes',
    ],
  );
  const word = fc.constantFrom(
    ...[
      'yes',
      'no',
      's20',
      'ICO',
      'pending',
      '3 times',
      'October 2026',
      '3/10/2026',
      'fit',
      'halal',
      'nut allergy',
    ],
    ...['Muslim', 'Tigrinya', 'other', 'n/k', 'none', 'J. Smith', 'Leeds', 'medication', '-', '(', ')'],
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(label, fc.array(word, { minLength: 1, maxLength: 4 }), fc.constantFrom(', ', ' ', '; ')),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      (lines) => {
        const draft = draftIn(
          ['Sex: male', ...lines.map(([a, b, mark]) => `${a}: ${b.join(mark)}`)].join('\n'),
        );
        expect(ReferralFacts.safeParse({ entryAuthority: 'E10000016', ...draft?.facts }).success).toBe(true);
        for (const one of draft?.facts.children ?? []) expect(ChildFacts.safeParse(one).success).toBe(true);
      },
    ),
  );
});

test.each([
  ['IRO', 'reviewingOfficer'],
  ['Independent Reviewing Officer', 'reviewingOfficer'],
  ['Legal representative', 'solicitor'],
  ['ICTG', 'guardian'],
  ['Best interests statement', 'bestInterests'],
  ['Fitness to transfer', 'fitToMove'],
  ['LAC status', 'careStatus'],
  ['NHS no', 'nhsNumber'],
  ['Child 2 NHS number', 'nhsNumber'],
])('"%s" is what people call %s', (words, field) => {
  expect(labelled(words)).toMatchObject({ kind: 'fact', field });
});
