import regions from '../reference/regions.json' with { type: 'json' };

let byCode: ReadonlyMap<string, string> | undefined;

/**
 * The region of a council by its code, also of one that begins later; undefined where we know none. From a list that holds nothing else, made of the published figures:
 * whoever commits a case reads it at the start, and not all that is published.
 */
export function regionOfCouncil(code: string): string | undefined {
  byCode ??= new Map(
    Object.entries(regions).flatMap(([region, codes]) => codes.split(' ').map((one) => [one, region])),
  );
  return byCode.get(code);
}
