/** Keeps the instances of every function: starts them when needed, reuses them warm, lets them go when idle. */
import { EventEmitter } from 'node:events';
import { totalmem } from 'node:os';
import type { Clock } from '../clock.ts';
import type { FunctionPlan } from '../template/plan.ts';
import { FunctionInstance, type InvocationOutcome } from './function-instance.ts';

export interface Invocation {
  readonly functionName: string;
  readonly source: string;
  readonly milliseconds: number;
  readonly cold: boolean;
  readonly outcome: InvocationOutcome;
  /** The most memory that the instance ever held, where the system shows it. */
  readonly peakMegabytes: number | undefined;
}

export interface RunnerOptions {
  readonly functions: readonly FunctionPlan[];
  readonly clock: Clock;
  /** Credentials and endpoint for a function, by its name. */
  environmentOf(functionName: string): Record<string, string>;
  /** Told of each process, so that none outlives the run. */
  readonly guard?: { guard(pid: number): void; release(pid: number): void };
  /** The most instances of one function; its reserved concurrency if that is lower. */
  readonly instancesEach?: number;
  /** The most instances of all functions together; what half of the machine's memory holds unless given. */
  readonly instancesInAll?: number;
  readonly idleMilliseconds?: number;
}

const INSTANCE_BYTES = 150 * 1024 * 1024;
/** Fewer than there are functions side by side, and each would be ended for the other's start, over and over. */
const INSTANCES = Math.max(8, Math.min(24, Math.floor(totalmem() / 2 / INSTANCE_BYTES)));

interface Pool {
  readonly plan: FunctionPlan;
  readonly instances: Set<FunctionInstance>;
  readonly idle: { readonly instance: FunctionInstance; readonly since: number }[];
  readonly queue: (() => void)[];
  starting: number;
}

/** An invocation that has just begun. */
export interface Begun {
  readonly functionName: string;
  readonly source: string;
  /** Kills its process, if it is still at work on it. @returns whether it was */
  readonly kill: () => boolean;
}

