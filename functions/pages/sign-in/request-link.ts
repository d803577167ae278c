import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { EventOf } from '../../../events/catalogue.ts';
import { defined } from '../../../shared/core/defined.ts';
import { READERS } from '../../../shared/core/desks.ts';
import { contactBeside, knownUntil } from '../../../shared/core/people-at-desk.ts';
import type { PersonAtDesk } from '../../../shared/ports/person-store.ts';
import type { Contacts } from '../../../shared/ports/sealed-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import type { PagesTools } from '../tools.ts';
import { dayOf } from './day-of.ts';
import { deviceKnownTo } from './known-device.ts';
import { deskOf, inSeconds, type SessionFor } from './session.ts';
import { tellOnce } from './tell-once.ts';

type SignInRequest =
  | EventOf<'sign-in-requested.v1'>
  | EventOf<'coordinator-sign-in-requested.v1'>
  | EventOf<'lead-sign-in-requested.v1'>
  | EventOf<'reader-sign-in-requested.v1'>;

/**
 * Links that a desk is sent in a day, so that nobody can fill its mailbox. Devices on which somebody has signed in for it before
 * have links of their own, which no stranger can use up. All others share theirs, and one place on the internet cannot take them all.
 */
const MOST_IN_A_DAY = { newDevices: 40, fromOnePlace: 20, knownDevices: 60, ofOneDevice: 20 } as const;
/** Links of a day to addresses that nobody has shown to be theirs, whatever desks they ask: many that come back would stop all our email. */
const MOST_TO_UNPROVED = { all: 200, fromOnePlace: 20 } as const;
/** Of an address, the part before the "@" (RFC 5321, 4.5.3.1.1). */
const LONGEST_LOCAL_PART = 64;
/** A link that nobody has used is not sent again so soon: it lies in the mailbox, and works for some minutes more. */
const KEPT_MILLISECONDS = 10 * 60 * 1000;
/** No answer comes sooner, so that its time does not tell whether an address is registered: longer than all of it takes. */
const ANSWER_MILLISECONDS = 800;

/** Addresses are the same however they are spelt: nobody has two that differ in capitals. */
const same = (one: string | undefined, other: string): boolean => one?.toLowerCase() === other.toLowerCase();

const contactAt = (contacts: Contacts | undefined, address: string) =>
  same(contacts?.dutyDesk, address) ? 'duty-desk' : same(contacts?.second, address) ? 'second' : undefined;

type Contact = EventOf<'sign-in-requested.v1'>['data']['contact'];

/** Whose an address is, as far as a desk knows: its own, somebody's at its domain, or nobody's. */
interface Owner {
  /** Whose links are counted: those of the desk, of its people and of strangers at its domain use up none of each other's. */
  readonly who: string;
  /** Names the address, never spells it. */
  readonly addressed: string;
  /** The desk's own address, or that at whose domain it is; undefined where there is none: then a link is sent to nobody but who is known all the same. */
  readonly contact: Contact | undefined;
  /** Whether it is somebody's own; `person` once the desk knows them. */
  readonly isOwn: boolean;
  readonly person?: PersonAtDesk;
}

/** Whether an email can be sent to what somebody typed: the mail service refuses any other, and that would be ours to look into. */
const canBeWritten = (address: string): boolean =>
  z.email().safeParse(address).success && address.lastIndexOf('@') <= LONGEST_LOCAL_PART;

function ownerOf(
  desk: string,
  contacts: Contacts | undefined,
  address: string,
  person: PersonAtDesk | undefined,
): Owner {
  const contact = contactAt(contacts, address);
  if (contact !== undefined) return { who: desk, addressed: `${desk}/${contact}`, contact, isOwn: false };
  const addressed = `${desk}/${person?.id ?? 'nobody'}`;
  // Whoever reads the figures works for any office: there is no domain of theirs, and only who is let in gets a link.
  if (desk === READERS)
    return person?.state === 'let-in'
      ? { who: `${desk}#PEOPLE`, addressed, contact: undefined, isOwn: true, person }
      : { who: `${desk}#NOBODY`, addressed, contact: undefined, isOwn: false };
  // Coordinators are known by their second step, and they and leads come by their mailbox: nobody lets their people in.
  const beside =
    !desk.startsWith('council:') || !canBeWritten(address) ? undefined : contactBeside(contacts, address);
  const mayEnter = person?.state !== 'refused' && person?.state !== 'taken-away';
  if (beside === undefined || !mayEnter)
    return { who: `${desk}#NOBODY`, addressed, contact: undefined, isOwn: false };
  const who = person?.state === 'let-in' ? `${desk}#PEOPLE` : `${desk}#ASKING`;
  return { who, addressed, contact: beside, isOwn: true, ...defined({ person }) };
}

