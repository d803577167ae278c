import type { AnyEvent, EventType } from '../../../events/catalogue.ts';
import type { Actor } from '../../../events/envelope.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { Outcome } from '../../../shared/core/case/command.ts';
import type { CaseStore } from '../../../shared/ports/case-store.ts';
import { compare } from '../../../shared/runtime/find-duplicates.ts';
import { TooContended } from '../../../shared/runtime/retry-on-conflict.ts';
import { type Request, type RunTools, runCommand } from '../../../shared/runtime/run-command.ts';
import type { Acted } from '../http/opened-page.ts';

export interface PersonsRequest extends Request {
  /** Version that the person decided on. Given when a later one might have changed their mind: then nothing is done. */
  readonly lookedAt?: number;
  /** The same, where less than the whole case has to be as it was. */
  readonly isOvertaken?: (current: Case) => boolean;
}

const movedOn: Outcome = {
  kind: 'refused',
  code: 'case-has-moved-on',
  words: 'Something else happened in this case while you were deciding. Look at it again before you decide.',
};

/** What follows of itself from a decision, or goes with it: not what the person would call what they did. */
const consequences: readonly EventType[] = [
  'offer-withdrawn.v1',
  'case-reallocated.v1',
  'social-worker-named.v1',
  'area-told.v1',
];

function done(events: readonly AnyEvent[]): Acted {
  const event = events.find(({ type }) => !consequences.includes(type)) ?? events.at(-1);
  return { kind: 'done', ...(event?.trail === undefined ? {} : { event: event.trail.number }) };
}

/** What stands in the sealed details, and who opens them. */
const decidesNothing: readonly EventType[] = [
  'sealed-details-opened.v1',
  'sealed-details-consulted.v1',
  'documents-changed.v1',
  'offer-told-again.v1',
  'legal-hold-placed.v1',
  'legal-hold-lifted.v1',
];

/** Whether an event is something that whoever was deciding may want to know first. Who of the coordinators deals with a case is news to them alone. */
export const isNews = ({ type }: AnyEvent, to: Actor['kind']): boolean =>
  type === 'case-assigned.v1' ? to === 'coordinator' : !decidesNothing.includes(type);

/** Whether anything has happened since a person looked that they may want to know. */
async function overtaken(
  cases: CaseStore,
  current: Case,
  { actor }: Pick<PersonsRequest, 'actor'>,
  lookedAt: number | undefined,
): Promise<boolean> {
  if (lookedAt === undefined || current.version === lookedAt) return false;
  const since = (await cases.trail(current.id)).slice(lookedAt);
  return since.some((event) => isNews(event, actor.kind));
}

/** Decides and commits what a person asked for; when somebody else moves first, on what is there then. */
export async function actOnCase(
  tools: RunTools & { readonly cases: CaseStore },
  { lookedAt, isOvertaken, ...request }: PersonsRequest,
): Promise<Acted> {
  const { cases } = tools;
  const { command } = request;
  try {
    const outcome = await runCommand(tools, request, {
      before: async (current) =>
        current !== undefined &&
        (command.kind === 'amend' ||
          command.kind === 'confirm-amendment' ||
          command.kind === 'decide-age' ||
          command.kind === 'reopen')
          ? compare(cases, current, command, tools.clock.now())
          : command,
      // Said twice is done, not overtaken: only what would change the case anew has to have seen it as it is.
      after: async (current, decided) => {
        if (decided.kind !== 'changed' || current === undefined) return decided;
        const stale = isOvertaken?.(current) === true || (await overtaken(cases, current, request, lookedAt));
        return stale ? movedOn : decided;
      },
    });
    if (outcome.kind === 'refused') return { kind: 'refused', words: outcome.words };
    return outcome.kind === 'unchanged' ? { kind: 'done' } : done(outcome.change.events);
  } catch (error) {
    if (!(error instanceof TooContended)) throw error;
    return {
      kind: 'refused',
      words:
        'Many people are working on the scheme at this moment, and your answer could not be recorded. Send it again in a minute.',
    };
  }
}
