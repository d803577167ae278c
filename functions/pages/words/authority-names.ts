import { publishedCouncils } from '../../../shared/core/published-councils.ts';

let known:
  | ReadonlyMap<string, { readonly name: string; readonly region: string; readonly regionName: string }>
  | undefined;

/** Read once, when first asked for: most pages name two or three authorities. */
const authorities = () => {
  known ??= new Map(publishedCouncils().map((council) => [council.code, council]));
  return known;
};

/** An authority's name; its code where we know no name. */
export const authorityName = (code: string): string => authorities().get(code)?.name ?? code;

/** The name of an authority's region; empty where we do not know it. */
export const regionOf = (code: string): string => authorities().get(code)?.regionName ?? '';

/** Every authority with its name, by name. */
export const authoritiesByName = (): readonly { readonly code: string; readonly name: string }[] =>
  [...authorities()]
    .map(([code, { name }]) => ({ code, name }))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
