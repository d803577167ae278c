import { expect, test } from 'vitest';
import { inFull, runs } from '../how-much.ts';
import { falseAlarms, foundPairs, invented, pairs, ways } from './duplicate-bench.ts';

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

test('of 58 pairs of one child nearly all are found, and no more different children are taken for possibly one', () => {
  const all = total(Object.fromEntries(Object.entries(pairs).map(([kind, of]) => [kind, of.length])));
  const [before, now] = [foundPairs(ways.before), foundPairs(ways.now)];
  const children = invented(Math.min(10_000, runs(10_000)));
  const [alarmsBefore, alarms] = [falseAlarms(ways.before, children), falseAlarms(ways.now, children)];
  const rows = Object.entries(pairs).map(
    ([kind, of]) => `${kind}: ${before[kind]}, now ${now[kind]} of ${of.length}`,
  );
  if (inFull)
    process.stdout.write(
      `${rows.join('\n')}\nin all: ${total(before)}, now ${total(now)} of ${all}\nfalse alarms of 10,000 children: ${alarmsBefore}, now ${alarms}\n`,
    );
  expect(all).toBe(58);
  expect(total(now)).toBeGreaterThanOrEqual(55);
  expect(alarms).toBeLessThanOrEqual(alarmsBefore);
});
