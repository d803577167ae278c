import { expect, test, vi } from 'vitest';
import { silenceBench, silenceWords } from './silence-words.ts';

/** Seconds on a free machine; minutes on one that is shared. */
vi.setConfig({ testTimeout: 300_000 });

const played = [
  '10 % silent, drawn at random',
  '20 % silent, drawn at random',
  '20 % silent, the largest of the South East',
  '10 % answer just after the deadline',
  'the three largest of the South East start after 30 working days',
];

test('silence costs the silent, not the child, and nobody catches up in bursts', () => {
  const rows = silenceBench(
    { seeds: 1, children: 500 },
    () => undefined,
    (scenario) => played.includes(scenario),
  );
  const of = (scenario: string, rule: string) => {
    const row = rows.find((one) => one.scenario === scenario && one.rule === rule);
    if (row === undefined) throw new Error(`"${rule}" was not played with "${scenario}"`);
    return row;
  };
  const words = silenceWords(rows);
  expect(words).not.toContain('MISSED');
  expect(words.match(/^met: /gm)?.length).toBe(6);

  const [ten = '', twenty = '', southEast = '', , woken = ''] = played;
  // What there is to mend, and that the play can tell.
  expect(of(ten, 'as today (nts-2025)').lostADay).toBeGreaterThan(0.3);
  expect(of(southEast, 'as today (nts-2025)').worst).toBeGreaterThan(5);
  expect(of(woken, 'ask beside, owe all').inARow).toBeGreaterThan(2);
  // Known only by the offers that ran out, each silent council costs a child a day: less than today, more than nothing.
  expect(of(twenty, 'nts-2026, by offers').lostADay).toBeGreaterThan(of(twenty, 'nts-2026').lostADay);
  // Who is passed over and forgiven owes nothing for it; under the rule all of it is owed.
  expect(of(twenty, 'nts-2026').owed).toBeGreaterThan(3 * of(twenty, 'skip, forgive all').owed);
  // The price: councils that answer offers and never declare are asked beside for a while, and then heard.
  expect(of(twenty, 'nts-2026').partOfTime).toBeLessThan(0.1);
});
