import type { PageResponse } from '../../../shared/runtime/wear-http.ts';
import { message } from './reply.ts';

/** Pages for what cannot be answered. None tells a stranger whether a case, a council or a link exists. */
export const notFound = (): PageResponse =>
  message(
    404,
    'Page not found',
    'Open the link in your e-mail again. If your mail program broke the address over two lines, copy the whole of it.',
  );

export const linkInvalid = (): PageResponse =>
  message(
    404,
    'This link does not work',
    'Part of the address may be missing. Open the link in your e-mail again, or copy the whole of it into the address bar.',
    'If it still does not work, reply to the e-mail and ask the National Transfer Scheme team for a new link.',
  );

export const linkExpired = (): PageResponse =>
  message(
    410,
    'This link has expired',
    'Links stop working some weeks after they are sent. Nothing you do here can change anything now.',
    'Look for a newer e-mail about the same reference, or reply to the e-mail and ask the National Transfer Scheme team for a new link.',
  );

export const methodNotAllowed = (allowed: string): PageResponse => {
  const response = message(405, 'That cannot be done here', 'Open the link in your e-mail again.');
  return { ...response, headers: { ...response.headers, Allow: allowed } };
};

export const crossSite = (): PageResponse =>
  message(
    403,
    'This form came from another website',
    'Nothing was changed. Open the link in your e-mail and answer on the page it leads to.',
  );

export const tooLarge = (): PageResponse =>
  message(
    413,
    'That is too much text',
    'Nothing was changed. Go back, shorten what you wrote, and send it again.',
  );

export const notAForm = (): PageResponse =>
  message(
    415,
    'This form could not be read',
    'Nothing was changed. Open the link in your e-mail and try again.',
  );

/** Something broke. Nothing was changed, or it was changed whole: the page says how to find out. */
export const failure = (): PageResponse =>
  message(
    500,
    'Sorry, there is a problem with the service',
    'Open the link in your e-mail again in a few minutes. The page shows whether your answer was received; if not, give it again. It is counted once, however often you send it.',
    'If it is urgent, reply to the e-mail to reach the National Transfer Scheme team.',
  );
