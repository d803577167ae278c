/** The queues of a run as a producer and an operator use them. */
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { queueUrl, type Run } from './a-run.ts';

const asText = (body: object | string): string => (typeof body === 'string' ? body : JSON.stringify(body));

export async function send(run: Run, body: object | string, queue = 'referrals'): Promise<void> {
  await run.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(run, queue), MessageBody: asText(body) }));
}

/** Sends all at once, ten to a call. */
export async function sendAll(
  run: Run,
  bodies: readonly (object | string)[],
  queue = 'referrals',
): Promise<void> {
  const calls = Array.from({ length: Math.ceil(bodies.length / 10) }, (_, call) =>
    bodies.slice(call * 10, call * 10 + 10),
  );
  await Promise.all(
    calls.map(async (some) => {
      const { Failed = [] } = await run.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl(run, queue),
          Entries: some.map((body, index) => ({ Id: String(index), MessageBody: asText(body) })),
        }),
      );
      if (Failed.length > 0)
        throw new Error(`${Failed.length} messages were not taken: ${Failed[0]?.Message}`);
    }),
  );
}

/** Takes every message off a queue, as an operator does with what was set aside. */
export async function takeAll(run: Run, queue: string): Promise<readonly Message[]> {
  const taken: Message[] = [];
  for (;;) {
    const { Messages = [] } = await run.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl(run, queue),
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        WaitTimeSeconds: 0,
      }),
    );
    if (Messages.length === 0) return taken;
    for (const message of Messages)
      await run.sqs.send(
        new DeleteMessageCommand({ QueueUrl: queueUrl(run, queue), ReceiptHandle: message.ReceiptHandle }),
      );
    taken.push(...Messages);
  }
}

/** Why messages were set aside: the code that each carries. */
export const reasonsOf = (messages: readonly Message[]): readonly (string | undefined)[] =>
  messages.map(({ MessageAttributes }) => MessageAttributes?.reasonCode?.StringValue);
