import type { AnyEvent } from '../../events/catalogue.ts';
import type { Case } from '../core/case/case.ts';
import type { CaseChange } from '../core/case/change.ts';
import type { Holders } from '../core/case/duplicates.ts';
import {
  type CaseLine,
  type ListName,
  type ListPart,
  type ListSpan,
  linesOf,
  placeInList,
  type WorkSpan,
} from '../core/case/lists.ts';
import { listingOfMove, type MoveLine } from '../core/case/moves.ts';
import { partyName } from '../core/case/party-name.ts';
import { mergedByCouncil } from '../core/case/place-changes.ts';
import { hasInCare, monthsOf18 } from '../core/case/responsible.ts';
import { comingTo } from '../core/case/standing.ts';
import { defined } from '../core/defined.ts';
import type { CaseStore, CaseSummary, CommitOutcome, ReceivedLine } from '../ports/case-store.ts';
import { copyOf, Listeners } from './copies.ts';
import type { MemoryCouncilStore } from './memory-council-store.ts';

const partOf = (lines: readonly CaseLine[], most: number): ListPart => {
  const last = lines.length === most ? lines.at(-1) : undefined;
  return { lines, ...(last === undefined ? {} : { end: placeInList(last) }) };
};

/** Cases in memory, beside the councils whose places they take: the promises of `DynamoCaseStore`. */
export class MemoryCaseStore implements CaseStore {
  readonly #councils: MemoryCouncilStore;
  readonly #cases = new Map<string, Case>();
  readonly #trails = new Map<string, AnyEvent[]>();
  readonly #birthdays = new Map<string, Map<string, { readonly caseId: string; readonly child: number }>>();
  readonly #fingerprints = new Map<string, readonly string[]>();
  readonly #merged = new Map<string, { readonly caseId: string; readonly council: string }>();
  readonly #moves = new Map<string, MoveLine>();
  readonly #decisions = new Map<string, string>();
  readonly #emails = new Map<string, AnyEvent>();
  readonly #inHand = new Map<string, string>();
  readonly #listeners = new Listeners<readonly AnyEvent[]>();

  constructor(councils: MemoryCouncilStore) {
    this.#councils = councils;
  }

