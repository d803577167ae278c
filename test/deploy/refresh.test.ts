/** `npm run refresh`: what newer figures change for whom is said before anything is written; what cannot be meant so is refused in words. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { countsIn, holidaysIn, populationsIn } from '../../infra/refresh/figures.ts';
import { filesOf, type Given, type Reference, refreshed } from '../../infra/refresh/plan.ts';
import { policyNamed } from '../../shared/core/policies.ts';

const folder = new URL('../../shared/core/reference/', import.meta.url);
const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const kept = (name: string) => JSON.parse(text(name));
const now: Reference = {
  councils: kept('councils.json'),
  bases: kept('councils-basis.json'),
  countedOn: kept('counted-on.json').countedOn,
  successions: kept('successions.json'),
  holidays: kept('bank-holidays.json'),
  late: kept('late-bank-holidays.json'),
};
const policy = policyNamed('nts-2026');
const nothing: Given = { names: false, meant: false };
const english = now.councils.filter(({ nation }) => nation === 'England');
const KENT = 'E10000016';
const SURREY = 'E10000030';

/** The sheet of mid-year estimates: a title, a head with an age in each column, and areas that are no council of the scheme. */
const ages = Array.from({ length: 91 }, (_, age) => String(age));
const mye2 = (population: (code: string, known: number) => number = (_, known) => known): string =>
  [
    '"MYE2: Population estimates by single year of age, persons"',
    `Code,Name,Geography,All ages,${ages.join(',')}`,
    `E92000001,ENGLAND,Country,57000000,${ages.map(() => '"600,000"').join(',')}`,
    `E07000223,Adur,Non-metropolitan District,64000,${ages.map(() => '700').join(',')}`,
    ...english.map(({ code, name, childPopulation }) => {
      const children = population(code, childPopulation);
      const each = Math.floor(children / 18);
      return `${code},"${name}",Council,0,${ages.map((_, age) => (age === 0 ? children - 17 * each : age < 18 ? each : 9)).join(',')}`;
    }),
  ].join('\n');
const populations = (csv = mye2(), year = 2024): Given['populations'] => ({
  file: 'mye.csv',
  year,
  figures: populationsIn('mye.csv', csv),
});

const COUNT_HEAD =
  'time_period,time_identifier,geographic_level,country_code,region_code,old_la_code,la_name,new_la_code,cla_group,characteristic,number,percentage';
const dfe = (
  year = 2025,
  count: (code: string, known: number | null) => string = (_, known) =>
    known === null ? 'c' : String(known),
): string =>
  [
    COUNT_HEAD,
    `${year},Reporting year,National,E92000001,,,,,Children looked after,UASC,9999,12`,
    ...english.flatMap(({ code, name, uascLookedAfter }) => [
      `${year},Reporting year,Local authority,E92000001,,,"${name}",${code},Children looked after,Male,500,50`,
      `${year - 1},Reporting year,Local authority,E92000001,,,"${name}",${code},Children looked after,UASC,1,1`,
      `${year},Reporting year,Local authority,E92000001,,,"${name}",${code},Children looked after,UASC,${count(code, uascLookedAfter)},5`,
    ]),
  ].join('\n');
const counts = (csv = dfe()): Given['counts'] => ({ file: 'cla.csv', ...countsIn('cla.csv', csv) });

type Days = Readonly<Record<string, readonly { date: string; title: string }[]>>;
/** As GOV.UK publishes it: some years back, and two ahead. */
const govUk = (change: (days: Days) => Days = (days) => days): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(
        change(
          Object.fromEntries(
            Object.entries(now.holidays).map(([division, days]) => [
              division,
              days.filter(({ date }) => date >= '2020'),
            ]),
          ),
        ),
      ).map(([division, days]) => [
        division,
        { division, events: days.map((day) => ({ ...day, notes: '', bunting: true })) },
      ]),
    ),
  );
const holidays = (json = govUk()): Given['holidays'] => ({
  file: 'bank-holidays.json',
  days: holidaysIn('bank-holidays.json', json),
});
const inEach =
  (...more: readonly { date: string; title: string }[]) =>
  (days: Days): Days =>
    Object.fromEntries(Object.entries(days).map(([division, all]) => [division, [...all, ...more]]));

test('files that say what the scheme has already change nothing, to the byte', () => {
  expect(Object.entries(filesOf(now)).filter(([name, written]) => written !== text(name))).toEqual([]);
  const { lines, reference } = refreshed(
    now,
    { ...nothing, populations: populations(), counts: counts(), holidays: holidays() },
    policy,
  );
  expect(lines).toEqual([]);
  expect(filesOf(reference)).toEqual(filesOf(now));
});

