/** Synthesizes the template when anything that goes into it has changed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LocalRunError } from '../local-run-error.ts';

const root = path.resolve(import.meta.dirname, '../../..');

export interface SynthesisOptions {
  /** The module that makes the CDK app; like all of these from the project's root. */
  readonly app: string;
  /** Files and folders that the template is made of. */
  readonly sources: readonly string[];
  /** Folders in them that it is not made of. */
  readonly except: readonly string[];
}

/**
 * Makes sure that cdk.out is what the sources say.
 *
 * @returns the folder of the assembly
 * @throws LocalRunError with what CDK said, when it failed
 */
export async function synthesize(options: SynthesisOptions, say: (line: string) => void): Promise<string> {
  return alone(() => synthesizeIfChanged(options, say));
}

async function synthesizeIfChanged(options: SynthesisOptions, say: (line: string) => void): Promise<string> {
  const folder = path.join(root, 'cdk.out');
  const stamp = path.join(root, '.cache', 'synthesized-from');
  const hash = hashOf(options);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash + hashOfTemplates(folder)) return folder;
  say('Synthesizing the template …');
  rmSync(stamp, { force: true });
  await runCdk(options.app, folder);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash + hashOfTemplates(folder));
  return folder;
}

function runCdk(app: string, folder: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(process.execPath, [path.join(root, app)], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: folder, CDK_VALIDATION: 'false', CDK_DISABLE_STACK_TRACE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const keep = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-8_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', reject);
  child.on('exit', (code) => {
    if (code === 0) resolve();
    else reject(new LocalRunError(`The template could not be synthesized. CDK said:\n${said.trim()}`));
  });
  return promise;
}

/** Runs that start side by side share the folder: one synthesizes, the others wait for it. */
async function alone<Result>(work: () => Promise<Result>): Promise<Result> {
  const lock = path.join(root, '.cache', 'synthesizing');
  mkdirSync(path.dirname(lock), { recursive: true });
  while (!taken(lock)) await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  // A lock whose owner is gone was left behind by a run that was killed.
  if (isOver(lock)) rmSync(lock, { force: true });
  return false;
}

function isOver(lock: string): boolean {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Others synthesize into the same folder, with another policy or sender perhaps. */
function hashOfTemplates(folder: string): string {
  const hash = createHash('sha256');
  for (const file of (folderEntries(folder) ?? []).filter((name) => name.endsWith('.template.json')))
    hash.update(readFileSync(path.join(folder, file)));
  return hash.digest('hex');
}

function hashOf({ sources, except }: SynthesisOptions): string {
  const apart = new Set(except);
  const hash = createHash('sha256').update(process.version);
  const visit = (name: string) => {
    const full = path.join(root, name);
    if (apart.has(name) || !existsSync(full)) return;
    const entries = folderEntries(full);
    if (!entries) {
      hash.update(name).update('\0').update(readFileSync(full)).update('\0');
      return;
    }
    for (const entry of entries) visit(`${name}/${entry}`);
  };
  for (const name of sources) visit(name);
  return hash.digest('hex');
}

function folderEntries(full: string): string[] | undefined {
  try {
    return readdirSync(full).toSorted();
  } catch {
    return undefined;
  }
}
