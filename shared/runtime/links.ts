import { errors, type JWTPayload, SignJWT } from 'jose';
import * as z from 'zod';
import { AuthorityCode, CaseReference, OfferId, OwnPlace } from '../../events/envelope.ts';
import { defined } from '../core/defined.ts';
import { leadDesk, READERS } from '../core/desks.ts';
import type { SigningKey } from '../ports/secrets.ts';
import { RetiredKey, signToken, verifyToken } from './signed-token.ts';

/** Links that sign somebody in. */
function signingIn() {
  /** Which of the desk's addresses the link was sent to. */
  const contact = z.enum(['duty-desk', 'second']).optional();
  /** Whose own address the link was sent to, by their id at the desk. */
  const person = z.uuid().optional();
  return [
    /** Somebody at a council's registered address signs in, once, and goes on to the page that they wanted. */
    z.object({
      for: z.literal('sign-in'),
      council: AuthorityCode,
      signInId: z.uuid(),
      contact,
      person,
      to: OwnPlace.optional(),
    }),
    /** Somebody at the coordinators' registered address signs in, once. A purpose of its own: neither link passes for the other. */
    z.object({
      for: z.literal('coordinator-sign-in'),
      signInId: z.uuid(),
      contact,
      to: OwnPlace.optional(),
    }),
    /** Somebody at the registered address of a region's lead signs in, once. */
    z.object({
      for: z.literal('lead-sign-in'),
      region: z.string().min(1),
      signInId: z.uuid(),
      contact,
      to: OwnPlace.optional(),
    }),
    /** Somebody whom coordinators have let in to read the figures signs in, once. */
    z.object({ for: z.literal('reader-sign-in'), signInId: z.uuid(), person: z.uuid() }),
  ] as const;
}

/**
 * What a link lets its holder do, and nothing else: one desk, one subject. `version` is the number of the subject's
 * event that the e-mail was about; whether the page still offers the action is for the subject as it stands now.
 */
export const LinkClaims = z.lazy(() => {
  const version = z.int().nonnegative();
  /** Handed out by a list: it opens only for whoever is signed in for its desk, and is no credential by itself. */
  const inSession = z.literal(true).optional();
  const along = {
    /** Whoever has it reads along: the page shows, and takes nothing. */
    seeOnly: z.literal(true).optional(),
    /** The region to whose lead it was mailed to read along, and who can close it; it lets nobody in. */
    readBy: z.string().min(1).optional(),
  };
  return z.discriminatedUnion('for', [
    /** A council answers an offer, or says yes or no as a back-up. */
    z.object({
      for: z.literal('offer'),
      council: AuthorityCode,
      caseId: CaseReference,
      offerId: OfferId,
      version,
      ...along,
      inSession,
    }),
    /** A region's lead confirms the council whose turn it is, or names another of the region. */
    z.object({
      for: z.literal('region'),
      region: z.string().min(1),
      caseId: CaseReference,
      version,
      ...along,
      inSession,
    }),
    /** A council declares its places. */
    z.object({
      for: z.literal('capacity'),
      council: AuthorityCode,
      region: z.string().min(1),
      version,
      ...along,
      inSession,
    }),
    /** A coordinator decides what the case waits for. */
    z.object({
      for: z.literal('coordinator'),
      caseId: CaseReference,
      version,
      /** The region whose lead looks at it, handed out by the list of that region; only where it looks. */
      region: z.string().min(1).optional(),
      ...along,
      inSession,
    }),
    /** The receiving authority arranges the move, confirms the handover, or says that it failed. */
    z.object({
      for: z.literal('transfer'),
      council: AuthorityCode,
      caseId: CaseReference,
      version,
      ...along,
      inSession,
    }),
    /** The entry authority gives what is missing, withdraws, reports the child missing or found, confirms the handover. */
    z.object({
      for: z.literal('entry'),
      authority: AuthorityCode,
      caseId: CaseReference,
      version,
      ...along,
      inSession,
    }),
    ...signingIn(),
    /** A council says who may sign in for it by an own address. */
    z.object({
      for: z.literal('people'),
      council: AuthorityCode,
      ...along,
      inSession,
    }),
  ]);
});
export type LinkClaims = z.infer<typeof LinkClaims>;
/** Claims of a link that signs somebody in. */
export type SignInClaims = Extract<
  LinkClaims,
  { for: 'sign-in' | 'coordinator-sign-in' | 'lead-sign-in' | 'reader-sign-in' }
>;
/** Claims of a link to a page about a subject: all but those that sign somebody in. */
export type PageClaims = Exclude<LinkClaims, SignInClaims>;
export type LinkPurpose = LinkClaims['for'];

/** Whether a link only shows its page: it went to somebody who reads along. */
export const looksOnly = (claims: LinkClaims): boolean => 'seeOnly' in claims && claims.seeOnly === true;

/** Whether a link signs somebody in. */
export const signsIn = (claims: LinkClaims): claims is SignInClaims => 'signInId' in claims;

/**
 * The desks that look after a link, named as their contacts are: each of them can close it, and whoever is signed in for one is let in. Coordinators look after
 * the links of a region's lead, too, act in its place where it cannot, and look after whatever leads read along.
 */
