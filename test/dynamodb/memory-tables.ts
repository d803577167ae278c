import type { LocalTables } from '../contract/dynamodb-local.ts';
import { wholeClient } from './clients.ts';
import { shapes } from './shapes.ts';
import { TablesInMemory } from './tables-in-memory.ts';

/** Tables in memory where tests otherwise ask DynamoDB Local. */
export function memoryTables(): LocalTables {
  const tables = new TablesInMemory();
  let made: string[] = [];
  let count = 0;
  return {
    client: wholeClient(tables),
    connect: () => wholeClient(tables),
    async make(short) {
      count += 1;
      const name = `${short}-${count}`;
      tables.create(name, shapes[short]);
      made.push(name);
      return name;
    },
    async clear() {
      for (const name of made) tables.drop(name);
      made = [];
    },
    stop: async () => undefined,
  };
}
