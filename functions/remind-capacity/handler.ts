import type { Context } from 'aws-lambda';
import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { pause } from '../../shared/runtime/pause.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { unreadableItems } from '../../shared/runtime/unreadable-items.ts';
import { remindCapacity } from './remind-capacity.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();
const log = logTo(logger);
const unreadable = unreadableItems(log);

const tools = {
  councils: new DynamoCouncilStore(dynamo(), given.CASES_TABLE, { unreadable: unreadable.skip }),
  policy: policyNamed(given.POLICY),
  clock: systemClock,
  pause,
  log,
  meter: meterTo(metrics),
};

export const handler = middleware<unknown, void>(logger, metrics, async (_event, context: Context) => {
  const { failed } = await remindCapacity(tools, context.awsRequestId);
  unreadable.failIfAny(failed);
});
