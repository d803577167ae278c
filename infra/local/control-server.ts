/** The door through which `npm run local` drives a run: status, advance, stop. */
import { createServer, type Server } from 'node:http';
import type { LocalRun } from '../local-aws/local-run.ts';
import { LocalRunError } from '../local-aws/local-run-error.ts';

export interface Status {
  readonly now: string;
  readonly queues: Readonly<Record<string, { ready: number; inFlight: number; delayed: number }>>;
  readonly messages: number;
  readonly instances: number;
  readonly denials: number;
}

async function statusOf(run: LocalRun): Promise<Status> {
  const queues: Record<string, Awaited<ReturnType<LocalRun['sqs']['depth']>>> = {};
  for (const queue of run.plan.queues) queues[queue.shortName] = await run.sqs.depth(queue.url);
  return {
    now: run.clock.now().toISOString(),
    queues,
    messages: run.mail.sent,
    instances: run.runner.instanceCount,
    denials: run.denials.length,
  };
}

/** @param stop ends the whole run */
export function controlServer(run: LocalRun, stop: () => void): Server {
  let advancing: Promise<unknown> = Promise.resolve();
  return createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://control');
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    // A page in a browser must not be able to move the clock: browsers send an Origin with what they post.
    if (request.headers.origin !== undefined) return send(403, { error: 'Not for browsers.' });
    try {
      if (request.method === 'GET' && url.pathname === '/status') return send(200, await statusOf(run));
      if (request.method === 'POST' && url.pathname === '/advance') {
        const step = advancing.then(() => run.advance(url.searchParams.get('by') ?? ''));
        advancing = step.catch(() => undefined);
        return send(200, { now: (await step).toISOString() });
      }
      if (request.method === 'POST' && url.pathname === '/stop') {
        send(200, { stopping: true });
        return stop();
      }
      send(404, { error: 'Know only /status, /advance and /stop.' });
    } catch (error) {
      send(error instanceof LocalRunError ? 400 : 500, {
        error: error instanceof Error ? error.message : String(error),
      });
    }
  });
}
