import type { AnyEvent } from '../../../../events/catalogue.ts';
import { checkAllocation } from '../../../../shared/core/allocation/allocation.ts';
import type {
  AllocationInputs,
  CouncilVerdict,
  Decision,
} from '../../../../shared/core/allocation/decision.ts';
import { noHash, verifyTrail } from '../../../../shared/core/audit-trail.ts';
import { hasEnded } from '../../../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../../../shared/core/calendar/working-days.ts';
import type { Case, CaseStatus } from '../../../../shared/core/case/case.ts';
import type { CaseChange } from '../../../../shared/core/case/change.ts';
import { partyName } from '../../../../shared/core/case/party-name.ts';
import { areaInQuestion } from '../../../../shared/core/case/safe-move.ts';
import { type From, isFinal, transitions } from '../../../../shared/core/case/transitions.ts';
import { canonicalJson } from '../../../../shared/core/hash.ts';
import type { CaseStore } from '../../../../shared/ports/case-store.ts';
import { codeWords } from '../../../../shared/words/verdicts.ts';
import type { ExemptionsWatch } from './exemptions.ts';
import type { SilenceWatch } from './silence.ts';
import { Violation } from './violation.ts';

/** Whose list an open case may be on, by status: a second opinion beside the core's. */
const listOf: Readonly<Partial<Record<CaseStatus, readonly string[]>>> = {
  incomplete: ['entry-authority'],
  eligible: ['system', 'coordinators'],
  'region-asked': ['smp-lead'],
  held: ['coordinators'],
  offered: ['council'],
  escalated: ['coordinators'],
  accepted: ['council'],
  'transfer-arranged': ['council'],
  'child-refused': ['coordinators'],
  paused: ['entry-authority', 'coordinators'],
  'missing-from-care': ['council', 'coordinators'],
  'found-elsewhere': ['council', 'coordinators'],
};

/** Whether a council of the case has ended by then: whatever its status, a coordinator has to say who takes over. */
const hasOneThatEnded = ({ placement, offers }: Case, at: string): boolean =>
  [placement?.council, placement?.placedIn, ...offers.map(({ council }) => council)].some(
    (code) => code !== undefined && hasEnded(code, londonDate(at)),
  );

const statusesAfter = (from: From, events: readonly AnyEvent[]): ReadonlySet<From> =>
  events.reduce<ReadonlySet<From>>(
    (statuses, { type }) =>
      new Set(transitions.filter((row) => row.event === type && statuses.has(row.from)).map(({ to }) => to)),
    new Set([from]),
  );

/** What the watch reads of a store by itself. */
type Store = Pick<CaseStore, 'decision' | 'trail' | 'neededBy'>;

const isAble = ({ because }: CouncilVerdict): boolean =>
  !(because in codeWords && because !== 'later-in-turn' && because !== 'not-answering');

/** What has been committed, case by case: chains, steps, lists, decisions, and that no child is placed twice. */
export class CasesWatch {
  readonly known = new Map<string, Case>();
  readonly trails = new Map<string, AnyEvent[]>();
  /** By case, the councils that were told that a child lives in their area, or will, and not otherwise since. */
  readonly #told = new Map<string, Set<string>>();
  readonly #store: Store;
  /** Who the children of a referral are, in truth. */
  readonly #childrenOf: (referralId: string) => readonly string[];

  readonly #silence: SilenceWatch | undefined;
  readonly #exemptions: ExemptionsWatch | undefined;

  constructor(
    store: Store,
    childrenOf: (referralId: string) => readonly string[],
    silence?: SilenceWatch,
    exemptions?: ExemptionsWatch,
  ) {
    this.#store = store;
    this.#silence = silence;
    this.#exemptions = exemptions;
    this.#childrenOf = childrenOf;
  }

  /** @throws Violation when the change breaks a rule */
  async committed(change: Pick<CaseChange, 'case' | 'events' | 'seen'>): Promise<void> {
    const { case: after, events } = change;
    const before = this.known.get(after.id);
    this.#chained(before, change);
    this.#stepped(before, change);
    this.#confirmed(before, change);
    this.#safe(change);
    this.#areasTold(change);
    this.#listed(after, events.at(-1)?.at ?? '');
    this.known.set(after.id, after);
    this.trails.set(after.id, [...(this.trails.get(after.id) ?? []), ...events]);
    this.#placedOnce(after);
    this.#nobodyLost(change);
    for (const event of events)
      if (
        event.type === 'offers-made.v1' ||
        event.type === 'offers-kept.v1' ||
        event.type === 'region-asked.v1' ||
        (event.type === 'case-escalated.v1' && event.data.decisionHash !== undefined)
      )
        await this.#explained(after, event);
  }

