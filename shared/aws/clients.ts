import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';

/**
 * One client for each service and instance, made when first asked for; region, credentials and endpoint come from the
 * environment (AWS_ENDPOINT_URL sends everything elsewhere). A call that hangs is given up well within a function's
 * timeout; the queue behind the function has the patience.
 */
const within = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true } as const;

let dynamoClient: DynamoDBClient | undefined;
let sqsClient: SQSClient | undefined;
let sesClient: SESClient | undefined;
let s3Client: S3Client | undefined;
let secretsClient: SecretsManagerClient | undefined;

export function dynamo(): DynamoDBClient {
  dynamoClient ??= new DynamoDBClient({ maxAttempts: 4, requestHandler: within });
  return dynamoClient;
}

export function sqs(): SQSClient {
  sqsClient ??= new SQSClient({ maxAttempts: 3, requestHandler: within });
  return sqsClient;
}

/** Tries once: SES cannot tell a repeated mail from a new one, so only the queue, which asks our records first, tries again. */
export function ses(): SESClient {
  sesClient ??= new SESClient({ maxAttempts: 1, requestHandler: { ...within, requestTimeout: 10_000 } });
  return sesClient;
}

/** A mail may have 10 MB: it gets longer than a record. */
export function s3(): S3Client {
  s3Client ??= new S3Client({
    maxAttempts: 3,
    forcePathStyle: true,
    requestHandler: { ...within, requestTimeout: 10_000 },
  });
  return s3Client;
}

export function secretsManager(): SecretsManagerClient {
  secretsClient ??= new SecretsManagerClient({ maxAttempts: 4, requestHandler: within });
  return secretsClient;
}
