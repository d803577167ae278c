/** One line of what was seen. */
export interface Row {
  readonly what: string;
  /** `well`, `wrong`, or `later`: not to be seen yet, which is as it should be. */
  readonly how: 'well' | 'wrong' | 'later';
  readonly says: string;
}

const signs: Readonly<Record<Row['how'], string>> = { well: 'ok', wrong: 'WRONG', later: 'later' };
const WIDTH = 28;

/** The line for a terminal. */
export const rowInWords = ({ what, how, says }: Row): string =>
  `  ${signs[how].padEnd(5)}  ${what.padEnd(WIDTH)}  ${says}`;
