import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SqsHeldMessages } from '../../shared/aws/sqs-held-messages.ts';
import { SqsPublisher } from '../../shared/aws/sqs-publisher.ts';
import { SqsQuarantine } from '../../shared/aws/sqs-quarantine.ts';
import { MemoryPublisher, MemoryQuarantine } from '../../shared/memory/memory-queue.ts';
import { freePort } from './free-port.ts';
import { judgedAws } from './one-dynamodb.ts';
import { keepsPublisherPromises, keepsQuarantinePromises, type Standing } from './publisher-promises.ts';

let server: FauxqsServer | undefined;
let client: SQSClient;
let made = 0;

beforeAll(async () => {
  const port = await freePort();
  const judged = judgedAws();
  if (judged === undefined) server = await startFauxqs({ port, logger: false, defaultRegion: 'eu-west-2' });
  client = new SQSClient({
    endpoint: judged ?? `http://127.0.0.1:${port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'contract', secretAccessKey: 'contract' },
  });
});
afterAll(async () => {
  client?.destroy();
  await server?.stop();
});

const queue = async (): Promise<{ readonly url: string; readonly standing: Standing }> => {
  made += 1;
  const { QueueUrl: url = '' } = await client.send(new CreateQueueCommand({ QueueName: `queue-${made}` }));
  const standing: Standing = async () => {
    const found: Awaited<ReturnType<Standing>>[number][] = [];
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
      );
      if (Messages.length === 0) return found;
      for (const { Body = '', MessageAttributes } of Messages) {
        const about = Object.entries(MessageAttributes ?? {}).map(([name, { StringValue = '' }]) => [
          name,
          StringValue,
        ]);
        found.push({ body: Body, ...(about.length > 0 ? { about: Object.fromEntries(about) } : {}) });
      }
      await client.send(
        new DeleteMessageBatchCommand({
          QueueUrl: url,
          Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      );
    }
  };
  return { url, standing };
};

describe('SqsPublisher', () => {
  test('what is delayed is handed to nobody before its time, and to somebody after it', async () => {
    const { url, standing } = await queue();
    await new SqsPublisher(client, url).publish([
      { id: 'a', body: 'much later', delaySeconds: 900 },
      { id: 'b', body: 'later', delaySeconds: 1 },
      { id: 'c', body: 'now' },
    ]);
    const handed = new Set<string>();
    const bodies = async () => {
      for (const { body } of await standing()) handed.add(body);
      return handed;
    };
    expect(await bodies()).toContain('now');
    await expect.poll(bodies).toContain('later');
    expect(handed).not.toContain('much later');
  });

  keepsPublisherPromises(async () => {
    const { url, standing } = await queue();
    return { publisher: new SqsPublisher(client, url), standing };
  });

  test('a message that no queue takes is named, and the others go through', async () => {
    const { url, standing } = await queue();
    const huge = { id: 'huge', body: 'x'.repeat(1_100_000) };
    const others = ['a', 'b'].map((body) => ({ id: body, body }));
    expect(await new SqsPublisher(client, url).publish([...others, huge])).toEqual({ failed: ['huge'] });
    expect((await standing()).map(({ body }) => body).sort()).toEqual(['a', 'b']);
  });

  test('a queue that is not there is an error', async () => {
    const publisher = new SqsPublisher(client, 'http://127.0.0.1/000000000000/none');
    await expect(publisher.publish([{ id: 'a', body: 'a' }])).rejects.toThrow(/queue/i);
  });
});

describe('SqsQuarantine', () => {
  keepsQuarantinePromises(async () => {
    const { url, standing } = await queue();
    return { quarantine: new SqsQuarantine(client, url), standing };
  });

  test('an empty message and long words are kept too', async () => {
    const { url, standing } = await queue();
    await new SqsQuarantine(client, url).keep(
      { id: 'message-1', body: '' },
      { code: 'empty', words: 'w'.repeat(5000) },
    );
    const [kept] = await standing();
    expect(kept?.body.trim()).toBe('');
    expect(kept?.about?.reasonWords).toHaveLength(1000);
  });
});

describe('SqsHeldMessages', () => {
  test('says since when messages wait, also those that were looked at many times, and hides none from a person who looks', async () => {
    const { url, standing } = await queue();
    const held = new SqsHeldMessages(client, url);
    expect(await held.sentAt()).toEqual([]);
    const from = new Date(Date.now() - 1_000).toISOString();
    const bodies = ['a', 'b', 'c'];
    await new SqsPublisher(client, url).publish(bodies.map((body) => ({ id: body, body })));
    for (let look = 0; look < 5; look += 1) {
      const sent = await held.sentAt();
      expect(sent).toHaveLength(3);
      expect(sent.every((at) => at > from && at <= new Date().toISOString())).toBe(true);
    }
    expect((await standing()).map(({ body }) => body).sort()).toEqual(bodies);
  });

  test('a queue that is not there is an error, not an empty one', async () => {
    const held = new SqsHeldMessages(client, 'http://127.0.0.1/000000000000/none');
    await expect(held.sentAt()).rejects.toThrow(/queue/i);
  });
});

describe('MemoryPublisher', () => {
  keepsPublisherPromises(async () => {
    const publisher = new MemoryPublisher();
    return { publisher, standing: async () => publisher.snapshot().map(({ body }) => ({ body })) };
  });

  test('tells listeners of each message until they have had enough', async () => {
    const publisher = new MemoryPublisher();
    const heard: string[] = [];
    const stop = publisher.onPublish(({ id }) => heard.push(id));
    await publisher.publish([{ id: 'a', body: '' }]);
    stop();
    await publisher.publish([{ id: 'b', body: '' }]);
    expect(heard).toEqual(['a']);
  });
});

describe('MemoryQuarantine', () =>
  keepsQuarantinePromises(async () => {
    const quarantine = new MemoryQuarantine();
    const standing: Standing = async () =>
      quarantine.snapshot().map(({ id, body, reason }) => ({
        body,
        about: { messageId: id, reasonCode: reason.code, reasonWords: reason.words },
      }));
    return { quarantine, standing };
  }));
