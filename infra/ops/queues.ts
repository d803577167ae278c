/** What waits in queues: seen, sent again, taken off. */
import { setTimeout as wait } from 'node:timers/promises';
import {
  ListMessageMoveTasksCommand,
  type Message,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { whoSaysWhat } from '../../events/who-says-what.ts';
import { relayAgain, subjectsBetween } from './cases.ts';
import { inWords, type Say } from './functions.ts';
import {
  aboutWhat,
  countIn,
  failedFunctionIn,
  holdingOnly,
  lookAt,
  mailKeyIn,
  type Standing,
  sentAt,
  standingOf,
  stretchIn,
  subjectIn,
  takeOff,
  typeIn,
  whyIn,
} from './messages.ts';
import { OpsProblem, type Place } from './place.ts';

/** The functions that read the work queues, by the queue's name. */
const readers: Readonly<Record<string, string>> = {
  referrals: 'allocate-referral',
  notifications: 'send-notification',
  mail: 'receive-email',
  returned: 'record-bounce',
};

/** How long ago something was, roughly. */
function ago(instant: string, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - Date.parse(instant)) / 60_000));
  if (minutes < 120) return `${minutes} minutes ago`;
  return minutes < 2 * 24 * 60
    ? `${Math.round(minutes / 60)} hours ago`
    : `${Math.round(minutes / 60 / 24)} days ago`;
}

/** Why a message failed: what the function that read it logged of it last. */
async function whyLogged(place: Place, queue: string, message: Message): Promise<string | undefined> {
  const reader = readers[queue.replace(/-dlq$/, '')];
  const { MessageId: id } = message;
  if (reader === undefined || id === undefined) return undefined;
  const last = (await place.log(reader, new Date(sentAt(message)), id)).at(-1);
  return last && inWords(last.line).replaceAll(/ (messageId|tried)=\S+/g, '');
}

const are = (count: number, what: string): string => `${count} ${count === 1 ? 'is' : 'are'} ${what}`;

/** How a work queue stands, without touching what is in it. */
async function onItsWay(place: Place, queue: string, standing: Standing): Promise<string> {
  const { waiting, inHand, delayed } = standing;
  const oldest = await place.oldest(queue);
  return [
    `${waiting} ${waiting === 1 ? 'waits' : 'wait'}`,
    are(inHand, 'being handled'),
    ...(delayed === 0 ? [] : [are(delayed, 'delayed')]),
    ...(oldest === undefined ? [] : [`the oldest was sent ${ago(oldest.toISOString(), await place.now())}`]),
  ].join(', ');
}

/** Each message that waits for a person: since when, what it is about, and why it is there. */
async function showHeld(
  place: Place,
  say: Say,
  queue: string,
  standing: Standing,
): Promise<readonly Message[]> {
  const messages = await lookAt(place, queue);
  const now = await place.now();
  for (const message of messages) {
    say(`${message.MessageId}  sent ${ago(sentAt(message), now)}: ${aboutWhat(message)}`);
    const why = whyIn(message) ?? (await whyLogged(place, queue, message));
    if (why !== undefined) say(`  why: ${why}`);
  }
  const inHand = countIn(standing) - messages.length;
  if (inHand > 0) say(`${are(inHand, 'in somebody’s hands')}: look again in a minute.`);
  else if (messages.length === 0) say(`Nothing is in ${queue}.`);
  return messages;
}

/** Each message of a queue where they wait for a person; of a work queue, how it stands. */
export async function showQueue(place: Place, say: Say, queue: string): Promise<void> {
  const standing = await standingOf(place, queue);
  if (standing.isHolding) await showHeld(place, say, queue, standing);
  else if (countIn(standing) === 0) say(`Nothing is in ${queue}.`);
  else say(`${queue}: ${await onItsWay(place, queue, standing)}.`);
}

