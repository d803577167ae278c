import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { FormPost } from '../forms/form-post.ts';
import { CONFIRM } from '../forms/question.ts';
import { formOf } from '../http/form-request.ts';
import type { Reply } from '../http/reply.ts';
import { lockOf, sealed, unsealed } from '../http/seal.ts';
import type { PagesTools } from '../tools.ts';
import { keepsWhatWasTyped, SIGN_IN } from './come-back.ts';
import { ownCookies } from './own-cookies.ts';
import {
  deskOf,
  inSeconds,
  isFromSession,
  lapsedSessionOf,
  ownCookie,
  type Session,
  type SessionFor,
  sessionOf,
  TOKEN_FIELD,
} from './session.ts';

const COOKIE = 'nts-typed';

/** What somebody sent to a page of ours when their session was over: it was not acted on. */
interface Typed {
  readonly path: string;
  readonly form: readonly (readonly [string, readonly string[]])[];
}

/** Who signs in, or did: only the same person, or at a desk's mailbox the same desk, is shown what was typed, on the device where it was. */
type Typist = SessionFor & { readonly person?: string | undefined };

const lockFor = (number: string, typist: Typist) =>
  lockOf(number, COOKIE, deskOf(typist), typist.person ?? '');

const isToSignIn = (reply: Reply): boolean => !('view' in reply) && reply.headers?.Location === SIGN_IN;

/** Whether a browser says that something it sent waits to be sent again. */
export const hasTyped = (request: PageRequest): boolean => ownCookie(request, COOKIE).read() !== undefined;

/** Pages that look something up: they say that what is typed there is kept nowhere, and one of them shows nothing by itself. */
const LOOK_UP = new Set(['/find', '/cases', '/turn']);

/**
 * Keeps a form that was sent when its session had run out lately and nobody had signed out of it, for an hour: sealed, and to be shown again once the same
 * person signs in on the same device. A page that keeps what is typed by itself, as a draft, is left to do so.
 *
 * @param reply what the form was answered with: to sign in
 */
export async function keepTyped(tools: PagesTools, request: PageRequest, reply: Reply): Promise<Reply> {
  if (!isToSignIn(reply) || LOOK_UP.has(request.rawPath) || keepsWhatWasTyped(request.rawPath)) return reply;
  const session = await lapsedSessionOf(tools, request);
  const read = session === undefined ? undefined : formOf(request);
  if (session === undefined || read?.kind !== 'form' || !isFromSession(session, read.form)) return reply;
  const number = tools.newId();
  const { name, key } = lockFor(number, session);
  const form = [...read.form].filter(([field]) => field !== TOKEN_FIELD && field !== CONFIRM);
  const typed: Typed = { path: request.rawPath, form };
  const seconds = ownCookies[COOKIE];
  await tools.replies.keep(name, sealed(key, typed), inSeconds(tools.clock.now()) + seconds);
  return { ...reply, cookies: [...(reply.cookies ?? []), ownCookie(request, COOKIE).write(number, seconds)] };
}

async function typedBy(tools: PagesTools, request: PageRequest, typist: Typist): Promise<Typed | undefined> {
  const number = ownCookie(request, COOKIE).read();
  if (number === undefined) return undefined;
  const { name, key } = lockFor(number, typist);
  const kept = await tools.replies.read(name, inSeconds(tools.clock.now()));
  return kept === undefined ? undefined : unsealed<Typed>(key, kept);
}

/** The page on which somebody who signs in had typed something; undefined where nothing waits for them. */
export const pageTypedOn = async (
  tools: PagesTools,
  request: PageRequest,
  typist: Typist,
): Promise<string | undefined> => (await typedBy(tools, request, typist))?.path;

const found = new WeakMap<PageRequest, FormPost>();

/** Looks whether something waits to be sent again from the page that is asked for: `typedIn` says what. */
export async function findTyped(tools: PagesTools, request: PageRequest): Promise<void> {
  const session: Session | undefined = await sessionOf(tools, request);
  const typed = session && (await typedBy(tools, request, session));
  if (typed?.path === request.rawPath) found.set(request, new Map(typed.form));
}

/** What was typed on this page and waits to be sent again. Looking at it does nothing. */
export const typedIn = (request: PageRequest): FormPost | undefined => found.get(request);

/** Once a form was taken in a session, nothing waits any more. */
export async function forgetTyped(tools: PagesTools, request: PageRequest, reply: Reply): Promise<Reply> {
  if ((await sessionOf(tools, request)) === undefined) return reply;
  return { ...reply, cookies: [...(reply.cookies ?? []), ownCookie(request, COOKIE).write('', 0)] };
}
