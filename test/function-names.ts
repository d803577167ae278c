import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../functions');

/** Every function, by the name of its folder. */
export const functionNames: readonly string[] = readdirSync(folder)
  .filter((name) => existsSync(path.join(folder, name, 'handler.ts')))
  .toSorted();
