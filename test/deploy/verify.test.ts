/** `npm run verify`: where names come from, what of the alarms is well, and that the first step that fails ends the walk. */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../events/catalogue.ts';
import type { Run } from '../../infra/deploy/ask.ts';
import { removeEndpoints, writeEndpoints } from '../../infra/local-aws/endpoints.ts';
import { alarmRows, countedWhen } from '../../infra/verify/alarm-data.ts';
import { alarmsOnAws } from '../../infra/verify/aws-alarms.ts';
import { inLocalRun, onAws } from '../../infra/verify/places.ts';
import type { Row } from '../../infra/verify/row.ts';
import { madeUpReferral, type WalkTools, walk } from '../../infra/verify/walk.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { MemoryPublisher } from '../../shared/memory/memory-queue.ts';
import { MemorySealedStore } from '../../shared/memory/memory-sealed-store.ts';
import { NOW } from '../builders.ts';
import { freePort } from '../contract/free-port.ts';
import { resources, synthesize } from '../template/synthesis.ts';

const OPTIONS = {
  domain: 'transfers.council.gov.uk',
  policy: 'nts-2025',
  alarmEmail: 'none',
  clock: 'paused',
};
const stack = (outputs: Readonly<Record<string, string | undefined>>) => ({
  StackStatus: 'UPDATE_COMPLETE',
  Outputs: Object.entries(outputs).flatMap(([OutputKey, OutputValue]) =>
    OutputValue === undefined ? [] : [{ OutputKey, OutputValue }],
  ),
});
const dataOutputs = { CasesTable: 'cases-1', SealedTable: 'sealed-1' };
const pipelineOutputs = {
  Options: JSON.stringify(OPTIONS),
  ReferralsQueueUrl: 'https://sqs.example/1/referrals',
  LinkSecretArn: 'arn:aws:secretsmanager:eu-west-2:1:secret:link',
  PagesUrl: 'https://pages.example/',
};

/** An AWS CLI that answers to the beginnings of questions, and notes what it was asked. */
function cli(answers: Readonly<Record<string, object | string>>): { run: Run; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    run: (_, args) => {
      const question = args.join(' ');
      asked.push(question);
      const found = Object.entries(answers).find(([beginning]) => question.startsWith(beginning))?.[1];
      if (found === undefined) return { ok: false, out: 'Stack does not exist' };
      return { ok: true, out: typeof found === 'string' ? found : JSON.stringify(found) };
    },
  };
}
const stacks = (stage: string, pipeline: Readonly<Record<string, string | undefined>> = pipelineOutputs) => ({
  [`cloudformation describe-stacks --stack-name ${stage}NtsData `]: stack(dataOutputs),
  [`cloudformation describe-stacks --stack-name ${stage}NtsPipeline `]: stack(pipeline),
});

describe('a stage on AWS', () => {
  test('says itself what its parts are called, and by which policy it decides', () => {
    const { run, asked } = cli(stacks('test-'));
    const place = onAws('test', 'eu-west-2', run);
    expect(place.name).toBe('The stage test, eu-west-2');
    expect(place.tools).toMatchObject({ pagesUrl: 'https://pages.example', policy: { id: 'nts-2025' } });
    expect(asked.map((question) => question.split(' ')[3])).toEqual(['test-NtsData', 'test-NtsPipeline']);
    expect(onAws(undefined, 'eu-west-2', cli(stacks('')).run).name).toBe(
      'The stage without a name, eu-west-2',
    );
  });

  test.each([
    ['is not there', {}, /Nothing is deployed as the stage test/],
    [
      'is from before it said so',
      stacks('test-', { ...pipelineOutputs, Options: undefined }),
      /Deploy this version first/,
    ],
    [
      'does not say where its pages are',
      stacks('test-', { Options: pipelineOutputs.Options }),
      /Deploy this version first/,
    ],
  ])('that %s is no place to verify, and it is said what to do', (_, answers, words) => {
    expect(() => onAws('test', 'eu-west-2', cli(answers).run)).toThrow(words);
  });

  test('has alarms of which each says whether any of its metrics has data', async () => {
    const one = { Namespace: 'AWS/SQS', MetricName: 'Age', Dimensions: [{ Name: 'QueueName', Value: 'q' }] };
    const other = { Namespace: 'NTS/test', MetricName: 'Failures', Dimensions: [] };
    const { run, asked } = cli({
      'cloudwatch describe-alarms --alarm-name-prefix test-NtsPipeline- ': {
        MetricAlarms: [
          { AlarmName: 'test-NtsPipeline-referrals-waiting', StateValue: 'OK', ...one },
          {
            AlarmName: 'test-NtsPipeline-email-refused',
            StateValue: 'OK',
            Metrics: [{ MetricStat: { Metric: other } }],
          },
          {
            AlarmName: 'test-NtsPipeline-work-slow',
            StateValue: 'ALARM',
            Metrics: [
              { Expression: 'SUM(METRICS())' },
              { MetricStat: { Metric: other } },
              { MetricStat: { Metric: one } },
            ],
          },
        ],
      },
      'cloudwatch get-metric-data': {
        MetricDataResults: [
          { Id: 'm0', Values: [3] },
          { Id: 'm1', Values: [] },
        ],
      },
    });
    const found = alarmsOnAws('test-NtsPipeline', 'eu-west-2', run, new Date(NOW));
    expect(found).toEqual([
      { name: 'referrals-waiting', state: 'OK', hasData: true },
      { name: 'email-refused', state: 'OK', hasData: false },
      { name: 'work-slow', state: 'ALARM', hasData: true },
    ]);
    // Each metric is asked for once.
    const queries = JSON.parse(/--metric-data-queries (\[.*\]) --start/.exec(asked[1] ?? '')?.[1] ?? '[]');
    expect(queries.map(({ MetricStat }: { MetricStat: { Metric: object } }) => MetricStat.Metric)).toEqual([
      one,
      other,
    ]);
    expect(() => alarmsOnAws('x', 'eu-west-2', cli({}).run, new Date(NOW))).toThrow(
      'CloudWatch cannot be asked',
    );
  });
});

