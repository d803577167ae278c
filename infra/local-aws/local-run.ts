/** The local run as a thing to hold: started, driven, watched and stopped by the command line, the demonstration and the tests. */
import { EventEmitter } from 'node:events';
import { createServer, Server as HttpServer } from 'node:http';
import type { Server } from 'node:net';
import path from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Clock, momentAfter, movableClock } from './clock.ts';
import { at, DEFAULT_PORT, type Endpoints, endpointsOf, mailFolder, offsets } from './endpoints.ts';
import { apiServer } from './functions/api-server.ts';
import { EventSources } from './functions/event-sources.ts';
import type { InvocationOutcome } from './functions/function-instance.ts';
import { type Begun, FunctionRunner, type Invocation } from './functions/function-runner.ts';
import type { Firing } from './functions/schedules.ts';
import { type Denial, Judge } from './iam/denials.ts';
import { gatherPolicies } from './iam/iam-policies.ts';
import { listen, refuseTakenPorts } from './listen.ts';
import { LocalRunError } from './local-run-error.ts';
import { CloudWatch } from './ops/cloud-watch.ts';
import { opsPages } from './ops/ops-pages.ts';
import { Bill, type BilledLine } from './services/bill.ts';
import { DynamoDb } from './services/dynamodb.ts';
import { EventBus } from './services/event-bus.ts';
import { Faults } from './services/faults.ts';
import { gateway } from './services/gateway.ts';
import { GuardDuty } from './services/guard-duty.ts';
import { KeptLogs } from './services/kept-logs.ts';
import { KeptMail, type Message } from './services/kept-mail.ts';
import { mailbox } from './services/mailbox.ts';
import { S3 } from './services/s3.ts';
import { Secrets } from './services/secrets.ts';
import { Ses } from './services/ses.ts';
import { inboundMail } from './services/smtp.ts';
import { Sns } from './services/sns.ts';
import { Sqs } from './services/sqs.ts';
import { Usage } from './services/usage.ts';
import { type Json, readAssembly } from './template/assembly.ts';
import { REGION } from './template/physical-names.ts';
import type { Plan } from './template/plan.ts';
import { planOf } from './template/read-plan.ts';

export interface LocalRunOptions {
  /** Base port; every other is counted from it. */
  readonly port?: number;
  /** Port of a DynamoDB Local that is up and outlives the run; the run starts one of its own by default. */
  readonly dynamoDbPort?: number | undefined;
  /** The moment at which the run begins; the machine's time by default. */
  readonly startAt?: Date;
  /** Folder with the cloud assembly; cdk.out by default. */
  readonly assembly?: string;
  /** The tag whose value is a resource's short name, by which it is spoken of here; Name by default. */
  readonly nameTag?: string;
  /** Schedules fire only when the clock is moved with `advance`, never by themselves as time passes; they do by default. */
  readonly schedulesWait?: boolean;
  /**
   * Whether CloudWatch is played: figures are kept, alarms ring by the run's clock, and the page for operations is there. Schedules then
   * fire each time in the last two hours of every move of the clock, which takes longer. Not by default.
   */
  readonly watched?: boolean;
  /** Fills the tables before anything reads their streams; nothing by default. */
  readonly seed?: (run: LocalRun) => Promise<void>;
  /** Tells the person at the terminal what is going on; silent by default. */
  readonly say?: (line: string) => void;
  /** Numbers in [0, 1) for faults with a probability. */
  readonly random?: () => number;
  /** Changes what the template asks for before it is played, for example to take a statement away. */
  readonly alter?: (plan: Plan) => Plan;
  /** Is told what each call on a table would cost. Every write is then read twice more; nobody is told by default. */
  readonly billed?: (line: BilledLine) => void;
}

/** An item that appeared on a table's stream. */
export interface CommittedEvent {
  readonly table: string;
  readonly kind: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: Json;
  /** The new image; undefined for what was removed. */
  readonly item: Json | undefined;
  readonly at: Date;
}

