/** One address for every AWS service: knows the caller by its access key, judges the call, strikes it with faults, passes it on. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Judge } from '../iam/denials.ts';
import { accessesOf } from '../iam/iam-requests.ts';
import { LocalRunError } from '../local-run-error.ts';
import type { Json } from '../template/assembly.ts';
import type { FunctionPlan, Plan } from '../template/plan.ts';
import { type AwsAnswer, accessDenied, awsFault } from './aws-answers.ts';
import type { Bill } from './bill.ts';
import type { DynamoDb } from './dynamodb.ts';
import { type FaultedCall, type FaultKind, type Faults, faultAnswer, halve } from './faults.ts';
import { readS3Call, type S3, type S3Call } from './s3.ts';
import type { Secrets } from './secrets.ts';
import type { Ses, SesCall } from './ses.ts';
import type { Sns } from './sns.ts';
import type { Sqs } from './sqs.ts';
import { asQueryAnswer, readQuery } from './sqs-query-protocol.ts';
import type { Usage } from './usage.ts';

const ADMIN = 'admin';

/** `undefined` is the person at the keyboard, who may do everything. */
type Caller = FunctionPlan | undefined;

export interface GatewayOptions {
  readonly plan: Plan;
  readonly dynamoDb: DynamoDb;
  readonly sqs: Sqs;
  readonly ses: Ses;
  readonly s3: S3;
  readonly secrets: Secrets;
  readonly sns: Sns;
  readonly judge: Judge;
  readonly faults: Faults;
  readonly usage: Usage;
  /** Says what each call on a table costs; nobody asks by default, because it reads every item before and after a write. */
  readonly bill?: Bill;
  /** Who holds an access key; undefined for a key that nobody was given. */
  callerOf(accessKeyId: string): { caller: Caller } | undefined;
  /** Told of every call as it comes; it resolves when all that it asks is done, whether or not anybody waits for the answer. */
  onCall?(carriedOut: Promise<void>): void;
  /** Told of each call that a fault struck. */
  onStruck?(call: FaultedCall, kind: FaultKind): void;
  /** Called after a write to a table with a stream, so that nobody has to poll in a hurry. */
  onTableWrite(): void;
  /** Told of each queue that something is asked of, by its URL. */
  onQueue?(url: string): void;
  /** Called when the gateway itself cannot go on, for example at a policy that it cannot judge. */
  onTrouble(error: unknown): void;
}

interface Call extends FaultedCall {
  readonly plan: Caller;
  readonly target: string;
  readonly mail: SesCall | undefined;
  readonly object: S3Call | undefined;
  readonly queryProtocol: boolean;
}

const writes = /^(Put|Update|Delete|TransactWrite|BatchWrite)/;
const BIGGEST_BODY = 45 * 1024 * 1024;

