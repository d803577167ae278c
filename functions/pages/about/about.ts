import { retention } from '../../../shared/core/retention.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import type { PageModel } from '../views/page-model.ts';

type About = Pick<PageModel, 'title' | 'lead' | 'sections'>;

const SERVICE = 'Transfer an unaccompanied child';
const HOW_TO_REACH_US =
  'Reply to any of our emails. A reply reaches the coordinators of the National Transfer Scheme. Quote the reference of the case, and name no child.';

/** What the law asks to be said: regulation 8 of SI 2018/952. True of what the tests look at; what is known not to comply stands there. */
const accessibility: About = {
  title: 'Accessibility statement',
  lead: [`This statement is about the pages of the service “${SERVICE}” and the emails that it sends.`],
  sections: [
    {
      heading: 'What you can do here',
      points: [
        'enlarge a page to 400%, or read it on a narrow phone',
        'do everything with a keyboard alone',
        'do everything with scripts turned off',
        'use your own colours and your own spacing of text',
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
        'On a page of the coordinators, the table of all councils and why each was asked or not scrolls sideways on a phone. The guidelines allow that of a table.',
        'Documents that councils add are shown as they came. We do not check whether they can be read with a screen reader.',
        'No person has tried the pages, the emails or the Word form with a screen reader yet.',
      ],
    },
    {
      heading: 'Tell us what does not work for you',
      text: [
        HOW_TO_REACH_US,
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
};

const yearsWords = retention.yearsAfterTurning18 === 1 ? 'a year' : `${retention.yearsAfterTurning18} years`;

const privacy: About = {
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
        'No email, no address of a page and no log names a child.',
      ],
    },
    {
      heading: 'About you',
      points: [
        'Your name, where you give it, stands in the record of what you did.',
        'The addresses of your council’s desk are kept, so that we can write to it.',
      ],
    },
    {
      heading: 'Why',
      text: [
        'Councils move responsibility for a child under section 69 of the Immigration Act 2016. Each council is responsible for what it tells us and for what it opens.',
      ],
    },
    {
      heading: 'How long',
      points: [
        'A referral that you have begun is kept for 28 days after your last answer.',
        `What is sealed is deleted ${yearsWords} after the child turns 18.`,
        'The record of the case names nobody, and is kept.',
      ],
    },
    {
      heading: 'Your rights',
      text: [
        `You, or a child, can ask to see what is kept, and to have it put right. ${HOW_TO_REACH_US}`,
        'If you are not happy with how we do this, you can go to:',
      ],
      rows: [{ label: 'In the whole of the UK', value: 'Information Commissioner’s Office' }],
    },
  ],
};

const contact: About = {
  title: 'Contact us',
  lead: [HOW_TO_REACH_US],
  sections: [
    {
      heading: 'If a child is in danger',
      text: ['Call 999. Then tell us on the page of the case, or reply to our last email about it.'],
    },
    {
      heading: 'If you cannot sign in',
      text: [
        'Ask for a new link on the sign-in page. It goes to the address that our emails come to. If no email reaches your desk, ask a council that you work with to tell us.',
      ],
    },
    {
      heading: 'Give feedback on this service',
      text: [
        'Tell us what was hard, or what you could not find. Begin the subject of your reply with “Feedback”. We read all of it.',
      ],
    },
  ],
};

const cookies: About = {
  title: 'Cookies',
  lead: [
    'Cookies are small files that a website leaves on your computer. We use only those that signing in needs.',
  ],
  sections: [
    {
      heading: 'The cookies',
      rows: [
        {
          label: 'nts-session',
          value: 'Knows that you are signed in. You are signed out after 8 hours. It is gone after a day.',
        },
        {
          label: 'nts-device',
          value: 'Knows that you have signed in on this computer before. It is gone after 180 days.',
        },
        { label: 'nts-back', value: 'Knows which page you wanted while you sign in.' },
      ],
    },
    {
      heading: 'What we do not do',
      text: [
        'No cookie follows you, and nobody else sets one here. As none can be left out, we do not ask whether you agree.',
      ],
    },
  ],
};

/** By the last part of their address. Each is linked from the foot of every page. */
const pages: Readonly<Record<string, About>> = { accessibility, privacy, contact, cookies };

/** `/about/<page>`: what the service says of itself, to anybody. */
export async function about(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const name = parameter('page');
  const model = Object.hasOwn(pages, name) ? pages[name] : undefined;
  if (model === undefined) return notFound();
  const session = await sessionOf(tools, request);
  return page('page', {
    ...model,
    caption: SERVICE,
    ...(session === undefined ? { anybody: true } : signedIn(session)),
  });
}
