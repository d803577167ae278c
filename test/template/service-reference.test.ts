import { describe, expect, test } from 'vitest';
import { readAssembly } from '../../infra/local-aws/template/assembly.ts';
import { SHORT_NAME_TAG } from '../../infra/short-name-tag.ts';
import { flawsOf, policiesIn, type Statement } from './service-reference.ts';
import { synthesize } from './synthesis.ts';

const { folder } = synthesize();
const urls = { httpApiUrl: 'https://pages.example', awsUrl: 'https://aws.example' };
const policies = readAssembly(folder, { ...urls, nameTag: SHORT_NAME_TAG }).resources.flatMap(
  ({ logicalId, properties }) => policiesIn(properties, logicalId),
);

test('every action exists, is done to what AWS says it is done to, and knows the conditions that it is granted under', async () => {
  expect(policies.length).toBeGreaterThan(60);
  expect(await flawsOf(policies)).toEqual([]);
});

describe('a mistake is found', () => {
  const queue = 'arn:aws:sqs:eu-west-2:000000000000:referrals';
  const table = 'arn:aws:dynamodb:eu-west-2:000000000000:table/cases';
  test.each<[string, Statement, string[]]>([
    [
      'an action',
      { Action: 'dynamodb:GetItems', Resource: table },
      ['x: dynamodb:GetItems is no action', `x: nothing is done to ${table}`],
    ],
    [
      'what it is done to',
      { Action: ['sqs:SendMessage'], Resource: table },
      [`x: sqs:SendMessage is not done to ${table}, but to queue`, `x: nothing is done to ${table}`],
    ],
    [
      'one of the actions',
      { Action: ['s3:ListBucket', 's3:GetObject'], Resource: 'arn:aws:s3:::mail/mail/*' },
      ['x: s3:ListBucket is not done to arn:aws:s3:::mail/mail/*, but to accesspoint or bucket'],
    ],
    [
      'one of the resources',
      { Action: 'sqs:SendMessage', Resource: [queue, table] },
      [`x: nothing is done to ${table}`],
    ],
    [
      'all, where something can be named',
      { Action: 'sqs:SendMessage', Resource: '*' },
      ['x: sqs:SendMessage is not done to *, but to queue', 'x: nothing is done to *'],
    ],
    [
      'a condition',
      {
        Action: 'sqs:SendMessage',
        Resource: queue,
        Condition: { StringEquals: { 'dynamodb:LeadingKeys': 'CASE#' } },
      },
      ['x: sqs:SendMessage knows no dynamodb:LeadingKeys'],
    ],
    [
      'a condition on anything',
      { Action: 'sqs:SendMessage', Resource: queue, Condition: { Bool: { 'aws:SecureTransports': 'true' } } },
      ['x: sqs:SendMessage knows no aws:SecureTransports'],
    ],
  ])('%s', async (_, statement, flaws) => {
    expect((await flawsOf([{ at: 'x', statements: [statement] }])).toSorted()).toEqual(flaws.toSorted());
  });

  test('and what is right passes', async () => {
    const right: Statement = {
      Action: ['s3:GetObject'],
      Resource: 'arn:aws:s3:::documents/documents/*',
      Condition: {
        StringEquals: { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'x', 'aws:PrincipalArn': 'y' },
      },
    };
    expect(await flawsOf([{ at: 'x', statements: [right] }])).toEqual([]);
  });
});
