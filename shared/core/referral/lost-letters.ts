/** What is left of letters that were lost on the way: unknown to their charset, UTF-8 read as Latin-1, UTF-7, quoted-printable or entities unread. */
const LOST =
  /\ufffd|[\u00c2-\u00c5][\u0080-\u00bf\u0152-\u0178\u2018-\u203a\u20ac\u2122]|\u00e2\u20ac|\+A[\w+/]{2,}-|=[0-9A-F]{2}=[0-9A-F]{2}|&#\d+;/;

/** Whether letters of a text were lost before it came here. Nobody can say which; whoever wrote it is asked. */
export const hasLostLetters = (text: string): boolean => LOST.test(text);
