/** Messages that wait for a person: what each is about and why it is there, in words and without a name in them. */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { CaseReference } from '../../events/envelope.ts';
import { kinds } from '../../shared/aws/keys.ts';
import { OpsProblem, type Place } from './place.ts';

/** Ten messages a look. Whoever has more than these has another trouble than one of them. */
const LOOKS = 30;
/** As long as somebody works on what was taken in hand. */
const IN_HAND_SECONDS = 60;

/** Asks all of SQS's servers, so that nothing found is nothing there. */
const batch = {
  MaxNumberOfMessages: 10,
  WaitTimeSeconds: 1,
  MessageSystemAttributeNames: ['All' as const],
  MessageAttributeNames: ['All'],
};

/** How a queue stands, as nearly as SQS counts. */
export interface Standing {
  /** Whether messages wait in it for a person. Behind a work queue stands another: there SQS counts how often it hands out a message, to whomever, and gives it up after that. */
  readonly isHolding: boolean;
  readonly waiting: number;
  /** Taken by a function, or by somebody, and hidden from others meanwhile. */
  readonly inHand: number;
  readonly delayed: number;
}

/** All of its messages. */
export const countIn = ({ waiting, inHand, delayed }: Standing): number => waiting + inHand + delayed;

export async function standingOf({ sqs, queue }: Place, name: string): Promise<Standing> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queue(name).url,
      AttributeNames: [
        'RedrivePolicy',
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    isHolding: !Attributes.RedrivePolicy,
    waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inHand: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}

/** @throws OpsProblem when it is a work queue: looking into one would use up the tries of its messages */
export async function holdingOnly(place: Place, queue: string): Promise<Standing> {
  const standing = await standingOf(place, queue);
  if (!standing.isHolding)
    throw new OpsProblem(
      `What is in ${queue} was not given up: its function takes it. How it stands: npm run ops -- look ${queue}`,
    );
  return standing;
}

/** Up to ten messages, hidden from others until they are handed back. Each is seen once in this way, which one that stays visible may not be. */
async function take({ sqs, queue }: Place, name: string): Promise<readonly Message[]> {
  const given = { ...batch, QueueUrl: queue(name).url, VisibilityTimeout: IN_HAND_SECONDS };
  return (await sqs.send(new ReceiveMessageCommand(given))).Messages ?? [];
}

async function handBack({ sqs, queue }: Place, name: string, messages: readonly Message[]): Promise<void> {
  const { url: QueueUrl } = queue(name);
  for (let first = 0; first < messages.length; first += batch.MaxNumberOfMessages) {
    const some = messages.slice(first, first + batch.MaxNumberOfMessages);
    const Entries = some.map(({ ReceiptHandle }, at) => ({
      Id: String(at),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    // What is not taken back is there already, or gone.
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}

/**
 * Every message that waits in a queue; for others they are there again as soon as they are read.
 *
 * @throws OpsProblem when it is a work queue
 */
export async function lookAt(place: Place, queue: string): Promise<readonly Message[]> {
  const all = countIn(await holdingOnly(place, queue));
  const seen: Message[] = [];
  try {
    for (let at = 0; at < LOOKS && seen.length < all; at += 1) {
      const some = await take(place, queue);
      // Others have the rest in hand.
      if (some.length === 0) break;
      seen.push(...some);
    }
  } finally {
    await handBack(place, queue, seen);
  }
  return seen.toSorted((a, b) => sentAt(a).localeCompare(sentAt(b)));
}

/**
 * Takes messages in hand in one pass, does something with each, and takes it off the queue once that is done.
 *
 * @throws OpsProblem when one of them is not there, and the others are taken off; when it is a work queue
 */
export async function takeOff(
  place: Place,
  queue: string,
  ids: readonly string[],
  act: (message: Message) => Promise<void> = async () => {},
): Promise<void> {
  await holdingOnly(place, queue);
  const { url: QueueUrl } = place.queue(queue);
  const left = new Set(ids);
  const others: Message[] = [];
  try {
    for (let at = 0; at < LOOKS && left.size > 0; at += 1) {
      const some = await take(place, queue);
      if (some.length === 0) break;
      others.push(...some.filter(({ MessageId = '' }) => !left.has(MessageId)));
      for (const message of some.filter(({ MessageId = '' }) => left.has(MessageId))) {
        await act(message);
        const { MessageId = '', ReceiptHandle } = message;
        await place.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        left.delete(MessageId);
      }
    }
  } finally {
    await handBack(place, queue, others);
  }
  if (left.size > 0)
    throw new OpsProblem(
      `There is no message ${[...left].join(', ')} in ${queue}, or somebody has it in hand: try in a minute.`,
    );
}

/** When a message was first sent, by the queue's clock. */
export const sentAt = ({ Attributes }: Message): string =>
  new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString();

const attribute = ({ MessageAttributes }: Message, name: string): string | undefined =>
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
/** `arn:aws:lambda:eu-west-2:1:function:pages`; a version may follow. */
const PARTS_OF_A_FUNCTION = 7;
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
const envelope = z.object({ type: z.string().regex(EVENT_TYPE) });
/** A call for what waits to be told to a desk: of what it says, whose desk it is. */
const call = z.object({
  type: z.templateLiteral(['digest-due.v', z.int()]),
  data: z.object({ desk: z.string().regex(/^(coordinators|(council|smp-lead):[A-Z]\d{8})(>[a-z-]+)?$/) }),
});

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

/** The ARN of the function whose run failed or could not be started, without a version. */
export function failedFunctionIn(message: Message): string | undefined {
  const run = failedRun.safeParse(json(message.Body));
  const arn = run.success ? run.data.requestContext.functionArn : attribute(message, 'TARGET_ARN');
  return arn?.split(':').slice(0, PARTS_OF_A_FUNCTION).join(':');
}

/** The trail whose event could not be relayed. */
export function subjectIn({ Body }: Message): string | undefined {
  const read = whereabouts.safeParse(json(Body));
  const key = read.success ? read.data.dynamodb.Keys.pk.S : '';
  return key.startsWith(kinds.cases.event) ? key.slice(kinds.cases.event.length) : undefined;
}

/** The key of the e-mail that a notice is of. */
export function mailKeyIn({ Body }: Message): string | undefined {
  const read = notice.safeParse(json(Body));
  return read.success
    ? decodeURIComponent(read.data.Records[0].s3.object.key.replaceAll('+', ' '))
    : undefined;
}

/** The type of the event that it is, if it is one. */
export function typeIn({ Body }: Message): string | undefined {
  return envelope.safeParse(json(Body)).data?.type;
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
  if (failedRun.safeParse(json(Body)).success)
    return `a run of ${failedFunctionIn(message)?.split(':').at(-1)}`;
  const event = subjectIn(message);
  if (event !== undefined) return `an event of ${event}`;
  const key = mailKeyIn(message);
  if (key !== undefined) return `the e-mail ${key.split('/').at(-1)}`;
  const type = typeIn(message);
  if (type === undefined)
    return attribute(message, 'TARGET_ARN') ? 'a run by the clock' : 'something of no form of ours';
  // A reference may be told; whatever else a body says may not.
  const references = [...new Set(Body.match(/NTS-[0-9A-Z]{4}-[0-9A-Z]{4}/g))].filter(
    (reference) => CaseReference.safeParse(reference).success,
  );
  const { data } = call.safeParse(json(Body));
  return [type, ...(data === undefined ? [] : [`for ${data.data.desk}`]), ...references].join(' ');
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
