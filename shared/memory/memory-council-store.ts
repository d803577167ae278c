import type { AnyEvent } from '../../events/catalogue.ts';
import { byFirstCode } from '../../events/former-codes.ts';
import { emptyRota } from '../core/allocation/rota.ts';
import type { VersionedRota } from '../core/allocation/scheme.ts';
import type { PlaceChange, RotaChange } from '../core/case/change.ts';
import { headroomTaken } from '../core/case/place-changes.ts';
import { mergedPlaces } from '../core/case/places.ts';
import type { CouncilChange } from '../core/council/change.ts';
import type { Council } from '../core/council/council.ts';
import { usesAsMany } from '../core/council/declared.ts';
import { headroom as headroomOf } from '../core/council/headroom.ts';
import { unansweredAfter, type Word } from '../core/council/hearing.ts';
import { movedTogether } from '../core/council/moved.ts';
import { withPublishedFigures } from '../core/council/published-figures.ts';
import { placedInAfter } from '../core/council/usual-places.ts';
import { nationalScopeOf, type Realm, realmOf } from '../core/council/verification.ts';
import { defined } from '../core/defined.ts';
import type { Policy } from '../core/policy.ts';
import type { CouncilStore, SchemeView } from '../ports/council-store.ts';
import { copyOf, Listeners } from './copies.ts';

interface Row {
  readonly council: Council;
  readonly headroom: number;
}

/** Councils and turns in memory, for fast tests and simulation: the promises of `DynamoCouncilStore`. */
export class MemoryCouncilStore implements CouncilStore {
  readonly #rows = new Map<string, Row>();
  readonly #rotas = new Map<string, VersionedRota>();
  readonly #trails = new Map<string, AnyEvent[]>();
  readonly #listeners = new Listeners<readonly AnyEvent[]>();

  async view(of: Realm = 'scheme'): Promise<SchemeView> {
    const national = this.#rotas.get(nationalScopeOf(of));
    if (!national) throw new Error('There are no councils: seed them first.');
    const councils = [...this.#rows.values()].flatMap(({ council }) =>
      realmOf(council.code) === of ? [shown(council)] : [],
    );
    const regions = [...this.#rotas].filter(
      ([scope]) => scope !== 'national' && scope !== 'verification' && realmOf(scope) === of,
    );
    return copyOf({
      councils: councils.sort((a, b) => byFirstCode(a.code, b.code)),
      national,
      regions: Object.fromEntries(regions),
    });
  }

  async read(code: string): Promise<Council | undefined> {
    const row = this.#rows.get(code);
    return row && copyOf(shown(row.council));
  }

  async turns(region: string): Promise<{ national: VersionedRota; region: VersionedRota } | undefined> {
    const national = this.#rotas.get(nationalScopeOf(realmOf(region)));
    const own = this.#rotas.get(region);
    return national && own && copyOf({ national, region: own });
  }

