import { S3Client } from '@aws-sdk/client-s3';
import { clientOptions } from './client-options.ts';

let client: S3Client | undefined;

/** A mail may have 10 MB: it gets longer than a record. */
export function s3(): S3Client {
  client ??= new S3Client({
    maxAttempts: 3,
    forcePathStyle: true,
    ...clientOptions(10_000),
  });
  return client;
}
