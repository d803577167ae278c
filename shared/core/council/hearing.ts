import type { Unanswered } from './council.ts';

/** A council said something: it answered an offer in time, or spoke without doing so: declared its places, or answered too late. */
export type Word = { readonly kind: 'heard' } | { readonly kind: 'spoke' };

/** What a commit knows of whether a council answers: it said something, or it left something unanswered until an instant. */
export type Hearing =
  | Word
  | { readonly kind: 'unanswered'; readonly what: 'offers' | 'reminders'; readonly at: string };

/** What a council has left unanswered once that is known too; undefined when that is nothing. An answer in time makes up for all; any other word for the reminders, and for offers as `offersBefore` says. */
export const unansweredAfter = (
  before: Unanswered | undefined,
  hearing: Hearing | undefined,
): Unanswered | undefined => {
  if (hearing === undefined) return before;
  if (hearing.kind === 'heard') return undefined;
  if (hearing.kind === 'spoke')
    return before === undefined || before.offers === 0
      ? undefined
      : { offers: before.offers, reminders: 0, offersBefore: before.offers, since: before.since };
  const left = before ?? { offers: 0, reminders: 0, since: hearing.at };
  return { ...left, [hearing.what]: left[hearing.what] + 1 };
};

/** What a word that answers no offer in time says of a council; undefined where it left nothing unanswered. */
export const hearingOfWord = (unanswered: Unanswered | undefined): Word | undefined => {
  if (unanswered === undefined) return undefined;
  return { kind: unanswered.offers > 0 ? 'spoke' : 'heard' };
};

/**
 * What an answer to an offer says of the council, whatever has become of the offer. Before its own time is over it is an answer in time, also where
 * another was faster or the offer was withdrawn; after that the next child would wait as long, so it is a word like a declaration.
 */
export const hearingOfAnswer = (
  unanswered: Unanswered | undefined,
  answerBy: string,
  now: string,
): Word | undefined => {
  if (unanswered !== undefined && now < answerBy) return { kind: 'heard' };
  return hearingOfWord(unanswered);
};
