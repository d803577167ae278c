/** Copies of a table that AWS restored beside it, and what is put back from them. */
import {
  DeleteTableCommand,
  ResourceNotFoundException,
  RestoreTableToPointInTimeCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { momentOf, type Say } from './functions.ts';
import { OpsProblem, type Place } from './place.ts';
import { putBack, putBackTable } from './put-back.ts';

/** What is restored beside a table is called so. */
const copyOf = (table: string): string => `${table}-restored`;

/** A table of some size takes hours to be restored. */
const LONGEST_SECONDS = 12 * 60 * 60;

export interface CopyAsked {
  /** The moment that the copy is of. */
  readonly at: string | undefined;
  /** Delete the copy: all was put back. */
  readonly remove: boolean;
  readonly yes: boolean;
}

/** Restores a table to a moment, under another name, and waits until that is done; or deletes that copy. */
export async function copyTable(
  place: Place,
  say: Say,
  short: string,
  { at, remove, yes }: CopyAsked,
): Promise<void> {
  const table = place.table(short);
  const copy = copyOf(table);
  if (remove) {
    if (!yes) return say(`Would delete ${copy}. To do it: --yes`);
    await known(short, place.dynamo.send(new DeleteTableCommand({ TableName: copy })));
    return say(`${copy} is deleted.`);
  }
  if (at === undefined) throw new OpsProblem('Say of which moment: --at 2026-11-28T00:00:00Z, or --at 3h.');
  const moment = momentOf(at, await place.now());
  if (!yes) return say(`Would restore ${table} of ${moment.toISOString()} as ${copy}. To do it: --yes`);
  try {
    await place.dynamo.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: table,
        TargetTableName: copy,
        RestoreDateTime: moment,
      }),
    );
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new OpsProblem(`${place.name} does not restore it: ${error.name} ${error.message}`);
  }
  await waitUntilTableExists({ client: place.dynamo, maxWaitTime: LONGEST_SECONDS }, { TableName: copy });
  say(`${copy} is there, of ${moment.toISOString()}. Compare: npm run ops -- restore ${short}`);
}

async function known<Result>(short: string, asked: Promise<Result>): Promise<Result> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new OpsProblem(
      `There is no copy of ${short}. Make one first: npm run ops -- copy ${short} --at <moment>`,
    );
  }
}

/** Compares a table with its copy, by kind of item, and puts back what is missing when told to; nobody is told again. */
export async function restoreTable(
  place: Place,
  say: Say,
  short: string,
  { changed, yes }: { readonly changed: boolean; readonly yes: boolean },
): Promise<void> {
  const to = place.table(short);
  const done = await known(
    short,
    putBack({ client: place.dynamo, from: copyOf(to), to, changed, write: yes, now: await place.now() }),
  );
  say(putBackTable(done));
  say(
    yes
      ? `Put back: ${done.written}.`
      : `Changed nothing. --yes puts back what is missing${changed ? ' and what is different' : '; --changed --yes what is different too'}.`,
  );
}
