import { publishedCouncils } from '../../../shared/core/council/published-councils.ts';

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

/** The code of an authority's region; empty where we do not know it. */
export const regionCodeOf = (code: string): string => authorities().get(code)?.region ?? '';
