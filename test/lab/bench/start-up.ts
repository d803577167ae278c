/** What starting each function costs, against the smallest handler that calls AWS at all: bytes, milliseconds, instructions. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer, type Server } from 'node:tls';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { bundle, bundleOf, projectRoot } from '../../../infra/constructs/bundled-code.ts';
import type { StartUpTrick } from '../../../infra/constructs/start-up-tricks.ts';
import { defined } from '../../../shared/core/defined.ts';
import type { Run } from '../../journey/a-run.ts';
import { firstCalls, startAtRest } from './first-calls.ts';
import { median } from './measure.ts';

const run = promisify(execFile);
const RUNS = 3;
/** One tick of progress, for whoever waits. */
const tell = (words: string) => process.stderr.write(`  ${words}\n`);

export interface StartUp {
  readonly name: string;
  readonly bytes: number;
  /** Medians, milliseconds. */
  readonly imported: number;
  readonly firstCall: number;
  /** Executed by import and first call together, as valgrind counts them without a just-in-time compiler. */
  readonly instructions?: number;
  /** How far two counts of the same thing were apart, in millionths; of the smallest handler only. */
  readonly apartPpm?: number;
}

/** What every function is set beside. */
export const smallest = 'smallest handler';
const again = `${smallest}, again`;

/** A certificate that only these measurements trust. @throws Error where openssl is not installed */
function certificate(folder: string): { readonly key: string; readonly cert: string } {
  const made = { key: path.join(folder, 'key.pem'), cert: path.join(folder, 'cert.pem') };
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 30';
  const { status, error } = spawnSync('openssl', [
    ...words.split(' '),
    '-keyout',
    made.key,
    '-out',
    made.cert,
  ]);
  if (status !== 0)
    throw new Error('The bench needs openssl for a certificate of its own.', { cause: error });
  return made;
}

/** AWS as functions meet it: the local run's, behind TLS. */
async function behindTls(
  port: number,
  { key, cert }: { readonly key: string; readonly cert: string },
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
    const there = connect(port, '127.0.0.1');
    const end = () => void [socket.destroy(), there.destroy()];
    socket.on('error', end).pipe(there);
    there.on('error', end).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `https://localhost:${(server.address() as AddressInfo).port}` };
}

const script = path.join(import.meta.dirname, 'cold-start.mjs');

export const hasValgrind = (): boolean => spawnSync('valgrind', ['--version']).status === 0;
/** Addresses that differ from run to run change how tables of them are walked. */
const sameAddresses = spawnSync('setarch', ['-R', 'true']).status === 0 ? ['setarch', '-R'] : [];

/** Instructions of a whole process. @throws Error with valgrind's words */
async function instructionsOf(args: readonly string[], env: Record<string, string>): Promise<number> {
  const [command = '', ...rest] = [...sameAddresses, 'valgrind'];
  const { stderr } = await run(
    command,
    [
      ...rest,
      '--tool=callgrind',
      '--callgrind-out-file=/dev/null',
      process.execPath,
      '--jitless',
      '--single-threaded',
      '--predictable',
      '--random-seed=1',
      '--hash-seed=1',
      ...args,
    ],
    { env, maxBuffer: 1 << 26 },
  );
  const [, counted] = /Collected : (\d+)/.exec(stderr) ?? [];
  if (counted === undefined) throw new Error(`valgrind counted nothing:\n${stderr.slice(-2_000)}`);
  return Number(counted);
}

interface Measuring {
  readonly folder: string;
  readonly run: Run;
  readonly url: string;
  readonly cert: string;
}

type Files = ReadonlyMap<string, Uint8Array>;

/** Writes a bundle without its source maps, which are read only when something fails. */
function written(
  folder: string,
  name: string,
  files: Files,
): { readonly handler: string; readonly bytes: number } {
  const own = path.join(folder, name.replaceAll(/\W+/g, '-'));
  mkdirSync(own);
  const modules = [...files].filter(([module]) => module.endsWith('.mjs'));
  for (const [module, code] of modules) writeFileSync(path.join(own, module), code);
  return {
    handler: path.join(own, 'handler.mjs'),
    bytes: modules.reduce((bytes, [, code]) => bytes + code.length, 0),
  };
}

/** What the template sets for a function, its own credentials, and where AWS is. */
function environmentOf({ run, url, cert }: Measuring, name: string): Record<string, string> {
  const plan = run.localRun.functionNamed(name);
  const there = Object.entries({ ...plan.environment, ...run.localRun.environmentOf(plan.name) });
  return {
    ...Object.fromEntries(there.map(([key, value]) => [key, value.replace(run.localRun.endpoints.aws, url)])),
    AWS_LAMBDA_FUNCTION_NAME: plan.name,
    NODE_EXTRA_CA_CERTS: cert,
    PATH: process.env.PATH ?? '',
  };
}

