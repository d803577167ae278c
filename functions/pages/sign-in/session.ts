import { createHmac, timingSafeEqual } from 'node:crypto';
import { errors, SignJWT } from 'jose';
import * as z from 'zod';
import { AuthorityCode } from '../../../events/envelope.ts';
import { defined } from '../../../shared/core/defined.ts';
import { leadDesk, READERS } from '../../../shared/core/desks.ts';
import { type SignsInAs, signsInAs } from '../../../shared/core/people-at-desk.ts';
import { onRoster } from '../../../shared/core/roster.ts';
import type { OpenSession } from '../../../shared/ports/sign-in-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { RetiredKey, signToken, verifyToken } from '../../../shared/runtime/signed-token.ts';
import { type Person, personIn } from '../forms/confirm-step.ts';
import { type FormPost, fieldValue } from '../forms/form-post.ts';
import type { PagesTools } from '../tools.ts';
import { type CookieName, LAPSED_SECONDS, ownCookies, SESSION_SECONDS, secureName } from './own-cookies.ts';

/** Not the issuer of links: neither passes for the other. */
const ISSUER = 'national-transfer-scheme/session';

/** Name of the form field that shows that a form is from a page of this session. */
export const TOKEN_FIELD = 'session';

interface Opened {
  readonly id: string;
  /** Whose own address they signed in by, by their id at the desk; absent of a session by the desk's mailbox. */
  readonly person?: string;
  /** Stands in every form of the session; a page elsewhere cannot know it. */
  readonly formToken: string;
}

/** Somebody who acts for a council, until the session ends: who, as they said when they signed in. */
export interface OfficerSession extends Opened, Person {
  readonly kind: 'officer';
  readonly council: string;
}

/** A coordinator of the scheme, by name, until the session ends. */
export interface CoordinatorSession extends Opened {
  readonly kind: 'coordinator';
  /** As it stands on the roster, and in the record of what they do. */
  readonly name: string;
  /** Who it is on the roster. */
  readonly person: string;
}

/** The lead of a region, until the session ends: who, as they said when they signed in. */
export interface LeadSession extends Opened, Person {
  readonly kind: 'lead';
  readonly region: string;
}

/** Of those who refer, take or move children. A lead looks on. */
export type DeskSession = OfficerSession | CoordinatorSession;

/** Somebody whom a council let in for its money and nights alone, by their own address, until the session ends. */
export interface FinanceSession extends Opened, Person {
  readonly kind: 'finance';
  readonly council: string;
}

/** Somebody whom coordinators let in to read the figures, by their own address, until the session ends. */
export interface ReaderSession extends Opened, Person {
  readonly kind: 'reader';
}

export type Session = DeskSession | LeadSession | FinanceSession | ReaderSession;

/** For whom a session is: what its cookie says. */
export type SessionFor =
  | { readonly kind: 'officer'; readonly council: string }
  | { readonly kind: 'finance'; readonly council: string }
  | { readonly kind: 'reader' }
  | { readonly kind: 'coordinator' }
  | { readonly kind: 'lead'; readonly region: string };

/** The desk that a session belongs to, and that can end it; named as its contacts are. */
export function deskOf(whose: SessionFor): string {
  switch (whose.kind) {
    case 'officer':
    case 'finance':
      return `council:${whose.council}`;
    case 'lead':
      return leadDesk(whose.region);
    case 'reader':
      return READERS;
    case 'coordinator':
      return 'coordinators';
  }
}

/** The desk that somebody acts for; undefined of whoever sees money or figures alone: no page of a case, and no link in an email, is theirs. */
export const actsFor = (whose: SessionFor): string | undefined =>
  whose.kind === 'finance' || whose.kind === 'reader' ? undefined : deskOf(whose);

/** Whether somebody is there for money or figures alone, in a session of their own and nobody else's. */
export const isOnlyTheirs = (session: Session): session is FinanceSession | ReaderSession =>
  actsFor(session) === undefined;

