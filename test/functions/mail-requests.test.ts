/** A request in the JSON of a mail, asked directly: what fits is kept, and what does not is left out as little as its meaning allows. */
import { describe, expect, test } from 'vitest';
import { readJson } from '../../functions/receive-email/read-json.ts';
import { takeWhatFits } from '../../functions/receive-email/take-what-fits.ts';
import { TOO_MANY_CHILDREN_WORDS } from '../../shared/core/referral/referral-request.ts';
import { KENT } from './mails.ts';

const TODAY = '2026-11-23';
const about = { council: KENT, today: TODAY, adds: false };
const REFERENCE = 'NTS-7F3K-2M9Q';
const LEEDS = 'E08000035';
const child = { sex: 'male', name: 'Canary', needs: ['medical-care'] };

type Given = Readonly<Record<string, unknown>>;
const fitting = (given: unknown, adds = false) => takeWhatFits(structuredClone(given), { ...about, adds });
const placesOf = (given: unknown, adds = false) => fitting(given, adds).problems.map(({ where }) => where);
const factsOf = (given: unknown, adds = false) => fitting(given, adds).taken?.facts;
const many = (count: number): Given =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, 1]));
const children = (count: number) => Array.from({ length: count }, () => child);
const FACTS = { number: 1, sex: 'male', needs: ['medical-care'] };
const whole = { children: [child], arrivedOn: '2026-11-15', links: [{ council: LEEDS, kind: 'family' }] };

test('what fits is taken whole: the facts, and apart from them what is sealed', () => {
  expect(fitting({ ...whole, entryAuthority: KENT })).toEqual({
    taken: {
      facts: {
        entryAuthority: KENT,
        arrivedOn: '2026-11-15',
        links: [{ council: LEEDS, kind: 'family' }],
        children: [FACTS],
      },
      particulars: [{ number: 1, name: 'Canary' }],
    },
    problems: [],
  });
  expect(fitting({ reference: REFERENCE, children: [{ ...child, number: 2 }] }, true)).toEqual({
    taken: { facts: { children: [{ ...FACTS, number: 2 }] }, particulars: [{ number: 2, name: 'Canary' }] },
    problems: [],
  });
});

test.each([[null], [7], ['Canary'], [[]], [[whole]]])('%j is no request', (given) => {
  expect(fitting(given)).toEqual({
    taken: undefined,
    problems: [{ where: '', words: 'Give an object in { } here.' }],
  });
});

describe('a request is bounded before it is read', () => {
  const TOO_MUCH = {
    taken: undefined,
    problems: [{ where: '', words: 'Give at most 100 fields in each { }.' }],
  };
  test.each<readonly [string, Given]>([
    ['of its own', many(101)],
    ['of its definition', { ...whole, definition: many(101) }],
    ['of a child', { children: [child, many(101)] }],
    ['of what stands within a child', { children: [{ ...child, needs: many(101) }] }],
  ])('to a hundred fields %s', (_, given) => {
    expect(fitting(given)).toEqual(TOO_MUCH);
  });

  test('but not further: a hundred fields are read, and so is a long list of them', () => {
    expect(fitting(many(100)).problems).toHaveLength(20);
    expect(placesOf({ ...whole, links: Array(150).fill(LEEDS) })[0]).toBe('Links');
    expect(placesOf({ ...whole, links: [{ council: { within: many(101) }, kind: 'family' }] })).toEqual([
      'Links 1, council',
    ]);
  });

  test('to lists that are a little longer than any of ours', () => {
    expect(factsOf({ ...whole, areasToAvoid: Array(250).fill(LEEDS) })?.areasToAvoid).toHaveLength(250);
    const given = { ...whole, areasToAvoid: Array(5_000).fill(LEEDS) };
    expect(takeWhatFits(given, about).problems).toEqual([
      { where: 'Areas to avoid', words: 'Give at most 250 here.' },
    ]);
    const nested = { ...whole, links: [Array(5_000).fill(1)] };
    takeWhatFits(nested, about);
    expect(nested.links).toBeUndefined();
  });
});

