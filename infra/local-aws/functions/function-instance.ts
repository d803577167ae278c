/** One instance of a function: a child process with the bundle, and the Lambda Runtime API that it talks to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Clock } from '../clock.ts';
import type { FunctionPlan } from '../template/plan.ts';

const boot = path.join(import.meta.dirname, 'boot.mjs');
const runtimeClient = pathToFileURL(
  path.join(path.dirname(createRequire(import.meta.url).resolve('aws-lambda-ric/package.json')), 'index.mjs'),
).href;

const compileCache = path.resolve(import.meta.dirname, '../../../.cache/compiled');

export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type InvocationOutcome =
  | { readonly kind: 'returned'; readonly payload: string }
  | { readonly kind: 'failed'; readonly error: FunctionError };

export interface InstanceOptions {
  readonly plan: FunctionPlan;
  readonly clock: Clock;
  /** The environment that the function sees beside its own variables: credentials, endpoint. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onLog: (line: string) => void;
}

interface Running {
  readonly requestId: string;
  timer: NodeJS.Timeout | undefined;
  settle(outcome: InvocationOutcome): void;
}

/** Lambda ends an instance whose start takes longer than this, and so does the local run. */
const INIT_SECONDS = 10;
const MEMORY_WATCH_MILLISECONDS = 250;
const OUTPUT_ERROR = /heap out of memory|Reached heap limit/;

export class FunctionInstance {
  readonly #options: InstanceOptions;
  readonly #server: Server;
  readonly #child: ChildProcess;
  /** A runtime that asks for its next invocation and waits for the answer. */
  #waiting: ServerResponse | undefined;
  #pending: { event: string; running: Running } | undefined;
  #running: Running | undefined;
  #ended = false;
  #endedBecause: FunctionError | undefined;
  #initError: FunctionError | undefined;
  #onEnd: () => void = () => undefined;

