/** `npm run verify-trails`: compares every trail with its anchors, and says which no longer is what it was. */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamo } from '../shared/aws/clients/dynamo.ts';
import { s3 } from '../shared/aws/clients/s3.ts';
import { DynamoCaseStore } from '../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../shared/aws/dynamo-council-store.ts';
import { DynamoTrailStore } from '../shared/aws/dynamo-trail-store.ts';
import { S3AnchorStore } from '../shared/aws/s3-anchor-store.ts';
import { defined } from '../shared/core/defined.ts';
import { lastDeployment } from './deploy/last-deployment.ts';
import { DeployProblem } from './deploy/options.ts';
import { DEFAULT_PORT, readEndpoints } from './local-aws/endpoints.ts';
import { REGION } from './region.ts';
import { stackNames } from './stage.ts';
import { verificationTable, verifyTrails } from './verify/verify.ts';

const usage = `npm run verify-trails -- [--stage <name> | --table <name> --bucket <name> | --local [--port <port>]] [--now <instant>]

  --stage    the stage whose trails they are (default: the one without a name)
  --table    the table of cases (default: that of the last deployment from this folder)
  --bucket   the bucket of anchors (default: the same)
  --local    the table and bucket of the local run that is up
  --port     the base port of that run
  --now      the instant to take for now, for a local run whose clock was moved: 2026-11-25T12:00:00.000Z

It reads and changes nothing. It ends with 1 when something does not hold.`;

interface Place {
  readonly table: string;
  readonly bucket: string;
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
}

function deployedPlace(typed: { table?: string; bucket?: string; stage?: string }): Place {
  const { table, bucket, stage } = typed;
  const outputs = lastDeployment(stage).data;
  const found = { table: table ?? outputs?.CasesTable, bucket: bucket ?? outputs?.AnchorsBucket };
  if (found.table === undefined || found.bucket === undefined)
    throw new DeployProblem(
      `Nothing was deployed from this folder. Name the table and the bucket (outputs CasesTable and AnchorsBucket of the stack ${stackNames(stage).data}): --table <name> --bucket <name>`,
    );
  process.env.AWS_REGION = REGION;
  return { table: found.table, bucket: found.bucket, dynamo: dynamo(), s3: s3() };
}

function localPlace(port: number): Place {
  const endpoints = readEndpoints(port);
  const [table, bucket] = [endpoints?.tables.cases, endpoints?.buckets.anchors];
  if (endpoints === undefined || table === undefined || bucket === undefined)
    throw new DeployProblem(`No local run is up on port ${port}. Start one: npm start`);
  const { aws: endpoint, region, accessKeyId, secretAccessKey } = endpoints;
  const client = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  return {
    table,
    bucket,
    dynamo: new DynamoDBClient(client),
    s3: new S3Client({ ...client, forcePathStyle: true }),
  };
}

function options() {
  try {
    return parseArgs({
      options: {
        stage: { type: 'string' },
        table: { type: 'string' },
        bucket: { type: 'string' },
        local: { type: 'boolean', default: false },
        port: { type: 'string' },
        now: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new DeployProblem(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

try {
  const { local, port, now = new Date().toISOString(), table, bucket, stage } = options();
  if (Number.isNaN(Date.parse(now))) throw new DeployProblem(`--now takes an instant.\n\n${usage}`);
  const place = local
    ? localPlace(Number(port ?? DEFAULT_PORT))
    : deployedPlace(defined({ table, bucket, stage }));
  const verification = await verifyTrails({
    trails: new DynamoTrailStore(place.dynamo, place.table),
    anchors: new S3AnchorStore(place.s3, place.bucket),
    cases: new DynamoCaseStore(place.dynamo, place.table),
    councils: new DynamoCouncilStore(place.dynamo, place.table),
    now: new Date(now).toISOString(),
  });
  console.log(verificationTable(verification));
  if (verification.findings.length > 0) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
