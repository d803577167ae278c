import type { AnyEvent } from '../../../events/catalogue.ts';
import { verifyTrail } from '../../../shared/core/audit-trail.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { TAKE_OVER } from '../../../shared/core/case/succession.ts';
import { plural } from '../../../shared/words/counting.ts';
import { dayWords, momentWords } from '../../../shared/words/times.ts';
import type { TagColour } from '../views/page-model.ts';
import { actorWords, eventWords } from '../words/event-words.ts';

interface TimelineEntry {
  readonly title: string;
  readonly details: readonly string[];
  readonly at: string;
  readonly when: string;
  readonly who: string;
}

/** What happened on one day in London. */
export interface TimelineDay {
  /** The day, and what it brought: what stands there while it is folded. */
  readonly heading: string;
  readonly open: boolean;
  readonly entries: readonly TimelineEntry[];
  /** How many reminders there were, in words; empty without any. */
  readonly remindersHeading: string;
  readonly reminders: readonly TimelineEntry[];
}

/**
 * Whether an event only asks somebody once more for what was asked before. That a council of the case has ended, the coordinators are told for the
 * first time by the same event as later.
 */
const isReminder = (event: AnyEvent): boolean =>
  event.type === 'deadline-approaching.v1' ||
  (event.type === 'case-waiting.v1' && event.data.what !== TAKE_OVER);

/** Titles that stand beside a day that is folded. */
const TITLES_SHOWN = 2;

const entryOf = (event: AnyEvent): TimelineEntry => ({
  ...eventWords(event),
  at: event.at,
  when: momentWords(event.at),
  who: actorWords(event.actor),
});

/** What a day brought: the first different things, and how many more there were. */
function broughtWords(titles: readonly string[], remindersHeading: string): string {
  if (titles.length === 0) return remindersHeading;
  const shown = [...new Set(titles)].slice(0, TITLES_SHOWN);
  const more = titles.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** What happened, in the order given (the latest first), folded by day; the day that stands first is open. */
export const caseTimeline = (trail: readonly AnyEvent[]): TimelineDay[] =>
  [...Map.groupBy(trail, ({ at }) => londonDate(at)).values()].map((events, place) => {
    const entries = events.filter((event) => !isReminder(event)).map(entryOf);
    const again = events.filter(isReminder).map(entryOf);
    const remindersHeading = again.length === 0 ? '' : plural(again.length, 'reminder');
    const titles = entries.map(({ title }) => title);
    return {
      heading: `${dayWords(events[0]?.at ?? '')}: ${broughtWords(titles, remindersHeading)}`,
      open: place === 0,
      entries,
      remindersHeading,
      reminders: again,
    };
  });

/** Whether the record is what was recorded, said so that nobody overlooks when it is not. */
export function trailSeal(
  { id, version, lastHash }: Case,
  trail: readonly AnyEvent[],
): { readonly text: string; readonly colour: TagColour; readonly words: string } {
  const verdict = verifyTrail(trail, { subject: id, number: version, hash: lastHash });
  return verdict.kind === 'whole'
    ? {
        text: 'Trail intact',
        colour: 'green',
        words: `All ${trail.length} entries are as they were recorded: each is sealed with the one before it. The latest stands first. Open a day to read it.`,
      }
    : {
        text: 'Trail broken',
        colour: 'red',
        words: `Entry ${verdict.number} does not hold: ${verdict.words}. Decide nothing on the strength of this record, and report it to whoever runs the service.`,
      };
}
