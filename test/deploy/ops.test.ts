/** `npm run ops` in an AWS account, played: what is asked of the AWS CLI, and what is made of its answers. */
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Run } from '../../infra/deploy/ask.ts';
import { awsPlace } from '../../infra/ops/aws-place.ts';
import { operate } from '../../infra/ops/operate.ts';
import { showAll } from '../../infra/ops/queues.ts';
import { stackNames } from '../../infra/stage.ts';

const AT = 'eu-west-2:123456789012';
const tagged = (arn: string, name: string) => ({
  ResourceARN: arn,
  Tags: [{ Key: 'nts:name', Value: name }],
});
const made = (ids: Readonly<Record<string, string>>) => ({
  StackResourceSummaries: Object.entries(ids).map(([PhysicalResourceId, ResourceType]) => ({
    PhysicalResourceId,
    ResourceType,
  })),
});
const aStack = (outputs: Readonly<Record<string, string>>) => ({
  StackStatus: 'UPDATE_COMPLETE',
  Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});
const functionArn = (stack: string) => `arn:aws:lambda:${AT}:function:${stack}-Relay9`;
const NIGHTLY = { Name: 'nightly', GroupName: 'Times', State: 'DISABLED' };

/** Two stages in one account, and a bucket that an older version left behind: by the beginning of a question. */
const account: Readonly<Record<string, object>> = {
  'resourcegroupstaggingapi get-resources --tag-filters Key=nts:name': {
    ResourceTagMappingList: [
      tagged(`arn:aws:sqs:${AT}:NtsPipeline-Referrals1`, 'referrals'),
      tagged('arn:aws:s3:::ntsdata-mail1', 'mail'),
      tagged('arn:aws:s3:::ntspipeline-mail0', 'mail'),
      tagged(functionArn('NtsPipeline'), 'relay-events'),
      tagged(`arn:aws:lambda:${AT}:function:NtsPipeline-Api1`, 'api'),
      tagged(functionArn('test-NtsPipeline'), 'test/relay-events'),
    ],
  },
  'cloudformation list-stack-resources --stack-name NtsPipeline ': made({
    'https://sqs.eu-west-2.amazonaws.com/123456789012/NtsPipeline-Referrals1': 'AWS::SQS::Queue',
    'NtsPipeline-Relay9': 'AWS::Lambda::Function',
    'NtsPipeline-Api1': 'AWS::Lambda::Function',
    Times: 'AWS::Scheduler::ScheduleGroup',
  }),
  'cloudformation list-stack-resources --stack-name NtsData ': made({ 'ntsdata-mail1': 'AWS::S3::Bucket' }),
  'cloudformation list-stack-resources --stack-name test-NtsPipeline ': made({
    'test-NtsPipeline-Relay9': 'AWS::Lambda::Function',
  }),
  'cloudformation list-stack-resources --stack-name test-NtsData ': made({}),
  'cloudformation describe-stacks --stack-name NtsPipeline ': aStack({
    IncomingMailRuleSet4: 'ours',
    AlarmTopic: 'arn:topic',
    LinkSecretArn: 'arn:of-the-pipeline',
    FingerprintSecretArn: 'arn:same',
  }),
  'cloudformation describe-stacks --stack-name NtsData ': aStack({
    LinkSecretArn: 'arn:kept',
    FingerprintSecretArn: 'arn:same',
  }),
  'lambda list-event-source-mappings': {
    EventSourceMappings: [
      ...['NtsPipeline', 'test-NtsPipeline'].map((stack, at) => ({
        UUID: `u${at + 1}`,
        State: 'Disabled',
        FunctionArn: functionArn(stack),
        EventSourceArn: `arn:aws:dynamodb:${AT}:table/Cases/stream/${at + 1}`,
      })),
    ],
  },
  'lambda update-event-source-mapping': {},
  'lambda get-function-configuration': { LoggingConfig: { LogGroup: 'Logs7' } },
  'logs filter-log-events': {
    events: [
      {
        timestamp: 1_764_000_000_000,
        message: '{"level":"ERROR","code":"RELAY_FAILED","message":"No","batch":2}',
      },
      { timestamp: 1_764_000_000_001, message: 'REPORT Duration: 1 ms' },
    ],
  },
  'scheduler list-schedules --group-name Times ': {
    Schedules: [NIGHTLY, { ...NIGHTLY, Name: 'sweep', State: 'ENABLED' }],
  },
  'scheduler get-schedule --name nightly --group-name Times ': {
    ...NIGHTLY,
    Arn: 'arn',
    CreationDate: '2026-01-01',
    LastModificationDate: '2026-01-01',
    ScheduleExpression: 'rate(1 day)',
  },
  'scheduler update-schedule': {},
  'cloudwatch describe-alarms --alarm-name-prefix NtsPipeline- --alarm-types MetricAlarm CompositeAlarm ': {
    MetricAlarms: [
      { AlarmName: 'NtsPipeline-relay-silent', StateValue: 'ALARM', AlarmDescription: 'Nothing comes.' },
    ],
    CompositeAlarms: [{ AlarmName: 'NtsPipeline-pages-failing', StateValue: 'OK' }],
  },
  'cloudwatch get-metric-statistics --namespace AWS/SQS --metric-name ApproximateAgeOfOldestMessage --dimensions Name=QueueName,Value=NtsPipeline-Referrals1 ':
    {
      Datapoints: [
        { Timestamp: '2026-11-28T09:02:00Z', Maximum: 120 },
        { Timestamp: '2026-11-28T09:01:00Z', Maximum: 3_600 },
      ],
    },
  'sesv2 list-suppressed-destinations': {
    SuppressedDestinationSummaries: [{ EmailAddress: 'a@b.example', Reason: 'BOUNCE' }],
  },
  'sesv2 delete-suppressed-destination': {},
  'lambda invoke': {},
};