/** All queues, and what waits for people in each; what rings. */
export async function showAll(place: Place, say: Say): Promise<void> {
  say(`${place.name}, ${(await place.now()).toISOString()}`);
  for (const queue of [...place.queues()].toSorted()) {
    const standing = await standingOf(place, queue);
    const count = countIn(standing);
    if (count === 0) continue;
    if (standing.isHolding) {
      say(`\n${queue}: ${count} ${count === 1 ? 'message' : 'messages'} for a person`);
      await showHeld(place, (line) => say(`  ${line}`), queue, standing);
    } else say(`\n${queue}: ${await onItsWay(place, queue, standing)}`);
  }
  const disabled = (await place.triggers()).filter(({ on }) => !on);
  for (const { source, functionName } of disabled)
    say(`\nDISABLED: ${source} does not wake ${functionName}.`);
  const clocks = await place.clocks();
  const stopped = clocks.filter(({ on }) => !on);
  if (clocks.length > 0 && stopped.length === clocks.length) say('\nPAUSED: nothing happens by the clock.');
  else for (const { name } of stopped) say(`\nDISABLED: the schedule ${name}.`);
  const ringing = (await place.alarms())?.filter(({ state }) => state === 'ALARM');
  if (ringing === undefined) return say('\nNobody watches it: no alarm can ring.');
  say(ringing.length === 0 ? '\nNo alarm rings.' : '\nRinging:');
  for (const { name, says } of ringing) say(`  ${name}: ${says}`);
}

/** What was given up of the stream, told again from the trails; and what nobody could relay. */
async function relayGivenUp(
  place: Place,
  say: Say,
  messages: readonly Message[],
  yes: boolean,
): Promise<boolean> {
  const subjects = new Set<string>();
  for (const message of messages) {
    const stretch = stretchIn(message);
    const subject = subjectIn(message);
    if (subject !== undefined) subjects.add(subject);
    if (stretch) for (const found of await subjectsBetween(place, stretch)) subjects.add(found);
  }
  for (const subject of [...subjects].toSorted())
    if (!(await relayAgain(place, say, subject, yes))) return false;
  return true;
}

async function startFailed(
  place: Place,
  say: Say,
  messages: readonly Message[],
  yes: boolean,
): Promise<boolean> {
  for (const arn of new Set(messages.map(failedFunctionIn))) {
    const name = arn === undefined ? undefined : await place.functionOf(arn);
    if (name === undefined) {
      say('One of them names no function of ours: it stays.');
      return false;
    }
    if (!yes) {
      say(`Would start ${name} once.`);
      continue;
    }
    const { ok, said } = await place.invoke(name, {});
    say(ok ? `${name} has run.` : `${name} failed again: ${said}. Its messages stay.`);
    if (!ok) return false;
  }
  return true;
}

/** Everything in a dead-letter queue, back to the queue that it came from. */
async function moveBack(place: Place, say: Say, queue: string, count: number): Promise<void> {
  const { arn } = place.queue(queue);
  await place.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn }));
  for (;;) {
    const { Results: [task] = [] } = await place.sqs.send(
      new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 }),
    );
    if (task?.Status === 'RUNNING') {
      await wait(1_000);
      continue;
    }
    if (task?.Status !== 'COMPLETED')
      throw new OpsProblem(
        `It was not finished (${task?.Status}): ${task?.FailureReason ?? 'no reason given'}.`,
      );
    return say(
      `Moved ${task.ApproximateNumberOfMessagesMoved ?? count} back to ${queue.replace(/-dlq$/, '')}. What fails again comes back here in half an hour.`,
    );
  }
}

