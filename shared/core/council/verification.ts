import { beforeAnybody, type Council } from './council.ts';

/**
 * Two councils that there are not, between which an operator has a child who does not exist placed, to see that all of it works. They have a
 * scheme of their own: with councils, region and turns that nobody else's are read with. Codes that begin with Z are no authority's.
 */
const REGION = 'Z99000000';

/** Who refers the made-up child. */
export const VERIFYING = 'Z99000001';
/** Who is asked for a place, and has room. */
export const VERIFIED = 'Z99000002';

/** Who says so of a message that refers one. */
export const verifier = { kind: 'system', name: 'verification' } as const;

/** One of two schemes that nothing leads across. */
export type Realm = 'scheme' | 'verification';

const council = (code: string, name: string, childPopulation: number, count: number): Council => ({
  code,
  name,
  nation: 'England',
  region: REGION,
  regionName: 'Verification',
  childPopulation,
  caredFor: { count, asAt: '2025-03-31', source: 'published' },
  publishedCount: count,
  ...beforeAnybody,
});

/** The first cares for more children than its threshold, so that the scheme takes its referrals; the second has room for every verification that there will be. */
export const verificationCouncils: readonly Council[] = [
  council(VERIFYING, 'Verification council A', 100_000, 10_000),
  council(VERIFIED, 'Verification council B', 1_000_000_000, 0),
];

/** Which scheme a council, a region or the turns of one belong to, by their code. */
export const realmOf = (code: string | undefined): Realm =>
  code !== undefined && [REGION, VERIFYING, VERIFIED].includes(code) ? 'verification' : 'scheme';

/** Whether a case is a verification: made up, and on nobody's list. */
export const isVerification = (subject: { readonly facts: { readonly entryAuthority: string } }): boolean =>
  realmOf(subject.facts.entryAuthority) === 'verification';

/** The turns of all regions of a scheme, by the name of their scope. */
export type NationalScope = 'national' | 'verification';
export const nationalScopeOf = (realm: Realm): NationalScope => (realm === 'scheme' ? 'national' : realm);

/** The same, of the scheme that was read. */
export const nationalScope = ({
  councils: [first],
}: {
  readonly councils: readonly Pick<Council, 'code'>[];
}): NationalScope => nationalScopeOf(realmOf(first?.code));
