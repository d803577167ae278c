/** Rows of the return, by hand: each from a trail that is written out, with why. */
import { describe, expect, test } from 'vitest';
import { careRecords } from '../../shared/core/figures/care-record.ts';
import { type ReturnPart, returnYear, ssda903 } from '../../shared/core/figures/ssda903.ts';
import { HAMPSHIRE, KENT, LEEDS } from './a-scheme.ts';
import { accepted, children, found, handedOver, missing, referred, type Said, trailOf } from './a-trail.ts';

const YEAR = returnYear('2026-11');
const CASE = 'NTS-7F3K-2M9Q';

/** The rows of a part for a council, with the two columns of ours left off and the child before. */
const rowsOf = (name: ReturnPart['name'], council: string, said: readonly Said[], year = YEAR) => {
  const records = careRecords(trailOf(...said)).filter((record) => record.council === council);
  const part = ssda903(records, year).find((one) => one.name === name);
  for (const [caseId, , ...cells] of part?.rows ?? []) {
    expect(caseId).toBe(CASE);
    expect(cells.length + 2).toBe(part?.columns.length);
  }
  return (part?.rows ?? []).map(([, child, ...cells]) => [child, ...cells]);
};

/** DECOM, RNE, DEC and REC of each episode. */
const episodes = (council: string, said: readonly Said[], year = YEAR) =>
  rowsOf('episodes', council, said, year).map((row) => [row[0], row[2], row[3], row[8], row[9]]);

const left = (outcome: string, on: string, council = HAMPSHIRE): Said => [
  `${on} 10:00`,
  'left-care.v1',
  { council, outcome, on, children: [1] },
];
const moved = (over: object = {}): readonly Said[] => [
  referred('2026-11-23 09:00', over),
  accepted('2026-11-23 12:00', HAMPSHIRE),
  ['2026-11-24 12:00', 'social-worker-named.v1', { council: HAMPSHIRE, socialWorker: 'a', replaces: false }],
  ['2026-11-25 12:00', 'social-worker-named.v1', { council: HAMPSHIRE, socialWorker: 'b', replaces: true }],
  handedOver('2026-11-26 14:00', HAMPSHIRE),
];

test('the columns are those as published, after our case and child, and a year is from April to March', () => {
  expect(ssda903([], YEAR).map(({ columns }) => columns.join(','))).toEqual([
    'Our case,Our child,CHILD,SEX,DOB,DUC',
    'Our case,Our child,CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
    'Our case,Our child,CHILD,DOB,MISSING,MIS_START,MIS_END',
    'Our case,Our child,CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON',
  ]);
  expect([YEAR.first, YEAR.last]).toEqual(['2026-04-01', '2027-03-31']);
  expect(returnYear('2027-03')).toEqual(YEAR);
  expect(returnYear('2026-04')).toEqual(YEAR);
  expect(returnYear('2027-04').first).toBe('2027-04-01');
  expect([YEAR.months[0], YEAR.months[8], YEAR.months[9], YEAR.months[11]]).toEqual([
    '2026-04',
    '2026-12',
    '2027-01',
    '2027-03',
  ]);
});

describe('episodes', () => {
  test('end with E3 for the entry authority on the day on which they begin for the receiving one', () => {
    // Since when the entry authority looked after the child nobody recorded.
    expect(episodes(KENT, moved())).toEqual([[1, '', 'S', '26/11/2026', 'E3']]);
    expect(episodes(HAMPSHIRE, moved())).toEqual([[1, '26/11/2026', 'S', '', '']]);
    // From a port there is none of the entry authority.
    expect(episodes(KENT, moved({ inCareOfAuthority: false }))).toEqual([]);
  });

  test.each([
    ['died', 'E2'],
    ['assessed-as-adult', 'E15'],
    // With whom, and whether at 18, has several codes, of which only the council knows the right one.
    ['joined-family', ''],
    ['placement-ended', ''],
  ])('that end because of %s have the code “%s”', (outcome, code) => {
    expect(episodes(HAMPSHIRE, [...moved(), left(outcome, '2026-12-20')])).toEqual([
      [1, '26/11/2026', 'S', '20/12/2026', code],
    ]);
  });

  test('that end with a withdrawal have E16 for a child who has left the country', () => {
    const withdrawn = (reason: string): readonly Said[] => [
      referred('2026-11-23 09:00'),
      ['2026-11-25 09:00', 'referral-withdrawn.v1', { reason }],
    ];
    expect(episodes(KENT, withdrawn('left-the-country'))).toEqual([[1, '', 'S', '25/11/2026', 'E16']]);
    expect(episodes(KENT, withdrawn('no-longer-needed'))).toEqual([[1, '', 'S', '25/11/2026', '']]);
  });

  test('go on with another council, and begin anew for a child who comes back', () => {
    const said: readonly Said[] = [
      ...moved(),
      ['2026-12-10 10:00', 'care-moved.v1', { from: HAMPSHIRE, to: LEEDS, on: '2026-12-09', children: 1 }],
      left('joined-family', '2026-12-20', LEEDS),
      [
        '2027-01-05 10:00',
        'case-reopened.v1',
        { because: 'family-broke-down', note: 'n', children: [1], countedAgainst: LEEDS },
      ],
    ];
    expect(episodes(HAMPSHIRE, said)).toEqual([[1, '26/11/2026', 'S', '09/12/2026', 'E3']]);
    expect(episodes(LEEDS, said)).toEqual([
      [1, '09/12/2026', 'S', '20/12/2026', ''],
      [1, '05/01/2027', 'S', '', ''],
    ]);
  });

  test('are those of the year: also one that began before it, and none that ended before', () => {
    const next = returnYear('2027-05');
    expect(episodes(HAMPSHIRE, moved(), next)).toEqual([[1, '26/11/2026', 'S', '', '']]);
    expect(episodes(KENT, moved(), next)).toEqual([]);
    expect(episodes(HAMPSHIRE, moved(), returnYear('2026-03'))).toEqual([]);
    const ends = [...moved(), left('died', '2027-04-01')];
    expect(episodes(HAMPSHIRE, ends, next)).toEqual([[1, '26/11/2026', 'S', '01/04/2027', 'E2']]);
  });

  test('are told once of a case that is kept in several months, as its whole trail says them', () => {
    const whole = careRecords(trailOf(...moved(), left('died', '2026-12-20')));
    const before = careRecords(trailOf(...moved()));
    const own = [...whole, ...before, ...whole].filter(({ council }) => council === HAMPSHIRE);
    expect(ssda903(own, YEAR)[1]?.rows).toEqual([
      [CASE, 1, '', '26/11/2026', 'S', '', '', '', '', '20/12/2026', 'E2', '', '', '', ''],
    ]);
  });
});

