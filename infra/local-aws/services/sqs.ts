/** The queues: fauxqs inside this process, reached without a socket, with the queues and redrive that the template asks for. */
import { createHash, randomUUID } from 'node:crypto';
import { buildApp } from 'fauxqs';
import type { Json } from '../template/assembly.ts';
import { REGION } from '../template/physical-names.ts';
import type { QueuePlan } from '../template/plan.ts';
import { type AwsAnswer, awsFault } from './aws-answers.ts';

export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, Json>>;
}

export interface QueueDepth {
  readonly ready: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A message that lies in a queue. */
interface LyingMessage {
  readonly id: string;
  /** When it was first seen in this queue, by the run's clock; milliseconds since 1970. */
  readonly arrivedAt: number;
  /** How often it was received. */
  readonly received: number;
}

export interface QueueContents {
  readonly ready: readonly LyingMessage[];
  readonly inFlight: readonly LyingMessage[];
}

interface Inspected {
  readonly messageId: string;
  readonly approximateReceiveCount: number;
}
/** A message that nobody is handed before its time, by the run's clock. */
interface Delayed {
  readonly queueUrl: string;
  readonly message: Json;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
}

const isDelayed = ({ DelaySeconds }: Json): boolean => Number(DelaySeconds ?? 0) > 0;

const done = (body: Json): AwsAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

export class Sqs {
  readonly #app: ReturnType<typeof buildApp>;
  readonly #plans: readonly QueuePlan[];
  readonly #now: () => number;
  /** When each message was sent, by the run's clock. */
  readonly #sent = new Map<string, number>();
  /** By queue, when each message in it was first seen there. */
  readonly #arrived = new Map<string, ReadonlyMap<string, number>>();
  readonly #moved: Json[] = [];
  /** The queue server counts real time, while the run's clock may be moved: what is delayed is kept here until it is due. */
  #delayed: readonly Delayed[] = [];

  private constructor(app: ReturnType<typeof buildApp>, plans: readonly QueuePlan[], now: () => number) {
    this.#app = app;
    this.#plans = plans;
    this.#now = now;
  }

  /** @param now the run's clock, milliseconds since 1970; the machine's by default */
  static async start(plans: readonly QueuePlan[], now: () => number = Date.now): Promise<Sqs> {
    const app = buildApp({ logger: false, defaultRegion: REGION });
    await app.ready();
    const sqs = new Sqs(app, plans, now);
    // A queue must be there before another can name it as the place for its dead letters.
    for (const plan of plans.toSorted(
      (a, b) => Number('RedrivePolicy' in a.attributes) - Number('RedrivePolicy' in b.attributes),
    ))
      await sqs.ask('CreateQueue', { QueueName: plan.name, Attributes: plan.attributes });
    return sqs;
  }