/** Each flaw, where it is said to be, and what is taken of the children all the same; undefined when nothing is. */
test.each<readonly [string, Given, readonly string[], unknown]>([
  ['a fact', { ...whole, arrivedOn: 'x' }, ['Arrived on'], [FACTS]],
  ['a field that we do not know', { ...whole, Canary: 1 }, ['field 4'], [FACTS]],
  ['an entry of a list', { ...whole, links: [whole.links[0], 7] }, ['Links 2'], [FACTS]],
  [
    'a part of the definition',
    { ...whole, definition: { under18AtClaim: 'x' } },
    ['Under 18 at claim'],
    [FACTS],
  ],
  ['a definition that is none', { ...whole, definition: [1] }, ['definition'], [FACTS]],
  [
    'a fact of a child',
    { ...whole, children: [{ ...child, sex: 'x' }] },
    ['children 1, Sex'],
    [{ number: 1, needs: ['medical-care'] }],
  ],
  [
    'a need of a child',
    { ...whole, children: [{ ...child, needs: ['medical-care', 'x'] }] },
    ['children 1, Needs 2'],
    [{ number: 1, sex: 'male' }],
  ],
  [
    'a field of a child that we do not know',
    { ...whole, children: [{ ...child, x: 1 }] },
    ['children 1, field 4'],
    [FACTS],
  ],
  ['a child that is none', { ...whole, children: [child, 7] }, ['children 2'], [FACTS, { number: 2 }]],
  ['children that are none', { ...whole, children: 7 }, ['children'], [{ number: 1 }]],
  ['no child', { ...whole, children: [] }, ['children'], [{ number: 1 }]],
  ['children of whom nobody speaks', { arrivedOn: '2026-11-15' }, ['children'], [{ number: 1 }]],
  [
    'numbers that do not go from 1 to n',
    {
      children: [
        { ...child, number: 2 },
        { ...child, number: 2 },
      ],
    },
    ['children'],
    [FACTS, { ...FACTS, number: 2 }],
  ],
  [
    'a number that is none, of a child among others',
    {
      children: [
        { ...child, number: 2 },
        { ...child, number: 'x' },
      ],
    },
    ['children 2, number'],
    [FACTS, { ...FACTS, number: 2 }],
  ],
  ['more children than a group has', { children: children(21) }, ['children'], undefined],
  ['more children than are looked at', { children: children(300) }, ['children'], undefined],
  ['a reference that is none', { ...whole, reference: 'x' }, ['reference'], undefined],
  ['all that is said', { children: [{ sex: 'x' }] }, ['children 1, Sex'], undefined],
  ['nothing', {}, ['children'], undefined],
])('of a new referral with a flaw in %s the rest is taken, or nothing', (_, given, places, expected) => {
  expect(placesOf(given)).toEqual(places);
  const { taken } = fitting(given);
  expect(taken?.facts.children).toEqual(expected);
  if (expected !== undefined && 'arrivedOn' in given && given.arrivedOn !== 'x')
    expect(taken?.facts.arrivedOn).toBe('2026-11-15');
});

test.each<readonly [string, Given, readonly string[], unknown]>([
  ['no child', { arrivedOn: '2026-11-15', children: [] }, ['children'], { arrivedOn: '2026-11-15' }],
  [
    'children that are none',
    { arrivedOn: '2026-11-15', children: 7 },
    ['children'],
    { arrivedOn: '2026-11-15' },
  ],
  ['a child without its number', { children: [child] }, ['children 1, number'], undefined],
  ['a field that is no child’s', { arrivedOn: '2026-11-15', x: 1 }, ['field 2'], { arrivedOn: '2026-11-15' }],
  [
    'a fact of a child',
    { children: [{ ...child, number: 3, sex: 'x' }] },
    ['children 1, Sex'],
    { children: [{ number: 3, needs: ['medical-care'] }] },
  ],
  ['all that is said', { arrivedOn: 'x' }, ['Arrived on'], undefined],
  ['nothing but a number', { children: [{ number: 1 }] }, [''], undefined],
  ['nothing but whose it is', { reference: REFERENCE, entryAuthority: KENT }, [''], undefined],
  ['nothing of a definition', { definition: {} }, [''], undefined],
])('of an addition with a flaw in %s the rest is taken, or nothing', (_, given, places, expected) => {
  expect(placesOf(given, true)).toEqual(places);
  expect(factsOf(given, true)).toEqual(expected);
});

test('what says something is not nothing: a part of a definition, a detail, a fact of a child', () => {
  for (const given of [
    { definition: { under18AtClaim: false } },
    { children: [{ number: 1, name: 'Canary' }] },
    { children: [{ number: 1, sex: 'male' }] },
    { wishesRecorded: false },
  ])
    expect(fitting(given, true)).toMatchObject({ taken: expect.anything(), problems: [] });
});

test('an addition that says nothing is told to; a new referral of a child of whom nothing is known is taken', () => {
  expect(fitting({}, true)).toEqual({
    taken: undefined,
    problems: [{ where: '', words: 'Give at least one fact to add or correct.' }],
  });
  expect(fitting({ children: [{}] })).toEqual({
    taken: { facts: { entryAuthority: KENT, children: [{ number: 1 }] }, particulars: [] },
    problems: [],
  });
});

