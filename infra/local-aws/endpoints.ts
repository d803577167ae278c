/** Where the parts of a run are found, and the file that tells other programs. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REGION } from './template/physical-names.ts';
import type { Plan } from './template/plan.ts';

export const DEFAULT_PORT = 4800;

/** Ports of a run, counted from its base port. */
export const offsets = { pages: 0, mailbox: 1, aws: 2, control: 3, dynamoDb: 4, smtp: 5, ops: 6 } as const;

export interface Endpoints {
  /** Root of the template's HTTP API, without a slash at its end. */
  readonly pages: string;
  readonly mailbox: string;
  /** What CloudWatch shows, where the run is watched. */
  readonly ops: string;
  /** Takes mail for the addresses of the template's receipt rules. */
  readonly smtp: string;
  /** One address for every AWS service. */
  readonly aws: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Queue URLs by short name. */
  readonly queues: Readonly<Record<string, string>>;
  /** Table names by short name. */
  readonly tables: Readonly<Record<string, string>>;
  /** ARNs of secrets by short name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Bucket names by short name. */
  readonly buckets: Readonly<Record<string, string>>;
  /** Moves the clock, tells the status, stops the run; see control.ts. */
  readonly control: string;
  /** Process id of the run. */
  readonly pid: number;
}

export const at = (port: number, part: keyof typeof offsets) => `http://127.0.0.1:${port + offsets[part]}`;

export function endpointsOf(port: number, plan: Plan): Endpoints {
  return {
    pages: at(port, 'pages'),
    mailbox: at(port, 'mailbox'),
    ops: at(port, 'ops'),
    smtp: at(port, 'smtp').replace('http:', 'smtp:'),
    aws: at(port, 'aws'),
    region: REGION,
    accessKeyId: 'LOCALADMIN',
    secretAccessKey: 'local-run-only',
    queues: Object.fromEntries(plan.queues.map((queue) => [queue.shortName, queue.url])),
    tables: Object.fromEntries(plan.tables.map((table) => [table.shortName, table.name])),
    secrets: Object.fromEntries(plan.secrets.map((secret) => [secret.shortName, secret.arn])),
    buckets: Object.fromEntries(plan.buckets.map((bucket) => [bucket.shortName, bucket.name])),
    control: at(port, 'control'),
    pid: process.pid,
  };
}

/** What a client of the AWS SDK is made with, to reach a run. */
export const connectionTo = ({
  aws,
  region,
  accessKeyId,
  secretAccessKey,
}: Pick<Endpoints, 'aws' | 'region' | 'accessKeyId' | 'secretAccessKey'>) => ({
  endpoint: aws,
  region,
  credentials: { accessKeyId, secretAccessKey },
});

const root = path.resolve(import.meta.dirname, '../..');

/** `.local/endpoints.json`, or `.local/endpoints-<port>.json` for a run on other ports. */
export const endpointsFile = (port: number) =>
  path.join(root, '.local', port === DEFAULT_PORT ? 'endpoints.json' : `endpoints-${port}.json`);

/** Where the mails of a run lie while it lasts. */
export const mailFolder = (port: number) => path.join(root, '.local', `mail-${port}`);

export function writeEndpoints(port: number, endpoints: Endpoints): void {
  const file = endpointsFile(port);
  mkdirSync(path.dirname(file), { recursive: true });
  // Whoever waits for the file must never read half of it.
  writeFileSync(`${file}.new`, `${JSON.stringify(endpoints, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}

export function removeEndpoints(port: number): void {
  rmSync(endpointsFile(port), { force: true });
}

/** Undefined when no run on this port is ready. */
export function readEndpoints(port: number): Endpoints | undefined {
  try {
    return JSON.parse(readFileSync(endpointsFile(port), 'utf8')) as Endpoints;
  } catch {
    return undefined;
  }
}
