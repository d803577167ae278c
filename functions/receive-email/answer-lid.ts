import { addDays, instantAt, londonDate } from '../../shared/core/calendar/working-days.ts';
import { hashOf } from './hash-of.ts';
import { referencesIn } from './labels.ts';
import type { MailHead } from './mail-head.ts';
import type { Placed } from './place-draft.ts';
import type { ReceiveTools } from './tools.ts';

/** As often is one sender answered in one thread on a day: more than a person needs, and little for a program that answers answers. */
const MOST_ANSWERS = 5;
const DAY_SECONDS = 24 * 60 * 60;

/** Whether one more answer may go out; or else which mails are like this one, until the next day. */
export async function countAnswer(
  { sealed, clock }: Pick<ReceiveTools, 'sealed' | 'clock'>,
  mail: {
    readonly council: string;
    readonly mailId: string;
    readonly head: MailHead;
    readonly placed: readonly Placed[];
    /** Whether it says thank you and nothing else: such mails are one thread, whatever they are called. */
    readonly thanks: boolean;
  },
): Promise<
  | { readonly kind: 'counted' }
  | { readonly kind: 'too-many'; readonly like: { readonly what: string; readonly until: string } }
> {
  const { council, mailId, head, placed, thanks } = mail;
  const thread = hashOf(council, withoutLabel(head.from), ...(thanks ? ['thanks'] : threadOf(head, placed)));
  const day = londonDate(clock.now());
  const until = instantAt(addDays(day, 1), '00:00');
  const forgotten = Math.floor(Date.parse(until) / 1_000) + DAY_SECONDS;
  const counted = await sealed.countAnswer(thread, day, mailId, MOST_ANSWERS, forgotten);
  return counted === 'counted'
    ? { kind: 'counted' }
    : { kind: 'too-many', like: { what: hashOf(thread, day), until } };
}

/** An address without what stands behind a plus in it, which tells mails of one sender apart: desks of tickets write a number there. */
const withoutLabel = (address: string): string => address.replace(/(?<=.)\+[^@]*(?=@)/, '');

/**
 * What a mail is about: the children that it refers; or else the case that it names; or else its subject, without what programs put
 * before it and without words with digits, which number tickets. A desk refers ten children on a bad day, in ten mails called
 * "Referral"; a program may send one child again and again, as the history of a ticket, but never another.
 */
function threadOf({ subject }: MailHead, placed: readonly Placed[]): readonly string[] {
  const referred = placed.filter(({ message }) => message.type === 'referral-received.v2');
  if (referred.length > 0)
    return [
      'children',
      ...referred.map(({ message, particulars }) => JSON.stringify([message.data.facts, particulars])),
    ];
  const [reference, ...others] = referencesIn(subject);
  if (reference !== undefined && others.length === 0) return ['case', reference];
  const words = subject
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:\s*[a-z]{1,8}\s*(?:\[\d+\])?\s*:)+/, '')
    .split(/\s+/)
    .filter((word) => word !== '' && !/\d/.test(word))
    .join(' ');
  return ['subject', words];
}
