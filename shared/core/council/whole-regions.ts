import { everyCouncil } from './published-councils.ts';

/** Codes of the councils of these regions but for one's own, which the child leaves in any case. */
export const councilsOfRegions = (regions: readonly string[], own?: string): readonly string[] =>
  everyCouncil()
    .filter(({ code, region }) => regions.includes(region) && code !== own)
    .map(({ code }) => code);

interface Avoiding {
  readonly areasToAvoid?: string[] | undefined;
  readonly regionsToAvoid?: readonly string[] | undefined;
}

/** What was said of areas to avoid, with whole regions as the councils that they have. None named is nothing said. */
export const withRegions = <R extends Avoiding>(
  { regionsToAvoid = [], ...request }: R,
  own: string,
): Omit<R, 'regionsToAvoid'> =>
  regionsToAvoid.length === 0
    ? request
    : {
        ...request,
        areasToAvoid: [
          ...new Set([...(request.areasToAvoid ?? []), ...councilsOfRegions(regionsToAvoid, own)]),
        ],
      };
