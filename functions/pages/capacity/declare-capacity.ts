import type { EventOf } from '../../../events/catalogue.ts';
import type { Actor } from '../../../events/envelope.ts';
import type { Declared } from '../../../shared/core/council/commands/declare.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import type { Overtaken } from '../../../shared/core/council/declared.ts';
import { hearingOfWord } from '../../../shared/core/council/hearing.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { CouncilStore } from '../../../shared/ports/council-store.ts';
import { hearCouncil } from '../../../shared/runtime/hear-council.ts';
import { TooContended } from '../../../shared/runtime/retry-on-conflict.ts';
import { runCouncilCommand } from '../../../shared/runtime/run-council-command.ts';
import { capitalised, childrenWords, listWords, plural } from '../../../shared/words/counting.ts';
import { oddFigureWords } from '../../../shared/words/odd-figures.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Acted, Refused } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';

type Declaration = EventOf<'capacity-declared.v1'>;

/** The event of a council's last declaration. */
export const lastDeclared = async (
  councils: Pick<CouncilStore, 'trail'>,
  code: string,
): Promise<Declaration | undefined> =>
  (await councils.trail(code)).findLast(
    (event): event is Declaration => event.type === 'capacity-declared.v1',
  );

/** What has happened to the declaration that a form started from. */
function sinceThen(overtaken: Overtaken, last: Declaration | undefined, name: string): string {
  if (overtaken.by === 'places') {
    const { taken } = overtaken;
    return taken > 0
      ? `The scheme has placed ${childrenWords(taken)} with you since you opened this page.`
      : `${capitalised(plural(-taken, 'place'))} that the scheme had taken ${taken === -1 ? 'is' : 'are'} free again since you opened this page.`;
  }
  const who =
    last !== undefined && 'name' in last.actor && last.actor.name !== undefined
      ? `${last.actor.name} declared places for ${name}`
      : `Places were declared for ${name}`;
  return `${who}${last === undefined ? '' : ` at ${momentWords(last.at)}`}, after you opened this page.`;
}

/** To whoever sends a form that started from figures that are not what they were. */
const declaredAnew = (words: string): Refused => ({
  kind: 'refused',
  words,
  next: 'What you sent was not recorded. Open the page again. It starts from what stands now.',
});

/**
 * Records a council's declaration in its trail.
 *
 * @param seen version of the last declaration that the person started from; undefined where nobody knows
 */
export async function declareCapacity(
  tools: PagesTools,
  { code, name }: Pick<Council, 'code' | 'name'>,
  declared: Declared,
  actor: Actor,
  seen: number | undefined,
): Promise<Acted> {
  try {
    const outcome = await runCouncilCommand(tools, {
      code,
      command: { kind: 'declare', declared, ...defined({ seen }) },
      actor,
      cause: ({ trail }) => `capacity-page:${code}:${trail.number}`,
    });
    if (outcome.kind === 'changed')
      return { kind: 'done', ...defined({ event: outcome.change.event.trail?.number }) };
    // Said twice on one day it is one declaration, and a word all the same; so is one that has to be sent again.
    await hearCouncil(tools, code, hearingOfWord);
    // The form asks first; the figures that they are held against have changed since.
    if (outcome.kind === 'asked-back')
      return {
        kind: 'refused',
        words: `${capitalised(listWords(outcome.figures.map(oddFigureWords)))}.`,
        next: 'Nothing was recorded. Open the page again, check your figures, and say there that they are right.',
      };
    const last = await lastDeclared(tools.councils, code);
    if (outcome.kind === 'overtaken') return declaredAnew(sinceThen(outcome, last, name));
    return { kind: 'done', ...defined({ event: last?.trail?.number }) };
  } catch (error) {
    if (!(error instanceof TooContended)) throw error;
    return {
      kind: 'refused',
      words: 'Your declaration could not be recorded at this moment. Send it again in a minute.',
    };
  }
}