  /** Passes a call on, or plays what the queue server does not know. */
  async forward(operation: string, body: Json): Promise<AwsAnswer> {
    if (operation === 'StartMessageMoveTask') return this.#move(String(body.SourceArn));
    if (operation === 'ListMessageMoveTasks')
      return done({ Results: this.#moved.filter(({ SourceArn }) => SourceArn === body.SourceArn) });
    if (operation === 'SendMessage' && isDelayed(body)) return done(this.#delay(String(body.QueueUrl), body));
    if (operation === 'SendMessageBatch') return this.#sendBatch(body);
    return this.#pass(operation, body);
  }

  #delay(queueUrl: string, { DelaySeconds, QueueUrl: _, Id: __, ...message }: Json): Json {
    const dueAt = this.#now() + Number(DelaySeconds) * 1_000;
    this.#delayed = [...this.#delayed, { queueUrl, message, dueAt }];
    const MD5OfMessageBody = createHash('md5').update(String(message.MessageBody)).digest('hex');
    return { MessageId: randomUUID(), MD5OfMessageBody };
  }

  async #sendBatch(body: Json): Promise<AwsAnswer> {
    const entries = body.Entries as readonly Json[];
    const later = entries.filter(isDelayed);
    if (later.length === 0) return this.#pass('SendMessageBatch', body);
    const kept = later.map((entry) => ({ Id: entry.Id, ...this.#delay(String(body.QueueUrl), entry) }));
    const now = entries.filter((entry) => !isDelayed(entry));
    if (now.length === 0) return done({ Successful: kept, Failed: [] });
    const answer = await this.#pass('SendMessageBatch', { ...body, Entries: now });
    if (answer.status !== 200) return answer;
    const { Successful = [], Failed = [] } = JSON.parse(String(answer.body)) as Record<string, Json[]>;
    return { ...answer, body: JSON.stringify({ Successful: [...Successful, ...kept], Failed }) };
  }

  /** When the next delayed message of a queue is due; milliseconds, by the run's clock. */
  nextDelayed(queueUrl: string): number | undefined {
    const due = this.#delayed.filter((one) => one.queueUrl === queueUrl).map(({ dueAt }) => dueAt);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Puts the delayed messages of a queue on it whose time has come. */
  async releaseDelayed(queueUrl: string): Promise<void> {
    const now = this.#now();
    const isDue = (one: Delayed): boolean => one.queueUrl === queueUrl && one.dueAt <= now;
    const due = this.#delayed.filter(isDue);
    if (due.length === 0) return;
    this.#delayed = this.#delayed.filter((one) => !isDue(one));
    for (const { message } of due) await this.ask('SendMessage', { QueueUrl: queueUrl, ...message });
  }

  /** Everything in a dead-letter queue, back to the queue that it came from: at once, where AWS takes a while. */
  async #move(SourceArn: string): Promise<AwsAnswer> {
    const from = this.#plans.find(({ arn }) => arn === SourceArn);
    const to = this.#plans.find(({ attributes: { RedrivePolicy = '{}' } }) => {
      const { deadLetterTargetArn } = JSON.parse(RedrivePolicy) as Json;
      return deadLetterTargetArn === SourceArn;
    });
    if (!from || !to)
      return awsFault(
        'sqs',
        400,
        'InvalidParameterValue',
        'Source queue must be configured as a Dead Letter Queue.',
      );
    let moved = 0;
    for (;;) {
      const messages = await this.receive(from.url, 10, 0);
      if (messages.length === 0) break;
      for (const { Body, MessageAttributes = {}, ReceiptHandle } of messages) {
        await this.ask('SendMessage', { QueueUrl: to.url, MessageBody: Body, MessageAttributes });
        await this.ask('DeleteMessage', { QueueUrl: from.url, ReceiptHandle });
        moved += 1;
      }
    }
    this.#moved.unshift({
      SourceArn,
      Status: 'COMPLETED',
      ApproximateNumberOfMessagesMoved: moved,
      ApproximateNumberOfMessagesToMove: moved,
    });
    return done({ TaskHandle: randomUUID() });
  }

