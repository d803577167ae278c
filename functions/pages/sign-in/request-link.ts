import { createHash } from 'node:crypto';
import type { EventOf } from '../../../events/catalogue.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { say } from '../../../shared/runtime/say.ts';
import type { PagesTools } from '../tools.ts';
import { countInQuarterHour } from './count-in-quarter-hour.ts';
import type { SessionFor } from './session.ts';

type SignInRequest = EventOf<'sign-in-requested.v1'> | EventOf<'coordinator-sign-in-requested.v1'>;

/** Links that one desk is sent in a quarter of an hour. More help nobody: each of them works. */
const MOST_FOR_A_DESK = 5;
/** Requests from one address on the internet: an office shares one. */
const MOST_FROM_ONE_PLACE = 20;
/** No answer comes sooner, so that its time does not tell whether an address is registered. */
const ANSWER_MILLISECONDS = 300;

/** Addresses are the same however they are spelt: nobody has two that differ in capitals. */
const same = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

const contactAt = (contacts: Contacts | undefined, address: string) =>
  same(contacts?.dutyDesk, address) ? 'duty-desk' : same(contacts?.second, address) ? 'second' : undefined;

interface Asked {
  /** The one desk whose addresses are looked at: an address that two desks share signs in for the one that was chosen. */
  readonly whose: SessionFor;
  readonly address: string;
  /** Where on the internet the request comes from. */
  readonly source: string;
  /** The page of ours that was wanted, if any. */
  readonly to: string | undefined;
}

const requestFor = (
  whose: SessionFor,
  signInId: string,
  contact: SignInRequest['data']['contact'],
  at: string,
  to: string | undefined,
): SignInRequest => ({
  id: `sign-in:${signInId}`,
  at,
  ...(whose.kind === 'officer'
    ? {
        type: 'sign-in-requested.v1',
        actor: { kind: 'council', code: whose.council },
        data: { council: whose.council, contact, signInId, ...(to === undefined ? {} : { to }) },
      }
    : {
        type: 'coordinator-sign-in-requested.v1',
        actor: { kind: 'system', name: 'pages' },
        data: { contact, signInId },
      }),
});

async function send(tools: PagesTools, { whose, address, source, to }: Asked): Promise<void> {
  const { sealed, notifications, clock, newId, log } = tools;
  const [desk, counter] =
    whose.kind === 'officer'
      ? [`council:${whose.council}`, `COUNCIL#${whose.council}`]
      : ['coordinators', 'COORDINATORS'];
  const count = (who: string, most: number) => countInQuarterHour(tools, who, most);

  const place = createHash('sha256').update(source).digest('hex').slice(0, 32);
  const tooMany = () => log.warn(say.signInTooOften, { desk });
  if ((await count(`PLACE#${place}`, MOST_FROM_ONE_PLACE)) === 'too-many') return tooMany();
  const contact = contactAt(await sealed.contacts(desk), address);
  if (contact === undefined) return log.info(say.signInUnknown, { desk });
  if ((await count(counter, MOST_FOR_A_DESK)) === 'too-many') return tooMany();
  const request = requestFor(whose, newId(), contact, clock.now(), to);
  await notifications.publish([{ id: request.id, body: JSON.stringify(request) }]);
  log.info(say.signInRequested, { desk });
}

/** Has a link sent to whoever is registered at the address given; nobody else learns whether that is so. */
export async function requestLink(tools: PagesTools, asked: Asked): Promise<void> {
  await Promise.all([send(tools, asked), tools.pause(ANSWER_MILLISECONDS)]);
}
