import { type DeskAddresses, domainOf, domainsOf, READERS } from './desks.ts';
import { retention } from './retention.ts';

/**
 * How somebody stands at a desk. `new`: an address was given, and nobody has shown yet that it is theirs. `asked`: they have, and wait for
 * the desk's answer. Only who is let in signs in by their own address.
 */
export const personStates = ['new', 'asked', 'let-in', 'refused', 'taken-away'] as const;
type PersonState = (typeof personStates)[number];

/** What somebody signs in as by an own address: for a council as one of its officers, or for its money alone; or to read the scheme's figures. */
export type SignsInAs = 'officer' | 'finance' | 'reader';

/** Who somebody says they are. */
export interface NameAndRole {
  readonly name: string;
  /** What they are at the desk, such as a duty manager; coordinators are not asked. */
  readonly role?: string;
}

/** Somebody with an own address at a registered domain of a desk: somebody who works for two desks is one at each. */
export interface PersonAtDesk {
  /** UUID: the same for the same address at the same desk, and nobody's to guess. */
  readonly id: string;
  /** As its contacts are named: `council:<code>`; or `READERS`. */
  readonly desk: string;
  /** As it was given first. Two that differ in capitals are one. */
  readonly address: string;
  /** From `asked` on. */
  readonly name?: string;
  readonly role?: string;
  readonly state: PersonState;
  /** Of whom a council let in for its money and nights alone: nothing of a child opens to them. Absent of an officer. */
  readonly access?: 'finance';
  /** Counts the changes of state, from 1. */
  readonly version: number;
  /** When the address was first given, then when its owner asked. */
  readonly askedAt: string;
  /** When the desk let them in, refused them or took them away. */
  readonly decidedAt?: string;
  /** Who did, as they said. */
  readonly decidedBy?: NameAndRole;
  readonly lastSignedInAt?: string;
}

/** What a desk decides on somebody; `let-in-finance`: for its money alone. */
export const aboutPerson = ['let-in', 'let-in-finance', 'refused', 'taken-away'] as const;
export type AboutPerson = (typeof aboutPerson)[number];

/** What a desk can decide on somebody as they stand: a decision that was wrong can be turned round while it is kept. */
const decisions: Readonly<Record<PersonState, readonly AboutPerson[]>> = {
  new: [],
  asked: ['let-in', 'let-in-finance', 'refused'],
  'let-in': ['let-in', 'let-in-finance', 'taken-away'],
  refused: ['let-in', 'let-in-finance'],
  'taken-away': ['let-in', 'let-in-finance'],
};

export const signsInAs = ({ desk, access }: Pick<PersonAtDesk, 'desk' | 'access'>): SignsInAs =>
  desk === READERS ? 'reader' : (access ?? 'officer');

/** What was decided on somebody last; undefined where nothing was. */
export function decisionOn({
  state,
  access,
}: Pick<PersonAtDesk, 'state' | 'access'>): AboutPerson | undefined {
  if (state === 'new' || state === 'asked') return undefined;
  return state === 'let-in' && access === 'finance' ? 'let-in-finance' : state;
}

/** Money is a council's: a reader of figures is let in or not. */
export const mayDecide = (person: PersonAtDesk): readonly AboutPerson[] =>
  decisions[person.state].filter(
    (to) => to !== decisionOn(person) && (to !== 'let-in-finance' || person.desk !== READERS),
  );

/** Whoever showed that the address is theirs, and said who they are; undefined of somebody who has before. */
export function asking(
  person: PersonAtDesk,
  { name, role }: NameAndRole,
  at: string,
): PersonAtDesk | undefined {
  if (person.state !== 'new') return undefined;
  return {
    ...person,
    name,
    ...(role === undefined ? {} : { role }),
    state: 'asked',
    version: person.version + 1,
    askedAt: at,
  };
}

/** Somebody after a desk's decision; undefined where there is nothing to decide so. */
export function decided(
  person: PersonAtDesk,
  to: AboutPerson,
  decidedBy: NameAndRole,
  at: string,
): PersonAtDesk | undefined {
  if (!mayDecide(person).includes(to)) return undefined;
  const { access, ...rest } = person;
  const isForMoney = to === 'let-in-finance' || (to === 'taken-away' && access === 'finance');
  return {
    ...rest,
    ...(isForMoney ? { access: 'finance' } : {}),
    state: to === 'let-in-finance' ? 'let-in' : to,
    version: person.version + 1,
    decidedAt: at,
    decidedBy,
  };
}

