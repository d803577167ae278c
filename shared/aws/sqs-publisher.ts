import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { namelessId } from '../core/case/nameless-id.ts';
import { defined } from '../core/defined.ts';
import type { OutboundMessage, Publisher } from '../ports/publisher.ts';

const MOST_MESSAGES = 10;
/** What a batch may weigh everywhere, also where a queue's own limit was never raised. */
const MOST_BYTES = 256 * 1024;

const bytes = ({ body }: OutboundMessage): number => Buffer.byteLength(body);

/** Puts messages on one queue, up to ten and 256 KB at a time. */
export class SqsPublisher implements Publisher {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  /** @throws what SQS last said, when not a single message got through */
  async publish(messages: readonly OutboundMessage[]): Promise<{ readonly failed: readonly string[] }> {
    const failed: string[] = [];
    let refusal: unknown;
    for (const batch of batches(messages)) {
      try {
        const { Failed = [] } = await this.#client.send(
          new SendMessageBatchCommand({
            QueueUrl: this.#queueUrl,
            // Our ids may hold characters that an entry's id may not.
            Entries: batch.map(({ body, delaySeconds }, index) => ({
              Id: String(index),
              MessageBody: body,
              ...defined({ DelaySeconds: delaySeconds }),
            })),
          }),
        );
        for (const { Id, Code } of Failed) {
          const message = batch[Number(Id)];
          if (!message) continue;
          failed.push(message.id);
          refusal = new Error(
            `SQS did not take the message ${namelessId(message.id)}: ${Code ?? 'no reason given'}.`,
          );
        }
      } catch (error) {
        failed.push(...batch.map(({ id }) => id));
        refusal = error;
      }
    }
    if (messages.length > 0 && failed.length === messages.length) throw refusal;
    return { failed };
  }
}

/** A message too large for any batch goes alone, for SQS to refuse: it must not take others with it. */
function batches(messages: readonly OutboundMessage[]): readonly (readonly OutboundMessage[])[] {
  const all: OutboundMessage[][] = [];
  let weight = 0;
  for (const message of messages) {
    const last = all.at(-1);
    if (last && last.length < MOST_MESSAGES && weight + bytes(message) <= MOST_BYTES) {
      last.push(message);
      weight += bytes(message);
    } else {
      all.push([message]);
      weight = bytes(message);
    }
  }
  return all;
}