/** Whose desk somebody chooses on the page to sign in. */
export type Chosen = Exclude<SessionFor, { kind: 'finance' }>;

interface LinkRequest {
  /** The one desk whose addresses are looked at: an address that two desks share signs in for the one that was chosen. What somebody is let in as there, the desk knows. */
  readonly whose: Chosen;
  readonly address: string;
  /** Says where on the internet it comes from, and on which device. */
  readonly request: PageRequest;
  /** The page of ours that was wanted, if any. */
  readonly to: string | undefined;
}

/** The request for a link; undefined where there is nobody to send one to. */
function requestFor(
  whose: Chosen,
  signInId: string,
  { contact, person }: { readonly contact: Contact | undefined; readonly person: string | undefined },
  at: string,
  to: string | undefined,
): SignInRequest | undefined {
  const frame = { id: `sign-in:${signInId}`, at };
  const system = { kind: 'system', name: 'pages' } as const;
  if (whose.kind === 'reader')
    return person === undefined
      ? undefined
      : { ...frame, type: 'reader-sign-in-requested.v1', actor: system, data: { person, signInId } };
  if (contact === undefined) return undefined;
  const data = { contact, signInId, ...defined({ to }) };
  switch (whose.kind) {
    case 'officer': {
      const { council } = whose;
      return {
        ...frame,
        type: 'sign-in-requested.v1',
        actor: { kind: 'council', code: council },
        data: { council, ...data, ...defined({ person }) },
      };
    }
    case 'lead': {
      const { region } = whose;
      return {
        ...frame,
        type: 'lead-sign-in-requested.v1',
        actor: { kind: 'smp-lead', region },
        data: { region, ...data },
      };
    }
    case 'coordinator':
      return {
        ...frame,
        type: 'coordinator-sign-in-requested.v1',
        actor: system,
        data,
      };
  }
}

/** Whether the last link to an address still lies there: nobody has used it, and it works for some minutes more. */
async function liesThere({ signIns, clock }: PagesTools, desk: string, address: string): Promise<boolean> {
  const last = await signIns.lastLink(address);
  return (
    last !== undefined &&
    Date.parse(clock.now()) - Date.parse(last.at) < KEPT_MILLISECONDS &&
    !(await signIns.isUsed(desk, last.signInId))
  );
}

type Allowed = 'send' | 'lies-there' | 'too-many' | Stopped['data']['who'];
type Stopped = EventOf<'sign-in-stopped.v1'>;

/** A place on the internet, which is not spelt in what counts it. */
const placeOf = (source: string): string => createHash('sha256').update(source).digest('hex').slice(0, 32);

/** Whether one more link may be sent to an address, as far as all desks go. Others than unproved ones are counted under another name alike, and stopped by nothing. */
async function mayBeTried(
  { signIns, clock }: PagesTools,
  isProved: boolean,
  source: string,
): Promise<'send' | 'too-many' | 'strangers'> {
  const { day, forgotten } = dayOf(clock.now());
  const { all, fromOnePlace } = MOST_TO_UNPROVED;
  const whose = isProved ? 'PROVED' : 'UNPROVED';
  const count = async (name: string, most: number) =>
    (await signIns.countRequest(name, day, most, forgotten)) === 'counted';
  // First the place: whoever has used up its links takes none of everybody's.
  const fromHere = await count(`${whose}#PLACE#${placeOf(source)}`, fromOnePlace);
  const counted = fromHere && (await count(whose, all));
  return isProved || counted ? 'send' : fromHere ? 'strangers' : 'too-many';
}

/** Whether one more link may be sent. `who`: whose links are counted; `address`: one of the desk's, by its name. */
async function mayBeSent(
  tools: PagesTools,
  {
    who,
    address,
    desk,
    source,
    device,
  }: Record<'who' | 'address' | 'desk' | 'source', string> & {
    readonly device: string | undefined;
  },
): Promise<Allowed> {
  const { day, forgotten } = dayOf(tools.clock.now());
  const count = async (name: string, most: number) =>
    (await tools.signIns.countRequest(name, day, most, forgotten)) === 'counted';
  if (device !== undefined && (await count(`${who}#DEVICE#${device}`, MOST_IN_A_DAY.ofOneDevice)))
    return (await count(`${who}#KNOWN-DEVICES`, MOST_IN_A_DAY.knownDevices)) ? 'send' : 'known-devices';
  if (await liesThere(tools, desk, address)) return 'lies-there';
  if (!(await count(`${who}#PLACE#${placeOf(source)}`, MOST_IN_A_DAY.fromOnePlace))) return 'too-many';
  return (await count(`${who}#NEW-DEVICES`, MOST_IN_A_DAY.newDevices)) ? 'send' : 'new-devices';
}

