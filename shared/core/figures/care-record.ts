import type { AnyEvent, EventOf, EventType } from '../../../events/catalogue.ts';
import { asSaidNow } from '../../../events/former-codes.ts';
import { presentFacts } from '../../../events/former-facts.ts';
import type { careOutcomes } from '../../../events/left-care.v1.ts';
import type { ReferralFacts } from '../../../events/referral.ts';
import type { withdrawalReasons } from '../../../events/referral-withdrawn.v1.ts';
import { successionOf } from '../calendar/in-force.ts';
import { addDays, londonDate } from '../calendar/working-days.ts';
import { type TimeKept, timeKept } from '../council/funding.ts';
import { realmOf } from '../council/verification.ts';
import { defined } from '../defined.ts';

/** An event that proves something: its number in the trail and its hash, what instant it says (UTC), and the day in London on which that counts. */
export interface Stamp {
  readonly on: string;
  readonly at: string;
  readonly event: number;
  readonly hash: string;
}

/** Why a stay began or ended. `reopened`: what had ended it was taken back or broke down. `amended`: the referral says otherwise who the children are. */
export type Because =
  | 'referred'
  | 'handed-over'
  | 'other-council'
  | 'council-ended'
  | 'reopened'
  | 'amended'
  | 'turned-18'
  | (typeof careOutcomes)[number]
  | (typeof withdrawalReasons)[number];

/** A child was in the care of a council without a break, as far as this scheme knows: from a day on, and no longer from the day that ends it on. */
export interface Stay {
  readonly child: number;
  readonly as: 'entry-authority' | 'receiving-authority';
  readonly from: Stamp & { readonly because: Because };
  readonly until?: Stamp & { readonly because: Because };
}

/** A child was missing from one day on; from the day on which it was found it no longer is. */
interface Missing {
  readonly child: number;
  readonly since: Stamp;
  readonly found?: Stamp;
}

/** The stamps of a move, for the council that received the children, and what they say of incentives. */
export interface ProvenMove extends TimeKept {
  readonly referred: Stamp;
  /** It was first asked; where a coordinator placed the children there, it was told so. */
  readonly notified: Stamp;
  readonly accepted: Stamp;
  /** A day for the move was fixed, the last time. */
  readonly arranged?: Stamp;
  readonly handedOver: Stamp;
  readonly children: readonly number[];
}

/** Of one case, what one council had of its children in its care. It follows from the trail alone and names nobody. */
export interface CareRecord {
  readonly caseId: string;
  readonly council: string;
  /** Number of the last event that it follows from. */
  readonly version: number;
  /** The day in London of the first. */
  readonly referredOn: string;
  /** In the order in which they began to be recorded. */
  readonly stays: readonly Stay[];
  readonly missing: readonly Missing[];
  /** Each time that it named a social worker for the placement by which it has the children. Who it is, is sealed. */
  readonly workers: readonly Stamp[];
  /** Where it received the children. */
  readonly move?: ProvenMove;
}

type Open<T> = { -readonly [K in keyof T]: T[K] };
type OwnStay = Open<Stay> & { readonly council: string };

interface Making {
  readonly trail: readonly AnyEvent[];
  /** What the referral says in the end: whether the entry authority has the children in its care is read of that, for the whole time. */
  readonly inEntryCare: boolean;
  readonly stays: OwnStay[];
  readonly missing: Open<Missing>[];
  /** Every council that has, or had, the children in its care or would have had. */
  readonly councils: Set<string>;
  workers: (Stamp & { readonly council: string })[];
  children: readonly number[];
  entry: string;
  /** Since the handover. */
  receiver?: string;
  move?: { readonly council: string; readonly proof: Omit<ProvenMove, keyof TimeKept> };
  /** Children who turned 18, or were found to be no children; of whom that was found; and who left care, with what became of them. */
  readonly out: Set<number>;
  readonly adults: Set<number>;
  readonly left: Map<number, string>;
  /** The case ended before a handover, otherwise than by staying. */
  ended: boolean;
}

const stamp = ({ at: recordedAt, trail }: AnyEvent, at = recordedAt, on = londonDate(at)): Stamp => ({
  on,
  at,
  event: trail?.number ?? 0,
  hash: trail?.hash ?? '',
});

const inCare = ({ children, out, left, ended }: Making): readonly number[] =>
  ended ? [] : children.filter((child) => !out.has(child) && !left.has(child));

const responsible = ({ receiver, entry, inEntryCare }: Making): string | undefined =>
  receiver ?? (inEntryCare ? entry : undefined);

const openStay = ({ stays }: Making, child: number): OwnStay | undefined =>
  stays.find((stay) => stay.child === child && stay.until === undefined);

const begin = (making: Making, child: number, from: OwnStay['from']): void => {
  const council = responsible(making);
  if (council === undefined) return;
  const as = making.receiver === undefined ? 'entry-authority' : 'receiving-authority';
  making.stays.push({ child, council, as, from });
};

