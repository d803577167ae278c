import { randomBytes, randomUUID } from 'node:crypto';
import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { secretsManager } from '../../shared/aws/clients/secrets-manager.ts';
import { DynamoApiStore } from '../../shared/aws/dynamo-api-store.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoDraftStore } from '../../shared/aws/dynamo-draft-store.ts';
import { DynamoFigureStore } from '../../shared/aws/dynamo-figure-store.ts';
import { DynamoPersonStore } from '../../shared/aws/dynamo-person-store.ts';
import { DynamoReplyStore } from '../../shared/aws/dynamo-reply-store.ts';
import { DynamoRosterStore } from '../../shared/aws/dynamo-roster-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { DynamoSignInStore } from '../../shared/aws/dynamo-sign-in-store.ts';
import { anchorsIn, documentsIn, publisherTo, signingKeyAt } from '../../shared/aws/lazy-clients.ts';
import { SecretsManagerSigningKey } from '../../shared/aws/secrets-manager-signing-key.ts';
import { keyFrom } from '../../shared/core/council/council-keys.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { httpMiddleware } from '../../shared/runtime/http-middleware.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { pause } from '../../shared/runtime/pause.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { unreadableItems } from '../../shared/runtime/unreadable-items.ts';
import { answerFailure, answerRequest } from './http/answer-request.ts';
import { settings } from './settings.ts';
import type { PagesTools } from './tools.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();
const metrics = powertoolsMetrics();
const log = logTo(logger);
const { skip: unreadable } = unreadableItems(log);

const tools: PagesTools = {
  cases: new DynamoCaseStore(dynamo(), given.CASES_TABLE, { unreadable }),
  councils: new DynamoCouncilStore(dynamo(), given.CASES_TABLE, { unreadable }),
  sealed: new DynamoSealedStore(dynamo(), given.SEALED_TABLE),
  documents: documentsIn(given.DOCUMENTS_BUCKET),
  anchors: anchorsIn(given.ANCHORS_BUCKET),
  apiKeys: new DynamoApiStore(dynamo(), given.SEALED_TABLE),
  figures: new DynamoFigureStore(dynamo(), given.CASES_TABLE),
  signIns: new DynamoSignInStore(dynamo(), given.SEALED_TABLE),
  people: new DynamoPersonStore(dynamo(), given.SEALED_TABLE),
  rosters: new DynamoRosterStore(dynamo(), given.SEALED_TABLE),
  drafts: new DynamoDraftStore(dynamo(), given.SEALED_TABLE),
  replies: new DynamoReplyStore(dynamo(), given.SEALED_TABLE),
  referrals: publisherTo(given.REFERRALS_QUEUE_URL),
  notifications: publisherTo(given.NOTIFICATIONS_QUEUE_URL),
  key: new SecretsManagerSigningKey(secretsManager(), given.LINK_SECRET_ARN),
  fingerprintKey: signingKeyAt(given.FINGERPRINT_SECRET_ARN),
  clock: systemClock,
  policy: policyNamed(given.POLICY),
  log,
  meter: meterTo(metrics),
  pause,
  inbox: given.INBOX_ADDRESS,
  newId: randomUUID,
  newKey: () => keyFrom(randomBytes(32)),
};

export const handler = httpMiddleware(logger, metrics, answerRequest(tools), answerFailure(tools));
