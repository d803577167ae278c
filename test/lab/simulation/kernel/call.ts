import type { Fault } from './faults.ts';
import type { Invocation } from './invocation.ts';

/** A call through a port, as whoever watches sees it: after it has taken effect. */
export interface Call {
  readonly invocation: Invocation;
  readonly number: number;
  readonly port: string;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly result: unknown;
}

/** What a port's method can suffer beyond what every call can. */
export interface Perils {
  readonly can?: readonly Fault[];
  /** What a conflict looks like to the caller. */
  readonly conflict?: unknown;
  /** What a final refusal looks like to the caller. */
  readonly refusal?: unknown;
  /** False: trying again by itself is not what this client does (SES). */
  readonly doubles?: boolean;
  /** Lists: an async generator; a stale one leaves out what `isFresh` says is new. */
  readonly list?: { readonly isFresh: (item: unknown) => boolean };
  /** Carries out half of the call; for batches. */
  readonly half?: (
    args: readonly unknown[],
  ) => { readonly args: readonly unknown[]; readonly answer: unknown } | undefined;
}

/** What a fault looks like to the function that it strikes. */
export class ServiceTrouble extends Error {
  override readonly name = 'ServiceTrouble';
}
