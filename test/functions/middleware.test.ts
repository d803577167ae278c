/** What every function is put together with, however it ends: its log, its figures, its lines, its clock, its headers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { systemClock } from '../../shared/runtime/clock.ts';
import { logTo, powertoolsLogger } from '../../shared/runtime/log.ts';
import { meterTo, powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { inOwnLines } from '../../shared/runtime/own-lines.ts';
import { pause } from '../../shared/runtime/pause.ts';
import '../../shared/runtime/read-at-once.ts';
import { httpMiddleware, type PageRequest, type PageResponse } from '../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { middleware } from '../../shared/runtime/middleware.ts';
import { unreadableItems } from '../../shared/runtime/unreadable-items.ts';
import { RecordingLog } from './recorders.ts';

/** Hears what Powertools would print, each line read. */
function heard<Printing extends Logger | Metrics>(printing: Printing) {
  const lines: Record<string, unknown>[] = [];
  const keep = (line: string) => void lines.push(JSON.parse(line));
  Object.assign(printing, { console: { log: keep, info: keep, warn: keep, error: keep, debug: keep } });
  return { printing, lines };
}
const logAndMetrics = () => ({ logger: heard(powertoolsLogger()), metrics: heard(powertoolsMetrics()) });
const context = { awsRequestId: 'request-1', functionName: 'some-function' } as Context;