/** Tells the desk and the coordinators, or the coordinators alone of what concerns all desks, that no more links are sent today, the first time that one was not. */
async function tellStopped(tools: PagesTools, whose: Chosen, who: Stopped['data']['who']): Promise<void> {
  const at = tools.clock.now();
  const { day, ends } = dayOf(at);
  const desk = deskOf(whose);
  const stopped: Stopped = {
    id: `sign-in-stopped:${desk}:${who}:${day}`,
    type: 'sign-in-stopped.v1',
    at,
    actor: { kind: 'system', name: 'pages' },
    data: {
      ...(whose.kind === 'officer' ? { council: whose.council } : {}),
      ...(whose.kind === 'lead' ? { region: whose.region } : {}),
      who,
      until: ends,
    },
  };
  await tellOnce(tools, `${desk}#TOLD#${who}`, stopped);
}

/** Whoever is at the desk's domain and is not known yet: nobody has shown that the address is theirs. */
const newPerson = ({ people, clock, newId }: PagesTools, desk: string, address: string) => {
  const at = clock.now();
  return people.add(desk, address, newId(), at, knownUntil({ state: 'new', askedAt: at }));
};

async function send(tools: PagesTools, { whose, address, request, to }: LinkRequest): Promise<void> {
  const { sealed, signIns, people, notifications, clock, newId, log } = tools;
  const desk = deskOf(whose);
  const [contacts, voidUpTo, device, known] = await Promise.all([
    sealed.contacts(desk),
    signIns.linksVoidUpTo(desk),
    deviceKnownTo(tools, request, desk),
    people.find(desk, address, inSeconds(clock.now())),
  ]);
  const { who, addressed, contact, isOwn, person } = ownerOf(desk, contacts, address, known);
  // A desk that has closed its links knows no device from before: whoever read its mailbox may have signed in on one.
  const isKnown =
    device !== undefined && device.signedInAt >= inSeconds(voidUpTo ?? '1970-01-01T00:00:00.000Z');
  // The same is looked up and counted whoever asks, only under another name: neither words nor time tell who is registered.
  const may = await mayBeSent(tools, {
    who,
    address: addressed,
    desk,
    source: request.requestContext.http.sourceIp,
    device: isKnown ? device.id : undefined,
  });
  const isProved = !isOwn || (person !== undefined && person.state !== 'new');
  const mayTry =
    may === 'send' ? await mayBeTried(tools, isProved, request.requestContext.http.sourceIp) : 'too-many';
  if (contact === undefined && !isOwn) return log.info(logMessages.signInUnknown, { desk });
  if (may === 'lies-there') return log.info(logMessages.signInLiesThere, { desk });
  if (may !== 'send') {
    log.warn(logMessages.signInTooOften, { desk });
    // Of links to addresses that are not its own the desk is told nothing: none came to it, and its own go on.
    return may === 'too-many' || isOwn ? undefined : tellStopped(tools, whose, may);
  }
  if (mayTry !== 'send') {
    log.warn(logMessages.signInStrangersTooMany, { desk });
    // Of this the coordinators are told: no desk is its cause, and people at any of them cannot sign in for the first time.
    return mayTry === 'strangers' ? tellStopped(tools, { kind: 'coordinator' }, mayTry) : undefined;
  }
  const own = isOwn ? (person ?? (await newPerson(tools, desk, address))) : undefined;
  const asked = requestFor(whose, newId(), { contact, person: own?.id }, clock.now(), to);
  if (asked === undefined) return;
  await notifications.publish([{ id: asked.id, body: JSON.stringify(asked) }]);
  const { signInId } = asked.data;
  const noted = own === undefined ? addressed : `${desk}/${own.id}`;
  await signIns.noteLink(noted, { signInId, at: asked.at }, dayOf(asked.at).forgotten);
  log.info(logMessages.signInRequested, { desk });
}

/** Has a link sent to whoever is registered at the address given; nobody else learns whether that is so. */
export async function requestLink(tools: PagesTools, asked: LinkRequest): Promise<void> {
  await Promise.all([send(tools, asked), tools.pause(ANSWER_MILLISECONDS)]);
}