  /** Passes a call on and gives the answer as it is, but with the queue URLs that the template's functions know. */
  async #pass(operation: string, body: Json): Promise<AwsAnswer> {
    const reply = await this.#app.inject({
      method: 'POST',
      url: '/',
      headers: {
        'x-amz-target': `AmazonSQS.${operation}`,
        'content-type': 'application/x-amz-json-1.0',
        authorization: `AWS4-HMAC-SHA256 Credential=local/20240101/${REGION}/sqs/aws4_request, SignedHeaders=host, Signature=0`,
      },
      payload: JSON.stringify(body),
    });
    if (reply.statusCode === 200 && operation.startsWith('SendMessage')) this.#noteSent(reply.body);
    const headers: Record<string, string> = { 'content-type': 'application/x-amz-json-1.0' };
    const queryError = reply.headers['x-amzn-query-error'];
    if (queryError) headers['x-amzn-query-error'] = String(queryError);
    const namesQueues =
      operation === 'GetQueueUrl' || operation === 'CreateQueue' || operation === 'ListQueues';
    return {
      status: reply.statusCode,
      headers,
      body: namesQueues
        ? this.#withOurUrls(reply.body)
        : operation === 'ReceiveMessage'
          ? this.#withOurTimes(reply.body)
          : reply.body,
    };
  }

  #noteSent(body: string): void {
    const { MessageId, Successful = [] } = JSON.parse(body) as {
      MessageId?: string;
      Successful?: { MessageId: string }[];
    };
    const sent = [...Successful.map((one) => one.MessageId), ...(MessageId === undefined ? [] : [MessageId])];
    for (const id of sent) this.#sent.set(id, this.#now());
  }

  /** The server stamps messages by the machine's clock. */
  #withOurTimes(body: string): string {
    const answer = JSON.parse(body) as { Messages?: ReceivedMessage[] };
    const Messages = answer.Messages?.map((message) => {
      const sent = this.#sent.get(message.MessageId);
      if (message.Attributes?.SentTimestamp === undefined || sent === undefined) return message;
      return { ...message, Attributes: { ...message.Attributes, SentTimestamp: String(sent) } };
    });
    return JSON.stringify(Messages === undefined ? answer : { ...answer, Messages });
  }

  /** @throws Error when the queue server refuses. */
  async ask(operation: string, body: Json): Promise<Json> {
    const answer = await this.forward(operation, body);
    const parsed = (answer.body ? JSON.parse(answer.body) : {}) as Json;
    if (answer.status !== 200)
      throw new Error(`sqs:${operation} failed: ${String(parsed.message ?? answer.body)}`);
    return parsed;
  }

  async receive(url: string, most: number, waitSeconds: number): Promise<ReceivedMessage[]> {
    const { Messages } = await this.ask('ReceiveMessage', {
      QueueUrl: url,
      MaxNumberOfMessages: most,
      WaitTimeSeconds: waitSeconds,
      AttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return (Messages ?? []) as ReceivedMessage[];
  }

  async depth(url: string): Promise<QueueDepth> {
    const { Attributes } = (await this.ask('GetQueueAttributes', {
      QueueUrl: url,
      AttributeNames: ['All'],
    })) as {
      Attributes: Record<string, string>;
    };
    return {
      ready: Number(Attributes.ApproximateNumberOfMessages),
      inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed),
    };
  }

  /** What lies in a queue, by its name, looked at without touching it. */
  async contents(name: string): Promise<QueueContents> {
    const reply = await this.#app.inject({ method: 'GET', url: `/_fauxqs/queues/${name}` });
    const { messages } = JSON.parse(reply.body) as {
      messages: { ready: Inspected[]; inflight: { message: Inspected }[] };
    };
    const before = this.#arrived.get(name);
    const now = this.#now();
    const lying = ({ messageId: id, approximateReceiveCount: received }: Inspected): LyingMessage => ({
      id,
      received,
      arrivedAt: before?.get(id) ?? now,
    });
    const ready = messages.ready.map(lying);
    const inFlight = messages.inflight.map(({ message }) => lying(message));
    this.#arrived.set(name, new Map([...ready, ...inFlight].map(({ id, arrivedAt }) => [id, arrivedAt])));
    return { ready, inFlight };
  }

  /** When the oldest message of a queue, by its name, was sent, by the run's clock; undefined when it is empty. */
  async oldest(name: string): Promise<Date | undefined> {
    const { ready, inFlight } = await this.contents(name);
    const sent = [...ready, ...inFlight].map(({ id, arrivedAt }) => this.#sent.get(id) ?? arrivedAt);
    return sent.length === 0 ? undefined : new Date(Math.min(...sent));
  }

  async stop(): Promise<void> {
    await this.#app.close();
  }

  #withOurUrls(body: string): string {
    return body.replaceAll(/"http:\/\/[^"]*\/([^"/]+)"/g, (whole, name: string) => {
      const plan = this.#plans.find((one) => one.name === name);
      return plan ? JSON.stringify(plan.url) : whole;
    });
  }
}
