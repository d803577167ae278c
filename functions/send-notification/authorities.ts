import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';

export interface Authority {
  readonly name: string;
  readonly region: string;
  readonly regionName: string;
}

let known: ReadonlyMap<string, Authority> | undefined;

/** What is published about an authority; undefined for a code that nobody has heard of. Read once, when first asked for. */
export function authority(code: string): Authority | undefined {
  known ??= new Map(publishedCouncils().map((council) => [council.code, council]));
  return known.get(code);
}

/** An authority's name; its code when nobody has heard of it, unless that could be somebody's name. */
export const nameOf = (code: string): string => authority(code)?.name ?? namelessId(code);

/** A region's name; its code when nobody has heard of it, as above. */
export function regionNamed(region: string): string {
  authority('');
  return (
    [...(known?.values() ?? [])].find((council) => council.region === region)?.regionName ??
    namelessId(region)
  );
}
