import { publishedCouncil, publishedCouncils } from '../core/council/published-councils.ts';
import { verificationCouncils } from '../core/council/verification.ts';

/** An authority's name; undefined where we know none. */
export const knownName = (code: string): string | undefined =>
  (publishedCouncil(code) ?? verificationCouncils.find((one) => one.code === code))?.name;

/** An authority's name; its code where we know no name. */
export const authorityName = (code: string): string => knownName(code) ?? code;

/** A region's name by its code; undefined where we know none. */
export const knownRegion = (region: string): string | undefined =>
  publishedCouncils().find((council) => council.region === region)?.regionName;

/** The name of an authority's region; empty where we do not know it. */
export const regionOf = (code: string): string => publishedCouncil(code)?.regionName ?? '';
