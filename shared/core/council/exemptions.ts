import { type Exempted, exemptedNames } from '../../../events/exemptions-in-question.v1.ts';
import { addDays, londonDate } from '../calendar/working-days.ts';
import { defined } from '../defined.ts';
import type { Policy } from '../policy.ts';
import type { Council, Declaration } from './council.ts';

/** What is known of one thing that a council declares to be spared of. Days are London's. */
export interface Exemption {
  /** The first of the declarations that say so, one after the other. */
  readonly since: string;
  /** The day from which it is declared no more: of a pause, from the beginning. */
  readonly until?: string;
  /** When the coordinators were asked of it last. */
  readonly askedOn?: string;
  /** A coordinator agrees to it until this day. */
  readonly agreedUntil?: string;
  /** A coordinator says that it does not count. */
  readonly refused?: true;
}

export type Exemptions = Readonly<Partial<Record<Exempted, Exemption>>>;

type Exempting = Pick<Council, 'declaration' | 'exemptions'>;
type Questioning = Pick<Policy, 'declarations'>;

const declares = ({ places, supports, pausedUntil }: Declaration, what: Exempted): boolean => {
  if (what === 'pause') return pausedUntil !== undefined;
  if (what === 'no-places') return places.fosterCare + places.supportedAccommodation === 0;
  return !supports.includes(what);
};

/** What is kept of it, else what the declaration says by itself. */
const exemption = ({ declaration, exemptions }: Exempting, what: Exempted): Exemption | undefined => {
  const kept = exemptions?.[what];
  if (kept !== undefined || declaration === undefined || !declares(declaration, what)) return kept;
  return {
    since: londonDate(declaration.declaredAt),
    ...defined({ until: what === 'pause' ? declaration.pausedUntil : undefined }),
  };
};

/** Whether its last declaration spares a council of this today, whatever anybody else says of that. */
const isDeclared = ({ declaration }: Exempting, what: Exempted, today: string): boolean =>
  declaration !== undefined &&
  declares(declaration, what) &&
  (what !== 'pause' || today < (declaration.pausedUntil ?? ''));

/** Whether a policy that lets declarations count only for some time still lets this one count: its places as a ceiling, its needs as a limit. */
export const countsStill = (
  { declaration }: Exempting,
  today: string,
  { declarations }: Questioning,
): boolean =>
  declarations !== undefined &&
  declaration !== undefined &&
  today < addDays(londonDate(declaration.declaredAt), declarations.countForDays);

/**
 * How something that a council declares to be spared of stands on a day. In question: it has been declared for longer than the policy lets
 * stand unseen, and no coordinator agrees; it counts until one decides, and the council owes the turns that it does not take. Undefined: it declares
 * no such thing, or so long ago that it counts no longer; what a coordinator agrees to counts however old the declaration is.
 */
export type ExemptionState = 'counts' | 'in-question' | 'agreed' | 'refused';

export const exemptionState = (
  council: Exempting,
  what: Exempted,
  today: string,
  policy: Questioning,
): ExemptionState | undefined => {
  const { declarations } = policy;
  const known = exemption(council, what);
  if (known === undefined || !isDeclared(council, what, today)) return undefined;
  if (declarations === undefined) return 'counts';
  const { since, agreedUntil, refused } = known;
  if (refused) return 'refused';
  if (agreedUntil !== undefined && today < agreedUntil) return 'agreed';
  if (what !== 'pause' && !countsStill(council, today, policy)) return undefined;
  return today < addDays(since, declarations.unseenDays) ? 'counts' : 'in-question';
};

/** Whether what it declares keeps a council from being asked: a pause from any offer, a need left out from children with that need. */
export const isSpared = (council: Exempting, what: Exempted, today: string, policy: Questioning): boolean => {
  const state = exemptionState(council, what, today, policy);
  return state !== undefined && state !== 'refused';
};

