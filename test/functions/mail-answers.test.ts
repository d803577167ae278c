/** How each answer is read that somebody wrote in words, asked directly: what is taken, what is not, and what is said of it. */
import { describe, expect, test } from 'vitest';
import { day, month, need, plain, readers, yesOrNo } from '../../functions/receive-email/answers.ts';
import { dayOfSerial } from '../../functions/receive-email/documents/day-of-serial.ts';
import { draftOf } from '../../functions/receive-email/draft.ts';
import { labelled, referencesIn } from '../../functions/receive-email/labels.ts';
import { type Entry, nothingSaid } from '../../functions/receive-email/said.ts';
import { newDetails } from '../../functions/receive-email/what-is-new.ts';
import { FUTURE_BIRTH_WORDS, TOO_MANY_CHILDREN_WORDS } from '../../shared/core/referral/referral-request.ts';
import { KENT } from './mails.ts';

const LEEDS = 'E08000035';
const TODAY = '2026-11-23';
const ALREADY_18 =
  'By this the person is 18 or over. Correct it if it is wrong. If it is right, a coordinator decides.';
const read = (value: unknown) => ({ kind: 'read', value });
const unclear = (words: string) => ({ kind: 'unclear', words });

test('words are compared by their letters and digits alone', () => {
  expect(['Foster care', 'foster-care', 'FOSTER__CARE!', ' Siân 2 '].map(plain)).toEqual([
    'fostercare',
    'fostercare',
    'fostercare',
    'sian2',
  ]);
});

const NO_DATE = unclear('This is not a date that we can read. Write the day like 2026-11-23 or 23/11/2026.');
const NO_DAY = unclear('There is no such day. Write the day like 2026-11-23 or 23/11/2026.');

test.each([
  ['2026-11-23', '2026-11-23'],
  ['2026-1-2', '2026-01-02'],
  ['2026 - 11 - 23', '2026-11-23'],
  [' 23/11/2026 ', '2026-11-23'],
  ['23 / 11 / 2026', '2026-11-23'],
  ['3.4.2026', '2026-04-03'],
  ['03-04-2026', '2026-04-03'],
  ['14 \u2013 05 \u2212 2010', '2010-05-14'],
  ['23 November 2026', '2026-11-23'],
  ['23\u00a0 \t November  2026', '2026-11-23'],
  ['23-Nov-2026', '2026-11-23'],
  ['23 SEPTEMBER 2026', '2026-09-23'],
  ['1 Jan 2026', '2026-01-01'],
  ['31 December 2026', '2026-12-31'],
  ['1st of May 2010', '2010-05-01'],
  ['2nd May., 2010', '2010-05-02'],
  ['3rd May, 2010', '2010-05-03'],
  ['4th May 2010', '2010-05-04'],
  ['Monday 23rd of November 2026', '2026-11-23'],
  ['  Monday 23rd of November 2026', '2026-11-23'],
  ['Wednesday, 25 November 2026', '2026-11-25'],
  ['Tue. 24/11/2026', '2026-11-24'],
  ['Thurs., 26 November 2026', '2026-11-26'],
  ['fri 27/11/2026', '2026-11-27'],
  ['Sat 28/11/2026', '2026-11-28'],
  ['Sunday 29/11/2026', '2026-11-29'],
  ['29/02/2024', '2024-02-29'],
  ['1900-01-01', '1900-01-01'],
  ['31/01/2026', '2026-01-31'],
])('the day "%s" is %s', (written, value) => {
  expect(day(written)).toEqual(read(value));
});

test.each([
  '',
  'x',
  'x2026-11-23',
  '2026-11-23x',
  '2026-111-23',
  '2026-11-233',
  '20261-11-23',
  '2026-11',
  'x23/11/2026',
  '23/11/2026x',
  '123/11/2026',
  '23/111/2026',
  '23/11/20266',
  'x23 November 2026',
  '23 November 2026x',
  '123 November 2026',
  '23 November 26',
  '23 November 20266',
  '23 No 2026',
  '23 Septembers 2026',
  '23xx November 2026',
  '23 on November 2026',
  '23 November;2026',
  '23 November.,.2026',
  'November 2026',
  '23November2026',
  'Month 23/11/2026/1',
  'Mondayabcd 23/11/2026',
  'on Monday 23/11/2026',
])('"%s" is no day that can be read', (written) => {
  expect(day(written)).toEqual(NO_DATE);
});

