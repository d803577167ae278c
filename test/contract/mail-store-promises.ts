import { expect, test } from 'vitest';
import type { MailStore } from '../../shared/ports/mail-store.ts';

/** A store, and how SES puts a mail there. */
export interface MailStoreUnderTest {
  /** As the reader of e-mails sees it. */
  readonly store: MailStore;
  /** As whoever looks which there are sees it. */
  readonly looked: Pick<MailStore, 'kept' | 'noteHeard' | 'wasHeard'>;
  readonly put: (key: string, raw: Uint8Array) => Promise<void> | void;
}

export const MAIL_KEPT_AT = '2026-11-23T09:00:00.000Z';

/** The promises of a store of e-mails, for any twin. */
export const keepsMailStorePromises = (
  fresh: () => Promise<MailStoreUnderTest>,
  /** Since when a mail is there that was just put: a moment, or what is expected of one. */
  since: unknown = MAIL_KEPT_AT,
): void => {
  test('gives back a mail as it came, or as much of it as is asked for, and says how long it is', async () => {
    const { store, put } = await fresh();
    await put('mail/one', Buffer.from('From: a\r\n\r\nHello'));
    const whole = await store.read('mail/one', 1_000);
    expect([Buffer.from(whole?.raw ?? []).toString(), whole?.size]).toEqual(['From: a\r\n\r\nHello', 16]);
    const some = await store.read('mail/one', 4);
    expect([Buffer.from(some?.raw ?? []).toString(), some?.size]).toEqual(['From', 16]);
  });

  test('says which mails there are, since when, and not what SES tries the bucket with', async () => {
    const { looked, put } = await fresh();
    for (const key of ['mail/one', 'mail/a b+c', 'mail/AMAZON_SES_SETUP_NOTIFICATION'])
      await put(key, Buffer.from('x'));
    const kept = (await looked.kept()).toSorted((one, other) => (one.key < other.key ? -1 : 1));
    expect(kept).toEqual(['mail/a b+c', 'mail/one'].map((key) => ({ key, keptAt: since, size: 1 })));
  });

  test('notes of a mail that somebody heard of it, whoever did, once or twice', async () => {
    const { store, looked, put } = await fresh();
    for (const key of ['mail/one', 'mail/two', 'mail/a b+c']) await put(key, Buffer.from('x'));
    await store.noteHeard('mail/one');
    await store.noteHeard('mail/one');
    await looked.noteHeard('mail/a b+c');
    const heard = async (key: string) => [key, await looked.wasHeard(key)];
    expect([await heard('mail/one'), await heard('mail/two'), await heard('mail/a b+c')]).toEqual([
      ['mail/one', true],
      ['mail/two', false],
      ['mail/a b+c', true],
    ]);
    expect((await store.read('mail/one', 10))?.size).toBe(1);
  });

  test('of a mail that is no longer there nobody waits to hear', async () => {
    const { looked } = await fresh();
    expect(await looked.wasHeard('mail/gone')).toBe(true);
  });
};