function terminal(stage?: string, answers = account) {
  const asked: string[] = [];
  const lived: boolean[] = [];
  const run: Run = (_, args) => {
    const question = args.join(' ');
    asked.push(question);
    const found = Object.entries(answers).find(([beginning]) => question.startsWith(beginning));
    if (!found) return { ok: false, out: `AccessDenied: ${question}` };
    const file = question.startsWith('lambda invoke')
      ? args.find((arg) => arg.endsWith('answer.json'))
      : undefined;
    if (file !== undefined) writeFileSync(file, '{"batchItemFailures":[]}');
    return { ok: true, out: JSON.stringify(found[1]) };
  };
  const setLive = (live: boolean) => {
    lived.push(live);
    return live;
  };
  const place = () => awsPlace({ region: 'eu-west-2', stage, ...stackNames(stage), setLive }, run);
  return {
    asked,
    lived,
    place,
    type: async (...args: readonly string[]) => {
      const said: string[] = [];
      const code = await operate(args, place, (words) => said.push(words));
      return { code, words: said.join('\n') };
    },
  };
}

test('each stage sees what is its own, and of two with one name that which its stack has', async () => {
  const place = terminal().place();
  expect(place.queue('referrals')).toEqual({
    arn: `arn:aws:sqs:${AT}:NtsPipeline-Referrals1`,
    url: 'https://sqs.eu-west-2.amazonaws.com/123456789012/NtsPipeline-Referrals1',
  });
  expect(place.bucket('mail')).toBe('ntsdata-mail1');
  expect(await place.functionOf(functionArn('NtsPipeline'))).toBe('relay-events');
  expect(await place.functionOf(functionArn('test-NtsPipeline'))).toBeUndefined();
  expect(() => place.queue('mail')).toThrow('There is no queue "mail". There are: referrals.');
  expect(() => terminal('test').place().queue('referrals')).toThrow('There is no queue');
  expect(() => terminal('other').place()).toThrow('AccessDenied');
});

test('what the AWS CLI says of logs, mappings, schedules and alarms is told in words', async () => {
  const { type, asked } = terminal();
  expect((await type('log', 'relay-events')).words).toMatch(/ ERROR RELAY_FAILED No batch=2$/);
  expect(asked.at(-1)).toMatch(
    /^logs filter-log-events --log-group-name Logs7 --start-time \d+ --region eu-west-2/,
  );
  await type('log', 'relay-events', '--holding', 'RELAY_FAILED');
  expect(asked.at(-1)).toContain('--filter-pattern %RELAY_FAILED%');
  expect((await type('triggers', 'relay-events')).words).toBe('table/Cases/stream/1  DISABLED');
  expect((await type('clocks')).words).toBe('DISABLED  nightly\nenabled   sweep');
  expect(await terminal().place().alarms()).toEqual([
    { name: 'relay-silent', state: 'ALARM', says: 'Nothing comes.' },
    { name: 'pages-failing', state: 'OK', says: '' },
  ]);
  expect(await terminal().place().oldest('referrals')).toEqual(new Date('2026-11-28T09:00:00Z'));
  expect(await terminal().place().ruleSet()).toBe('ours');
  expect(await terminal().place().alarmTopic()).toBe('arn:topic');
});