/** What is recorded has changed who has which children: stays end and begin as it says. A day before a stay began ends it on that day. */
const settle = (making: Making, mark: Stamp, because: (child: number) => Because): void => {
  const council = responsible(making);
  const now = inCare(making);
  making.councils.add(making.receiver ?? making.entry);
  for (const stay of making.stays)
    if (stay.until === undefined && (stay.council !== council || !now.includes(stay.child)))
      stay.until = {
        ...mark,
        on: mark.on < stay.from.on ? stay.from.on : mark.on,
        because: because(stay.child),
      };
  for (const child of now) {
    const last = making.stays.findLast((stay) => stay.child === child)?.until?.on ?? mark.on;
    if (openStay(making, child) === undefined)
      begin(making, child, { ...mark, on: last > mark.on ? last : mark.on, because: because(child) });
  }
};

/** What ended the stays of children was recorded in error: they go on, or went on with whoever is responsible now. */
const takeBack = (making: Making, mark: Stamp, children: readonly number[]): void => {
  for (const child of children) {
    const last = making.stays.findLast((stay) => stay.child === child);
    if (last?.until === undefined) continue;
    if (last.council === responsible(making)) delete last.until;
    else begin(making, child, { ...mark, on: last.until.on, because: 'reopened' });
  }
};

const missingNow = ({ missing }: Making) => missing.filter(({ found }) => found === undefined);

type Handlers = { readonly [T in EventType]?: (making: Making, event: EventOf<T>) => void };

/** What proves a handover: of the acceptance that stands, the asking before it, and the last day that was fixed since. */
function proofOf(
  { trail }: Making,
  handedOver: Stamp,
  children: readonly number[],
): Omit<ProvenMove, keyof TimeKept> {
  const before = trail.slice(0, handedOver.event - 1);
  const yes = before.findLast((event) => event.type === 'place-accepted.v1');
  const offerId = yes?.type === 'place-accepted.v1' ? yes.data.offerId : undefined;
  const asked = before.findLast(
    (event) =>
      event.type === 'offers-made.v1' && event.data.offers.some((offer) => offer.offerId === offerId),
  );
  const accepted = yes === undefined ? handedOver : stamp(yes);
  const arranged = before.findLast(
    (event) => event.type === 'transfer-arranged.v1' && (event.trail?.number ?? 0) > accepted.event,
  );
  return {
    referred: stamp(trail[0] as AnyEvent),
    notified: asked === undefined ? accepted : stamp(asked),
    accepted,
    ...defined({ arranged: arranged && stamp(arranged) }),
    handedOver,
    children,
  };
}

const ofTheCouncils: Handlers = {
  'place-accepted.v1': (making) => {
    if (making.receiver === undefined) making.workers = [];
  },
  'social-worker-named.v1': ({ workers }, event) => {
    workers.push({ ...stamp(event), council: event.data.council });
  },
  'transfer-completed.v1': (making, event) => {
    const { council, handedOverAt } = event.data;
    const mark = stamp(event, handedOverAt);
    making.receiver = council;
    making.move = { council, proof: proofOf(making, mark, inCare(making)) };
    settle(making, mark, () => 'handed-over');
  },
  'care-moved.v1': (making, event) => {
    making.receiver = event.data.to;
    settle(making, stamp(event, event.at, event.data.on), () => 'other-council');
  },
  'council-succeeded.v1': (making, event) => {
    const { from, to, parts } = event.data;
    if (parts.includes('entry-authority') && making.entry === from) making.entry = to;
    if (parts.includes('receiving-authority') && making.receiver === from) making.receiver = to;
    // Nobody is in the care of a council that is no more, whenever it was recorded who took over.
    const { lastDay } = successionOf(from) ?? {};
    const [recorded, ended] = [londonDate(event.at), lastDay && addDays(lastDay, 1)];
    const on = ended !== undefined && ended < recorded ? ended : recorded;
    settle(making, stamp(event, event.at, on), () => 'council-ended');
  },
};

