import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { movableClock } from '../../infra/local-aws/clock.ts';
import type { InvocationOutcome } from '../../infra/local-aws/functions/function-instance.ts';
import { httpApi, routeFor } from '../../infra/local-aws/functions/http-api.ts';
import type { RoutePlan } from '../../infra/local-aws/template/plan.ts';

const route = (routeKey: string, timeoutMilliseconds = 5_000): RoutePlan => ({
  routeKey,
  apiId: 'a',
  functionArn: 'f',
  timeoutMilliseconds,
});

describe('routes', () => {
  const keys = [
    '$default',
    'GET /a/{id}',
    'GET /a/fixed',
    'ANY /a/{id}',
    'GET /b/{rest+}',
    'POST /a/{id}/yes',
  ];
  test.each([
    ['GET', '/a/1', 'GET /a/{id}', { id: '1' }],
    ['GET', '/a/fixed', 'GET /a/fixed', {}],
    ['PUT', '/a/x%20y', 'ANY /a/{id}', { id: 'x y' }],
    ['GET', '/b/c/d', 'GET /b/{rest+}', { rest: 'c/d' }],
    ['GET', '/a/1/yes', '$default', {}],
    ['POST', '/a/1/yes', 'POST /a/{id}/yes', { id: '1' }],
  ])('%s %s goes to %s', (method, path, key, parameters) => {
    const found = routeFor(
      keys.map((one) => route(one)),
      method,
      path,
    );
    expect([found?.route.routeKey, found?.parameters]).toEqual([key, parameters]);
  });

  test('what no route knows is found nowhere', () => {
    expect(routeFor([route('GET /a')], 'GET', '/b')).toBeUndefined();
  });
});

interface Asked {
  headers: Record<string, string>;
  cookies?: string[];
  queryStringParameters?: Record<string, string>;
  body?: string;
  isBase64Encoded: boolean;
}

let server: Server;
let base = '';
let asked: Asked[] = [];

const answers: Record<string, () => Promise<InvocationOutcome | undefined>> = {
  'GET /slow': () => new Promise(() => undefined),
  'GET /broken': async () => ({ kind: 'failed', error: { errorType: 'E', errorMessage: 'secret detail' } }),
  'GET /forbidden': async () => undefined,
  'GET /bare': async () => ({ kind: 'returned', payload: '{"a":1}' }),
  'GET /image': async () => ({
    kind: 'returned',
    payload: JSON.stringify({
      statusCode: 203,
      body: 'AAEC',
      isBase64Encoded: true,
      cookies: ['x=1', 'y=2'],
      headers: { 'X-Y': 'z' },
    }),
  }),
};

beforeAll(async () => {
  const routes = [...Object.keys(answers), 'POST /echo'].map((key) =>
    route(key, key === 'GET /slow' ? 50 : 5_000),
  );
  server = httpApi({
    routes,
    clock: movableClock(),
    invoke: async ({ routeKey }, event) => {
      asked.push(event as Asked);
      return answers[routeKey]?.() ?? { kind: 'returned', payload: '{"statusCode":200}' };
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('answers', () => {
  test.each([
    ['/nowhere', 404, 'Not Found'],
    ['/slow', 503, 'Service Unavailable'],
    ['/broken', 500, 'Internal Server Error'],
    ['/forbidden', 500, 'Internal Server Error'],
  ])('%s: %i, as API Gateway says it', async (path, status, message) => {
    const response = await fetch(base + path);
    expect([response.status, await response.json()]).toEqual([status, { message }]);
  });

  test('without a status code the whole answer is a JSON body', async () => {
    const response = await fetch(`${base}/bare`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ a: 1 });
  });

  test('bytes, cookies and headers', async () => {
    const response = await fetch(`${base}/image`);
    expect(response.status).toBe(203);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 1, 2]);
    expect(response.headers.getSetCookie()).toEqual(['x=1', 'y=2']);
    expect(response.headers.get('x-y')).toBe('z');
  });

  test('a body beyond 6 MB is refused before any function sees it', async () => {
    asked = [];
    const response = await fetch(`${base}/echo`, { method: 'POST', body: Buffer.alloc(6 * 1024 * 1024 + 1) });
    expect([response.status, asked.length]).toEqual([413, 0]);
  });
});

describe('what the function is given', () => {
  const post = async (
    headers: Record<string, string | string[]>,
    body: string,
    query = '',
  ): Promise<Asked> => {
    asked = [];
    await new Promise<void>((resolve, reject) => {
      const outgoing = request(`${base}/echo${query}`, { method: 'POST', headers }, (response) => {
        response.resume().on('end', () => resolve());
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
    const [event] = asked;
    if (!event) throw new Error('The function was not called.');
    return event;
  };

  test('text as text, a form in base64', async () => {
    expect(await post({ 'content-type': 'application/json' }, '{"é":1}')).toMatchObject({
      body: '{"é":1}',
      isBase64Encoded: false,
    });
    const form = await post({ 'content-type': 'application/x-www-form-urlencoded' }, 'a=b');
    expect(form).toMatchObject({ body: Buffer.from('a=b').toString('base64'), isBase64Encoded: true });
  });

  test('headers and queries that come twice are joined; cookies stand apart', async () => {
    const event = await post({ 'x-a': ['1', '2'], cookie: 'p=1; q=2' }, '', '?k=1&k=2&l=%C3%A9');
    expect(event.headers['x-a']).toBe('1,2');
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.cookies).toEqual(['p=1', 'q=2']);
    expect(event.queryStringParameters).toEqual({ k: '1,2', l: 'é' });
  });
});
