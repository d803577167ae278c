import type { AnyEvent } from '../../../events/catalogue.ts';
import { verifyTrail } from '../../../shared/core/audit-trail.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { TagColour } from '../views/page-model.ts';
import { actorWords, eventWords } from '../words/event-words.ts';

export interface TimelineEntry {
  readonly title: string;
  readonly details: readonly string[];
  readonly at: string;
  readonly when: string;
  readonly who: string;
}

/** What happened, in the order given: the latest first. */
export const caseTimeline = (trail: readonly AnyEvent[]): TimelineEntry[] =>
  trail.map((event) => ({
    ...eventWords(event),
    at: event.at,
    when: momentWords(event.at),
    who: actorWords(event.actor),
  }));

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
        words: `All ${trail.length} entries are as they were recorded: each is sealed with the one before it. The latest stands first.`,
      }
    : {
        text: 'Trail broken',
        colour: 'red',
        words: `Entry ${verdict.number} does not hold: ${verdict.words}. Decide nothing on the strength of this record, and report it to whoever runs the service.`,
      };
}
