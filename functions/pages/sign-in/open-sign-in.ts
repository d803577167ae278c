import * as z from 'zod';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import type { PageRequest } from '../../../shared/runtime/wear-http.ts';
import { ticked } from '../journey/answers.ts';
import { CONFIRM } from '../journey/question.ts';
import type { Journey } from '../journey/walk.ts';
import type { OpenedPage } from '../opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { authorityName } from '../words/authority-names.ts';
import { forgetPlace, placeToComeBackTo } from './come-back.ts';
import { sessionCookie, sessionKnownUntil } from './session.ts';

const journey =
  (council: string): Journey =>
  (answered) =>
    answered.sign === undefined
      ? {
          name: 'sign',
          title: 'Sign in',
          questions: [
            { kind: 'confirm', name: CONFIRM, label: 'Who are you?', choice: `I work for ${council}` },
          ],
          schema: z.object({ [CONFIRM]: ticked(`Tick the box to say that you work for ${council}`) }),
          button: 'Sign in',
        }
      : undefined;

/** Opens the page behind a link to sign in. Looking at it uses nothing up: programs that follow links leave it as it is. */
export async function openSignIn(
  tools: PagesTools,
  { council, signInId }: Extract<LinkClaims, { for: 'sign-in' }>,
  request: PageRequest,
): Promise<OpenedPage> {
  const name = authorityName(council);
  const back = placeToComeBackTo(request);
  return {
    landing: {
      title: `Sign in for ${name}`,
      caption: 'Transfer an unaccompanied child',
      lead: ['You stay signed in on this device for 8 hours, or until you sign out.'],
      formHeading: 'Before you go on',
    },
    journey: journey(name),
    act: async () => {
      if ((await tools.signIns.open(signInId, sessionKnownUntil(tools.clock.now()))) === 'used')
        return {
          kind: 'refused',
          words: 'This link has been used. A link signs you in once.',
          next: 'Go to /sign-in on this website and ask for a new link.',
        };
      return {
        kind: 'done',
        to: back ?? '/home',
        cookies: [
          await sessionCookie(tools, request, council, signInId),
          ...(back === undefined ? [] : [forgetPlace(request)]),
        ],
      };
    },
  };
}
