import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import type { Need } from '../home/needs-list.ts';
import { unreachedWords } from './contact-rows.ts';

const DESK = 'council:';

/** Councils that e-mail does not reach at one of their addresses at least, by name; each a line of the coordinators' list, which leads to where it is mended. */
export const unreachedCouncils = (
  unreached: readonly { readonly desk: string; readonly contacts: Contacts }[],
): readonly (Omit<Need, 'opens' | 'at'> & { readonly name: string; readonly href: string })[] =>
  unreached
    .filter(({ desk }) => desk.startsWith(DESK))
    .map(({ desk, contacts }) => {
      const code = desk.slice(DESK.length);
      const name = authorityName(code);
      return {
        name,
        action: `Ask ${name} for an address that works`,
        about: `Email to it came back. ${unreachedWords(contacts).join('. ')}.`,
        by: 'Now: until then its email takes a longer way',
        href: `/councils/${code}/contacts`,
      };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
