/** How the scheme does, for coordinators: what the page shows is what was kept, and its files have the same lines. */
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { csv } from '../../functions/pages/figures/csv.ts';
import { figureTables } from '../../functions/pages/figures/figure-tables.ts';
import { caseRecord } from '../../shared/core/figures/case-record.ts';
import { figuresOf, noFigures } from '../../shared/core/figures/figures.ts';
import { periodNamed, periodsUpTo, periodWords, quarterOf } from '../../shared/core/figures/periods.ts';
import { authorityName, regionOf } from '../../shared/words/authority-names.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const entry = { kind: 'entry-authority', code: KENT } as const;

let site: Site;
let cookie: string;
beforeEach(async () => {
  site = await Site.seeded();
  cookie = await site.coordinatorSignedIn();
});

const seen = async (path: string, query = {}) => site.visit({ path, cookies: [cookie], query });
/** The lines of a table of the page, cell by cell. */
const tableOf = (body: string, caption: string): readonly (readonly string[])[] => {
  const [, table = ''] = body.split(`--m">${caption}</caption>`);
  const [, rows = ''] = /<tbody[^>]*>([\s\S]*?)<\/tbody>/.exec(table) ?? [];
  return [...rows.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => cell),
  );
};

/** A file as whoever opens it reads it: RFC 4180, told anew. */
const read = (file: string): readonly (readonly string[])[] => {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of file
    .slice(1)
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
};

/** Referred, turned down once, and moved by the council that was asked next. */
async function moved(): Promise<{ readonly id: string; readonly no: string; readonly yes: string }> {
  const { id } = await site.referred();
  const answer = async (what: 'accept' | 'decline') => {
    const live = (await site.cases.read(id))?.offers.find(({ status }) => status === 'live');
    const council = { kind: 'council', code: live?.council ?? '', name: 'Sam Okafor' } as const;
    const reason = what === 'decline' ? { reason: 'safeguarding' as const } : {};
    await site.tell(id, { kind: 'answer', offerId: live?.id ?? '', answer: what, ...reason }, council);
    return council;
  };
  const no = await answer('decline');
  const yes = await answer('accept');
  const moveOn = site.clock.now().slice(0, 10);
  await site.tell(id, { kind: 'arrange-transfer', moveOn, socialWorker: SOCIAL_WORKER }, yes);
  await site.tell(id, { kind: 'complete-transfer', handedOverAt: site.clock.now() }, entry);
  return { id, no: no.code, yes: yes.code };
}

describe('the page', () => {
  test('shows what the trails say, once it was counted, and up to when that is', async () => {
    expect((await seen('/figures')).body).toContain('Nothing has been counted yet.');
    const { no, yes } = await moved();
    await site.count();
    const { status, body } = await seen('/figures');
    expect(status).toBe(200);
    expect(body).toContain('<h1 class="govuk-heading-l">Figures, October to December 2026</h1>');
    expect(body).toContain('Counted up to 9am on Monday 23 November 2026.');
    expect(tableOf(body, 'Children who moved').slice(0, 3)).toEqual([
      ['All who moved', '1', '100'],
      ['Within 5 working days', '1', '100'],
      ['Within 10 working days', '1', '100'],
    ]);
    expect(tableOf(body, 'What councils answered')).toEqual([
      ['Councils were asked', '2', '100'],
      ['Said yes when asked', '1', '50'],
      ['Said no', '1', '50'],
      ['Did not answer', '0', '0'],
      ['Took them as a back-up', '0', ''],
    ]);
    expect(tableOf(body, 'Why councils said no')).toEqual([['There is a safeguarding reason', '1', '100']]);
    const councils = tableOf(body, 'Each council');
    const row = (code: string) => councils.find(([, of]) => of === code);
    expect(row(KENT)).toEqual([authorityName(KENT), KENT, '1', '0', '0', '0', '0', '0', '0', '0', '1', '']);
    expect(row(no)).toEqual([authorityName(no), no, '0', '1', '0', '0', '1', '0', '0', '0', '0', '']);
    expect(row(yes)).toEqual([authorityName(yes), yes, '0', '1', '1', '0', '0', '0', '0', '1', '0', '0']);
  });

  test('is of the month or quarter that is asked for, and of this quarter where none or nonsense is', async () => {
    await moved();
    await site.count();
    const all = async (of: string) =>
      tableOf((await seen('/figures', { of })).body, 'Children who moved')[0]?.[1];
    expect(await all('2026-11')).toBe('1');
    expect(await all('2026-q4')).toBe('1');
    expect(await all('2026-10')).toBe('0');
    expect(await all('2026-q3')).toBe('0');
    for (const name of ['2026-13', '2026-q5', '<script>', '1999-11']) expect(await all(name)).toBe('1');
    expect((await seen('/figures', { of: '<script>' })).body).not.toContain('<script>');
  });

  test('is a coordinator’s, and found from their list', async () => {
    expect((await seen('/home')).body).toContain('href="/figures"');
    for (const path of ['/figures', '/figures/nts-01', '/figures/moves.csv', '/figures/nts-01.csv']) {
      expect((await site.visit({ path })).status).toBe(303);
      const kent = await site.visit({ path, cookies: [await site.signedIn(KENT)] });
      expect([kent.status, kent.headers.location]).toEqual([303, '/home']);
    }
  });
});