test.each(['23/11/26', '3.4.09', '09-04-03'])('of "%s" nobody can tell which is the year', (written) => {
  expect(day(written)).toEqual({
    kind: 'unclear',
    words:
      'Of three pairs of figures we cannot tell which is the year. Write the day like 2026-11-23 or 23/11/2026.',
  });
});

test.each([
  ['August 2009', '2009-08'],
  ['Aug. 2009.', '2009-08'],
  ['about August, 2009', '2009-08'],
  ['c. 08/2009', '2009-08'],
  ['2009-08', '2009-08'],
  ['3 August 2009', '2009-08-03'],
  ['03/08/2009', '2009-08-03'],
])('the birthday "%s" is %s', (written, value) => {
  expect(readers.dateOfBirth(written)).toEqual(read(value));
});

test.each(['summer 2009', '2009', 'about 16', 'about 3 August 2009', '13/2009'])(
  'the birthday "%s" is asked for again, as a day',
  (written) => {
    expect(readers.dateOfBirth(written)).toEqual(NO_DATE);
  },
);

test.each([
  '2026-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-11-00',
  '2026-11-31',
  '1899-12-31',
  '29/02/2023',
  '23 mon 2026',
  '23 Foo 2026',
])('"%s" is a day that there never was', (written) => {
  expect(day(written)).toEqual(NO_DAY);
});

test.each([
  ['2028-05', '2028-05'],
  ['2028-5', '2028-05'],
  ['2028-05-01', '2028-05'],
  ['2028-5-1', '2028-05'],
  ['05/2028', '2028-05'],
  ['5/2028', '2028-05'],
  ['12/2028', '2028-12'],
  ['01/1900', '1900-01'],
  ['May 2028', '2028-05'],
  ['may \t 2028', '2028-05'],
  ['September 2028', '2028-09'],
])('the month "%s" is %s', (written, value) => {
  expect(month(written)).toEqual(read(value));
});

test.each([
  '',
  '2028-13',
  '2028-00',
  '1899-05',
  'x2028-05',
  '2028-05x',
  '2028-055',
  '20288-05',
  '2028-05-',
  '2028-05-111',
  '13/2028',
  '00/2028',
  'x05/2028',
  '05/2028x',
  '5/28',
  'xMay 2028!',
  'May 28',
  'May 20288',
  'Foo 2028',
  'Ma 2028',
  'Septembers 2028',
  '1 May 2028',
  'May2028',
])('"%s" is no month that can be read', (written) => {
  expect(month(written)).toEqual(
    unclear('This is not a month that we can read. Write it like May 2028 or 2028-05.'),
  );
});

test('yes and no are read in the words that people use, and nothing else', () => {
  expect(['yes', 'Y', ' TRUE ', 'no', 'N', 'False'].map(yesOrNo)).toEqual(
    [true, true, true, false, false, false].map(read),
  );
  expect(['', 'perhaps', 'yes no'].map(yesOrNo)).toEqual(Array(3).fill(unclear('Answer yes or no.')));
});

test('one of a few answers is read by its name or another; else all are named', () => {
  expect(['Not known', 'unknown', 'F', 'boy', 'other'].map(readers.sex)).toEqual(
    ['not-known', 'not-known', 'female', 'male', 'other'].map(read),
  );
  expect(readers.sex('?')).toEqual(unclear('Choose one of: female, male, other, not known.'));
  expect(need.choices).toEqual([
    'trained carers',
    'step free access',
    'medical care',
    'mental health support',
    'special educational needs',
  ]);
});

const NO_COUNCIL = unclear(
  'No council with children’s services has this name. Write its name as on its website, such as Leeds, or its code.',
);
const BOURNEMOUTH = 'Bournemouth, Christchurch and Poole';
const BCP = 'E06000058';

