import type { DynamoDb } from '../../../infra/local-aws/services/dynamodb.ts';
import type { Area } from './areas.ts';
import { between, type Sent } from './changed-conditions.ts';
import { variantsOf, variantsOfKey } from './condition-variants.ts';
import { load, testFiles } from './loading.ts';
import type { Mutant } from './mutants.ts';
import { CONDITIONS } from './survivors.ts';
import { end, type GatheredTest, run } from './tests-as-data.ts';

const PATIENCE_MS = 30_000;
const TELL_EVERY_MS = 10_000;

interface Asked extends Sent {
  /** The tests that send it, quickest first. */
  readonly tests: readonly GatheredTest[];
}

/**
 * Tries every condition that an area's tests send to DynamoDB with one mistake in it, which no change of a text in the code would
 * make: a clause left out, AND for OR, another comparison.
 */
export async function triedConditions(area: Area, tables: DynamoDb): Promise<readonly Mutant[]> {
  const server = await between(tables);
  process.env.DYNAMODB_LOCAL_PORT = String(server.port);
  // A write that a test does not wait for may come when its tables have gone.
  process.on('unhandledRejection', () => undefined);
  const tests: GatheredTest[] = [];
  for (const file of testFiles(area.tests.join(' '))) tests.push(...(await load(file)));

  const asked = await heard(tests, (listener) => {
    server.onSent = listener;
  });
  const all = asked.flatMap((one) =>
    (one.isKey ? variantsOfKey : variantsOf)(one.condition).map((into) => ({ ...one, into })),
  );
  const mutants: Mutant[] = [];
  let told = 0;
  for (const { of, condition, into, tests: senders } of all) {
    server.change = { of, condition, into };
    mutants.push({
      file: CONDITIONS,
      line: 0,
      fate: (await noticed(senders)) ? 'killed' : 'survived',
      was: `${of}: ${condition}`,
      became: into === '' ? 'no condition' : into,
    });
    if (performance.now() - told < TELL_EVERY_MS && mutants.length < all.length) continue;
    told = performance.now();
    const alive = mutants.filter(({ fate }) => fate === 'survived').length;
    console.log(`Conditions: ${mutants.length}/${all.length} tried (${alive} survived)`);
  }
  server.change = undefined;
  await end(tests);
  server.stop();
  return mutants;
}

/** Every condition that is sent, once, with the tests that send it. */
async function heard(
  tests: readonly GatheredTest[],
  listen: (listener: (sent: Sent) => void) => void,
): Promise<readonly Asked[]> {
  const found = new Map<string, Sent & { readonly by: Map<GatheredTest, number> }>();
  for (const test of tests) {
    const sent = new Set<string>();
    listen((one) => {
      const name = `${one.of}: ${one.condition}`;
      sent.add(name);
      if (!found.has(name)) found.set(name, { ...one, by: new Map() });
    });
    const from = performance.now();
    await run(test);
    for (const name of sent) found.get(name)?.by.set(test, performance.now() - from);
  }
  listen(() => undefined);
  return [...found.values()].map(({ by, ...sent }) => ({
    ...sent,
    tests: [...by].toSorted(([, one], [, other]) => one - other).map(([test]) => test),
  }));
}

async function noticed(tests: readonly GatheredTest[]): Promise<boolean> {
  for (const test of tests) {
    const patience = Promise.withResolvers<void>();
    const timer = setTimeout(() => patience.reject(new Error('out of patience')), PATIENCE_MS);
    try {
      await Promise.race([run(test), patience.promise]);
    } catch {
      return true;
    } finally {
      clearTimeout(timer);
    }
  }
  return false;
}
