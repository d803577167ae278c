import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Quarantine } from '../ports/publisher.ts';

const MOST_WORDS = 1000;

/**
 * Keeps the body exactly as it came, with id and reason beside it. What an unreadable body says is unknown, so it is
 * neither parsed nor logged; the queue is encrypted.
 */
export class SqsQuarantine implements Quarantine {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async keep(
    message: { readonly id: string; readonly body: string },
    reason: { readonly code: string; readonly words: string },
  ): Promise<void> {
    const attribute = (value: string) => ({ DataType: 'String', StringValue: value });
    await this.#client.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        // SQS takes no empty body; an empty message says nothing that could be lost.
        MessageBody: message.body === '' ? ' ' : message.body,
        MessageAttributes: {
          messageId: attribute(message.id),
          reasonCode: attribute(reason.code),
          reasonWords: attribute(reason.words.slice(0, MOST_WORDS)),
        },
      }),
    );
  }
}
