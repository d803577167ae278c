import { expect, test } from 'vitest';
import type { ReplyStore } from '../../shared/ports/reply-store.ts';

const LATER = 1_900_000_000;
const DAY_SECONDS = 24 * 60 * 60;
const reply = (text: string) => new Uint8Array(Buffer.from(text));

/** The promises of a store of replies, for any twin. */
export const keepsReplyStorePromises = (fresh: () => Promise<ReplyStore>): void => {
  test('gives back a reply to its own name, as often as it is asked, until its time is over', async () => {
    const store = await fresh();
    await store.keep('one', reply('first\0\xff'), LATER);
    await store.keep('two', reply(''), LATER + 1);
    for (const _ of [1, 2]) expect(await store.read('one', LATER - 1)).toEqual(reply('first\0\xff'));
    expect(await store.read('two', LATER)).toEqual(reply(''));
    expect(await store.read('one', LATER)).toBeUndefined();
    expect(await store.read('on', LATER - 1)).toBeUndefined();
  });

  test('what is kept long after the time of another is over leaves nothing of it, and everything of what is not over', async () => {
    const store = await fresh();
    await store.keep('old', reply('old'), LATER - 2 * DAY_SECONDS);
    await store.keep('recent', reply('recent'), LATER - DAY_SECONDS + 1);
    await store.keep('new', reply('new'), LATER);
    expect(await store.read('recent', LATER - DAY_SECONDS)).toEqual(reply('recent'));
    expect(await store.read('old', LATER - DAY_SECONDS)).toBeUndefined();
  });

  test('what is changed in one’s hand is not changed in the store', async () => {
    const store = await fresh();
    const given = reply('as it was');
    await store.keep('one', given, LATER);
    given.fill(0);
    (await store.read('one', 0))?.fill(0);
    expect(await store.read('one', 0)).toEqual(reply('as it was'));
  });
};
