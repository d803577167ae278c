/** What another AWS is asked to show: each a promise that holds or does not. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import path from 'node:path';
import { STACKS } from '../../../../infra/stage.ts';
import { bootstrap, deploy, failToDeploy, type Standing, standing, synthesizeWith } from './deployment.ts';
import { leftOut, shown } from './left-out.ts';
import { placement, seededScheme } from './placement.ts';
import { type AnotherAws, startAnotherAws } from './server.ts';
import { type Trial, type Tried, tryAll } from './tried.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const work = path.join(root, '.cache/judges/work');
const folder = (name: string): string => path.join(work, name);

const both = async (aws: AnotherAws): Promise<readonly Standing[]> => [
  await standing(aws, STACKS.data),
  await standing(aws, STACKS.pipeline),
];

/** @throws Error when a resource that stood is another one now, or none */
function sameResources(before: readonly Standing[], now: readonly Standing[]): void {
  const ids = (all: readonly Standing[]) => all.flatMap(({ resources }) => [...resources]);
  const stands = new Map(ids(now));
  deepEqual(
    ids(before).filter(([logical, physical]) => stands.get(logical) !== physical),
    [],
  );
}

/** An upgrade that fails half-way: a queue is changed, and then something is wanted that cannot be made. */
function plantFailure(template: { Resources: Record<string, unknown> }, stack: string): void {
  if (stack !== STACKS.pipeline) return;
  const [id = '', queue] =
    Object.entries(template.Resources).find(
      ([, one]) => (one as { Type: string }).Type === 'AWS::SQS::Queue',
    ) ?? [];
  (queue as { Properties: Record<string, unknown> }).Properties.DelaySeconds = 7;
  template.Resources.Planted = {
    Type: 'AWS::CloudWatch::Alarm',
    DependsOn: [id],
    Properties: {
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Threshold: 1,
      Metrics: [{ Id: 'm' }],
    },
  };
}

const ways = [
  'referral-received.v2',
  'offers-made.v1',
  'offer-answered.v1',
  'place-accepted.v1',
  'social-worker-named.v1',
  'transfer-arranged.v1',
  'transfer-completed.v1',
];

function trialsOf(aws: AnotherAws, assembly: string): readonly Trial[] {
  const first = folder('ministack-first');
  const upgraded = folder('ministack-upgraded');
  let before: readonly Standing[] = [];
  const isBack = async (status: string) => {
    const now = await both(aws);
    equal(now[1]?.status, status);
    sameResources(before, now);
  };
  const made = shown(assembly, first);
  return [
    [
      'each line of what is left out leaves something out',
      async () =>
        deepEqual(
          leftOut.filter((_, index) => made.left[index] === 0).map(({ what }) => what),
          [],
        ),
    ],
    ['the CDK prepares the account', () => bootstrap(aws)],
    [
      'both stacks are made, by change sets',
      async () => {
        await deploy(aws, first);
        before = await both(aws);
        equal(
          before.reduce((sum, { resources }) => sum + resources.size, 0),
          made.made,
        );
      },
    ],
    [
      'a child goes from referral to handover',
      async () => {
        const scheme = await seededScheme(aws);
        try {
          const trail = await placement(scheme);
          deepEqual(
            ways.filter((type) => !trail.includes(type)),
            [],
          );
        } finally {
          scheme.stop();
        }
      },
    ],
    [
      'an upgrade leaves every resource that stood',
      async () => {
        const synthesized = folder('ministack-synthesized');
        await synthesizeWith(aws, { clock: 'paused', alarmEmail: 'duty@transfers.example' }, synthesized);
        shown(synthesized, upgraded);
        await deploy(aws, upgraded);
        await isBack('UPDATE_COMPLETE');
      },
    ],
    [
      'an upgrade that fails goes back, and leaves every resource that stood',
      async () => {
        const spoilt = folder('ministack-spoilt');
        shown(assembly, spoilt, plantFailure);
        await failToDeploy(aws, spoilt);
        await isBack('UPDATE_ROLLBACK_COMPLETE');
      },
    ],
    [
      'the version before is deployed again, and a child is placed by it',
      async () => {
        await deploy(aws, first);
        await isBack('UPDATE_COMPLETE');
        const scheme = await seededScheme(aws);
        try {
          ok((await placement(scheme)).includes('transfer-completed.v1'));
        } finally {
          scheme.stop();
        }
      },
    ],
  ];
}

/** Starts another AWS and asks it for everything, in order. */
export async function askAnotherAws(assembly: string): Promise<readonly Tried[]> {
  const aws = await startAnotherAws();
  try {
    return await tryAll(trialsOf(aws, assembly));
  } finally {
    await aws.stop();
  }
}
