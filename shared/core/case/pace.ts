import { instantAt, londonDate } from '../calendar/working-days.ts';
import type { Case, Offer } from './case.ts';
import type { EmailTemplate } from './notification-templates.ts';
import { DAILY_LIST } from './told-daily.ts';
import { mayWait } from './told-together.ts';

/** An email that a desk was sent. */
export interface Told {
  readonly id: string;
  /** Instant, ISO 8601. */
  readonly at: string;
  /** Whether it would have waited. */
  readonly waits: boolean;
}

const HOUR = 60 * 60_000;
/** Nobody gets more in any hour, but for what cannot wait (the issue: "at most 6 an hour to one person"). */
const AN_HOUR = 6;
/** So many of a day come as they are said; later ones an hour apart. With the ten hours in which offices work that is fifteen a day (the same: "no more than 15"). */
const AT_ONCE_A_DAY = 5;
/** As many as the rule asks of, and some: of the last ten it can tell. */
const KEPT = 10;

/** What is in danger, or may be: told at once, whatever else the desk was told. */
const safety: ReadonlySet<EmailTemplate> = new Set<EmailTemplate>([
  'confirmation-reminder',
  'confirmation-overdue',
  'amendment-refused',
  'areas-avoided',
]);

/** Who stands by is asked early, and is not waited for: only its deadline makes that urgent. */
const isUrgent = (template: EmailTemplate): boolean =>
  safety.has(template) || (!mayWait(template) && template !== 'backup-request');

/** What has its day in a case beside what the case needs: an offer that its council has not answered, and a move that is still ahead. */
export const daysAhead = (
  { status, placement }: Pick<Case, 'status' | 'placement'>,
  offer: Pick<Offer, 'status' | 'answerBy'> | undefined,
): readonly (string | undefined)[] => [
  offer?.status === 'live' || offer?.status === 'asked' ? offer.answerBy : undefined,
  status === 'transfer-arranged' ? placement?.moveOn : undefined,
];

/**
 * Whether an email is told at once, however many its desk has had: what asks for an answer by an hour, what has a deadline or a move today, and what is
 * about a child's safety.
 *
 * @param days instants by which its reader has to act, and days of moves
 * @param now instant, ISO 8601
 */
export const cannotWait = (
  template: EmailTemplate,
  days: readonly (string | undefined)[],
  now: string,
): boolean => {
  const today = londonDate(now);
  const isToday = (one: string | undefined): boolean =>
    one !== undefined && (one.length === today.length ? one : londonDate(one)) === today;
  return isUrgent(template) || days.some(isToday);
};

/** The desk whose pace a list keeps to: what is told once a working day comes to the same mailbox. */
export const paceOf = (desk: string): string => (desk === DAILY_LIST ? 'coordinators' : desk);

/** From when on a desk may be sent what can wait; in the past where it may now. @param told the newest last */
export function openFrom(told: readonly Told[], now: string): string {
  // The clock of who sent one may be ahead: of what is to come nothing is known.
  const past = told.filter(({ at }) => at <= now);
  const hourAfter = (one: Told | undefined): string =>
    one === undefined ? now : new Date(Date.parse(one.at) + HOUR).toISOString();
  const sixth = hourAfter(past.at(-AN_HOUR));
  const midnight = instantAt(londonDate(now), '00:00');
  const early = past.filter(({ at }) => at >= midnight).length < AT_ONCE_A_DAY;
  const apart = early ? now : hourAfter(past.findLast(({ waits }) => waits));
  return sixth > apart ? sixth : apart;
}

/** What a desk was told, with one more; the newest last. */
export const withTold = (told: readonly Told[], one: Told): readonly Told[] => [...told, one].slice(-KEPT);
