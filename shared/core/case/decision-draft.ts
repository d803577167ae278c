import type { AnyEvent, DataOf, EventType } from '../../../events/catalogue.ts';
import type { SchemeView } from '../allocation/scheme.ts';
import { appendTo, type EventDraft } from '../audit-trail.ts';
import { nationOf } from '../calendar/nation.ts';
import { addDays, deadlineAfter, londonDate } from '../calendar/working-days.ts';
import { isClosed } from '../council/closing.ts';
import type { Council } from '../council/council.ts';
import { isVerification, nationalScope } from '../council/verification.ts';
import type { Policy } from '../policy.ts';
import type { Case, CaseStatus } from './case.ts';
import type { CaseChange, RotaChange } from './change.ts';
import type { CommandContext, Outcome, Refusal, Scheme } from './command.ts';
import { holidaysOf } from './late-holidays.ts';
import { linesOf, listingOf } from './lists.ts';
import { waitingFor } from './next-look.ts';
import { mergedPlaces, placesForRegion, type Shift } from './places.ts';
import { livesInAreaOf } from './responsible.ts';
import { type From, isFinal, running, statusAfter } from './transitions.ts';
import { neverServed } from './turns.ts';

/** New values of a case's fields; undefined takes a field away. */
export type Patch = { readonly [K in keyof Case]?: Case[K] | undefined };

/** A decision while it is being taken: what has been recorded so far, and the case as it stands after that. */
export interface DecisionDraft {
  readonly seen: number;
  readonly context: CommandContext;
  readonly policy: Policy;
  /** The scheme as read, with the turns that this decision has counted or given back so far. */
  view: SchemeView | undefined;
  /** The case as the decision found it. */
  readonly before: Case;
  case: Case;
  readonly events: AnyEvent[];
  readonly places: Shift[];
  readonly rota: RotaChange[];
  readonly birthdays: CaseChange['birthdays'][number][];
}

const patched = (subject: Case, patch: Patch): Case =>
  Object.fromEntries(
    Object.entries({ ...subject, ...patch }).filter(([, value]) => value !== undefined),
  ) as unknown as Case;

/** Fields that belong to one status and go when it is left. A pause keeps them for afterwards. */
const fieldsByStatus: Readonly<Partial<Record<keyof Case, readonly CaseStatus[]>>> = {
  missing: ['incomplete'],
  stepBy: ['incomplete', 'eligible', 'child-refused'],
  hold: ['held', 'accepted', 'transfer-arranged'],
  regionAsked: ['region-asked'],
  escalation: ['escalated'],
  pause: [],
  stillMissing: running,
};

const withoutFieldsOfOtherStatuses = (subject: Case): Case =>
  subject.status === 'paused' || subject.status === 'missing-from-care'
    ? subject
    : patched(
        subject,
        Object.fromEntries(
          Object.entries(fieldsByStatus)
            .filter(([, statuses]) => !statuses.includes(subject.status))
            .map(([field]) => [field, undefined]),
        ),
      );

export const beginDraft = (subject: Case, context: CommandContext, scheme: Scheme): DecisionDraft => {
  const region = scheme.view?.councils.find(({ code }) => code === subject.facts.entryAuthority)?.region;
  return {
    seen: subject.version,
    context,
    policy: scheme.policy,
    view: scheme.view,
    before: subject,
    case: region === undefined ? subject : { ...subject, entryRegion: region },
    events: [],
    places: [],
    rota: [],
    birthdays: [],
  };
};

/** Records what happened: the event joins the trail, the table moves the case, the patch says what else is new. */
export const record = <T extends EventType>(
  draft: DecisionDraft,
  type: T,
  data: DataOf<T>,
  patch: Patch = {},
): void => {
  const { context, policy, case: before } = draft;
  const said = { type, data } as EventDraft;
  const from: From = before.version === 0 ? 'new' : before.status;
  const status = statusAfter(from, before, said, context.now);
  const head = { subject: before.id, number: before.version, hash: before.lastHash };
  const stamp = { at: context.now, actor: context.actor, policy: policy.id, cause: context.cause };
  for (const event of appendTo(head, [said], stamp)) {
    draft.events.push(event);
    draft.case = withoutFieldsOfOtherStatuses(
      patched(before, {
        ...patch,
        status,
        version: before.version + 1,
        lastHash: event.trail?.hash,
      }),
    );
  }
};

/** Events that say themselves in whose area children live, or will. */
const sayWhere = ['transfer-arranged.v1', 'placement-moved.v1', 'care-moved.v1'];

/**
 * Whoever was told that children will live in its area is told when that is so no more, by whatever it came to that, and when it is so again. The
 * arrangement of a move says it by itself, and so does that another council takes over.
 */
const tellAreas = (draft: DecisionDraft): void => {
  const { before, events } = draft;
  const said = (type: string) => events.some((event) => event.type === type);
  const [was, is] = [livesInAreaOf(before), livesInAreaOf(draft.case)];
  if (was === is || said('council-succeeded.v1')) return;
  const responsible = draft.case.placement?.council;
  // Who has become responsible knows where the child lives.
  if (was !== undefined && was !== responsible)
    record(draft, 'area-told.v1', {
      council: was,
      holds: false,
      responsible: before.placement?.council ?? '',
    });
  if (is !== undefined && responsible !== undefined && !sayWhere.some(said))
    record(draft, 'area-told.v1', { council: is, holds: true, responsible });
};

/** Nobody is asked any more about a case that has ended: what still waited for confirmation is put aside, and that is recorded. */
const endProposals = (draft: DecisionDraft): void => {
  for (const { id } of isFinal(draft.case.status) ? (draft.case.proposals ?? []) : [])
    record(
      draft,
      'amendment-refused.v1',
      { amendmentId: id, because: 'case-ended' },
      answeredProposal(draft.case, id, 'case-ended'),
    );
};

