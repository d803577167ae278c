/** Who hears a topic: the SDK and the local run's SNS say the same of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import {
  ConfirmSubscriptionCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeptMail } from '../../infra/local-aws/services/kept-mail.ts';
import { Sns } from '../../infra/local-aws/services/sns.ts';
import type { Resource } from '../../infra/local-aws/template/assembly.ts';
import { SnsAlarmTopic } from '../../shared/aws/sns-alarm-topic.ts';

const TopicArn = 'arn:aws:sns:eu-west-2:000000000000:alarms';
const folder = mkdtempSync(path.join(tmpdir(), 'nts-sns-'));
const mail = new KeptMail(folder);
const resource = (type: string, properties: object) => ({ type, arn: TopicArn, properties }) as Resource;
const topic = resource('AWS::SNS::Topic', { DisplayName: 'Alarms' });

let sns: Sns;
let server: Server;
let client: SNSClient;
const fresh = (...more: readonly Resource[]): void => {
  sns = new Sns({ resources: [topic, ...more], mail, now: () => new Date('2026-11-23T09:00:00.000Z') });
};

beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      const { status, headers, body } = sns.handle(new URLSearchParams(await text(request)));
      response.writeHead(status, headers).end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new SNSClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'contract', secretAccessKey: 'contract' },
    maxAttempts: 1,
  });
});
afterAll(() => {
  client?.destroy();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const subscribed = () => new SnsAlarmTopic(client, TopicArn).subscribed();
const told = () => {
  const before = mail.sent;
  sns.publish(TopicArn, 'ALARM', 'It rings.', new Date());
  return mail.list.slice(before).map(({ to }) => to[0]);
};

test('a topic that loses its only subscriber tells nobody and says so, until somebody confirms again', async () => {
  fresh(
    resource('AWS::SNS::Subscription', { TopicArn, Protocol: 'email', Endpoint: 'duty@council.example' }),
  );
  expect([await subscribed(), told()]).toEqual([1, ['duty@council.example']]);
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  expect(Subscriptions).toMatchObject([{ Endpoint: 'duty@council.example', Protocol: 'email' }]);
  await client.send(new UnsubscribeCommand({ SubscriptionArn: Subscriptions[0]?.SubscriptionArn }));
  expect([await subscribed(), told()]).toEqual([0, []]);

  await client.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'next@council.example' }));
  // Whoever only asked to hears nothing yet.
  expect([await subscribed(), told()]).toEqual([0, []]);
  const asked = mail.list.at(-1);
  expect(asked).toMatchObject({ to: ['next@council.example'] });
  const Token = /Token=(\w+)/.exec(asked?.text ?? '')?.[1];
  await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token, AuthenticateOnUnsubscribe: 'true' }));
  expect([await subscribed(), told()]).toEqual([1, ['next@council.example']]);
});

test('a topic whose template names nobody is heard on this machine', async () => {
  fresh();
  expect([await subscribed(), told()]).toEqual([1, ['on-call@local.example']]);
});

test('a topic that is not there is a fault, not a topic without subscribers', async () => {
  fresh();
  await expect(new SnsAlarmTopic(client, `${TopicArn}-gone`).subscribed()).rejects.toThrow(
    'Topic does not exist',
  );
});
