import { READERS } from '../../../shared/core/desks.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { LinkClaims } from '../../../shared/runtime/links.ts';
import type { OpenedPage } from '../http/opened-page.ts';
import type { PagesTools } from '../tools.ts';
import { openOwnSignIn } from './open-own-sign-in.ts';

/** Opens the page behind a link by which somebody signs in to read the figures. Looking at it uses nothing up. */
export const openReaderSignIn = (
  tools: PagesTools,
  { signInId, person }: Extract<LinkClaims, { for: 'reader-sign-in' }>,
  request: PageRequest,
): Promise<OpenedPage> =>
  openOwnSignIn(tools, request, {
    signInId,
    desk: READERS,
    whose: () => ({ kind: 'reader' }),
    reader: 'the figures of the scheme',
    declares: 'I read the figures for my work',
    personId: person,
  });
