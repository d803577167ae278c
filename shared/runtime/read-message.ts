import type * as z from 'zod';
import { catalogue, type EventOf, type EventType } from '../../events/catalogue.ts';
import { type PresentOf, presentForm } from '../../events/present-form.ts';
import { PermanentFailure } from './permanent-failure.ts';

/** Problems beyond this many are counted, not listed: the reason has to stay readable. */
const LISTED = 10;

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new PermanentFailure(
      'not-json',
      'The message is not JSON. Send one event as JSON; events/schemas has the shape of each, events/examples an example.',
    );
  }
}

function typeOf(message: unknown): string {
  if (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    typeof message.type === 'string'
  )
    return message.type;
  throw new PermanentFailure(
    'not-an-event',
    'The message is JSON but no event: it has no "type". Send one event with id, type, at, actor and data.',
  );
}

function unknownType(type: string, accepted: readonly EventType[]): PermanentFailure {
  const [name = '', version = ''] = type.split('.');
  const sameName = (known: string): boolean => known.split('.')[0] === name;
  // A type is echoed only when it is one of ours, in whatever version: what else stands there could be anybody's data.
  const named =
    Object.keys(catalogue).some(sameName) &&
    /^(v\d{1,4})?$/.test(version) &&
    !type.includes('.', name.length + 1)
      ? `"${type}"`
      : 'of this kind';
  const others = accepted.filter(sameName);
  if (others.length > 0)
    return new PermanentFailure(
      'unknown-version',
      `This version of the event is not known: ${named}. Known: ${others.join(', ')}.`,
    );
  return new PermanentFailure(
    'unknown-type',
    `Events ${named} are not taken here. Taken: ${accepted.join(', ')}.`,
  );
}

const problem = ({ path, message }: z.core.$ZodIssue): string =>
  `${path.length === 0 ? 'the event' : path.join('.')}: ${message}`;

/**
 * Reads one event from a message, in the version that is said now.
 *
 * @param accepted the event versions that this queue takes
 * @throws PermanentFailure not-json | not-an-event | unknown-type | unknown-version | invalid-fields; its words name the
 * fields and what they should hold, never what they held
 */
export function readMessage<Type extends EventType>(
  body: string,
  accepted: readonly Type[],
): PresentOf<EventOf<Type>> {
  const message = parsed(body);
  const type = typeOf(message);
  const known = accepted.find((candidate) => candidate === type);
  if (known === undefined) throw unknownType(type, accepted);
  const read = catalogue[known].safeParse(message);
  if (read.success) return presentForm(read.data) as PresentOf<EventOf<Type>>;
  const problems = read.error.issues.map(problem);
  const more = problems.length - LISTED;
  throw new PermanentFailure(
    'invalid-fields',
    `The event ${known} cannot be read: ${problems.slice(0, LISTED).join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
  );
}
