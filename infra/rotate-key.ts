/** `npm run rotate-key -- --secret link`: rotates a key that signs, or ends the time in which the one before it still counts. */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoCaseStore } from '../shared/aws/dynamo-case-store.ts';
import { linkLifetimeDays } from '../shared/runtime/links.ts';
import { lastDeployment } from './deploy/last-deployment.ts';
import { DeployProblem } from './deploy/options.ts';
import { DEFAULT_PORT, readEndpoints } from './local-aws/endpoints.ts';
import { REGION } from './region.ts';
import { RotatedKey } from './rotated-key.ts';
import { stackNames } from './stage.ts';

const usage = `npm run rotate-key -- --secret <link|fingerprint> [--end-overlap | --leaked | --state] [--anyway] [--stage <name> | --local [--port <port>]]

  --secret       link: signs links and sessions. fingerprint: marks children, so that the same child is found again
  --end-overlap  what the key before this one signed counts no more
  --leaked       rotates the key and ends the overlap at once, because somebody else has it
  --state        says how the key stands, and changes nothing
  --anyway       ends an overlap that is still needed, or rotates the key again during one
  --stage        the stage whose key it is (default: the one without a name)
  --local        the local run that is up
  --port         the base port of that run

Without one of these the key is rotated: everything new is signed with a new key, and what the one before it signed goes on to count.
Running functions take either up within five minutes. infra/runbooks/rotate-secrets.md says when to do what.`;

const secrets = {
  link: { output: 'LinkSecretArn', local: 'link-secret' },
  fingerprint: { output: 'FingerprintSecretArn', local: 'fingerprint-secret' },
} as const;
type Which = keyof typeof secrets;

const DAY = 24 * 60 * 60 * 1000;
const LONGEST_LINK_DAYS = Math.max(...Object.values(linkLifetimeDays));

interface Found {
  readonly key: RotatedKey;
  readonly cases: DynamoCaseStore;
  readonly now: Date;
}

function inAws(which: Which, stage: string | undefined): Found {
  const { data, pipeline } = lastDeployment(stage);
  const [secret, table] = [pipeline?.[secrets[which].output], data?.CasesTable];
  if (secret === undefined || table === undefined)
    throw new DeployProblem(
      `Nothing was deployed from this folder that names the secret (output ${secrets[which].output} of the stack ${stackNames(stage).pipeline}). Deploy from here first; it changes nothing that is there.`,
    );
  return {
    key: new RotatedKey(new SecretsManagerClient({ region: REGION }), secret),
    cases: new DynamoCaseStore(new DynamoDBClient({ region: REGION }), table),
    now: new Date(),
  };
}

async function inLocalRun(which: Which, port: number): Promise<Found> {
  const endpoints = readEndpoints(port);
  const [secret, table] = [endpoints?.secrets[secrets[which].local], endpoints?.tables.cases];
  if (endpoints === undefined || secret === undefined || table === undefined)
    throw new DeployProblem(`No local run is up on port ${port}. Start one: npm start`);
  const { aws: endpoint, region, accessKeyId, secretAccessKey, control } = endpoints;
  const connection = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const status = (await (await fetch(new URL('/status', control))).json()) as { readonly now: string };
  return {
    key: new RotatedKey(new SecretsManagerClient(connection), secret),
    cases: new DynamoCaseStore(new DynamoDBClient(connection), table),
    now: new Date(status.now),
  };
}

/** Why the key before this one is still needed, in words; undefined when nothing needs it. */
async function stillNeeded(which: Which, since: Date, { cases, now }: Found): Promise<string | undefined> {
  if (which === 'link') {
    const over = new Date(since.getTime() + LONGEST_LINK_DAYS * DAY);
    return now < over
      ? `Links that it signed open until ${over.toISOString().slice(0, 10)}: ${LONGEST_LINK_DAYS} days after the key was rotated.`
      : undefined;
  }
  let open = 0;
  for await (const { openedAt } of cases.open()) if (new Date(openedAt) <= since) open += 1;
  return open === 0
    ? undefined
    : `${open} ${open === 1 ? 'case that was' : 'cases that were'} referred under it ${open === 1 ? 'is' : 'are'} still open: a child of theirs who is referred again would not be found.`;
}

function options() {
  try {
    return parseArgs({
      options: {
        secret: { type: 'string' },
        'end-overlap': { type: 'boolean', default: false },
        leaked: { type: 'boolean', default: false },
        state: { type: 'boolean', default: false },
        anyway: { type: 'boolean', default: false },
        stage: { type: 'string' },
        local: { type: 'boolean', default: false },
        port: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new DeployProblem(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

async function act(): Promise<string> {
  const values = options();
  const which = values.secret;
  if (which !== 'link' && which !== 'fingerprint')
    throw new DeployProblem(`Say which key: --secret link or --secret fingerprint.\n\n${usage}`);
  if ([values['end-overlap'], values.leaked, values.state].filter(Boolean).length > 1)
    throw new DeployProblem(`Only one of --end-overlap, --leaked and --state.\n\n${usage}`);
  const found = values.local
    ? await inLocalRun(which, Number(values.port ?? DEFAULT_PORT))
    : inAws(which, values.stage);
  const { key } = found;
  const { since, overlapping } = await key.state();
  const needed = overlapping ? await stillNeeded(which, since, found) : undefined;
  if (values.state)
    return `The ${which} key signs since ${since.toISOString()}. ${
      overlapping
        ? `The one before it still counts. ${needed ?? 'Nothing needs it any more: end the overlap with --end-overlap.'}`
        : 'No other counts.'
    }`;
  if (values.leaked) {
    await key.rotate();
    await key.endOverlap();
    return `A new ${which} key signs, and no other counts. Running functions take that up within five minutes.`;
  }
  if (values['end-overlap']) {
    if (needed !== undefined && !values.anyway)
      throw new DeployProblem(
        `The key before this one is still needed. ${needed} To end it all the same: --anyway`,
      );
    await key.endOverlap();
    return `Only the present ${which} key counts. Running functions take that up within five minutes.`;
  }
  if (overlapping && !values.anyway)
    throw new DeployProblem(
      `The key before this one still counts, and rotating it again would void that. ${needed ?? ''} End the overlap first (--end-overlap), or rotate it all the same: --anyway`,
    );
  await key.rotate();
  return `A new ${which} key signs. What the one before it signed goes on to count until you end the overlap: npm run rotate-key -- --secret ${which} --end-overlap`;
}

try {
  console.log(await act());
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
