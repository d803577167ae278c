import { describe, expect, test } from 'vitest';
import { pointsAt, resources, synthesize } from './synthesis.ts';

const { data } = synthesize();
const tables = resources(data, 'AWS::DynamoDB::Table');
const table = (name: string) => tables.find((each) => each.name === name)?.properties;

describe.each(tables)('$name', ({ properties, logicalId }) => {
  test('cannot be lost by a slip, a bad deployment or a deleted stack', () => {
    expect(properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(data.toJSON().Resources[logicalId]).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('forgets what has an end', () => {
    expect(properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  });

  test('has a key of its own that turns and cannot be lost either', () => {
    const id = pointsAt(properties.SSESpecification.KMSMasterKeyId);
    expect(properties.SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
    expect(data.toJSON().Resources[id]).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { EnableKeyRotation: true },
    });
    const others = tables.filter((other) => other.logicalId !== logicalId);
    expect(others.map((other) => pointsAt(other.properties.SSESpecification.KMSMasterKeyId))).not.toContain(
      id,
    );
  });
});

test('the tables are cases and sealed', () => {
  expect(tables.map(({ name }) => name).toSorted()).toEqual(['cases', 'sealed']);
});

test('cases publishes new images, sealed publishes nothing', () => {
  expect(table('cases')?.StreamSpecification).toEqual({ StreamViewType: 'NEW_IMAGE' });
  expect(table('sealed')?.StreamSpecification).toBeUndefined();
});

test('cases finds who is needed, what is due and who is in care; sealed has no index to leak through', () => {
  const indexes = table('cases')?.GlobalSecondaryIndexes.map(
    ({ IndexName, KeySchema }: { IndexName: string; KeySchema: { AttributeName: string }[] }) => [
      IndexName,
      ...KeySchema.map(({ AttributeName }) => AttributeName),
    ],
  );
  expect(indexes).toEqual([
    ['needs', 'needsParty', 'needsSort'],
    ['due', 'dueShard', 'dueAt'],
    ['received', 'receivedBy', 'receivedSort'],
  ]);
  expect(table('sealed')?.GlobalSecondaryIndexes).toBeUndefined();
});

test('the stacks themselves cannot be deleted by mistake, and stay in London', async () => {
  const { buildApp } = await import('../../infra/build-app.ts');
  const { anApp } = await import('./synthesis.ts');
  const { data: stack, pipeline } = buildApp(anApp());
  expect([stack.terminationProtection, pipeline.terminationProtection]).toEqual([true, true]);
  expect([stack.region, pipeline.region]).toEqual(['eu-west-2', 'eu-west-2']);
});