describe('newer populations', () => {
  test('move thresholds, each council by name, and say who comes to be full and who no longer is', () => {
    const hartlepool = 'E06000001';
    const csv = mye2((code, known) => (code === hartlepool ? 17_900 : code === 'E06000002' ? 38_999 : known));
    const { lines, reference } = refreshed(now, { ...nothing, populations: populations(csv, 2025) }, policy);
    expect(lines).toEqual([
      'Hartlepool (E06000001): children 21,090 → 17,900, threshold down 21 → 17, COMES TO BE AT OR OVER ITS THRESHOLD',
      'Middlesbrough (E06000002): children 35,617 → 38,999, threshold up 35 → 38',
    ]);
    expect(reference.bases.find(({ code }) => code === hartlepool)).toMatchObject({
      childPopulationYear: 2025,
      childPopulationBasis: 'published',
    });
    expect(reference.bases.find(({ code }) => code.startsWith('S'))?.childPopulationYear).toBe(2022);
    const back = refreshed(reference, { ...nothing, populations: populations(mye2(), 2025) }, policy);
    expect(back.lines[0]).toContain('threshold up 17 → 21, is below its threshold again');
    expect(back.reference.councils).toEqual(now.councils);
  });

  test('of councils that took over are their own, said line by line, and what ended is not missed', () => {
    const [surrey] = now.successions;
    const begun = (surrey?.begins ?? []).map(
      ({ code, name, childPopulation }) =>
        `${code},${name},Council,0,${ages.map((_, age) => (age === 0 ? childPopulation + 180 : age < 18 ? 0 : 9)).join(',')}`,
    );
    const csv = [
      ...mye2()
        .split('\n')
        .filter((line) => !line.startsWith(SURREY)),
      ...begun,
    ].join('\n');
    const { lines, reference } = refreshed(now, { ...nothing, populations: populations(csv) }, policy);
    expect(reference.successions[0]?.begins.map(({ childPopulation }) => childPopulation)).toEqual(
      surrey?.begins.map(({ childPopulation }) => childPopulation + 180),
    );
    expect(lines).toHaveLength(begun.length);
    for (const line of lines)
      expect(line).toMatch(/^(East|West) Surrey \(E069999\d\d\): children [\d,]+ → [\d,]+$/);
  });

  test('of a council that ends are divided anew among those that take over, and all of them are somebody’s', () => {
    const { reference } = refreshed(
      now,
      {
        ...nothing,
        populations: populations(
          mye2((code, known) => known + (code === SURREY ? 1001 : 0)),
          2025,
        ),
      },
      policy,
    );
    const [surrey] = reference.successions;
    expect(surrey?.begins.reduce((sum, one) => sum + one.childPopulation, 0)).toBe(
      reference.councils.find(({ code }) => code === SURREY)?.childPopulation,
    );
  });

  test('come also as one figure for each area, as Nomis gives them', () => {
    const csv = [
      'DATE,GEOGRAPHY_NAME,GEOGRAPHY_CODE,SEX,OBS_VALUE',
      `2025,Kent,${KENT},Total,"350,000"`,
      `2025,Kent,${KENT},Male,175000`,
    ];
    expect([...populationsIn('n.csv', csv.join('\n'))]).toEqual([
      [KENT, { name: 'Kent', children: 350_000 }],
    ]);
  });

  test('say who is new, gone or called otherwise, and change none of it by themselves', () => {
    const csv = mye2()
      .replace(/^E06000001.*\n/m, '')
      .replace('"Middlesbrough"', '"Middlesbrough and Stockton"')
      .concat(`\nE06000099,Newshire,Council,0,${ages.map(() => '1000').join(',')}`);
    const asked = { ...nothing, populations: populations(csv) };
    const { lines, reference } = refreshed(now, asked, policy);
    expect(lines).toEqual([
      expect.stringMatching(
        /^Hartlepool \(E06000001\) is not in mye\.csv\. Its figures stay\..*successions\.json/,
      ),
      expect.stringMatching(
        /^Middlesbrough \(E06000002\) is called “Middlesbrough and Stockton” in mye\.csv\. The name stays/,
      ),
      expect.stringMatching(
        /^Newshire \(E06000099\) is in mye\.csv and not in the scheme\. Nothing is added/,
      ),
    ]);
    expect(reference.councils).toEqual(now.councils);
    const named = refreshed(now, { ...asked, names: true }, policy);
    expect(named.lines).toContain(
      'Middlesbrough (E06000002): is called Middlesbrough and Stockton from now on',
    );
    expect(named.reference.councils[1]?.name).toBe('Middlesbrough and Stockton');
  });
});

