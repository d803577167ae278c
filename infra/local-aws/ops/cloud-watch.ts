/** CloudWatch of a run: its figures, its alarms by the run's clock, and whom they tell. */
import { EventEmitter } from 'node:events';
import { type AlarmPlan, alarmPlans, type MetricAlarmPlan } from '../alarms/alarm-plans.ts';
import type { AlarmState } from '../alarms/alarm-state.ts';
import { Alarms, type Transition } from '../alarms/alarms.ts';
import { Metrics } from '../alarms/metrics.ts';
import type { Judge } from '../iam/denials.ts';
import type { Sns } from '../services/sns.ts';
import type { Sqs } from '../services/sqs.ts';
import type { Resource } from '../template/assembly.ts';
import { ACCOUNT } from '../template/physical-names.ts';
import type { MappingPlan, QueuePlan } from '../template/plan.ts';
import { Figures } from './figures.ts';
import { Logs } from './logs.ts';
import { type Notice, noticeMail } from './notices.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A dashboard shows a week. */
const KEPT = 8 * 24 * HOUR;
/** SQS counts a queue for six hours after it was last in use. One that wakes a function is looked into all the time. */
const QUEUE_COUNTED = 6 * HOUR;

export interface CloudWatchOptions {
  readonly resources: readonly Resource[];
  readonly queues: readonly QueuePlan[];
  /** What wakes functions. */
  readonly mappings: readonly Pick<MappingPlan, 'sourceArn'>[];
  readonly sqs: Pick<Sqs, 'contents'>;
  readonly judge: Judge;
  /** What topics are told by. */
  readonly sns: Pick<Sns, 'publish'>;
  now(): Date;
}

interface Topic {
  readonly arn: string;
  readonly kmsKeyArn: string | undefined;
}

const topicsOf = (resources: readonly Resource[]): readonly Topic[] =>
  resources
    .filter(({ type }) => type === 'AWS::SNS::Topic')
    .map(({ arn, properties }) => ({
      arn,
      kmsKeyArn: resources.find(
        (one) =>
          one.type === 'AWS::KMS::Key' && [one.arn, one.id].includes(String(properties.KmsMasterKeyId)),
      )?.arn,
    }));

/** A queue as it stands. */
interface Counted {
  readonly name: string;
  readonly isPolled: boolean;
  readonly visible: number;
  /** When its messages came. */
  readonly since: readonly number[];
}

/** What an alarm is in, and since when. */
export interface Standing {
  readonly plan: AlarmPlan;
  readonly state: AlarmState;
  /** Milliseconds since 1970; undefined while it has been so from the beginning. */
  readonly since: number | undefined;
}

export class CloudWatch extends EventEmitter<{ transition: [Transition] }> {
  readonly metrics = new Metrics();
  readonly figures: Figures;
  readonly logs: Logs;
  readonly alarms: Alarms;
  readonly transitions: Transition[] = [];
  readonly #options: CloudWatchOptions;
  readonly #topics: readonly Topic[];
  readonly #began: number;
  /** From when on every schedule was fired each time that it was due. */
  #wholeFrom: number;
  #looked: number;
  readonly #inUse = new Map<string, number>();

  constructor(options: CloudWatchOptions) {
    super();
    this.#options = options;
    this.figures = new Figures(this.metrics, () => options.now());
    this.logs = new Logs(() => options.now());
    this.alarms = new Alarms({ plans: alarmPlans(options.resources), metrics: this.metrics });
    this.#topics = topicsOf(options.resources);
    this.#began = options.now().getTime();
    this.#wholeFrom = this.#began;
    this.#looked = this.#began - (this.#began % MINUTE);
  }

  get resources(): readonly Resource[] {
    return this.#options.resources;
  }

