/** Cases and trails as an operator may see them: references, codes and times, nobody's name. */
import type { AnyEvent } from '../../events/catalogue.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { eventItem } from '../../shared/aws/event-item.ts';
import { kinds } from '../../shared/aws/keys.ts';
import { partyName } from '../../shared/core/case/party-name.ts';
import { actBy } from '../../shared/core/case/waiting-on.ts';
import { statusNames } from '../../shared/words/statuses.ts';
import type { Say } from './functions.ts';
import { OpsProblem, type Place } from './place.ts';
import { scan } from './scan.ts';

const MINUTE = 60_000;
/** How long before it came onto the stream an event may say that it happened: a function decides, then commits. */
const BEFORE = 15 * MINUTE;

/** What happened in a trail, by whom as far as it is a desk, and what it waits for. */
export async function showCase(place: Place, say: Say, reference: string): Promise<void> {
  const cases = new DynamoCaseStore(place.dynamo, place.table('cases'));
  const merged = await cases.mergedInto(reference);
  if (merged !== undefined) return say(`${reference} was merged into ${merged.caseId}: look there.`);
  const found = await cases.read(reference);
  const trail = await new DynamoTrailStore(place.dynamo, place.table('cases')).trail(reference);
  if (found === undefined && trail.length === 0)
    throw new OpsProblem(`There is no case and no council ${reference}.`);
  if (found) {
    say(`${reference}: ${statusNames[found.status]}, referred ${found.openedAt}, to move by ${found.moveBy}`);
    const by = actBy(found);
    say(
      found.needs
        ? `Waits for ${partyName(found.needs.party)}: ${found.needs.what}${by === undefined ? '' : `, by ${by}`}`
        : 'Waits for nobody: it is closed.',
    );
    for (const { id, council, status, answerBy } of found.offers)
      say(`  offer ${id} to ${council}: ${status}, to answer by ${answerBy}`);
  }
  for (const event of trail) say(eventInWords(event));
}

const eventInWords = ({ at, type, actor, trail }: AnyEvent): string => {
  const by =
    'code' in actor ? `${actor.kind} ${actor.code}` : actor.kind === 'system' ? actor.name : actor.kind;
  return `${String(trail?.number ?? '').padStart(4)}  ${at}  ${type}  by ${by}`;
};

/** What waits for a party, soonest first; for everybody, without one. */
export async function showWaiting(place: Place, say: Say, party: string | undefined): Promise<void> {
  const cases = new DynamoCaseStore(place.dynamo, place.table('cases'));
  const now = (await place.now()).toISOString();
  let count = 0;
  for await (const { caseId, status, moveBy } of party === undefined ? cases.open() : cases.neededBy(party)) {
    count += 1;
    say(`${caseId}  ${statusNames[status]}, to move by ${moveBy}${moveBy < now ? ', LATE' : ''}`);
  }
  if (count === 0) say(party === undefined ? 'No case is open.' : `Nothing waits for ${party}.`);
}

/** The trails with an event of this time. Read from the table itself, so that nothing is missing that no function came to note. */
export async function subjectsBetween(
  { dynamo, table }: Place,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly string[]> {
  const first = Date.parse(from) - BEFORE;
  // What came onto the stream happened before.
  const last = Date.parse(to) + MINUTE;
  const found = new Set<string>();
  const events = scan(dynamo, {
    TableName: table('cases'),
    FilterExpression: 'begins_with(pk, :trail)',
    ExpressionAttributeValues: { ':trail': { S: kinds.cases.event } },
  });
  for await (const { pk, body } of events) {
    const { at } = JSON.parse(body?.S ?? '{}') as { at?: string };
    const happened = Date.parse(at ?? '');
    if (happened >= first && happened <= last) found.add((pk?.S ?? '').slice(kinds.cases.event.length));
  }
  return [...found];
}

/** As many records as the relay gets at once. */
const BATCH = 25;

/**
 * Has the relay pass on every event of a trail again, as the stream would. What went out before is recognised, and goes to nobody twice.
 *
 * @returns whether all of them went out
 */
export async function relayAgain(place: Place, say: Say, subject: string, yes: boolean): Promise<boolean> {
  const trail = await new DynamoTrailStore(place.dynamo, place.table('cases')).trail(subject);
  if (trail.length === 0) throw new OpsProblem(`There is no trail of ${subject}.`);
  if (!yes) {
    say(`Would pass on the ${trail.length} events of ${subject} again.`);
    return true;
  }
  const records = trail.map((event, index) => {
    const { pk, sk, ...others } = eventItem(event);
    return {
      eventID: `${subject}-${index + 1}`,
      eventName: 'INSERT',
      dynamodb: { Keys: { pk, sk }, NewImage: { pk, sk, ...others }, SequenceNumber: String(index + 1) },
    };
  });
  for (let at = 0; at < records.length; at += BATCH) {
    const { ok, said } = await place.invoke('relay-events', { Records: records.slice(at, at + BATCH) });
    const { batchItemFailures = [] } = ok
      ? (JSON.parse(said || '{}') as { batchItemFailures?: readonly { itemIdentifier: string }[] })
      : {};
    if (ok && batchItemFailures.length === 0) continue;
    say(
      `${subject}: ${ok ? `event ${batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).join(', ')} did not go out` : said}. npm run ops -- log relay-events`,
    );
    return false;
  }
  say(`${subject}: its ${trail.length} events went out.`);
  return true;
}