export function gateway(options: GatewayOptions): Server {
  const server = createServer((request, response) => {
    const carriedOut = answer(options, request, response).catch((error: unknown) => {
      options.onTrouble(error);
      send(
        response,
        awsFault('dynamodb', 500, 'InternalFailure', error instanceof Error ? error.message : String(error)),
      );
    });
    options.onCall?.(carriedOut);
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

async function answer(
  options: GatewayOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  const scope = /Credential=([^/,]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(
    request.headers.authorization ?? '',
  );
  const [, accessKeyId = '', service = ''] = scope ?? [];
  const known = options.callerOf(accessKeyId);
  if (!scope || !known) {
    const message =
      'The security token included in the request is invalid. Use the accessKeyId of .local/endpoints.json.';
    return send(response, awsFault(service, 403, 'UnrecognizedClientException', message));
  }
  const call = await readCall(options, known.caller, service, request, body);
  options.usage.count(call.caller, service, call.operation);
  if (call.plan) {
    const accesses = accessesOf(
      { service, operation: operationForIam(call), body: call.mail ? { ...call.mail } : call.body },
      options.plan,
    );
    const denial = options.judge.function(call.plan, accesses);
    if (denial) return send(response, finish(call, accessDenied(service, denial.message)));
  }
  const fault = options.faults.strike(call);
  if (!fault) return send(response, finish(call, await carryOut(options, call)));
  options.onStruck?.(call, fault.kind);
  if (fault.kind === 'timeout') {
    await new Promise((resolve) => setTimeout(resolve, fault.milliseconds ?? 3_000));
    response.destroy();
  } else if (fault.kind === 'accept-then-fail') {
    await carryOut(options, call);
    response.destroy();
  } else if (fault.kind === 'half-batch') {
    const half = halve(call);
    const done = await carryOut(options, { ...call, body: half.body });
    const reported =
      done.status === 200
        ? { ...done, body: JSON.stringify(half.report(JSON.parse(done.body) as Json)) }
        : done;
    send(response, finish(call, reported));
  } else send(response, finish(call, faultAnswer(fault.kind, call)));
}

async function readCall(
  options: GatewayOptions,
  plan: Caller,
  service: string,
  request: IncomingMessage,
  body: Buffer,
): Promise<Call> {
  const target = String(request.headers['x-amz-target'] ?? '');
  const base = {
    plan,
    caller: plan?.shortName ?? ADMIN,
    service,
    target,
    mail: undefined,
    object: undefined,
    queryProtocol: false,
  };
  if (service === 'ses') {
    const mail = await options.ses.read(body.toString('utf8'));
    return { ...base, operation: mail.operation, body: {}, mail };
  }
  if (service === 'sns') {
    const form = new URLSearchParams(body.toString('utf8'));
    return { ...base, operation: form.get('Action') ?? '', body: Object.fromEntries(form) };
  }
  if (service === 's3') {
    const object = readS3Call(request.method ?? '', request.url ?? '/', request.headers, body);
    const { operation, bucket, key, ifNoneMatch, query } = object;
    const tags = options.s3.tagsOf(bucket, key);
    const prefix = query.get('prefix') ?? undefined;
    return { ...base, operation, body: { bucket, key, tags, ifNoneMatch, prefix }, object };
  }
  if (service === 'sqs' && !target) {
    const query = readQuery(
      new URLSearchParams(body.toString('utf8')),
      request.url ?? '/',
      request.headers.host ?? '',
    );
    return { ...base, operation: query.operation, body: query.body, queryProtocol: true };
  }
  return {
    ...base,
    operation: target.slice(target.indexOf('.') + 1),
    body: (body.length ? JSON.parse(body.toString('utf8')) : {}) as Json,
  };
}

const operationForIam = (call: Call) =>
  call.target.startsWith('DynamoDBStreams_') ? `Streams.${call.operation}` : call.operation;

function finish(call: Call, given: AwsAnswer): AwsAnswer {
  return call.queryProtocol ? asQueryAnswer(call.operation, given) : given;
}

async function carryOut(options: GatewayOptions, call: Call): Promise<AwsAnswer> {
  switch (call.service) {
    case 'dynamodb':
      return toDynamoDb(options, call);
    case 'sqs':
      options.onQueue?.(String(call.body.QueueUrl ?? ''));
      return options.sqs.forward(call.operation, call.body);
    case 'ses':
      if (!call.mail) throw new Error('A call to SES was not read.');
      return options.ses.handle(call.mail);
    case 's3':
      if (!call.object) throw new Error('A call to S3 was not read.');
      return options.s3.handle(call.object, mayList(options, call));
    case 'secretsmanager':
      return options.secrets.handle(call.operation, call.body);
    case 'sns':
      return options.sns.handle(new URLSearchParams(call.body as Record<string, string>));
    case 'sts':
      return callerIdentity();
    default:
      throw new LocalRunError(
        `The local run plays DynamoDB, SQS, SES, SNS, S3 and Secrets Manager, not ${call.service}.`,
      );
  }
}

/** Whether S3 tells this caller that an object is missing. */
function mayList({ plan, judge }: GatewayOptions, { plan: caller, object }: Call): boolean {
  const bucket = plan.buckets.find(({ name }) => name === object?.bucket);
  if (caller === undefined || bucket === undefined) return true;
  return judge.could(caller, { action: 's3:ListBucket', resource: bucket.arn });
}

async function toDynamoDb(options: GatewayOptions, call: Call): Promise<AwsAnswer> {
  const forward = () => options.dynamoDb.forward(call.target, JSON.stringify(call.body));
  const given = await (options.bill && call.target.startsWith('DynamoDB_')
    ? options.bill.around(call, forward)
    : forward());
  if (given.status === 200 && writes.test(call.operation)) options.onTableWrite();
  return given;
}

function callerIdentity(): AwsAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::000000000000:user/local</Arn><UserId>LOCAL</UserId><Account>000000000000</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BIGGEST_BODY) throw new Error('The request is bigger than any AWS service here takes.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, given: AwsAnswer): void {
  if (response.destroyed || response.headersSent) return;
  const content = given.content ?? Buffer.from(given.body);
  response.writeHead(given.status, { ...given.headers, 'content-length': content.length });
  response.end(content);
}
