/** `npm run restore -- --table cases --from <restored table>`: puts back what a table has lost, from a copy that AWS restored. */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { defined } from '../shared/core/defined.ts';
import { lastDeployment } from './deploy/last-deployment.ts';
import { DeployProblem } from './deploy/options.ts';
import { DEFAULT_PORT, readEndpoints } from './local-aws/endpoints.ts';
import { REGION } from './region.ts';
import { putBack, putBackTable } from './restore/put-back.ts';

const usage = `npm run restore -- --table <cases|sealed> --from <restored table> [--changed] [--yes] [--stage <name> | --local [--port <port>]]

  --table    the table that is in use
  --from     the table that AWS restored beside it, under a name of its own
  --changed  also puts back what is different; otherwise it stays as it is now
  --yes      writes; without it everything is compared and nothing is changed
  --stage    the stage whose table it is (default: the one without a name)
  --local    the local run that is up
  --port     the base port of that run

What is only in the table in use stays. Nobody is told again of what was put back. infra/runbooks/table-failing.md says when to do this.`;

const outputs = { cases: 'CasesTable', sealed: 'SealedTable' } as const;

function options() {
  try {
    return parseArgs({
      options: {
        table: { type: 'string' },
        from: { type: 'string' },
        changed: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        stage: { type: 'string' },
        local: { type: 'boolean', default: false },
        port: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new DeployProblem(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

interface Place {
  readonly client: DynamoDBClient;
  readonly to: string;
  readonly now: Date;
}

async function localPlace(short: keyof typeof outputs, port: number): Promise<Place> {
  const endpoints = readEndpoints(port);
  const to = endpoints?.tables[short];
  if (endpoints === undefined || to === undefined)
    throw new DeployProblem(`No local run is up on port ${port}. Start one: npm start`);
  const { aws: endpoint, region, accessKeyId, secretAccessKey, control } = endpoints;
  const status = (await (await fetch(new URL('/status', control))).json()) as { readonly now: string };
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
  return { client, to, now: new Date(status.now) };
}

function deployedPlace(short: keyof typeof outputs, stage: string | undefined): Place {
  const to = lastDeployment(stage).data?.[outputs[short]];
  if (to === undefined)
    throw new DeployProblem(
      'Nothing was deployed from this folder. Deploy from here first; it changes nothing that is there.',
    );
  return { client: new DynamoDBClient({ region: REGION }), to, now: new Date() };
}

try {
  const { table, from, changed, yes, stage, local, port } = options();
  if ((table !== 'cases' && table !== 'sealed') || from === undefined)
    throw new DeployProblem(`Say which table, and from what.\n\n${usage}`);
  const place = local
    ? await localPlace(table, Number(port ?? DEFAULT_PORT))
    : deployedPlace(table, defined({ stage }).stage);
  const done = await putBack({ ...place, from, changed, write: yes });
  console.log(putBackTable(done));
  console.log(
    yes ? `Put back: ${done.written}.` : 'Changed nothing. With --yes it puts back what is missing.',
  );
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