  async trail(code: string): Promise<readonly AnyEvent[]> {
    return copyOf(this.#trails.get(code) ?? []);
  }

  async event(code: string, number: number): Promise<AnyEvent | undefined> {
    return copyOf(this.#trails.get(code)?.find(({ trail }) => trail?.number === number));
  }

  async commit(change: CouncilChange): Promise<'committed' | 'lost-race'> {
    const { council, headroom } = this.#row(change.code);
    const { event, seen } = copyOf(change);
    if (!event.trail)
      throw new Error(`The event ${event.id} has no place in a trail: give it one before it is committed.`);
    if (event.trail.number !== seen + 1 || event.trail.subject !== change.code)
      throw new Error(`The event of ${change.code} has to be number ${seen + 1} of its trail.`);
    if (this.#trails.get(change.code)?.[seen]?.trail?.hash === event.trail.hash) return 'committed';
    if (council.trail.number !== seen) return 'lost-race';
    if (change.decidedOn && !usesAsMany(shown(council).declaration, change.decidedOn)) return 'lost-race';
    const { caredFor, ceilingBy = 0, declaration, reminders, closing, exemptions } = copyOf(change);
    const { closing: stood, exemptions: known, moved, ...rest } = withoutUnanswered(council);
    const closed = closing === 'none' ? undefined : (closing ?? stood);
    const before = (council.caredFor.count ?? 0) + council.netSince;
    this.#rows.set(change.code, {
      council: {
        ...rest,
        ...defined({
          closing: closed,
          exemptions: anyOf(exemptions ?? known),
          moved: caredFor ? undefined : moved,
        }),
        ...(declaration ? { declaration } : {}),
        ...(caredFor ? { caredFor, netSince: 0 } : {}),
        reminders,
        trail: { number: event.trail.number, hash: event.trail.hash },
        ...defined({ unanswered: unansweredAfter(council.unanswered, change.hearing) }),
      },
      headroom: headroom + ceilingBy + (caredFor ? before - (caredFor.count ?? 0) : 0),
    });
    this.#trails.set(change.code, [...(this.#trails.get(change.code) ?? []), event]);
    this.#listeners.tell([event]);
    return 'committed';
  }

  async hear(code: string, word: Word): Promise<'committed' | 'lost-race'> {
    this.apply(mergedPlaces([{ council: code, hearing: word }]), []);
    return 'committed';
  }

  async seed(
    councils: readonly Council[],
    policy: Pick<Policy, 'threshold'>,
  ): Promise<{ readonly added: number; readonly refreshed: number }> {
    const done = { added: 0, refreshed: 0 };
    for (const published of copyOf(councils)) {
      for (const scope of [nationalScopeOf(realmOf(published.code)), published.region])
        if (!this.#rotas.has(scope)) this.#rotas.set(scope, { state: emptyRota, version: 0, turn: 0 });
      const stored = this.#rows.get(published.code);
      const council = stored ? withPublishedFigures(stored.council, published) : published;
      if (!council) continue;
      this.#rows.set(council.code, { council, headroom: headroomOf(council, policy) });
      done[stored ? 'refreshed' : 'added'] += 1;
    }
    return done;
  }

  async miscounted(policy: Pick<Policy, 'threshold'>): Promise<readonly string[]> {
    const rows = [...this.#rows].filter(
      ([code, { council, headroom }]) =>
        realmOf(code) === 'scheme' && headroomOf(council, policy) !== headroom,
    );
    return rows.map(([code]) => code).sort(byFirstCode);
  }

  async recount(code: string, policy: Pick<Policy, 'threshold'>): Promise<'unchanged' | 'corrected'> {
    const { council, headroom } = this.#row(code);
    const right = headroomOf(council, policy);
    if (right === headroom) return 'unchanged';
    this.#rows.set(code, { council, headroom: right });
    return 'corrected';
  }

  /** Hears of every declaration and reminder after it is committed, as the table's stream would. */
  onCommit(listener: (events: readonly AnyEvent[]) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Everything held, for a test to look at: councils by code with their headroom, rotas by scope. */
  snapshot(): {
    readonly councils: Readonly<Record<string, Row>>;
    readonly rotas: Readonly<Record<string, VersionedRota>>;
  } {
    return copyOf({ councils: Object.fromEntries(this.#rows), rotas: Object.fromEntries(this.#rotas) });
  }

  /** Whether the scopes still stand where a decision saw them. */
  rotasStand(changes: readonly RotaChange[]): boolean {
    const scopes = Map.groupBy(changes, ({ scope }) => scope);
    return [...scopes].every(([scope, ofScope]) => {
      const rota = this.#rotas.get(scope);
      const replace = ofScope.find(({ kind }) => kind === 'replace');
      const tick = ofScope.find(({ kind }) => kind === 'tick');
      return rota && (!replace || rota.version === replace.seen) && (!tick || rota.turn === tick.seen);
    });
  }

  /** Whether a council can bear a change: one for each council, as merged. */
  bears(change: PlaceChange): boolean {
    const { council, headroom } = this.#row(change.council);
    const taken = headroomTaken(change);
    if (change.mustFit && taken > 0 && headroom < taken) return false;
    if (!change.mustBeDeclared) return true;
    const { declaration } = council;
    return (['fosterCare', 'supportedAccommodation'] as const).every(
      (kind) =>
        change.used[kind] <= 0 ||
        (declaration && declaration.places[kind] - declaration.used[kind] >= change.used[kind]),
    );
  }

  /** Carries out what `rotasStand` and `bears` allowed; together they are one step, because nothing awaits in between. */
  apply(places: readonly PlaceChange[], rotas: readonly RotaChange[]): void {
    for (const change of places) {
      const { council, headroom } = this.#row(change.council);
      const { declaration } = council;
      const { moved, ...rest } = withoutUnanswered(council);
      this.#rows.set(change.council, {
        council: {
          ...rest,
          held: council.held + change.held,
          offered: council.offered + change.offered,
          incoming: council.incoming + change.incoming,
          netSince: council.netSince + change.netSince,
          ...defined({
            moved: movedTogether(moved, change.moved),
            unanswered: unansweredAfter(council.unanswered, change.hearing),
            placedIn: placedInAfter(council.placedIn, change.placedIn),
          }),
          ...(declaration
            ? {
                declaration: {
                  ...declaration,
                  used: {
                    fosterCare: declaration.used.fosterCare + change.used.fosterCare,
                    supportedAccommodation:
                      declaration.used.supportedAccommodation + change.used.supportedAccommodation,
                  },
                },
              }
            : {}),
        },
        headroom: headroom - headroomTaken(change),
      });
    }
    for (const [scope, changes] of Map.groupBy(rotas, ({ scope }) => scope)) {
      const rota = this.#rotas.get(scope);
      if (!rota) continue;
      const last = changes.findLast((change) => change.kind === 'replace');
      this.#rotas.set(scope, {
        state: last ? copyOf(last.state) : rota.state,
        version: last ? rota.version + 1 : rota.version,
        turn: rota.turn + 1,
      });
    }
  }

  #row(code: string): Row {
    const row = this.#rows.get(code);
    if (!row) throw new Error(`No council ${code} is stored: seed the councils first.`);
    return row;
  }
}

const anyOf = (exemptions: Council['exemptions']): Council['exemptions'] =>
  Object.keys(exemptions ?? {}).length === 0 ? undefined : exemptions;

const withoutUnanswered = ({ unanswered: _, ...council }: Council): Council => council;

/** Places given back that an older declaration offered: none is used then, not fewer than none. */
const shown = (council: Council): Council => {
  const { declaration } = council;
  if (!declaration) return council;
  const { fosterCare, supportedAccommodation } = declaration.used;
  return {
    ...council,
    declaration: {
      ...declaration,
      used: {
        fosterCare: Math.max(0, fosterCare),
        supportedAccommodation: Math.max(0, supportedAccommodation),
      },
    },
  };
};