/** The lead of a region that was asked is not needed any more, because the case went another way: that is recorded, and the lead is told. */
const letRegionGo = (draft: DecisionDraft): void => {
  const was = draft.before.regionAsked;
  const [first] = was?.councils ?? [];
  const answered = draft.events.some(({ type }) => type === 'region-answered.v1');
  if (was === undefined || first === undefined || answered || draft.case.regionAsked !== undefined) return;
  record(draft, 'region-answered.v1', { region: was.region, outcome: 'not-needed', first });
};

/** A case in which a change no longer waits for confirmation. */
export const answeredProposal = (
  { proposals = [], proposed }: Case,
  id: string,
  as: NonNullable<Case['proposed']>[string],
): Patch => {
  const left = proposals.filter((one) => one.id !== id);
  return { proposals: left.length === 0 ? undefined : left, proposed: { ...proposed, [id]: as } };
};

/**
 * Fingerprints that one change claims at most; one transaction has room for no more. Those that say most come first: three of each child of
 * the largest group, under the key that signs now. While a key is rotated there are twice as many, and what only makes it likely that two
 * children are one is claimed as far as there is room.
 */
const MOST_CLAIMS = 60;

/** The change to commit: with whom the case now waits, and when to look at it next. `beside`: what goes with it outside the case. */
export const changed = (
  draft: DecisionDraft,
  beside: Pick<CaseChange, 'claims' | 'merged' | 'unmerged'> = {},
): Outcome => {
  tellAreas(draft);
  endProposals(draft);
  letRegionGo(draft);
  draft.places.push(...placesForRegion(draft.before, draft.case));
  const { policy, context } = draft;
  const holidays = holidaysOf(draft.case);
  const after = patched(draft.case, {
    ...waitingFor(draft.case, context.now, policy),
    lateHolidays: holidays.length === 0 ? undefined : holidays,
  });
  return {
    kind: 'changed',
    change: {
      seen: draft.seen,
      case: patched(after, { listed: listingOf(linesOf(after)) }),
      events: draft.events,
      places: mergedPlaces(draft.places),
      rota: mergedTurns(draft.rota),
      birthdays: isVerification(after) ? [] : draft.birthdays,
      was: draft.before.listed ?? {},
      ...beside,
      ...(beside.claims === undefined ? {} : { claims: beside.claims.slice(0, MOST_CLAIMS) }),
    },
  };
};

export const unchanged = (words: string): Outcome => ({ kind: 'unchanged', words });
export const refused = (code: string, words: string): Refusal => ({ kind: 'refused', code, words });

/** The scheme's view. A decision that touches turns or regions cannot be taken without it: `needsView` says which. */
export const viewOf = ({ view, case: { id } }: DecisionDraft): SchemeView => {
  if (view === undefined) {
    throw new Error(
      `Deciding on ${id} needs the scheme's view: read it when needsView(case, command) says so`,
    );
  }
  return view;
};

export const councilIn = ({ view }: DecisionDraft, code: string): Council | undefined =>
  view?.councils.find((council) => council.code === code);

/** Whether a council is closed now, as the scheme was read. */
export const isClosedNow = (draft: DecisionDraft, code: string): boolean => {
  const council = councilIn(draft, code);
  return council !== undefined && isClosed(council, londonDate(draft.context.now));
};

/** Counts or gives back turns; what follows in the same decision rests on the turns as they then stand. */
export const turn = (draft: DecisionDraft, changes: readonly RotaChange[]): void => {
  for (const change of changes) {
    draft.rota.push(change);
    if (change.kind === 'tick') continue;
    const { national, regions, ...rest } = viewOf(draft);
    const { scope, state } = change;
    draft.view =
      scope === nationalScope(rest)
        ? { ...rest, national: { ...national, state }, regions }
        : {
            ...rest,
            national,
            regions: { ...regions, [scope]: { ...(regions[scope] ?? neverServed), state } },
          };
  }
};

/**
 * By when a search that begins now has found whom to ask, else a coordinator sees to it. While the clocks stand it is as though it had begun when they
 * stopped: of its time nothing is used up, and nothing is added, once they run again.
 */
export const searchDue = ({ case: { pause }, context, policy }: DecisionDraft): string =>
  deadlineAfter(
    pause?.at ?? context.now,
    policy.workingDays.coordinatorDecides,
    'England',
    policy.closeOfDay,
  );

/** Who takes a child who was found elsewhere is decided by this. */
export const decidedWhere = ({ case: { foundElsewhere } }: DecisionDraft): Pick<Patch, 'foundElsewhere'> =>
  foundElsewhere === undefined ? {} : { foundElsewhere: { ...foundElsewhere, decided: true } };

/** Until when what ends now is opened again should it break down; never, where the policy has no days for it. */
export const reopenedUntil = ({ context, policy }: DecisionDraft): Pick<Patch, 'reopenUntil'> =>
  policy.reopenWithinDays === undefined
    ? {}
    : { reopenUntil: addDays(londonDate(context.now), policy.reopenWithinDays) };

/** Of several new states of one rota only the last counts; a tick stays beside it. */
export const mergedTurns = (changes: readonly RotaChange[]): readonly RotaChange[] => [
  ...new Map(changes.map((change) => [`${change.kind} ${change.scope}`, change])).values(),
];

/** Close of the nth working day from now, in the calendar of the authority that has to act; coordinators keep England's. */
export const dueIn = (
  { context, policy }: DecisionDraft,
  days: keyof Policy['workingDays'],
  authority?: string,
): string =>
  deadlineAfter(
    context.now,
    policy.workingDays[days],
    authority === undefined ? 'England' : nationOf(authority),
    policy.closeOfDay,
  );