  /** Every alarm, those that ring first, then by name. */
  get standing(): readonly Standing[] {
    const rank = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 } as const;
    return this.alarms.plans
      .map((plan) => ({
        plan,
        state: this.alarms.state(plan.name),
        since: this.transitions.findLast(({ alarm }) => alarm === plan.name)?.at,
      }))
      .toSorted((a, b) => rank[a.state] - rank[b.state] || (a.plan.name < b.plan.name ? -1 : 1));
  }

  /** Schedules were passed over until a moment: silence before it says nothing. */
  leaptTo(moment: Date): void {
    this.#wholeFrom = Math.max(this.#wholeFrom, moment.getTime());
  }

  /** Looks at every whole minute up to a moment, as things stand now. It has to be called before something happens at that moment. */
  async look(until: Date): Promise<void> {
    const last = until.getTime() - (until.getTime() % MINUTE);
    if (last <= this.#looked) return;
    const queues = await this.#queues();
    for (let minute = this.#looked + MINUTE; minute <= last; minute += MINUTE) {
      for (const queue of queues) this.#countQueue(queue, minute - 1);
      const changed = this.alarms.evaluate(minute, (plan) => this.#looks(plan, minute));
      this.#looked = minute;
      for (const change of changed) this.#tell(change);
      if (minute % HOUR === 0) this.metrics.forgetBefore(minute - Math.max(KEPT, this.alarms.range));
    }
  }

  /**
   * What rings on silence has to have been listened to for as long as it looks back: not since before the run began, and for what is
   * due more often than hourly, not while it was passed over.
   */
  #looks({ rule, periodSeconds }: MetricAlarmPlan, minute: number): boolean {
    if (rule.missingData !== 'breaching') return true;
    const listened = periodSeconds * 1_000 < HOUR ? this.#wholeFrom : this.#began;
    return minute - rule.evaluationPeriods * periodSeconds * 1_000 >= listened;
  }

  /** Somebody asked something of a queue: it is in use. */
  lookedInto(queue: string): void {
    this.#inUse.set(queue, this.#options.now().getTime());
  }

  async #queues(): Promise<readonly Counted[]> {
    return Promise.all(
      this.#options.queues.map(async ({ name, arn }) => {
        const isPolled = this.#options.mappings.some(({ sourceArn }) => sourceArn === arn);
        const { ready, inFlight } = await this.#options.sqs.contents(name);
        // SQS leaves out of its age what was received three times.
        const counted = [...ready, ...inFlight].filter(({ received }) => received < 3);
        return { name, isPolled, visible: ready.length, since: counted.map(({ arrivedAt }) => arrivedAt) };
      }),
    );
  }

  #countQueue({ name, isPolled, visible, since }: Counted, at: number): void {
    if (isPolled || visible > 0 || since.length > 0) this.#inUse.set(name, at);
    if (at - (this.#inUse.get(name) ?? this.#began) > QUEUE_COUNTED) return;
    const oldest = since.length === 0 ? 0 : Math.max(0, (at - Math.min(...since)) / 1_000);
    this.figures.queued(name, visible, oldest, at);
  }

  #tell(change: Transition): void {
    this.transitions.push(change);
    this.emit('transition', change);
    // At its beginning every alarm of a stack says that all is well, which nobody wants to read here.
    if (change.from === 'INSUFFICIENT_DATA' && change.to === 'OK') return;
    const plan = this.alarms.plans.find(({ name }) => name === change.alarm);
    for (const arn of plan?.tells[change.to] ?? []) {
      const topic = this.#topics.find((one) => one.arn === arn);
      if (plan === undefined || topic === undefined || this.#refused(change.alarm, topic)) continue;
      const points = plan.kind === 'metric' ? this.alarms.points(plan, change.at) : [];
      this.#send(topic, { plan, change, points });
    }
  }

  /** Whether the topic or its key does not let alarms in. */
  #refused(alarm: string, { arn, kmsKeyArn }: Topic): boolean {
    const context = { 'aws:SourceAccount': [ACCOUNT] };
    const accesses = [
      { action: 'sns:Publish', resource: arn, context },
      ...(kmsKeyArn === undefined
        ? []
        : ['kms:GenerateDataKey', 'kms:Decrypt'].map((action) => ({ action, resource: kmsKeyArn, context }))),
    ];
    return accesses.some(
      (access) =>
        this.#options.judge.service(`the alarm ${alarm}`, 'cloudwatch.amazonaws.com', access) !== undefined,
    );
  }

  #send({ arn }: Topic, notice: Notice): void {
    const { subject, text } = noticeMail(notice);
    this.#options.sns.publish(arn, subject, text, new Date(notice.change.at));
  }
}
