import type { Policy } from '../policy.ts';
import type { Council } from './council.ts';

/** Whether a council is asked through another of its region, and so not by itself. */
export const actsThroughHub = (
  { code, region }: Pick<Council, 'code' | 'region'>,
  { regionHubs }: Pick<Policy, 'regionHubs'>,
): boolean => (regionHubs?.[region] ?? code) !== code;