test.each([
  ['Leeds', LEEDS],
  ['leeds city council', LEEDS],
  ['Leeds Council', LEEDS],
  ['Leeds City', LEEDS],
  ['e08000035', LEEDS],
  ['Kent County Council', KENT],
  ['Kirklees Metropolitan Borough Council', 'E08000034'],
  ['Bradford Metropolitan District Council', 'E08000032'],
  [`Leeds${' '.repeat(195)}x`, LEEDS],
])('the council "%s" is %s', (written, code) => {
  expect(readers.ageAssessmentLedBy(written)).toEqual(read(code));
});

test.each(['', 'Canary', 'Council Leeds', 'City Leeds', 'Leeds councils'])(
  '"%s" is no council',
  (written) => {
    expect(readers.ageAssessmentLedBy(written)).toEqual(NO_COUNCIL);
  },
);

test.each([
  ['Leeds', [LEEDS]],
  ['Leeds, Kent', [LEEDS, KENT]],
  ['Leeds; Kent;', [LEEDS, KENT]],
  ['Leeds\nKent', [LEEDS, KENT]],
  [BOURNEMOUTH, [BCP]],
  [`Leeds, ${BOURNEMOUTH}, Kent`, [LEEDS, BCP, KENT]],
  [`${BOURNEMOUTH}; Leeds`, [BCP, LEEDS]],
  ['Leeds, Kent; Leeds', [LEEDS, KENT, LEEDS]],
  [`Leeds and ${BOURNEMOUTH} & Kent/Leeds`, [LEEDS, BCP, KENT, LEEDS]],
  ['\u2022 Leeds\n\u2022 Kent', [LEEDS, KENT]],
  ['none', []],
  ['No', []],
  ['nil', []],
  ['N/A', []],
  ['nothing', []],
  [`${'Leeds,\n'.repeat(249)}Kent`, [...Array(249).fill(LEEDS), KENT]],
  [`Leeds, and ${BOURNEMOUTH.replace(' and', ', and')}, & Kent,and Leeds`, [LEEDS, BCP, KENT, LEEDS]],
])('the list "%.60s" is %j', (written, codes) => {
  expect(readers.areasToAvoid(written)).toEqual(read(codes));
});

test('a list of more than there can be is not read: nothing of it is left out', () => {
  expect(readers.areasToAvoid(`${'Leeds, '.repeat(250)}Kent`)).toEqual({
    kind: 'unclear',
    words: 'This names more than 250. Name each only once.',
  });
});

test('a list of which a part cannot be read is not read; neither is one of nothing', () => {
  for (const written of [
    'Leeds, Canary',
    'Canary; Leeds',
    `${'Leeds;'.repeat(249)}Canary`,
    'Leeds and Canary',
    'Bournemouth; Christchurch and Poole',
  ])
    expect(readers.areasToAvoid(written), written).toEqual(NO_COUNCIL);
  for (const written of ['', ' ; ', ',,'])
    expect(readers.areasToAvoid(written), written).toEqual(unclear('Say which, or write "none".'));
});

test('a link is a council with its kind', () => {
  const words = 'Write each council with the kind of link, such as "Leeds (family); Kent (community)".';
  expect(readers.links('Leeds (family); Kent(Sibling)')).toEqual(
    read([
      { council: LEEDS, kind: 'family' },
      { council: KENT, kind: 'sibling' },
    ]),
  );
  for (const written of ['Leeds', '(family)', 'Leeds (aunt)', '(x) Leeds (family)', 'Leeds (family) x'])
    expect(readers.links(written), written).toEqual(unclear(words));
  expect(readers.links('Canary (family)')).toEqual(NO_COUNCIL);
});

test('words of one’s own are as long as what is sealed may be, and a country is one that there is', () => {
  expect(readers.name(' Canary ')).toEqual(read('Canary'));
  expect(readers.name(' ')).toEqual(unclear('Write between 1 and 200 characters.'));
  expect(readers.homeOfficeReference('ab')).toEqual(unclear('Write between 3 and 60 characters.'));
  expect(readers.nationality('Eritrean')).toEqual(read('ERI'));
  expect(readers.nationality('Canary')).toEqual(
    unclear('We know no country by this name. Write it in English, such as Eritrea or Eritrean.'),
  );
});

