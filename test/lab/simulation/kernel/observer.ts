import type { Meter } from '../../../../shared/runtime/meter.ts';
import type { End, Invocation } from './invocation.ts';

/** What AWS does to a function that it should start. */
export type Refusal =
  /** It is not let start: the account’s concurrency is used up. */
  | 'throttled'
  /** It dies as it is loaded. */
  | 'broken';

/** Somebody who measures a world from outside, as AWS does, and who may hold up what AWS starts. */
export interface Observer {
  /** Asked before a function is started. */
  readonly refuses: (functionName: string) => Refusal | undefined;
  /** Whether the stream hands nothing over: its mapping is disabled, or has lost its leave. */
  readonly streamStands: () => boolean;
  /** Whether nobody takes anything from a queue: its mapping is disabled, or has lost its leave. */
  readonly queueStands: (queue: string) => boolean;
  /** A function has ended, or was refused. */
  readonly ended: (run: Invocation, milliseconds: number, how: End<unknown>['kind'] | Refusal) => void;
  /** Where one run of a function counts; what it counted is lost when it dies. */
  readonly meter: (run: Invocation) => Meter;
  /** A batch of the stream was handed over. @param age milliseconds since its last record was written */
  readonly streamed: (age: number) => void;
  /** A run by the clock failed as often as it is tried. */
  readonly runGivenUp: (name: string) => void;
  /** SES tells of an e-mail that it did not deliver, or that was not wanted. */
  readonly mailReturned: (kind: string) => void;
}
