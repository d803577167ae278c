/** Messages that wait for a person: what each is about and why it is there, in words and without a name in them. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { CaseReference } from '../../events/envelope.ts';
import { OpsProblem, type Place } from './place.ts';

/** Ten messages a look. Whoever has more than these has another trouble than one of them. */
const LOOKS = 30;
/** As long as somebody works on what was taken in hand. */
const IN_HAND_SECONDS = 60;

const batch = { MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] };

export async function howMany({ sqs }: Place, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}

/** Every message of a queue, hidden from nobody. */
export async function lookAt(place: Place, queue: string): Promise<readonly Message[]> {
  const { url: QueueUrl } = place.queue(queue);
  const held = await howMany(place, QueueUrl);
  const seen = new Map<string, Message>();
  for (let at = 0; at < LOOKS && seen.size < held; at += 1) {
    const { Messages = [] } = await place.sqs.send(
      new ReceiveMessageCommand({ ...batch, QueueUrl, VisibilityTimeout: 0, MessageAttributeNames: ['All'] }),
    );
    for (const message of Messages) seen.set(message.MessageId ?? '', message);
  }
  return [...seen.values()].toSorted((a, b) => sentAt(a).localeCompare(sentAt(b)));
}

/**
 * Takes one message in hand, does something with it, and takes it off the queue once that is done.
 *
 * @throws OpsProblem when it is not there
 */
export async function takeOff(
  place: Place,
  queue: string,
  id: string,
  act: (message: Message) => Promise<void> = async () => {},
): Promise<void> {
  const { url: QueueUrl } = place.queue(queue);
  const others: Message[] = [];
  let found: Message | undefined;
  for (let at = 0; at < LOOKS && found === undefined; at += 1) {
    const { Messages = [] } = await place.sqs.send(
      new ReceiveMessageCommand({
        ...batch,
        QueueUrl,
        VisibilityTimeout: IN_HAND_SECONDS,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) break;
    found = Messages.find(({ MessageId }) => MessageId === id);
    others.push(...Messages.filter(({ MessageId }) => MessageId !== id));
  }
  for (const { ReceiptHandle } of others)
    await place.sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    );
  if (found === undefined)
    throw new OpsProblem(
      `There is no message ${id} in ${queue}, or somebody has it in hand: try in a minute.`,
    );
  await act(found);
  await place.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: found.ReceiptHandle }));
}

/** When a message was first sent, by the queue's clock. */
export const sentAt = ({ Attributes }: Message): string =>
  new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString();

export const attribute = ({ MessageAttributes }: Message, name: string): string | undefined =>
  MessageAttributes?.[name]?.StringValue;

const json = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};

/** What a destination of Lambda's gets of a stretch of a stream that was given up. */
const givenUp = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  DDBStreamBatchInfo: z.object({
    approximateArrivalOfFirstRecord: z.string(),
    approximateArrivalOfLastRecord: z.string(),
    batchSize: z.number(),
  }),
});
/** What it gets of a run that failed. */
const failedRun = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  responsePayload: z
    .object({ errorType: z.string().optional(), errorMessage: z.string().optional() })
    .optional(),
});
/** The notice of an e-mail that came in. */
const notice = z.object({
  Records: z.tuple([z.object({ s3: z.object({ object: z.object({ key: z.string() }) }) })], z.unknown()),
});
/** Where an event stands that could not be relayed. */
const whereabouts = z.object({
  dynamodb: z.object({
    Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }),
  }),
});
const EVENT_TYPE = /^[a-z][a-z-]+\.v\d+$/;
const envelope = z.object({ type: z.string().regex(EVENT_TYPE), data: z.looseObject({}).optional() });

export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** The time between which events were given up, of a message from the relay. */
export function stretchIn({ Body }: Message): Stretch | undefined {
  const read = givenUp.safeParse(json(Body));
  if (!read.success) return undefined;
  const { approximateArrivalOfFirstRecord: from, approximateArrivalOfLastRecord: to } =
    read.data.DDBStreamBatchInfo;
  return { from, to };
}

/** The short name of the function whose run failed or could not be started. */
export function failedFunctionIn(message: Message, names: readonly string[]): string | undefined {
  const run = failedRun.safeParse(json(message.Body));
  const arn = run.success ? run.data.requestContext.functionArn : attribute(message, 'TARGET_ARN');
  const physical = arn
    ?.replace(/:\$LATEST$/, '')
    .split(':')
    .at(-1);
  const flat = (text: string) => text.replaceAll('-', '').toLowerCase();
  return physical === undefined ? undefined : names.find((name) => flat(physical).includes(flat(name)));
}

/** The trail whose event could not be relayed. */
export function subjectIn({ Body }: Message): string | undefined {
  const read = whereabouts.safeParse(json(Body));
  return read.success ? read.data.dynamodb.Keys.pk.S.replace(/^TRAIL#/, '') : undefined;
}

/** The key of the e-mail that a notice is of. */
export function mailKeyIn({ Body }: Message): string | undefined {
  const read = notice.safeParse(json(Body));
  return read.success
    ? decodeURIComponent(read.data.Records[0].s3.object.key.replaceAll('+', ' '))
    : undefined;
}

/** What it is about, as far as that can be told without a name: kinds, references, where something lies. */
export function aboutWhat(message: Message): string {
  const { Body = '' } = message;
  const stretch = stretchIn(message);
  if (stretch) {
    const { requestContext: of, DDBStreamBatchInfo: info } = givenUp.parse(json(Body));
    const many = info.batchSize === 1 ? '1 record' : `${info.batchSize} records`;
    return `${many} of the stream between ${stretch.from} and ${stretch.to}, given up after ${of.approximateInvokeCount} tries (${of.condition})`;
  }
  const run = failedRun.safeParse(json(Body));
  if (run.success)
    return `a run of ${run.data.requestContext.functionArn
      .replace(/:\$LATEST$/, '')
      .split(':')
      .at(-1)}`;
  const event = subjectIn(message);
  if (event !== undefined) return `an event of ${event}`;
  const key = mailKeyIn(message);
  if (key !== undefined) return `the e-mail ${key.split('/').at(-1)}`;
  const said = envelope.safeParse(json(Body));
  if (!said.success)
    return attribute(message, 'TARGET_ARN') ? 'a run by the clock' : 'something of no form of ours';
  // A reference may be told; whatever else a body says may not.
  const references = [...new Set(Body.match(/NTS-[0-9A-Z]{4}-[0-9A-Z]{4}/g))].filter(
    (reference) => CaseReference.safeParse(reference).success,
  );
  return [said.data.type, ...references].join(' ');
}

/** Why it is there, as the message itself says; undefined when only the log knows. */
export function whyIn(message: Message): string | undefined {
  const code = attribute(message, 'reasonCode');
  if (code !== undefined) return `${code}: ${attribute(message, 'reasonWords') ?? ''}`;
  const run = failedRun.safeParse(json(message.Body));
  if (run.success && run.data.responsePayload) {
    const { errorType = 'Error', errorMessage = '' } = run.data.responsePayload;
    return `${errorType}: ${errorMessage}`;
  }
  const scheduler = attribute(message, 'ERROR_CODE');
  return scheduler === undefined ? undefined : `${scheduler}: ${attribute(message, 'ERROR_MESSAGE') ?? ''}`;
}
