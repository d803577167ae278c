import { expect, test } from 'vitest';
import { pointsAt, resources, synthesize } from './synthesis.ts';

const { pipeline } = synthesize({ senderDomain: 'mail.example' });
const [bucket] = resources(pipeline, 'AWS::S3::Bucket');
const [rule] = resources(pipeline, 'AWS::SES::ReceiptRule');

test('mail for the scheme is scanned, taken over TLS only, and stored in the one bucket', () => {
  expect(rule?.properties.Rule).toMatchObject({
    Recipients: ['referrals@mail.example'],
    ScanEnabled: true,
    TlsPolicy: 'Require',
    Enabled: true,
    Actions: [{ S3Action: { ObjectKeyPrefix: 'mail/' } }],
  });
  expect(pointsAt(rule?.properties.Rule.Actions[0].S3Action.BucketName)).toBe(bucket?.logicalId);
});

test('the bucket is sealed: a key of its own, no public access, an end for every e-mail, kept with its stack gone', () => {
  expect(bucket?.properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    LifecycleConfiguration: { Rules: [{ ExpirationInDays: 400, Status: 'Enabled' }] },
  });
  const rules = bucket?.properties.BucketEncryption.ServerSideEncryptionConfiguration ?? [];
  expect(rules[0].ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
  expect(pipeline.toJSON().Resources[bucket?.logicalId ?? '']).toMatchObject({ DeletionPolicy: 'Retain' });
});

test('the bucket lets SES write below mail/ and nobody in without TLS', () => {
  const [policy] = resources(pipeline, 'AWS::S3::BucketPolicy');
  const statements = policy?.properties.PolicyDocument.Statement;
  expect(statements).toEqual([
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    expect.objectContaining({
      Sid: 'MailIsStored',
      Action: 's3:PutObject',
      Principal: { Service: 'ses.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }),
  ]);
  expect(JSON.stringify(statements[1].Resource)).toContain('/mail/*');
});

test('the queue hears of each e-mail without a function in between', () => {
  expect(resources(pipeline, 'Custom::S3BucketNotifications')).toEqual([]);
  expect(bucket?.properties.NotificationConfiguration.QueueConfigurations).toEqual([
    expect.objectContaining({ Event: 's3:ObjectCreated:*' }),
  ]);
});
