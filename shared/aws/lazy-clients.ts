/** Tools that many invocations never ask for: until one does, neither their code nor the service's client is read. */
import type { AnchorStore } from '../ports/anchor-store.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { SigningKey } from '../ports/secrets.ts';
import { lazy } from './lazy.ts';

export const publisherTo = (queueUrl: string): Publisher =>
  lazy(async () => {
    const [{ SqsPublisher }, { sqs }] = await Promise.all([
      import('./sqs-publisher.ts'),
      import('./clients/sqs.ts'),
    ]);
    return new SqsPublisher(sqs(), queueUrl);
  });

export const documentsIn = (bucket: string): DocumentStore =>
  lazy(async () => {
    const [{ S3DocumentStore }, { s3 }] = await Promise.all([
      import('./s3-document-store.ts'),
      import('./clients/s3.ts'),
    ]);
    return new S3DocumentStore(s3(), bucket);
  });

export const anchorsIn = (bucket: string): AnchorStore =>
  lazy(async () => {
    const [{ S3AnchorStore }, { s3 }] = await Promise.all([
      import('./s3-anchor-store.ts'),
      import('./clients/s3.ts'),
    ]);
    return new S3AnchorStore(s3(), bucket);
  });

export const signingKeyAt = (secretArn: string): SigningKey =>
  lazy(async () => {
    const [{ SecretsManagerSigningKey }, { secretsManager }] = await Promise.all([
      import('./secrets-manager-signing-key.ts'),
      import('./clients/secrets-manager.ts'),
    ]);
    return new SecretsManagerSigningKey(secretsManager(), secretArn);
  });
