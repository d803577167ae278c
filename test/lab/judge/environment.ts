/** Python environments for the judges: one each, since their requirements contradict one another. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const OLDEST = [3, 10];

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly errors: string;
}

/** Runs a program to its end. Never throws for what the program says: that is in the answer. @throws Error when it cannot be started */
export function run(
  command: string,
  args: readonly string[],
  cwd = root,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ran> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => {
    out += piece.toString();
  });
  child.stderr.on('data', (piece: Buffer) => {
    errors += piece.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, errors }));
  });
}

async function python(): Promise<string> {
  for (const name of ['python3', 'python']) {
    const asked = await run(name, ['--version']).catch(() => undefined);
    const [, major, minor] = /^Python (\d+)\.(\d+)/.exec(asked?.out ?? '') ?? [];
    if (Number(major) === OLDEST[0] && Number(minor) >= (OLDEST[1] ?? 0)) return name;
  }
  throw new Error(
    `The judges need Python ${OLDEST.join('.')} or later, with venv. On Debian: apt install python3-venv.`,
  );
}

/** Makes the environment of a judge, unless it stands with the same requirements. @returns the folder of its programs */
export async function environmentOf(judge: string): Promise<string> {
  const requirements = path.join(import.meta.dirname, 'requirements', `${judge}.txt`);
  const folder = path.join(root, '.cache/judges', judge);
  const programs = path.join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
  const stamp = path.join(folder, 'requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return programs;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  for (const [command, args] of [
    [await python(), ['-m', 'venv', folder]],
    [path.join(programs, 'python'), ['-m', 'pip', 'install', '--quiet', '-r', requirements]],
  ] as const) {
    const { status, errors } = await run(command, args);
    if (status !== 0) throw new Error(`The environment of ${judge} could not be made:\n${errors}`);
  }
  writeFileSync(stamp, wanted);
  return programs;
}
