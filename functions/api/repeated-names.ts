/** Strings, and the marks by which JSON is built. Numbers and words lie between them. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/** An object with its names so far, or a list without; and the place that is being read in it. */
interface Level {
  readonly names: Set<string> | undefined;
  at: string | number;
}

/**
 * Where objects have one name more than once: `JSON.parse` takes the last and says nothing (RFC 8259, section 4).
 *
 * @param json a text that is JSON
 */
export function repeatedNames(json: string): readonly (readonly (string | number)[])[] {
  const found: (string | number)[][] = [];
  const levels: Level[] = [];
  let words = '';
  for (const [token] of json.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') levels.push({ names: token === '{' ? new Set() : undefined, at: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',') {
      if (typeof level?.at === 'number') level.at += 1;
    } else if (token === ':') {
      if (level?.names === undefined) continue;
      level.at = JSON.parse(words) as string;
      if (level.names.has(level.at)) found.push(levels.map(({ at }) => at));
      level.names.add(level.at);
    } else words = token;
  }
  return found;
}