interface LocalRunEvents {
  'committed-event': [CommittedEvent];
  email: [Message];
  denied: [Denial];
  /** A function begins its work. */
  begun: [Begun];
  invocation: [Invocation];
  /** A line of a function's log: short name, line. */
  log: [string, string];
  /** Something went wrong that the run cannot put right. */
  trouble: [Error];
}

/** An image as a stream's record has it, where bytes are base 64. */
const plain = (image: object): Record<string, unknown> =>
  unmarshall(
    Object.fromEntries(
      Object.entries(image as Record<string, AttributeValue>).map(([name, value]) => [
        name,
        value.B === undefined ? value : { B: Buffer.from(String(value.B), 'base64') },
      ]),
    ),
  );

const IDLE_LIMIT_MILLISECONDS = 300_000;
/** At the end of each move of a watched run's clock every firing is played: what rings on silence looks back less. */
const WHOLE_MILLISECONDS = 2 * 3_600_000;
const LOOK_MILLISECONDS = 5_000;

interface Started {
  readonly dynamoDb: DynamoDb;
  readonly sqs: Sqs;
  readonly clock: Clock;
}

export class LocalRun extends EventEmitter<LocalRunEvents> {
  readonly plan: Plan;
  readonly endpoints: Endpoints;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly usage = new Usage();
  readonly logs = new KeptLogs();
  /** While somebody wants to be told what calls on tables cost. */
  readonly bill: Bill | undefined;
  readonly judge: Judge;
  readonly denials: Denial[] = [];
  readonly dynamoDb: DynamoDb;
  readonly sqs: Sqs;
  readonly ses: Ses;
  readonly sns: Sns;
  readonly mail: KeptMail;
  readonly s3: S3;
  readonly runner: FunctionRunner;
  /** Where the run is watched. */
  readonly cloudWatch: CloudWatch | undefined;
  #looking: NodeJS.Timeout | undefined;
  #advancing = false;
  readonly #guardDuty: GuardDuty;
  readonly #sources: EventSources;
  readonly #servers: Server[] = [];
  /** Calls on AWS that are still carried out, also those of a function that has died since. */
  #callsUnderWay = 0;
  readonly #port: number;
  #stopping: Promise<void> | undefined;

