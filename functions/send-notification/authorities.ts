import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { publishedCouncil, publishedCouncils } from '../../shared/core/council/published-councils.ts';

/** An authority's name; its code when nobody has heard of it, unless that could be somebody's name. */
export const nameOf = (code: string): string => publishedCouncil(code)?.name ?? namelessId(code);

/** A region's name; its code when nobody has heard of it, as above. */
export const regionNamed = (region: string): string =>
  publishedCouncils().find((council) => council.region === region)?.regionName ?? namelessId(region);
