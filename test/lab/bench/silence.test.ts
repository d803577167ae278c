import { expect, test, vi } from 'vitest';
import { silenceBench, silenceWords } from './silence-words.ts';

/** Seconds on a free machine; minutes on one that is shared. */
vi.setConfig({ testTimeout: 300_000 });

const today = 'as today (nts-2025)';
const now = 'nts-2026';
const ten = '10 % silent, drawn at random';
const twenty = '20 % silent, drawn at random';
const southEast = '20 % silent, the largest of the South East';
const woken = 'the three largest of the South East start after 30 working days';

/** What is played, beside the rule in force and the next: only what is compared below. */
const played: Readonly<Record<string, readonly string[]>> = {
  [ten]: [],
  [twenty]: ['nts-2026, by offers', 'skip, forgive all'],
  [southEast]: [],
  '10 % answer just after the deadline': [],
  [woken]: ['ask beside, owe all'],
};

test('silence costs the silent, not the child, and nobody catches up in bursts', () => {
  const rows = silenceBench(
    { seeds: 1, children: 500 },
    () => undefined,
    (scenario, rule) => [today, now, ...(played[scenario] ?? [])].includes(rule) && scenario in played,
  );
  const of = (scenario: string, rule: string) => {
    const row = rows.find((one) => one.scenario === scenario && one.rule === rule);
    if (row === undefined) throw new Error(`"${rule}" was not played with "${scenario}"`);
    return row;
  };
  const words = silenceWords(rows);
  expect(words).not.toContain('MISSED');
  expect(words.match(/^met: /gm)?.length).toBe(6);

  // What there is to mend, and that the play can tell.
  expect(of(ten, today).lostADay).toBeGreaterThan(0.3);
  expect(of(southEast, today).worst).toBeGreaterThan(5);
  expect(of(woken, 'ask beside, owe all').inARow).toBeGreaterThan(2);
  // Known only by the offers that ran out, each silent council costs a child a day: less than today, more than nothing.
  expect(of(twenty, 'nts-2026, by offers').lostADay).toBeGreaterThan(of(twenty, now).lostADay);
  // Who is passed over and forgiven owes nothing for it; under the rule all of it is owed.
  expect(of(twenty, now).owed).toBeGreaterThan(3 * of(twenty, 'skip, forgive all').owed);
  // The price: councils that answer offers and never declare are asked beside for a while, and then heard.
  expect(of(twenty, now).partOfTime).toBeLessThan(0.1);
});
