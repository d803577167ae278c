import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import {
  deskOfPage,
  desksOfLink,
  desksThatClose,
  type LinkClaims,
  looksOnly,
  signsIn,
} from '../../../shared/runtime/links.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { uncapitalised } from '../../../shared/words/counting.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { linkVoid, lookOver } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import type { PagesTools } from '../tools.ts';
import { rememberPlace, toSignIn } from './come-back.ts';
import { actsFor, type Session, sessionOf } from './session.ts';
import { signedIn, signedInAs } from './signed-in.ts';

export type Admitted =
  /** `session`: of whoever is signed in for the link's own desk. */
  | { readonly kind: 'admitted'; readonly session?: Session }
  | { readonly kind: 'refused'; readonly response: Reply };

const refused = (response: Reply): Admitted => ({ kind: 'refused', response });

/** Where somebody who has signed in comes to the page of a link again. */
export const placeOf = (claims: LinkClaims): string => ('caseId' in claims ? `/case/${claims.caseId}` : '');

/** Whether a link opens nothing by itself, but for who is signed in: what a list handed out, and whatever coordinators act on. */
export const needsSession = (claims: LinkClaims): boolean =>
  ('inSession' in claims && claims.inSession === true) ||
  (claims.for === 'coordinator' && !looksOnly(claims));

/** Whose page a link opens, in words. */
export function readerOf(claims: LinkClaims): string {
  if ('council' in claims) return authorityName(claims.council);
  if (claims.for === 'region' || claims.for === 'lead-sign-in') return uncapitalised(leadOf(claims.region));
  if (claims.for === 'reader-sign-in') return 'readers of the figures';
  return claims.for === 'entry' ? authorityName(claims.authority) : 'the coordinators';
}

/** Says whose link it is, and opens nothing of it. */
function ofAnotherDesk(session: Session, reader: string, cookies: readonly string[]): Reply {
  const waysOn =
    actsFor(session) === undefined
      ? {
          text: ['Links in emails to others do not open to you.'],
          link: { text: 'Go to your own page', href: '/home' },
        }
      : {
          text: [`If you work for ${reader} too, sign in for them. Or sign out, and open the link again.`],
          link: { text: `Sign in for ${reader}`, href: '/sign-in' },
        };
  return {
    ...page(
      'message',
      {
        ...signedIn(session),
        title: `This link is for ${reader}`,
        text: [`You are signed in as ${signedInAs(session)}. Nothing was opened.`, ...waysOn.text],
        link: waysOn.link,
      },
      403,
    ),
    cookies,
  };
}

/** Whether a desk that can close a link has made void what was mailed when it was. A link of the same second is void with it. */
async function isVoid({ signIns }: PagesTools, claims: LinkClaims, signedAt: number): Promise<boolean> {
  const upTo = await Promise.all(desksThatClose(claims).map((desk) => signIns.linksVoidUpTo(desk)));
  return upTo.some((one) => one !== undefined && signedAt * 1000 <= Date.parse(one));
}

/**
 * Whether a link that is ours and in time opens for whoever brings it. Signed in, one acts for one desk: a link of another asks to sign
 * in as that, unless it only looks: that takes nothing, whoever is signed in. A link that a list handed out needs the session, and so does every one of
 * the coordinators, who see and move every child: it only says which page. Any other that was mailed is good by itself until its desk makes it void.
 */
export async function admit(
  tools: PagesTools,
  { claims, signedAt }: { readonly claims: LinkClaims; readonly signedAt: number },
  request: PageRequest,
): Promise<Admitted> {
  if (signsIn(claims))
    return (await isVoid(tools, claims, signedAt)) ? refused(linkVoid()) : { kind: 'admitted' };
  const session = await sessionOf(tools, request);
  const desks: readonly (string | undefined)[] = [...desksOfLink(claims), deskOfPage(claims)];
  if (session !== undefined && desks.includes(actsFor(session))) return { kind: 'admitted', session };
  if (looksOnly(claims) && !claims.inSession)
    return (await isVoid(tools, claims, signedAt))
      ? refused(lookOver(readerOf(claims)))
      : { kind: 'admitted' };
  if (session !== undefined)
    return refused(ofAnotherDesk(session, readerOf(claims), rememberPlace(request, placeOf(claims))));
  if (needsSession(claims)) return refused(toSignIn(request, placeOf(claims)));
  return (await isVoid(tools, claims, signedAt)) ? refused(linkVoid()) : { kind: 'admitted' };
}
