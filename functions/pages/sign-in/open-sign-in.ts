import * as z from 'zod';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { ticked } from '../forms/answers.ts';
import { asksWho, personIn } from '../forms/confirm-step.ts';
import { CONFIRM } from '../forms/question.ts';
import type { NextStep } from '../forms/walk.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { enter } from './enter.ts';
import { openOwnSignIn } from './open-own-sign-in.ts';

export const nextSignInStep =
  ({ choice, ifNot }: { readonly choice: string; readonly ifNot: string }): NextStep =>
  (answered) =>
    answered.sign === undefined
      ? {
          name: 'sign',
          title: 'Sign in',
          questions: [
            ...asksWho['at-a-desk'].questions,
            { kind: 'confirm', name: CONFIRM, label: 'Who are you?', choice },
          ],
          schema: z.object({ ...asksWho['at-a-desk'].schema, [CONFIRM]: ticked(ifNot) }),
          button: 'Sign in',
        }
      : undefined;

const CAPTION = 'Transfer an unaccompanied child';

/** What the page of a link that signs in shows. */
export const signInFor = (who: string) => ({
  caption: CAPTION,
  shows: () => ({ page: model(who) }),
});

const model = (who: string) => ({
  title: `Sign in for ${who}`,
  caption: CAPTION,
  lead: ['You stay signed in on this device for 8 hours, or until you sign out.'],
  formHeading: 'Before you go on',
});

/** Opens the page behind a council's link to sign in. Looking at it uses nothing up: programs that follow links leave it as it is. */
export async function openSignIn(
  tools: PagesTools,
  { council, signInId, contact, person, to }: Extract<LinkClaims, { for: 'sign-in' }>,
  request: PageRequest,
): Promise<OpenedPage> {
  const name = authorityName(council);
  if (person !== undefined)
    return openOwnSignIn(tools, request, {
      signInId,
      desk: `council:${council}`,
      whose: (as) => ({ kind: as === 'finance' ? as : 'officer', council }),
      reader: name,
      declares: `I work for ${name}`,
      personId: person,
      to,
    });
  return {
    signsIn: true,
    ...signInFor(name),
    nextStep: nextSignInStep({
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