interface Once {
  readonly imported: number;
  readonly called: number;
}

const once = async (args: readonly string[], env: Record<string, string>): Promise<Once> => {
  const { stdout, stderr } = await run(process.execPath, args, { env, maxBuffer: 1 << 24 });
  // A call that ends early, or tries again, would be measured as one that works. That an e-mail came back is a warning, and what record-bounce is for.
  const [failure] =
    /^(?!.*"code":"EMAIL_RETURNED").*"level":"(?:ERROR|WARN)".*$/m.exec(stdout + stderr) ?? [];
  if (failure !== undefined) throw new Error(`It did not do its work:\n${failure}`);
  const [, json = ''] = /COLD START (\{.*\})/.exec(stderr) ?? [];
  if (json === '') throw new Error(`It did not start:\n${stderr.slice(-2_000)}`);
  return JSON.parse(json) as Once;
};

/** Every function once, in the order of a referral's life: counted, or timed. */
async function round(
  measuring: Measuring,
  bundles: readonly (readonly [string, string])[],
  number: number,
  found: (name: string, what: Once | number) => void,
): Promise<void> {
  const { run: atRest, folder } = measuring;
  for (const [name, handler] of bundles) {
    tell(`${number === 0 ? 'counts' : `times ${number}`}: ${name}`);
    const event = path.join(folder, 'event.json');
    const wakes = firstCalls[name];
    writeFileSync(event, JSON.stringify((await wakes?.(atRest, number + 1)) ?? {}));
    const args = [script, handler, event, String(atRest.localRun.clock.offsetMilliseconds)];
    const env = environmentOf(measuring, wakes ? name : READER);
    found(name, number === 0 ? await instructionsOf(args, env) : await once(args, env));
  }
}

/** One module, minified, the SDK in it as it comes: what esbuild makes when it is asked for no more. */
const asAnybodyWould = (entry: string): ReadonlyMap<string, Uint8Array> => {
  const { outputFiles } = buildSync({
    absWorkingDir: projectRoot,
    entryPoints: [entry],
    outfile: 'bundle/handler.mjs',
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
  });
  return new Map(outputFiles.map(({ path: file, contents }) => [path.basename(file), contents]));
};

/** A function that may read a case, as the smallest handler does. */
const READER = 'allocate-referral';

/**
 * Measures the smallest handler first, then every function.
 *
 * @param counting with valgrind, a minute or two each
 * @param without what is left out of that which makes bundles start quickly
 */
export async function startUps(
  counting: boolean,
  without: readonly StartUpTrick[],
): Promise<readonly StartUp[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'nts-bench-'));
  const files = certificate(folder);
  const atRest = await startAtRest();
  const { server, url } = await behindTls(Number(new URL(atRest.localRun.endpoints.aws).port), files);
  try {
    const bare = 'test/lab/bench/bare/handler.ts';
    const all: readonly (readonly [string, Files])[] = [
      [smallest, bundleOf(bare, without)],
      [again, bundleOf(bare, without)],
      ['the same, as plain esbuild bundles it', asAnybodyWould(bare)],
      ['Node alone', new Map([['handler.mjs', Buffer.from('export const handler = async () => {};')]])],
      ...Object.keys(firstCalls).map((name) => [name, bundle(name, without)] as const),
    ];
    const bundles = all.map(([name, code]) => ({ name, ...written(folder, name, code) }));
    const measuring: Measuring = { folder, run: atRest, url, cert: files.cert };
    const counts = new Map<string, number>();
    const times = new Map<string, Once[]>();
    for (let number = counting ? 0 : 1; number <= RUNS; number += 1)
      await round(
        measuring,
        bundles.map(({ name, handler }) => [name, handler] as const),
        number,
        (name, what) => {
          if (typeof what === 'number') counts.set(name, what);
          else times.set(name, [...(times.get(name) ?? []), what]);
        },
      );
    const [one = 0, other = 0] = [counts.get(smallest), counts.get(again)];
    return bundles
      .filter(({ name }) => name !== again)
      .map(({ name, bytes }) => ({
        name,
        bytes,
        imported: median((times.get(name) ?? []).map(({ imported }) => imported)),
        firstCall: median((times.get(name) ?? []).map(({ called }) => called)),
        ...defined({ instructions: counts.get(name) }),
        apartPpm: (Math.abs(one - other) / one) * 1e6,
      }));
  } finally {
    server.close();
    await atRest.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
