import type { AnyEvent, EventOf } from '../../../events/catalogue.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import type { PagesTools } from '../tools.ts';
import { eventWords } from '../words/event-words.ts';

/** What stands last in a council's trail. */
export interface LastEvents {
  /** The latest first, in words. */
  readonly events: readonly { readonly title: string; readonly at: string }[];
  /** Its last declaration, where that is near enough to the end of the trail to have been read. */
  readonly declared?: EventOf<'capacity-declared.v1'>;
}

const SHOWN = 5;
/** Between two declarations lie a few reminders; further back nobody looks for who made one. */
const READ = 8;

/** The events of a trail from one number down to another, the latest first: each by its number, so that a long trail costs no more than a short one. */
export async function eventsDown(
  { councils }: Pick<PagesTools, 'councils'>,
  code: string,
  from: number,
  to: number,
): Promise<readonly AnyEvent[]> {
  const numbers = Array.from({ length: Math.max(0, from - to + 1) }, (_, back) => from - back);
  const found = await Promise.all(numbers.map((number) => councils.event(code, number)));
  return found.filter((event) => event !== undefined);
}

/** The last events of a council. */
export async function lastEvents(
  tools: Pick<PagesTools, 'councils'>,
  { code, trail }: Pick<Council, 'code' | 'trail'>,
): Promise<LastEvents> {
  const events = await eventsDown(tools, code, trail.number, Math.max(1, trail.number - READ + 1));
  const declared = events.find((event) => event.type === 'capacity-declared.v1');
  return {
    events: events.slice(0, SHOWN).map((event) => ({ title: eventWords(event).title, at: event.at })),
    ...(declared === undefined ? {} : { declared }),
  };
}
