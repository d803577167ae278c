import type { SigningKey } from '../../../shared/ports/secrets.ts';
import { linkPaths, signLink } from '../../../shared/runtime/links.ts';
import type { Need } from './needs-list.ts';

/** Lines of a list, each with the address of its page: by a link signed now, as in an e-mail. */
export const withLinks = (key: SigningKey, lines: readonly Need[], now: string) =>
  Promise.all(
    lines.map(async ({ opens, ...line }) => ({
      ...line,
      href: `${linkPaths[opens.for]}/${await signLink(key, opens, now)}`,
    })),
  );
