import { presentCode } from '../../../events/former-codes.ts';
import { allSuccessions, dividedAmong, isInForce } from '../calendar/in-force.ts';
import type { Nation } from '../calendar/nation.ts';
import figures from '../reference/councils.json' with { type: 'json' };
import counted from '../reference/counted-on.json' with { type: 'json' };
import { beforeAnybody, type Council } from './council.ts';

/** The day that the published counts of looked-after children are of. */
const { countedOn } = counted;

/** The register turns some names round, for sorting: "Bristol, City of". In a sentence that is a stumble. */
const spoken = (name: string): string => name.replace(/, (?:City|County) of$/, '');

/** A row of the published figures; a test holds the file to it, so that no function reads it through a contract at every start. */
export interface PublishedFigures {
  readonly code: string;
  readonly name: string;
  readonly nation: Nation;
  readonly region: string;
  readonly regionName: string;
  /** Children under 18. */
  readonly childPopulation: number;
  /** Unaccompanied asylum-seeking children in care; null where none is published. */
  readonly uascLookedAfter: number | null;
}

let made: readonly Council[] | undefined;

/**
 * The 212 authorities as the published figures have them, before the scheme has placed anybody: what a new deployment
 * begins with. Every one takes part; where no count is published it is unknown, never zero. Made once, when first asked for.
 */
export function publishedCouncils(): readonly Council[] {
  made ??= (figures as readonly PublishedFigures[]).map(asPublished);
  return made;
}

const asPublished = (row: PublishedFigures): Council => ({
  code: row.code,
  name: spoken(row.name),
  nation: row.nation,
  region: row.region,
  regionName: row.regionName,
  childPopulation: row.childPopulation,
  caredFor: {
    count: row.uascLookedAfter,
    asAt: countedOn,
    source: row.uascLookedAfter === null ? 'not-published' : 'published',
  },
  publishedCount: row.uascLookedAfter,
  ...beforeAnybody,
});

let ever: readonly Council[] | undefined;

/** Those, and every authority of which it is known that it begins later: whoever is seeded, has a name or may be reached. */
export function everyCouncil(): readonly Council[] {
  ever ??= [
    ...publishedCouncils(),
    ...allSuccessions().flatMap(({ ends, begins }) =>
      publishedCouncils()
        .filter(({ code }) => code === ends)
        .flatMap(({ nation, region, regionName, publishedCount }) => {
          const counts = publishedCount === null ? [] : dividedAmong({ begins }, publishedCount);
          return begins.map(({ code, name, childPopulation }, at) =>
            asPublished({
              code,
              name,
              nation,
              region,
              regionName,
              childPopulation,
              uascLookedAfter: counts[at] ?? null,
            }),
          );
        }),
    ),
  ];
  return ever;
}

/** The authorities that there are on a day. @param day Europe/London, YYYY-MM-DD */
export const councilsOn = (day: string): readonly Council[] =>
  everyCouncil().filter(({ code }) => isInForce(code, day));

let byCode: ReadonlyMap<string, Council> | undefined;

/** An authority by its code, or by one that it had before, as it was published; undefined when there is none. */
export function publishedCouncil(code: string): Council | undefined {
  byCode ??= new Map(everyCouncil().map((council) => [council.code, council]));
  return byCode.get(presentCode(code));
}
