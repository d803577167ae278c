import { helpFrom } from '../../../shared/core/desks.ts';
import { retention } from '../../../shared/core/retention.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { plural } from '../../../shared/words/counting.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { type CookieName, ownCookies, SESSION_SECONDS, secureName } from '../sign-in/own-cookies.ts';
import type { PagesTools } from '../tools.ts';
import type { PageModel } from '../views/page-model.ts';
import { serviceName } from '../views/render.ts';

type About = Pick<PageModel, 'title' | 'lead' | 'sections'>;

/** Where somebody reads what people write: the coordinators' address, as emails name it; undefined before they have one. A reply may go to the inbox, which a program reads. */
type Help = string | undefined;

const howToReachUs = (help: Help): string =>
  `${help === undefined ? 'Write to the address that each of our emails names for help.' : `Write to ${help}.`} The coordinators of the National Transfer Scheme read what comes there. Give the reference of the case, and name no child.`;

/** What the law asks to be said: regulation 8 of SI 2018/952. True of what the tests look at; what is known not to comply stands there. */
const accessibility = (help: Help): About => ({
  title: 'Accessibility statement',
  lead: [`This statement is about the pages of the service “${serviceName}” and the emails that it sends.`],
  sections: [
    {
      heading: 'What you can do here',
      points: [
        'enlarge a page to 400%, or read it on a narrow phone',
        'do everything with a keyboard alone',
        'do everything with scripts turned off',
      ],
    },
    {
      heading: 'How accessible it is',
      text: [
        'We aim at WCAG 2.2, level AA: the rules for websites that the law names. The service complies in part, because of what stands below.',
      ],
    },
    {
      heading: 'What does not comply, or is not known yet',
      points: [
        'Some tables of the coordinators’ pages scroll sideways on a phone. The guidelines allow that of a table.',
        'Documents that councils add are shown as they came. We do not check whether they can be read with a screen reader.',
        'No person has tried the pages, the emails or the Word form with a screen reader yet.',
      ],
    },
    {
      heading: 'Tell us what does not work for you',
      text: [
        howToReachUs(help),
        'If you need something in another format, such as large print or Braille, ask us in the same way.',
        'If you are not happy with our answer, you can go to:',
      ],
      rows: [
        { label: 'In Great Britain', value: 'Equality Advisory and Support Service' },
        { label: 'In Northern Ireland', value: 'Equality Commission' },
      ],
    },
    {
      heading: 'How it was tested',
      text: [
        'Each time that the service changes, every page is opened in a browser at the width of a phone and of a desk. A program goes through a part of them by keyboard, and the tool axe looks at these. Our longest tests do so with all of them. Nobody outside has tested the service yet.',
        'This statement was written on 30 November 2026.',
      ],
    },
  ],
});

const {
  sealedDays,
  yearsAfterTurning18: years,
  setBackDays,
  goneForGoodDays,
  draftDays,
  askedDays,
  signInDays,
} = retention;

const privacy = (help: Help): About => ({
  title: 'Privacy notice',
  lead: ['What is kept about children and about you, why, who sees it, and for how long.'],
  sections: [
    {
      heading: 'About a child',
      points: [
        'A council tells us what is needed to find a council that can care for the child.',
        'The name, date of birth, references and notes are sealed. Only the council that refers the child and the council that takes the child open them. A coordinator can, with a reason.',
        'A council that is asked sees what it needs to answer, and no name.',
        'Each opening of what is sealed is recorded.',
        'No email that we send, no address of a page and no log names a child.',
      ],
    },
    {
      heading: 'About you',
      points: [
        'Your name, where you give it, stands in the record of what you did.',
        'The addresses of your council’s desk are kept, so that we can write to it.',
        'If you sign in by your own email address, we keep it with your name and role. Your council sees them, and who let you in. No email to others says them.',
        'If you are a coordinator, we keep your name and what your phone’s codes are made from. We keep them until another coordinator takes you off the list.',
        'A phone number that you give with a referral is shown to a council that is asked to take the child. So is your name.',
      ],
    },
    {
      heading: 'Why',
      text: [
        'Councils move responsibility for a child under section 69 of the Immigration Act 2016. Each council is responsible for what it tells us and for what it opens.',
        'The coordinators’ office of the scheme runs this service.',
      ],
    },
    {
      heading: 'How long',
      points: [
        `A referral that you have begun is kept for ${plural(draftDays, 'day')} after your last answer.`,
        `What is sealed about a child is kept for ${plural(sealedDays, 'day')} after it was last given. It is kept until ${years === 1 ? 'a year' : `${years} years`} after the child turns 18, if that is later. Of brothers and sisters the youngest counts.`,
        `If you ask to sign in by your own email address, we keep it for ${plural(askedDays, 'day')} unless you are let in. Then we keep it for ${plural(signInDays, 'day')} after you last signed in.`,
        `An email that a council sends us is sealed too, and is kept for ${plural(sealedDays, 'day')}.`,
        `Then it is deleted. The last copies go within ${plural(setBackDays, 'day')}; those of documents and emails within ${plural(goneForGoodDays, 'day')}.`,
        'The record of the case names no child. It keeps the names of those who acted, and has no end.',
      ],
    },
    {
      heading: 'Your rights',
      text: [
        `You, or a child, can ask to see what is kept, and to have it put right. ${howToReachUs(help)}`,
        'If you are not happy with how we do this, you can go to:',
      ],
      rows: [{ label: 'In the whole of the UK', value: 'Information Commissioner’s Office' }],
    },
  ],
});

