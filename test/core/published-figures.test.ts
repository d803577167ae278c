import { expect, test } from 'vitest';
import { hashOfKey, keyFrom } from '../../shared/core/council/council-keys.ts';
import { publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { withPublishedFigures } from '../../shared/core/council/published-figures.ts';
import figures from '../../shared/core/reference/councils.json' with { type: 'json' };
import { aCouncil } from '../builders.ts';

test('every authority begins with what is published of it, and nothing placed', () => {
  const councils = new Map(publishedCouncils().map((council) => [council.code, council]));
  expect(councils.size).toBe(figures.length);
  for (const { code, childPopulation, uascLookedAfter, region } of figures)
    expect(councils.get(code)).toMatchObject({
      childPopulation,
      region,
      participates: true,
      caredFor: {
        count: uascLookedAfter,
        asAt: '2025-03-31',
        source: uascLookedAfter === null ? 'not-published' : 'published',
      },
      publishedCount: uascLookedAfter,
      netSince: 0,
      incoming: 0,
      held: 0,
      offered: 0,
      reminders: { sinceDeclaration: 0 },
      trail: { number: 0, hash: '0'.repeat(64) },
    });
});

test('names read as they are spoken', () => {
  const named = (code: string) => publishedCouncils().find((council) => council.code === code)?.name;
  expect(named('E06000023')).toBe('Bristol');
  expect(publishedCouncils().filter(({ name }) => /,.* of$|here!/.test(name))).toEqual([]);
  const turned = figures.filter(({ name }) => /, (City|County) of$/.test(name));
  expect(turned.length).toBeGreaterThan(0);
  for (const { code, name } of turned) expect(`${named(code)},`).toBe(name.slice(0, name.indexOf(',') + 1));
});

test.each([
  ['nothing new', {}, undefined],
  ['another name', { name: 'Hampshire and more' }, { name: 'Hampshire and more' }],
  ['another nation', { nation: 'Wales' }, { nation: 'Wales' }],
  ['another region', { region: 'E12000009' }, { region: 'E12000009' }],
  ['another name of its region', { regionName: 'South' }, { regionName: 'South' }],
  ['another number of children', { childPopulation: 7 }, { childPopulation: 7 }],
  ['no part in the scheme, which coordinators and the table decide', { participates: false }, undefined],
  ['another published count', { publishedCount: 91 }, { publishedCount: 91 }],
  [
    'a newer count',
    { caredFor: { count: 91, asAt: '2026-03-31', source: 'published' } },
    { caredFor: { count: 91, asAt: '2026-03-31', source: 'published' } },
  ],
  [
    'a count no longer published',
    { caredFor: { count: null, asAt: '2025-03-31', source: 'not-published' } },
    { caredFor: { count: null, asAt: '2025-03-31', source: 'not-published' } },
  ],
  ['an older count', { caredFor: { count: 91, asAt: '2024-03-31', source: 'published' } }, undefined],
  ['the same count of the same day', { caredFor: { ...aCouncil().caredFor } }, undefined],
] as const)('of new figures: %s', (_, published, expected) => {
  const stored = aCouncil({ held: 2, netSince: 1 });
  const fresh = withPublishedFigures(stored, aCouncil(published));
  expect(fresh).toEqual(expected === undefined ? undefined : { ...stored, ...expected });
});

test('a count that the council declared stays', () => {
  const stored = aCouncil({ caredFor: { count: 80, asAt: '2025-06-30', source: 'declared' } });
  const newer = aCouncil({ caredFor: { count: 91, asAt: '2026-03-31', source: 'published' } });
  expect(withPublishedFigures(stored, newer)).toBeUndefined();
  expect(withPublishedFigures(stored, { ...newer, name: 'Hants' })?.caredFor).toEqual(stored.caredFor);
});

test('a key is written so that it fits a header, and kept as a hash', () => {
  expect(keyFrom(new Uint8Array([255, 239, 190, 0]))).toBe('nts__---AA');
  expect(hashOfKey('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
