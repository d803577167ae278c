/** One member of Accept-Encoding: a coding, and how much it is wanted (RFC 9110, 12.4.2 and 12.5.3). */
const MEMBER =
  /^[ \t]*(?<coding>[!#$%&'*+.^_`|~0-9a-z-]+)(?:[ \t]*;[ \t]*q=(?<weight>0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?[ \t]*$/i;

/** What is wanted how much. A member that breaks the grammar says nothing; of two about one coding, the lower counts. */
function weightsIn(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const member of header.split(',')) {
    const { coding, weight } = MEMBER.exec(member)?.groups ?? {};
    if (coding === undefined) continue;
    const name = coding.toLowerCase() === 'x-gzip' ? 'gzip' : coding.toLowerCase();
    weights.set(name, Math.min(weights.get(name) ?? 1, weight === undefined ? 1 : Number(weight)));
  }
  return weights;
}

/** Which codings of a response its reader takes, by RFC 9110, 12.5.3. */
export interface AcceptedCodings {
  /** Gzip is taken, and not less wanted than the plain bytes. */
  readonly gzip: boolean;
  /** The plain bytes are taken: always, unless they are refused by name or with everything that is not named. */
  readonly identity: boolean;
}

/** @param header Accept-Encoding as it came; undefined when it did not, where the plain bytes are what every reader understands */
export function acceptedCodings(header: string | undefined): AcceptedCodings {
  const weights = weightsIn(header ?? '');
  const others = weights.get('*');
  const gzip = weights.get('gzip') ?? others ?? 0;
  const named = weights.get('identity');
  return { gzip: gzip > 0 && gzip >= (named ?? 0), identity: (named ?? others ?? 1) > 0 };
}