  async read(caseId: string): Promise<Case | undefined> {
    return copyOf(this.#cases.get(caseId));
  }

  async trail(caseId: string): Promise<readonly AnyEvent[]> {
    return copyOf(this.#trails.get(caseId) ?? []);
  }

  async event(caseId: string, number: number): Promise<AnyEvent | undefined> {
    return copyOf(this.#trails.get(caseId)?.find(({ trail }) => trail?.number === number));
  }

  async commit(change: CaseChange): Promise<CommitOutcome> {
    const { seen, case: subject, events, rota, birthdays } = copyOf(change);
    check(change);
    const trail = this.#trails.get(subject.id) ?? [];
    const places = mergedByCouncil(change.places);
    if (trail[subject.version - 1]?.trail?.hash === subject.lastHash) return { kind: 'committed' };
    if ((this.#cases.get(subject.id)?.version ?? 0) !== seen) return { kind: 'lost-race', over: 'case' };
    if (!this.#councils.rotasStand(rota)) return { kind: 'lost-race', over: 'rota' };
    const { claims = [], merged, unmerged } = change;
    const claimed = claims.some(
      ({ fingerprint, seen }) => `${this.#fingerprints.get(fingerprint)}` !== `${seen}`,
    );
    const strange = unmerged !== undefined && this.#merged.get(unmerged)?.caseId !== subject.id;
    if (claimed || strange || (merged && this.#merged.has(merged.reference)))
      return { kind: 'lost-race', over: 'other' };
    const full = places.find((place) => !this.#councils.bears(place));
    if (full) return { kind: 'no-place', council: full.council };
    for (const { fingerprint, beside = [] } of claims)
      this.#fingerprints.set(fingerprint, [...beside, subject.id]);
    if (merged) this.#merged.set(merged.reference, { caseId: subject.id, council: merged.council });
    if (unmerged !== undefined) this.#merged.delete(unmerged);
    this.#councils.apply(places, rota);
    this.#cases.set(subject.id, subject);
    this.#trails.set(subject.id, [...trail, ...events]);
    for (const { do: doing, month, child } of birthdays) {
      const ofMonth = this.#birthdays.get(month) ?? new Map();
      this.#birthdays.set(month, ofMonth);
      if (doing === 'add') ofMonth.set(`${subject.id}#${child}`, { caseId: subject.id, child });
      else ofMonth.delete(`${subject.id}#${child}`);
    }
    const move = listingOfMove(copyOf(change));
    if (move !== undefined) this.#moves.set(move.caseId, move);
    this.#listeners.tell(events);
    return { kind: 'committed' };
  }

  async *due(until: string): AsyncGenerator<CaseSummary> {
    yield* this.#open()
      .filter(({ dueAt }) => dueAt !== undefined && dueAt <= until)
      .values();
  }

  async *open(): AsyncGenerator<CaseSummary> {
    yield* this.#open().values();
  }

  /** No stream to pass it on: whoever asks for one plays it. */
  async beat(): Promise<void> {}

  async *neededBy(party: string): AsyncGenerator<CaseSummary> {
    const waiting = [...this.#cases.values()].flatMap((subject) => {
      const { needs } = subject;
      return needs && partyName(needs.party) === party ? [{ subject, by: needs.by }] : [];
    });
    for (const { subject } of waiting.sort((a, b) =>
      ascending(`${a.by}#${a.subject.id}`, `${b.by}#${b.subject.id}`),
    ))
      yield summary(subject);
  }

  async *receivedBy(council: string): AsyncGenerator<ReceivedLine> {
    const order = ({ id, placement }: Case) => `${placement?.handedOverAt}#${id}`;
    const received = [...this.#cases.values()].filter((subject) => hasInCare(subject) === council);
    for (const subject of received.sort((a, b) => ascending(order(a), order(b)))) yield receivedLine(subject);
  }

  async *comingTo(council: string): AsyncGenerator<ReceivedLine> {
    const order = ({ id, moveBy }: Case) => `${moveBy}#${id}`;
    const coming = [...this.#cases.values()].filter((subject) => comingTo(subject) === council);
    for (const subject of coming.sort((a, b) => ascending(order(a), order(b)))) yield receivedLine(subject);
  }

  async work({ after = '', most }: WorkSpan): Promise<ListPart> {
    const lines = this.#listed('work')
      .toReversed()
      .filter((line) => placeInList(line) > after)
      .slice(0, most);
    return partOf(lines, most);
  }

  async *listed(list: ListName): AsyncGenerator<CaseLine> {
    yield* this.#listed(list);
  }

  async listedIn(list: ListName, { from = '', upTo = '~', most }: ListSpan): Promise<ListPart> {
    const lines = this.#listed(list)
      .filter((line) => from <= placeInList(line) && placeInList(line) <= upTo)
      .slice(0, most);
    return partOf(lines, most);
  }

  async *moves(): AsyncGenerator<MoveLine> {
    yield* copyOf([...this.#moves.values()]);
  }

  async holders(fingerprints: readonly string[]): Promise<Holders> {
    return new Map(
      fingerprints.flatMap((one) => {
        const held = this.#fingerprints.get(one);
        return held === undefined ? [] : [[one, copyOf(held)] as const];
      }),
    );
  }

  async mergedInto(
    reference: string,
  ): Promise<{ readonly caseId: string; readonly council: string } | undefined> {
    return copyOf(this.#merged.get(reference));
  }

  async *birthdays(month: string): AsyncGenerator<{ readonly caseId: string; readonly child: number }> {
    const found = [...(this.#birthdays.get(month) ?? [])].sort(([a], [b]) => ascending(a, b));
    for (const [, birthday] of found) yield { ...birthday };
  }

  async keepDecision(caseId: string, hash: string, inputs: string): Promise<void> {
    const key = `${caseId}#${hash}`;
    if (!this.#decisions.has(key)) this.#decisions.set(key, inputs);
  }

  async decision(caseId: string, hash: string): Promise<string | undefined> {
    return this.#decisions.get(`${caseId}#${hash}`);
  }

  async claimEmail(
    subject: string,
    emailId: string,
    now: string,
    until: string,
  ): Promise<'claimed' | 'in-hand' | 'done'> {
    const key = `${subject}#${emailId}`;
    if (this.#emails.has(key)) return 'done';
    if ((this.#inHand.get(key) ?? '') > now) return 'in-hand';
    this.#inHand.set(key, until);
    return 'claimed';
  }

  async releaseEmail(subject: string, emailId: string): Promise<void> {
    this.#inHand.delete(`${subject}#${emailId}`);
  }

  async emailEnded(subject: string, emailId: string): Promise<boolean> {
    return this.#emails.has(`${subject}#${emailId}`);
  }

  async recordEmail(subject: string, sent: AnyEvent): Promise<'recorded' | 'already-recorded'> {
    if (sent.type !== 'email-sent.v1')
      throw new Error(`${sent.type} does not say how an e-mail ended: record email-sent.v1.`);
    const key = `${subject}#${sent.data.emailId}`;
    if (this.#emails.has(key)) return 'already-recorded';
    this.#emails.set(key, copyOf(sent));
    return 'recorded';
  }

  /** Hears of the events of every commit after it, as the table's stream would. */
  onCommit(listener: (events: readonly AnyEvent[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Everything held, for a test to look at: cases and trails by reference, e-mails by subject and id. */
  snapshot(): {
    readonly cases: Readonly<Record<string, Case>>;
    readonly trails: Readonly<Record<string, readonly AnyEvent[]>>;
    readonly emails: Readonly<Record<string, AnyEvent>>;
  } {
    return copyOf({
      cases: Object.fromEntries(this.#cases),
      trails: Object.fromEntries(this.#trails),
      emails: Object.fromEntries(this.#emails),
    });
  }

  #listed(list: ListName): readonly CaseLine[] {
    return [...this.#cases.values()]
      .flatMap((subject) => copyOf(linesOf(subject)).filter((one) => one.list === list))
      .map(({ line }) => line)
      .sort((a, b) => ascending(placeInList(b), placeInList(a)));
  }

  #open(): CaseSummary[] {
    return [...this.#cases.values()]
      .filter(({ needs, nextDueAt }) => needs !== undefined || nextDueAt !== undefined)
      .map(summary)
      .sort((a, b) => ascending(dueOrder(a), dueOrder(b)));
  }
}

/** @throws Error when the change contradicts itself: that is a mistake in our code, no race */
function check({ seen, case: subject, events }: CaseChange): void {
  const last = events.at(-1)?.trail;
  const numbered = events.every(
    ({ trail }, index) => trail?.number === seen + 1 + index && trail.subject === subject.id,
  );
  if (!numbered || last?.hash !== subject.lastHash || last.number !== subject.version)
    throw new Error(
      `The change of ${subject.id} from version ${seen} does not hold together: its events have to be numbered on from there and end in the case's version and hash.`,
    );
}

const ascending = (a: string, b: string): number => (a < b ? -1 : 1);
const dueOrder = ({ dueAt, caseId }: CaseSummary): string => `${dueAt ?? '9999'}#${caseId}`;

const summary = (subject: Case): CaseSummary => ({
  caseId: subject.id,
  status: subject.status,
  entryAuthority: subject.facts.entryAuthority,
  openedAt: subject.openedAt,
  moveBy: subject.moveBy,
  ...defined({ dueAt: subject.nextDueAt }),
});

const receivedLine = (subject: Case): ReceivedLine => ({
  ...summary(subject),
  monthsOf18: monthsOf18(subject),
});
