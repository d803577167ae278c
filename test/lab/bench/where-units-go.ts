/** Read and write units of a placed referral, by the step of its course and by the kind of item. */
import type { BilledLine } from '../../../infra/local-aws/services/bill.ts';

export interface Share {
  readonly kind: string;
  readonly reads: number;
  readonly writes: number;
  /** Of the largest single item, or of all that one query looked at. */
  readonly bytes: number;
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^cases CASE#\S+ CASE$/, 'case'],
  [/^cases TRAIL#NTS-\S+ EVENT#/, 'event'],
  [/^cases DECISION#/, 'decision inputs'],
  [/^cases EMAIL#/, 'e-mail'],
  [/^cases MERGED#/, 'merged referral'],
  [/^cases TRAIL#NTS-\S+ $/, 'trail, as a query'],
  [/^cases COUNCILS COUNCIL#/, 'council'],
  [/^cases COUNCILS ROTA#|^cases ROTA /, 'turns'],
  [/^cases COUNCILS $/, 'councils, as a query'],
  [/^cases BIRTHDAY#/, 'birthday'],
  [/^cases LISTED#/, 'lists of cases'],
  [/^cases FINGERPRINT#/, 'fingerprint'],
  [/^cases TRAIL#/, 'trail of a council'],
  [/^sealed DESK#/, 'addresses'],
  [/^sealed REFERRAL#/, 'particulars'],
];

/** What a billed line is about, in a word or two. */
function kindOf({ table, pk, sk, index }: BilledLine): string {
  if (index !== undefined) return `index ${index}`;
  const named = `${table} ${pk} ${sk}`;
  return kinds.find(([pattern]) => pattern.test(named))?.[1] ?? named;
}

const share = (kind: string, lines: readonly BilledLine[]): Share => ({
  kind,
  reads: lines.reduce((sum, { reads }) => sum + reads, 0),
  writes: lines.reduce((sum, { writes }) => sum + writes, 0),
  bytes: Math.max(0, ...lines.map(({ bytes }) => bytes)),
});

/** Most expensive first; a write unit costs five read units. */
export const shares = (
  lines: readonly BilledLine[],
  by: (line: BilledLine) => string = kindOf,
): readonly Share[] =>
  [...Map.groupBy(lines, by)]
    .map(([kind, of]) => share(kind, of))
    .toSorted((a, b) => b.reads + 5 * b.writes - a.reads - 5 * a.writes);