describe('newer counts', () => {
  test('say of which day they are, and what they change for whom; a suppressed one is unknown, never zero', () => {
    const csv = dfe(2026, (code, known) =>
      code === 'E06000001' ? '21' : code === 'E06000002' ? 'c' : known === null ? 'c' : String(known),
    );
    const { lines, reference } = refreshed(now, { ...nothing, counts: counts(csv) }, policy);
    expect(lines).toEqual([
      'Counts are of 31 March 2026 now, of 31 March 2025 before.',
      'Hartlepool (E06000001): in care 17 → 21, COMES TO BE AT OR OVER ITS THRESHOLD',
      'Middlesbrough (E06000002): in care 15 → not published',
    ]);
    expect(reference.countedOn).toBe('2026-03-31');
    expect(reference.bases[1]?.uascStatus).toBe('suppressed');
    expect(reference.councils[1]?.uascLookedAfter).toBeNull();
  });
});

describe('newer bank holidays', () => {
  const days2029 = Array.from({ length: 8 }, (_, at) => ({
    date: `2029-0${at + 1}-0${at === 6 ? 3 : 2}`,
    title: 'A day',
  })).map((day) =>
    [0, 6].includes(new Date(day.date).getUTCDay())
      ? { ...day, date: day.date.replace(/-\d\d$/, '-05') }
      : day,
  );

  test('of another year are added; in a year that deadlines rest on they stand among the late ones', () => {
    const coronation = { date: '2026-12-04', title: 'Bank holiday for a coronation' };
    const { lines, reference } = refreshed(
      now,
      { ...nothing, holidays: holidays(govUk(inEach(coronation, ...days2029))) },
      policy,
    );
    expect(lines.filter((line) => line.includes('announced late'))).toHaveLength(3);
    expect(lines.filter((line) => line.endsWith(': new'))).toHaveLength(3 * days2029.length);
    expect(reference.late).toEqual([
      { ...coronation, divisions: ['england-and-wales', 'scotland', 'northern-ireland'] },
    ]);
    expect(reference.holidays.scotland.at(-1)?.date.slice(0, 4)).toBe('2029');
    expect(reference.holidays.scotland.some(({ date }) => date === coronation.date)).toBe(false);
    // Said again, they change nothing.
    const again = refreshed(
      reference,
      { ...nothing, holidays: holidays(govUk(inEach(coronation, ...days2029))) },
      policy,
    );
    expect([again.lines, filesOf(again.reference)]).toEqual([[], filesOf(reference)]);
  });

  test('that are taken away stay, with a word', () => {
    const without = (days: Days): Days => ({
      ...days,
      scotland: (days.scotland ?? []).filter(({ date }) => date !== '2026-11-30'),
    });
    const { lines, reference } = refreshed(now, { ...nothing, holidays: holidays(govUk(without)) }, policy);
    expect(lines).toEqual([
      expect.stringMatching(/^30 November 2026 is no bank holiday of scotland in .*It stays one here/),
    ]);
    expect(reference).toEqual(now);
  });
});

