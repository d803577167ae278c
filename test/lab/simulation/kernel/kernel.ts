import { type Call, type Perils, ServiceTrouble } from './call.ts';
import type { Draw } from './draw.ts';
import { type Fate, type Fault, faultWords, type Struck } from './faults.ts';
import { type End, Invocation } from './invocation.ts';
import type { Observer } from './observer.ts';
import type { Timeline } from './timeline.ts';
import { Trace } from './trace.ts';

const everyCall: readonly Fault[] = [
  'crash-before-call',
  'crash-after-call',
  'call-fails',
  'answer-lost',
  'call-slow',
  'clock-jumps-ahead',
  'clock-jumps-back',
];
const SLOWEST = 20_000;
const SKEW = 25_000;
/** Farther than a claim on an e-mail outlives its function: what is built on time has to bear that it is wrong. */
const FARTHEST_JUMP = 120_000;
/** Milliseconds by which a clock may be wrong at most: as it begins, and by its last jump. */
export const MOST_WRONG = SKEW + FARTHEST_JUMP;

export interface Stats {
  calls: number;
  invocations: number;
  readonly faults: Map<Fault, number>;
}

/** Runs functions in virtual time, each call of theirs through a port being a moment at which anything can go wrong. */
export class Kernel {
  readonly timeline: Timeline;
  readonly draw: Draw;
  readonly fate: Fate;
  readonly trace: Trace;
  readonly struck: Struck[] = [];
  readonly stats: Stats = { calls: 0, invocations: 0, faults: new Map() };
  /** Told of every call once it has taken effect; what it throws ends the world. */
  watch: (call: Call) => void | Promise<void> = () => {};
  /** Told of every call before it is made: for whoever wants to know all the places there are. */
  places: ((name: string, can: readonly Fault[]) => void) | undefined;
  /** Told of what AWS would count; nobody unless given. */
  observer: Observer | undefined;
  /** Something does not hold, or broke outside of any function: the world ends with it. */
  failure: unknown;

  constructor(timeline: Timeline, draw: Draw, fate: Fate, tellStory: boolean) {
    this.timeline = timeline;
    this.draw = draw;
    this.fate = fate;
    this.trace = new Trace(tellStory);
  }

  fail(failure: unknown): void {
    this.failure ??= failure;
    this.timeline.stop();
  }

  /** Whether a fault strikes at a place of a world's own making; it is told and counted. */
  strikes(name: string, can: readonly Fault[], about?: string): Fault | undefined {
    this.places?.(name, can);
    const fault = this.fate.strike({ name, at: this.timeline.now, can });
    if (fault === undefined) return undefined;
    this.struck.push({ place: name, fault });
    this.stats.faults.set(fault, (this.stats.faults.get(fault) ?? 0) + 1);
    this.trace.note(this.timeline.now, `! ${fault} ${name}`);
    this.trace.tell(this.timeline.now, about, () => `FAULT ${fault}: ${name}: ${faultWords[fault]}`);
    return fault;
  }

  /** Starts a function. `ended` hears once how it ended. */
  invoke<T>(
    what: { readonly name: string; readonly functionName: string; readonly timeoutMilliseconds: number },
    body: (invocation: Invocation) => Promise<T>,
    ended: (end: End<T>, invocation: Invocation) => void,
  ): void {
    const refusal = this.observer?.refuses(what.functionName);
    if (refusal !== undefined) {
      const never = new Invocation(this.timeline, what.name, what.functionName, 0, 0);
      this.observer?.ended(never, 0, refusal);
      // Whoever started it is told after it has done so.
      this.timeline.after(1, () => ended({ kind: 'died' }, never));
      return;
    }
    const began = this.timeline.now;
    const clock = this.strikes(`${what.name} clock`, ['clock-fast', 'clock-slow']);
    const skew = clock === undefined ? 0 : clock === 'clock-fast' ? SKEW : -SKEW;
    const invocation = new Invocation(
      this.timeline,
      what.name,
      what.functionName,
      what.timeoutMilliseconds,
      skew,
    );
    this.stats.invocations += 1;
    const end = (how: End<T>): void => {
      if (!invocation.alive) return;
      invocation.alive = false;
      invocation.died = how.kind === 'died';
      callOffTimeout();
      this.trace.note(this.timeline.now, `${what.name} ${how.kind}`);
      this.observer?.ended(invocation, this.timeline.now - began, how.kind);
      ended(how, invocation);
    };
    this.#deaths.set(invocation, () => end({ kind: 'died' }));
    const callOffTimeout = this.timeline.at(invocation.endsAt, () => {
      this.trace.tell(this.timeline.now, undefined, () => `${what.name} is stopped: its time is over`);
      end({ kind: 'died' });
    });
    body(invocation).then(
      (value) => end({ kind: 'returned', value }),
      (error) => end({ kind: 'failed', error }),
    );
  }

  readonly #deaths = new WeakMap<Invocation, () => void>();

  kill(invocation: Invocation): void {
    this.#deaths.get(invocation)?.();
  }

  /** Waits in virtual time. */
  pause(invocation: Invocation): (milliseconds: number) => Promise<void> {
    return (milliseconds) =>
      new Promise((resolve) => {
        this.timeline.after(milliseconds, () => {
          if (invocation.alive) resolve();
        });
      });
  }

