import type { Unanswered } from '../core/council/council.ts';
import type { Word } from '../core/council/hearing.ts';
import type { CouncilStore } from '../ports/council-store.ts';
import type { Pause } from './pause.ts';
import { retryOnConflict } from './retry-on-conflict.ts';

export interface HearingTools {
  readonly councils: Pick<CouncilStore, 'read' | 'hear'>;
  readonly pause: Pause;
}

/**
 * Keeps that a council said something, where nothing else comes of it: one that counted as silent is heard again at once. No command: it stands in no
 * trail, and moves no version that somebody is committing on.
 *
 * @param wordOf what was said, given what the council has left unanswered; undefined when that says nothing new
 * @throws TooContended when others moved first five times; saying it again helps
 */
export const hearCouncil = async (
  { councils, pause }: HearingTools,
  code: string,
  wordOf: (unanswered: Unanswered | undefined) => Word | undefined,
): Promise<void> => {
  await retryOnConflict(pause, async () => {
    const word = wordOf((await councils.read(code))?.unanswered);
    return word === undefined || (await councils.hear(code, word)) === 'committed' ? 'kept' : undefined;
  });
};