const ofTheChildren: Handlers = {
  'referral-amended.v2': (making, event) => {
    const { children } = presentFacts(event.data.facts);
    if (children === undefined) return;
    making.children = children.map(({ number }) => number);
    settle(making, stamp(event), () => 'amended');
  },
  'child-turned-18.v1': (making, event) => {
    making.out.add(event.data.child);
    settle(making, stamp(event), (child) => (making.adults.has(child) ? 'assessed-as-adult' : 'turned-18'));
  },
  'age-decided.v1': (making, event) => {
    const { child, counts } = event.data;
    if (!counts) {
      making.adults.add(child);
      return;
    }
    making.adults.delete(child);
    making.out.delete(child);
    if (making.left.get(child) === 'assessed-as-adult') making.left.delete(child);
    making.ended = false;
    settle(making, stamp(event), () => 'reopened');
  },
  'left-care.v1': (making, event) => {
    const { children, outcome, on } = event.data;
    for (const child of children) making.left.set(child, outcome);
    settle(making, stamp(event, event.at, on), () => outcome);
  },
  'referral-withdrawn.v1': (making, event) => {
    making.ended = true;
    settle(making, stamp(event), () => event.data.reason);
  },
  'family-joined.v1': (making, event) => {
    making.ended = true;
    settle(making, stamp(event), () => 'joined-family');
  },
  'case-reopened.v1': (making, event) => {
    const { because, children } = event.data;
    for (const child of children ?? making.children) making.left.delete(child);
    making.ended = false;
    if (because === 'recorded-in-error') takeBack(making, stamp(event), inCare(making));
    settle(making, stamp(event), () => 'reopened');
  },
  'case-paused.v1': (making, event) => {
    const gone = missingNow(making).map(({ child }) => child);
    for (const child of event.data.children ?? inCare(making))
      if (!gone.includes(child)) making.missing.push({ child, since: stamp(event, event.data.missingSince) });
  },
  'case-resumed.v1': (making, event) => {
    for (const one of missingNow(making))
      if (event.data.children?.includes(one.child) !== false) one.found = stamp(event, event.data.foundAt);
  },
};

const handlers: Handlers = { ...ofTheCouncils, ...ofTheChildren };

/** What the referral says, with all that was said later. */
const factsInTheEnd = (trail: readonly AnyEvent[], first: ReferralFacts): ReferralFacts => {
  let facts = first;
  for (const event of trail)
    if (event.type === 'referral-amended.v2')
      facts = { ...facts, ...defined(presentFacts(event.data.facts)) };
  return facts;
};

const ofCouncil = (making: Making, facts: ReferralFacts, council: string): CareRecord => {
  const { trail, stays, missing, workers, move } = making;
  const own = stays.filter((stay) => stay.council === council).map(({ council: _, ...stay }) => stay);
  const ownMove = move?.council === council ? move.proof : undefined;
  return {
    caseId: trail[0]?.trail?.subject ?? '',
    council,
    version: trail.length,
    referredOn: londonDate((trail[0] as AnyEvent).at),
    stays: own,
    missing: missing.filter(({ child }) => own.some((stay) => stay.child === child)),
    workers: workers.filter((one) => one.council === council).map(({ council: _, ...one }) => one),
    ...(ownMove === undefined
      ? {}
      : {
          move: {
            ...ownMove,
            ...timeKept({
              facts,
              council,
              referredAt: ownMove.referred.at,
              notifiedAt: ownMove.notified.at,
              handedOverAt: ownMove.handedOver.at,
            }),
          },
        }),
  };
};

/**
 * Who had the children of a case in its care, and by which events: a record for each council that ever had, from the whole trail; none for a trail that is
 * no case's, and for a verification, which is made up. The entry authority's begins with the referral: since when it had the children before is not
 * recorded. One that has none of them in its care has a record without stays, so that what was kept of it before is overwritten.
 *
 * @throws {CalendarEndsError} when the move lies in a year without known bank holidays
 */
export function careRecords(said: readonly AnyEvent[]): readonly CareRecord[] {
  const trail = said.map((event) => asSaidNow(event) as AnyEvent);
  const [first] = trail;
  if (first?.type !== 'referral-received.v2' || realmOf(first.data.facts.entryAuthority) !== 'scheme')
    return [];
  const begun = presentFacts(first.data.facts);
  const facts = factsInTheEnd(trail, begun);
  const making: Making = {
    trail,
    inEntryCare: facts.inCareOfAuthority !== false,
    stays: [],
    missing: [],
    councils: new Set(),
    workers: [],
    children: begun.children.map(({ number }) => number),
    entry: begun.entryAuthority,
    out: new Set(),
    adults: new Set(),
    left: new Map(),
    ended: false,
  };
  settle(making, stamp(first), () => 'referred');
  for (const event of trail)
    (handlers[event.type] as ((making: Making, event: AnyEvent) => void) | undefined)?.(making, event);
  return [...making.councils].map((council) => ofCouncil(making, facts, council));
}

/** Whether a child is still in the council's care, so that the record is carried into each month that begins. */
export const goesOn = ({ stays }: CareRecord): boolean => stays.some(({ until }) => until === undefined);

/** @param month YYYY-MM */
export const monthAfter = (month: string): string => addDays(`${month}-28`, 4).slice(0, 7);

/**
 * The months in which a record is kept, from its first up to this one, YYYY-MM, in order. Also where nobody of it is in care any more: a run may have carried it over
 * before it had heard of that.
 *
 * @param today Europe/London
 */
export function careMonths({ stays, referredOn }: CareRecord, today: string): readonly string[] {
  const first = stays.map(({ from }) => from.on).toSorted()[0] ?? referredOn;
  const months: string[] = [];
  for (let month = first.slice(0, 7); month <= today.slice(0, 7); month = monthAfter(month))
    months.push(month);
  return months;
}