  /** A port as one invocation sees it: every call takes time, and may go wrong. */
  port<T extends object>(
    invocation: Invocation,
    port: string,
    target: T,
    perils: Readonly<Record<string, Perils>> = {},
  ): T {
    return new Proxy(target, {
      get: (_, method: string) => {
        const peril = perils[method] ?? {};
        const { list } = peril;
        if (list !== undefined)
          return (...args: readonly unknown[]) =>
            this.#list(invocation, port, method, target, args, peril, list);
        return (...args: readonly unknown[]) =>
          this.#call(invocation, port, method, args, peril, async (given) => {
            const carryOut = target[method as keyof T] as (...given: readonly unknown[]) => unknown;
            return await carryOut.apply(target, [...given]);
          });
      },
    });
  }

  async *#list(
    invocation: Invocation,
    port: string,
    method: string,
    target: object,
    args: readonly unknown[],
    peril: Perils,
    list: NonNullable<Perils['list']>,
  ): AsyncGenerator<unknown> {
    const read = async (given: readonly unknown[]): Promise<unknown[]> => {
      const all = (target as Record<string, (...given: readonly unknown[]) => AsyncIterable<unknown>>)[
        method
      ];
      const items: unknown[] = [];
      if (all !== undefined) for await (const item of all.apply(target, [...given])) items.push(item);
      return items;
    };
    let stale = false;
    const items = (await this.#call(
      invocation,
      port,
      method,
      args,
      { ...peril, can: ['list-stale'] },
      read,
      (fault) => {
        stale = fault === 'list-stale';
      },
    )) as unknown[];
    yield* stale ? items.filter((item) => !list.isFresh(item)) : items;
  }

  #call(
    invocation: Invocation,
    port: string,
    method: string,
    args: readonly unknown[],
    peril: Perils,
    carryOut: (args: readonly unknown[]) => Promise<unknown>,
    hear: (fault: Fault) => void = () => {},
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      // A dead function makes no calls, and nobody hears of those it had begun.
      if (!invocation.alive) return;
      invocation.calls += 1;
      this.stats.calls += 1;
      const number = invocation.calls;
      const name = `${invocation.name} call ${number} ${port}.${method}`;
      const can = [
        ...everyCall,
        ...(peril.doubles === false ? [] : (['call-doubled'] as const)),
        ...(peril.can ?? []),
      ];
      const fault = this.strikes(name, can);
      if (fault !== undefined) {
        invocation.struck.push({ call: number, fault });
        hear(fault);
      }
      const wait = 1 + this.draw.between(`wait ${name}`, 0, 12);
      const effect = async (given = args): Promise<unknown> => {
        this.trace.note(this.timeline.now, name);
        const result = await carryOut(given);
        try {
          await this.watch({ invocation, number, port, method, args: given, result });
        } catch (violation) {
          this.fail(violation);
        }
        return result;
      };
      const answer = (result: unknown): void => {
        if (invocation.alive) resolve(result);
      };
      const trouble = (words: string): void => {
        if (invocation.alive) reject(new ServiceTrouble(words));
      };
      this.timeline.after(wait, () => {
        if (!invocation.alive) {
          // The request was on its way when the process was stopped.
          const late = this.strikes(`${name} late`, ['effect-late']);
          if (late !== undefined) this.timeline.after(200, () => this.#outside(effect()));
          return;
        }
        switch (fault) {
          case 'crash-before-call':
            this.kill(invocation);
            return;
          case 'call-fails':
            trouble('The service is not available at this moment.');
            return;
          case 'write-conflict':
            answer(peril.conflict);
            return;
          case 'mail-refused':
            answer(peril.refusal);
            return;
          case 'crash-after-call':
            this.#outside(
              effect().then(
                () => this.kill(invocation),
                () => this.kill(invocation),
              ),
            );
            return;
          case 'answer-lost':
            this.#outside(
              effect().then(
                () => trouble('The connection was lost.'),
                (error) => invocation.alive && reject(error),
              ),
            );
            return;
          case 'call-doubled':
            this.#outside(
              effect()
                .then(() => effect())
                .then(answer, (error) => invocation.alive && reject(error)),
            );
            return;
          case 'call-slow': {
            const slow = this.draw.between(`slow ${name}`, 500, SLOWEST);
            this.#outside(
              effect().then(
                (result) => void this.timeline.after(slow, () => answer(result)),
                (error) => invocation.alive && reject(error),
              ),
            );
            return;
          }
          case 'batch-half-sent': {
            const half = peril.half?.(args);
            if (half === undefined) trouble('The queue took none of it.');
            else this.#outside(effect(half.args).then(() => answer(half.answer)));
            return;
          }
          case 'clock-jumps-ahead':
          case 'clock-jumps-back': {
            const far = this.draw.between(`jump ${name}`, 1_000, FARTHEST_JUMP);
            invocation.jump(fault === 'clock-jumps-ahead' ? far : -far);
            this.#outside(effect().then(answer, (error) => invocation.alive && reject(error)));
            return;
          }
          default:
            this.#outside(effect().then(answer, (error) => invocation.alive && reject(error)));
        }
      });
    });
  }

  /** What breaks in here is no function's failure: the world itself does not hold. */
  #outside(work: Promise<unknown>): void {
    work.catch((error) => this.fail(error));
  }
}
