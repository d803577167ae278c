import * as z from 'zod';
import { defined } from '../../../shared/core/defined.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { ticked } from '../forms/answers.ts';
import { asksWho, type Person, personIn } from '../forms/confirm-step.ts';
import { CONFIRM } from '../forms/question.ts';
import type { NextStep } from '../forms/walk.ts';
import type { Acted, OpenedPage } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { forgetPlace, placeToComeBackTo } from './come-back.ts';
import { deviceCookie } from './known-device.ts';
import { deskOf, type SessionFor, sessionCookie, sessionKnownUntil, sessionOf } from './session.ts';

const nextSignInStep =
  (
    who: keyof typeof asksWho,
    { choice, ifNot }: { readonly choice: string; readonly ifNot: string },
  ): NextStep =>
  (answered) =>
    answered.sign === undefined
      ? {
          name: 'sign',
          title: 'Sign in',
          questions: [
            ...asksWho[who].questions,
            { kind: 'confirm', name: CONFIRM, label: 'Who are you?', choice },
          ],
          schema: z.object({ ...asksWho[who].schema, [CONFIRM]: ticked(ifNot) }),
          button: 'Sign in',
        }
      : undefined;

const CAPTION = 'Transfer an unaccompanied child';

const signInFor = (who: string) => ({
  caption: CAPTION,
  shows: () => ({ page: model(who) }),
});

const model = (who: string) => ({
  title: `Sign in for ${who}`,
  caption: CAPTION,
  lead: ['You stay signed in on this device for 8 hours, or until you sign out.'],
  formHeading: 'Before you go on',
});

type SignInClaims = Extract<LinkClaims, { for: 'sign-in' | 'coordinator-sign-in' }>;

/** Opens the session of a link, unless the link has opened one before. */
async function enter(
  tools: PagesTools,
  request: PageRequest,
  {
    signInId,
    whose,
    contact,
    person,
    to,
  }: {
    signInId: string;
    whose: SessionFor;
    contact: SignInClaims['contact'];
    person: Person;
    to?: string | undefined;
  },
): Promise<Acted> {
  const openedAt = tools.clock.now();
  const opened = await tools.signIns.open(deskOf(whose), signInId, sessionKnownUntil(openedAt), {
    openedAt,
    ...person,
    ...defined({ contact }),
  });
  if (opened === 'used')
    return {
      kind: 'refused',
      words: 'This link has been used. A link signs you in once.',
      next: 'Ask for a new one: it comes to your registered address within minutes.',
      link: { text: 'Ask for a new link', href: '/sign-in' },
    };
  // One device has one session: the one before would go on unseen, with nobody to sign out of it.
  const before = await sessionOf(tools, request);
  if (before !== undefined) await tools.signIns.end(deskOf(before), before.id);
  // Only councils have pages that one comes back to.
  const kept = whose.kind === 'officer' ? placeToComeBackTo(request) : undefined;
  return {
    kind: 'done',
    // The link says it on whatever device it is opened; the device, when the link does not.
    to: to ?? kept ?? '/home',
    cookies: [
      await sessionCookie(tools, request, whose, signInId),
      await deviceCookie(tools, request, deskOf(whose)),
      ...(kept === undefined ? [] : [forgetPlace(request)]),
    ],
  };
}

/** Opens the page behind a council's link to sign in. Looking at it uses nothing up: programs that follow links leave it as it is. */
export async function openSignIn(
  tools: PagesTools,
  { council, signInId, contact, to }: Extract<LinkClaims, { for: 'sign-in' }>,
  request: PageRequest,
): Promise<OpenedPage> {
  const name = authorityName(council);
  return {
    signsIn: true,
    ...signInFor(name),
    nextStep: nextSignInStep('at-a-desk', {
      choice: `I work for ${name}`,
      ifNot: `Tick the box to say that you work for ${name}`,
    }),
    act: ({ sign }) =>
      enter(tools, request, {
        signInId,
        whose: { kind: 'officer', council },
        contact,
        person: personIn(sign),
        to,
      }),
  };
}

/** The same for a coordinator, who gives a name: what coordinators do is recorded by name. */
export async function openCoordinatorSignIn(
  tools: PagesTools,
  { signInId, contact }: Extract<LinkClaims, { for: 'coordinator-sign-in' }>,
  request: PageRequest,
): Promise<OpenedPage> {
  return {
    signsIn: true,
    ...signInFor('the coordinators'),
    nextStep: nextSignInStep('coordinator', {
      choice: 'I am a coordinator of the scheme',
      ifNot: 'Tick the box to say that you are a coordinator of the scheme',
    }),
    act: ({ sign }) =>
      enter(tools, request, {
        signInId,
        whose: { kind: 'coordinator' },
        contact,
        person: personIn(sign),
      }),
  };
}
