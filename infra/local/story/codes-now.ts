import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoRosterStore } from '../../../shared/aws/dynamo-roster-store.ts';
import { codeAt } from '../../../shared/runtime/one-time-code.ts';
import { connectionTo, type Endpoints } from '../../local-aws/endpoints.ts';

const HALF_A_MINUTE = 30_000;

/**
 * The codes that phones show at the time of a run, for whoever has no phone beside it or has moved its clock. It is a door of the run on this
 * machine alone: it reads the table as nobody but the pages may in an account.
 *
 * @param secret as a page says it; without one, of each coordinator who has set up a second step
 * @returns a line for each
 */
export async function codesNow(
  run: Pick<Endpoints, 'aws' | 'region' | 'accessKeyId' | 'secretAccessKey' | 'tables'>,
  now: string,
  secret: string,
): Promise<readonly string[]> {
  if (secret !== '') return [codeAt(secret.replaceAll(' ', '').toUpperCase(), now)];
  const client = new DynamoDBClient(connectionTo(run));
  const { roster } = await new DynamoRosterStore(client, run.tables.sealed ?? '').read('coordinators');
  client.destroy();
  const lines = roster.people.flatMap(({ name, secondStep }) =>
    secondStep === undefined
      ? []
      : [
          `${codeAt(secondStep.secret, now)}  ${name}${secondStep.lastStep * HALF_A_MINUTE >= Date.parse(now) - HALF_A_MINUTE ? '  (used: ask again in half a minute)' : ''}`,
        ],
  );
  return lines.length > 0
    ? lines
    : [
        'No coordinator has a second step yet. The page to set it up shows a secret: npm run local -- code <secret>',
      ];
}