const common = { jti: z.uuid() };
const none = z.undefined().optional();
/** A cookie names a council, and whether for its money alone, the coordinators' desk, that of readers or a lead's region; one that named two would be none's. */
const Claims = z.union([
  z
    .object({ ...common, council: AuthorityCode, only: none, desk: none, region: none })
    .transform(({ jti, council }) => ({ jti, kind: 'officer' as const, council })),
  z
    .object({ ...common, council: AuthorityCode, only: z.literal('finance'), desk: none, region: none })
    .transform(({ jti, council }) => ({ jti, kind: 'finance' as const, council })),
  z
    .object({ ...common, desk: z.literal(READERS), council: none, region: none })
    .transform(({ jti }) => ({ jti, kind: 'reader' as const })),
  z
    .object({ ...common, desk: z.literal('coordinators'), council: none, region: none })
    .transform(({ jti }) => ({ jti, kind: 'coordinator' as const })),
  z
    .object({ ...common, region: z.string().min(1), council: none, desk: none })
    .transform(({ jti, region }) => ({ jti, kind: 'lead' as const, region })),
]);

/** What the cookie says of whose it is. */
function claimsOf(whose: SessionFor): Record<string, string> {
  switch (whose.kind) {
    case 'officer':
      return { council: whose.council };
    case 'finance':
      return { council: whose.council, only: 'finance' };
    case 'reader':
      return { desk: READERS };
    case 'lead':
      return { region: whose.region };
    case 'coordinator':
      return { desk: 'coordinators' };
  }
}

export const inSeconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

/** Only the local run speaks plain HTTP; API Gateway names the protocol itself. */
const isSecure = ({ headers }: PageRequest): boolean => headers['x-forwarded-proto'] !== 'http';

/** A cookie of ours, which no script reads and no other website sends along. */
export function ownCookie(request: PageRequest, plainName: CookieName) {
  const name = isSecure(request) ? secureName(plainName) : plainName;
  return {
    read: (): string | undefined =>
      request.cookies?.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1),
    write: (value: string, seconds: number): string =>
      [
        `${name}=${value}`,
        'Path=/',
        'HttpOnly',
        'SameSite=Lax',
        `Max-Age=${seconds}`,
        ...(isSecure(request) ? ['Secure'] : []),
      ].join('; '),
  };
}

const COOKIE = 'nts-session';

/** By the key that signed the session's cookie: a key that is rotated between a page and its form voids neither. */
const formTokenOf = (secret: Uint8Array, id: string): string =>
  createHmac('sha256', secret).update(`form:${id}`).digest('base64url');

/** When a session that was opened at an instant ends, seconds since 1970. */
export const sessionEnd = (openedAt: string): number => inSeconds(openedAt) + SESSION_SECONDS;

/** Until when it is known that a session was opened, and whether somebody signed out of it; seconds since 1970. */
export const sessionKnownUntil = (now: string): number => sessionEnd(now) + LAPSED_SECONDS;

/** The session that a request says it belongs to: nobody has looked whether it does. */
export const sessionSaid = (request: PageRequest): string => ownCookie(request, COOKIE).read() ?? '';

/** Who somebody is that is signed in. */
export const personOf = (session: Session): Person => personIn({ ...session });

/** A session from before names were asked for: behind a link its forms ask; where only the session says who acts, its person signs in again. */
export const isNameless = (session: Session): boolean => personOf(session).name === undefined;

/** The cookie of a session that has just been opened. It says whose desk it is for, never who sits there. */
export async function sessionCookie(
  { key, clock }: PagesTools,
  request: PageRequest,
  whose: SessionFor,
  id: string,
): Promise<string> {
  const now = clock.now();
  const token = new SignJWT(claimsOf(whose))
    .setIssuer(ISSUER)
    .setJti(id)
    .setIssuedAt(inSeconds(now))
    .setExpirationTime(sessionEnd(now));
  return ownCookie(request, COOKIE).write(await signToken(key, token), ownCookies[COOKIE]);
}

