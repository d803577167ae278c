import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { s3 } from '../../shared/aws/clients/s3.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { S3AnchorStore } from '../../shared/aws/s3-anchor-store.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { anchorTrails } from './anchor-trails.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();

const tools = {
  trails: new DynamoTrailStore(dynamo(), given.CASES_TABLE),
  anchors: new S3AnchorStore(s3(), given.ANCHORS_BUCKET),
  clock: systemClock,
  log: logTo(logger),
  meter: meterTo(metrics),
};

export const handler = middleware<unknown, void>(logger, metrics, async () => {
  await anchorTrails(tools);
});
