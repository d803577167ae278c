import type { DataOf } from '../../events/catalogue.ts';
import { defined } from './defined.ts';

/** What came back from an address of a desk, and when. */
export interface Returned {
  readonly at: string;
  readonly why: 'no-such-mailbox' | 'unwanted' | 'not-delivered';
}

/** The addresses of a desk, with what came back from them since they were given. */
export interface DeskAddresses {
  readonly dutyDesk: string;
  readonly second?: string;
  readonly returned?: { readonly dutyDesk?: Returned; readonly second?: Returned };
  /** When somebody last said that they work: what came back before says nothing of them. */
  readonly since?: string;
}

/** The desk at which those are known who read the figures, and nothing else. Coordinators let them in; it has no mailbox. */
export const READERS = 'readers';

type Recipient = DataOf<'email-requested.v1'>['to'];

type Waiting =
  | { readonly kind: 'council'; readonly code: string }
  | { readonly kind: 'smp-lead'; readonly region: string }
  | { readonly kind: 'entry-authority' | 'coordinators' };

/** Whom a case waits for, as the reader of an e-mail. */
export function readerFor(party: Waiting): Recipient {
  switch (party.kind) {
    case 'council':
      return { role: 'council', council: party.code };
    case 'smp-lead':
      return { role: 'smp-lead', region: party.region };
    default:
      return { role: party.kind };
  }
}

/** The desk of a region's lead, as its contacts are named. */
export const leadDesk = (region: string): string => `smp-lead:${region}`;

/** The desk that an e-mail is for, as its contacts are named. */
export function deskFor(to: Recipient, entryAuthority: string | undefined): string {
  switch (to.role) {
    case 'council':
      return `council:${to.council}`;
    case 'entry-authority':
      return `council:${entryAuthority ?? ''}`;
    case 'smp-lead':
      return leadDesk(to.region);
    case 'coordinators':
      return 'coordinators';
  }
}

/** The council whose email a lead reads along: it is asked nothing itself, and can only look. Undefined of everybody else. */
export const copiedCouncil = (to: Recipient): string | undefined =>
  to.role === 'smp-lead' ? to.copyOf : undefined;

export const sameAddress = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && a.toLowerCase() === b?.toLowerCase();

/** Whether nothing is sent there any more. A full mailbox may be empty tomorrow: the next e-mail goes there again. */
const isOut = (returned: Returned | undefined): boolean =>
  returned !== undefined && returned.why !== 'not-delivered';

/** Those of a desk's addresses to which e-mail can be sent. */
export const inUse = ({
  dutyDesk,
  second,
  returned,
}: DeskAddresses): { readonly dutyDesk?: string; readonly second?: string } => ({
  ...(isOut(returned?.dutyDesk) ? {} : { dutyDesk }),
  ...(second === undefined || isOut(returned?.second) ? {} : { second }),
});

/** The first of a desk's addresses to which e-mail can be sent. */
export const firstInUse = (desk: DeskAddresses): string | undefined => {
  const { dutyDesk, second } = inUse(desk);
  return dutyDesk ?? second;
};

/** The coordinators' address by which they can be asked: one that works, or else the one that they gave. */
export const helpFrom = (coordinators: DeskAddresses | undefined): string | undefined =>
  coordinators && (firstInUse(coordinators) ?? coordinators.dutyDesk);

/** What came back, by address in lower case, since somebody last said that the addresses work. */
export interface Marks {
  readonly since?: string;
  readonly returned: Readonly<Record<string, Returned>>;
}

export const noMarks: Marks = { returned: {} };

/** Whether something came back before somebody said that the desk's addresses work. */
export const cameBackBefore = (desk: Pick<DeskAddresses, 'since'> | undefined, at: string): boolean =>
  desk?.since !== undefined && at <= desk.since;

/** The marks of a desk after something came back from addresses: of its own only, and what is worse already stays. */
export function marksAfter(
  { dutyDesk, second }: DeskAddresses,
  before: Marks,
  addresses: readonly string[],
  returned: Returned,
): Marks {
  if (cameBackBefore(before, returned.at)) return before;
  const marks: Record<string, Returned> = {};
  for (const address of [dutyDesk, second].flatMap((one) => (one === undefined ? [] : [one.toLowerCase()]))) {
    const mark =
      !addresses.some((one) => sameAddress(one, address)) || isOut(before.returned[address])
        ? before.returned[address]
        : returned;
    if (mark !== undefined) marks[address] = mark;
  }
  return { ...before, returned: marks };
}

/**
 * The marks of a desk once somebody says, as of a moment, that addresses of it work. What came back later stays.
 *
 * @param only those; all of them unless given
 */
export const marksWithout = (before: Marks, since: string, only?: readonly string[]): Marks => ({
  since: before.since !== undefined && before.since > since ? before.since : since,
  returned: Object.fromEntries(
    Object.entries(before.returned).filter(
      ([address, { at }]) => at > since || only?.some((one) => sameAddress(one, address)) === false,
    ),
  ),
});

/** The domain of an address, in lower case. */
export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The domains of a desk's own addresses, each once. */
export const domainsOf = ({
  dutyDesk,
  second,
}: Pick<DeskAddresses, 'dutyDesk' | 'second'>): readonly string[] => [
  ...new Set([dutyDesk, second].flatMap((address) => (address === undefined ? [] : [domainOf(address)]))),
];

/** A desk's addresses with what came back from them. */
export function withMarks({ dutyDesk, second }: DeskAddresses, marks: Marks): DeskAddresses {
  const returned = defined({
    dutyDesk: marks.returned[dutyDesk.toLowerCase()],
    second: second === undefined ? undefined : marks.returned[second.toLowerCase()],
  });
  return {
    dutyDesk,
    ...defined({ second, since: marks.since }),
    ...(Object.keys(returned).length === 0 ? {} : { returned }),
  };
}
