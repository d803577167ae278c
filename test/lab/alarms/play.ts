import type { Resource } from '../../../infra/local-aws/template/assembly.ts';
import { defined } from '../../../shared/core/defined.ts';
import { allAtOnce } from '../simulation/kernel/at-once.ts';
import type { Fate } from '../simulation/kernel/faults.ts';
import { World, type WorldOptions } from '../simulation/world/world.ts';
import { CloudWatch, type Reading } from './cloud-watch.ts';
import type { Scenario } from './scenarios.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A world that begins on a Monday in June, under a policy that gives a working day to answer. */
const SEED = 26;
/** Five hours after the world begins it is ten in the morning: children have been referred, and more are. */
const BEGINS = 5;
const REFERRED = [150, 200, 240, 290, 301, 303, 310, 325, 345, 380, 440].map((minute) => minute * MINUTE);
const nothingFails: Fate = { strike: () => undefined };

export interface Played {
  /** Minutes from the beginning of the fault to the alarm; undefined: it did not ring in time. */
  readonly minutes: number | undefined;
  /** Other alarms that rang before it or with it, without their stack’s name. */
  readonly beside: readonly string[];
  /** Minutes from the beginning of the fault to the first time by which a council has to answer. */
  readonly deadline: number;
  /** Alarms that rang before anything failed: none, or the world was not well. */
  readonly before: readonly string[];
}

/** An alarm’s name without its stack’s. */
const short = (alarm: string): string => alarm.replace(/^[^-]+-/, '');

/** The times that an alarm began to ring. */
export const rung = ({
  transitions,
}: CloudWatch): readonly { readonly alarm: string; readonly at: number }[] =>
  transitions.filter(({ to }) => to === 'ALARM').map(({ alarm, at }) => ({ alarm: short(alarm), at }));

/** A world in which nothing fails of itself and everybody answers, watched by the template’s alarms. */
export function watched(
  resources: readonly Resource[],
  options: Pick<WorldOptions, 'seed' | 'start' | 'days' | 'referrals' | 'moments' | 'way'> & {
    readonly fate?: Fate;
  },
  reading: Reading = {},
): { readonly world: World; readonly cloudWatch: CloudWatch } {
  allAtOnce();
  const { fate = nothingFails, ...given } = options;
  const cloudWatch = new CloudWatch(resources, reading);
  const world = new World({ ...given, observer: cloudWatch, fate: () => fate });
  world.office.calm = true;
  world.pipeline.operator.absent = true;
  cloudWatch.watch(world);
  return { world, cloudWatch };
}

/** When a council has to answer, of all offers that are open, milliseconds since 1970. */
const answersDue = ({ monitor }: World): readonly number[] =>
  monitor.cases.open.flatMap(({ offers }) =>
    offers.filter(({ status }) => status === 'live').map(({ answerBy }) => Date.parse(answerBy)),
  );

/**
 * Plays one scenario: a morning on which all is well, and then the fault, until its alarm rings or its time is over.
 *
 * @throws Violation when the world breaks one of its own rules
 */
export async function play(
  resources: readonly Resource[],
  { rings, within, strikes, outage, acts, start, way = 'queue', begins: hours = BEGINS }: Scenario,
  reading: Reading = {},
): Promise<Played> {
  let failing = false;
  const fate: Fate = { strike: (place) => (failing ? strikes?.(place) : undefined) };
  const days = Math.ceil((hours * 60 + within) / (24 * 60)) + 1;
  const options = { days, moments: REFERRED, seed: SEED, way, fate, ...defined({ start }) };
  const { world, cloudWatch } = watched(resources, options, reading);
  const { timeline } = world.kernel;
  await world.open();
  const begins = timeline.now + hours * HOUR;
  await timeline.runUntil(begins);
  const before = rung(cloudWatch).map(({ alarm }) => alarm);
  failing = true;
  cloudWatch.outage = outage ?? {};
  acts?.(world, cloudWatch);
  let deadline = Number.POSITIVE_INFINITY;
  const found = () => rung(cloudWatch).find(({ alarm, at }) => alarm === rings && at > begins);
  while (found() === undefined && timeline.now < begins + within * MINUTE && !timeline.stopped) {
    await timeline.runUntil(timeline.now + MINUTE);
    deadline = Math.min(deadline, ...answersDue(world).filter((at) => at > begins));
  }
  if (world.kernel.failure !== undefined) throw world.kernel.failure;
  const at = found()?.at;
  return {
    minutes: at && Math.ceil((at - begins) / MINUTE),
    beside: rung(cloudWatch).flatMap(({ alarm, at }) => (at > begins && alarm !== rings ? [alarm] : [])),
    deadline: Math.floor((deadline - begins) / MINUTE),
    before,
  };
}
