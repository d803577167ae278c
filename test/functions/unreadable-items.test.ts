import { GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { caseItem } from '../../shared/aws/case-item.ts';
import { dynamo } from '../../shared/aws/clients/dynamo.ts';
import { unreadableItems } from '../../shared/runtime/unreadable-items.ts';
import { aCase } from '../builders.ts';
import { scripted } from '../contract/scripted.ts';
import { RecordingLog } from './recorders.ts';

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv('CASES_TABLE', 'cases');
  vi.stubEnv('POLICY', 'nts-2025');
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'NTS');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'enforce-deadlines');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

test('a row that nobody can read stops no other case, and the sweep fails at its end for the alarm', async () => {
  const { on, sent } = scripted(dynamo());
  const well = aCase({ id: 'NTS-0000-0002', status: 'withdrawn' });
  const damaged = { ...caseItem(aCase({ id: 'NTS-0000-0001' })), status: { S: 'never-heard-of' } };
  on(QueryCommand)
    .resolvesOnce({ Items: [damaged, caseItem(well)] })
    .resolves({ Items: [] });
  on(GetItemCommand).resolves({ Item: caseItem(well) });
  const { handler } = await import('../../functions/enforce-deadlines/handler.ts');
  const context = { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 60_000 } as Context;
  await expect(handler({}, context)).rejects.toThrow(/1 stored item could not be read/);
  expect(sent().flatMap(({ Key }) => (Key === undefined ? [] : [Key]))).toEqual([
    { pk: { S: 'CASE#NTS-0000-0002' }, sk: { S: 'CASE' } },
  ]);
  on(QueryCommand).resolves({ Items: [] });
  await expect(handler({}, context)).resolves.toBeUndefined();
});

test('a record of figures that nobody can read stops no month, and the run fails at its end', async () => {
  vi.useFakeTimers({ now: new Date('2027-01-04T09:00:00Z'), toFake: ['Date'] });
  const { on, sent } = scripted(dynamo());
  const record = { pk: { S: 'FIGURE-RECORDS#2026-11' }, sk: { S: 'NTS-0000-0001' }, body: { S: '{' } };
  on(QueryCommand).callsFake(({ ExpressionAttributeValues: values }) => ({
    Items: JSON.stringify(values).includes('FIGURE-RECORDS#2026-11') ? [record] : [],
  }));
  on(GetItemCommand).resolves({});
  on(UpdateItemCommand).resolves({ Attributes: { editions: { N: '1' } } });
  const { handler } = await import('../../functions/keep-figures/handler.ts');
  const context = { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 60_000 } as Context;
  const span = { from: '2026-10-01', until: '2026-12-31' };
  await expect(handler(span, context)).rejects.toThrow(/1 stored item could not be read/);
  expect(
    sent().filter(({ UpdateExpression: what }) => what === 'SET edition = :edition, body = :body'),
  ).toHaveLength(3);
});

test('a run says how many items it could not read and at how many cases or councils it failed', () => {
  const { skip, failIfAny } = unreadableItems(new RecordingLog());
  expect(() => failIfAny(0)).not.toThrow();
  expect(() => failIfAny(1)).toThrow(/1 case or council could not be dealt with/);
  skip(new Error('a'));
  expect(() => failIfAny(2)).toThrow(
    /1 stored item could not be read.* And 2 cases or councils could not be dealt with/,
  );
  expect(() => failIfAny()).not.toThrow();
});
