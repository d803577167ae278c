/** What starting each function costs, against the smallest handler that calls AWS at all: bytes, milliseconds, instructions. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { bundle, bundleOf, projectRoot } from '../../../infra/constructs/bundled-code.ts';
import { anEntry, anEvent } from '../../builders.ts';
import { functionNames } from '../../function-names.ts';
import { median } from './measure.ts';

const run = promisify(execFile);
const RUNS = 9;
/** One tick of progress, for whoever waits. */
const tell = (words: string) => process.stderr.write(`  ${words}\n`);

export interface StartUp {
  readonly name: string;
  readonly bytes: number;
  /** Medians, milliseconds. */
  readonly imported: number;
  readonly firstCall: number;
  /** Executed by import and first call together, as valgrind counts them without a just-in-time compiler. */
  readonly instructions?: number;
  /** How far two counts of the same thing were apart, in millionths; of the smallest handler only. */
  readonly apartPpm?: number;
}

/** What every function is set beside. */
export const smallest = 'smallest handler';

const sqsEvent = (body: object) => ({
  Records: [
    { messageId: '1', receiptHandle: '1', body: JSON.stringify(body), attributes: {}, messageAttributes: {} },
  ],
});

const streamEvent = () => {
  const event = anEntry('capacity-declared.v1', { subject: 'E10000014' });
  const keys = { pk: { S: 'TRAIL#E10000014' }, sk: { S: 'EVENT#000001' } };
  return {
    Records: [
      {
        eventName: 'INSERT',
        dynamodb: {
          Keys: keys,
          SequenceNumber: '1',
          NewImage: { ...keys, body: { S: JSON.stringify(event) } },
        },
      },
    ],
  };
};

const pageEvent = {
  version: '2.0',
  routeKey: 'GET /offers/{token}',
  rawPath: '/offers/eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl',
  rawQueryString: '',
  headers: { host: 'pages.example' },
  requestContext: {
    http: { method: 'GET', path: '/offers/x', sourceIp: '127.0.0.1', userAgent: 'bench' },
    requestId: '1',
  },
  isBase64Encoded: false,
};

const scheduled = { id: 'bench', time: '2026-11-24T08:00:00Z', scheduledFor: '2026-11-24T08:00:00Z' };

/** What each function is woken by. */
const events: Readonly<Record<string, () => object>> = {
  'allocate-referral': () => sqsEvent(anEvent('referral-received.v1')),
  'relay-events': streamEvent,
  'send-notification': () =>
    sqsEvent({
      id: 'email-1',
      type: 'email-requested.v1',
      at: '2026-11-23T09:00:00.000Z',
      actor: { kind: 'system', name: 'bench' },
      data: {
        template: 'referral-acknowledged',
        to: { role: 'entry-authority' },
        about: { kind: 'case', caseId: 'NTS-7F3K-2M9Q', eventNumber: 1 },
      },
    }),
  // The notice that S3 sends of a mail which SES has put there.
  'receive-email': () =>
    sqsEvent({
      Records: [
        {
          eventTime: '2026-11-23T09:00:00.000Z',
          s3: { bucket: { name: 'mail' }, object: { key: 'incoming/bench', size: 2_000 } },
        },
      ],
    }),
  pages: () => pageEvent,
  api: () => ({
    ...pageEvent,
    routeKey: 'GET /api/referrals/{reference}',
    rawPath: '/api/referrals/NTS-7F3K-2M9Q',
    headers: { ...pageEvent.headers, authorization: `Bearer ${'k'.repeat(43)}` },
    pathParameters: { reference: 'NTS-7F3K-2M9Q' },
  }),
};

/** Stands in for what the stack sets on each function. */
export const environment = (endpoint: string): Record<string, string> => ({
  AWS_REGION: 'eu-west-2',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_ENDPOINT_URL: endpoint,
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  CASES_TABLE: 'cases',
  SEALED_TABLE: 'sealed',
  POLICY: 'nts-2025',
  LINK_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-2:000000000000:secret:links',
  PAGES_URL: 'https://pages.example',
  SENDER_ADDRESS: 'no-reply@transfers.example',
  INBOX_ADDRESS: 'referrals@transfers.example',
  OWN_DOMAIN: 'transfers.example',
  SEALED_DAYS: '400',
  ANCHORS_BUCKET: 'anchors',
  MAIL_BUCKET: 'mail',
  DOCUMENTS_BUCKET: 'documents',
  FINGERPRINT_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-2:000000000000:secret:fingerprints',
  CONFIGURATION_SET: 'transfers',
  QUARANTINE_QUEUE_URL: `${endpoint}/000000000000/quarantine`,
  REFERRALS_QUEUE_URL: `${endpoint}/000000000000/referrals`,
  NOTIFICATIONS_QUEUE_URL: `${endpoint}/000000000000/notifications`,
  POWERTOOLS_SERVICE_NAME: 'bench',
  POWERTOOLS_METRICS_NAMESPACE: 'bench',
});

