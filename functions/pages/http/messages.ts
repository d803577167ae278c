import { message, type Page, page } from './reply.ts';

/** Pages for what cannot be answered. None tells a stranger whether a case, a council or a link exists. */
export const notFound = (): Page =>
  message(
    404,
    'Page not found',
    'Open the link in your email again. If your mail program broke the address over two lines, copy the whole of it.',
  );

export const linkInvalid = (): Page =>
  message(
    404,
    'This link does not work',
    'Part of the address may be missing. Open the link in your email again, or copy the whole of it into the address bar.',
    'If it still does not work, reply to the email and ask the National Transfer Scheme team for a new link.',
  );

export const linkExpired = (): Page =>
  message(
    410,
    'This link has expired',
    'Links stop working some weeks after they are sent. Nothing you do here can change anything now.',
    'Look for a newer email about the same reference, or reply to the email and ask the National Transfer Scheme team for a new link.',
  );

/** The desk closed what was mailed to it. Says the same whatever the link was for. */
export const linkVoid = (): Page =>
  page(
    'message',
    {
      title: 'This link has been closed',
      text: [
        'The desk that it was sent to has closed all links in its earlier emails. Nothing was opened, and nothing can be changed here.',
        'Sign in to see what needs you now. Links in newer emails work.',
      ],
      link: { text: 'Sign in', href: '/sign-in' },
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
      'If the address is registered for your council or the coordinators, we have sent a link to it. It works once, for 15 minutes.',
      'A link that nobody has used is not sent again for 10 minutes: use the one that is there.',
      'Nothing there after a few minutes? Look among unwanted mail, and check which address our emails come to. If you are still stuck, reply to any of our emails.',
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
  ...message(405, 'That cannot be done here', 'Open the link in your email again.'),
  besides: { Allow: allowed },
});

export const crossSite = (): Page =>
  message(
    403,
    'This form came from another website',
    'Nothing was changed. Open the link in your email and answer on the page it leads to.',
  );

export const tooLarge = (): Page =>
  message(
    413,
    'That is too much text',
    'Nothing was changed. Go back, shorten what you wrote, and send it again.',
  );

export const notAForm = (): Page =>
  message(
    415,
    'This form could not be read',
    'Nothing was changed. Open the link in your email and try again.',
  );

/** Something broke. Nothing was changed, or it was changed whole: the page says how to find out. */
export const failure = (): Page =>
  message(
    500,
    'Sorry, there is a problem with the service',
    'Open the link in your email again in a few minutes. The page shows whether your answer was received; if not, give it again. It is counted once, however often you send it.',
    'If it is urgent, reply to the email to reach the National Transfer Scheme team.',
  );