  #chained(
    before: Case | undefined,
    { case: after, events, seen }: Pick<CaseChange, 'case' | 'events' | 'seen'>,
  ): void {
    const broken = (words: string) =>
      new Violation('every change has its event, chained', `${after.id}: ${words}`, after.id);
    if ((before?.version ?? 0) !== seen)
      throw broken(`version ${seen} was written over, but ${before?.version ?? 0} stood.`);
    if (events.length === 0 || after.version !== seen + events.length)
      throw broken(`version ${after.version} follows ${seen} with ${events.length} events.`);
    let hash = before?.lastHash ?? noHash;
    for (const [index, { trail, type }] of events.entries()) {
      if (trail?.number !== seen + index + 1 || trail.previousHash !== hash)
        throw broken(`${type} is not chained to what came before it.`);
      hash = trail.hash;
    }
    if (hash !== after.lastHash) throw broken('the case does not name the hash of its last event.');
  }

  /** An e-mail undoes nothing by itself: only what was proposed, and confirmed by a person, may. */
  #confirmed(before: Case | undefined, { case: after, events }: Pick<CaseChange, 'case' | 'events'>): void {
    for (const { type, data, trail } of events) {
      if (type !== 'referral-amended.v2' || data.channel !== 'email') continue;
      if (before?.proposed?.[trail?.cause ?? ''] !== undefined) continue;
      const undone = before?.placement !== undefined && after.placement === undefined;
      const asked =
        before?.placement !== undefined || before?.offers.some(({ status }) => status === 'live') === true;
      const said = (name: 'areasToAvoid' | 'familyInUk') =>
        canonicalJson(before?.facts[name] ?? null) !== canonicalJson(after.facts[name] ?? null);
      const touched = asked && (said('areasToAvoid') || said('familyInUk'));
      if (undone || touched || events.some((one) => one.type === 'offer-withdrawn.v1'))
        throw new Violation(
          'no e-mail undoes anything unconfirmed',
          `${after.id}: ${trail?.cause} acted at once.`,
          after.id,
        );
    }
  }

  /** Whatever was said, and when: nobody who shows signs of trafficking is handed over without a safety plan, nor anybody to an area to avoid, or to one of which that is asked. */
  #safe({ case: after, events }: Pick<CaseChange, 'case' | 'events'>): void {
    const { id, facts, placement } = after;
    if (!events.some(({ type }) => type === 'transfer-completed.v1')) return;
    const unplanned =
      (facts.trafficking ?? 'no-indicators') !== 'no-indicators' && placement?.handover?.safetyPlan !== true;
    const inQuestion = areaInQuestion(after) !== undefined;
    // A move that waits is held by the last word about it.
    const lastWord = (this.trails.get(id) ?? []).findLast(({ type }) =>
      ['referral-held.v1', 'referral-released.v1', 'place-accepted.v1'].includes(type),
    );
    if (lastWord?.type === 'referral-held.v1')
      throw new Violation(
        'no child handed over unsafe',
        `${id}: handed over while a coordinator had to look at what was said after the yes.`,
        id,
      );
    if (
      unplanned ||
      inQuestion ||
      facts.areasToAvoid?.includes(placement?.placedIn ?? placement?.council ?? '')
    )
      throw new Violation(
        'no child handed over unsafe',
        `${id}: handed over ${unplanned ? 'without a safety plan' : inQuestion ? 'while it was asked whether the area is safe' : 'to live in an area to avoid'}.`,
        id,
      );
  }

  /** A council knows that a child lives in its area, or will, exactly as long as that is so. */
  #areasTold({ case: after, events }: Pick<CaseChange, 'case' | 'events'>): void {
    const told = this.#told.get(after.id) ?? new Set<string>();
    this.#told.set(after.id, told);
    for (const { type, data } of events) {
      if (
        (type === 'transfer-arranged.v1' || type === 'placement-moved.v1' || type === 'care-moved.v1') &&
        data.placedIn !== undefined
      )
        told.add(data.placedIn);
      if (type === 'area-told.v1' && data.holds === told.has(data.council))
        throw new Violation(
          'each area told once',
          `${after.id}: ${data.council} knows that already.`,
          after.id,
        );
      if (type === 'area-told.v1') told[data.holds ? 'add' : 'delete'](data.council);
      if (type === 'council-succeeded.v1' && told.delete(data.from)) told.add(data.to);
    }
    const { placement, status, left = [], turned18, facts } = after;
    // Who has taken the child knows otherwise what becomes of the child.
    told.delete(placement?.council ?? '');
    const inCare = facts.children.some(
      ({ number }) => !turned18.includes(number) && left.every(({ child }) => child !== number),
    );
    const lives = placement?.handedOverAt === undefined ? status === 'transfer-arranged' : inCare;
    const areas = lives && placement?.placedIn !== undefined ? [placement.placedIn] : [];
    if ([...told].join() !== areas.join())
      throw new Violation(
        'each area told once',
        `${after.id} is ${status}: told is ${[...told].join() || 'nobody'}, and the child lives in the area of ${areas.join() || 'nobody else'}.`,
        after.id,
      );
  }

  #stepped(before: Case | undefined, { case: after, events }: Pick<CaseChange, 'case' | 'events'>): void {
    if (!statusesAfter(before?.status ?? 'new', events).has(after.status))
      throw new Violation(
        'every change has its event, chained',
        `${after.id} went from ${before?.status ?? 'new'} to ${after.status} by ${events.map(({ type }) => type).join(', ')}, which the table does not know.`,
        after.id,
      );
  }

  #listed(after: Case, at: string): void {
    const open = !isFinal(after.status);
    const wrong = (words: string) =>
      new Violation(
        'each case on exactly one list',
        `${after.id} is ${after.status} and ${words}.`,
        after.id,
      );
    if (open !== (after.needs !== undefined)) throw wrong(open ? 'on nobody’s list' : 'still on a list');
    if (open !== (after.nextDueAt !== undefined))
      throw wrong(open ? 'nobody will ever look at it again' : 'still to be looked at');
    const isHeld = after.hold !== undefined && after.placement !== undefined && after.status !== 'paused';
    const lists = [
      ...(isHeld ? ['coordinators'] : (listOf[after.status] ?? [])),
      ...(hasOneThatEnded(after, at) ? ['coordinators'] : []),
    ];
    if (after.needs !== undefined && !lists.includes(after.needs.party.kind))
      throw wrong(`on the list of ${after.needs.party.kind}`);
  }

  #placedOnce(after: Case): void {
    if (isFinal(after.status)) return;
    const children = new Set(this.#childrenOf(after.referralId));
    for (const other of this.known.values()) {
      if (other.id === after.id || isFinal(other.status)) continue;
      if (!this.#childrenOf(other.referralId).some((child) => children.has(child))) continue;
      if (areComparedByPeople(after, other)) continue;
      throw new Violation(
        'no child placed twice',
        `${after.id} and ${other.id} are open for the same child: it could be placed twice.`,
        after.id,
      );
    }
  }

  /** A merger ends a referral: each child of it has to be a child of the case, in truth. */
  #nobodyLost({ case: after, events }: Pick<CaseChange, 'case' | 'events'>): void {
    const children = new Set(this.#childrenOf(after.referralId));
    for (const event of events) {
      if (event.type !== 'referral-merged.v1') continue;
      const lost = this.#childrenOf(event.data.referralId).filter((child) => !children.has(child));
      if (lost.length > 0)
        throw new Violation(
          'no child lost in a merger',
          `${event.data.reference} was merged into ${after.id}, which is not about ${lost.join(', ')}.`,
          after.id,
        );
    }
  }

  /** Every council of the decision has one verdict with a code, and the decision can be derived again. */
  async #explained({ id }: Case, event: AnyEvent): Promise<void> {
    const hash = 'decisionHash' in event.data ? event.data.decisionHash : undefined;
    const kept = hash === undefined ? undefined : await this.#store.decision(id, hash);
    const wrong = (words: string) => new Violation('every skip coded', `${id}, ${event.type}: ${words}`, id);
    if (kept === undefined) throw wrong('what the decision rests on was not kept.');
    const inputs = JSON.parse(kept) as AllocationInputs;
    const decision = checkAllocation(inputs);
    if (!('verdicts' in decision)) throw wrong(`derived again, the decision is ${decision.kind}.`);
    const judged = new Set(
      decision.verdicts.filter(({ because }) => because.length > 0).map(({ council }) => council),
    );
    if (judged.size !== inputs.councils.length || decision.verdicts.length !== inputs.councils.length)
      throw wrong('not every council has one verdict with a code.');
    if (event.type === 'region-asked.v1') {
      this.#leadAskedOnce(id, event.data.region);
      if (decision.kind !== 'offer' || decision.forLead?.join() !== event.data.councils.join())
        throw wrong('derived again, the lead is to choose from other councils, or from none.');
    }
    if (event.type === 'offers-kept.v1') {
      const able = decision.verdicts.filter(isAble).map(({ council }) => council);
      if (!event.data.offers.every(({ council }) => able.includes(council)))
        throw wrong('derived again, a council that is still asked cannot take the children.');
    }
    if (event.type !== 'offers-made.v1') return;
    this.#leadHeard(id, decision, wrong);
    const again =
      decision.kind === 'offer' ? [decision.chosen, ...decision.backUps].map(({ council }) => council) : [];
    if (again.join() !== event.data.offers.map(({ council }) => council).join())
      throw wrong('derived again, other councils are asked.');
    if (decision.kind === 'offer') this.#silence?.asked(id, decision);
    if (decision.kind === 'offer') this.#exemptions?.passedOver(decision);
  }

  /** A lead has its say, or its time, once in a case. */
  #leadAskedOnce(id: string, region: string): void {
    const had = this.trails
      .get(id)
      ?.some(
        ({ type, data }) =>
          type === 'region-answered.v1' && data.region === region && data.outcome !== 'not-needed',
      );
    if (had === true)
      throw new Violation('a lead is asked once', `${id}: the lead of ${region} is asked again.`, id);
  }

  /** The council that a lead chose is asked first, while it can take the children and no link goes before it. */
  #leadHeard(id: string, decision: Decision, wrong: (words: string) => Violation): void {
    const chosen = this.trails
      .get(id)
      ?.findLast((event) => event.type === 'region-answered.v1' && event.data.council !== undefined);
    const council = chosen?.type === 'region-answered.v1' ? chosen.data.council : undefined;
    if (council === undefined || decision.kind !== 'offer') return;
    const verdict = decision.verdicts.find((one) => one.council === council);
    if (
      verdict !== undefined &&
      isAble(verdict) &&
      decision.chosen.council !== council &&
      decision.chosen.because !== 'family-link'
    )
      throw wrong('the council that the region’s lead chose is not asked first.');
  }

  get open(): readonly Case[] {
    return [...this.known.values()].filter(({ status }) => !isFinal(status));
  }

  /** Milliseconds; when the soonest open case is to be looked at. */
  nextDue(): number | undefined {
    let soonest: string | undefined;
    for (const { nextDueAt } of this.known.values())
      if (nextDueAt !== undefined && (soonest === undefined || nextDueAt < soonest)) soonest = nextDueAt;
    return soonest === undefined ? undefined : Date.parse(soonest);
  }

  async #whole({ id, version: number, lastHash: hash }: Case): Promise<void> {
    const verdict = verifyTrail(await this.#store.trail(id), { subject: id, number, hash });
    if (verdict.kind !== 'whole')
      throw new Violation('every change has its event, chained', `${id}: ${verdict.words}`, id);
  }

  /** Every trail from its first event, and every list. */
  async all(): Promise<void> {
    const lists = new Map<string, number>();
    for (const subject of this.known.values()) {
      await this.#whole(subject);
      if (subject.needs) lists.set(partyName(subject.needs.party), 0);
    }
    let listed = 0;
    for (const party of lists.keys()) for await (const _ of this.#store.neededBy(party)) listed += 1;
    if (listed !== this.open.length)
      throw new Violation(
        'each case on exactly one list',
        `${this.open.length} cases are open, and the lists have ${listed}.`,
      );
  }
}

