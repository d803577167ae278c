import { defined } from '../../../shared/core/defined.ts';
import { knownUntil } from '../../../shared/core/people-at-desk.ts';
import type { OpenSession } from '../../../shared/ports/sign-in-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { Person } from '../forms/confirm-step.ts';
import type { Acted, Refused } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { forgetPlace, placeToComeBackTo } from './come-back.ts';
import { deviceCookie } from './known-device.ts';
import { deskOf, type SessionFor, sessionCookie, sessionKnownUntil, sessionOf } from './session.ts';
import { pageTypedOn } from './typed-before.ts';

const linkUsed: Refused = {
  kind: 'refused',
  words: 'This link has been used. A link signs you in once.',
  next: 'Ask for a new one: it comes to your registered address within minutes.',
  link: { text: 'Ask for a new link', href: '/sign-in' },
};

const isLetIn = async (
  { people }: PagesTools,
  desk: string,
  id: string,
  at: string,
  role: string | undefined,
): Promise<boolean> => {
  const until = knownUntil({ state: 'let-in', askedAt: at });
  return (await people.noteSignIn(desk, id, { at, ...defined({ role }) }, until)) === 'noted';
};

/** Opens the session of a link, unless the link has opened one before. */
export async function enter(
  tools: PagesTools,
  request: PageRequest,
  {
    signInId,
    whose,
    contact,
    person,
    onRoster,
    personId,
    to,
  }: {
    signInId: string;
    whose: SessionFor;
    contact?: OpenSession['contact'];
    person: Person;
    /** Who it is on the desk's roster, where it has one. */
    onRoster?: string;
    /** Whose own address the link went to: they are let in as long as their desk lets them. */
    personId?: string;
    to?: string | undefined;
  },
): Promise<Acted> {
  const openedAt = tools.clock.now();
  const opened = await tools.signIns.open(deskOf(whose), signInId, sessionKnownUntil(openedAt), {
    openedAt,
    ...person,
    ...defined({ contact, person: onRoster ?? personId }),
  });
  if (opened === 'used') return linkUsed;
  // Noted after it is opened: whoever is taken away meanwhile is found among the sessions, or here.
  if (personId !== undefined && !(await isLetIn(tools, deskOf(whose), personId, openedAt, person.role))) {
    await tools.signIns.end(deskOf(whose), signInId);
    return { kind: 'refused', words: 'You can no longer sign in by this email address.' };
  }
  // One device has one session: the one before would go on unseen, with nobody to sign out of it.
  const before = await sessionOf(tools, request);
  if (before !== undefined) await tools.signIns.end(deskOf(before), before.id);
  const kept = placeToComeBackTo(request);
  const typedOn = await pageTypedOn(tools, request, {
    ...whose,
    ...defined({ person: onRoster ?? personId }),
  });
  return {
    kind: 'done',
    // Where something waits to be sent again comes first. Else the link says it, on whatever device it is opened; the device, when the link does not.
    to: typedOn ?? to ?? kept ?? '/home',
    cookies: [
      await sessionCookie(tools, request, whose, signInId),
      await deviceCookie(tools, request, deskOf(whose)),
      ...(kept === undefined ? [] : [forgetPlace(request)]),
    ],
  };
}
