/** Bytes of all parts that are read of one mail, when expanded. */
const MOST_READ_BYTES = 3 * 1024 * 1024;

/** What may still be expanded of the documents of one mail. */
export interface Allowance {
  left: number;
}
export const fullAllowance = (): Allowance => ({ left: MOST_READ_BYTES });
