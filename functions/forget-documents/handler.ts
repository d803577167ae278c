import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { s3 } from '../../shared/aws/clients/s3.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { S3DocumentStore } from '../../shared/aws/s3-document-store.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { forgetDocuments } from './forget-documents.ts';
import { settings } from './settings.ts';

const given = readSettings(settings, process.env);
const logger = powertoolsLogger();

const tools = {
  documents: new S3DocumentStore(s3(), given.DOCUMENTS_BUCKET),
  cases: new DynamoCaseStore(dynamo(), given.CASES_TABLE),
  sealed: new DynamoSealedStore(dynamo(), given.SEALED_TABLE),
  clock: systemClock,
  log: logTo(logger),
};

export const handler = middleware<unknown, void>(logger, powertoolsMetrics(), async (event) => {
  await forgetDocuments(tools, event);
});
