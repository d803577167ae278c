import type { DataOf, EventOf } from '../../events/catalogue.ts';
import { SetAside } from '../../shared/runtime/permanent-failure.ts';
import { hashOf } from './hash-of.ts';
import type { ReceiveTools } from './tools.ts';

type Data = DataOf<'mail-set-aside.v1'>;

/** One e-mail that a person has to look at. */
interface Aside {
  readonly reason: Data['reason'];
  readonly councils: readonly string[];
  /** Where it lies, and since when. */
  readonly key: string;
  readonly receivedAt: string;
  /** What makes the mail this one, when SES vouches for the person who sent it; undefined when there may be thousands like it. */
  readonly proved: string | undefined;
  /** What it has in common with others of which one is told, until when; without it the others of an hour and reason are those. */
  readonly like?: { readonly what: string; readonly until: string };
  /** For the person who fetches it. */
  readonly words: string;
}

const HOUR = 60 * 60 * 1_000;

function sameHour(receivedAt: string): { readonly what: string; readonly until: string } {
  const hour = Math.floor(Date.parse(receivedAt) / HOUR) * HOUR;
  return { what: new Date(hour).toISOString().slice(0, 13), until: new Date(hour + HOUR).toISOString() };
}

/**
 * Tells the coordinators of an e-mail and ends its reading: it is set aside. Of mail that nobody vouches for, or
 * that a program sent, only the first of each hour and reason is told. The ids follow from the mail, so that telling again tells nothing new.
 *
 * @throws SetAside always, once it is told
 * @throws Error when it could not be told: the message is tried again
 */
export async function setAside({ notifications, clock }: ReceiveTools, mail: Aside): Promise<never> {
  const { reason, councils, key, receivedAt, proved, words } = mail;
  const like = mail.like ?? sameHour(receivedAt);
  const event: EventOf<'mail-set-aside.v1'> = {
    id: `mail-set-aside:${reason}:${proved === undefined ? like.what : hashOf(...councils, proved)}`,
    type: 'mail-set-aside.v1',
    at: clock.now(),
    actor: { kind: 'system', name: 'receive-email' },
    data: {
      reason,
      councils: [...councils],
      mail: key.split('/').at(-1) ?? '',
      receivedAt,
      ...(proved === undefined ? { moreUntil: like.until } : {}),
    },
  };
  const { failed } = await notifications.publish([{ id: event.id, body: JSON.stringify(event) }]);
  if (failed.length > 0) throw new Error('The coordinators could not be told of an email yet.');
  throw new SetAside(reason, words);
}