export class FunctionRunner extends EventEmitter<{
  begun: [Begun];
  invocation: [Invocation];
  log: [string, string];
}> {
  readonly #options: RunnerOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #sweep: NodeJS.Timeout;
  readonly #idleMilliseconds: number;
  #active = 0;
  #stopped = false;

  constructor(options: RunnerOptions) {
    super();
    this.#options = options;
    this.#idleMilliseconds = options.idleMilliseconds ?? 60_000;
    for (const plan of options.functions)
      this.#pools.set(plan.name, { plan, instances: new Set(), idle: [], queue: [], starting: 0 });
    this.#sweep = setInterval(() => this.#letIdleOnesGo(), Math.min(5_000, this.#idleMilliseconds));
    this.#sweep.unref();
  }

  /** Invocations that are under way. */
  get active(): number {
    return this.#active;
  }

  get instanceCount(): number {
    return this.#all().length;
  }

  pids(): number[] {
    return this.#all().flatMap((instance) => (instance.pid === undefined ? [] : [instance.pid]));
  }

  /** How many invocations of a function may run side by side here. */
  concurrencyOf(functionName: string): number {
    const { plan } = this.#pool(functionName);
    return Math.min(plan.reservedConcurrency ?? Number.POSITIVE_INFINITY, this.#options.instancesEach ?? 3);
  }

  /**
   * Runs a function once and waits for what comes of it.
   *
   * @param source what set it off, for whoever watches
   */
  async invoke(functionName: string, event: unknown, source: string): Promise<InvocationOutcome> {
    const pool = this.#pool(functionName);
    this.#active += 1;
    try {
      const { instance, cold } = await this.#acquire(pool);
      const from = performance.now();
      let over = false;
      const invoked = instance.invoke(JSON.stringify(event)).finally(() => {
        over = true;
      });
      this.emit('begun', {
        functionName,
        source,
        kill: () => {
          if (!over) instance.kill();
          return !over;
        },
      });
      const outcome = await invoked;
      this.#giveBack(pool, instance);
      this.emit('invocation', {
        functionName,
        source,
        milliseconds: performance.now() - from,
        cold,
        outcome,
        peakMegabytes: instance.peakMegabytes,
      });
      return outcome;
    } finally {
      this.#active -= 1;
    }
  }

  /** Kills every instance of a function, busy or not. @returns how many there were */
  killInstances(functionName: string): number {
    const victims = [...this.#pool(functionName).instances];
    for (const instance of victims) instance.kill();
    return victims.length;
  }

  /** Kills one instance, a busy one if there is any. @param random gives numbers in [0, 1) */
  killRandomInstance(random: () => number): string | undefined {
    const all = [...this.#pools.values()].flatMap(({ plan, instances }) =>
      [...instances].map((instance) => ({ plan, instance })),
    );
    const busy = all.filter(({ instance }) => instance.busy);
    const from = busy.length ? busy : all;
    const victim = from[Math.floor(random() * from.length)];
    victim?.instance.kill();
    return victim?.plan.name;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweep);
    for (const pool of this.#pools.values()) for (const wake of pool.queue.splice(0)) wake();
    await Promise.all(this.#all().map((instance) => instance.stop()));
  }

  #pool(functionName: string): Pool {
    const pool = this.#pools.get(functionName);
    if (!pool) throw new Error(`There is no function ${functionName} in the template.`);
    return pool;
  }

  #all(): FunctionInstance[] {
    return [...this.#pools.values()].flatMap((pool) => [...pool.instances]);
  }

  async #acquire(pool: Pool): Promise<{ instance: FunctionInstance; cold: boolean }> {
    for (;;) {
      if (this.#stopped) throw new Error('The local run is stopping.');
      let warm = pool.idle.pop();
      while (warm?.instance.ended) warm = pool.idle.pop();
      if (warm) return { instance: warm.instance, cold: false };
      if (pool.instances.size + pool.starting < this.concurrencyOf(pool.plan.name) && this.#makeRoom()) {
        return { instance: await this.#start(pool), cold: true };
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      pool.queue.push(resolve);
      await promise;
    }
  }

  async #start(pool: Pool): Promise<FunctionInstance> {
    pool.starting += 1;
    try {
      const instance = await FunctionInstance.start({
        plan: pool.plan,
        clock: this.#options.clock,
        environment: this.#options.environmentOf(pool.plan.name),
        onLog: (line) => this.emit('log', pool.plan.name, line),
      });
      const { pid } = instance;
      pool.instances.add(instance);
      if (pid !== undefined) this.#options.guard?.guard(pid);
      instance.onEnd(() => {
        if (pid !== undefined) this.#options.guard?.release(pid);
        pool.instances.delete(instance);
        this.#wake(pool);
      });
      return instance;
    } finally {
      pool.starting -= 1;
    }
  }

  #giveBack(pool: Pool, instance: FunctionInstance): void {
    if (!instance.ended) pool.idle.push({ instance, since: performance.now() });
    this.#wake(pool);
  }

  /** Whether one more instance may start, letting the one go that has been idle longest if need be. */
  #makeRoom(): boolean {
    const pools = [...this.#pools.values()];
    const starting = pools.reduce((sum, pool) => sum + pool.starting, 0);
    if (this.instanceCount + starting < (this.#options.instancesInAll ?? INSTANCES)) return true;
    const oldest = pools
      .flatMap((pool) => (pool.idle[0] ? [{ pool, since: pool.idle[0].since }] : []))
      .toSorted((a, b) => a.since - b.since)[0];
    oldest?.pool.idle.shift()?.instance.kill();
    return oldest !== undefined;
  }

  /** Lets somebody try again who waits for an instance: of this function first, then of any, for whom there may be room now. */
  #wake(pool: Pool): void {
    const waiting = [pool, ...this.#pools.values()].find((one) => one.queue.length > 0);
    waiting?.queue.shift()?.();
  }

  #letIdleOnesGo(): void {
    const limit = performance.now() - this.#idleMilliseconds;
    for (const pool of this.#pools.values())
      while (pool.idle[0] && pool.idle[0].since < limit) pool.idle.shift()?.instance.kill();
  }
}