  private constructor(options: LocalRunOptions, plan: Plan, { dynamoDb, sqs, clock }: Started) {
    super();
    this.#port = options.port ?? DEFAULT_PORT;
    this.plan = plan;
    this.dynamoDb = dynamoDb;
    this.sqs = sqs;
    this.bill = options.billed && new Bill(dynamoDb, plan.tables, options.billed);
    this.clock = clock;
    this.faults = new Faults(options.random);
    this.endpoints = endpointsOf(this.#port, plan);
    this.judge = new Judge(gatherPolicies(plan.resources));
    this.mail = new KeptMail(mailFolder(this.#port));
    const bus = new EventBus({
      rules: plan.eventRules,
      queues: plan.queues,
      judge: this.judge,
      sqs,
      now: () => this.clock.now(),
    });
    this.ses = new Ses({
      events: plan.mailEvents,
      bus,
      mail: this.mail,
      identities: plan.identities,
      configurationSets: plan.configurationSets,
      ...(plan.receiptRuleSet === undefined ? {} : { ruleSet: plan.receiptRuleSet }),
      now: () => this.clock.now(),
    });
    this.sns = new Sns({ resources: plan.resources, mail: this.mail, now: () => this.clock.now() });
    this.#guardDuty = new GuardDuty({
      plans: plan.malwareScans,
      buckets: plan.buckets,
      judge: this.judge,
      bus,
    });
    this.s3 = new S3({
      bus,
      guardDuty: this.#guardDuty,
      buckets: plan.buckets,
      queues: plan.queues,
      judge: this.judge,
      sqs,
      now: () => this.clock.now(),
    });
    this.runner = new FunctionRunner({
      functions: plan.functions,
      clock: this.clock,
      environmentOf: (name) => this.environmentOf(name),
      guard: dynamoDb,
    });
    this.#sources = new EventSources({
      plan,
      clock: this.clock,
      runner: this.runner,
      judge: this.judge,
      sqs,
      dynamoDb,
      schedulesWait: options.schedulesWait ?? false,
      onRecord: (table, record) =>
        this.emit('committed-event', {
          table,
          kind: record.eventName,
          keys: plain(record.dynamodb.Keys ?? {}),
          item: record.dynamodb.NewImage && plain(record.dynamodb.NewImage),
          at: new Date(record.dynamodb.ApproximateCreationDateTime * 1_000),
        }),
      onAge: (name, milliseconds) => this.cloudWatch?.figures.streamed(name, milliseconds),
    });
    this.cloudWatch = options.watched
      ? new CloudWatch({
          ...plan,
          sqs,
          judge: this.judge,
          sns: this.sns,
          now: () => this.clock.now(),
        })
      : undefined;
    this.#relayEvents();
  }

  static async start(options: LocalRunOptions): Promise<LocalRun> {
    const port = options.port ?? DEFAULT_PORT;
    await refuseTakenPorts(port);
    const folder = options.assembly ?? path.resolve(import.meta.dirname, '../../cdk.out');
    const assembly = readAssembly(folder, {
      httpApiUrl: at(port, 'pages'),
      awsUrl: at(port, 'aws'),
      ...(options.nameTag === undefined ? {} : { nameTag: options.nameTag }),
    });
    const planned = planOf(assembly);
    const plan = options.alter?.(planned) ?? planned;
    const say = options.say ?? (() => undefined);
    const clock = movableClock(options.startAt);
    const [dynamoDb, sqs] = await Promise.all([
      options.dynamoDbPort === undefined
        ? DynamoDb.start({ port: port + offsets.dynamoDb, say })
        : DynamoDb.at(options.dynamoDbPort),
      Sqs.start(plan.queues, () => clock.now().getTime()),
    ]);
    const run = new LocalRun(options, plan, { dynamoDb, sqs, clock });
    try {
      await dynamoDb.createTables(plan.tables);
      run.#guardDuty.enable();
      await run.#openGateway();
      await options.seed?.(run);
      await run.#openDoors();
      await run.#sources.start();
      run.#lookByItself(options.schedulesWait ?? false);
    } catch (error) {
      await run.stop();
      throw error;
    }
    dynamoDb.onExit((code) => {
      if (!run.#stopping)
        run.emit('trouble', new LocalRunError(`DynamoDB Local ended by itself (${code ?? 'killed'}).`));
    });
    return run;
  }

  get port(): number {
    return this.#port;
  }

  /** What was sent, the oldest first, as far as it is kept: `mail.sent` counts all. */
  get messages(): readonly Message[] {
    return this.ses.messages;
  }

  /** The function with this short name. @throws LocalRunError when there is none */
  functionNamed(shortName: string): Plan['functions'][number] {
    const found = this.plan.functions.find((one) => one.shortName === shortName);
    if (!found)
      throw new LocalRunError(
        `There is no function ${shortName}. There are: ${this.plan.functions.map((one) => one.shortName).join(', ')}.`,
      );
    return found;
  }

  /** What wakes functions, and whether it is enabled; schedules by name. */
  get sources(): Pick<EventSources, 'triggers' | 'setTrigger' | 'clocks' | 'setClock'> {
    return this.#sources;
  }

  /** Starts a function once by hand, by its short name, and waits for what comes of it. @throws LocalRunError when there is none */
  invoke(shortName: string, event: unknown): Promise<InvocationOutcome> {
    return this.runner.invoke(this.functionNamed(shortName).name, event, 'a person');
  }

  /** Kills every process of a function, by its short name. @returns how many there were */
  killInstances(shortName: string): number {
    return this.runner.killInstances(this.functionNamed(shortName).name);
  }

  /** Kills one function's process, a busy one if there is any. @returns the function's short name */
  killRandomInstance(random: () => number = Math.random): string | undefined {
    const name = this.runner.killRandomInstance(random);
    return this.plan.functions.find((one) => one.name === name)?.shortName;
  }

  /**
   * Waits until nothing more will happen before the clock moves: queues, streams and functions have nothing to do.
   *
   * @throws LocalRunError when that takes longer than five minutes (or the given time)
   */
  async idle(limitMilliseconds = IDLE_LIMIT_MILLISECONDS): Promise<void> {
    const until = performance.now() + limitMilliseconds;
    let quiet = 0;
    while (quiet < 2) {
      if (this.#stopping) return;
      quiet = this.#callsUnderWay === 0 && (await this.#sources.isIdle()) ? quiet + 1 : 0;
      if (quiet < 2) await new Promise((resolve) => setTimeout(resolve, 25));
      if (performance.now() > until)
        throw new LocalRunError(
          `The pipeline was still busy after ${limitMilliseconds / 1_000} seconds. The functions' logs say with what.`,
        );
    }
  }

  /**
   * Moves the clock, step by step: whatever would have happened on the way happens, in order, and is finished before
   * the clock moves on.
   *
   * @param target a duration (`2d`, `3h`, `1d12h`) or a moment (`to 2026-11-24T09:00`, London time)
   * @param limitMilliseconds the longest that one step may take to be finished, by the machine's clock
   * @throws LocalRunError for a target that cannot be read or lies in the past
   */
  async advance(target: string | Date, limitMilliseconds = IDLE_LIMIT_MILLISECONDS): Promise<Date> {
    const until = typeof target === 'string' ? momentAfter(this.clock.now(), target) : target;
    if (!until || until < this.clock.now())
      throw new LocalRunError(
        `"${String(target)}" is not a later moment. Say 2d, 3h, 30m, or to 2026-11-24T09:00.`,
      );
    this.#sources.pause();
    this.#advancing = true;
    try {
      await this.idle(limitMilliseconds);
      const firings = this.#firingsUntil(until);
      for (;;) {
        const next = [firings[0]?.at, this.#sources.nextReturnUntil(until)]
          .filter((moment) => moment !== undefined)
          .toSorted((a, b) => a.getTime() - b.getTime())[0];
        const due = next ?? until;
        await this.cloudWatch?.look(due);
        if (due > this.clock.now()) this.clock.moveTo(due);
        const now = firings.filter((one) => one.at <= due);
        firings.splice(0, now.length);
        await this.#sources.catchUp(now);
        await this.idle(limitMilliseconds);
        if (!next) return this.clock.now();
      }
    } finally {
      this.#advancing = false;
      this.#sources.resume();
    }
  }

  #firingsUntil(until: Date): Firing[] {
    if (this.cloudWatch === undefined) return this.#sources.firingsUntil(until);
    const wholeFrom = new Date(until.getTime() - WHOLE_MILLISECONDS);
    if (wholeFrom > this.clock.now()) this.cloudWatch.leaptTo(wholeFrom);
    return this.#sources.firingsUntil(until, wholeFrom);
  }

  /** As time passes by itself. @param waits nothing happens by itself here */
  #lookByItself(waits: boolean): void {
    if (this.cloudWatch === undefined || waits) return;
    this.#looking = setInterval(() => {
      const trouble = (error: unknown) => {
        if (!this.#stopping) this.emit('trouble', error as Error);
      };
      if (!this.#advancing) this.cloudWatch?.look(this.clock.now()).catch(trouble);
    }, LOOK_MILLISECONDS);
    this.#looking.unref();
  }

  /** Ends every process and closes every port; the second call waits for the first. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    clearInterval(this.#looking);
    await this.#sources.stop();
    await this.runner.stop();
    await Promise.all(
      this.#servers.map((server) => {
        if (server instanceof HttpServer) server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      }),
    );
    await this.sqs.stop();
    await this.dynamoDb.stop();
    this.mail.remove();
  }

  /** Writes down in a run that is watched what there is to be counted and read. */
  #watch({ figures, logs }: CloudWatch): void {
    const groups = new Map(this.plan.functions.map((one) => [one.name, one.logGroup]));
    this.ses.on('became', (configurationSet, what) => figures.mailed(configurationSet, what));
    this.runner.on('log', (name, line) => {
      figures.logged(line);
      logs.written(groups.get(name) ?? name, line);
    });
    this.runner.on('invocation', ({ functionName, ...ran }) => {
      figures.ran(functionName, ran.milliseconds, ran.outcome.kind === 'failed');
      logs.ran(groups.get(functionName) ?? functionName, ran);
    });
  }

  #relayEvents(): void {
    if (this.cloudWatch !== undefined) this.#watch(this.cloudWatch);
    this.ses.on('message', (message) => this.emit('email', message));
    this.judge.on('denied', (denial) => {
      this.denials.push(denial);
      this.emit('denied', denial);
    });
    const shortNames = new Map(this.plan.functions.map((one) => [one.name, one.shortName]));
    const short = (name: string) => shortNames.get(name) ?? name;
    this.runner.on('begun', (one) => this.emit('begun', { ...one, functionName: short(one.functionName) }));
    this.runner.on('invocation', (one) =>
      this.emit('invocation', { ...one, functionName: short(one.functionName) }),
    );
    this.runner.on('log', (name, line) => {
      this.logs.keep(short(name), line, this.clock.now());
      this.emit('log', short(name), line);
    });
  }

  async #openGateway(): Promise<void> {
    const keys = new Map(this.plan.functions.map((one) => [accessKeyOf(one.name, this.plan), one]));
    const { plan, dynamoDb, sqs, ses, sns, s3, judge, faults, usage } = this;
    const server = gateway({
      plan,
      dynamoDb,
      sqs,
      ses,
      sns,
      s3,
      judge,
      faults,
      usage,
      ...(this.bill ? { bill: this.bill } : {}),
      secrets: new Secrets(this.plan.secrets, () => this.clock.now()),
      callerOf: (key) => {
        if (key === this.endpoints.accessKeyId) return { caller: undefined };
        return keys.has(key) ? { caller: keys.get(key) } : undefined;
      },
      onCall: (carriedOut) => {
        this.#callsUnderWay += 1;
        void carriedOut.finally(() => {
          this.#callsUnderWay -= 1;
        });
      },
      onTableWrite: () => this.#sources.poke(),
      onQueue: (url) => this.cloudWatch?.lookedInto(url.slice(url.lastIndexOf('/') + 1)),
      onStruck: (call, kind) => {
        if (call.service === 'dynamodb' && (kind === 'throttle' || kind === 'server-error'))
          this.cloudWatch?.figures.tableFailed(kind, call);
      },
      onTrouble: (error) => {
        if (!this.#stopping) this.emit('trouble', error instanceof Error ? error : new Error(String(error)));
      },
    });
    this.#servers.push(await listen(server, this.#port, 'aws'));
  }

  async #openDoors(): Promise<void> {
    const api = apiServer(this.plan, this.clock, this.judge, this.runner, ({ apiId }, status, milliseconds) =>
      this.cloudWatch?.figures.answered(apiId, status, milliseconds),
    );
    this.#servers.push(await listen(api, this.#port, 'pages'));
    this.#servers.push(await listen(createServer(mailbox(this.mail)), this.#port, 'mailbox'));
    if (this.cloudWatch !== undefined) {
      const ops = opsPages({ cloudWatch: this.cloudWatch, now: () => this.clock.now() });
      this.#servers.push(await listen(createServer(ops), this.#port, 'ops'));
    }
    const inbound = inboundMail({
      rules: () => (this.ses.takesIn() ? this.plan.receiptRules : []),
      buckets: this.plan.buckets,
      s3: this.s3,
      now: () => this.clock.now(),
      onTrouble: (error) => this.emit('trouble', error instanceof Error ? error : new Error(String(error))),
    });
    this.#servers.push(await listen(inbound, this.#port, 'smtp'));
  }

  /** What a function's own environment holds beside its variables: whose credentials, and where AWS is. */
  environmentOf(functionName: string): Record<string, string> {
    return {
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: accessKeyOf(functionName, this.plan),
      AWS_SECRET_ACCESS_KEY: 'local-run-only',
      AWS_ENDPOINT_URL: this.endpoints.aws,
    };
  }
}

const accessKeyOf = (functionName: string, plan: Plan) =>
  `LOCALFUNCTION${plan.functions.findIndex((one) => one.name === functionName)}`;

/** Starts a local run and waits until it is ready. */
export const startLocalRun = (options: LocalRunOptions = {}): Promise<LocalRun> => LocalRun.start(options);
