import type { Context } from 'aws-lambda';
import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoFigureStore } from '../../shared/aws/dynamo-figure-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { pause } from '../../shared/runtime/pause.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { unreadableItems } from '../../shared/runtime/unreadable-items.ts';
import { recountHeadroom } from './recount-headroom.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();
const log = logTo(logger);
const unreadable = unreadableItems(log);

const tools = {
  cases: new DynamoCaseStore(dynamo(), given.CASES_TABLE, { unreadable: unreadable.skip }),
  councils: new DynamoCouncilStore(dynamo(), given.CASES_TABLE, { unreadable: unreadable.skip }),
  figures: new DynamoFigureStore(dynamo(), given.CASES_TABLE),
  sealed: new DynamoSealedStore(dynamo(), given.SEALED_TABLE),
  policy: policyNamed(given.POLICY),
  clock: systemClock,
  pause,
  log,
  meter: meterTo(metrics),
};

export const handler = middleware<unknown, void>(logger, metrics, async (_event, context: Context) => {
  const { failed } = await recountHeadroom(tools, context.awsRequestId);
  unreadable.failIfAny(failed);
});