test.each([
  ['Reference', { kind: 'reference' }],
  ['Siblings', { kind: 'siblings' }],
  ['sibling group', { kind: 'siblings' }],
  ['Child', { kind: 'child' }],
  ['Name', { kind: 'fact', field: 'name', child: undefined }],
  ['Child 2 Name', { kind: 'fact', field: 'name', child: 2 }],
  ['child12name', { kind: 'fact', field: 'name', child: 12 }],
  ['D.O.B.', { kind: 'fact', field: 'dateOfBirth', child: undefined }],
  ['under18AtClaim', { kind: 'fact', field: 'definition.under18AtClaim', child: undefined }],
  ['Child 123 Name', { kind: 'unknown' }],
  ['A child 2 name', { kind: 'unknown' }],
  ['Canary', { kind: 'unknown' }],
  [`Name${' '.repeat(56)}x`, { kind: 'fact', field: 'name', child: undefined }],
])('what "%s" begins is known: %j', (words, label) => {
  expect(labelled(words)).toEqual(label);
});

test('references are found as people copy them, each once, and nothing that only looks like one', () => {
  expect(referencesIn('Re: nts-7f3k-2m9q, NTS-7F3K-2M9Q and NTS-0000-ZZZZ.')).toEqual([
    'NTS-7F3K-2M9Q',
    'NTS-0000-ZZZZ',
  ]);
  expect(referencesIn('xNTS-7F3K-2M9Q NTS-7F3K-2M9QX NTS-7F3I-2M9Q NTS-7F3K NTS7F3K2M9Q')).toEqual([]);
});

test.each([
  [0, undefined],
  [60, undefined],
  [61, '1900-03-01'],
  [40_312, '2010-05-14'],
  [40_312.9, '2010-05-14'],
  [109_999, '2201-03-01'],
  [110_000, undefined],
  [Number.NaN, undefined],
])('the day of number %d in a spreadsheet is %s', (serial, date) => {
  expect(dayOfSerial(serial)).toBe(date);
  expect(dayOfSerial(serial - 1462, true)).toBe(date);
});

const entry = (field: Entry['field'], text: string, child = 1, where = 'Row 3'): Entry => ({
  child,
  field,
  text,
  where,
});
const drafted = (...entries: readonly Entry[]) =>
  draftOf({ ...nothingSaid, row: 3, where: 'Row 3', entries }, TODAY);
const frame = { row: 3, where: 'Row 3', reference: undefined };