test('a look asks once for the mappings of all functions, and once where a function logs', async () => {
  const { place: placeOf, asked } = terminal();
  const place = placeOf();
  const said: string[] = [];
  await showAll({ ...place, queues: () => [] }, (words) => said.push(words));
  expect(said.filter((words) => words.includes('does not wake'))).toEqual([
    '\nDISABLED: table/Cases/stream/1 does not wake relay-events.',
  ]);
  for (const words of ['one', 'two']) await place.log('relay-events', new Date(), words);
  place.close();
  for (const question of ['lambda list-event-source-mappings', 'lambda get-function-configuration'])
    expect(asked.filter((one) => one.startsWith(question))).toHaveLength(1);
});

test('nothing is changed without --yes; with it, what was said and nothing else', async () => {
  const looked = terminal();
  const lines = [
    ['triggers', 'relay-events', '--enable'],
    ['clocks', 'nightly', '--enable'],
    ['run', 'relay-events'],
    ['pause'],
    ['carry-keys-back'],
  ] as const;
  for (const line of lines) expect(await looked.type(...line)).toMatchObject({ code: 0 });
  expect(looked.asked.filter((question) => !/^\S+ (get|list|describe|filter)-/.test(question))).toEqual([]);
  expect(looked.lived).toEqual([]);
  const did = terminal();
  for (const line of lines.slice(0, 3)) expect(await did.type(...line, '--yes')).toMatchObject({ code: 0 });
  const changes = did.asked.filter((question) => /^\S+ (update|invoke)\b/.test(question));
  expect(changes).toEqual([
    expect.stringContaining('lambda update-event-source-mapping --uuid u1 --enabled'),
    // It is written whole, but for what AWS itself keeps of it.
    expect.stringContaining(
      JSON.stringify({ ...NIGHTLY, State: 'ENABLED', ScheduleExpression: 'rate(1 day)' }),
    ),
    expect.stringContaining(`lambda invoke --function-name ${functionArn('NtsPipeline')}`),
  ]);
});

test('a deployment that stops, and what AWS refuses, is said and ends with 1', async () => {
  const { type, lived } = terminal();
  expect(await type('resume', '--yes')).toEqual({ code: 0, words: 'It acts by the clock again.' });
  expect(await type('pause', '--yes')).toMatchObject({ code: 1 });
  expect(lived).toEqual([true, false]);
  const { 'logs filter-log-events': _, ...without } = account;
  const refused = await terminal(undefined, without).type('log', 'relay-events');
  expect(refused).toEqual({ code: 1, words: expect.stringContaining('AWS says: AccessDenied') });
  const other = { ...account, 'lambda list-event-source-mappings': { EventSourceMappings: 'soon' } };
  expect(await terminal(undefined, other).type('triggers', 'relay-events')).toEqual({
    code: 1,
    words: expect.stringMatching(
      /^AWS says: lambda list-event-source-mappings .* something else than expected$/,
    ),
  });
});

test('the keys that a pipeline of before signs with are found, and which are to be carried', async () => {
  expect(await terminal().place().strayKeys()).toEqual([{ from: 'arn:kept', to: 'arn:of-the-pipeline' }]);
  expect((await terminal().type('carry-keys-back')).words).toContain('arn:kept to arn:of-the-pipeline');
});

test('a command takes its own options and words, and says so of others', async () => {
  for (const [line, words] of [
    ['redrive referrals --since 3h', 'redrive does not take --since'],
    ['trails now', 'trails does not take "now"'],
    ['verify', 'Say which file: npm run ops -- verify <file>'],
    ['audit --to 2026-11-29 --into out', 'Say since which day: --from 2026-11-23.'],
    ['audit --from 23/11 --to 2026-11-29 --into out', '--from takes a day, such as 2026-11-23.'],
    ['audit --from 2026-11-30 --to 2026-11-29 --into out', '--from is after --to.'],
    ['send-again quarantine', 'Say which id: npm run ops -- send-again <queue> <id>'],
    ['triggers relay-events --enable --disable', 'Only one of'],
    ['look --port 4800 --stage test', '--port takes the port of a local run, which has no stages'],
    ['look --port abc', '--port takes the port of a local run'],
    ['look --port=', '--port takes the port of a local run'],
  ] as const) {
    const said = await terminal().type(...line.split(' '));
    expect(said.code).toBe(1);
    expect(said.words).toContain(words);
  }
  const nowhere = terminal(undefined, {});
  expect(await nowhere.type('nameless', 'abc')).toMatchObject({
    code: 0,
    words: expect.stringMatching(/^sha256-/),
  });
  expect(nowhere.asked).toEqual([]);
  expect(await terminal().type('--help')).toMatchObject({ code: 0 });
  expect(await terminal().type()).toMatchObject({ code: 1 });
});
