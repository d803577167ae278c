import type { AnyEvent } from '../../../events/catalogue.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { CaseStore } from '../../../shared/ports/case-store.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { isNews } from '../case/act-on-case.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { Session } from '../sign-in/session.ts';
import { actorWords, eventWords } from '../words/event-words.ts';

const LOOK_AGAIN = 'Look at the case again before you decide.';

const saysWho = (event: AnyEvent, own: string): string => {
  const what = `“${eventWords(event).title}”, at ${momentWords(event.at)}`;
  const { actor } = event;
  if (actor.kind === 'system')
    return `Something else happened in this case while you were deciding: ${what}.`;
  return actor.kind === 'coordinator' && actor.name === own
    ? `You were here before, perhaps in another window: ${what}.`
    : `Somebody else was first. ${actorWords(actor)}: ${what}.`;
};

/**
 * Tells a coordinator who decides on a case as it was who has been first, and what they did; a person before what happened by itself. Only
 * coordinators, who see the whole trail, are told.
 *
 * @returns undefined where nothing has happened since that anybody might want to know
 */
export const whoWasFirst =
  (
    { cases }: { readonly cases: Pick<CaseStore, 'trail'> },
    { id }: Pick<Case, 'id'>,
    session: Session | undefined,
  ): NonNullable<OpenedPage['overtaken']> =>
  async (lookedAt) => {
    if (lookedAt === undefined || session?.kind !== 'coordinator') return undefined;
    const trail = await cases.trail(id);
    const since = trail.slice(lookedAt).filter((event) => isNews(event, 'coordinator'));
    const first = since.find(({ actor }) => actor.kind !== 'system') ?? since[0];
    return first && { kind: 'refused', words: `${saysWho(first, session.name)} ${LOOK_AGAIN}` };
  };
