import { caseReference } from '../../../shared/core/case/reference.ts';
import type { Struck } from './kernel/faults.ts';
import { type Failure, failureOf, type Replay, replay } from './simulate.ts';
import type { World } from './world/world.ts';

/** The world that failed, as it was simulated. */
export type Given = Pick<Replay, 'seed' | 'stores' | 'manners'>;

/** The least that still goes wrong: which referrals have to come, and which faults have to strike. */
export interface Least {
  readonly referrals: readonly number[];
  readonly faults: readonly Struck[];
  readonly failure: Failure;
  /** Worlds tried. */
  readonly tries: number;
}

const DAY = 86_400_000;

/**
 * Leaves out referrals and faults, as many as can be, while the same rule is still broken (Zeller's delta debugging).
 *
 * @param patience worlds tried, after which it is content with what it has
 * @throws Error when the seed breaks no rule
 */
export async function shrink(given: Given, patience = 120): Promise<Least> {
  const first = await replay(given);
  const failure = failureOf(first);
  if (failure === undefined) throw new Error(`World ${given.seed} breaks no rule: there is nothing to tell.`);
  let least = {
    referrals: first.stories.map(({ number }) => number),
    faults: [...first.kernel.struck],
    failure,
  };
  let tries = 1;

  const stillFails = async (referrals: readonly number[], faults: readonly Struck[]): Promise<boolean> => {
    tries += 1;
    const world = await replay({ ...given, only: new Set(referrals), faults, until: failure.at + 20 * DAY });
    const again = failureOf(world);
    if (again?.rule !== failure.rule) return false;
    // What did not strike in this run was not needed.
    least = { referrals: [...referrals], faults: [...world.kernel.struck], failure: again };
    return true;
  };

  const withoutParts = async <T>(
    all: () => readonly T[],
    fails: (some: readonly T[]) => Promise<boolean>,
  ): Promise<void> => {
    let parts = 1;
    while (all().length > 0 && parts <= all().length && tries < patience) {
      const things = all();
      const size = Math.ceil(things.length / parts);
      let left = false;
      for (let from = 0; from < things.length && tries < patience; from += size) {
        if (await fails(things.filter((_, index) => index < from || index >= from + size))) {
          left = true;
          break;
        }
      }
      if (!left) parts *= 2;
      else parts = Math.max(1, parts - 1);
    }
  };

  // Most often it is the case that the rule names, and no fault at all.
  const suspects = first.stories
    .filter(({ message }) => caseReference(message.data.referralId, 1) === failure.about)
    .map(({ number }) => number);
  if (suspects.length === 0 || !(await stillFails(suspects, []))) await stillFails(least.referrals, []);

  for (let before = -1; before !== least.faults.length + least.referrals.length; ) {
    before = least.faults.length + least.referrals.length;
    await withoutParts(
      () => least.faults,
      (faults) => stillFails(least.referrals, faults),
    );
    await withoutParts(
      () => least.referrals,
      (referrals) => stillFails(referrals, least.faults),
    );
    if (tries >= patience) break;
  }
  return { ...least, tries };
}

/** The world of the least that goes wrong, with its story. */
export const retell = (given: Given, { referrals, faults }: Least): Promise<World> =>
  replay({ ...given, only: new Set(referrals), faults, story: true });
