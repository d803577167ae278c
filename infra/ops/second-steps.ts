/** The second step of coordinators, for when none of them can reset it: their phones are lost, and nobody is signed in. */

import { DynamoRosterStore } from '../../shared/aws/dynamo-roster-store.ts';
import { DynamoSignInStore } from '../../shared/aws/dynamo-sign-in-store.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { accessChanged } from '../../shared/core/access-changed.ts';
import { type OnRoster, reset, setsUpUntil } from '../../shared/core/roster.ts';
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

/**
 * Says how the second steps of coordinators stand, by the ids that stand on no page; names are nothing for a terminal's record. With the name of
 * one, resets theirs: they have a day then to set up another, and one day more when that has passed. The
 * coordinators are told, as of any reset: it is this one that somebody might talk an operator into.
 *
 * @throws OpsProblem when nobody has that name
 */
export async function secondSteps(
  place: Place,
  say: Say,
  name: string | undefined,
  yes: boolean,
): Promise<void> {
  const store = new DynamoRosterStore(place.dynamo, place.table('sealed'));
  const { roster, version } = await store.read(DESK);
  if (name === undefined)
    return say(
      roster.people.length === 0
        ? 'No coordinator has signed in yet: whoever is first sets up a second step.'
        : roster.people.map(rowOf).join('\n'),
    );
  const found = roster.people.filter((one) => one.name === name || one.id === name);
  const [person] = found;
  if (person === undefined || found.length > 1)
    throw new OpsProblem(
      `${found.length === 0 ? 'No coordinator has' : 'More than one coordinator has'} that name. Say the id instead: npm run ops -- second-steps`,
    );
  if (!yes)
    return say(
      'Would reset the second step of that coordinator: they set up another when they sign in next. To do it: --yes',
    );
  const at = (await place.now()).toISOString();
  const changed = reset(roster, person.id, BY, at);
  if (changed === roster) return say(`They can set one up already: ${rowOf(person)}`);
  if ((await store.write(DESK, changed, version)) === 'changed')
    throw new OpsProblem('Somebody signed in at this moment. Do it again.');
  const signIns = new DynamoSignInStore(place.dynamo, place.table('sealed'));
  for (const { signInId, person: whose } of await signIns.sessions(DESK, 0))
    if (whose === person.id) await signIns.end(DESK, signInId);
  const notifications = new SqsPublisher(place.sqs, place.queue('notifications').url);
  const told = accessChanged('reset', person.id, at, BY);
  await notifications.publish([{ id: told.id, body: JSON.stringify(told) }]);
  say(
    'It is reset, their sessions have ended, and the coordinators are told by email. They ask for a link to sign in, and set up another second step within a day.',
  );
}
