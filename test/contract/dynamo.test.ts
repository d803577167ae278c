import { afterAll, afterEach, beforeAll } from 'vitest';
import { type LocalTables, startTables } from './dynamodb-local.ts';
import { everyPromiseIsKept } from './every-promise.ts';

let tables: LocalTables;
beforeAll(async () => {
  tables = await startTables();
});
afterEach(() => tables.clear());
afterAll(async () => tables?.stop());

everyPromiseIsKept(() => tables);
