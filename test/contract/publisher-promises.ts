import { expect, test } from 'vitest';
import type { OutboundMessage, Publisher, Quarantine } from '../../shared/ports/publisher.ts';

/** What stands on a queue, in any order. */
export type Standing = () => Promise<
  readonly { readonly body: string; readonly about?: Readonly<Record<string, string>> }[]
>;

const messages = (many: number, size = 20): readonly OutboundMessage[] =>
  Array.from({ length: many }, (_, index) => ({
    id: `NTS-7F3K-2M9Q:${index}/offer`,
    body: `${index} ${'½'.repeat(size)}`,
  }));

/** The promises of a publisher, for any twin. */
export const keepsPublisherPromises = (
  fresh: () => Promise<{ readonly publisher: Publisher; readonly standing: Standing }>,
): void => {
  test.each([
    { words: 'no message', sent: messages(0) },
    { words: 'one', sent: messages(1) },
    { words: 'more than a batch takes', sent: messages(27) },
    { words: 'more than a batch may weigh', sent: messages(5, 50_000) },
  ])('$words: each stands on the queue once, as it was given', async ({ sent }) => {
    const { publisher, standing } = await fresh();
    expect(await publisher.publish(sent)).toEqual({ failed: [] });
    expect((await standing()).map(({ body }) => body).sort()).toEqual(sent.map(({ body }) => body).sort());
  });
};

/** The promises of a quarantine, for any twin. */
export const keepsQuarantinePromises = (
  fresh: () => Promise<{ readonly quarantine: Quarantine; readonly standing: Standing }>,
): void => {
  test('a message is kept as it came, with its reason beside it', async () => {
    const { quarantine, standing } = await fresh();
    const body = '{"not": "json"\n\ttruncated – ½';
    await quarantine.keep(
      { id: 'message-1', body },
      { code: 'unreadable', words: 'It is no JSON: send it again whole.' },
    );
    expect(await standing()).toEqual([
      {
        body,
        about: {
          messageId: 'message-1',
          reasonCode: 'unreadable',
          reasonWords: 'It is no JSON: send it again whole.',
        },
      },
    ]);
  });
};
