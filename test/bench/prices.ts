/**
 * List prices in US dollars, N. Virginia, January 2025, without free tiers and discounts. London is a fifth dearer for
 * tables and near the same for the rest. Check them against AWS's price pages before a decision rests on them.
 */
export const prices = {
  asOf: 'January 2025, N. Virginia',
  readUnit: 0.125 / 1e6,
  writeUnit: 0.625 / 1e6,
  queueRequest: 0.4 / 1e6,
  invocation: 0.2 / 1e6,
  /** A gigabyte of memory for a second, arm64. */
  gigabyteSecond: 0.0000133334,
  email: 0.1 / 1e3,
  emailByte: 0.12 / 1e9,
  secretRead: 0.05 / 1e4,
  pageRequest: 1 / 1e6,
} as const;
