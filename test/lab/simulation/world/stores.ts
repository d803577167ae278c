import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AnyEvent } from '../../../../events/catalogue.ts';
import { DynamoApiStore } from '../../../../shared/aws/dynamo-api-store.ts';
import { DynamoCaseStore } from '../../../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../../../shared/aws/dynamo-council-store.ts';
import { DynamoDigestStore } from '../../../../shared/aws/dynamo-digest-store.ts';
import { DynamoDraftStore } from '../../../../shared/aws/dynamo-draft-store.ts';
import { DynamoPersonStore } from '../../../../shared/aws/dynamo-person-store.ts';
import { DynamoReplyStore } from '../../../../shared/aws/dynamo-reply-store.ts';
import { DynamoRosterStore } from '../../../../shared/aws/dynamo-roster-store.ts';
import { DynamoSealedStore } from '../../../../shared/aws/dynamo-sealed-store.ts';
import { DynamoSignInStore } from '../../../../shared/aws/dynamo-sign-in-store.ts';
import { eventFromStream } from '../../../../shared/aws/event-item.ts';
import { MemoryApiStore } from '../../../../shared/memory/memory-api-store.ts';
import { MemoryCaseStore } from '../../../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../../../shared/memory/memory-council-store.ts';
import { MemoryDigestStore } from '../../../../shared/memory/memory-digest-store.ts';
import { MemoryDraftStore } from '../../../../shared/memory/memory-draft-store.ts';
import { MemoryPersonStore } from '../../../../shared/memory/memory-person-store.ts';
import { MemoryReplyStore } from '../../../../shared/memory/memory-reply-store.ts';
import { MemoryRosterStore } from '../../../../shared/memory/memory-roster-store.ts';
import { MemorySealedStore } from '../../../../shared/memory/memory-sealed-store.ts';
import { MemorySignInStore } from '../../../../shared/memory/memory-sign-in-store.ts';
import type { ApiStore } from '../../../../shared/ports/api-store.ts';
import type { CaseStore } from '../../../../shared/ports/case-store.ts';
import type { CouncilStore } from '../../../../shared/ports/council-store.ts';
import type { DigestStore } from '../../../../shared/ports/digest-store.ts';
import type { DraftStore } from '../../../../shared/ports/draft-store.ts';
import type { PersonStore } from '../../../../shared/ports/person-store.ts';
import type { ReplyStore } from '../../../../shared/ports/reply-store.ts';
import type { RosterStore } from '../../../../shared/ports/roster-store.ts';
import type { SealedStore } from '../../../../shared/ports/sealed-store.ts';
import type { SignInStore } from '../../../../shared/ports/sign-in-store.ts';
import { quickClient } from '../../../dynamodb/clients.ts';
import { shapes } from '../../../dynamodb/shapes.ts';
import { TablesInMemory } from '../../../dynamodb/tables-in-memory.ts';

/** A store whose committed events are told, as the table's stream tells them. */
interface Heard {
  onCommit(listener: (events: readonly AnyEvent[]) => void): void;
}

/** Everything that is kept in a world. */
export interface Kept {
  readonly cases: CaseStore & Heard;
  readonly councils: CouncilStore & Heard;
  readonly sealed: SealedStore;
  readonly digests: DigestStore;
  readonly requests: ApiStore;
  readonly signIns: SignInStore;
  readonly people: PersonStore;
  readonly rosters: RosterStore;
  readonly drafts: DraftStore;
  readonly replies: ReplyStore;
}

/** Makes the stores of one world. @param now its time, milliseconds since 1970 */
export type Stores = (now: () => number) => Kept;

/** The memory twins. */
export const memoryStores = (
  councils: () => MemoryCouncilStore = () => new MemoryCouncilStore(),
  cases: (beside: MemoryCouncilStore) => MemoryCaseStore = (beside) => new MemoryCaseStore(beside),
): Stores => {
  return () => {
    const beside = councils();
    return {
      councils: beside,
      cases: cases(beside),
      sealed: new MemorySealedStore(),
      digests: new MemoryDigestStore(),
      requests: new MemoryApiStore(),
      signIns: new MemorySignInStore(),
      people: new MemoryPersonStore(),
      rosters: new MemoryRosterStore(),
      drafts: new MemoryDraftStore(),
      replies: new MemoryReplyStore(),
    };
  };
};

/** One write on its way to the table: a request of its own, or a line of a transaction. */
export interface OnItsWay {
  readonly Item?: Readonly<Record<string, { readonly S?: string }>>;
  readonly Key?: Readonly<Record<string, { readonly S?: string }>>;
  ConditionExpression?: string;
  ExpressionAttributeValues?: Record<string, unknown>;
}

/** The stores that run on AWS, over tables in memory that keep every condition. @param change a mistake made in each write */
export const dynamoStores =
  (change: (write: OnItsWay) => OnItsWay = (write) => write): Stores =>
  (now) => {
    const ofCases: ((events: readonly AnyEvent[]) => void)[] = [];
    const ofCouncils: ((events: readonly AnyEvent[]) => void)[] = [];
    const tables = new TablesInMemory(now, (_, item) => {
      const event = eventFromStream(item);
      if (event === undefined) return;
      for (const tell of event.trail?.subject.startsWith('NTS-') ? ofCases : ofCouncils) tell([event]);
    });
    const names = { cases: 'cases', sealed: 'sealed' } as const;
    for (const name of Object.values(names)) tables.create(name, shapes[name]);
    const client = changing(quickClient(tables), change);
    return {
      cases: Object.assign(new DynamoCaseStore(client, names.cases), {
        onCommit: (listener: (events: readonly AnyEvent[]) => void) => void ofCases.push(listener),
      }),
      councils: Object.assign(new DynamoCouncilStore(client, names.cases), {
        onCommit: (listener: (events: readonly AnyEvent[]) => void) => void ofCouncils.push(listener),
      }),
      sealed: new DynamoSealedStore(client, names.sealed),
      digests: new DynamoDigestStore(client, names.cases),
      requests: new DynamoApiStore(client, names.sealed),
      signIns: new DynamoSignInStore(client, names.sealed),
      people: new DynamoPersonStore(client, names.sealed),
      rosters: new DynamoRosterStore(client, names.sealed),
      drafts: new DynamoDraftStore(client, names.sealed),
      replies: new DynamoReplyStore(client, names.sealed),
    };
  };

function changing(client: DynamoDBClient, change: (write: OnItsWay) => OnItsWay): DynamoDBClient {
  const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
  const changed = (command: { input: Record<string, unknown> }): void => {
    const { TransactItems: lines } = command.input as { TransactItems?: Record<string, OnItsWay>[] };
    command.input =
      lines === undefined
        ? { ...change({ ...command.input } as OnItsWay) }
        : {
            ...command.input,
            TransactItems: lines.map((line) =>
              Object.fromEntries(Object.entries(line).map(([kind, write]) => [kind, change({ ...write })])),
            ),
          };
  };
  return Object.assign(client, {
    send: (command: { input: Record<string, unknown> }) => {
      changed(command);
      return send(command);
    },
  });
}
