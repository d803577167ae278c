import type { AnyEvent, EventOf, EventType } from '../../../events/catalogue.ts';
import { asSaidNow } from '../../../events/former-codes.ts';
import { presentFacts } from '../../../events/former-facts.ts';
import type { PlacementKind, ReferralFacts } from '../../../events/referral.ts';
import { nationOf } from '../calendar/nation.ts';
import { daysBetween, londonDate, workingDaysBetween } from '../calendar/working-days.ts';
import { realmOf } from '../council/verification.ts';
import { defined } from '../defined.ts';

/** What became of being asked: a yes or no when it was its turn, or to standing by. */
type Said = 'yes' | 'no' | 'stands-by' | 'does-not-stand-by';
type Answer = EventOf<'offer-answered.v1'>['data']['answer'];

/** Every other answer is a no. */
const saidBy: Readonly<Partial<Record<Answer, Said>>> = {
  accepted: 'yes',
  'back-up-yes': 'stands-by',
  'back-up-no': 'does-not-stand-by',
};

/**
 * A council was asked for places. Instants are UTC, ISO 8601, here and below; `children`: how many it was about. Whoever takes an open question
 * over from a council that has ended is asked then, under the same `offerId`, with its whole time.
 */
export interface Ask {
  readonly offerId: string;
  readonly council: string;
  /** Whose referral it was, where somebody has taken it over from who referred. */
  readonly by?: string;
  /** When the council was asked from which this one has taken the question over. */
  readonly askedBefore?: string;
  readonly role: 'primary' | 'back-up';
  readonly children: number;
  readonly at: string;
  /** When it was its turn to take them: a primary at once, a back-up when it was promoted, either again when its no was not accepted. */
  readonly live: readonly string[];
  readonly answers: readonly {
    readonly at: string;
    readonly council: string;
    readonly said: Said;
    readonly reason?: string;
    /** Since when it had been its turn; absent where it only stood by. */
    readonly since?: string;
  }[];
  /** Each time that its turn ran out without an answer. */
  readonly silent: readonly string[];
}

/** A council took the children, by its yes or by a coordinator's decision. */
export interface Acceptance {
  readonly at: string;
  readonly council: string;
  readonly children: number;
  readonly how: EventOf<'place-accepted.v1'>['data']['how'];
  readonly offerId?: string;
  /** The coded reason of a direct placement. */
  readonly directed?: string;
  /** The lead of its region had named it instead of the council whose turn it was. */
  readonly named?: true;
  /** When a day for the move was first fixed; who fixed it, where it had taken the placement over. */
  readonly arrangedAt?: string;
  readonly arrangedBy?: string;
  /** Why it came to nothing before the handover, and when; of whom, where it had taken the placement over. */
  readonly undone?: { readonly at: string; readonly because: string; readonly of?: string };
}

/** A child who went missing, as far as it was recorded; `council` was responsible, until another took over from it. */
interface Absence {
  readonly child: number;
  readonly since: string;
  readonly council: string;
  readonly takenOverBy?: string;
  readonly afterHandover: boolean;
  readonly foundAt?: string;
}

/** The handover. Days are counted from the referral, or from when an ended case was opened again, as the time for the move is. */
interface Move {
  readonly at: string;
  readonly council: string;
  /** Whose part it was to hand the children over: the entry authority, or whoever had taken its part over. */
  readonly outOf: string;
  readonly children: number;
  /** In the calendar of the receiving authority's nation. */
  readonly workingDays: number;
  readonly days: number;
  /** When the receiving authority was asked, or a coordinator placed the children there; and calendar days since then. */
  readonly askedAt: string;
  readonly daysSinceAsked: number;
}

/**
 * What the figures know of one case. It follows from the case's trail alone, and names nobody. Whatever happened is of the council whose part it
 * was on that day: once a council has ended, of the one that has taken its part over (decision 27).
 */
