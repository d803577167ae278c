import { createHash } from 'node:crypto';
import type { EventOf } from '../../../events/catalogue.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { say } from '../../../shared/runtime/say.ts';
import type { PagesTools } from '../tools.ts';
import { countInQuarterHour } from './count-in-quarter-hour.ts';

/** Links that one council is sent in a quarter of an hour. More help nobody: each of them works. */
const MOST_FOR_A_COUNCIL = 5;
/** Requests from one address on the internet: an office shares one. */
const MOST_FROM_ONE_PLACE = 20;
/** No answer comes sooner, so that its time does not tell whether an address is registered. */
const ANSWER_MILLISECONDS = 300;

/** Addresses are the same however they are spelt: nobody has two that differ in capitals. */
const same = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

const contactAt = (contacts: Contacts | undefined, address: string) =>
  same(contacts?.dutyDesk, address) ? 'duty-desk' : same(contacts?.second, address) ? 'second' : undefined;

interface Asked {
  readonly council: string;
  readonly address: string;
  /** Where on the internet the request comes from. */
  readonly source: string;
}

async function send(tools: PagesTools, { council, address, source }: Asked): Promise<void> {
  const { sealed, notifications, clock, newId, log } = tools;
  const count = (who: string, most: number) => countInQuarterHour(tools, who, most);

  const place = createHash('sha256').update(source).digest('hex').slice(0, 32);
  const tooMany = () => log.warn(say.signInTooOften, { council });
  if ((await count(`PLACE#${place}`, MOST_FROM_ONE_PLACE)) === 'too-many') return tooMany();
  const contact = contactAt(await sealed.contacts(`council:${council}`), address);
  if (contact === undefined) return log.info(say.signInUnknown, { council });
  if ((await count(`COUNCIL#${council}`, MOST_FOR_A_COUNCIL)) === 'too-many') return tooMany();
  const signInId = newId();
  const request: EventOf<'sign-in-requested.v1'> = {
    id: `sign-in:${signInId}`,
    type: 'sign-in-requested.v1',
    at: clock.now(),
    actor: { kind: 'council', code: council },
    data: { council, contact, signInId },
  };
  await notifications.publish([{ id: request.id, body: JSON.stringify(request) }]);
  log.info(say.signInRequested, { council });
}

/** Has a link sent to whoever is registered at the address given; nobody else learns whether that is so. */
export async function requestLink(tools: PagesTools, asked: Asked): Promise<void> {
  await Promise.all([send(tools, asked), tools.pause(ANSWER_MILLISECONDS)]);
}
