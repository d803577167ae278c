/** One DynamoDB Local for many: where test files or mutants come one after the other, each would start a server of its own. */
import { DynamoDb } from '../../infra/local-aws/services/dynamodb.ts';
import { freePort } from './free-port.ts';

const RUNNING = 'DYNAMODB_LOCAL_PORT';

/** Port of a server that is up for everybody, if there is one. */
export const runningDynamoDb = (): number | undefined => {
  const port = process.env[RUNNING];
  return port === undefined ? undefined : Number(port);
};

/** Another AWS of which the promises are asked, by its address: `npm run judge` names one. */
export const judgedAws = (): string | undefined => process.env.JUDGED_AWS;

/** Starts one for this process and whatever it starts. */
export async function startOneDynamoDb(): Promise<DynamoDb> {
  const port = await freePort();
  const server = await DynamoDb.start({ port });
  process.env[RUNNING] = String(port);
  return server;
}

/** Whoever comes after starts another. */
export async function stopOneDynamoDb(server: DynamoDb): Promise<void> {
  delete process.env[RUNNING];
  await server.stop();
}
