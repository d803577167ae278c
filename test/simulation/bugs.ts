/** Mistakes made on purpose, to see that the simulation finds them: stores that do not keep one of their promises. */
import type { AnyEvent } from '../../events/catalogue.ts';
import type { CaseChange, PlaceChange, RotaChange } from '../../shared/core/change.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import type { Stores } from './world/world.ts';

/** The condition "headroom is enough" is missing from the transaction. */
class WithoutHeadroomCondition extends MemoryCouncilStore {
  override bears(): boolean {
    return true;
  }
}

/** Events go out, and with them e-mails, before their transaction is committed. */
class TellsBeforeCommit extends MemoryCaseStore {
  readonly #listeners: ((events: readonly AnyEvent[]) => void)[] = [];

  override onCommit(listener: (events: readonly AnyEvent[]) => void): () => void {
    this.#listeners.push(listener);
    return () => {};
  }

  override commit(change: CaseChange) {
    for (const tell of this.#listeners) tell(change.events);
    return super.commit(change);
  }
}

/** What an offer held is not given back when the offer ends. */
class LosesHeldPlaces extends MemoryCouncilStore {
  override apply(places: readonly PlaceChange[], rotas: readonly RotaChange[]): void {
    super.apply(
      places.map((change) => (change.held < 0 && change.incoming === 0 ? { ...change, held: 0 } : change)),
      rotas,
    );
  }
}

const councils = () => new MemoryCouncilStore();
const cases = (beside: MemoryCouncilStore) => new MemoryCaseStore(beside);

export const bugs = {
  'drop-a-condition': { councils: () => new WithoutHeadroomCondition(), cases },
  'email-before-commit': { councils, cases: (beside: MemoryCouncilStore) => new TellsBeforeCommit(beside) },
  'lose-a-held-place': { councils: () => new LosesHeldPlaces(), cases },
} as const satisfies Readonly<Record<string, Stores>>;

export type Bug = keyof typeof bugs;
export const bugNames = Object.keys(bugs) as readonly Bug[];
