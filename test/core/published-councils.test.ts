import { expect, test } from 'vitest';
import * as z from 'zod';
import { type PublishedFigures, publishedCouncils } from '../../shared/core/council/published-councils.ts';
import figures from '../../shared/core/reference/councils.json' with { type: 'json' };
import bases from '../../shared/core/reference/councils-basis.json' with { type: 'json' };

const row: z.ZodType<PublishedFigures> = z.object({
  code: z.string().regex(/^[A-Z][A-Z0-9]{3,9}$/),
  name: z.string().min(1),
  nation: z.enum(['England', 'Wales', 'Scotland', 'Northern Ireland']),
  region: z.string().min(1),
  regionName: z.string().min(1),
  childPopulation: z.int().positive(),
  uascLookedAfter: z.int().nonnegative().nullable(),
});

test('the published figures hold what they are read as, each authority once', () => {
  expect(z.array(row).safeParse(figures).error).toBeUndefined();
  expect(figures).toHaveLength(212);
  expect(new Set(figures.map(({ code }) => code)).size).toBe(212);
});

test('the basis of every figure is said, and a count is missing exactly where none is published', () => {
  const unpublished = new Set(
    bases.filter(({ uascStatus }) => uascStatus !== 'published').map(({ code }) => code),
  );
  expect(bases.map(({ code }) => code)).toEqual(figures.map(({ code }) => code));
  for (const { code, uascLookedAfter } of figures)
    expect([code, uascLookedAfter === null]).toEqual([code, unpublished.has(code)]);
});

test('a count that is not published is unknown, never zero', () => {
  const published = new Map<string, number | null>(
    figures.map(({ code, uascLookedAfter }) => [code, uascLookedAfter]),
  );
  for (const { code, caredFor } of publishedCouncils())
    expect(caredFor).toMatchObject({
      count: published.get(code),
      source: published.get(code) === null ? 'not-published' : 'published',
    });
});
