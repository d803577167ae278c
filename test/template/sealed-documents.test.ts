import { expect, test } from 'vitest';
import { pointsAt, resources, synthesize } from './synthesis.ts';

const { data } = synthesize();
const [bucket] = resources(data, 'AWS::S3::Bucket');

test('documents are sealed: under the key of the sealed table, no public access, an end for each, nothing kept of what is removed', () => {
  expect(bucket?.name).toBe('documents');
  expect(bucket?.properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    LifecycleConfiguration: { Rules: [{ ExpirationInDays: 400, Status: 'Enabled' }] },
  });
  expect(bucket?.properties.VersioningConfiguration).toBeUndefined();
  const [rule] = bucket?.properties.BucketEncryption.ServerSideEncryptionConfiguration ?? [];
  const sealed = resources(data, 'AWS::DynamoDB::Table').find(({ name }) => name === 'sealed');
  const keyId = rule.ServerSideEncryptionByDefault.KMSMasterKeyID;
  expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
  expect(pointsAt(keyId)).toBe(pointsAt(sealed?.properties.SSESpecification.KMSMasterKeyId));
  expect(data.toJSON().Resources[bucket?.logicalId ?? '']).toMatchObject({ DeletionPolicy: 'Retain' });
});

test('nobody reaches the documents without TLS, and the bucket lets in nobody by itself', () => {
  const [policy] = resources(data, 'AWS::S3::BucketPolicy');
  expect(policy?.properties.PolicyDocument.Statement).toEqual([
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
  ]);
});
