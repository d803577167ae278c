import { everyCouncil } from './published-councils.ts';

/** Codes of all councils of these regions. */
export const councilsOfRegions = (regions: readonly string[]): readonly string[] =>
  everyCouncil()
    .filter(({ region }) => regions.includes(region))
    .map(({ code }) => code);

interface Avoiding {
  readonly areasToAvoid?: string[] | undefined;
  readonly regionsToAvoid?: readonly string[] | undefined;
}

/** What was said of areas to avoid, with whole regions as the councils that they have. None named is nothing said. */
export const withRegions = <R extends Avoiding>({
  regionsToAvoid = [],
  ...request
}: R): Omit<R, 'regionsToAvoid'> =>
  regionsToAvoid.length === 0
    ? request
    : {
        ...request,
        areasToAvoid: [...new Set([...(request.areasToAvoid ?? []), ...councilsOfRegions(regionsToAvoid)])],
      };
