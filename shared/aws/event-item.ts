import { type AnyEvent, readEvent } from '../../events/catalogue.ts';
import type { TrailEntry } from '../../events/envelope.ts';
import { type Item, keyOf, Reader, text } from './attributes.ts';
import { EVENT_PREFIX, type Key, keys, kinds } from './keys.ts';

/** An event's place in its trail, which a store cannot do without. */
export function trailOf(event: AnyEvent): TrailEntry {
  if (!event.trail)
    throw new Error(`The event ${event.id} has no place in a trail: give it one before it is committed.`);
  return event.trail;
}

/**
 * An event as it is kept: whole, as one text, so that it comes back byte for byte under its hash, and so that what reads
 * the stream needs no DynamoDB code to understand it.
 */
export function eventItem(event: AnyEvent): Item {
  const { subject, number } = trailOf(event);
  return { ...keyOf(keys.event(subject, number)), body: text(JSON.stringify(event)) };
}

/** @throws CorruptItem when it is not an event of a version we know */
export function eventFrom(item: Item): AnyEvent {
  const read = new Reader(item);
  const body = read.json('body');
  if (readEvent(body) === undefined) return read.fail('"body" should be an event of a known version');
  // What is stored, not the parsed copy: a member nobody knows must reach whoever checks the hash.
  return body as AnyEvent;
}

/** A new image of an item as a DynamoDB stream gives it to a function: the texts are all that matter here. */
export type StreamImage = Readonly<Record<string, { readonly S?: string | undefined }>>;

/**
 * The event in a stream record's new image; undefined for an item that is no event of a trail.
 *
 * @throws CorruptItem when it should be an event and is not
 */
export function eventFromStream(image: StreamImage | undefined): AnyEvent | undefined {
  const place = placeOf(image);
  if (place === undefined) return undefined;
  return eventFrom({
    ...keyOf(place.key),
    ...(image?.body?.S === undefined ? {} : { body: text(image.body.S) }),
  });
}

/** Where an event stands, by the key of its item; undefined for the key of anything else, whatever its sort key says. */
function placeOf(
  image: StreamImage | undefined,
): { readonly key: Key; readonly subject: string; readonly number: number } | undefined {
  const [pk, sk] = [image?.pk?.S, image?.sk?.S];
  if (!pk?.startsWith(kinds.cases.event) || !sk?.startsWith(EVENT_PREFIX)) return undefined;
  return {
    key: { pk, sk },
    subject: pk.slice(kinds.cases.event.length),
    number: Number(sk.slice(EVENT_PREFIX.length)),
  };
}

/** Whether a stream record is of the heartbeat that every sweep writes. */
export const heartbeatInStream = (record: {
  readonly dynamodb?: { readonly Keys?: StreamImage | undefined } | undefined;
}): boolean => record.dynamodb?.Keys?.pk?.S === kinds.cases.heartbeat;

/** Where an event stands that a stream record says was changed or deleted; undefined for a record of anything new. */
export function tamperedInStream(record: {
  readonly eventName?: string | undefined;
  readonly dynamodb?: { readonly Keys?: StreamImage | undefined } | undefined;
}): { readonly subject: string; readonly number: number } | undefined {
  if (record.eventName !== 'MODIFY' && record.eventName !== 'REMOVE') return undefined;
  const place = placeOf(record.dynamodb?.Keys);
  return place && { subject: place.subject, number: place.number };
}
