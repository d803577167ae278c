import { expect, test } from 'vitest';
import { pointsAt, resources, synthesize } from './synthesis.ts';

const { data, pipeline } = synthesize({ senderDomain: 'mail.example' });
const bucket = resources(data, 'AWS::S3::Bucket').find(({ name }) => name === 'mail');
const [rule] = resources(pipeline, 'AWS::SES::ReceiptRule');

test('mail for the scheme is scanned, taken over TLS only, and stored in the one bucket', () => {
  expect(rule?.properties.Rule).toMatchObject({
    Recipients: ['referrals@mail.example'],
    ScanEnabled: true,
    TlsPolicy: 'Require',
    Enabled: true,
    Actions: [{ S3Action: { ObjectKeyPrefix: 'mail/' } }],
  });
  expect(JSON.stringify(rule?.properties.Rule.Actions[0].S3Action.BucketName)).toContain(
    `NtsData:ExportsOutputRef${bucket?.logicalId}`,
  );
});

test('the bucket is sealed: a key of its own, no public access, an end for every e-mail, kept with its stack gone', () => {
  expect(bucket?.properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    LifecycleConfiguration: {
      Rules: [
        {
          ExpirationInDays: 400,
          // It can be brought back for as long as what is deleted of documents, and is gone then.
          NoncurrentVersionExpiration: { NoncurrentDays: 35 },
          Status: 'Enabled',
        },
        { ExpiredObjectDeleteMarker: true, Status: 'Enabled' },
      ],
    },
  });
  const rules = bucket?.properties.BucketEncryption.ServerSideEncryptionConfiguration ?? [];
  expect(rules[0].ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
  expect(data.toJSON().Resources[bucket?.logicalId ?? '']).toMatchObject({ DeletionPolicy: 'Retain' });
});

test('the bucket lets SES write below mail/ and nobody in without TLS', () => {
  const policy = resources(data, 'AWS::S3::BucketPolicy').find(
    ({ properties }) => pointsAt(properties.Bucket) === bucket?.logicalId,
  );
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
  expect([data, pipeline].flatMap((stack) => resources(stack, 'Custom::S3BucketNotifications'))).toEqual([]);
  expect(bucket?.properties.NotificationConfiguration).toEqual({
    EventBridgeConfiguration: { EventBridgeEnabled: true },
  });
  const telling = resources(pipeline, 'AWS::Events::Rule').find(({ logicalId }) =>
    /^IncomingMail/.test(logicalId),
  );
  expect(telling?.properties.EventPattern).toMatchObject({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { object: { key: [{ prefix: 'mail/' }] } },
  });
  const [target] = telling?.properties.Targets ?? [];
  const queue = resources(pipeline, 'AWS::SQS::Queue').find(({ name }) => name === 'mail');
  expect(pointsAt(target.Arn)).toBe(queue?.logicalId);
});
