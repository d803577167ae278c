import type { Unanswered } from './council.ts';

/** What a commit knows of whether a council answers: it answered an offer, it declared its places, or it left something unanswered until an instant. */
export type Hearing =
  | { readonly kind: 'heard' }
  | { readonly kind: 'declared' }
  | { readonly kind: 'unanswered'; readonly what: 'offers' | 'reminders'; readonly at: string };

/** What a council has left unanswered once that is known too; undefined when that is nothing. An answer to an offer makes up for all; a declaration for the reminders, and for offers as `offersBefore` says. */
export const unansweredAfter = (
  before: Unanswered | undefined,
  hearing: Hearing | undefined,
): Unanswered | undefined => {
  if (hearing === undefined) return before;
  if (hearing.kind === 'heard') return undefined;
  if (hearing.kind === 'declared')
    return before === undefined || before.offers === 0
      ? undefined
      : { offers: before.offers, reminders: 0, offersBefore: before.offers, since: before.since };
  const left = before ?? { offers: 0, reminders: 0, since: hearing.at };
  return { ...left, [hearing.what]: left[hearing.what] + 1 };
};