  private constructor(options: InstanceOptions, server: Server) {
    this.#options = options;
    this.#server = server;
    server.on('request', (request, response) => this.#answer(request, response));
    const { plan } = options;
    this.#child = spawn(
      process.execPath,
      [
        '--max-semi-space-size=4',
        `--max-old-space-size=${Math.max(32, Math.floor(plan.memoryMegabytes * 0.9))}`,
        boot,
      ],
      {
        cwd: plan.codeFolder,
        env: environmentOf(options, (server.address() as AddressInfo).port),
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        detached: process.platform !== 'win32',
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream)
        createInterface({ input: stream }).on('line', (line) => {
          if (OUTPUT_ERROR.test(line)) this.#endedBecause ??= outOfMemory();
          options.onLog(line);
        });
    this.#child.on('error', (error) =>
      this.#end({ errorType: 'Runtime.ExitError', errorMessage: error.message }),
    );
    // 'close' comes after the last output, which may say that the heap was full.
    this.#child.on('close', (code, signal) =>
      this.#end({
        errorType: 'Runtime.ExitError',
        errorMessage: `Runtime exited with error: ${signal ? `signal: ${signal}` : `exit status ${code}`}`,
      }),
    );
  }

  static async start(options: InstanceOptions): Promise<FunctionInstance> {
    const server = createServer({ keepAliveTimeout: 0 });
    const { promise, resolve } = Promise.withResolvers<void>();
    server.listen(0, '127.0.0.1', resolve);
    await promise;
    return new FunctionInstance(options, server);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The most memory that it ever held, in megabytes, where the system shows it (Linux). */
  get peakMegabytes(): number | undefined {
    return peakMegabytesOf(this.#child.pid);
  }

  get ended(): boolean {
    return this.#ended;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  onEnd(listener: () => void): void {
    this.#onEnd = listener;
  }

  /** Runs the handler once. Never throws: what goes wrong is the outcome. */
  async invoke(event: string, requestId: string = randomUUID()): Promise<InvocationOutcome> {
    const { promise, resolve } = Promise.withResolvers<InvocationOutcome>();
    if (this.#ended)
      return {
        kind: 'failed',
        error: this.#endedBecause ?? {
          errorType: 'Runtime.ExitError',
          errorMessage: 'The instance has ended',
        },
      };
    const watch = setInterval(() => this.#watchMemory(), MEMORY_WATCH_MILLISECONDS);
    const running: Running = {
      requestId,
      // Until the runtime asks for its work, what runs is the start.
      timer: setTimeout(() => this.#timeOut(requestId, INIT_SECONDS), INIT_SECONDS * 1_000),
      settle: (outcome) => {
        clearTimeout(running.timer);
        clearInterval(watch);
        this.#running = undefined;
        resolve(outcome);
      },
    };
    this.#running = running;
    this.#pending = { event, running };
    this.#deliver();
    return promise;
  }

  /** Ends the process at once, as a crash or a lost host would. */
  kill(
    because: FunctionError = {
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: signal: killed',
    },
  ): void {
    this.#endedBecause ??= because;
    this.#child.kill('SIGKILL');
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    if (this.#ended) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#child.once('close', () => resolve());
    this.kill();
    await promise;
  }

  #deliver(): void {
    if (!this.#waiting || !this.#pending) return;
    const { plan, clock } = this.#options;
    const { event, running } = this.#pending;
    clearTimeout(running.timer);
    running.timer = setTimeout(
      () => this.#timeOut(running.requestId, plan.timeoutSeconds),
      plan.timeoutSeconds * 1_000,
    );
    const deadline = clock.now().getTime() + plan.timeoutSeconds * 1_000;
    this.#waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': running.requestId,
      'lambda-runtime-deadline-ms': String(deadline),
      'lambda-runtime-invoked-function-arn': plan.arn,
      'lambda-runtime-trace-id': `Root=1-${Math.floor(deadline / 1_000).toString(16)}-${running.requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`,
      'local-run-clock-offset': String(clock.offsetMilliseconds),
    });
    this.#waiting.end(event);
    this.#waiting = undefined;
    this.#pending = undefined;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '';
    if (url.endsWith('/invocation/next')) {
      this.#waiting = response;
      const rss = Number(request.headers['local-run-rss'] ?? 0);
      if (rss > this.#options.plan.memoryMegabytes * 1024 * 1024) this.kill(outOfMemory());
      else this.#deliver();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      response.writeHead(202).end();
      if (url.endsWith('/init/error')) {
        this.#initError = JSON.parse(body) as FunctionError;
        return;
      }
      const running = this.#running;
      if (!running || !url.includes(`/invocation/${running.requestId}/`)) return;
      if (url.endsWith('/response')) running.settle({ kind: 'returned', payload: body });
      else running.settle({ kind: 'failed', error: JSON.parse(body) as FunctionError });
    });
  }

  #timeOut(requestId: string, seconds: number): void {
    this.kill({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
    });
  }

  #watchMemory(): void {
    const resident = residentMegabytes(this.#child.pid);
    if (resident !== undefined && resident > this.#options.plan.memoryMegabytes) this.kill(outOfMemory());
  }

  #end(because: FunctionError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#endedBecause ??= this.#initError ?? because;
    this.#server.closeAllConnections();
    this.#server.close();
    this.#running?.settle({ kind: 'failed', error: this.#endedBecause });
    this.#onEnd();
  }
}

const outOfMemory = (): FunctionError => ({
  errorType: 'Runtime.OutOfMemory',
  errorMessage: 'Runtime exited with error: signal: killed (out of memory)',
});

/** Memory of a process where the system shows it (Linux); elsewhere the runtime reports its own between invocations. */
function residentMegabytes(pid: number | undefined): number | undefined {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return (pages * 4_096) / (1024 * 1024);
  } catch {
    return undefined;
  }
}

function peakMegabytesOf(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

function environmentOf(options: InstanceOptions, runtimePort: number): Record<string, string> {
  const { plan, clock } = options;
  return {
    ...plan.environment,
    ...options.environment,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: plan.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: plan.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${randomUUID().replaceAll('-', '')}`,
    ...(plan.jsonLogs ? { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' } : {}),
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${runtimePort}`,
    _HANDLER: plan.handler,
    LAMBDA_TASK_ROOT: plan.codeFolder,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: process.env.PATH ?? '',
    LOCAL_RUN_CLOCK_OFFSET: String(clock.offsetMilliseconds),
    LOCAL_RUN_RUNTIME_CLIENT: runtimeClient,
    LOCAL_RUN_COMPILE_CACHE: compileCache,
  };
}
