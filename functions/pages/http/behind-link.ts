import { defined } from '../../../shared/core/defined.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import {
  deskOfPage,
  type LinkClaims,
  type LinkPurpose,
  looksOnly,
  type PageClaims,
  verifyLink,
} from '../../../shared/runtime/links.ts';
import { knowing, type Person, whoConfirmed } from '../forms/confirm-step.ts';
import { pathInSession } from '../home/with-links.ts';
import { admit, needsSession, placeOf, readerOf } from '../sign-in/admit.ts';
import { actsFor, personOf, type Session, sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import { rememberWho, whoAnsweredHere } from '../sign-in/who.ts';
import type { PagesTools } from '../tools.ts';
import { linkExpired, linkInvalid, lookOver, signInLinkUseless } from './messages.ts';
import { type Acted, type OpenedPage, serve } from './opened-page.ts';
import type { Reply } from './reply.ts';
import type { Answer } from './route.ts';

/** What is said in place of a page that was for whoever brings the link, and is so no more. */
export interface NotAnyMore {
  readonly instead: Reply;
}

/** A page behind a link that is good; undefined when there is nothing behind it. */
export type Open<Purpose extends LinkPurpose> = (
  tools: PagesTools,
  claims: Extract<Awaited<ReturnType<typeof verifyLink<Purpose>>>, { kind: 'valid' }>['claims'],
  request: PageRequest,
  session: Session | undefined,
) => Promise<OpenedPage | NotAnyMore | undefined>;

/** Tokens are far shorter; whatever is longer is not looked at. */
const LONGEST_TOKEN = 2_000;

/** A page of somebody who is signed in says so; one that the session alone has opened takes forms of that session only. */
const withSession = (page: OpenedPage, session: Session, claims: LinkClaims): OpenedPage => ({
  ...page,
  head: signedIn(session),
  ...(needsSession(claims) ? { session } : {}),
});

/** The page of a session, which does in the name of who signed in what is done: it asks for no name and role that it knows. */
function inNameOf(page: OpenedPage, person: Person): OpenedPage {
  const { nextStep } = page;
  if (nextStep === undefined) return page;
  return {
    ...page,
    nextStep: (answered) => {
      const step = nextStep(answered);
      return step && knowing(step, person);
    },
  };
}

/** The page with the name and role of whoever answers: those of the session, or in its boxes those of whoever answered here before for the same desk. */
const knowingWho = (
  page: OpenedPage,
  request: PageRequest,
  session: Session | undefined,
  desk: string,
): OpenedPage => {
  if (session !== undefined) return inNameOf(page, personOf(session));
  return {
    ...page,
    standing: { ...whoAnsweredHere(request, desk), ...page.standing },
    ...(page.act === undefined
      ? {}
      : {
          act: async (answered, lookedAt) => {
            const acted = await page.act?.(answered, lookedAt);
            const person = whoConfirmed(answered);
            return acted?.kind !== 'done' || person.name === undefined
              ? (acted as Acted)
              : { ...acted, cookies: [...(acted.cookies ?? []), rememberWho(request, desk, person)] };
          },
        }),
  };
};

/** Where whoever reads along goes on: to the page itself, where it is theirs; and a lead, to whom the copy was mailed, to their region, for which they sign in first. */
const waysOn = (own: string | undefined, claims: LinkClaims, session: Session | undefined) => {
  if (own !== undefined) return [{ text: 'Open the page to answer', href: own }];
  if ('inSession' in claims && claims.inSession === true) return undefined;
  if (session === undefined) return [{ text: 'Sign in to see your region', href: '/sign-in' }];
  return session.kind === 'lead' ? [{ text: 'Go to your region', href: '/home' }] : undefined;
};

/**
 * The page as whoever reads along sees it: no form but one that only looks something up, and no way on, which might act. What is sent to it all the same is told who can. It is made
 * here, for every page, so that none can forget it.
 *
 * @param links where its reader goes on
 */
const onlyShown = (
  { caption, view, head, shows, lookUp }: OpenedPage,
  claims: LinkClaims,
  links: ReturnType<typeof waysOn>,
): OpenedPage => {
  const reader = readerOf(claims);
  return {
    caption,
    ...defined({ view, head, lookUp }),
    shows: async () => {
      const { page, more } = await shows();
      const { links: _, formHeading: __, formText: ___, ...rest } = page;
      const notice = {
        title: 'You can look at this page',
        text: `Only ${reader} can answer here.`,
        good: false,
      };
      return { page: { ...rest, notice, ...defined({ links }) }, ...defined({ more }) };
    },
    notActedOn: async () => ({
      kind: 'refused',
      words: `Your link only shows this page. Only ${reader} can answer here, from a link of their own.`,
      next: `Nothing was changed. Please call ${reader}, or write to the National Transfer Scheme team, if something stands in the way.`,
    }),
  };
};

/** The page that a link shows, for who is signed in for its desk. */
const ownPage = async ({ key, clock }: PagesTools, claims: LinkClaims, session: Session | undefined) => {
  if (session === undefined || actsFor(session) !== deskOfPage(claims)) return undefined;
  const { seeOnly: _, readBy: __, ...opens } = claims as PageClaims;
  return pathInSession(key, opens, clock.now());
};

/** @param read reads the page's code, when the first such link has been found good */
export const behindLink =
  <Purpose extends LinkPurpose>(purpose: Purpose, read: () => Promise<Open<Purpose>>): Answer =>
  async (tools, request, parameter) => {
    const token = parameter('token');
    if (token.length > LONGEST_TOKEN) return linkInvalid();
    const link = await verifyLink(tools.key, token, purpose, tools.clock.now());
    const signsIn = purpose.endsWith('sign-in');
    if (link.kind !== 'valid') {
      if (signsIn) return signInLinkUseless();
      if (link.kind === 'invalid') return linkInvalid();
      if (link.claims !== undefined && looksOnly(link.claims)) return lookOver(readerOf(link.claims));
      // A link that never opened anything by itself tells nothing by itself, either.
      const place = link.claims === undefined || needsSession(link.claims) ? '' : placeOf(link.claims);
      return linkExpired(place || undefined);
    }
    const admitted = await admit(tools, link, request);
    if (admitted.kind === 'refused') return admitted.response;
    const { session } = admitted;
    const opened = await (await read())(tools, link.claims, request, session);
    if (opened !== undefined && 'instead' in opened) return opened.instead;
    if (opened === undefined) return signsIn ? signInLinkUseless() : linkInvalid();
    const page = session === undefined ? opened : withSession(opened, session, link.claims);
    if (looksOnly(link.claims)) {
      const own = await ownPage(tools, link.claims, session);
      // A copy that was mailed opens whoever is signed in.
      const links = waysOn(own, link.claims, session ?? (await sessionOf(tools, request)));
      return serve(onlyShown(page, link.claims, links), request);
    }
    return serve(knowingWho(page, request, session, deskOfPage(link.claims)), request);
  };
