import type { Need } from '../../../events/referral.ts';
import { noHash } from '../audit-trail.ts';
import type { Nation } from '../calendar/nation.ts';
import type { Closing } from './closing.ts';
import type { Exemptions } from './exemptions.ts';

/** What a council last declared; `used` counts places of that declaration taken since by the scheme. */
export interface Declaration {
  readonly places: { readonly fosterCare: number; readonly supportedAccommodation: number };
  readonly used: { readonly fosterCare: number; readonly supportedAccommodation: number };
  readonly supports: readonly Need[];
  readonly pausedUntil?: string;
  /** Children in its care up to whom it takes more, although that is beyond its threshold. */
  readonly volunteersUpTo?: number;
  readonly declaredAt: string;
}

/** What a council left unanswered since it last answered an offer in time; of its reminders, since it last said anything. */
export interface Unanswered {
  /** Offers to it as the first, or as the next in line, of which the time ran out. */
  readonly offers: number;
  /** Reminders to declare its places. */
  readonly reminders: number;
  /** Of the offers: those from before it last spoke without answering one in time, if any: it declared its places, or answered too late. That makes up for them once. */
  readonly offersBefore?: number;
  /** When the first of them came to nothing: UTC. */
  readonly since: string;
}

/** A children's-services authority as the scheme knows it. All counts are whole children. */
export interface Council {
  readonly code: string;
  readonly name: string;
  readonly nation: Nation;
  readonly region: string;
  readonly regionName: string;
  readonly childPopulation: number;
  readonly participates: boolean;
  /** Closed from a day on, for a time or until somebody opens it; absent when nobody has closed it. */
  readonly closing?: Closing;
  /** Unaccompanied children in its care at a day; `count: null` where no figure is published: unknown, never zero. */
  readonly caredFor: {
    readonly count: number | null;
    readonly asAt: string;
    readonly source: 'published' | 'declared' | 'not-published';
  };
  /** Published count the rota's weights rest on; does not move with declarations. */
  readonly publishedCount: number | null;
  /** Children who came to its care less those who left it, as the scheme knows, after the day of that figure. */
  readonly netSince: number;
  /** The same by the day on which they came or left (Europe/London), so that a newer figure takes off what it holds already; absent where that is nothing. */
  readonly moved?: Readonly<Record<string, number>>;
  /** Accepted, not yet handed over. */
  readonly incoming: number;
  /** Held by open offers: the live primary, and back-ups that said yes. */
  readonly held: number;
  /** Of `held`: by live primary offers. They count provisionally on the rota. */
  readonly offered: number;
  readonly declaration?: Declaration;
  /** What is known of what it declares to be spared of, beside its last declaration; absent when that is nothing. */
  readonly exemptions?: Exemptions;
  /** What it has left unanswered since it last answered anything; absent when that is nothing. */
  readonly unanswered?: Unanswered;
  /** Other councils in whose areas it found children a home, by code, with the day on which it last said so of a move or since a handover: Europe/London. Absent when there is none. */
  readonly placedIn?: Readonly<Record<string, string>>;
  readonly reminders: { readonly sinceDeclaration: number; readonly lastOn?: string };
  /** Number and hash of the last event in the council's own trail (declarations and reminders). */
  readonly trail: { readonly number: number; readonly hash: string };
}

/** What a council is like before the scheme has placed anybody with it, whatever its figures. */
export const beforeAnybody = {
  participates: true,
  netSince: 0,
  incoming: 0,
  held: 0,
  offered: 0,
  reminders: { sinceDeclaration: 0 },
  trail: { number: 0, hash: noHash },
} as const satisfies Partial<Council>;

/** What decisions rest on: the council without its own trail and reminders, without the days behind `netSince` and without where it places children. */
export type CouncilFigures = Omit<Council, 'reminders' | 'trail' | 'moved' | 'placedIn'>;
