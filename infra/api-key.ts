/** `npm run api-key -- --council E10000016`: gives a council's system a key of the API, or takes its keys away. */

import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamo } from '../shared/aws/clients/dynamo.ts';
import { DynamoApiStore } from '../shared/aws/dynamo-api-store.ts';
import {
  hashOfKey,
  keyFrom,
  MOST_DAYS_OF_OLD_KEY,
  oldKeyOpensUntil,
} from '../shared/core/council/council-keys.ts';
import { publishedCouncil } from '../shared/core/council/published-councils.ts';
import { defined } from '../shared/core/defined.ts';
import { lastDeployment } from './deploy/last-deployment.ts';
import { DeployProblem } from './deploy/options.ts';
import { DEFAULT_PORT, readEndpoints } from './local-aws/endpoints.ts';
import { REGION } from './region.ts';
import { stackNames } from './stage.ts';

const usage = `npm run api-key -- --council <code> [--keep-old-days <days> | --revoke] [--stage <name> | --table <name> | --local [--port <port>]]

  --council  whose key it is, for example E10000016 (Kent)
  --keep-old-days  for so many days (at most ${MOST_DAYS_OF_OLD_KEY}) the key that the council had opens too
  --revoke   take the council's keys away at once, and give it none
  --stage    the stage whose table of personal data it is (default: the one without a name)
  --table    the table of personal data (default: that of the last deployment from this folder)
  --local    the table of the local run that is up
  --port     the base port of that run

The key is printed once and kept only as a hash. The key that the council had is void at once, unless --keep-old-days is given.\nCoordinators do the same on the page /keys, which also tells the council.`;

/** Stands in the record of a key that was changed from here: which person it was, AWS's own log says. */
const BY = 'operator';

function tableDeployed(stage: string | undefined): string {
  const table = lastDeployment(stage).data?.SealedTable;
  if (table === undefined)
    throw new DeployProblem(
      `Nothing was deployed from this folder. Name the table of personal data (output SealedTable of the stack ${stackNames(stage).data}): --table <name>`,
    );
  return table;
}

function storeOf(values: { local: boolean; port?: string; table?: string; stage?: string }): DynamoApiStore {
  if (!values.local) {
    process.env.AWS_REGION = REGION;
    return new DynamoApiStore(dynamo(), values.table ?? tableDeployed(values.stage));
  }
  const port = Number(values.port ?? DEFAULT_PORT);
  const endpoints = readEndpoints(port);
  const table = endpoints?.tables.sealed;
  if (endpoints === undefined || table === undefined)
    throw new DeployProblem(`No local run is up on port ${port}. Start one: npm start`);
  const { aws: endpoint, region, accessKeyId, secretAccessKey } = endpoints;
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  return new DynamoApiStore(client, table);
}

function options() {
  try {
    return parseArgs({
      options: {
        council: { type: 'string' },
        'keep-old-days': { type: 'string', default: '0' },
        revoke: { type: 'boolean', default: false },
        stage: { type: 'string' },
        table: { type: 'string' },
        local: { type: 'boolean', default: false },
        port: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new DeployProblem(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

try {
  const values = options();
  const council = publishedCouncil(values.council ?? '');
  if (council === undefined)
    throw new DeployProblem(
      values.council === undefined
        ? `Say whose key it is.\n\n${usage}`
        : `There is no council with children’s services with the code "${values.council}".`,
    );
  const days = values['keep-old-days'];
  if (!/^\d{1,2}$/.test(days) || Number(days) > MOST_DAYS_OF_OLD_KEY || (values.revoke && days !== '0'))
    throw new DeployProblem(
      `--keep-old-days takes a number from 0 to ${MOST_DAYS_OF_OLD_KEY}, and not together with --revoke.\n\n${usage}`,
    );
  const store = storeOf({
    local: values.local,
    ...defined({ port: values.port, table: values.table, stage: values.stage }),
  });
  const at = new Date().toISOString();
  if (values.revoke) {
    await store.revokeKeys(council.code, { at, by: BY });
    console.error(`${council.name} has no key of the API any more.`);
  } else {
    const key = keyFrom(randomBytes(32));
    const oldUntil = oldKeyOpensUntil(at, Number(days));
    await store.replaceKey(council.code, hashOfKey(key), {
      at,
      by: BY,
      ...defined({ oldUntil }),
    });
    console.error(
      `The key of ${council.name}, printed this once. Hand it over by a way that only they can read. The one they had ${oldUntil === undefined ? 'is void' : `opens until ${oldUntil}`}.`,
    );
    console.log(key);
  }
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
