import type { Actor } from '../../../events/envelope.ts';
import type { EmailTemplate } from './notification-templates.ts';
import { isToldDaily } from './told-daily.ts';

/**
 * What is told at once, in an email of its own, whatever else happens at that moment: what asks a council or a lead for an answer by an hour,
 * and what says that a child is in danger, is missing or is found.
 */
const toldAtOnce: ReadonlySet<EmailTemplate> = new Set<EmailTemplate>([
  'offer-to-primary',
  'backup-request',
  'offer-reminder',
  'offer-promoted',
  'region-asked',
  'amendment-to-confirm',
  'case-paused',
  'case-resumed',
  'area-child-missing',
  'area-child-found',
  // It answers what somebody has just written.
  'mail-answered',
]);

/** Functions that come upon many things in one moment: by the clock, or because a mailbox is gone. Whatever a person does is told by itself. */
const runs: readonly string[] = ['enforce-deadlines', 'remind-capacity', 'recount-headroom', 'record-bounce'];

/** Whether an email may wait a moment, to be told with others to the same reader. */
export const mayWait = (template: EmailTemplate): boolean => !toldAtOnce.has(template);

/** Whether an email is told together with what else a run by the clock has for the same reader, or with the others of its day. */
export const isToldTogether = (template: EmailTemplate, actor: Actor): boolean =>
  isToldDaily(template) || (mayWait(template) && actor.kind === 'system' && runs.includes(actor.name));

/** From here on an email that was asked for is late: whatever held it up held others up too, and lets go of them all at once. */
const LATE_MILLISECONDS = 15 * 60_000;

/** Whether an email that was to be sent by itself has waited so long that it comes with others. @param now instant, ISO 8601 */
export const isLate = (askedAt: string, now: string): boolean =>
  Date.parse(now) - Date.parse(askedAt) > LATE_MILLISECONDS;