test('a port without a local run is no place to verify', () => {
  expect(() => inLocalRun(59_999)).toThrow('No local run is up on port 59999');
});

test('a local run that nobody watches has no alarms, and it is said so', async () => {
  const port = await freePort();
  const nobody = `http://127.0.0.1:${port}`;
  writeEndpoints(port, {
    ...{ pages: nobody, mailbox: nobody, ops: nobody, smtp: nobody, aws: nobody, control: nobody },
    ...{ region: 'eu-west-2', accessKeyId: 'test', secretAccessKey: 'test', pid: process.pid, buckets: {} },
    queues: { referrals: `${nobody}/1/referrals` },
    tables: { cases: 'cases-1', sealed: 'sealed-1' },
    secrets: { 'link-secret': 'arn:link' },
  });
  try {
    await expect(inLocalRun(port).alarms()).rejects.toThrow(
      `Nobody watches the local run on port ${port}: it has no alarms to ask.`,
    );
  } finally {
    removeEndpoints(port);
  }
});

describe('of the alarms', () => {
  const names = resources(synthesize().pipeline, 'AWS::CloudWatch::Alarm').map(({ properties }) =>
    String(properties.AlarmName).replace('NtsPipeline-', ''),
  );
  const well = names.map((name) => ({ name, state: 'OK', hasData: true }));
  const wrongOf = (found: Parameters<typeof alarmRows>[0]) =>
    alarmRows(found).flatMap(({ what, how, says }) => (how === 'wrong' ? [[what, says]] : []));

  test('it is said of each that is synthesized when its metrics are counted, and of no other', () => {
    expect(Object.keys(countedWhen).toSorted()).toEqual(names.toSorted());
  });

  test('all are well that have data and do not ring', () => {
    expect(alarmRows(well).map(({ how }) => how)).toEqual(names.map(() => 'well'));
  });

  test('none may ring, be missing or be unknown, nor be without data when what it counts was just done', () => {
    expect(wrongOf(well.map((one) => ({ ...one, hasData: false }))).map(([what]) => what)).toEqual(
      names.filter((name) => countedWhen[name] === 'while verifying').toSorted(),
    );
    const [first] = well;
    const rings = well.map((one) => (one === first ? { ...one, state: 'ALARM' } : one));
    expect(wrongOf(rings)).toEqual([[first?.name, expect.stringContaining('rings')]]);
    expect(wrongOf(well.slice(1))).toEqual([[first?.name, 'is not there']]);
    expect(wrongOf([...well, { name: 'another', state: 'OK', hasData: true }])).toMatchObject(
      [['another', {}]].map(([a]) => [a, expect.any(String)]),
    );
  });
});

describe('the walk', () => {
  const councils = new MemoryCouncilStore();
  const tools: WalkTools = {
    cases: new MemoryCaseStore(councils),
    councils,
    sealed: new MemorySealedStore(),
    referrals: new MemoryPublisher(),
    signingKey: new FixedSigningKey('k'.repeat(64)),
    policy: policyNamed('nts-2026'),
    pagesUrl: 'https://pages.example',
    now: async () => NOW,
    ended: async () => undefined,
    patience: 1,
  };
  const walked = async (given: Partial<WalkTools>): Promise<readonly Row[]> => {
    const told: Row[] = [];
    const rows = await walk({ ...tools, ...given }, (row) => told.push(row));
    expect(told).toEqual(rows);
    return rows;
  };

  test('ends at the first step that fails, and says where to look', async () => {
    const rows = await walked({});
    expect(rows.map(({ how }) => how)).toEqual(['well', 'wrong']);
    expect(rows[1]?.says).toMatch(/A case for the referral: not within .* Look at: Queue referrals/);
    const refused = await walked({ referrals: { publish: async ([one]) => ({ failed: [one?.id ?? ''] }) } });
    expect(refused[1]?.says).toContain('The queue does not take a referral.');
    const closed = await walked({ sealed: { putContacts: () => Promise.reject(new Error('AccessDenied')) } });
    expect(closed.map(({ says }) => says)).toEqual([
      expect.stringMatching(/^AccessDenied Look at: You may not write/),
    ]);
  });

  test('begins with a referral as the contract has it, on any day', () => {
    for (const now of [NOW, '2027-12-31T23:59:59.000Z', '2028-02-29T00:00:00.000Z'])
      expect(
        catalogue['referral-received.v2'].safeParse(
          madeUpReferral('5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a21', now),
        ).error,
      ).toBeUndefined();
  });
});
