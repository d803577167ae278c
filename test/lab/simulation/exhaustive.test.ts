import { expect, test } from 'vitest';
import { inFull, portion } from '../../how-much.ts';
import { allAtOnce } from './kernel/at-once.ts';
import { type Fault, Ordained, type Struck } from './kernel/faults.ts';
import { failureOf } from './simulate.ts';
import { World } from './world/world.ts';

/** Worlds in which somebody is referred, one council accepts while two back-ups wait, and the move takes place. */
const courses = [
  { told: 'put on the queue', seed: 38, way: 'queue', where: /./, least: 150 },
  // What follows is the same course: here only how the referral comes in, until it is handed to allocation.
  {
    told: 'sent to the API by a council’s system',
    seed: 38,
    way: 'api',
    where: / refers |^referrals /,
    least: 8,
  },
  { told: 'sent by e-mail', seed: 69, way: 'email', where: /^(mail|referrals) /, least: 15 },
  // Signing in, the first pages, and those on which it is checked and sent: what lies between is more pages of the same kind.
  {
    told: 'typed on the pages',
    seed: 257,
    way: 'form',
    where: / asks for a link | signs in |sign-in:| page ([1-4]|19|2\d) |^referrals /,
    least: 40,
  },
] as const;
type Course = (typeof courses)[number];

/** What is done to each call, and to each delivery: one thing at one place, and nothing else in the whole course. */
const once: readonly Fault[] = [
  'crash-before-call',
  'crash-after-call',
  'answer-lost',
  'call-doubled',
  'message-doubled',
  'message-side-by-side',
  'message-undeleted',
  'stream-again',
  'schedule-twice',
];

async function course(
  { seed, way }: Course,
  faults: readonly Struck[],
  places?: World['kernel']['places'],
): Promise<World> {
  allAtOnce();
  const world = new World({ seed, way, days: 1, referrals: 1, fate: () => new Ordained(faults) });
  world.office.calm = true;
  world.kernel.places = places;
  await world.run();
  return world;
}

const outcomeOf = ({ monitor: { cases } }: World) =>
  [...cases.known.values()].map(({ id, status, placement }) => [id, status, placement?.council]);
const stepsOf = ({ monitor: { cases } }: World) => [...cases.trails.values()].flat().map(({ type }) => type);

test.for(courses)(
  'the main course, $told, bears one thing going wrong at every single call and delivery',
  { timeout: 30 * 60_000 },
  async (main) => {
    const places: { readonly place: string; readonly can: readonly Fault[] }[] = [];
    const undisturbed = await course(main, [], (place, can) => {
      if (main.where.test(place)) places.push({ place, can });
    });
    expect(failureOf(undisturbed)).toBeUndefined();
    expect(stepsOf(undisturbed)).toEqual([
      'referral-received.v2',
      'offers-made.v1',
      'offer-answered.v1',
      'place-accepted.v1',
      'offer-withdrawn.v1',
      'offer-withdrawn.v1',
      'social-worker-named.v1',
      'transfer-arranged.v1',
      'transfer-completed.v1',
    ]);
    const tried = new Map<Fault, number>();
    for (const [at, { place, can }] of places.entries()) {
      const possible = once.filter((fault) => can.includes(fault));
      // Every place is disturbed at every change, in one way after another; in the long run each in every way.
      for (const fault of portion([possible[at % possible.length]], possible)) {
        if (fault === undefined) continue;
        tried.set(fault, (tried.get(fault) ?? 0) + 1);
        const world = await course(main, [{ place, fault }]);
        const where = `${fault} at ${place}`;
        expect([where, failureOf(world)?.words]).toEqual([where, undefined]);
        // It struck, the child is where it would have been, and at most one e-mail came twice.
        expect([where, world.kernel.struck.length]).toEqual([where, 1]);
        expect([where, outcomeOf(world).map(([, status]) => status)]).toEqual([where, ['transferred']]);
        expect(world.monitor.mails.doubled).toBeLessThanOrEqual(1);
      }
    }
    const calls = places.filter(({ can }) => can.includes('crash-after-call')).length;
    const runs = [...tried.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      `The main course, ${main.told}, has ${calls} calls through ports. ${runs} courses: ${[...tried].map(([fault, count]) => `${fault} ${count}`).join(', ')}.`,
    );
    expect(calls).toBeGreaterThanOrEqual(main.least);
    expect(runs).toBeGreaterThanOrEqual(calls);
    if (!inFull) return;
    expect(tried.get('crash-before-call')).toBe(calls);
    expect(tried.get('crash-after-call')).toBe(calls);
  },
);
