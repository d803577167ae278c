/** Mistakes made on purpose, to see that the simulation finds them: stores that do not keep one of their promises. */
import type { AnyEvent } from '../../../events/catalogue.ts';
import type { CaseChange, PlaceChange, RotaChange } from '../../../shared/core/case/change.ts';
import { MemoryCaseStore } from '../../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../../shared/memory/memory-council-store.ts';
import { dynamoStores, memoryStores, type OnItsWay, type Stores } from './world/stores.ts';

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

const isClaimOfEmail = ({ Item }: OnItsWay): boolean =>
  Item?.inHandUntil?.S !== undefined && Item.inHandUntil.S !== '';
const withoutCondition =
  (isMeant: (write: OnItsWay) => boolean) =>
  (write: OnItsWay): OnItsWay => {
    if (!isMeant(write)) return write;
    const { ConditionExpression: _, ExpressionAttributeValues: __, ...rest } = write;
    return rest;
  };

/** Words in every condition, with others in their place. */
const saying =
  (was: string, is: string) =>
  (write: OnItsWay): OnItsWay =>
    write.ConditionExpression === undefined
      ? write
      : { ...write, ConditionExpression: write.ConditionExpression.replaceAll(was, is) };

/** By name: mistakes in the memory twins, and in what the stores on AWS ask of their table. */
export const bugs = {
  'drop-a-condition': memoryStores(() => new WithoutHeadroomCondition()),
  'email-before-commit': memoryStores(undefined, (beside) => new TellsBeforeCommit(beside)),
  'lose-a-held-place': memoryStores(() => new LosesHeldPlaces()),
  'claim-without-condition': dynamoStores(withoutCondition(isClaimOfEmail)),
  'headroom-not-compared': dynamoStores(
    saying('headroom >= :taken', '(headroom >= :taken OR headroom < :taken)'),
  ),
} as const satisfies Readonly<Record<string, Stores>>;

export type Bug = keyof typeof bugs;
export const bugNames = Object.keys(bugs) as readonly Bug[];

/** Which stores a world has: the twins, those of AWS, or either with a mistake. */
export type Kind = 'memory' | 'dynamo' | Bug;
export const storesOf = (kind: Kind): Stores =>
  kind === 'memory' ? memoryStores() : kind === 'dynamo' ? dynamoStores() : bugs[kind];
