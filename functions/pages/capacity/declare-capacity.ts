import type { Actor } from '../../../events/envelope.ts';
import type { Declared } from '../../../shared/core/council/commands/declare.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { hearingOfWord } from '../../../shared/core/council/hearing.ts';
import { defined } from '../../../shared/core/defined.ts';
import { hearCouncil } from '../../../shared/runtime/hear-council.ts';
import { TooContended } from '../../../shared/runtime/retry-on-conflict.ts';
import { runCouncilCommand } from '../../../shared/runtime/run-council-command.ts';
import { listWords } from '../../../shared/words/counting.ts';
import { oddFigureWords } from '../../../shared/words/odd-figures.ts';
import type { Acted } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';

/**
 * Records a council's declaration in its trail.
 *
 * @param last number of the event of its last declaration, which a repetition leads to
 */
export async function declareCapacity(
  tools: PagesTools,
  { code }: Pick<Council, 'code'>,
  declared: Declared,
  actor: Actor,
  last: number,
): Promise<Acted> {
  try {
    const outcome = await runCouncilCommand(tools, {
      code,
      command: { kind: 'declare', declared },
      actor,
      cause: ({ trail }) => `capacity-page:${code}:${trail.number}`,
    });
    // Said twice on one day it is one declaration, and a word all the same; so is one whose figures are asked back.
    if (outcome.kind !== 'changed') await hearCouncil(tools, code, hearingOfWord);
    // The form asks first; the figures that they are held against have changed since.
    if (outcome.kind === 'asked-back')
      return {
        kind: 'refused',
        words: listWords(outcome.figures.map(oddFigureWords)),
        next: 'Nothing was recorded. Open the page again, check your figures, and say there that they are right.',
      };
    const event = outcome.kind === 'changed' ? outcome.change.event.trail?.number : last;
    return { kind: 'done', ...defined({ event }) };
  } catch (error) {
    if (!(error instanceof TooContended)) throw error;
    return {
      kind: 'refused',
      words: 'Your declaration could not be recorded at this moment. Send it again in a minute.',
    };
  }
}
