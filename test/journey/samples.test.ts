import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { readEndpoints } from '../../infra/local-aws/endpoints.ts';
import { freeBasePort } from './a-run.ts';
import { npmStart, projectFolder, type Spawned } from './spawned.ts';

let run: Spawned | undefined;
afterEach(() => run?.signal('SIGKILL'));

/** What `npm run verify` says of the run, which it ends well of. The clock moves on by a minute, for which it waits before the handover. */
async function verified(port: string): Promise<string> {
  const child = spawn('npm', ['run', '-s', 'verify', '--', '--port', port], { cwd: projectFolder });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('The move is arranged') || moved !== undefined) return;
      const control = new URL(readEndpoints(Number(port))?.control ?? '');
      moved = fetch(new URL('/advance?by=1m', control), { method: 'POST' });
    });
  let moved: Promise<unknown> | undefined;
  const [code] = await once(child, 'close');
  await moved;
  expect(code, text).toBe(0);
  return text;
}

test('npm start brings every sample but the last to a handover, by people who answer what the pages offer', {
  timeout: 300_000,
}, async () => {
  const port = String(await freeBasePort());
  run = npmStart(['--port', port, '--at', '2026-11-23T09:00']);
  await run.says('The rest is yours');
  await promisify(execFile)(
    'npm',
    ['run', '-s', 'local', '--', 'advance', 'to 2026-11-24T17:30', '--port', port],
    {
      cwd: projectFolder,
    },
  );
  const ended = () => run?.said().match(/the transfer is complete/g)?.length;
  await expect.poll(ended, { timeout: 120_000, interval: 200 }).toBe(5);
  // After a day everything that runs by the clock has run, and every alarm but those that count mishaps has something to judge by.
  const said = await verified(port);
  expect(said).toMatch(/ok +It counts nowhere/);
  expect(said.match(/later .* no data yet/g) ?? []).toEqual([]);
  expect(said).toContain('All is well.');
  run.signal('SIGINT');
  await run.over;
});