describe('answers are put together', () => {
  test('into facts, the definition, the children in their order, and what is sealed', () => {
    expect(
      drafted(
        entry('arrivedOn', '15/11/2026'),
        entry('definition.under18AtClaim', 'yes'),
        entry('definition.claimsInOwnRight', 'no'),
        entry('name', 'Canary', 2, 'Row 4'),
        entry('sex', 'male'),
        entry('dateOfBirth', '14/05/2010'),
      ),
    ).toEqual({
      ...frame,
      facts: {
        arrivedOn: '2026-11-15',
        definition: { under18AtClaim: true, claimsInOwnRight: false },
        children: [{ number: 2 }, { number: 1, sex: 'male', turns18Month: '2028-05' }],
      },
      particulars: [
        { number: 2, name: 'Canary' },
        { number: 1, dateOfBirth: '2010-05-14' },
      ],
      problems: [],
    });
  });

  test('without children when nothing is said of one, and without what nobody said', () => {
    expect(drafted(entry('arrivedOn', '2026-11-15'))).toEqual({
      ...frame,
      facts: { arrivedOn: '2026-11-15' },
      particulars: [],
      problems: [],
    });
  });

  const TWICE = 'This was answered twice, and not alike, so we took neither. Write it once, as it is right.';

  test('what is answered twice alike is answered; of what is answered twice not alike neither is taken, and it is said', () => {
    expect(
      drafted(
        entry('needs', 'medical care'),
        entry('needs', 'Medical-Care'),
        entry('sex', 'm'),
        entry('sex', 'f'),
        entry('name', 'Canary'),
        entry('name', 'CANARY'),
        entry('name', 'Another'),
        entry('familyInUk', 'none'),
        entry('familyInUk', 'may care'),
      ),
    ).toEqual({
      ...frame,
      facts: { children: [{ number: 1, needs: ['medical-care'] }] },
      particulars: [],
      unclear: ['children.1.name', 'familyInUk'],
      problems: ['Sex', 'Name', 'Family in the UK'].map((label) => ({
        where: `Row 3, ${label}`,
        words: TWICE,
      })),
    });
  });

  test('areas to avoid, links and needs that are said in two places are put together', () => {
    const draft = drafted(
      entry('areasToAvoid', 'Leeds'),
      entry('areasToAvoid', 'Kirklees; Leeds'),
      entry('links', 'Leeds (family)'),
      entry('links', 'Leeds (sibling)'),
    );
    expect(draft).toMatchObject({
      facts: {
        areasToAvoid: [LEEDS, 'E08000034'],
        links: [
          { council: LEEDS, kind: 'family' },
          { council: LEEDS, kind: 'sibling' },
        ],
      },
      problems: [],
    });
    expect(draft.unclear).toBeUndefined();
    const none = drafted(entry('areasToAvoid', 'none'), entry('areasToAvoid', 'Leeds'));
    expect([none.facts.areasToAvoid, none.unclear, none.problems.length]).toEqual([
      [LEEDS],
      ['areasToAvoid'],
      1,
    ]);
    const half = drafted(entry('areasToAvoid', 'Nowhere'), entry('areasToAvoid', 'Leeds'));
    expect([half.facts.areasToAvoid, half.unclear]).toEqual([undefined, ['areasToAvoid']]);
  });

  test('what is said in words of one’s own in two places is kept whole', () => {
    expect(
      drafted(entry('health', 'Asthma'), entry('health', 'asthma'), entry('health', 'Allergy')).particulars,
    ).toEqual([{ number: 1, health: 'asthma; Allergy' }]);
  });

  test('first and last names are one name, beside the whole of it too', () => {
    const part = (part: 'given' | 'family', text: string): Entry => ({ ...entry('name', text), part });
    const name = (...entries: readonly Entry[]) => drafted(...entries).particulars;
    const whole = [{ number: 1, name: 'Testa Sample' }];
    expect(name(part('family', 'Sample'), part('given', 'Testa'))).toEqual(whole);
    expect(name(entry('name', 'Testa'), part('family', 'Sample'))).toEqual(whole);
    expect(name(entry('name', 'Testa Sample'), part('family', 'Sample'))).toEqual(whole);
    expect(name(part('given', 'Testa'), part('given', 'Testo'), part('family', 'Sample'))).toEqual([]);
  });

  test.each([
    'Jos\ufffd',
    'Jos\u00c3\u00a9',
    'Jos+AOk-',
    'Jos=C3=A9 =C3=A9=C3=A9',
    'Testa, Tel: 12',
    '12345',
    'a@b.example',
  ])('no name is sealed that reads "%s": it is asked for', (name) => {
    const draft = drafted(entry('name', name));
    expect([draft.particulars, draft.unclear, draft.problems.length]).toEqual([[], ['children.1.name'], 1]);
  });

  test('what cannot be read is left out and said where it stood; its child counts all the same', () => {
    expect(drafted(entry('sex', '?', 2, 'Child 2'), entry('arrivedOn', '?'))).toEqual({
      ...frame,
      facts: { children: [{ number: 2 }] },
      particulars: [],
      problems: [
        { where: 'Child 2, Sex', words: 'Choose one of: female, male, other, not known.' },
        { where: 'Row 3, Arrived on', words: NO_DATE.words },
      ],
    });
  });

  test('days that could be read either way are asked about where another has its month first', () => {
    const draft = drafted(entry('dateOfBirth', '05/06/2010'), entry('arrivedOn', '11/15/2026'));
    expect([draft.particulars, draft.unclear]).toEqual([[], ['children.1.dateOfBirth']]);
    expect(drafted(entry('dateOfBirth', '05/06/2010'), entry('arrivedOn', '15/11/2026')).particulars).toEqual(
      [{ number: 1, dateOfBirth: '2010-06-05' }],
    );
  });

  test('what is wrong with a date of birth is said where its child first stands', () => {
    const { problems } = drafted(
      entry('sex', 'male'),
      entry('sex', 'male', 2, 'Row 4'),
      entry('dateOfBirth', '2026-11-24', 2, 'Row 5'),
    );
    expect(problems).toEqual([{ where: 'Row 4, Date of birth', words: FUTURE_BIRTH_WORDS }]);
  });

  test('a group of more than twenty is refused whole, one of twenty is not', () => {
    expect(drafted(entry('sex', 'male'), entry('sex', 'male', 21))).toEqual({
      ...frame,
      refused: true,
      facts: {},
      particulars: [],
      problems: [{ where: 'Row 3', words: TOO_MANY_CHILDREN_WORDS }],
    });
    expect(drafted(entry('sex', 'male', 20)).facts.children).toEqual([{ number: 20, sex: 'male' }]);
  });

  test.each([
    ['in the future', ['2026-11-24'], [FUTURE_BIRTH_WORDS], {}],
    ['today', ['2026-11-23'], [], { turns18Month: '2044-11' }],
    ['18 years ago', ['2008-11-23'], [ALREADY_18], { turns18Month: '2026-11' }],
    ['a day less', ['2008-11-24'], [], { turns18Month: '2026-11' }],
    ['that fits its month', ['2010-05-14', '2028-05'], [], { turns18Month: '2028-05' }],
    [
      'that does not',
      ['2010-05-14', '2028-06'],
      [
        'The date of birth and the month of the 18th birthday do not fit, so we took neither. Write one of them.',
      ],
      {},
    ],
  ])('a date of birth %s', (_, [born = '', turns], words, facts) => {
    const draft = drafted(
      entry('dateOfBirth', born, 2, 'Child 2'),
      ...(turns === undefined ? [] : [entry('turns18Month', turns, 2, 'Child 2')]),
    );
    expect(draft.problems).toEqual(words.map((one) => ({ where: 'Child 2, Date of birth', words: one })));
    expect(draft.facts.children).toEqual([{ number: 2, ...facts }]);
    expect(draft.particulars).toEqual(
      Object.keys(facts).length === 0 ? [] : [{ number: 2, dateOfBirth: born }],
    );
  });

  test('a month of the 18th birthday that is past is doubted under its own name', () => {
    expect(drafted(entry('turns18Month', '2026-10')).problems).toEqual([
      { where: 'Row 3, Turns 18', words: ALREADY_18 },
    ]);
  });
});

