import * as z from 'zod';
import type { Council } from './council.ts';
import figures from './reference/councils.json' with { type: 'json' };
import { noHash } from './trail.ts';

/** The day that the published counts of looked-after children are of. */
const COUNTED_ON = '2025-03-31';

/** The register turns some names round, for sorting: "Bristol, City of". In a sentence that is a stumble. */
const spoken = (name: string): string => name.replace(/, (?:City|County) of$/, '');

const published = z.array(
  z.object({
    code: z.string().min(1),
    name: z.string().min(1),
    nation: z.enum(['England', 'Wales', 'Scotland', 'Northern Ireland']),
    region: z.string().min(1),
    regionName: z.string().min(1),
    childPopulation: z.int().nonnegative(),
    uascLookedAfter: z.int().nonnegative().nullable(),
  }),
);

/**
 * The 212 authorities as the published figures have them, before the scheme has placed anybody: what a new deployment
 * begins with. Every one takes part; where no count is published it is unknown, never zero.
 */
export function publishedCouncils(): readonly Council[] {
  return published.parse(figures).map(({ uascLookedAfter: count, ...council }) => ({
    ...council,
    name: spoken(council.name),
    participates: true,
    caredFor: { count, asAt: COUNTED_ON, source: count === null ? 'not-published' : 'published' },
    publishedCount: count,
    netSince: 0,
    incoming: 0,
    held: 0,
    offered: 0,
    reminders: { sinceDeclaration: 0 },
    trail: { number: 0, hash: noHash },
  }));
}