// The tests of pages silence what these tests listen to.
beforeAll(() => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const folder = mkdtempSync(path.join(tmpdir(), 'own-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));
let bundles = 0;
const unheardOf = (): string => {
  bundles += 1;
  return path.join(folder, `${bundles}.mjs`);
};
/** A bundle whose twelfth line is line 3 of a source of ours, and from its eleventh column on line 4. */
function bundle(file = unheardOf()): string {
  const map = { version: 3, sources: ['../src/ours.ts'], names: [], mappings: `${';'.repeat(11)}AAEA,UACA` };
  writeFileSync(`${file}.map`, JSON.stringify(map));
  return file;
}

describe('a place in the bundle is a place in our sources', () => {
  test('with or without a scheme before it, as often as it stands in the stack', () => {
    const file = bundle();
    const stack = `Error: x\n    at f (file://${file}:12:1)\n    at ${file}:12:15`;
    expect(inOwnLines(stack)).toBe('Error: x\n    at f (../src/ours.ts:3:1)\n    at ../src/ours.ts:4:5');
  });

  test('where a map says so: other places stay as they are', () => {
    for (const stack of [
      `at f (${unheardOf()}:10:20)`,
      'at f (node:internal/process/task_queues:103:5)',
      `at f (${bundle().replace('.mjs', '.js')}:12:1)`,
    ])
      expect(inOwnLines(stack)).toBe(stack);
    const beyond = `at f (${bundle()}:0:1)`;
    expect(inOwnLines(beyond)).toBe(beyond);
  });

  test('and its map is read once', () => {
    const file = bundle();
    expect(inOwnLines(`${file}:12:1`)).toBe('../src/ours.ts:3:1');
    rmSync(`${file}.map`);
    expect(inOwnLines(`${file}:12:1`)).toBe('../src/ours.ts:3:1');
    // What had none has none, however often it is asked for.
    const without = unheardOf();
    expect(inOwnLines(`${without}:12:1`)).toBe(`${without}:12:1`);
    bundle(without);
    expect(inOwnLines(`${without}:12:1`)).toBe(`${without}:12:1`);
  });
});

describe('a line of the log', () => {
  test('is a code, its meaning and particulars, at the level of what happened', () => {
    const { printing, lines } = heard(new Logger({ logLevel: 'INFO' }));
    const log = logTo(printing);
    log.info(logMessages.lostRace, { caseId: 'NTS-7F3K-2M9Q', attempt: 2 });
    log.warn(logMessages.messageQuarantined);
    log.error(logMessages.caseFailed, { caseId: 'NTS-7F3K-2M9Q' });
    expect(lines).toMatchObject([
      { level: 'INFO', ...logMessages.lostRace, caseId: 'NTS-7F3K-2M9Q', attempt: 2 },
      { level: 'WARN', ...logMessages.messageQuarantined },
      { level: 'ERROR', ...logMessages.caseFailed, caseId: 'NTS-7F3K-2M9Q' },
    ]);
    for (const line of lines) expect(line).not.toHaveProperty('error');
  });

  test('says of an error its name, message and place in our sources, and nothing that it carries', () => {
    const { printing, lines } = heard(new Logger());
    const error = Object.assign(new TypeError('It broke.'), { item: 'Canary' });
    error.stack = `TypeError: It broke.\n    at ${bundle()}:12:1`;
    logTo(printing).error(logMessages.caseFailed, {}, error);
    logTo(printing).error(logMessages.caseFailed, {}, 'Canary');
    const bare = new Error('No stack.');
    delete bare.stack;
    logTo(printing).error(logMessages.caseFailed, {}, bare);
    expect(lines).toMatchObject([
      {
        errorName: 'TypeError',
        error: 'It broke.',
        stack: 'TypeError: It broke.\n    at ../src/ours.ts:3:1',
      },
      { error: 'Something that is no Error was thrown' },
      { errorName: 'Error', error: 'No stack.' },
    ]);
    for (const line of lines.slice(1)) expect(line).not.toHaveProperty('stack');
    expect(JSON.stringify(lines)).not.toContain('Canary');
  });
});

test('an item that cannot be read is told of once a run, and anew in the next', () => {
  const log = new RecordingLog();
  const { skip, failIfAny } = unreadableItems(log);
  failIfAny();
  const one = new Error('one');
  for (const error of [one, new Error('one'), new Error('two')]) skip(error);
  expect(log.lines).toMatchObject([
    { level: 'error', code: 'ITEM_UNREADABLE', particulars: {}, cause: one },
    { level: 'error', code: 'ITEM_UNREADABLE', particulars: {}, cause: { message: 'two' } },
  ]);
  expect(failIfAny).toThrow(
    expect.objectContaining({
      name: 'WorkLeftUndone',
      message: expect.stringContaining('2 stored items'),
    }),
  );
  skip(one);
  expect(log.lines).toHaveLength(3);
  expect(failIfAny).toThrow(/1 stored item /);
  expect(failIfAny).not.toThrow();
});

describe('the figures', () => {
  test('count things and measure seconds, each in its unit', () => {
    const { printing, lines } = heard(new Metrics({ namespace: 'NTS', serviceName: 'test' }));
    const meter = meterTo(printing);
    meter.count(metricNames.offersMade);
    meter.count(metricNames.casesOpen, 0);
    meter.seconds(metricNames.timeToOfferSeconds, 12.5);
    printing.publishStoredMetrics();
    expect(lines).toMatchObject([
      {
        _aws: {
          CloudWatchMetrics: [
            {
              Metrics: [
                { Name: metricNames.offersMade, Unit: 'Count' },
                { Name: metricNames.casesOpen, Unit: 'Count' },
                { Name: metricNames.timeToOfferSeconds, Unit: 'Seconds' },
              ],
            },
          ],
        },
        [metricNames.offersMade]: 1,
        [metricNames.casesOpen]: 0,
        [metricNames.timeToOfferSeconds]: 12.5,
      },
    ]);
  });

  test('may be none, without a warning; any other warning is passed on', () => {
    const { warn } = console;
    const warned: unknown[] = [];
    console.warn = (words: unknown) => void warned.push(words);
    try {
      const { printing } = heard(powertoolsMetrics());
      printing.setThrowOnEmptyMetrics(false);
      Object.assign(printing, { disabled: true });
      printing.publishStoredMetrics();
      expect(warned).toEqual([]);
      printing.addDimension('', 'nothing');
      expect(warned).toHaveLength(1);
    } finally {
      console.warn = warn;
    }
  });
});

test('the clock says the present instant as events do, and a pause is as long as it is asked to be', async () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBe(new Date(Date.parse(now)).toISOString());
  expect(Date.parse(now)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(now)).toBeLessThanOrEqual(Date.now());
  const from = performance.now();
  await pause(12);
  expect(performance.now() - from).toBeGreaterThanOrEqual(10);
});

test('contracts are read at once and not compiled first', () => {
  expect(z.config().jitless).toBe(true);
});

describe('a function', () => {
  test('is given its event and context, and answers; its log knows the request and keeps nothing of the one before', async () => {
    const { logger, metrics } = logAndMetrics();
    const handle = middleware<string, string>(logger.printing, metrics.printing, async (event, given) => {
      if (event === 'first') logger.printing.appendKeys({ left: 'behind' });
      logger.printing.info(event);
      return `${event} of ${given.awsRequestId}`;
    });
    expect(await handle('first', context)).toBe('first of request-1');
    expect(await handle('second', { ...context, awsRequestId: 'request-2' })).toBe('second of request-2');
    expect(logger.lines).toMatchObject([
      { message: 'first', function_request_id: 'request-1', left: 'behind' },
      { message: 'second', function_request_id: 'request-2' },
    ]);
    expect(logger.lines[1]).not.toHaveProperty('left');
  });

  test('that fails writes its figures all the same, and fails with places in our sources', async () => {
    const { logger, metrics } = logAndMetrics();
    const stack = `Error: It broke.\n    at ${bundle()}:12:1`;
    const thrown = Object.assign(new Error('It broke.'), { stack });
    const without = Object.assign(new Error('No stack.'), { stack: undefined });
    for (const error of [thrown, without, undefined]) {
      const handle = middleware<string, string>(logger.printing, metrics.printing, () => {
        metrics.printing.setDefaultDimensions({});
        meterTo(metrics.printing).count(metricNames.casesHeld);
        return Promise.reject(error);
      });
      await expect(handle('', context)).rejects.toBe(error);
    }
    expect(thrown.stack).toBe('Error: It broke.\n    at ../src/ours.ts:3:1');
    expect(metrics.lines.map((line) => line[metricNames.casesHeld])).toEqual([1, 1, 1]);
  });
});

describe('a page', () => {
  const policies = {
    'Content-Security-Policy':
      "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'X-Robots-Tag': 'noindex, nofollow',
  };
  const helmet = {
    'Strict-Transport-Security': 'max-age=31536000',
    'X-Content-Type-Options': 'nosniff',
    'X-DNS-Prefetch-Control': 'off',
    'X-Download-Options': 'noopen',
    'X-Frame-Options': 'DENY',
    'X-Permitted-Cross-Domain-Policies': 'none',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Origin-Agent-Cluster': '?1',
  };
  const asked = (event: Partial<APIGatewayProxyEventV2>) =>
    ({
      routeKey: 'GET /offers/{token}',
      rawPath: '/offers/canary',
      headers: {},
      ...event,
    }) as APIGatewayProxyEventV2;
  const serving = (act: (request: PageRequest) => Promise<PageResponse>) => {
    const { logger, metrics } = logAndMetrics();
    const failed = async () => ({ statusCode: 500, headers: { 'Cache-Control': 'private' }, body: 'Sorry.' });
    return {
      lines: logger.lines,
      logger: logger.printing,
      serve: httpMiddleware(logger.printing, metrics.printing, act, failed),
    };
  };

  test('keeps itself and what it was asked to itself, but for what it says otherwise', async () => {
    const { serve } = serving(async () => ({ statusCode: 200, headers: { 'Cache-Control': 'private' } }));
    const { headers } = await serve(asked({}), context);
    expect(headers).toEqual({ ...helmet, ...policies, 'Cache-Control': 'private' });
  });

  test('that fails is answered in our own words; the log has the failure by its route, never by its path', async () => {
    const { serve, lines } = serving(() => Promise.reject(new Error('It broke.')));
    expect(await serve(asked({}), context)).toEqual({
      statusCode: 500,
      body: 'Sorry.',
      headers: expect.objectContaining({ ...policies, 'Cache-Control': 'private' }),
    });
    expect(lines).toMatchObject([
      { ...logMessages.requestFailed, level: 'ERROR', route: 'GET /offers/{token}', error: 'It broke.' },
    ]);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  test('is asked with headers in small letters and a form that is read; what is no form comes as it is', async () => {
    const seen: unknown[] = [];
    const { serve } = serving(async ({ headers, body }) => {
      seen.push([headers['content-type'], body]);
      return { statusCode: 200 };
    });
    const form = 'application/x-www-form-urlencoded';
    await serve(asked({ headers: { 'Content-Type': form }, body: 'a=1&b=2&b=3' }), context);
    await serve(asked({ headers: { 'Content-Type': 'text/plain' }, body: 'a=1' }), context);
    expect(seen).toEqual([
      [form, { a: '1', b: ['2', '3'] }],
      ['text/plain', 'a=1'],
    ]);
  });

  test('leaves nothing in the log of the next', async () => {
    const { serve, lines, logger } = serving(async ({ rawPath }) => {
      if (rawPath === '/first') logger.appendKeys({ left: 'behind' });
      logger.info(rawPath);
      return { statusCode: 200 };
    });
    for (const rawPath of ['/first', '/second']) await serve(asked({ rawPath }), context);
    expect(lines[0]).toHaveProperty('left');
    expect(lines[1]).not.toHaveProperty('left');
  });
});
