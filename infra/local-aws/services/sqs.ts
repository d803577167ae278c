/** The queues: fauxqs inside this process, reached without a socket, with the queues and redrive that the template asks for. */
import { buildApp } from 'fauxqs';
import type { Json } from '../template/assembly.ts';
import { REGION } from '../template/physical-names.ts';
import type { QueuePlan } from '../template/plan.ts';
import type { AwsAnswer } from './aws-answers.ts';

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

export class Sqs {
  readonly #app: ReturnType<typeof buildApp>;
  readonly #plans: readonly QueuePlan[];

  private constructor(app: ReturnType<typeof buildApp>, plans: readonly QueuePlan[]) {
    this.#app = app;
    this.#plans = plans;
  }

  static async start(plans: readonly QueuePlan[]): Promise<Sqs> {
    const app = buildApp({ logger: false, defaultRegion: REGION });
    await app.ready();
    const sqs = new Sqs(app, plans);
    // A queue must be there before another can name it as the place for its dead letters.
    for (const plan of plans.toSorted(
      (a, b) => Number('RedrivePolicy' in a.attributes) - Number('RedrivePolicy' in b.attributes),
    ))
      await sqs.ask('CreateQueue', { QueueName: plan.name, Attributes: plan.attributes });
    return sqs;
  }

  /** Passes a call on and gives the answer as it is, but with the queue URLs that the template's functions know. */
  async forward(operation: string, body: Json): Promise<AwsAnswer> {
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
    const headers: Record<string, string> = { 'content-type': 'application/x-amz-json-1.0' };
    const queryError = reply.headers['x-amzn-query-error'];
    if (queryError) headers['x-amzn-query-error'] = String(queryError);
    const namesQueues =
      operation === 'GetQueueUrl' || operation === 'CreateQueue' || operation === 'ListQueues';
    return {
      status: reply.statusCode,
      headers,
      body: namesQueues ? this.#withOurUrls(reply.body) : reply.body,
    };
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
