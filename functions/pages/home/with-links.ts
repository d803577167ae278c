import type { SigningKey } from '../../../shared/ports/secrets.ts';
import { linkPaths, type PageClaims, signLink } from '../../../shared/runtime/links.ts';
import type { Need } from './needs-list.ts';

/**
 * The address of a page for whoever is signed in for its desk. The link names the page and is worth nothing without the session: when
 * that has ended, it opens nothing.
 */
export const pathInSession = async (key: SigningKey, opens: PageClaims, now: string): Promise<string> =>
  `${linkPaths[opens.for]}/${await signLink(key, { ...opens, inSession: true }, now)}`;

/** Lines of a list, each with the address of its page. */
export const withLinks = (key: SigningKey, lines: readonly Need[], now: string) =>
  Promise.all(
    lines.map(async ({ opens, ...line }) => ({
      ...line,
      href: await pathInSession(key, opens, now),
    })),
  );
