import { alarmPlans } from '../../../infra/local-aws/alarms/alarm-plans.ts';
import { Alarms, type Transition } from '../../../infra/local-aws/alarms/alarms.ts';
import { type MetricName, Metrics } from '../../../infra/local-aws/alarms/metrics.ts';
import type { Resource } from '../../../infra/local-aws/template/assembly.ts';
import type { Meter } from '../../../shared/runtime/meter.ts';
import { metricNames, metricNamespace } from '../../../shared/runtime/metric-names.ts';
import type { End, Invocation } from '../simulation/kernel/invocation.ts';
import type { Observer, Refusal } from '../simulation/kernel/observer.ts';
import type { World } from '../simulation/world/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Figures of Lambda, SQS and logs are there a minute or two after what they count. */
const LAG = 2 * MINUTE;
/**
 * SQS counts a queue "for up to six hours if it contains any messages or if any action accesses it", and takes up to a quarter of an hour to
 * begin anew
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/monitoring-using-cloudwatch.html).
 */
const QUEUE = { active: 6 * HOUR, wakes: 15 * MINUTE };

const holdingQueues = [
  'referrals-dlq',
  'notifications-dlq',
  'mail-dlq',
  'returned-dlq',
  'relay-dlq',
  'schedules-dlq',
  'quarantine',
  'set-aside',
];
const heartbeats: MetricName = {
  namespace: metricNamespace,
  name: metricNames.heartbeatsRelayed,
  dimensions: { service: 'relay-events' },
};
const lookedAt: readonly MetricName[] = [metricNames.messagesForgotten, metricNames.noticesUncalled].map(
  (name) => ({ namespace: metricNamespace, name, dimensions: { service: 'keep-watch' } }),
);
const behindTheApi = ['pages', 'api'];

/** Names that CloudFormation gives, by the short names that people use. */
class Names {
  readonly #resources: readonly Resource[];

  constructor(resources: readonly Resource[]) {
    this.#resources = resources;
  }

  /** @throws Error when there is no such resource, or several */
  of(type: string, shortName?: string): Resource {
    const [found, ...others] = this.#resources.filter(
      (one) => one.type === type && (shortName === undefined || one.shortName === shortName),
    );
    if (found === undefined || others.length > 0)
      throw new Error(`There is not exactly one ${type} ${shortName}.`);
    return found;
  }

  queue = (shortName: string): string => this.of('AWS::SQS::Queue', shortName).arn.split(':').at(-1) ?? '';
  lambda = (shortName: string): string => this.of('AWS::Lambda::Function', shortName).id;
}

/** What AWS does on its own account, beyond what strikes single calls. */
export interface Outage {
  readonly refuses?: (functionName: string) => Refusal | undefined;
  readonly streamStands?: boolean;
  /** The queue from which nobody takes anything. */
  readonly queueStands?: string;
  /** Each minute: what AWS counts of it. */
  readonly counts?: (cloudWatch: CloudWatch) => void;
}

/** How the alarms are read where AWS does not say, and which of them is taken away. */
export interface Reading {
  readonly fillsNothing?: boolean;
  readonly rangeBeyond?: number;
  /** Whether SQS leaves off counting a queue after six hours although messages lie in it: its sentence can be read so. */
  readonly fullQueuesSleep?: boolean;
  readonly without?: string;
}

/** Counts a simulated world as AWS's services count, and lets the synthesized alarms look at it each minute. */
export class CloudWatch implements Observer {
  readonly alarms: Alarms;
  readonly names: Names;
  readonly transitions: Transition[] = [];
  outage: Outage = {};
  readonly #metrics = new Metrics();
  readonly #fullQueuesSleep: boolean;
  readonly #meters = new WeakMap<Invocation, (() => void)[]>();
  readonly #runsGivenUp: number[] = [];
  readonly #touched = new Map<
    string,
    { readonly size: number; readonly since: number; readonly from: number }
  >();
  #world: World | undefined;

