import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { freeBasePort } from './a-run.ts';
import { npmStart, projectFolder, type Spawned } from './spawned.ts';

let run: Spawned | undefined;
afterEach(() => run?.signal('SIGKILL'));

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
  run.signal('SIGINT');
  await run.over;
});
