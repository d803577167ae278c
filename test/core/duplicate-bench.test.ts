import { expect, test } from 'vitest';
import { inFull, runs } from '../how-much.ts';
import { channels, falseAlarms, foundPairs, invented, pairs, ways } from './duplicate-bench.ts';
import { heldOut, otherNames } from './duplicate-held-out.ts';

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

test('of 58 pairs of one child nearly all are found, and no more different children are taken for possibly one', async () => {
  const all = total(Object.fromEntries(Object.entries(pairs).map(([kind, of]) => [kind, of.length])));
  const [before, now] = [await foundPairs(ways.before), await foundPairs(ways.now)];
  const children = invented(Math.min(10_000, runs(10_000)));
  const [alarmsBefore, alarms] = [
    await falseAlarms(ways.before, children),
    await falseAlarms(ways.now, children),
  ];
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

/** As measured, in every channel: a rule that finds fewer is a worse one. */
const LEAST_RECALL = 32 / 49;

/** Of e-mails fewer children are written and read: what an alarm is about is the same. */
const DIFFERENT = { 'form and API': inFull ? 10_000 : 1_000, 'e-mail': inFull ? 2_000 : 200 };

test('of pairs of one child by whom the rules were never tuned most are found, in every channel', async () => {
  const all = Object.values(heldOut).flat().length;
  for (const name of ['form and API', 'e-mail'] as const) {
    const children = invented(DIFFERENT[name], 2, otherNames);
    for (const [when, way] of Object.entries(ways)) {
      const found = await foundPairs(way, heldOut, channels[name]);
      const alarms = await falseAlarms(way, children, channels[name]);
      const recall = total(found) / all;
      const precision = total(found) / Math.max(1, total(found) + alarms);
      if (inFull)
        process.stdout.write(
          `${name}, ${when}: recall ${total(found)} of ${all}; false alarms ${alarms} of ${children.length} different children; precision ${precision.toFixed(2)} with these pairs among them. ${Object.entries(
            heldOut,
          )
            .map(([kind, of]) => `${kind} ${found[kind]}/${of.length}`)
            .join(', ')}\n`,
        );
      if (when === 'now') expect(recall, name).toBeGreaterThanOrEqual(LEAST_RECALL);
    }
  }
});
