/** The regions of the scheme by their codes: England's nine, and the other nations. */
export const regionNames = {
  E12000001: 'North East',
  E12000002: 'North West',
  E12000003: 'Yorkshire and The Humber',
  E12000004: 'East Midlands',
  E12000005: 'West Midlands',
  E12000006: 'East of England',
  E12000007: 'London',
  E12000008: 'South East',
  E12000009: 'South West',
  N92000002: 'Northern Ireland',
  S92000003: 'Scotland',
  W92000004: 'Wales',
} as const;

export type RegionCode = keyof typeof regionNames;
export const regionCodes = Object.keys(regionNames) as [RegionCode, ...RegionCode[]];
