/**
 * The code that an authority has now, by each that it had before. Barnsley and Sheffield were given new ones when their common boundary
 * moved on 1 April 2025: the Barnsley and Sheffield (Boundary Change) Order 2024, S.I. 2024/1328, article 1(3); ONS's page of E08000016
 * says "replaced by the new Barnsley (E08000038)" (as quoted by others: the register itself was not at hand). What says a former code
 * means the same authority, for as long as anybody says it: systems keep their lists for years, and what was signed or recorded stays.
 */
export const presentCodes: Readonly<Record<string, string>> = {
  E08000016: 'E08000038',
  E08000019: 'E08000039',
};

/** The code that an authority has now, by any that it has or had; what is no former code comes back as it is. */
export const presentCode = (code: string): string =>
  Object.hasOwn(presentCodes, code) ? (presentCodes[code] ?? code) : code;

const firstCodes: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(presentCodes).map(([former, present]) => [present, former]),
);

/** The code that an authority had first, by any: it never changes, so it is what things are kept under. */
export const firstCode = (code: string): string =>
  Object.hasOwn(firstCodes, code) ? (firstCodes[code] ?? code) : code;

/** The order of authorities where nothing else parts them: by the codes that they had first, so that a new code changes nobody's turn. */
export const byFirstCode = (a: string, b: string): number => (firstCode(a) < firstCode(b) ? -1 : 1);

/** What members of things that are kept were called before, and are called now. */
const presentMembers: ReadonlyMap<string, string> = new Map([['legalStatus', 'immigrationStatus']]);

/** What was kept, as it is said now: with present codes for every former one, be it a value or the name of a member, and present names. */
export function asSaidNow(said: unknown): unknown {
  if (typeof said === 'string') return presentCode(said);
  if (Array.isArray(said)) return said.map(asSaidNow);
  if (typeof said !== 'object' || said === null) return said;
  return Object.fromEntries(
    Object.entries(said).map(([name, value]) => [
      presentMembers.get(name) ?? presentCode(name),
      asSaidNow(value),
    ]),
  );
}
