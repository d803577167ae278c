import { type Page, page, toThisPage } from './reply.ts';

/** Pages for what cannot be answered. None tells a stranger whether a case, a council or a link exists. */
export const notFound = (): Page =>
  page(
    'message',
    {
      title: 'Page not found',
      text: ['Part of the address may be missing, or the page is not there any more.'],
      fromEmail: [
        'Open the link in your email again. If your mail program broke the address over two lines, copy the whole of it.',
      ],
      anybody: true,
    },
    404,
  );

export const linkInvalid = (): Page =>
  page(
    'message',
    {
      title: 'This link does not work',
      text: ['Part of the address may be missing. Copy the whole of it into the address bar.'],
      fromEmail: [
        'Open the link in your email again. If it still does not work, sign in: your list leads to every page that is for you.',
      ],
    },
    404,
  );

/** @param place where somebody comes to the same page as it stands now, once they are signed in */
export const linkExpired = (place = '/home'): Page =>
  page(
    'message',
    {
      title: 'This link has expired',
      text: [
        'Links stop working some weeks after they are sent. Nothing you do here can change anything now.',
        'You can see how things stand now once you are signed in.',
      ],
      link: { text: 'See how things stand now', href: place },
    },
    410,
  );

/** A link that only looks has run out, or was closed. Its reader may have nothing to sign in for: told who can help. */
export const lookOver = (reader: string): Page =>
  page(
    'message',
    {
      title: 'This link no longer shows the page',
      text: [
        'Links stop working some weeks after they are sent, or when they are closed. Nothing was opened.',
        `Call ${reader} to hear how things stand.`,
      ],
      fromEmail: ['Are you the lead of a region? Sign in to see its cases.'],
      anybody: true,
    },
    410,
  );

/** The desk closed what was mailed to it. Says the same whatever the link was for. */
export const linkVoid = (): Page =>
  page(
    'message',
    {
      title: 'This link has been closed',
      text: [
        'The desk that it was sent to has closed all links in its earlier emails. Nothing was opened, and nothing can be changed here.',
        'Links in newer emails work.',
      ],
      fromEmail: ['Sign in to see what needs you now.'],
      anybody: true,
    },
    410,
  );

export const signInLinkUseless = (): Page =>
  page(
    'message',
    {
      title: 'This link does not sign you in',
      text: [
        'Links to sign in work once, for 15 minutes. Part of the address may be missing, or its time is over.',
      ],
      link: { text: 'Ask for a new link', href: '/sign-in' },
      anybody: true,
    },
    410,
  );

export const linkSent = (): Page =>
  page('message', {
    title: 'Check your email',
    text: [
      'If we know the address, we have sent a link to it. It works once, for 15 minutes.',
      'We know the addresses of councils, of leads of regions and of the coordinators. Your own works too, if it is at the domain of your council.',
      'A link that nobody has used is not sent again for 10 minutes: use the one that is there.',
      'Nothing there after a few minutes? Look among unwanted mail, and check which address our emails come to. If you are still stuck, write to the address on the page “Contact and feedback”.',
    ],
    link: { text: 'Ask again', href: '/sign-in' },
    anybody: true,
  });

export const startPage = (): Page =>
  page('message', {
    title: 'Transfer an unaccompanied child',
    text: [
      'For councils that look after unaccompanied children under the National Transfer Scheme.',
      'See what needs your council and by when: offers to answer, facts to give, moves to arrange, places to declare.',
      'Coordinators of the scheme sign in here too.',
    ],
    link: { text: 'Sign in', href: '/sign-in' },
    anybody: true,
  });

/** Shown in place of the list, which opens to every session: the page of the form may be another desk's. */
export const formTooOld = (): Page => ({
  ...page(
    'message',
    {
      title: 'This form does not belong to your session',
      text: ['Nothing was changed. You may have signed in again since you opened it.'],
      link: { text: 'Go to your list', href: '/home' },
      anybody: true,
    },
    403,
  ),
  at: '/home',
});

export const methodNotAllowed = (allowed: string): Page => ({
  ...page(
    'message',
    {
      title: 'That cannot be done here',
      text: ['Nothing was changed.'],
      link: { text: 'Go to your list', href: '/home' },
      anybody: true,
    },
    405,
  ),
  besides: { Allow: allowed },
});

/** What was sent to a page was not taken: leads to the page as it stands, which a link or a session opens, or nobody has to. */
const again = (status: number, title: string, ...text: readonly string[]): Page =>
  page('message', { title, text, link: toThisPage('Open this page again'), anybody: true }, status);

export const crossSite = (): Page =>
  again(403, 'This form came from another website', 'Nothing was changed. Answer on our own page.');

export const tooLarge = (): Page =>
  again(
    413,
    'That is too much text',
    'Nothing was changed. Go back, shorten what you wrote, and send it again.',
  );

export const notAForm = (): Page =>
  again(415, 'This form could not be read', 'Nothing was changed. Open the page again and answer there.');

/** Something broke. Nothing was changed, or it was changed whole: the page says how to find out. */
export const failure = (): Page =>
  again(
    500,
    'Sorry, there is a problem with the service',
    'Open this page again in a few minutes. The page shows whether your answer was received; if not, give it again. It is counted once, however often you send it.',
    'If it is urgent, reply to the email to reach the National Transfer Scheme team.',
  );
