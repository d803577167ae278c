import type { PageRequest, PageResponse } from '../../shared/runtime/http-middleware.ts';
import { type LinkClaims, type LinkPurpose, linkPaths, verifyLink } from '../../shared/runtime/links.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { desks } from './desks.ts';
import { asset } from './http/assets.ts';
import { compressed } from './http/compress.ts';
import { form } from './http/forms.ts';
import { linkExpired, linkInvalid, methodNotAllowed, notFound, signInLinkUseless } from './http/messages.ts';
import { asResponse, type Reply } from './http/reply.ts';
import { type OpenedPage, serve } from './opened-page.ts';
import { admit } from './sign-in/admit.ts';
import type { Session } from './sign-in/session.ts';
import { signedIn } from './sign-in/signed-in.ts';
import type { PagesTools } from './tools.ts';

/** Tokens are far shorter; whatever is longer is not looked at. */
const LONGEST_TOKEN = 2_000;

/** What a link opens, when its token is good: undefined when there is nothing behind it. */
type Open = (
  tools: PagesTools,
  token: string,
  request: PageRequest,
) => Promise<OpenedPage | Reply | undefined>;

/** A page of somebody who is signed in says so; one that the session alone has opened takes forms of that session only. */
const withSession = (page: OpenedPage, session: Session, claims: LinkClaims): OpenedPage => ({
  ...page,
  head: signedIn(session),
  ...('inSession' in claims && claims.inSession ? { session } : {}),
});

/** @param read reads the page's code, when the first such link has been found good: a function that starts serves one kind of page */
const opened =
  <Purpose extends LinkPurpose>(
    purpose: Purpose,
    read: () => Promise<
      (
        tools: PagesTools,
        claims: Extract<Awaited<ReturnType<typeof verifyLink<Purpose>>>, { kind: 'valid' }>['claims'],
        request: PageRequest,
        session: Session | undefined,
      ) => Promise<OpenedPage | undefined>
    >,
  ): Open =>
  async (tools, token, request) => {
    const link = await verifyLink(tools.key, token, purpose, tools.clock.now());
    if (link.kind === 'valid') {
      const admitted = await admit(tools, link, request);
      if (admitted.kind === 'refused') return admitted.response;
      const { session } = admitted;
      const page = await (await read())(tools, link.claims, request, session);
      return session === undefined || page === undefined ? page : withSession(page, session, link.claims);
    }
    if (purpose === 'sign-in' || purpose === 'coordinator-sign-in') return signInLinkUseless();
    return link.kind === 'expired' ? linkExpired() : linkInvalid();
  };

const links: ReadonlyMap<string, Open> = new Map([
  [linkPaths.offer, opened('offer', async () => (await import('./offer/open-offer.ts')).openOffer)],
  [
    linkPaths.capacity,
    opened('capacity', async () => (await import('./capacity/open-capacity.ts')).openCapacity),
  ],
  [
    linkPaths.coordinator,
    opened('coordinator', async () => (await import('./coordinator/open-case.ts')).openCase),
  ],
  [
    linkPaths.transfer,
    opened('transfer', async () => (await import('./transfer/open-transfer.ts')).openTransfer),
  ],
  [linkPaths.entry, opened('entry', async () => (await import('./entry/open-entry.ts')).openEntry)],
  [
    linkPaths['sign-in'],
    opened('sign-in', async () => (await import('./sign-in/open-sign-in.ts')).openSignIn),
  ],
  [
    linkPaths['coordinator-sign-in'],
    opened(
      'coordinator-sign-in',
      async () => (await import('./sign-in/open-sign-in.ts')).openCoordinatorSignIn,
    ),
  ],
]);

const looks = (method: string): boolean => method === 'GET' || method === 'HEAD';

async function answered(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const { method } = request.requestContext.http;
  const [, folder = '', name = '', ...rest] = request.rawPath.split('/');
  if (folder === 'refer') return (await import('./refer/refer.ts')).refer(tools, request, [name, ...rest]);
  if (rest.length > 0) return notFound();
  if (folder === 'documents')
    return (await import('./documents/documents-page.ts')).documentsPage(tools, request, name);
  if (folder === 'case') return (await import('./home/own-case.ts')).ownCase(tools, request, name);
  if (folder === 'keys') return (await import('./keys/keys-page.ts')).keysPage(tools, request, name);
  if (folder === 'sealed')
    return (await import('./sealed/sealed-details.ts')).sealedDetails(tools, request, name);
  if (folder === 'health' && name === '')
    return looks(method)
      ? { statusCode: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'ok' }
      : methodNotAllowed('GET, HEAD');
  const desk = name === '' ? desks.get(folder) : undefined;
  if (desk !== undefined) return desk(tools, request);
  if (folder === 'assets') return looks(method) ? asset(name) : methodNotAllowed('GET, HEAD');
  if (folder === 'forms') return looks(method) ? form(name) : methodNotAllowed('GET, HEAD');
  const open = links.get(`/${folder}`);
  if (open === undefined || name === '') return notFound();
  if (!looks(method) && method !== 'POST') return methodNotAllowed('GET, HEAD, POST');
  const page = name.length > LONGEST_TOKEN ? linkInvalid() : await open(tools, name, request);
  if (page === undefined) return linkInvalid();
  return 'page' in page ? serve(page, request) : page;
}

/** Answers a request for any page. Looking never changes anything; what is logged is the route, never the token in it. */
export const pages =
  (tools: PagesTools) =>
  async (request: PageRequest): Promise<PageResponse> => {
    const response = await asResponse(await answered(tools, request));
    tools.log.info(logMessages.requestServed, { route: request.routeKey, status: response.statusCode });
    const empty = request.requestContext.http.method === 'HEAD';
    return compressed(request, empty ? { ...response, body: '' } : response);
  };