describe('transfers (NTS_01)', () => {
  test('are of a quarter, on the page and in a file with the columns and values as published', async () => {
    const { yes } = await moved();
    await site.count();
    const { status, body } = await seen('/figures/nts-01', { of: '2026-11' });
    expect(status).toBe(200);
    expect(body).toContain('Transfers (NTS_01), October to December 2026</h1>');
    expect(body).toContain(
      'In all: 1 out of a council, 1 into one, and 0 straight from a port, which no council had in its care before.',
    );
    expect(body).not.toContain('>November 2026<');
    expect(body).toContain('href="/figures/nts-01.csv?of=2026-q4"');
    const file = await seen('/figures/nts-01.csv', { of: '2026-11' });
    expect(file.headers['content-disposition']).toBe('attachment; filename="nts-01-2026-q4.csv"');
    const [head, ...rows] = read(file.body);
    // As in the sheet of the third quarter of 2023.
    expect(head?.join(';')).toBe(
      'Date;Year;Quarter;Region;Local Authority or HSCT (NI);Able to participate in the NTS?;Transfers out of Local Authority;Transfers into Local Authority;Transfers into LA from port/intake unit',
    );
    const line = (code: string, ...counted: readonly string[]) => [
      ...['2026-12-31', '2026', '4', regionOf(code), authorityName(code), 'Yes'],
      ...counted,
    ];
    expect(rows.filter((row) => row.slice(6).some((cell) => cell !== '0'))).toEqual(
      expect.arrayContaining([line(KENT, '1', '0', '0'), line(yes, '0', '1', '0')]),
    );
    expect(rows).toHaveLength(212);
    expect(tableOf(body, 'Transfers of each council')).toEqual(rows.slice(0, 25));
    const second = (await seen('/figures/nts-01', { of: '2026-q4', nts01: '2' })).body;
    expect(tableOf(second, 'Transfers of each council')).toEqual(rows.slice(25, 50));
    expect(second).toContain(`<th scope="row" class="govuk-table__header">${rows[25]?.[4]}</th>`);
  });

  test('are found from the figures', async () => {
    expect((await seen('/figures')).body).toContain('href="/figures/nts-01"');
    expect((await seen('/figures/nts-01')).body).toContain('href="/figures"');
  });
});

describe('a file', () => {
  test('has the lines of its table, all of them, and a name that says of when', async () => {
    const { id } = await moved();
    await site.count();
    const { body } = await seen('/figures');
    const links = [...body.matchAll(/href="(\/figures\/([a-z-]+)\.csv)\?of=2026-q4"/g)];
    expect(links).toHaveLength(figureTables(noFigures).length);
    const record = caseRecord(await site.cases.trail(id));
    if (record === undefined) throw new Error('there is no record');
    const tables = figureTables(figuresOf('2026-11', [record]));
    for (const [, path = '', name = ''] of links) {
      const file = await seen(path, { of: '2026-q4' });
      expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
      expect(file.headers['content-disposition']).toBe(`attachment; filename="${name}-2026-q4.csv"`);
      const table = tables.find((one) => one.name === name);
      expect(read(file.body)).toEqual([table?.columns, ...(table?.rows ?? []).map((row) => row.map(String))]);
    }
  });

  test('is not found by a name that is none', async () => {
    for (const file of ['nothing.csv', 'moves', 'constructor.csv', 'moves.CSV'])
      expect((await seen(`/figures/${file}`)).status).toBe(404);
  });

  test('comes back as it was written, whatever its words; none runs as a formula', () => {
    const cell = fc.oneof(fc.integer(), fc.string(), fc.stringMatching(/^[=+\-@\t\r,"\n a]{0,6}$/));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }), (rows) => {
        const [head, ...back] = read(csv(['a', 'b'], rows));
        expect(head).toEqual(['a', 'b']);
        expect(back).toEqual(
          rows.map((row) =>
            row.map((one) => (typeof one === 'string' && /^[=+\-@\t\r]/.test(one) ? `'${one}` : String(one))),
          ),
        );
      }),
    );
    expect(csv(['x'], [['=1+1'], ['-3'], [-3]])).toBe("\u{feff}x\r\n'=1+1\r\n'-3\r\n-3\r\n");
  });
});

describe('months and quarters', () => {
  test('a quarter is three months of a calendar year', () => {
    expect(quarterOf('2026-12-31')).toEqual({ name: '2026-q4', months: ['2026-10', '2026-11', '2026-12'] });
    expect(quarterOf('2026-01-01').months).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(periodNamed('2026-q2')).toEqual(quarterOf('2026-05-15'));
    expect(periodNamed('2026-02')).toEqual({ name: '2026-02', months: ['2026-02'] });
    for (const name of ['', '2026', '2026-00', '2026-q0', 'x2026-01'])
      expect(periodNamed(name)).toBeUndefined();
  });

  test('are said in words, and those of late are offered, this one first', () => {
    expect(periodsUpTo('2026-02-10').map(periodWords)).toEqual([
      'January to March 2026',
      'October to December 2025',
      'July to September 2025',
      'April to June 2025',
      'January to March 2025',
      'October to December 2024',
      'February 2026',
      'January 2026',
      'December 2025',
      'November 2025',
      'October 2025',
      'September 2025',
      'August 2025',
      'July 2025',
      'June 2025',
      'May 2025',
      'April 2025',
      'March 2025',
    ]);
  });
});