test('what may be true is taken and said; what cannot be is left out, round for round', () => {
  const born = { ...child, dateOfBirth: '2008-11-23' };
  expect(fitting({ children: [born] })).toMatchObject({
    taken: { particulars: [{ number: 1, dateOfBirth: '2008-11-23' }] },
    problems: [{ where: 'children 1, Date of birth', words: expect.stringContaining('18 or over') }],
  });
  const given = {
    arrivedOn: 'x',
    areasToAvoid: ['E99999999'],
    children: [7, { ...born, number: 1, dateOfBirth: '2030-01-01' }, { number: 1, nationality: 'ZZZ' }],
  };
  expect(placesOf(given).toSorted()).toEqual([
    'Areas to avoid 1',
    'Arrived on',
    'children',
    'children 1',
    'children 2, Date of birth',
    'children 3, Nationality',
  ]);
  expect(factsOf(given)?.children).toEqual([{ number: 1 }, { ...FACTS, number: 2 }, { number: 3 }]);
});

test('no more than twenty flaws of a request are said', () => {
  expect(placesOf({ ...whole, ...many(25) })).toHaveLength(20);
  expect(
    placesOf({ ...whole, ...many(18), areasToAvoid: ['E99999999', 'E99999998', 'E99999997'] }),
  ).toHaveLength(20);
});

const read = (given: unknown, reply = false) =>
  readJson(JSON.stringify(given), { council: KENT, today: TODAY, reply });
const fileProblem = (words: string) => ({
  drafts: [],
  problems: [{ where: 'The JSON file', words: expect.stringContaining(words) }],
});

describe('the file', () => {
  test('is JSON, and holds between one request and fifty', () => {
    expect(readJson('{', { council: KENT, today: TODAY, reply: false })).toEqual(fileProblem('is not JSON'));
    expect(read([])).toEqual(fileProblem('list in it is empty'));
    expect(read(Array(51).fill(whole))).toEqual(fileProblem('more than 50 referrals'));
    expect(read(Array(50).fill(whole)).drafts.map(({ row }) => row)).toEqual(
      Array.from({ length: 50 }, (_, at) => at + 1),
    );
  });

  test('holds drafts in the order of its list, each with what is wrong in it', () => {
    const facts = { entryAuthority: KENT, children: [FACTS] };
    const particulars = [{ number: 1, name: 'Canary' }];
    expect(
      read([
        { children: [child] },
        7,
        { children: [child], entryAuthority: LEEDS },
        { children: [child], entryAuthority: 'x', reference: undefined },
        { reference: REFERENCE, arrivedOn: '2026-11-15' },
      ]),
    ).toEqual({
      drafts: [
        { row: 1, where: 'Referral 1', reference: undefined, ofMany: true, facts, particulars, problems: [] },
        {
          row: 4,
          where: 'Referral 4',
          reference: undefined,
          ofMany: true,
          facts,
          particulars,
          problems: [
            { where: 'Referral 4, entryAuthority', words: expect.stringContaining('see its pattern') },
          ],
        },
        {
          row: 5,
          where: 'Referral 5',
          reference: REFERENCE,
          ofMany: true,
          facts: { arrivedOn: '2026-11-15' },
          particulars: [],
          problems: [],
        },
      ],
      problems: [
        { where: 'Referral 2', words: 'Give an object in { } here.' },
        {
          where: 'Referral 2',
          words: 'Nothing of it was recorded. Put right what is said of it above, and send it again.',
        },
        {
          where: 'Referral 3, entryAuthority',
          words: 'This is not your council. Only the authority that looks after a child refers the child.',
        },
      ],
    });
  });

  test('adds to a case when it names one, or stands alone in an answer to ours', () => {
    const addition = { children: [{ number: 2, sex: 'female' }] };
    const added = { children: [{ number: 2, sex: 'female' }] };
    expect(read(addition, true).drafts).toMatchObject([
      { ofMany: false, reference: undefined, facts: added },
    ]);
    expect(read([addition], true).drafts).toMatchObject([{ ofMany: false, facts: added }]);
    expect(read({ ...addition, reference: REFERENCE }).drafts).toMatchObject([
      { reference: REFERENCE, facts: added },
    ]);
    // Of several, and of what answers nothing, it is a child whose number is wrong.
    for (const { drafts } of [read(addition), read([addition, addition], true)])
      expect(drafts[0]?.facts).toEqual({ entryAuthority: KENT, children: [{ number: 1, sex: 'female' }] });
    expect(read({ children: children(21) }).problems[0]).toEqual({
      where: 'Referral 1, children',
      words: TOO_MANY_CHILDREN_WORDS,
    });
  });
});
