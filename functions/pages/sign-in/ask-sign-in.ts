import * as z from 'zod';
import { presentCode } from '../../../events/former-codes.ts';
import { isInForce, MAILBOX_DAYS } from '../../../shared/core/calendar/in-force.ts';
import { addDays, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import { leadDesk, READERS } from '../../../shared/core/desks.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { regionCodes, regionNames } from '../../../shared/words/regions.ts';
import type { Question } from '../forms/question.ts';
import type { NextStep } from '../forms/walk.ts';
import { linkSent } from '../http/messages.ts';
import { type OpenedPage, serve } from '../http/opened-page.ts';
import type { Reply } from '../http/reply.ts';
import type { PagesTools } from '../tools.ts';
import { keepsWhatWasTyped, placeToComeBackTo } from './come-back.ts';
import { type Chosen, requestLink } from './request-link.ts';
import { hasTyped } from './typed-before.ts';

/** The councils that somebody may sign in for on a day, by name. */
const thoseOn = (today: string) =>
  everyCouncil()
    .filter(({ code }) => isInForce(code, today) || isInForce(code, addDays(today, -MAILBOX_DAYS)))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));

const COORDINATORS = 'coordinators';

/** The leads of regions, by region. */
const leads = regionCodes
  .map((region) => ({ region, value: leadDesk(region), text: `Lead of the region: ${regionNames[region]}` }))
  .toSorted((a, b) => a.text.localeCompare(b.text, 'en-GB'));

/** The desk that was chosen. */
const whoseIs = (desk: string): Chosen => {
  if (desk === COORDINATORS) return { kind: 'coordinator' };
  if (desk === READERS) return { kind: 'reader' };
  const region = leads.find(({ value }) => value === desk)?.region;
  return region === undefined ? { kind: 'officer', council: desk } : { kind: 'lead', region };
};

const schemaOn = (today: string) =>
  z.object({
    council: z
      .string()
      .overwrite(presentCode)
      .refine(
        (desk) =>
          desk === COORDINATORS ||
          desk === READERS ||
          leads.some(({ value }) => value === desk) ||
          thoseOn(today).some(({ code }) => code === desk),
        { error: 'Select your council' },
      ),
    address: z
      .string()
      .max(320, { error: 'Email address must be 320 characters or fewer' })
      .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, {
        error: 'Enter an email address in the correct format, like duty@council.gov.uk',
      }),
  });

const questions = (today: string): readonly Question[] => [
  {
    kind: 'select',
    name: 'council',
    label: 'Your council',
    hint: 'Coordinators of the scheme, and readers of its figures, are the first in the list. Leads of regions are the last.',
    choices: [
      { value: COORDINATORS, text: 'Coordinators of the scheme' },
      { value: READERS, text: 'Readers of the scheme’s figures' },
      ...thoseOn(today).map(({ code, name }) => ({ value: code, text: name })),
      ...leads.map(({ value, text }) => ({ value, text })),
    ],
  },
  {
    kind: 'text',
    name: 'address',
    label: 'Your email address',
    hint: 'Your own work address, or the shared one that our emails come to.',
    autocomplete: 'email',
  },
];

const nextAskStep =
  (today: string): NextStep =>
  (answered) =>
    answered.ask === undefined
      ? {
          name: 'ask',
          title: 'Sign in',
          questions: questions(today),
          schema: schemaOn(today),
          button: 'Send me a link',
        }
      : undefined;

const kept = 'You are signed out. What you typed is kept, and you come back to the same page on this device.';
const wanted = 'Once you have signed in, you come to the page that you wanted.';

const CAPTION =
  'For councils with children’s services, leads of regions, coordinators, and readers of figures';

/** The page where anybody may ask for a link to sign in. Its answer is the same whoever asks. */
export const openAskSignIn = (
  tools: PagesTools,
  request: PageRequest,
  to = placeToComeBackTo(request),
): OpenedPage => ({
  signsIn: true,
  caption: CAPTION,
  shows: () => ({
    page: {
      title: 'Sign in',
      caption: CAPTION,
      lead: [
        ...(hasTyped(request) || keepsWhatWasTyped(to ?? '') ? [kept] : to === undefined ? [] : [wanted]),
        'We send a link to your email address. It works once, for 15 minutes.',
      ],
      formHeading: 'Who are you?',
    },
    more: { anybody: true },
  }),
  nextStep: nextAskStep(londonDate(tools.clock.now())),
  act: async ({ ask }) => {
    const { council, address } = ask as z.output<ReturnType<typeof schemaOn>>;
    await requestLink(tools, {
      whose: whoseIs(council),
      address,
      request,
      to,
    });
    return { kind: 'done', to: '/sign-in?asked=yes' };
  },
});

/** `/sign-in`: asks whose list somebody wants, and says that the link is on its way. */
export async function askSignIn(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const looks = request.requestContext.http.method !== 'POST';
  return looks && request.queryStringParameters?.asked !== undefined
    ? linkSent()
    : serve(openAskSignIn(tools, request), request);
}
