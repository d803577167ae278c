import { expect, test } from 'vitest';
import { signAtOnce } from './kernel/crypto-at-once.ts';
import { type Fault, Ordained, type Struck } from './kernel/faults.ts';
import { failureOf } from './simulate.ts';
import { World } from './world/world.ts';

/** A world in which one child is referred, one council accepts while two back-ups wait, and the child moves. */
const SEED = 38;

/** What is done to each call, and to each delivery: one thing at one place, and nothing else in the whole journey. */
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

async function journey(faults: readonly Struck[], places?: World['kernel']['places']): Promise<World> {
  signAtOnce();
  const world = new World({ seed: SEED, days: 1, referrals: 1, fate: () => new Ordained(faults) });
  world.office.calm = true;
  world.kernel.places = places;
  await world.run();
  return world;
}

const outcomeOf = ({ overseer: { cases } }: World) =>
  [...cases.known.values()].map(({ id, status, placement }) => [id, status, placement?.council]);
const stepsOf = ({ overseer: { cases } }: World) => [...cases.trails.values()].flat().map(({ type }) => type);

test(
  'the main journey bears one crash, and one repetition, at every single call and delivery',
  async () => {
    const places: { readonly place: string; readonly can: readonly Fault[] }[] = [];
    const undisturbed = await journey([], (place, can) => places.push({ place, can }));
    expect(failureOf(undisturbed)).toBeUndefined();
    expect(stepsOf(undisturbed)).toEqual([
      'referral-received.v1',
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
    for (const { place, can } of places)
      for (const fault of once) {
        if (!can.includes(fault)) continue;
        tried.set(fault, (tried.get(fault) ?? 0) + 1);
        const world = await journey([{ place, fault }]);
        const where = `${fault} at ${place}`;
        expect([where, failureOf(world)?.words]).toEqual([where, undefined]);
        // It struck, the child is where it would have been, and at most one e-mail came twice.
        expect([where, world.kernel.struck.length]).toEqual([where, 1]);
        expect([where, outcomeOf(world).map(([, status]) => status)]).toEqual([where, ['transferred']]);
        expect(world.overseer.mails.doubled).toBeLessThanOrEqual(1);
      }
    const calls = places.filter(({ can }) => can.includes('crash-after-call')).length;
    const runs = [...tried.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      `The main journey makes ${calls} calls through ports. ${runs} journeys: ${[...tried].map(([fault, count]) => `${fault} ${count}`).join(', ')}.`,
    );
    expect(calls).toBeGreaterThan(150);
    expect(tried.get('crash-before-call')).toBe(calls);
    expect(tried.get('crash-after-call')).toBe(calls);
  },
  30 * 60_000,
);
