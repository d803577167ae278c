import { beforeAll, describe, expect, test } from 'vitest';
import type { Resource } from '../../../infra/local-aws/template/assembly.ts';
import { inFull, portion } from '../../how-much.ts';
import { synthesize } from '../../template/synthesis.ts';
import { mayBeQuarantined } from '../simulation/world/world.ts';
import { play, rung, watched } from './play.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { resourcesIn } from './template.ts';

const DAY = 24 * 60 * 60_000;
/** Without faults, each a world of its own: one of them in which no child is referred. */
const WEEKS = portion(1, 100);
/** Faults that stand for their kinds in a short run: a message, a stream, silence, a mailbox. */
const shortly = ['notifications-dlq-not-empty', 'relay-silent', 'deadlines-not-enforced', 'email-bounced'];
const tried = scenarios.filter(({ rings }) => inFull || shortly.includes(rings));
/** Where AWS does not say how it reads an alarm, it rings either way. */
const readings = portion(
  [{}],
  [{}, { fillsNothing: false }, { rangeBeyond: 0 }, { rangeBeyond: 5 }, { fullQueuesSleep: true }],
);

let resources: readonly Resource[];
beforeAll(() => {
  resources = resourcesIn(synthesize().folder);
});

const withReadings = tried.flatMap((scenario) =>
  readings.map((reading): [string, string, Scenario, object] => [
    scenario.fails,
    scenario.rings,
    scenario,
    reading,
  ]),
);

describe.each(withReadings)('%s', (_, rings, scenario, reading) => {
  test(`rings ${rings} in time, before a council’s time is over, and nothing had rung ${JSON.stringify(reading)}`, async () => {
    const { minutes, deadline, before } = await play(resources, scenario, reading);
    expect(before).toEqual([]);
    expect(minutes).toBeLessThanOrEqual(scenario.within);
    if (scenario.mayWait === undefined) expect(minutes).toBeLessThan(deadline);
  });
});

test.each(portion(tried.slice(0, 3), tried).map((scenario) => [scenario.rings, scenario] as const))(
  'without the alarm %s its fault is not noticed as it has to be',
  async (rings, scenario) => {
    expect((await play(resources, scenario, { without: rings })).minutes).toBeUndefined();
  },
);

test('every alarm of the template has a fault that rings it', () => {
  const names = resources
    .filter(({ type }) => type === 'AWS::CloudWatch::Alarm')
    .map(({ id }) => id.replace(/^[^-]+-/, ''));
  const waitedFor = new Set(scenarios.map(({ rings }) => rings));
  expect(names.filter((name) => !waitedFor.has(name))).toEqual([]);
  expect([...waitedFor].filter((name) => !names.includes(name))).toEqual([]);
});

test.each(Array.from({ length: WEEKS }, (_, index) => index + 1))(
  'in a week in which nothing fails no alarm rings: seed %i',
  async (seed) => {
    const referrals = seed % 10 === 0 ? 0 : 6;
    const { world, cloudWatch } = watched(resources, { seed, days: portion(1, 7), referrals });
    const { timeline } = world.kernel;
    await world.open();
    await timeline.runUntil(timeline.now + portion(1, 7) * DAY);
    expect(world.kernel.failure).toBeUndefined();
    // Who amends a referral too late is for a person to sort out: that calls somebody, and is meant to.
    const late = world.pipeline.operator.quarantined.some(({ code }) => mayBeQuarantined.includes(code));
    const rang = rung(cloudWatch).map(({ alarm }) => alarm);
    expect(rang.filter((alarm) => !(late && alarm === 'quarantine-not-empty'))).toEqual([]);
  },
);
