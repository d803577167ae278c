import type { Council } from './council.ts';
import { withNewerFigure } from './moved.ts';

/**
 * A stored council with names and figures as published now; undefined when nothing published is new.
 *
 * What the scheme counted stays, and so do a count the council declared and whether it takes part. A newer published count replaces an older
 * published one, and takes off what the scheme counted up to its day, for that is in it.
 */
export const withPublishedFigures = (stored: Council, published: Council): Council | undefined => {
  const newerCount =
    stored.caredFor.source !== 'declared' &&
    (stored.caredFor.asAt < published.caredFor.asAt || stored.caredFor.source !== published.caredFor.source);
  const counted = newerCount ? withNewerFigure(stored, published.caredFor) : stored;
  const fresh: Council = {
    ...counted,
    name: published.name,
    nation: published.nation,
    region: published.region,
    regionName: published.regionName,
    childPopulation: published.childPopulation,
    publishedCount: published.publishedCount,
  };
  const changed =
    newerCount ||
    (['name', 'nation', 'region', 'regionName', 'childPopulation', 'publishedCount'] as const).some(
      (member) => fresh[member] !== stored[member],
    );
  return changed ? fresh : undefined;
};
