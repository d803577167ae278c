import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What DynamoDB charged for. */
export interface Consumed {
  /** Calls by operation. */
  readonly calls: Readonly<Record<string, number>>;
  /** Read units of reads, write units of writes, indexes included. DynamoDB Local counts a transaction's writes once; AWS charges them twice. */
  readonly units: number;
}

interface Charged {
  readonly ConsumedCapacity?:
    | { readonly CapacityUnits?: number }
    | readonly { readonly CapacityUnits?: number }[];
}

/** Asks for the bill of every call that a client makes. */
export function countedOn(client: DynamoDBClient): { of(work: () => Promise<unknown>): Promise<Consumed> } {
  let calls: Record<string, number> = {};
  let units = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: 'TOTAL' } as typeof args.input;
      const result = await next({ ...args, input });
      const { ConsumedCapacity: charged = [] } = result.output as Charged;
      const operation = String(context.commandName).replace(/Command$/, '');
      calls[operation] = (calls[operation] ?? 0) + 1;
      for (const { CapacityUnits = 0 } of [charged].flat()) units += CapacityUnits;
      return result;
    },
    { step: 'initialize', name: 'countConsumed' },
  );
  return {
    async of(work) {
      calls = {};
      units = 0;
      await work();
      return { calls, units };
    },
  };
}
