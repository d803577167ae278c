/** A box that is ticked, and one that is not, as the lines of a document have them. */
export const TICKED = '\u2612';
export const UNTICKED = '\u2610';
