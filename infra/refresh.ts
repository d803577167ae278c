/** `npm run refresh -- --populations <csv> --year <year> --counts <csv> --bank-holidays <json>`: takes newer figures into the reference data. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { policyIds, policyNamed } from '../shared/core/policies.ts';
import { countsIn, holidaysIn, OddFile, populationsIn } from './refresh/figures.ts';
import { filesOf, type Reference, refreshed } from './refresh/plan.ts';

const usage = `npm run refresh -- [--populations <csv> --year <year>] [--counts <csv>] [--bank-holidays <json>] [--names] [--meant] [--write]

  --populations    mid-year estimates by single year of age: the sheet “MYE2 – Persons” of ONS, or NRS’s, saved as CSV; or Nomis’s “Aged 0 to 17”
  --year           the year of these estimates, for example 2025
  --counts         unaccompanied children looked after on 31 March: the data behind DfE’s “Children looked after in England”, CSV
  --bank-holidays  www.gov.uk/bank-holidays.json
  --names          councils are called as these files call them
  --meant          figures that are far from the last are meant so
  --policy         by which thresholds are said (default nts-2026)
  --reference      the folder of the reference data (default shared/core/reference)
  --write          change its files; without it only what would change is printed`;

const DEFAULT_POLICY = 'nts-2026';
const ownFolder = path.resolve(import.meta.dirname, '../shared/core/reference');
const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new OddFile(`There is no file ${file}. Check the path.`);
  }
};

function options() {
  try {
    return parseArgs({
      options: {
        populations: { type: 'string' },
        year: { type: 'string' },
        counts: { type: 'string' },
        'bank-holidays': { type: 'string' },
        names: { type: 'boolean', default: false },
        meant: { type: 'boolean', default: false },
        policy: { type: 'string', default: DEFAULT_POLICY },
        reference: { type: 'string', default: ownFolder },
        write: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new OddFile(`${(error as Error).message}\n\n${usage}`);
  }
}

function yearOf(year: string | undefined): number {
  if (year === undefined || !/^20\d\d$/.test(year))
    throw new OddFile(`Say of which year the populations are: --year 2025\n\n${usage}`);
  return Number(year);
}

function run(): void {
  const { populations, year, counts, 'bank-holidays': holidays, ...values } = options();
  if (populations === undefined && counts === undefined && holidays === undefined)
    throw new OddFile(`Name at least one file.\n\n${usage}`);
  const folder = values.reference;
  const kept = (name: string) => JSON.parse(read(path.join(folder, name)));
  const before: Reference = {
    councils: kept('councils.json'),
    bases: kept('councils-basis.json'),
    countedOn: kept('counted-on.json').countedOn,
    successions: kept('successions.json'),
    holidays: kept('bank-holidays.json'),
    late: kept('late-bank-holidays.json'),
  };
  if (!policyIds.includes(values.policy))
    throw new OddFile(`There is no policy "${values.policy}". Use one of: ${policyIds.join(', ')}.`);
  const ofYear = populations === undefined ? 0 : yearOf(year);
  const taken = <Figures>(
    file: string | undefined,
    figuresOf: (name: string, content: string) => Figures,
  ): (Figures & { readonly file: string }) | undefined => {
    if (file === undefined) return undefined;
    const name = path.basename(file);
    return { file: name, ...figuresOf(name, read(file)) };
  };
  const { lines, reference } = refreshed(
    before,
    {
      ...values,
      populations: taken(populations, (name, content) => ({
        year: ofYear,
        figures: populationsIn(name, content),
      })),
      counts: taken(counts, countsIn),
      holidays: taken(holidays, (name, content) => ({ days: holidaysIn(name, content) })),
    },
    policyNamed(values.policy),
  );
  for (const line of lines) console.log(line);
  const changed = Object.entries(filesOf(reference)).filter(
    ([name, text]) => text !== read(path.join(folder, name)),
  );
  if (changed.length === 0) {
    console.log('Nothing changes: the files say what the scheme has already.');
    return;
  }
  const names = changed.map(([name]) => name).join(', ');
  if (!values.write) {
    console.log(`\nNothing was written. With --write these change: ${names}.`);
    return;
  }
  for (const [name, text] of changed) writeFileSync(path.join(folder, name), text);
  console.log(`\nWritten: ${names}. Run the tests, and deploy: the table of councils follows the files.`);
}

try {
  run();
} catch (error) {
  if (!(error instanceof OddFile)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
