/** Plays an HTTP API (API Gateway v2) with Lambda proxy integrations, payload format 2.0. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { ACCOUNT } from '../template/physical-names.ts';
import type { RoutePlan } from '../template/plan.ts';
import type { InvocationOutcome } from './function-instance.ts';

export interface HttpApiOptions {
  readonly routes: readonly RoutePlan[];
  readonly clock: Clock;
  /** Calls the route's function; answers undefined when the API may not. */
  invoke(route: RoutePlan, event: unknown): Promise<InvocationOutcome | undefined>;
  /** Told of each answer that a route gave. */
  onAnswered?(route: RoutePlan, status: number, milliseconds: number): void;
}

/** Lambda takes 6 MB in one call; API Gateway answers 413 beyond. */
const BIGGEST_BODY = 6 * 1024 * 1024;

export function httpApi(options: HttpApiOptions): Server {
  return createServer((request, response) => {
    handle(options, request, response).catch(() => plain(response, 500, 'Internal Server Error'));
  });
}

async function handle(
  options: HttpApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(`http://local${request.url ?? '/'}`);
  const matched = routeFor(options.routes, request.method ?? 'GET', url.pathname);
  if (!matched) return plain(response, 404, 'Not Found');
  const from = performance.now();
  response.once('finish', () =>
    options.onAnswered?.(matched.route, response.statusCode, performance.now() - from),
  );
  const body = await bodyOf(request);
  if (!body) return plain(response, 413, 'Request Entity Too Large');
  const event = eventOf(request, url, body, matched, options.clock.now());
  const timeout = new Promise<'timeout'>((resolve) => {
    setTimeout(() => resolve('timeout'), matched.route.timeoutMilliseconds).unref();
  });
  const outcome = await Promise.race([options.invoke(matched.route, event), timeout]);
  if (outcome === 'timeout') return plain(response, 503, 'Service Unavailable');
  if (outcome?.kind !== 'returned') return plain(response, 500, 'Internal Server Error');
  reply(request, response, outcome.payload);
}

export interface MatchedRoute {
  readonly route: RoutePlan;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The most specific route: a full path before a greedy one before `$default`, a method before ANY. */
export function routeFor(
  routes: readonly RoutePlan[],
  method: string,
  path: string,
): MatchedRoute | undefined {
  const candidates = routes.flatMap((route) => {
    if (route.routeKey === '$default') return [{ route, parameters: {}, rank: 9 }];
    const [wanted = '', pattern = ''] = route.routeKey.split(' ');
    if (wanted !== 'ANY' && wanted !== method) return [];
    const parameters = parametersOf(pattern, path);
    if (!parameters) return [];
    return [
      {
        route,
        parameters,
        rank: (pattern.includes('+}') ? 4 : pattern.includes('{') ? 2 : 0) + Number(wanted === 'ANY'),
      },
    ];
  });
  return candidates.toSorted(
    (a, b) => a.rank - b.rank || b.route.routeKey.length - a.route.routeKey.length,
  )[0];
}

function parametersOf(pattern: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const expression = pattern
    .replaceAll(/[.*?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) => {
      names.push(name);
      return greedy ? '(.+)' : '([^/]+)';
    });
  const found = new RegExp(`^${expression}/?$`).exec(path);
  if (!found) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Undefined when it is too big. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BIGGEST_BODY) chunks.push(chunk);
  }
  return size > BIGGEST_BODY ? undefined : Buffer.concat(chunks);
}

/** What API Gateway hands on as text; anything else, forms among it, comes base64-encoded. */
const isText = (contentType: string) =>
  /^(text\/|application\/(json|xml|javascript))|\+(json|xml)\b/.test(contentType);

function eventOf(request: IncomingMessage, url: URL, body: Buffer, matched: MatchedRoute, now: Date) {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headersDistinct))
    if (value && name !== 'cookie') headers[name] = value.join(',');
  const host = request.headers.host ?? 'localhost';
  headers['x-forwarded-for'] = '127.0.0.1';
  headers['x-forwarded-port'] = host.split(':')[1] ?? '80';
  headers['x-forwarded-proto'] = 'http';
  const cookies = (request.headers.cookie ?? '').split(/;\s*/).filter(Boolean);
  const query: Record<string, string> = {};
  for (const name of new Set(url.searchParams.keys())) query[name] = url.searchParams.getAll(name).join(',');
  const text = isText(request.headers['content-type'] ?? '');
  return {
    version: '2.0',
    routeKey: matched.route.routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookies.length ? { cookies } : {}),
    headers,
    ...(Object.keys(query).length ? { queryStringParameters: query } : {}),
    ...(Object.keys(matched.parameters).length ? { pathParameters: matched.parameters } : {}),
    requestContext: {
      accountId: ACCOUNT,
      apiId: matched.route.apiId,
      domainName: host.split(':')[0],
      domainPrefix: host.split(/[.:]/)[0],
      http: {
        method: request.method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: matched.route.routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length ? { body: body.toString(text ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !text,
  };
}

interface ProxyAnswer {
  statusCode?: number;
  headers?: Record<string, string | number | boolean>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

function reply(request: IncomingMessage, response: ServerResponse, payload: string): void {
  const answer = JSON.parse(payload || 'null') as ProxyAnswer | string | null;
  // Without a status code, format 2.0 takes the whole answer for a JSON body.
  const shaped: ProxyAnswer =
    typeof answer === 'object' && answer !== null && 'statusCode' in answer
      ? answer
      : {
          statusCode: 200,
          headers: { 'content-type': 'application/json' },
          body: typeof answer === 'string' ? answer : payload,
        };
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(shaped.headers ?? {}))
    headers[name.toLowerCase()] = String(value);
  if (shaped.cookies?.length) headers['set-cookie'] = shaped.cookies;
  const body = Buffer.from(shaped.body ?? '', shaped.isBase64Encoded ? 'base64' : 'utf8');
  headers['content-type'] ??= 'text/plain;charset=UTF-8';
  headers['content-length'] = String(body.length);
  response.writeHead(Number(shaped.statusCode ?? 200), headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function plain(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message }));
}