test('“none” beside a reason to avoid areas waits, as it may only have been left standing', () => {
  const draft = drafted(entry('areasToAvoid', 'none'), entry('whyToAvoid', 'gang'));
  expect(draft.facts.areasToAvoid).toBeUndefined();
  expect(draft.unclear).toEqual(['areasToAvoid']);
  expect(draft.particulars).toEqual([{ number: 1, whyToAvoid: 'gang' }]);
  expect(draft.problems.map(({ where }) => where)).toEqual(['Row 3, Areas to avoid']);
  for (const [areas, why] of [
    ['Leeds', 'gang'],
    ['none', 'n/a'],
    ['none', 'none'],
    ['none', 'not known'],
  ] as const)
    expect(drafted(entry('areasToAvoid', areas), entry('whyToAvoid', why)).problems).toEqual([]);
});

test.each([
  ['Exploitation', 'exploitation'],
  ['trafficking', 'exploitation'],
  ['County lines', 'gang'],
  ['court order', 'court-order'],
  ['Witness protection', 'witness'],
] as const)('why areas are to be avoided is read from “%s”', (said, reason) => {
  expect(drafted(entry('whyToAvoid', said)).particulars).toEqual([{ number: 1, whyToAvoid: reason }]);
});

test('of sealed details only what is not held so is new, and what something else was held for is replaced', () => {
  expect(
    newDetails(
      [
        { number: 1, name: 'A', health: 'well' },
        { number: 2, name: 'B' },
      ],
      [
        { number: 1, name: 'A', health: 'ill', wishes: 'x' },
        { number: 2, name: 'A' },
      ],
    ),
  ).toEqual({
    sealedFields: ['1.health', '1.wishes', '2.name'],
    sealedReplaced: ['1.health', '2.name'],
  });
});
