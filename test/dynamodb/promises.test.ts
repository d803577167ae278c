/** The stores keep every promise on the tables in memory too: the same tests as on DynamoDB Local. */
import { afterEach } from 'vitest';
import { everyPromiseIsKept } from '../contract/every-promise.ts';
import { memoryTables } from './memory-tables.ts';

const tables = memoryTables();
afterEach(() => tables.clear());

everyPromiseIsKept(() => tables);
