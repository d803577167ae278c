/** The second step of coordinators, for when none of them can reset it: their phones are lost, and nobody is signed in. */

import { DynamoRosterStore } from '../../shared/aws/dynamo-roster-store.ts';
import { DynamoSignInStore } from '../../shared/aws/dynamo-sign-in-store.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { accessChanged } from '../../shared/core/access-changed.ts';
import { named, type OnRoster, onRoster, reset, setsUpUntil } from '../../shared/core/roster.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';
import type { RosterStore } from '../../shared/ports/roster-store.ts';
import type { SignInStore } from '../../shared/ports/sign-in-store.ts';
import { endSessionsOf } from '../../shared/runtime/end-sessions-of.ts';
import type { Say } from './functions.ts';
import { OpsProblem, type Place } from './place.ts';

const DESK = 'coordinators';
/** Stands on the page beside who was reset: which person it was, AWS's own log says. */
const BY = 'the operator';

function rowOf(person: OnRoster): string {
  const { id, secondStep } = person;
  return secondStep === undefined
    ? `${id}  has no second step: can set one up until ${setsUpUntil(person)}`
    : `${id}  set up at ${secondStep.setUpAt}, last used at ${new Date(secondStep.lastStep * 30_000).toISOString()}`;
}

interface Stores {
  readonly rosters: RosterStore;
  readonly signIns: Pick<SignInStore, 'sessions' | 'end'>;
  readonly notifications: Publisher;
}

/** What follows from a reset. Done again it is done once: which email it is follows from the moment of the reset. */
async function carryOut({ signIns, notifications }: Stores, id: string, at: string): Promise<void> {
  await endSessionsOf(signIns, { desk: DESK, person: id, now: 0 });
  const told = accessChanged('reset', id, at, BY);
  await notifications.publish([{ id: told.id, body: JSON.stringify(told) }]);
}

/**
 * Resets the second step of a coordinator, ends their sessions and tells the coordinators. What broke off half-way is finished when it
 * is asked for again.
 *
 * @param who their name or id
 * @param at instant, ISO 8601
 * @param yes whether to do it; otherwise only who it would be is looked up
 * @returns what was done, in words
 * @throws OpsProblem when nobody has that name, or somebody else changed the roster at that moment
 */
export async function resetSecondStep(
  stores: Stores,
  { who, at, yes }: { readonly who: string; readonly at: string; readonly yes: boolean },
): Promise<string> {
  const { roster, version } = await stores.rosters.read(DESK);
  const person = onRoster(roster, who) ?? named(roster, who);
  if (person === undefined)
    throw new OpsProblem('No coordinator has that name. Say the id instead: npm run ops -- second-steps');
  if (!yes)
    return 'Would reset the second step of that coordinator: they set up another when they sign in next. To do it: --yes';
  const changed = reset(roster, person.id, BY, at);
  if (changed === roster) {
    if (person.reset?.by === BY) await carryOut(stores, person.id, person.reset.at);
    return `They can set one up already: ${rowOf(person)}`;
  }
  if ((await stores.rosters.write(DESK, changed, version)) === 'changed')
    throw new OpsProblem('Somebody signed in at this moment. Do it again.');
  await carryOut(stores, person.id, at);
  return 'It is reset, their sessions have ended, and the coordinators are told by email. They ask for a link to sign in, and set up another second step within a day.';
}

/**
 * Says how the second steps of coordinators stand, by the ids that stand on no page; names are nothing for a terminal's record. With the name of
 * one, resets theirs: they have a day then to set up another, and one day more when that has passed. The
 * coordinators are told, as of any reset: it is this one that somebody might talk an operator into.
 *
 * @throws OpsProblem as `resetSecondStep`
 */
export async function secondSteps(
  place: Place,
  say: Say,
  name: string | undefined,
  yes: boolean,
): Promise<void> {
  const rosters = new DynamoRosterStore(place.dynamo, place.table('sealed'));
  if (name === undefined) {
    const { roster } = await rosters.read(DESK);
    return say(
      roster.people.length === 0
        ? 'No coordinator has signed in yet: whoever is first sets up a second step.'
        : roster.people.map(rowOf).join('\n'),
    );
  }
  const stores: Stores = {
    rosters,
    signIns: new DynamoSignInStore(place.dynamo, place.table('sealed')),
    notifications: new SqsPublisher(place.sqs, place.queue('notifications').url),
  };
  say(await resetSecondStep(stores, { who: name, at: (await place.now()).toISOString(), yes }));
}
