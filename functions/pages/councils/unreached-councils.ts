import { leadDesk } from '../../../shared/core/desks.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { uncapitalised } from '../../../shared/words/counting.ts';
import { regionCodes } from '../../../shared/words/regions.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import type { Need } from '../home/needs-list.ts';
import { unreachedWords } from './contact-rows.ts';

const DESK = 'council:';

type Unreached = readonly { readonly desk: string; readonly contacts: Contacts }[];

/** A desk that e-mail does not reach, as a line of the coordinators' list. Where it is mended on a page, the line leads there. */
export type UnreachedDesk = Omit<Need, 'opens' | 'at'> & { readonly href?: string };

/** Leads of regions whom e-mail does not reach, in the order of the regions. Their addresses are registered by whoever runs the service. */
export const unreachedLeads = (unreached: Unreached): readonly UnreachedDesk[] =>
  regionCodes.flatMap((region) => {
    const contacts = unreached.find(({ desk }) => desk === leadDesk(region))?.contacts;
    if (contacts === undefined) return [];
    const lead = uncapitalised(leadOf(region));
    return [
      {
        action: `Ask ${lead} for an address that works`,
        about: `Email to ${lead} came back. ${unreachedWords(contacts).join('. ')}. Give the new address to whoever runs the service: they register it.`,
        by: 'Now: until then the lead hears nothing',
      },
    ];
  });

/** Councils that e-mail does not reach at one of their addresses at least, by name; each a line of the coordinators' list, which leads to where it is mended. */
export const unreachedCouncils = (
  unreached: Unreached,
): readonly (UnreachedDesk & { readonly name: string; readonly href: string })[] =>
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
