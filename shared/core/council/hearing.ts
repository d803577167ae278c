import type { Unanswered } from './council.ts';

/** What a commit knows of whether a council answers: it answered something, or it left something unanswered until an instant. */
export type Hearing =
  | { readonly kind: 'heard' }
  | { readonly kind: 'unanswered'; readonly what: 'offers' | 'reminders'; readonly at: string };

/** What a council has left unanswered once that is known too; undefined when that is nothing. One answer makes up for all. */
export const unansweredAfter = (
  before: Unanswered | undefined,
  hearing: Hearing | undefined,
): Unanswered | undefined => {
  if (hearing === undefined) return before;
  if (hearing.kind === 'heard') return undefined;
  const { offers, reminders, since } = before ?? { offers: 0, reminders: 0, since: hearing.at };
  return hearing.what === 'offers'
    ? { offers: offers + 1, reminders, since }
    : { offers, reminders: reminders + 1, since };
};
