import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalRun } from '../../infra/local-aws/local-run.ts';
import { synthesizeFixture } from './fixture/app.ts';

const PORT = 23_500;
let folder: string;
beforeAll(() => {
  folder = synthesizeFixture(30);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function start(port: number): Promise<{ child: ChildProcess; pids: number[] }> {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'fixture/run.ts'), folder, String(port)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('[')) return { child, pids: JSON.parse(line) as number[] };
  throw new Error('The run ended before it was ready.');
}

test.each([
  ['SIGKILL', PORT],
  ['SIGINT', PORT + 10],
] as const)('%s leaves no process behind, not even a function in a busy loop', async (signal, port) => {
  const { child, pids } = await start(port);
  expect(pids.length).toBe(2);
  expect(pids.every(alive)).toBe(true);
  child.kill(signal);
  await once(child, 'exit');
  await expect.poll(() => pids.filter(alive), { timeout: 120_000 }).toEqual([]);
});

test('a taken port is named, with what to do', async () => {
  const squatter = createServer().listen(PORT + 21, '127.0.0.1');
  await once(squatter, 'listening');
  await expect(startLocalRun({ port: PORT + 20, assembly: folder })).rejects.toThrow(
    /Port 23521 \(mailbox\) is taken.*npm start -- --port/,
  );
  squatter.close();
});

test('a run without a template says how to make one', async () => {
  await expect(startLocalRun({ port: PORT + 30, assembly: '/nowhere' })).rejects.toThrow('npm run synth');
});