const contact = (help: Help): About => ({
  title: 'Contact us',
  lead: [howToReachUs(help)],
  sections: [
    {
      heading: 'If a child is in danger',
      text: [
        'Call 999. Then tell us on the page of the case. If you cannot open it, write to us as said above.',
      ],
    },
    {
      heading: 'If you cannot sign in',
      text: [
        'Ask for a new link on the sign-in page. It goes to the address that our emails come to, or to your own at the same domain. If no email reaches you, write to us as said above.',
        'If you are a coordinator and cannot use your phone, ask another coordinator to reset your second step.',
      ],
    },
    {
      heading: 'Give feedback on this service',
      text: ['Write to us as said above. Tell us what was hard, or what you could not find.'],
    },
  ],
});

const HOUR_SECONDS = 60 * 60;
const hoursWords = (seconds: number): string => plural(seconds / HOUR_SECONDS, 'hour');

/** How long a browser keeps a cookie: in days from the second on. */
const lastsWords = (seconds: number): string =>
  seconds > 24 * HOUR_SECONDS ? plural(seconds / (24 * HOUR_SECONDS), 'day') : hoursWords(seconds);

const cookieWords: Readonly<Record<CookieName, string>> = {
  'nts-session': `Knows that you are signed in. You are signed out after ${hoursWords(SESSION_SECONDS)}.`,
  'nts-device': 'Knows that you have signed in on this computer before, and for which desks.',
  'nts-back': 'Knows which page you wanted while you sign in.',
  'nts-who':
    'Holds your name, your role and your desk after you answer by a link in an email. The next page then has them filled in.',
  'nts-typed':
    'Lets what you typed be shown to you again, if you were signed out before you sent it and sign in again.',
  'nts-shown': 'Lets this browser alone show a page again that nobody else should see.',
};

const cookies = (): About => ({
  title: 'Cookies',
  lead: [
    'Cookies are small files that a website leaves on your computer. We use them so that you can sign in, and need not type your name again.',
  ],
  sections: [
    {
      heading: 'The cookies',
      rows: (Object.keys(ownCookies) as CookieName[]).map((name) => ({
        label: secureName(name),
        value: `${cookieWords[name]} It is gone after ${lastsWords(ownCookies[name])}.`,
      })),
    },
    {
      heading: 'What we do not do',
      text: [
        'No cookie tells us or others what else you look at, and nobody else sets one here. As each only helps with what you came to do, we do not ask whether you agree.',
      ],
    },
  ],
});

/** A page that says how to reach us. */
const withHelp =
  (words: (help: Help) => About) =>
  async ({ sealed }: PagesTools): Promise<About> =>
    words(helpFrom(await sealed.reachable('coordinators')));

/** By the last part of their address. Each is linked from the foot of every page. */
const pages: Readonly<Record<string, (tools: PagesTools) => Promise<About>>> = {
  accessibility: withHelp(accessibility),
  privacy: withHelp(privacy),
  contact: withHelp(contact),
  cookies: () => Promise.resolve(cookies()),
};

/** `/about/<page>`: what the service says of itself, to anybody. */
export async function about(
  tools: PagesTools,
  _request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const name = parameter('page');
  const words = Object.hasOwn(pages, name) ? pages[name] : undefined;
  if (words === undefined) return notFound();
  return page('page', { ...(await words(tools)), caption: serviceName, anybody: true });
}
