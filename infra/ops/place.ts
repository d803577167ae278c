/** Where the scheme runs that somebody operates: an AWS account, or this machine. Every command of `npm run ops` asks through this. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SESClient } from '@aws-sdk/client-ses';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';

/** What somebody asked cannot be done. The message says why, and what to do instead. */
export class OpsProblem extends Error {
  override readonly name = 'OpsProblem';
}

interface QueueAt {
  readonly url: string;
  readonly arn: string;
}

/** What wakes a function: a queue or a table's stream. */
interface Trigger {
  readonly id: string;
  readonly functionName: string;
  readonly source: string;
  readonly on: boolean;
  /** How the last call went, where that is known. */
  readonly last?: string;
}

interface Clock {
  readonly name: string;
  readonly on: boolean;
}

interface LoggedLine {
  /** Instant, ISO 8601. */
  readonly at: string;
  readonly line: string;
}

interface Alarm {
  readonly name: string;
  readonly state: string;
  /** Its description: what has happened, and its runbook. */
  readonly says: string;
}

export interface Place {
  /** In words, for example "the local run on port 4800". */
  readonly name: string;
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly ses: SESClient;
  readonly secrets: SecretsManagerClient;
  readonly sns: SNSClient;
  now(): Promise<Date>;
  /** Short names of all queues. */
  queues(): readonly string[];
  /** @throws OpsProblem when there is none of this short name, as for those below */
  queue(name: string): QueueAt;
  /** When the oldest message of a queue was sent, as far as that is counted; nothing of it is received. */
  oldest(queue: string): Promise<Date | undefined>;
  table(name: string): string;
  bucket(name: string): string;
  /** Its ARN. */
  secret(name: string): string;
  functions(): Promise<readonly string[]>;
  /** The short name of the function with this ARN; undefined when it is none of ours. */
  functionOf(arn: string): Promise<string | undefined>;
  /** Starts a function once and waits for what it answers. */
  invoke(functionName: string, event: unknown): Promise<{ readonly ok: boolean; readonly said: string }>;
  /** What wakes this function; all of ours, without one. */
  triggers(functionName?: string): Promise<readonly Trigger[]>;
  setTrigger(trigger: Trigger, on: boolean): Promise<void>;
  clocks(): Promise<readonly Clock[]>;
  setClock(name: string, on: boolean): Promise<void>;
  /** Lines of a function's log from a moment on that hold these words; all, without words. */
  log(functionName: string, since: Date, words: string): Promise<readonly LoggedLine[]>;
  /** Undefined where nobody keeps them. */
  alarms(): Promise<readonly Alarm[] | undefined>;
  /** Addresses that SES writes to no more, and why. */
  suppressed(): Promise<readonly { readonly address: string; readonly reason: string }[]>;
  unsuppress(address: string): Promise<void>;
  /** Secrets that the running pipeline signs with (`to`), although the stack of tables keeps others (`from`): ARNs. */
  strayKeys(): Promise<readonly { readonly from: string; readonly to: string }[]>;
  /** The topic that tells of alarms: its ARN. */
  alarmTopic(): Promise<string>;
  /** Our set of receipt rules. */
  ruleSet(): Promise<string>;
  /** Stops what happens by the clock, or begins it again. @returns what came of it, in words */
  setLive(live: boolean): Promise<string>;
  close(): void;
}
