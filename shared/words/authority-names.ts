import { publishedCouncil } from '../core/council/published-councils.ts';

/** An authority's name; its code where we know no name. */
export const authorityName = (code: string): string => publishedCouncil(code)?.name ?? code;

/** The name of an authority's region; empty where we do not know it. */
export const regionOf = (code: string): string => publishedCouncil(code)?.regionName ?? '';

/** The code of an authority's region; empty where we do not know it. */
export const regionCodeOf = (code: string): string => publishedCouncil(code)?.region ?? '';
