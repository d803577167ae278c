export type Nation = 'England' | 'Wales' | 'Scotland' | 'Northern Ireland';

const nations: Readonly<Record<string, Nation>> = {
  E: 'England',
  W: 'Wales',
  S: 'Scotland',
};

/**
 * The nation of an authority, whose bank holidays count when it has to act. Read from the code itself: ONS codes of nine
 * characters begin with the nation's letter; the Trusts of Northern Ireland go by NISRA's abbreviations (SEHSCT).
 */
export const nationOf = (code: string): Nation =>
  (/^[EWS]\d{8}$/.test(code) ? nations[code.charAt(0)] : undefined) ?? 'Northern Ireland';