describe('what cannot be meant so is refused, and says what to do', () => {
  const refusal = (given: () => Partial<Given>): string => {
    try {
      refreshed(now, { ...nothing, ...given() }, policy);
    } catch (error) {
      expect((error as Error).name).toBe('OddFile');
      return (error as Error).message;
    }
    throw new Error('It was taken.');
  };
  const halved = mye2().split('\n').slice(0, 60).join('\n');
  const far = mye2((code, known) => (code === KENT ? 3_465 : known));

  test.each<[string, () => Partial<Given>, RegExp]>([
    [
      'no table',
      () => ({ populations: populations('a,b\n1,2') }),
      /mye\.csv has no column of codes\. Its head needs one of/,
    ],
    [
      'a broken table',
      () => ({ populations: populations('Code,Name\n"E1,2') }),
      /is not a CSV file: .*“CSV UTF-8”/,
    ],
    [
      'no ages',
      () => ({ populations: populations(`Code,Name,All ages\n${KENT},Kent,5`) }),
      /neither a column for each age/,
    ],
    [
      'a word for a number',
      () => ({
        populations: populations(
          `${mye2()}\nE06000099,Newshire,Council,0,many,${ages.map(() => '1').join(',')}`,
        ),
      }),
      /line \d+: age 0 is “many”\. A whole number was expected/,
    ],
    [
      'two figures of one council',
      () => ({
        populations: populations(`${mye2()}\n${KENT},Kent,Council,0,${ages.map(() => '1').join(',')}`),
      }),
      /Kent \(E10000016\) has 18, and had 355390 further up/,
    ],
    ['half the councils', () => ({ populations: populations(halved) }), /has \d+ of 153 authorities/],
    [
      'a tenth of the children',
      () => ({ populations: populations(far, 2025) }),
      /far from the last:\n {2}Kent: 355,390 before, 3,465 now\n.*--meant/,
    ],
    [
      'an older year',
      () => ({ populations: populations(mye2(), 2023) }),
      /is of 2023, and the scheme has later figures/,
    ],
    [
      'counts without their rows',
      () => ({ counts: counts(COUNT_HEAD) }),
      /no row of an authority’s unaccompanied children/,
    ],
    [
      'older counts',
      () => ({ counts: counts(dfe(2024)) }),
      /is of 31 March 2024, and the scheme has the counts of 31 March 2025/,
    ],
    [
      'a tenfold count',
      () => ({
        counts: counts(
          dfe(2026, (code, known) =>
            known === null ? 'c' : code === KENT ? String(known * 10) : String(known),
          ),
        ),
      }),
      /far from the last:\n {2}Kent/,
    ],
    ['no JSON', () => ({ holidays: holidays('<html>') }), /is not www\.gov\.uk\/bank-holidays\.json/],
    [
      'a part of the country left out',
      () => ({ holidays: holidays('{"scotland":{"events":[]}}') }),
      /england-and-wales/,
    ],
    [
      'a Sunday',
      () => ({ holidays: holidays(govUk(inEach({ date: '2026-11-29', title: 'A day' }))) }),
      /A day on 29 November 2026, which is no weekday/,
    ],
    [
      'half a year',
      () => ({ holidays: holidays(govUk(inEach({ date: '2029-01-01', title: 'New Year’s Day' }))) }),
      /has not all bank holidays of 2029/,
    ],
  ])('%s', (_, given, words) => {
    expect(refusal(given)).toMatch(words);
  });

  test('unless whoever refreshes says that the figures are meant so', () => {
    const { lines } = refreshed(
      now,
      { ...nothing, meant: true, populations: populations(far, 2025) },
      policy,
    );
    expect(lines.join()).toContain('Kent (E10000016): children 355,390 → 3,465');
  });
});

describe('the command', () => {
  const place = mkdtempSync(path.join(tmpdir(), 'refresh-'));
  afterAll(() => rmSync(place, { recursive: true }));
  const file = (name: string, content: string): string => {
    writeFileSync(path.join(place, name), content);
    return path.join(place, name);
  };
  const run = (...args: readonly string[]) =>
    execFileSync(process.execPath, ['infra/refresh.ts', ...args], { encoding: 'utf8', stdio: 'pipe' });

  test('prints what changes, and writes nothing unless it is told to', () => {
    const csv = file(
      'mye.csv',
      mye2((code, known) => known + (code === KENT ? 1 : 0)),
    );
    const printed = run('--populations', csv, '--year', '2025');
    expect(printed).toContain('Kent (E10000016): children 355,390 → 355,391');
    expect(printed).toContain(
      'Nothing was written. With --write these change: councils.json, councils-basis.json.',
    );
    for (const [name, written] of Object.entries(filesOf(now))) expect(text(name)).toBe(written);
    expect(run('--bank-holidays', file('days.json', govUk()), '--write')).toContain('Nothing changes');
    for (const [name, content] of Object.entries(filesOf(now))) file(name, content);
    const there = ['--reference', place, '--write'] as const;
    expect(run('--populations', csv, '--year', '2025', ...there)).toContain(
      'Written: councils.json, councils-basis.json.',
    );
    const written = JSON.parse(
      readFileSync(path.join(place, 'councils.json'), 'utf8'),
    ) as Reference['councils'];
    expect(written.find(({ code }) => code === KENT)?.childPopulation).toBe(355_391);
    expect(run('--populations', csv, '--year', '2025', ...there)).toContain('Nothing changes');
  });

  test('says how it is used', () => {
    for (const args of [
      [],
      ['--populations', 'nowhere.csv', '--year', '2025'],
      ['--populations', 'x.csv'],
      ['--what'],
    ])
      expect(() => run(...args)).toThrow(/npm run refresh|There is no file nowhere\.csv/);
  });
});
