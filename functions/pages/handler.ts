import { dynamo, secretsManager } from '../../shared/aws/clients.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { SecretsManagerSigningKey } from '../../shared/aws/secrets-manager-signing-key.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { pause } from '../../shared/runtime/pause.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { unreadableItems } from '../../shared/runtime/unreadable-items.ts';
import { wearHttp } from '../../shared/runtime/wear-http.ts';
import { failure } from './http/messages.ts';
import { pages } from './pages.ts';
import { settings } from './settings.ts';

const { CASES_TABLE, LINK_SECRET_ARN, POLICY } = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();
const log = logTo(logger);
const { skip: unreadable } = unreadableItems(log);

export const handler = wearHttp(
  logger,
  metrics,
  pages({
    cases: new DynamoCaseStore(dynamo(), CASES_TABLE),
    councils: new DynamoCouncilStore(dynamo(), CASES_TABLE, { unreadable }),
    key: new SecretsManagerSigningKey(secretsManager(), LINK_SECRET_ARN),
    clock: systemClock,
    policy: policyNamed(POLICY),
    log,
    meter: meterTo(metrics),
    pause,
  }),
  failure,
);