  constructor(
    resources: readonly Resource[],
    { without, fullQueuesSleep = false, ...reading }: Reading = {},
  ) {
    this.#fullQueuesSleep = fullQueuesSleep;
    this.names = new Names(resources);
    // An alarm that calls nobody is none.
    const plans = alarmPlans(resources).filter(({ name, calls }) => calls && !name.endsWith(`-${without}`));
    this.alarms = new Alarms({ plans, metrics: this.#metrics, ...reading });
  }

  /** Begins to look at a world, as if the daily runs had taken place in the days before. */
  watch(world: World): void {
    this.#world = world;
    const { now } = world.kernel.timeline;
    this.#minute(now - (now % MINUTE) + MINUTE);
    for (let day = 1; day <= 5; day += 1)
      for (const run of ['recount-headroom', 'anchor-trails', 'remind-capacity'])
        this.count(this.lambda('Invocations', run), 1, now - day * 24 * HOUR + HOUR);
    for (const gauge of lookedAt) this.count(gauge, 0, now - HOUR);
    for (let minute = 1; minute <= 60; minute += 5) {
      this.count(this.lambda('Invocations', 'enforce-deadlines'), 1, now - minute * MINUTE);
      this.count(heartbeats, 1, now - minute * MINUTE);
    }
  }

  #minute(at: number): void {
    this.#world?.kernel.timeline.at(at, () => {
      this.#look(at);
      this.#minute(at + MINUTE);
    });
  }

  get #now(): number {
    return this.#world?.kernel.timeline.now ?? 0;
  }

  /** A figure of Lambda about one function. */
  lambda = (name: string, shortName: string): MetricName => ({
    namespace: 'AWS/Lambda',
    name,
    dimensions: { FunctionName: this.names.lambda(shortName) },
  });

  /** @param at milliseconds since 1970; now unless given */
  count(metric: MetricName, value: number, at = this.#now): void {
    this.#metrics.record(metric, value, at);
  }

  #look(now: number): void {
    this.outage.counts?.(this);
    const pipeline = this.#world?.pipeline;
    if (pipeline === undefined) return;
    const { measured, operator } = pipeline;
    for (const [queue, { visible, oldest }] of Object.entries(measured)) this.#queue(queue, visible, oldest);
    for (const queue of holdingQueues) {
      const held = queue === 'schedules-dlq' ? this.#runsGivenUp : (operator.held.get(queue) ?? []);
      if (this.#isActive(queue, held.length, now))
        this.#queue(queue, held.length, held.length === 0 ? 0 : (now - Math.min(...held)) / 1_000);
    }
    this.transitions.push(...this.alarms.evaluate(now - LAG).map((one) => ({ ...one, at: now })));
    if (now % (24 * HOUR) === 0) this.#metrics.forgetBefore(now - this.alarms.range);
  }

  /** Whether SQS counts a queue that is touched only when something comes into it or leaves it. */
  #isActive(queue: string, size: number, now: number): boolean {
    const before = this.#touched.get(queue) ?? { size: 0, since: Number.NEGATIVE_INFINITY, from: 0 };
    if (size !== before.size) {
      const asleep = now - before.since > QUEUE.active;
      this.#touched.set(queue, { size, since: now, from: asleep ? now + QUEUE.wakes : before.from });
    }
    const { since = Number.NEGATIVE_INFINITY, from = 0 } = this.#touched.get(queue) ?? {};
    const awake = now - since <= QUEUE.active || (size > 0 && !this.#fullQueuesSleep);
    return awake && now >= from;
  }

  #queue(shortName: string, visible: number, oldest: number): void {
    const dimensions = { QueueName: this.names.queue(shortName) };
    this.count({ namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions }, visible);
    this.count({ namespace: 'AWS/SQS', name: 'ApproximateAgeOfOldestMessage', dimensions }, oldest);
  }

  refuses = (functionName: string): Refusal | undefined => this.outage.refuses?.(functionName);

  queueStands = (queue: string): boolean => this.outage.queueStands === queue;

  streamStands = (): boolean => this.outage.streamStands === true;

  ended = (run: Invocation, milliseconds: number, how: End<unknown>['kind'] | Refusal): void => {
    const { functionName } = run;
    const failed = Number(how !== 'returned');
    if (behindTheApi.includes(functionName)) {
      const dimensions = { ApiId: this.names.of('AWS::ApiGatewayV2::Api').id };
      this.count({ namespace: 'AWS/ApiGateway', name: '5xx', dimensions }, failed);
    }
    if (how === 'throttled') {
      this.count({ namespace: 'AWS/Lambda', name: 'Throttles' }, 1);
      return;
    }
    this.count(this.lambda('Invocations', functionName), 1);
    this.count(this.lambda('Errors', functionName), failed);
    this.count(this.lambda('Duration', functionName), milliseconds);
    // The metrics of a process that dies are in no log.
    if (how === 'returned' || how === 'failed') for (const flush of this.#meters.get(run) ?? []) flush();
  };

  meter = (run: Invocation): Meter => {
    const counted: (() => void)[] = [];
    this.#meters.set(run, counted);
    const note = (name: string, value: number): void => {
      const metric = { namespace: metricNamespace, name, dimensions: { service: run.functionName } };
      counted.push(() => this.count(metric, value));
    };
    return { count: (name, by = 1) => note(name, by), seconds: note };
  };

  streamed = (age: number): void => this.count(this.lambda('IteratorAge', 'relay-events'), age);

  runGivenUp = (): void => void this.#runsGivenUp.push(this.#now);

  mailReturned = (kind: string): void => {
    const dimensions = { 'ses:configuration-set': this.names.of('AWS::SES::ConfigurationSet').id };
    this.count({ namespace: 'AWS/SES', name: kind, dimensions }, 1);
  };
}