/** Takes the cookie away from the browser. */
export const noCookie = (request: PageRequest): string => ownCookie(request, COOKIE).write('', 0);

/**
 * What a coordinator does is done by name, and by whom a second step has proved that is on the roster now: any other session is nobody's. Those from
 * before are, and whatever was open when the step was reset or its owner taken off.
 */
async function coordinator(
  { rosters }: Pick<PagesTools, 'rosters'>,
  opened: Opened,
  { openedAt, person }: OpenSession,
): Promise<CoordinatorSession | undefined> {
  const { roster } = await rosters.read('coordinators');
  const { id, name, secondStep } = onRoster(roster, person) ?? {};
  if (id === undefined || name === undefined || secondStep === undefined || openedAt < secondStep.setUpAt)
    return undefined;
  return { ...opened, kind: 'coordinator', name, person: id };
}

/**
 * Whether a session of somebody with an own address is theirs still, and still what they were let in as: whoever was taken away or let in as something else
 * since has none, and a session from before is not theirs again. By a desk's own mailbox its officers come, and nobody else.
 */
async function isStillTheirs(
  { people, clock }: Pick<PagesTools, 'people' | 'clock'>,
  whose: Extract<SessionFor, { kind: SignsInAs }>,
  { openedAt, person }: OpenSession,
): Promise<boolean> {
  if (person === undefined) return whose.kind === 'officer';
  const they = await people.read(deskOf(whose), person, inSeconds(clock.now()));
  return they?.state === 'let-in' && signsInAs(they) === whose.kind && (they.decidedAt ?? '') <= openedAt;
}

async function sessionWithin(
  { key, clock, signIns, rosters, people }: PagesTools,
  request: PageRequest,
  toleranceSeconds: number,
): Promise<Session | undefined> {
  const token = sessionSaid(request);
  if (token === '') return undefined;
  const now = clock.now();
  try {
    const { payload, secret } = await verifyToken(key, token, {
      issuer: ISSUER,
      requiredClaims: ['exp'],
      currentDate: new Date(now),
      clockTolerance: toleranceSeconds,
    });
    const claims = Claims.safeParse(payload);
    if (!claims.success) return undefined;
    const { jti, ...whose } = claims.data;
    const open = await signIns.session(deskOf(whose), jti, inSeconds(now));
    if (open === undefined) return undefined;
    const opened = { id: jti, formToken: formTokenOf(secret, jti), ...defined({ person: open.person }) };
    if (whose.kind === 'coordinator') return coordinator({ rosters }, opened, open);
    const isTheirs = whose.kind === 'lead' || (await isStillTheirs({ people, clock }, whose, open));
    return isTheirs ? { ...opened, ...whose, ...personIn({ ...open }) } : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof RetiredKey) return undefined;
    throw error;
  }
}

const found = new WeakMap<PageRequest, Promise<Session | undefined>>();

/** Whose session a request belongs to; undefined when it has none, or one that has ended. Looked up once for each request, when it is first asked. */
export function sessionOf(tools: PagesTools, request: PageRequest): Promise<Session | undefined> {
  const known = found.get(request) ?? sessionWithin(tools, request, 0);
  found.set(request, known);
  return known;
}

/** A session that is open, or ran out lately and that nobody signed out of. Enough to keep what was typed, never to show anything. */
export const lapsedSessionOf = (tools: PagesTools, request: PageRequest): Promise<Session | undefined> =>
  sessionWithin(tools, request, LAPSED_SECONDS);

/** The field that every form of a session carries. */
export const tokenField = ({ formToken }: Session) => ({ name: TOKEN_FIELD, value: formToken });

/** Whether a form comes from a page of this session. */
export function isFromSession({ formToken }: Session, form: FormPost): boolean {
  const given = Buffer.from(fieldValue(form, TOKEN_FIELD));
  const wanted = Buffer.from(formToken);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
