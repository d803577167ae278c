/** The door through which `npm run local` and `npm run ops` drive a run: what AWS's own services are asked for in an account. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
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

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new LocalRunError('That is no JSON.');
  }
}

interface Asked {
  readonly run: LocalRun;
  readonly query: URLSearchParams;
  readonly body: () => Promise<unknown>;
}

const needed = (query: URLSearchParams, name: string): string => {
  const value = query.get(name);
  if (value === null || value === '') throw new LocalRunError(`Say ${name}.`);
  return value;
};

function logOf({ run, query }: Asked): object {
  const { shortName } = run.functionNamed(needed(query, 'function'));
  const since = new Date(needed(query, 'since'));
  if (Number.isNaN(since.getTime())) throw new LocalRunError('That is no moment.');
  return { lines: run.logs.since(shortName, since, query.get('holding') ?? '') };
}

async function oldestOf({ run, query }: Asked): Promise<object> {
  const name = needed(query, 'queue');
  const queue = run.plan.queues.find(({ shortName }) => shortName === name);
  if (queue === undefined) throw new LocalRunError(`There is no queue ${name}.`);
  return { oldest: (await run.sqs.oldest(queue.name))?.toISOString() };
}

/** What is asked for, by method and path. */
const doors: Readonly<Record<string, (asked: Asked) => object | Promise<object>>> = {
  'GET /status': ({ run }) => statusOf(run),
  'GET /functions': ({ run }) => ({
    functions: run.plan.functions.map(({ shortName: name, arn }) => ({ name, arn })),
  }),
  'POST /functions': async ({ run, query, body }) => ({
    outcome: await run.invoke(needed(query, 'name'), await body()),
  }),
  'GET /triggers': ({ run }) => ({ triggers: run.sources.triggers() }),
  'POST /triggers': ({ run, query }) => {
    run.sources.setTrigger(needed(query, 'id'), query.get('on') === 'true');
    return {};
  },
  'GET /clocks': ({ run }) => ({ clocks: run.sources.clocks() }),
  'POST /clocks': ({ run, query }) => {
    run.sources.setClock(needed(query, 'name'), query.get('on') === 'true');
    return {};
  },
  'GET /oldest': oldestOf,
  'GET /log': logOf,
  'GET /suppressed': ({ run }) => ({ suppressed: run.ses.suppressed }),
  'DELETE /suppressed': ({ run, query }) => ({ was: run.ses.unsuppress(needed(query, 'address')) }),
  'GET /alarm-topic': ({ run }) => ({
    alarmTopic: run.plan.resources.find(({ type }) => type === 'AWS::SNS::Topic')?.arn,
  }),
  'GET /rule-set': ({ run }) => ({ ruleSet: run.ses.ruleSet }),
};

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
      const door = doors[`${request.method} ${url.pathname}`];
      if (door) return send(200, await door({ run, query: url.searchParams, body: () => bodyOf(request) }));
      if (request.method === 'POST' && url.pathname === '/advance') {
        const step = advancing.then(() => run.advance(url.searchParams.get('by') ?? ''));
        advancing = step.catch(() => undefined);
        return send(200, { now: (await step).toISOString() });
      }
      if (request.method === 'POST' && url.pathname === '/stop') {
        send(200, { stopping: true });
        return stop();
      }
      send(404, { error: `Know only ${[...Object.keys(doors), 'POST /advance', 'POST /stop'].join(', ')}.` });
    } catch (error) {
      send(error instanceof LocalRunError ? 400 : 500, {
        error: error instanceof Error ? error.message : String(error),
      });
    }
  });
}