export interface CaseRecord {
  readonly caseId: string;
  /** Number of the last event that it follows from. */
  readonly version: number;
  readonly policy: string;
  readonly referredAt: string;
  /** Who referred the children. */
  readonly by: string;
  /** How many were referred; how many count now. */
  readonly referred: number;
  readonly children: number;
  /** Of those who count now, by the kind of placement that they need. */
  readonly kinds: readonly PlacementKind[];
  /**
   * Where they are to move from, by what the referral says now: a port or a hotel, so that no other authority stands between; a reception centre for
   * children who have just arrived; or other care of an authority.
   */
  readonly from: 'port' | 'reception' | 'care';
  readonly asks: readonly Ask[];
  readonly acceptances: readonly Acceptance[];
  /** `by`, here and of ends: whose referral it was by then, where somebody had taken it over from who referred. */
  readonly holds: readonly { readonly at: string; readonly until?: string; readonly by?: string }[];
  readonly failed: readonly { readonly on: string; readonly council: string; readonly reason: string }[];
  /** Each time that the child refused to move; `nth` from 1. */
  readonly refusals: readonly { readonly at: string; readonly nth: number; readonly by: string }[];
  readonly absences: readonly Absence[];
  readonly move?: Move;
  /** Ends without a handover, each with what became of it since. */
  readonly ends: readonly {
    readonly at: string;
    readonly how: string;
    readonly by?: string;
    readonly reopened?: true;
  }[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? Mutable<E>[] : T[K] };

/** Who is in no authority's care is at a port, whatever else was said of the placement. */
const fromWhere = ({ inCareOfAuthority, inReception }: ReferralFacts): CaseRecord['from'] => {
  if (inCareOfAuthority === false) return 'port';
  return inReception === true ? 'reception' : 'care';
};

/** A record in the making, and what only its making needs. */
interface Making {
  readonly record: Mutable<CaseRecord>;
  facts: ReferralFacts;
  /** The entry authority, or whoever took its part over. */
  entry: string;
  /** Whoever the last acceptance was of, or who took that part over. */
  receiving: string;
  /** Children who turned 18, or were found to be no child. */
  readonly out: Set<number>;
  /** From when the time for the move counts. */
  since: string;
  /** Reason of a direct placement that is being recorded. */
  directed?: string;
  /** Council that the search begins with, because a lead named it past the turn. */
  named?: string | undefined;
}

const counting = ({ facts, out }: Making): readonly ReferralFacts['children'][number][] =>
  facts.children.filter(({ number }) => !out.has(number));

const askOf = ({ record }: Making, offerId: string) => record.asks.findLast((ask) => ask.offerId === offerId);

/** The acceptance that stands. */
const standing = ({ record }: Making) => {
  const last = record.acceptances.at(-1);
  return last?.undone === undefined ? last : undefined;
};

/** The council to be named beside another; undefined where it is the same. */
const instead = (is: string, was: string): string | undefined => (is === was ? undefined : is);

/** Whose referral it is now, where somebody has taken it over. */
const takenOver = ({ record, entry }: Making): { by?: string } => defined({ by: instead(entry, record.by) });

const undo = (making: Making, at: string, because: string): void => {
  const last = standing(making);
  if (last === undefined || making.record.move !== undefined) return;
  last.undone = { at, because, ...defined({ of: instead(making.receiving, last.council) }) };
};

/** The search goes on, or is over: whoever had to decide on a hold before it has done so. */
const release = (making: Making, at: string): void => {
  const last = making.record.holds.at(-1);
  if (last !== undefined && last.until === undefined)
    Object.assign(last, { until: at, ...takenOver(making) });
};

const end = (making: Making, at: string, how: string): void => {
  release(making, at);
  undo(making, at, how);
  if (making.record.move === undefined) making.record.ends.push({ at, how, ...takenOver(making) });
};

/** A case that ended goes on, where it ended in one of these ways; the time for its move counts anew. */
const reopen = (making: Making, at: string, hows: readonly string[]): void => {
  const last = making.record.ends.at(-1);
  if (last === undefined || last.reopened || !hows.includes(last.how)) return;
  last.reopened = true;
  making.since = at;
};

const missingNow = ({ record }: Making) => record.absences.filter(({ foundAt }) => foundAt === undefined);

type Handlers = { readonly [T in EventType]?: (making: Making, event: EventOf<T>) => void };

const ofTheSearch: Handlers = {
  'referral-amended.v2': (making, { data }) => {
    making.facts = { ...making.facts, ...defined(presentFacts(data.facts)) };
  },
  'referral-held.v1': (making, { at }) => {
    const { holds } = making.record;
    if (standing(making) === undefined && (holds.length === 0 || holds.at(-1)?.until !== undefined))
      holds.push({ at });
  },
  'referral-released.v1': (making, { at }) => release(making, at),
  'region-asked.v1': (making, { at }) => release(making, at),
  'region-answered.v1': (making, { data }) => {
    // The last lead who chose: from then on the search begins with that council, until another lead has chosen.
    if (data.council !== undefined) making.named = data.outcome === 'named' ? data.council : undefined;
  },
  'offers-made.v1': (making, { at, data }) => {
    release(making, at);
    for (const { offerId, council, role } of data.offers)
      making.record.asks.push({
        offerId,
        council,
        ...takenOver(making),
        role,
        children: data.places,
        at,
        live: role === 'primary' ? [at] : [],
        answers: [],
        silent: [],
      });
  },
  'offer-promoted.v1': (making, { at, data }) => {
    askOf(making, data.offerId)?.live.push(at);
  },
  'offer-answered.v1': (making, { at, data: { offerId, council, answer, reason } }) => {
    const ask = askOf(making, offerId);
    const since = ask?.live.at(-1);
    ask?.answers.push({ at, council, said: saidBy[answer] ?? 'no', ...defined({ reason, since }) });
  },
  'offer-expired.v1': (making, { at, data }) => {
    askOf(making, data.offerId)?.silent.push(at);
  },
  'case-escalated.v1': (making, { at }) => release(making, at),
};

const ofTheMove: Handlers = {
  'place-directed.v1': (making, { data }) => {
    making.directed = data.reason;
  },
  'place-accepted.v1': (making, { at, data: { council, places, how, offerId } }) => {
    release(making, at);
    undo(making, at, 'placed-elsewhere');
    making.receiving = council;
    making.record.acceptances.push({
      at,
      council,
      children: places,
      how,
      ...defined({
        offerId,
        directed: how === 'placed-directly' ? making.directed : undefined,
        named: how !== 'placed-directly' && making.named === council ? (true as const) : undefined,
      }),
    });
    delete making.directed;
  },
  'case-reallocated.v1': (making, { at, data }) => undo(making, at, data.because),
  'places-lapsed.v1': (making, { at }) => undo(making, at, 'missing-for-long'),
  'transfer-arranged.v1': (making, { at }) => {
    const acceptance = standing(making);
    if (acceptance === undefined || acceptance.arrangedAt !== undefined) return;
    acceptance.arrangedAt = at;
    Object.assign(acceptance, defined({ arrangedBy: instead(making.receiving, acceptance.council) }));
  },
  'transfer-failed.v1': ({ record }, { data: { moveOn, council, reason } }) => {
    record.failed.push({ on: moveOn, council, reason });
  },
  'child-refused.v1': (making, { at, data }) => {
    const { record, entry } = making;
    record.refusals.push({ at, nth: record.refusals.length + 1, by: entry });
    if (data.onTheDay !== undefined && standing(making) !== undefined)
      record.failed.push({ on: data.onTheDay, council: making.receiving, reason: 'child-refused' });
  },
  'transfer-completed.v1': (making, { data: { council, handedOverAt: at } }) => {
    const acceptance = standing(making);
    const ask = askOf(making, acceptance?.offerId ?? '');
    const askedAt = ask?.askedBefore ?? ask?.at ?? acceptance?.at ?? at;
    const day = londonDate(at);
    making.record.move = {
      at,
      council,
      outOf: making.entry,
      children: counting(making).length,
      workingDays: workingDaysBetween(londonDate(making.since), day, nationOf(council)),
      days: daysBetween(londonDate(making.since), day),
      askedAt,
      daysSinceAsked: daysBetween(londonDate(askedAt), day),
    };
  },
};

const ofTheChildren: Handlers = {
  'case-paused.v1': (making, { data: { missingSince: since, children, council } }) => {
    const gone = new Set(missingNow(making).map(({ child }) => child));
    for (const child of children ?? counting(making).map(({ number }) => number))
      if (!gone.has(child))
        making.record.absences.push({
          child,
          since,
          council: council ?? making.entry,
          afterHandover: council !== undefined,
        });
  },
  'case-resumed.v1': (making, { data: { foundAt, children } }) => {
    for (const absence of missingNow(making))
      if (children?.includes(absence.child) !== false) absence.foundAt = foundAt;
  },
  'child-turned-18.v1': (making, { at, data: { child, afterTheEnd } }) => {
    making.out.add(child);
    if (afterTheEnd === undefined && counting(making).length === 0) end(making, at, 'turned-18');
  },
  'age-decided.v1': (making, { at, data: { child, counts } }) => {
    if (!counts) return;
    making.out.delete(child);
    reopen(making, at, ['turned-18', 'withdrawn']);
  },
  'referral-withdrawn.v1': (making, { at }) => end(making, at, 'withdrawn'),
  'family-joined.v1': (making, { at }) => end(making, at, 'joined-family'),
  'case-stayed.v1': (making, { at }) => end(making, at, 'stayed'),
  'case-reopened.v1': (making, { at }) => reopen(making, at, ['joined-family']),
};

/** The question that was open to a council is put to another, as it stood. */
const askInstead = (making: Making, at: string, from: string, to: string): void => {
  const last = making.record.asks.findLast(({ council }) => council === from);
  if (last === undefined) return;
  const isItsTurn = last.live.length > 0;
  making.record.asks.push({
    ...last,
    council: to,
    askedBefore: last.askedBefore ?? last.at,
    role: isItsTurn ? 'primary' : 'back-up',
    at,
    live: isItsTurn ? [at] : [],
    answers: [],
    silent: [],
  });
  if (making.named === from) making.named = to;
};

const ofSuccessions: Handlers = {
  'council-succeeded.v1': (making, { at, data: { from, to, parts } }) => {
    const [entry, receiving] = [parts.includes('entry-authority'), parts.includes('receiving-authority')];
    for (const absence of missingNow(making))
      if ((absence.takenOverBy ?? absence.council) === from && (absence.afterHandover ? receiving : entry))
        absence.takenOverBy = to;
    if (entry) making.entry = to;
    if (receiving) making.receiving = to;
    if (parts.includes('asked-council')) askInstead(making, at, from, to);
  },
};

const handlers: Handlers = { ...ofTheSearch, ...ofTheMove, ...ofTheChildren, ...ofSuccessions };

const begun = ({ at, data, trail }: EventOf<'referral-received.v2'>): Making => {
  const facts = presentFacts(data.facts);
  const by = facts.entryAuthority;
  return {
    record: {
      caseId: trail?.subject ?? '',
      version: 0,
      policy: trail?.policy ?? '',
      referredAt: at,
      by,
      referred: facts.children.length,
      children: facts.children.length,
      kinds: [],
      from: 'care',
      asks: [],
      acceptances: [],
      holds: [],
      failed: [],
      refusals: [],
      absences: [],
      ends: [],
    },
    facts,
    entry: by,
    receiving: '',
    out: new Set(),
    since: at,
  };
};

/**
 * What the figures know of a case, from its whole trail; undefined for a trail that is no case's, and for a verification, which is made up.
 * What was in it once stays in its month, whatever is recorded later, but for what is said to have become of it.
 *
 * @throws {CalendarEndsError} when the move lies in a year without known bank holidays
 */
export const caseRecord = (trail: readonly AnyEvent[]): CaseRecord | undefined => {
  const events = trail.map((event) => asSaidNow(event) as AnyEvent);
  const [first] = events;
  if (first?.type !== 'referral-received.v2' || realmOf(first.data.facts.entryAuthority) !== 'scheme')
    return undefined;
  const making = begun(first);
  for (const event of events)
    (handlers[event.type] as ((making: Making, event: AnyEvent) => void) | undefined)?.(making, event);
  const children = counting(making);
  return {
    ...making.record,
    version: events.length,
    children: children.length,
    kinds: children.flatMap(({ placementKind }) => placementKind ?? []),
    from: fromWhere(making.facts),
  } as CaseRecord;
};
