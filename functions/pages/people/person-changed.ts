import type { EventOf } from '../../../events/catalogue.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { defined } from '../../../shared/core/defined.ts';
import { READERS } from '../../../shared/core/desks.ts';
import type { PersonAtDesk } from '../../../shared/ports/person-store.ts';
import { endSessionsOf } from '../../../shared/runtime/end-sessions-of.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { dayOf } from '../sign-in/day-of.ts';
import { inSeconds } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';

/** How often a desk is written to in a day because somebody asks: who asks stands on its page, however many they are. */
const MOST_TOLD_IN_A_DAY = 5;

type Changed = EventOf<'person-changed.v1'> | EventOf<'reader-changed.v1'>;

/** Has the email sent that says how somebody stands. @param again tells this saying from one before, of the same state */
async function publish(
  { notifications, clock }: PagesTools,
  person: PersonAtDesk,
  again?: string,
): Promise<void> {
  const changed = changeOf(person, clock.now(), again);
  if (changed !== undefined) await notifications.publish([{ id: changed.id, body: JSON.stringify(changed) }]);
}

function changeOf(
  { id: person, desk, version, state, access }: PersonAtDesk,
  at: string,
  again: string | undefined,
): Changed | undefined {
  const frame = { at, actor: { kind: 'system', name: 'pages' } } as const;
  if (desk === READERS)
    return state === 'let-in' || state === 'taken-away'
      ? {
          ...frame,
          id: `reader-changed:${person}:${version}`,
          type: 'reader-changed.v1',
          data: { person, state },
        }
      : undefined;
  const [, council = ''] = desk.split(':');
  if (state === 'new') return undefined;
  return {
    ...frame,
    id: ['person-changed', person, version, ...(again === undefined ? [] : [again])].join(':'),
    type: 'person-changed.v1',
    data: { council, person, state, ...defined({ access }) },
  };
}

/** Tells a desk that somebody asks to sign in for it, unless it was told today of somebody who still waits, or of many. Said again on the same day it is the same email. */
export async function tellDesk(tools: PagesTools, person: PersonAtDesk): Promise<void> {
  const { people, signIns, clock, log } = tools;
  const { desk, id } = person;
  const { day, forgotten } = dayOf(clock.now());
  const all = await people.people(desk, inSeconds(clock.now()));
  const mark = `${desk}#PERSON-ASKS`;
  const last = await signIns.lastLink(mark);
  const told = last !== undefined && londonDate(last.at) === day ? last.signInId : undefined;
  // The others stand on the page that the email about the first leads to.
  if (told !== id && all.some((one) => one.id === told && one.state === 'asked')) return;
  if (told !== id && (await signIns.countRequest(mark, day, MOST_TOLD_IN_A_DAY, forgotten)) === 'too-many')
    return log.warn(logMessages.personAsksTooOften, { desk });
  await publish(tools, person, day);
  // Only now: of what broke off before, the desk was told nothing.
  await signIns.noteLink(mark, { signInId: id, at: clock.now() }, forgotten);
}

/** What follows from how somebody stands: whatever they were signed in as before ends, and they are told, as everybody is on whom a desk decided. Done again it is done once. */
export async function carryOut(tools: PagesTools, person: PersonAtDesk): Promise<void> {
  const { signIns, clock } = tools;
  const { desk, id, state, decidedAt } = person;
  // Let in as something else, they may have signed in since.
  const before = state === 'let-in' ? decidedAt : undefined;
  await endSessionsOf(signIns, { desk, person: id, now: inSeconds(clock.now()), before });
  await publish(tools, person);
}
