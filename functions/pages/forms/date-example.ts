/** A date as people type it, for hints: "27 3 2027". @param date YYYY-MM-DD */
export const dateExample = (date: string): string => date.split('-').toReversed().map(Number).join(' ');

const yearOf = (date: string): number => Number(date.slice(0, 4));
const march = (year: number): string => `${year}-03-27`;

/** The first 27 March from a day on, as YYYY-MM-DD. */
export const marchFrom = (day: string): string =>
  march(march(yearOf(day)) >= day ? yearOf(day) : yearOf(day) + 1);

/** An example for a day that lies behind: the last 27 March. @param day the last that may be typed */
export const exampleBy = (day: string): string =>
  dateExample(march(march(yearOf(day)) <= day ? yearOf(day) : yearOf(day) - 1));

/** An example for a day to come: the next 27 March. @param day the first that may be typed */
export const exampleFrom = (day: string): string => dateExample(marchFrom(day));
