import type { Rights } from '../constructs/permissions.ts';
import type { DataStack } from '../data-stack.ts';
import type { Allowances } from '../deploy/allowances.ts';
import type { Queues } from './queues.ts';

/**
 * What every flow is given. A flow is a class, not a construct: what it holds stands in the stack's own scope, so that no
 * logical id says which flow a thing belongs to, and a thing may change its flow without being made anew (decisions/0001).
 */
export interface FlowProps {
  /** Where the tables and buckets are. */
  readonly data: DataStack;
  /** Where the flows meet. */
  readonly queues: Queues;
  /** The policy that decides, for example `nts-2026`. */
  readonly policy: string;
  /** What the account lets it do. */
  readonly allowed: Allowances;
}

/** What deciding on a case takes besides its events: the case, the councils' places, turns, the lists that it stands on, and that of moves. */
export const decideOnCases = {
  case: ['GetItem', 'PutItem'],
  council: ['Query', 'UpdateItem'],
  nation: ['GetItem', 'UpdateItem'],
  move: ['PutItem'],
  listed: ['PutItem', 'DeleteItem'],
} satisfies Rights<'cases'>;

/** The lists that a case comes on and leaves as it is received, amended and ended. */
export const listCases = {
  birthday: ['PutItem', 'DeleteItem'],
} satisfies Rights<'cases'>;
