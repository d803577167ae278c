import { expect, test, vi } from 'vitest';
import { inFull } from '../../how-much.ts';
import { fairnessBench } from './fairness.ts';
import { fairnessWords } from './fairness-words.ts';

/** Seconds on a free machine; minutes on one that is shared. */
vi.setConfig({ testTimeout: 300_000 });

/** Five rules and two optima over two years: what the laws of the rota (test/rota) say at every change, seen on real arrivals. */
test.runIf(inFull)(
  'the rota keeps its goals on the real arrivals, beside simpler rules and the hindsight optimum',
  () => {
    const found = fairnessBench(() => undefined);
    const { rules, bounds, hindsight, scarce } = found;
    const named = (name: string) => {
      const rule = rules.find((one) => one.rule === name);
      if (rule === undefined) throw new Error(`There is no rule "${name}"`);
      return rule;
    };
    const rota = named('our rota');
    expect(rota.region).toBeLessThanOrEqual(bounds.region);
    expect(rota.councilInRegion).toBeLessThanOrEqual(bounds.councilInRegion);
    expect(rota.km / hindsight.km).toBeLessThanOrEqual(1.05);
    expect(scarce.met / scarce.most).toBeGreaterThanOrEqual(0.99);

    // The reference is one: nothing that decides as children come is nearer in the end, or goes less far as near.
    for (const rule of rules) {
      expect(rule.council).toBeGreaterThanOrEqual(hindsight.council);
      expect(rule.links).toBeLessThanOrEqual(hindsight.links);
    }
    expect(rota.km).toBeGreaterThanOrEqual(hindsight.km);
    expect(named('our rota, links first').links).toBe(hindsight.links);
    expect(named('our rota, links first').region).toBeGreaterThanOrEqual(hindsight.forced);
    expect(named('plain rota').gini).toBeGreaterThan(10 * rota.gini);

    const words = fairnessWords(found);
    expect(words.match(/^met: /gm)?.length).toBe(3);
    expect(words).not.toContain('MISSED');
  },
);
