import { namelessId } from '../../shared/core/case/nameless-id.ts';
import { knownName, knownRegion } from '../../shared/words/authority-names.ts';

/** An authority's name; its code when nobody has heard of it, unless that could be somebody's name. */
export const nameOf = (code: string): string => knownName(code) ?? namelessId(code);

/** A region's name; its code when nobody has heard of it, as above. */
export const regionNamed = (region: string): string => knownRegion(region) ?? namelessId(region);
