/**
 * Asks the same of each thing, a few at a time: none waits for all before it, and no service is flooded.
 *
 * @param most how many are asked side by side
 * @returns the answers, in the order of the things
 * @throws what the first to fail threw; what is under way then is not waited for
 */
export async function aFewAtATime<Thing, Answer>(
  things: readonly Thing[],
  most: number,
  ask: (thing: Thing) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const waiting = things.entries();
  const lane = async (): Promise<void> => {
    for (const [at, thing] of waiting) answers[at] = await ask(thing);
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, lane));
  return answers;
}
