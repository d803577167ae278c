/** An entry of a calendar that takes a whole day. */
interface DayEntry {
  /** The same for the same thing, so that a calendar that takes the file again has it once. */
  readonly uid: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly summary: string;
}

/** Signs that mean something in a text of a calendar (RFC 5545, 3.3.11). */
const escaped = (text: string): string => text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`);
const digits = (text: string): string => text.replaceAll(/[-:]/g, '');

/**
 * Days as an iCalendar file (RFC 5545). What is in it is short: no line has to be folded.
 *
 * @param now instant at which it is made, UTC
 */
export const iCalendar = (name: string, entries: readonly DayEntry[], now: string): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//National Transfer Scheme//Moves//EN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...entries.flatMap(({ uid, day, summary }) => [
      'BEGIN:VEVENT',
      `UID:${uid}`,
      `DTSTAMP:${digits(now).replace(/\.\d+/, '')}`,
      `DTSTART;VALUE=DATE:${digits(day)}`,
      `SUMMARY:${escaped(summary)}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
