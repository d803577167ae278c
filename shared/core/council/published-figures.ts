import type { Council } from './council.ts';

/**
 * A stored council with names and figures as published now; undefined when nothing published is new.
 *
 * What the scheme counted stays, and so do a count the council declared and whether it takes part. A newer published count replaces an older
 * published one without starting `netSince` over: the figure is of a day past, and nobody knows which moves came before it.
 */
export const withPublishedFigures = (stored: Council, published: Council): Council | undefined => {
  const newerCount =
    stored.caredFor.source !== 'declared' &&
    (stored.caredFor.asAt < published.caredFor.asAt || stored.caredFor.source !== published.caredFor.source);
  const fresh: Council = {
    ...stored,
    name: published.name,
    nation: published.nation,
    region: published.region,
    regionName: published.regionName,
    childPopulation: published.childPopulation,
    publishedCount: published.publishedCount,
    caredFor: newerCount ? published.caredFor : stored.caredFor,
  };
  const changed =
    fresh.caredFor !== stored.caredFor ||
    (['name', 'nation', 'region', 'regionName', 'childPopulation', 'publishedCount'] as const).some(
      (member) => fresh[member] !== stored[member],
    );
  return changed ? fresh : undefined;
};