/** Sends again what was given up, once its cause is mended; says what it would do unless told to. */
export async function redrive(place: Place, say: Say, queue: string, yes: boolean): Promise<void> {
  const messages = await showHeld(place, say, queue, await holdingOnly(place, queue));
  if (messages.length === 0) return;
  const others: Readonly<Record<string, typeof relayGivenUp>> = {
    'relay-dlq': relayGivenUp,
    'schedules-dlq': startFailed,
    quarantine: relayGivenUp,
  };
  const act = others[queue];
  if (act === undefined) {
    if (!queue.endsWith('-dlq'))
      throw new OpsProblem(
        `What is in ${queue} was not given up. One at a time: npm run ops -- send-again ${queue} <id>`,
      );
    if (yes) return moveBack(place, say, queue, messages.length);
    return say(`Would move ${messages.length} back to ${queue.replace(/-dlq$/, '')}. To do it: --yes`);
  }
  const meant = queue === 'quarantine' ? messages.filter((one) => subjectIn(one) !== undefined) : messages;
  if (meant.length < messages.length)
    say(`${messages.length - meant.length} of them need a person: npm run ops -- send-again ${queue} <id>`);
  const done = await act(place, say, meant, yes);
  if (!yes) return say('Then it would take them off. To do it: --yes');
  if (!done)
    throw new OpsProblem(`Not all of it went out; what is in ${queue} stays there. Mend the cause first.`);
  await takeOff(
    place,
    queue,
    meant.map(({ MessageId = '' }) => MessageId),
  );
  say(`Done; ${meant.length} taken off ${queue}.`);
}

/** Takes a message off for good: its matter is settled. */
export async function takeOffOne(
  place: Place,
  say: Say,
  queue: string,
  id: string,
  yes: boolean,
): Promise<void> {
  const message = await theOne(place, queue, id);
  say(`${id}: ${aboutWhat(message)}`);
  if (!yes) return say(`Would take it off ${queue}, for good. To do it: --yes`);
  await takeOff(place, queue, [id]);
  say(`Taken off ${queue}.`);
}

/** The message with this id. @throws OpsProblem when it is not there */
export async function theOne(place: Place, queue: string, id: string): Promise<Message> {
  const found = (await lookAt(place, queue)).find(({ MessageId }) => MessageId === id);
  if (found === undefined)
    throw new OpsProblem(`There is no message ${id} in ${queue}. npm run ops -- look ${queue}`);
  return found;
}

/** Whether it is no message, but says what was given up: an event by its place, a stretch of the stream, a run. */
const saysWhatWasGivenUp = (message: Message): boolean =>
  [subjectIn(message), stretchIn(message), failedFunctionIn(message)].some((found) => found !== undefined);

const nameIn = (type: string): string => type.replace(/\.v\d+$/, '');

/** Where a message that waits for a person is read, by what it is: of an event of whatever version, by who acts on it. */
function homeOf(message: Message): string {
  if (mailKeyIn(message) !== undefined) return 'mail';
  const type = typeIn(message);
  if (type === undefined)
    throw new OpsProblem('It has no form of ours: no queue of ours can read it. Say which: --to');
  const acting = new Set<string>(
    Object.entries(whoSaysWhat).flatMap(([known, { consumers }]) =>
      nameIn(known) === nameIn(type) ? consumers : [],
    ),
  );
  const [home] = Object.entries(readers).find(([, reader]) => acting.has(reader)) ?? [];
  if (home === undefined) throw new OpsProblem(`No queue of ours reads ${type}. Say which: --to`);
  return home;
}

/** Sends one message that waits for a person to the queue that reads its kind, and takes it off here. */
export async function sendAgain(
  place: Place,
  say: Say,
  queue: string,
  id: string,
  { to, yes }: { readonly to?: string | undefined; readonly yes: boolean },
): Promise<void> {
  const message = await theOne(place, queue, id);
  if (saysWhatWasGivenUp(message))
    throw new OpsProblem(
      `It is ${aboutWhat(message)}: no queue reads that. What it is about, again: npm run ops -- redrive ${queue}`,
    );
  const home = to ?? homeOf(message);
  const { url: QueueUrl } = place.queue(home);
  say(`${id}: ${aboutWhat(message)}`);
  if (!yes) return say(`Would send it to ${home} as it came, and take it off ${queue}. To do it: --yes`);
  await takeOff(place, queue, [id], async ({ Body: MessageBody }) => {
    await place.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  });
  say(`Sent to ${home}, and taken off ${queue}.`);
}
