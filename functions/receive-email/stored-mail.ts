import * as z from 'zod';
import { isMail } from '../../shared/ports/mail-store.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';

const Notice = z.object({
  Records: z
    .array(
      z.object({
        eventTime: z.iso.datetime(),
        s3: z.object({
          bucket: z.object({ name: z.string().min(1) }),
          object: z.object({ key: z.string().min(1).max(1024), size: z.int().nonnegative() }),
        }),
      }),
    )
    .length(1),
});

/** Where an e-mail lies, and since when. */
export interface StoredMail {
  readonly key: string;
  readonly receivedAt: string;
}

/**
 * The mail that S3 tells of; undefined for the message with which S3 tries the queue, and for the object with which SES tries the
 * bucket when a receipt rule is made.
 *
 * @throws PermanentFailure not-a-notice
 */
export function noticeOfMail(body: string): StoredMail | undefined {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    given = undefined;
  }
  if (typeof given === 'object' && given !== null && 'Event' in given && given.Event === 's3:TestEvent')
    return undefined;
  const notice = Notice.safeParse(given);
  const [record] = notice.data?.Records ?? [];
  if (record === undefined)
    throw new PermanentFailure(
      'not-a-notice',
      'The message is no notice from S3 of one stored email. Only the bucket of incoming mail may write to this queue.',
    );
  const key = decodeURIComponent(record.s3.object.key.replaceAll('+', ' '));
  return isMail(key) ? { key, receivedAt: record.eventTime } : undefined;
}
