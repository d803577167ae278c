import { everyCouncil } from './published-councils.ts';

/** Codes of all councils of these regions. */
export const councilsOfRegions = (regions: readonly string[]): readonly string[] =>
  everyCouncil()
    .filter(({ region }) => regions.includes(region))
    .map(({ code }) => code);

/** Councils as whole regions, where all that a region has are among them, and those that are left. */
export function asRegions(councils: readonly string[]): {
  readonly regions: readonly string[];
  readonly councils: readonly string[];
} {
  const regions = [...new Set(everyCouncil().map(({ region }) => region))].filter((region) =>
    councilsOfRegions([region]).every((code) => councils.includes(code)),
  );
  const within = councilsOfRegions(regions);
  return { regions, councils: councils.filter((code) => !within.includes(code)) };
}

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
