import { expect, test } from 'vitest';
import { pointsAt, resources, synthesize } from './synthesis.ts';

const { pipeline } = synthesize();
const queues = resources(pipeline, 'AWS::SQS::Queue');
const functions = resources(pipeline, 'AWS::Lambda::Function');
const mappings = resources(pipeline, 'AWS::Lambda::EventSourceMapping');
const DAYS_14 = 14 * 24 * 3600;

const waitingForPeople = [
  'referrals-dlq',
  'notifications-dlq',
  'mail-dlq',
  'returned-dlq',
  'quarantine',
  'set-aside',
  'relay-dlq',
  'schedules-dlq',
];

test('the queues are the ones that people and tools know by name', () => {
  expect(queues.map(({ name }) => name).toSorted()).toEqual(
    ['referrals', 'notifications', 'mail', 'returned', ...waitingForPeople].toSorted(),
  );
});

/** Which rules of EventBridge may put messages in a queue. */
const rulesInto: Readonly<Record<string, readonly string[]>> = {
  mail: ['IncomingMailStored'],
  notifications: ['UnclearedDocuments'],
  returned: ['Bounce', 'Complaint', 'Reject', 'RenderingFailure'].map((kind) => `ReturnedMail${kind}`),
};

test.each(queues)(
  '$name keeps what it has for 14 days, encrypted, reached over TLS only',
  ({ name, logicalId, properties }) => {
    expect(properties.MessageRetentionPeriod).toBe(DAYS_14);
    // These may hold anything, and addresses of desks.
    if (['quarantine', 'set-aside', 'returned', 'returned-dlq'].includes(name))
      expect(properties.KmsMasterKeyId).toEqual({
        'Fn::GetAtt': [expect.stringMatching(/^QuarantineKey/), 'Arn'],
      });
    else expect(properties.SqsManagedSseEnabled).toBe(true);
    const policy = resources(pipeline, 'AWS::SQS::QueuePolicy').find((each) =>
      each.properties.Queues.some((queue: { Ref: string }) => pointsAt(queue) === logicalId),
    );
    expect(policy?.properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ...(name in rulesInto
        ? [
            expect.objectContaining({
              Action: 'sqs:SendMessage',
              Principal: { Service: 'events.amazonaws.com' },
              Condition: {
                ArnEquals: {
                  'aws:SourceArn': rulesInto[name]?.map((rule) => ({
                    'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${rule}`)), 'Arn'],
                  })),
                },
              },
            }),
          ]
        : []),
    ]);
  },
);

test.each(queues.filter(({ name }) => !waitingForPeople.includes(name)))(
  '$name sets aside what failed five times, in a queue of its own',
  ({ name, properties }) => {
    const deadLetters = queues.find(
      ({ logicalId }) => logicalId === pointsAt(properties.RedrivePolicy.deadLetterTargetArn),
    );
    expect(deadLetters?.name).toBe(`${name}-dlq`);
    expect(properties.RedrivePolicy.maxReceiveCount).toBe(5);
  },
);

// Of what is set aside the coordinators are told by e-mail, once it is there: spam of a night must not keep an alarm ringing for a fortnight.
test.each(queues.filter(({ name }) => name !== 'set-aside'))(
  'somebody is told when $name is stuck or holds what it should not',
  ({ name, logicalId }) => {
    const watched = resources(pipeline, 'AWS::CloudWatch::Alarm')
      .filter(({ properties }) =>
        properties.Dimensions?.some(
          ({ Value }: { Value: { Ref?: string } }) => pointsAt(Value) === logicalId,
        ),
      )
      .map(({ properties }) => properties.MetricName);
    expect(watched).toContain(
      waitingForPeople.includes(name)
        ? 'ApproximateNumberOfMessagesVisible'
        : 'ApproximateAgeOfOldestMessage',
    );
  },
);

const readers = mappings
  .map(({ properties }) => ({
    queue: queues.find(({ logicalId }) => logicalId === pointsAt(properties.EventSourceArn)),
    reader: functions.find(({ logicalId }) => logicalId === pointsAt(properties.FunctionName)),
    properties,
  }))
  .filter(({ queue }) => queue !== undefined);

test('each work queue has one reader', () => {
  expect(readers.map(({ queue, reader }) => [queue?.name, reader?.name]).toSorted()).toEqual([
    ['mail', 'receive-email'],
    ['notifications', 'send-notification'],
    ['referrals', 'allocate-referral'],
    ['returned', 'record-bounce'],
  ]);
});

test.each(readers)('a message stays hidden six times as long as its reader may take', ({ queue, reader }) => {
  expect(queue?.properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * reader?.properties.Timeout);
});

test.each(mappings)('$logicalId gets back only the messages that failed', ({ properties }) => {
  expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
});

test('the stream wakes the relay for events, new ones and those that were changed or deleted, and for heartbeats; what it gives up by age is kept', () => {
  const outbox = mappings.find(({ properties }) => properties.StartingPosition !== undefined)?.properties;
  const filters: { readonly Pattern: string }[] = outbox?.FilterCriteria.Filters;
  expect(filters.map(({ Pattern }) => JSON.parse(Pattern).dynamodb.Keys)).toEqual([
    { pk: { S: [{ prefix: 'TRAIL#' }] }, sk: { S: [{ prefix: 'EVENT#' }] } },
    { pk: { S: [{ prefix: 'HEARTBEAT' }] }, sk: { S: [{ prefix: 'SWEEP' }] } },
  ]);
  // Retries end at an age or at a number, whichever comes first: 50 of them are over in minutes.
  expect(outbox?.MaximumRetryAttempts).toBeUndefined();
  expect(outbox).toMatchObject({ BisectBatchOnFunctionError: true, MaximumRecordAgeInSeconds: 6 * 3600 });
  expect(
    queues.find(({ logicalId }) => logicalId === pointsAt(outbox?.DestinationConfig.OnFailure.Destination))
      ?.name,
  ).toBe('relay-dlq');
});
