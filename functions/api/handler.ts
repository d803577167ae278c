import { randomUUID } from 'node:crypto';
import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { DynamoApiStore } from '../../shared/aws/dynamo-api-store.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { publisherTo, signingKeyAt } from '../../shared/aws/lazy-clients.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { httpMiddleware } from '../../shared/runtime/http-middleware.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { api } from './api.ts';
import { failure } from './problem.ts';
import { settings } from './settings.ts';

const { CASES_TABLE, SEALED_TABLE, FINGERPRINT_SECRET_ARN, REFERRALS_QUEUE_URL, POLICY } = readSettings(
  settings,
  process.env,
);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();

export const handler = httpMiddleware(
  logger,
  metrics,
  api({
    cases: new DynamoCaseStore(dynamo(), CASES_TABLE),
    sealed: new DynamoSealedStore(dynamo(), SEALED_TABLE),
    requests: new DynamoApiStore(dynamo(), SEALED_TABLE),
    referrals: publisherTo(REFERRALS_QUEUE_URL),
    fingerprintKey: signingKeyAt(FINGERPRINT_SECRET_ARN),
    policy: policyNamed(POLICY),
    clock: systemClock,
    log: logTo(logger),
    newId: randomUUID,
  }),
  failure,
);