/** An AWS that answers everything with nothing, on the loopback address. */
async function emptyAws(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () =>
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const script = path.join(import.meta.dirname, 'cold-start.mjs');

export const hasValgrind = (): boolean => spawnSync('valgrind', ['--version']).status === 0;
/** Addresses that differ from run to run change how tables of them are walked. */
const sameAddresses = spawnSync('setarch', ['-R', 'true']).status === 0 ? ['setarch', '-R'] : [];

/** Instructions of a whole process. @throws Error with valgrind's words */
async function instructionsOf(args: readonly string[], env: Record<string, string>): Promise<number> {
  const [command = '', ...rest] = [...sameAddresses, 'valgrind'];
  const { stderr } = await run(
    command,
    [
      ...rest,
      '--tool=callgrind',
      '--callgrind-out-file=/dev/null',
      process.execPath,
      '--jitless',
      '--single-threaded',
      '--predictable',
      '--random-seed=1',
      '--hash-seed=1',
      ...args,
    ],
    { env, maxBuffer: 1 << 26 },
  );
  const [, counted] = /Collected : (\d+)/.exec(stderr) ?? [];
  if (counted === undefined) throw new Error(`valgrind counted nothing:\n${stderr.slice(-2_000)}`);
  return Number(counted);
}

async function measured(
  name: string,
  files: ReadonlyMap<string, Uint8Array>,
  folder: string,
  url: string,
  counting: boolean,
): Promise<StartUp> {
  tell(name);
  const own = path.join(folder, name.replaceAll(/\W+/g, '-'));
  mkdirSync(own);
  // Without source maps, which are read only when something fails, as some first calls do here.
  const modules = [...files].filter(([module]) => module.endsWith('.mjs'));
  for (const [module, code] of modules) writeFileSync(path.join(own, module), code);
  const file = path.join(own, 'handler.mjs');
  const event = path.join(own, 'event.json');
  writeFileSync(event, JSON.stringify((events[name] ?? (() => scheduled))()));
  const env = { ...environment(url), PATH: process.env.PATH ?? '' };
  const times: { imported: number; called: number }[] = [];
  for (let turn = 0; turn < RUNS; turn += 1) {
    const { stderr } = await run(process.execPath, [script, file, event], { env, maxBuffer: 1 << 24 });
    const [, json = ''] = /COLD START (\{.*\})/.exec(stderr) ?? [];
    if (json === '') throw new Error(`${name} did not start:\n${stderr.slice(-2_000)}`);
    times.push(JSON.parse(json) as { imported: number; called: number });
  }
  const args = [script, file, event];
  const instructions = counting ? await instructionsOf(args, env) : undefined;
  const again =
    counting && name === smallest ? Math.abs((await instructionsOf(args, env)) - (instructions ?? 0)) : 0;
  return {
    name,
    bytes: modules.reduce((bytes, [, code]) => bytes + code.length, 0),
    imported: median(times.map(({ imported }) => imported)),
    firstCall: median(times.map(({ called }) => called)),
    ...(instructions === undefined ? {} : { instructions, apartPpm: (again / instructions) * 1e6 }),
  };
}

/** One module, minified, the SDK in it as it comes: what esbuild makes when it is asked for no more. */
const asAnybodyWould = (entry: string): ReadonlyMap<string, Uint8Array> => {
  const { outputFiles } = buildSync({
    absWorkingDir: projectRoot,
    entryPoints: [entry],
    outfile: 'bundle/handler.mjs',
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
  });
  return new Map(outputFiles.map(({ path: file, contents }) => [path.basename(file), contents]));
};

/** Measures the smallest handler first, then every function. @param counting with valgrind, a minute or two each */
export async function startUps(counting: boolean): Promise<readonly StartUp[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nts-bench-'));
  const { server, url } = await emptyAws();
  try {
    const bare = 'test/lab/bench/bare/handler.ts';
    const results = [
      await measured(smallest, asAnybodyWould(bare), folder, url, counting),
      await measured('the same, bundled as ours', bundleOf(bare), folder, url, counting),
      await measured(
        'Node alone',
        new Map([['handler.mjs', Buffer.from('export const handler = async () => {};')]]),
        folder,
        url,
        counting,
      ),
    ];
    for (const name of functionNames) results.push(await measured(name, bundle(name), folder, url, counting));
    return results;
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
