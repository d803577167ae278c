/**
 * Asks the same of each thing, a few at a time: none waits for all before it, and no service is flooded.
 *
 * @param most how many are asked side by side
 * @returns the answers, in the order of the things
 * @throws what the first to fail threw; no other is asked after it, and what is under way then is not waited for
 */
export async function aFewAtATime<Thing, Answer>(
  things: Iterable<Thing>,
  most: number,
  ask: (thing: Thing) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const waiting = [...things].entries();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const [at, thing] of waiting) {
      if (failed) return;
      try {
        answers[at] = await ask(thing);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: most }, lane));
  return answers;
}