test('every child has one row as unaccompanied, with the day on which it ceased to be a child, and neither sex nor date of birth', () => {
  const said: readonly Said[] = [
    ...moved({ children: children(3) }),
    left('assessed-as-adult', '2026-12-20'),
    ['2026-12-31 02:00', 'child-turned-18.v1', { child: 2 }],
  ];
  expect(rowsOf('uasc', HAMPSHIRE, said)).toEqual([
    [1, '', '', '', '20/12/2026'],
    [2, '', '', '', '31/12/2026'],
    [3, '', '', '', ''],
  ]);
  // To another council a child goes as what it is.
  expect(rowsOf('uasc', KENT, said).map((row) => row[4])).toEqual(['', '', '']);
});

test('an absence is cut where responsibility passed, and one that goes on has no end', () => {
  const said: readonly Said[] = [
    referred('2026-11-23 09:00'),
    missing('2026-11-24 09:00'),
    accepted('2026-11-24 12:00', HAMPSHIRE),
    handedOver('2026-11-26 14:00', HAMPSHIRE),
    found('2026-11-28 09:00', { council: HAMPSHIRE }),
    missing('2027-01-03 09:00', { council: HAMPSHIRE }),
  ];
  expect(rowsOf('missing', KENT, said)).toEqual([[1, '', '', 'M', '24/11/2026', '26/11/2026']]);
  expect(rowsOf('missing', HAMPSHIRE, said)).toEqual([
    [1, '', '', 'M', '26/11/2026', '28/11/2026'],
    [1, '', '', 'M', '03/01/2027', ''],
  ]);
  // In the next year the one that goes on alone, in the one before none.
  expect(rowsOf('missing', HAMPSHIRE, said, returnYear('2027-05'))).toEqual([
    [1, '', '', 'M', '03/01/2027', ''],
  ]);
  // Found on the day of the handover, or missing only from it on: of one council alone.
  const before = [...said.slice(0, 3), found('2026-11-26 09:00'), ...said.slice(3, 4)];
  expect(rowsOf('missing', HAMPSHIRE, before)).toEqual([]);
  expect(rowsOf('missing', KENT, before)).toEqual([[1, '', '', 'M', '24/11/2026', '26/11/2026']]);
  const after = [...moved(), missing('2026-11-26 20:00', { council: HAMPSHIRE })];
  expect(rowsOf('missing', KENT, after)).toEqual([]);
  expect(rowsOf('missing', HAMPSHIRE, after)).toEqual([[1, '', '', 'M', '26/11/2026', '']]);
});

describe('social workers', () => {
  test('begin with the handover: the last who was named before it, and whoever was named for nothing is not there', () => {
    expect(rowsOf('social-workers', HAMPSHIRE, moved())).toEqual([[1, '', '', '', '26/11/2026', '', '']]);
    expect(rowsOf('social-workers', KENT, moved())).toEqual([]);
    const undone: readonly Said[] = [
      ...moved().slice(0, 4),
      ['2026-11-25 13:00', 'case-reallocated.v1', { because: 'transfer-failed' }],
      accepted('2026-11-25 14:00', HAMPSHIRE),
      handedOver('2026-11-26 14:00', HAMPSHIRE),
    ];
    expect(rowsOf('social-workers', HAMPSHIRE, undone)).toEqual([]);
  });

  test('change on the day on which another is named, and end with the stay', () => {
    const said: readonly Said[] = [
      ...moved(),
      [
        '2026-12-01 12:00',
        'social-worker-named.v1',
        { council: HAMPSHIRE, socialWorker: 'c', replaces: true },
      ],
      left('died', '2027-04-20'),
    ];
    expect(rowsOf('social-workers', HAMPSHIRE, said)).toEqual([
      [1, '', '', '', '26/11/2026', '01/12/2026', ''],
      [1, '', '', '', '01/12/2026', '20/04/2027', ''],
    ]);
    // Of who had the child in the next year only the second.
    expect(rowsOf('social-workers', HAMPSHIRE, said, returnYear('2027-05'))).toEqual([
      [1, '', '', '', '01/12/2026', '20/04/2027', ''],
    ]);
  });
});
