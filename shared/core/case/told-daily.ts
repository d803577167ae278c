import { addDays, instantAt, isWorkingDay, londonDate } from '../calendar/working-days.ts';
import type { EmailTemplate } from './notification-templates.ts';

/** What the coordinators are told once a working day, as a list of its own beside what they are told at once. */
export const DAILY_LIST = 'coordinators>daily';

/** Whether a list waits for its hour, where others are called up a minute after something came on them. */
export const isDaily = (desk: string): boolean => desk === DAILY_LIST;

/** Whether an email is told once a working day, with others of its kind. */
export const isToldDaily = (template: EmailTemplate): boolean => template === 'moves';

/** London time: when the working day of coordinators begins. */
const CALLED_AT = '09:00';

/**
 * Of what a daily list tells, the last moment from which it may have waited: just before nine o'clock of the last working day, in London and by England's holidays. What
 * comes later waits for the next: however often the list is called up, and however late, that is one email a working day.
 *
 * @param now instant, ISO 8601
 */
export function dailyUntil(now: string): string {
  let day = londonDate(now);
  while (!isWorkingDay(day, 'England') || instantAt(day, CALLED_AT) > now) day = addDays(day, -1);
  return new Date(Date.parse(instantAt(day, CALLED_AT)) - 1).toISOString();
}
