/** Opens ports on the loopback address, and says clearly when one is taken. */
import { createServer, type Server } from 'node:net';
import { offsets } from './endpoints.ts';
import { LocalRunError } from './local-run-error.ts';

const HOST = '127.0.0.1';

const taken = (base: number, part: string, port: number) =>
  new LocalRunError(
    `Port ${port} (${part}) is taken, perhaps by another local run. Stop that (npm run local -- stop), or start this one elsewhere: npm start -- --port ${base + 100}.`,
  );

export async function listen<Listening extends Server>(
  server: Listening,
  base: number,
  part: keyof typeof offsets,
): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<Listening>();
  const port = base + offsets[part];
  server.once('error', (error: NodeJS.ErrnoException) =>
    reject(error.code === 'EADDRINUSE' ? taken(base, part, port) : error),
  );
  server.listen(port, HOST, () => resolve(server));
  return promise;
}

/** @throws LocalRunError naming the first port of a run that is taken */
export async function refuseTakenPorts(base: number): Promise<void> {
  for (const part of Object.keys(offsets) as (keyof typeof offsets)[]) {
    const probe = await listen(createServer(), base, part);
    await new Promise((resolve) => probe.close(resolve));
  }
}