/** Somebody whom coordinators let in to read the figures, under the name and role that they give; undefined of whoever is let in already. */
export function letInToRead(
  person: PersonAtDesk,
  { name, role }: NameAndRole,
  decidedBy: NameAndRole,
  at: string,
): PersonAtDesk | undefined {
  if (person.state === 'let-in') return undefined;
  return {
    ...person,
    name,
    ...(role === undefined ? {} : { role }),
    state: 'let-in',
    version: person.version + 1,
    decidedAt: at,
    decidedBy,
  };
}

/** Whether what stands is what a change made already: asked again, it is the same change. */
export const isMade = (
  stands: PersonAtDesk,
  { version, state, access, askedAt, decidedAt, decidedBy }: PersonAtDesk,
): boolean =>
  stands.version === version &&
  stands.state === state &&
  stands.access === access &&
  stands.askedAt === askedAt &&
  stands.decidedAt === decidedAt &&
  stands.decidedBy?.name === decidedBy?.name &&
  stands.decidedBy?.role === decidedBy?.role;

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

const daysKept: Readonly<Record<PersonState, number>> = {
  new: 1,
  asked: retention.askedDays,
  refused: retention.askedDays,
  'taken-away': retention.askedDays,
  'let-in': retention.signInDays,
};

/** Until when somebody is known at a desk, seconds since 1970. Whoever does not sign in for a year asks anew. */
export function knownUntil({
  state,
  askedAt,
  decidedAt,
  lastSignedInAt,
}: Pick<PersonAtDesk, 'state' | 'askedAt' | 'decidedAt' | 'lastSignedInAt'>): number {
  const since = [askedAt, decidedAt, lastSignedInAt].reduce<string>(
    (latest, at) => (at !== undefined && at > latest ? at : latest),
    askedAt,
  );
  return Math.floor((Date.parse(since) + daysKept[state] * DAY_MILLISECONDS) / 1000);
}

/**
 * Domains at which anybody has an address: those of the mailbox providers that people in the UK use most, as each names its own domains to
 * whoever opens a mailbox (looked up 2026-11). A desk whose contact is there has no domain of its own, and goes on by its mailbox. [D]
 */
const publicDomains: ReadonlySet<string> = new Set([
  ...['gmail.com', 'googlemail.com'],
  ...['outlook.com', 'outlook.co.uk', 'hotmail.com', 'hotmail.co.uk', 'live.com', 'live.co.uk', 'msn.com'],
  ...['yahoo.com', 'yahoo.co.uk', 'ymail.com', 'rocketmail.com', 'aol.com', 'aol.co.uk'],
  ...['icloud.com', 'me.com', 'mac.com'],
  ...['btinternet.com', 'btopenworld.com', 'talk21.com', 'sky.com', 'talktalk.net', 'tiscali.co.uk'],
  ...['virginmedia.com', 'virgin.net', 'ntlworld.com', 'blueyonder.co.uk', 'plus.net', 'plusnet.com'],
  ...['proton.me', 'protonmail.com', 'pm.me', 'tuta.com', 'tutanota.com', 'fastmail.com', 'zoho.com'],
  ...['gmx.com', 'gmx.co.uk', 'gmx.net', 'mail.com', 'email.com'],
]);

/** Whether an address is at a mail provider where anybody has one: it says nothing of whom somebody works for. */
export const isPublicAddress = (address: string): boolean => publicDomains.has(domainOf(address));

/** The domains of a desk's own addresses, in lower case: whoever has an address there may ask the desk to let them in. */
export const registeredDomains = (
  contacts: Pick<DeskAddresses, 'dutyDesk' | 'second'> | undefined,
): readonly string[] =>
  (contacts === undefined ? [] : domainsOf(contacts)).filter((domain) => !publicDomains.has(domain));

/** Which of a desk's addresses shares its domain with an address: only then may its owner ask the desk to let them in. */
export function contactBeside(
  contacts: Pick<DeskAddresses, 'dutyDesk' | 'second'> | undefined,
  address: string,
): 'duty-desk' | 'second' | undefined {
  const domain = domainOf(address);
  if (contacts === undefined || !registeredDomains(contacts).includes(domain)) return undefined;
  return domainOf(contacts.dutyDesk) === domain ? 'duty-desk' : 'second';
}