/** A thing that a council declares to be spared of, as it stands on a day. */
export interface DeclaredExemption extends Exemption {
  readonly what: Exempted;
  readonly state: ExemptionState;
}

/** Everything that a council declares to be spared of on a day; nothing where the policy lets it stand, for then nobody decides on it. */
export const declaredExemptions = (
  council: Exempting,
  today: string,
  policy: Questioning,
): readonly DeclaredExemption[] =>
  policy.declarations === undefined
    ? []
    : exemptedNames.flatMap((what) => {
        const known = exemption(council, what);
        const state = exemptionState(council, what, today, policy);
        return known === undefined || state === undefined ? [] : [{ what, state, ...known }];
      });

/** Everything that a council’s word spares it of on a day, also where nobody has to decide on it. */
export const sparedOf = (
  council: Exempting,
  today: string,
  policy: Questioning,
): readonly (Exemption & { readonly what: Exempted })[] =>
  exemptedNames.flatMap((what) => {
    const known = exemption(council, what);
    return known === undefined || !isSpared(council, what, today, policy) ? [] : [{ what, ...known }];
  });

/** Whether a council has declared anything for longer than may stand unseen, or a pause, which says ahead how long it is: of most nothing more need be asked, and all are looked at each morning. */
function mayBeInQuestion(
  { declaration, exemptions = {} }: Exempting,
  today: string,
  { unseenDays }: NonNullable<Questioning['declarations']>,
): boolean {
  if (declaration === undefined) return false;
  if (declaration.pausedUntil !== undefined) return true;
  const earliest = Object.values(exemptions)
    .map(({ since }) => since)
    .reduce((one, other) => (other < one ? other : one), londonDate(declaration.declaredAt));
  return addDays(earliest, unseenDays) <= today;
}

/** What the coordinators are to be asked of: once it is declared for longer than may stand unseen, and again once what they agreed to is over. A pause says ahead how long it is. */
export const exemptionsToQuestion = (
  council: Exempting,
  today: string,
  policy: Questioning,
): readonly DeclaredExemption[] => {
  const { declarations } = policy;
  if (declarations === undefined || !mayBeInQuestion(council, today, declarations)) return [];
  return declaredExemptions(council, today, policy).filter(
    ({ what, state, since, until, askedOn, agreedUntil = '' }) => {
      if (state === 'agreed' || state === 'refused' || (askedOn !== undefined && agreedUntil <= askedOn))
        return false;
      if (what === 'pause') return until !== undefined && addDays(since, declarations.unseenDays) < until;
      return state === 'in-question';
    },
  );
};

/** What is kept once a council has declared anew: what it says again, or says no more for less than may stand unseen, goes on. Nothing that the declaration says by itself. */
export const exemptionsAfter = (
  before: Exempting,
  declaration: Declaration,
  { declarations }: Questioning,
): Exemptions => {
  if (declarations === undefined) return {};
  const today = londonDate(declaration.declaredAt);
  return Object.fromEntries(
    exemptedNames.flatMap((what) => {
      const was = exemption(before, what);
      if (
        was === undefined ||
        (was.until !== undefined && addDays(was.until, declarations.unseenDays) <= today)
      )
        return [];
      const { until, ...lasting } = was;
      if (!declares(declaration, what))
        return [[what, { ...lasting, until: until !== undefined && until < today ? until : today }]];
      const goesOn = {
        ...lasting,
        ...defined({ until: what === 'pause' ? declaration.pausedUntil : undefined }),
      };
      const saysItself = lasting.since === today && Object.keys(lasting).length === 1;
      return saysItself ? [] : [[what, goesOn]];
    }),
  );
};

/** What of a council's exemptions a decision of whom to ask rests on. */
export const exemptionsThatDecide = (exemptions: Exemptions = {}): Exemptions =>
  Object.fromEntries(
    Object.entries(exemptions).filter(
      ([what, { agreedUntil, refused }]) =>
        what === 'pause' || what === 'no-places' || refused === true || agreedUntil !== undefined,
    ),
  );
