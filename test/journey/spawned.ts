/** `npm start` as a person starts it: a process of its own, with whatever it starts in turn. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const projectFolder = path.resolve(import.meta.dirname, '../..');

export interface Spawned {
  readonly child: ChildProcess;
  /** Everything it has said so far. */
  said(): string;
  /** Its exit code and signal, once it is over. */
  readonly over: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
  /** Waits until it says this. @throws Error with what it said instead, when it ends or takes too long */
  says(words: string, seconds?: number): Promise<void>;
  /** Sends a signal to it and to what runs in its group, as a terminal does. */
  signal(name: NodeJS.Signals): void;
}

export function npmStart(args: readonly string[], folder = projectFolder): Spawned {
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  const over = new Promise<readonly [number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('close', (code, signal) => resolve([code, signal])),
  );
  return {
    child,
    over,
    said: () => text,
    async says(words, seconds = 120) {
      const until = performance.now() + seconds * 1_000;
      while (!text.includes(words)) {
        if (performance.now() > until || child.exitCode !== null || child.signalCode !== null)
          throw new Error(`npm start did not say "${words}". It said:\n${text}`);
        await wait(50);
      }
    },
    signal(name) {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, name);
      } catch {
        // Nobody is left in the group.
      }
    },
  };
}

/** Ids of every process below one, from the system's table of processes. */
export function descendantsOf(pid: number): readonly number[] {
  const table = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    table.flatMap(([child = 0, of]) => (of === parent ? [child, ...below(child)] : []));
  return below(pid);
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Which of these processes are still there after a while; a process that takes longer to end was left behind. */
export async function leftOf(pids: readonly number[], seconds = 10): Promise<readonly number[]> {
  const until = performance.now() + seconds * 1_000;
  while (pids.some(isAlive) && performance.now() < until) await wait(50);
  return pids.filter(isAlive);
}