/** Whether a case lost children from its count, or was opened again after they may have been referred anew. */
const hasChanged = ({ turned18, left = [], reopenedAt, agesDecided }: Case): boolean =>
  turned18.length + left.length > 0 || reopenedAt !== undefined || agesDecided !== undefined;

/** Whether a coordinator found, rightly or not, that a referral merged into the one case is about somebody else. */
const areParted = ({ merged = [] }: Case, { referralId }: Case): boolean =>
  merged.some((one) => one.undone && one.referralId === referralId);

/** Two cases that were parted are both about the child of a third referral: it is merged into neither. */
const fitsSeveral = ({ possibleDuplicates = [] }: Case): boolean => possibleDuplicates.length > 1;

/**
 * The same children may have two cases only where one of a group no longer counts, a case was opened again, or a merger undone: people are asked
 * about the two. After the handover a case is about nobody's place any more.
 */
const areComparedByPeople = (one: Case, other: Case): boolean =>
  [one, other].some(({ status }) => status === 'missing-from-care' || status === 'found-elsewhere') ||
  areParted(one, other) ||
  areParted(other, one) ||
  ((hasChanged(one) || hasChanged(other) || fitsSeveral(one) || fitsSeveral(other)) &&
    (one.possibleDuplicates?.includes(other.id) === true ||
      other.possibleDuplicates?.includes(one.id) === true));
