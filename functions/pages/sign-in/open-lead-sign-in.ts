import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import { uncapitalised } from '../../../shared/words/counting.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { personIn } from '../forms/confirm-step.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { enter } from './enter.ts';
import { nextSignInStep, signInFor } from './open-sign-in.ts';

/** Opens the page behind a link by which the lead of a region signs in. Looking at it uses nothing up. */
export async function openLeadSignIn(
  tools: PagesTools,
  { region, signInId, contact, to }: Extract<LinkClaims, { for: 'lead-sign-in' }>,
  request: PageRequest,
): Promise<OpenedPage> {
  const lead = uncapitalised(leadOf(region));
  return {
    signsIn: true,
    ...signInFor(lead),
    nextStep: nextSignInStep({
      choice: `I am ${lead}, or work for them`,
      ifNot: 'Tick the box to say that you lead the region, or work for its lead',
    }),
    act: ({ sign }) =>
      enter(tools, request, {
        signInId,
        whose: { kind: 'lead', region },
        contact,
        person: personIn(sign),
        to,
      }),
  };
}
