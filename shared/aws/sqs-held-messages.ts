import { GetQueueAttributesCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { HeldMessages } from '../ports/held-messages.ts';

/** Ten messages a look; a queue that holds more than these looks show is far from forgotten. */
const LOOKS = 5;

/**
 * Reads ages off the messages themselves. SQS's own metric of the oldest leaves out what was received three times, and counts from when a message came
 * into its dead-letter queue, while SQS deletes it 14 days after it was first sent
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html).
 */
export class SqsHeldMessages implements HeldMessages {
  readonly #client: SQSClient;
  readonly #queueUrl: string;

  constructor(client: SQSClient, queueUrl: string) {
    this.#client = client;
    this.#queueUrl = queueUrl;
  }

  async sentAt(): Promise<readonly string[]> {
    const QueueUrl = this.#queueUrl;
    const { Attributes = {} } = await this.#client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    const held = Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
    const seen = new Map<string, string>();
    // Nothing is hidden from anybody meanwhile: a person who looks, and the alarm that counts what is visible.
    const look = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
    for (let at = 0; at < LOOKS && seen.size < held; at += 1) {
      const { Messages = [] } = await this.#client.send(
        new ReceiveMessageCommand({ ...look, MessageSystemAttributeNames: ['SentTimestamp'] }),
      );
      for (const { MessageId = '', Attributes: about } of Messages)
        seen.set(MessageId, new Date(Number(about?.SentTimestamp)).toISOString());
    }
    return [...seen.values()];
  }
}
