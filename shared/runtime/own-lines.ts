import { readFileSync } from 'node:fs';
import type { SourceMap } from 'node:module';

const maps = new Map<string, SourceMap | undefined>();

/** The map beside a bundled file. Read when something fails for the first time: Node would read it at every start. */
function mapOf(file: string): SourceMap | undefined {
  if (maps.has(file)) return maps.get(file);
  let map: SourceMap | undefined;
  try {
    const module = process.getBuiltinModule('node:module');
    map = new module.SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    // No map: a stack of the bundle's own lines says more than none.
  }
  maps.set(file, map);
  return map;
}

/** A stack in which places in the bundle are places in our sources, as far as its source map knows them. */
export const inOwnLines = (stack: string): string =>
  stack.replaceAll(
    /(?:file:\/\/)?(\/[^\s():]+\.mjs):(\d+):(\d+)/g,
    (place, file: string, line: string, column: string) => {
      const origin = mapOf(file)?.findOrigin(Number(line), Number(column));
      return origin && 'fileName' in origin
        ? `${origin.fileName}:${origin.lineNumber}:${origin.columnNumber}`
        : place;
    },
  );