export function desksOfLink(claims: LinkClaims): readonly string[] {
  if (looksOnly(claims)) return ['coordinators', ...readersOf(claims)];
  return claims.for === 'region' ? ['coordinators', leadDesk(claims.region)] : [deskOfPage(claims)];
}

/** The desks that can close a link: those that look after it, and that of the lead who was sent it to read along. */
export const desksThatClose = (claims: LinkClaims): readonly string[] => [
  ...desksOfLink(claims),
  ...('readBy' in claims && claims.readBy !== undefined ? [leadDesk(claims.readBy)] : []),
];

/** The desk to which a list handed out a page that it may look at. */
const readersOf = (claims: LinkClaims): readonly string[] =>
  claims.for === 'coordinator' && claims.region !== undefined ? [leadDesk(claims.region)] : [];

/** The desk whose page it is, and that acts there. */
export function deskOfPage(claims: LinkClaims): string {
  if ('council' in claims) return `council:${claims.council}`;
  if (claims.for === 'region' || claims.for === 'lead-sign-in') return leadDesk(claims.region);
  if (claims.for === 'reader-sign-in') return READERS;
  return claims.for === 'entry' ? `council:${claims.authority}` : 'coordinators';
}

/** How long a link opens its page, in days. An offer's own deadline is far nearer; after it the page says what happened. */
export const linkLifetimeDays: Readonly<Record<LinkPurpose, number>> = {
  offer: 30,
  region: 30,
  capacity: 30,
  coordinator: 60,
  transfer: 60,
  entry: 60,
  people: 30,
  'sign-in': 15 / (24 * 60),
  'coordinator-sign-in': 15 / (24 * 60),
  'lead-sign-in': 15 / (24 * 60),
  'reader-sign-in': 15 / (24 * 60),
};

/** Where each kind of link leads, from the root of the pages. */
export const linkPaths: Readonly<Record<LinkPurpose, string>> = {
  offer: '/offers',
  region: '/regions',
  capacity: '/capacity',
  coordinator: '/cases',
  transfer: '/transfers',
  entry: '/referrals',
  people: '/people',
  'sign-in': '/sign-in',
  'coordinator-sign-in': '/coordinators',
  'lead-sign-in': '/leads',
  'reader-sign-in': '/readers',
};

/** Behind the link to declare places: leads on to the page on which it is checked, and sent, that nothing has changed. */
export const NOTHING_CHANGED = 'unchanged';

const ISSUER = 'national-transfer-scheme';
const secondsSince1970 = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/**
 * A token for one link. The same claims signed at the same second with the same key give the same token.
 *
 * @param now the present instant; the link opens for `linkLifetimeDays` from then
 */
export async function signLink(key: SigningKey, claims: LinkClaims, now: string): Promise<string> {
  const issued = secondsSince1970(now);
  const { for: purpose, ...rest } = claims;
  const token = new SignJWT({ ...rest, for: purpose })
    .setIssuer(ISSUER)
    .setIssuedAt(issued)
    .setExpirationTime(issued + Math.round(linkLifetimeDays[purpose] * 24 * 60 * 60));
  return signToken(key, token);
}

export type LinkOutcome<Purpose extends LinkPurpose = LinkPurpose> =
  | {
      readonly kind: 'valid';
      readonly claims: Extract<LinkClaims, { for: Purpose }>;
      /** When it was signed, seconds since 1970. */
      readonly signedAt: number;
    }
  /** Ours, but too old: its time is over, or the key that signed it counts no more; then nothing is known of it. */
  | { readonly kind: 'expired'; readonly claims?: Extract<LinkClaims, { for: Purpose }> }
  /** Not signed by us, cut short by a mail program, or made for another page. */
  | { readonly kind: 'invalid' };

/** What a token says for one kind of page; undefined when it was made for another. */
function claimsIn<Purpose extends LinkPurpose>(
  payload: JWTPayload,
  purpose: Purpose,
): Extract<LinkClaims, { for: Purpose }> | undefined {
  const { data } = LinkClaims.safeParse(payload);
  return data?.for === purpose ? (data as Extract<LinkClaims, { for: Purpose }>) : undefined;
}

/**
 * Reads a link's token for one kind of page.
 *
 * @param purpose a token made for another page is invalid here
 */
export async function verifyLink<Purpose extends LinkPurpose>(
  key: SigningKey,
  token: string,
  purpose: Purpose,
  now: string,
): Promise<LinkOutcome<Purpose>> {
  try {
    const { payload } = await verifyToken(key, token, {
      issuer: ISSUER,
      requiredClaims: ['exp', 'iat'],
      currentDate: new Date(now),
    });
    const claims = claimsIn(payload, purpose);
    return claims === undefined ? { kind: 'invalid' } : { kind: 'valid', claims, signedAt: payload.iat ?? 0 };
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      return { kind: 'expired', ...defined({ claims: claimsIn(error.payload, purpose) }) };
    if (error instanceof RetiredKey) return { kind: 'expired' };
    if (error instanceof errors.JOSEError) return { kind: 'invalid' };
    throw error;
  }
}

/** The address of the page that a token opens. */
export const linkUrl = (pagesUrl: string, purpose: LinkPurpose, token: string): string =>
  `${pagesUrl}${linkPaths[purpose]}/${token}`;
