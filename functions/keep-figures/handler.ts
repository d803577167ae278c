import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { DynamoFigureStore } from '../../shared/aws/dynamo-figure-store.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { unreadableItems } from '../../shared/runtime/unreadable-items.ts';
import { keepFigures } from './keep-figures.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();
const log = logTo(logger);
const unreadable = unreadableItems(log);

const tools = {
  trails: new DynamoTrailStore(dynamo(), given.CASES_TABLE),
  figures: new DynamoFigureStore(dynamo(), given.CASES_TABLE, { unreadable: unreadable.skip }),
  clock: systemClock,
  log,
  meter: meterTo(metrics),
};

export const handler = middleware<unknown, void>(logger, metrics, async (event) => {
  const { failed } = await keepFigures(tools, event);
  unreadable.failIfAny(failed);
});
