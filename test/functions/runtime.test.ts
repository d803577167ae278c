import type { Context, SQSEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import type { CommitOutcome } from '../../shared/ports/case-store.ts';
import { commitWithRetry, TooContended } from '../../shared/runtime/commit-with-retry.ts';
import { eachMessage, eachStreamRecord } from '../../shared/runtime/each-record.ts';
import { linkLifetimeDays, linkUrl, signLink, verifyLink } from '../../shared/runtime/links.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { PermanentFailure } from '../../shared/runtime/permanent-failure.ts';
import { readMessage } from '../../shared/runtime/read-message.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { aCase, aCaseChange, anEvent } from '../builders.ts';
import { RecordingLog, RecordingMeter, streamTools } from './recorders.ts';

const record = (messageId: string, body: string) =>
  ({
    messageId,
    body,
    attributes: { ApproximateReceiveCount: '1' },
  }) as unknown as SQSEvent['Records'][number];

describe('settings', () => {
  const schema = z.object({ CASES_TABLE: z.string().min(1), PAGES_URL: z.url() });

  test('all problems are told at once, and no value is', () => {
    const attempt = () => readSettings(schema, { PAGES_URL: 'hunter2' });
    expect(attempt).toThrow(/CASES_TABLE is not set/);
    expect(attempt).toThrow(/PAGES_URL is not usable/);
    expect(attempt).not.toThrow(/hunter2/);
  });

  test('what is there is read, and nothing else comes along', () => {
    expect(
      readSettings(schema, { CASES_TABLE: 'cases', PAGES_URL: 'https://a.example', PATH: '/bin' }),
    ).toEqual({
      CASES_TABLE: 'cases',
      PAGES_URL: 'https://a.example',
    });
  });
});

describe('each message', () => {
  test('ends done, retried or quarantined, and the batch goes on', async () => {
    const kept: { id: string; code: string; words: string }[] = [];
    const done: string[] = [];
    const log = new RecordingLog();
    const meter = new RecordingMeter();
    const handle = eachMessage(
      async ({ id, body }) => {
        if (body === 'bad') throw new PermanentFailure('not-json', 'It is not JSON.');
        if (body === 'later') throw new Error('The table is busy.');
        done.push(id);
      },
      { log, meter, quarantine: { keep: async ({ id }, reason) => void kept.push({ id, ...reason }) } },
    );
    const response = await handle({
      Records: [record('1', 'bad'), record('2', 'later'), record('3', 'good')],
    });
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: '2' }]);
    expect(done).toEqual(['3']);
    expect(kept).toEqual([{ id: '1', code: 'not-json', words: 'It is not JSON.' }]);
    expect(meter.total(metricNames.referralsQuarantined)).toBe(1);
    expect(log.lines).toMatchObject([
      { code: 'MESSAGE_QUARANTINED', particulars: { messageId: '1', reason: 'not-json' } },
      { code: 'MESSAGE_RETRIED', particulars: { messageId: '2', tried: '1' } },
    ]);
  });

  test('a batch in which everything fails reports each message and does not throw', async () => {
    const handle = eachMessage(() => Promise.reject(new Error('down')), {
      log: new RecordingLog(),
      meter: new RecordingMeter(),
      quarantine: { keep: () => Promise.reject(new Error('unexpected')) },
    });
    const response = await handle({ Records: [record('1', ''), record('2', '')] });
    expect(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['1', '2']);
  });

  test('a message that cannot be kept in quarantine is retried: it is never dropped', async () => {
    const handle = eachMessage(() => Promise.reject(new PermanentFailure('x', 'y')), {
      log: new RecordingLog(),
      meter: new RecordingMeter(),
      quarantine: { keep: () => Promise.reject(new Error('queue down')) },
    });
    expect((await handle({ Records: [record('1', '')] })).batchItemFailures).toEqual([
      { itemIdentifier: '1' },
    ]);
  });

  test('none is begun that the invocation has no time to end: it goes back whole', async () => {
    const begun: string[] = [];
    const log = new RecordingLog();
    let left = 30_000;
    const handle = eachMessage(
      async ({ id }) => {
        begun.push(id);
        left -= 8_000;
      },
      {
        log,
        meter: new RecordingMeter(),
        quarantine: { keep: () => Promise.reject(new Error('unexpected')) },
      },
    );
    const context = { getRemainingTimeInMillis: () => left } as Context;
    const Records = ['1', '2', '3', '4'].map((id) => record(id, ''));
    const { batchItemFailures } = await handle({ Records }, context);
    expect(begun).toEqual(['1', '2']);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['3', '4']);
    expect(log.lines[0]).toMatchObject({
      particulars: { messageId: '3' },
      cause: { name: 'OutOfTime', message: 'The messages before it took the time; it was not begun.' },
    });
    left = 15_000;
    await handle({ Records: [record('5', '')] }, context);
    expect(begun).toEqual(['1', '2', '5']);
  });

  test('and each record of a stream is begun when the one before it has ended', async () => {
    const told: string[] = [];
    const slowly = async (id: string) => {
      told.push(`${id} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      told.push(`${id} ends`);
    };
    const inTurn = ['1 begins', '1 ends', '2 begins', '2 ends'];
    await eachMessage(({ id }) => slowly(id), streamTools())({ Records: [record('1', ''), record('2', '')] });
    expect(told.splice(0)).toEqual(inTurn);
    const Records = ['1', '2'].map((SequenceNumber) => ({ dynamodb: { SequenceNumber } }));
    await eachStreamRecord(
      ({ dynamodb }) => slowly(dynamodb?.SequenceNumber ?? ''),
      streamTools(),
    )({ Records });
    expect(told).toEqual(inTurn);
  });

  test('a stream record that says nothing at all is put aside by itself', async () => {
    const tools = streamTools();
    await eachStreamRecord(() => Promise.reject(new PermanentFailure('x', 'y')), tools)({ Records: [{}] });
    expect(tools.quarantine.snapshot()).toEqual([
      { id: 'unnumbered', body: '{"dynamodb":{}}', reason: { code: 'x', words: 'y' } },
    ]);
    expect(tools.log.lines[0]).toMatchObject({ particulars: { reason: 'x' } });
    const failing = streamTools();
    const records = [{ dynamodb: { SequenceNumber: '7' } }];
    await eachStreamRecord(() => Promise.reject(new Error('down')), failing)({ Records: records });
    expect(failing.log.lines[0]).toMatchObject({ particulars: { sequenceNumber: '7' } });
  });

  test('a failed stream record is named by its sequence number', async () => {
    const handle = eachStreamRecord(async ({ dynamodb }) => {
      if (dynamodb?.SequenceNumber === '20') throw new Error('no');
    }, streamTools());
    const response = await handle({
      Records: ['10', '20', '30'].map((SequenceNumber) => ({ dynamodb: { SequenceNumber } })),
    });
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: '20' }]);
  });

  test('a stream record that nobody can read is put aside: where it stands, not what it says', async () => {
    const tools = streamTools();
    const done: string[] = [];
    const handle = eachStreamRecord(async ({ dynamodb }) => {
      if (dynamodb?.SequenceNumber === '20') throw new PermanentFailure('cannot-be-relayed', 'Too new.');
      done.push(dynamodb?.SequenceNumber ?? '');
    }, tools);
    const Keys = { pk: { S: 'TRAIL#NTS-7F3K-2M9Q' }, sk: { S: 'EVENT#000002' } };
    const response = await handle({
      Records: ['10', '20', '30'].map((SequenceNumber) => ({
        eventName: 'INSERT' as const,
        dynamodb: { SequenceNumber, Keys, NewImage: { ...Keys, body: { S: 'Zebedee Canary-Marker' } } },
      })),
    });
    expect(response.batchItemFailures).toEqual([]);
    expect(done).toEqual(['10', '30']);
    expect(tools.quarantine.snapshot()).toEqual([
      {
        id: '20',
        body: JSON.stringify({ eventName: 'INSERT', dynamodb: { Keys, SequenceNumber: '20' } }),
        reason: { code: 'cannot-be-relayed', words: 'Too new.' },
      },
    ]);
    expect(tools.meter.total(metricNames.eventsQuarantined)).toBe(1);
  });

  test('a stream record that could not be put aside is tried again', async () => {
    const handle = eachStreamRecord(
      async () => {
        throw new PermanentFailure('cannot-be-relayed', 'Too new.');
      },
      { ...streamTools(), quarantine: { keep: () => Promise.reject(new Error('TimeoutError')) } },
    );
    const response = await handle({ Records: [{ dynamodb: { SequenceNumber: '10' } }] });
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: '10' }]);
  });
});

describe('reading a message', () => {
  const accepted = ['referral-received.v1', 'referral-amended.v1'] as const;
  const reasonFor = (body: string): PermanentFailure => {
    try {
      readMessage(body, accepted);
    } catch (error) {
      if (error instanceof PermanentFailure) return error;
      throw error;
    }
    throw new Error('It was read.');
  };
  const received = anEvent('referral-received.v1');

  test('a good one is the event', () => {
    expect(readMessage(JSON.stringify(received), accepted)).toEqual(received);
  });

  test.each([
    ['not-json', '{'],
    ['not-an-event', '[]'],
    ['not-an-event', '"hello"'],
    ['not-an-event', 'null'],
    ['unknown-type', JSON.stringify({ ...received, type: 'weather-changed.v1' })],
    ['unknown-type', JSON.stringify(anEvent('case-paused.v1'))],
    ['unknown-version', JSON.stringify({ ...received, type: 'referral-received.v9' })],
    ['invalid-fields', JSON.stringify({ ...received, at: 'yesterday' })],
  ])('%s', (code, body) => {
    expect(reasonFor(body).code).toBe(code);
  });

  test('the fields at fault are named, with what they should hold', () => {
    const bad = { ...received, data: { ...received.data, referralId: 7, channel: 'pigeon' } };
    const { message } = reasonFor(JSON.stringify(bad));
    expect(message).toMatch(/data\.referralId: .*string/);
    expect(message).toMatch(/data\.channel: .*form/);
  });

  test('the reason never repeats what the message said', () => {
    void fc.assert(
      fc.property(fc.constantFrom('type', 'at', 'id', 'actor', 'data', 'referralId', 'channel'), (field) => {
        const marker = 'Amina Testperson 2009-05-17';
        const bad = {
          ...received,
          [field]: marker,
          ...(field === 'referralId' || field === 'channel'
            ? { data: { ...received.data, [field]: marker } }
            : {}),
          ...(field === 'id' ? { id: [marker] } : {}),
        };
        expect(reasonFor(JSON.stringify(bad)).message).not.toContain('Amina');
      }),
    );
  });
});

describe('links', () => {
  const key = new FixedSigningKey('k'.repeat(64));
  const claims = {
    for: 'offer',
    council: 'E10000014',
    caseId: 'NTS-7F3K-2M9Q',
    offerId: '1-1',
    version: 2,
  } as const;
  const now = '2026-11-23T09:00:00.000Z';
  const daysLater = (days: number) => new Date(Date.parse(now) + days * 86_400_000).toISOString();

  test('a link opens its page with what was signed', async () => {
    const token = await signLink(key, claims, now);
    const signedAt = Date.parse(now) / 1_000;
    expect(await verifyLink(key, token, 'offer', daysLater(1))).toEqual({ kind: 'valid', claims, signedAt });
    expect(linkUrl('https://pages.example', 'offer', token)).toBe(`https://pages.example/offers/${token}`);
  });

  test('it opens no other page', async () => {
    const token = await signLink(key, claims, now);
    expect((await verifyLink(key, token, 'coordinator', now)).kind).toBe('invalid');
  });

  test('it expires, and says so', async () => {
    const token = await signLink(key, claims, now);
    expect((await verifyLink(key, token, 'offer', daysLater(linkLifetimeDays.offer + 1))).kind).toBe(
      'expired',
    );
  });

  test('whatever is changed in it, it is invalid', async () => {
    const token = await signLink(key, claims, now);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const forged = Buffer.from(
      JSON.stringify({ ...claims, council: 'E10000015', exp: 9e9, iss: 'national-transfer-scheme' }),
    );
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const bad of [
      '',
      'x',
      token.slice(0, -4),
      `${header}.${forged.toString('base64url')}.${signature}`,
      `${unsigned}.${payload}.`,
      await signLink(new FixedSigningKey('other'.repeat(10)), claims, now),
    ])
      expect((await verifyLink(key, bad, 'offer', now)).kind).toBe('invalid');
  });

  test('by a key that is turned it opens until the overlap ends, and then says that it is too old', async () => {
    const turned = new FixedSigningKey('k'.repeat(64));
    const old = await signLink(turned, claims, now);
    // As links were signed before they named their key.
    const unnamed = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('national-transfer-scheme')
      .setIssuedAt(Date.parse(now) / 1_000)
      .setExpirationTime(Date.parse(daysLater(30)) / 1_000)
      .sign(await turned.read());
    turned.turn('n'.repeat(64));
    const fresh = await signLink(turned, claims, now);
    for (const token of [old, unnamed, fresh])
      expect(await verifyLink(turned, token, 'offer', now)).toMatchObject({ kind: 'valid', claims });
    turned.endOverlap();
    expect((await verifyLink(turned, fresh, 'offer', now)).kind).toBe('valid');
    expect((await verifyLink(turned, old, 'offer', now)).kind).toBe('expired');
    expect((await verifyLink(turned, unnamed, 'offer', now)).kind).toBe('invalid');
    // Also when its own time is over by now.
    expect((await verifyLink(turned, old, 'offer', daysLater(90))).kind).toBe('expired');
    // Turned in a hurry while two overlap: nobody remembers the one that fell out.
    turned.turn('m'.repeat(64));
    turned.turn('l'.repeat(64));
    turned.endOverlap();
    expect((await verifyLink(turned, fresh, 'offer', now)).kind).toBe('invalid');
  });

  test('that somebody made up is invalid and not too old, also when it names a key that was ours', async () => {
    const turned = new FixedSigningKey('k'.repeat(64));
    const old = await signLink(turned, claims, now);
    const stranger = new FixedSigningKey('stranger'.repeat(8));
    const madeUp = await signLink(stranger, claims, now);
    const [header = ''] = old.split('.');
    const [, payload = ''] = madeUp.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const named = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', kid })
      .setIssuer('national-transfer-scheme')
      .setIssuedAt(Date.parse(now) / 1_000)
      .setExpirationTime(Date.parse(daysLater(30)) / 1_000)
      .sign(await stranger.read());
    const bad = [madeUp, named, `${header}.${payload}.${madeUp.split('.')[2]}`, `${header}.${payload}.`];
    const held = () => Promise.all(bad.map((token) => verifyLink(turned, token, 'offer', now)));
    const invalid = bad.map(() => ({ kind: 'invalid' }));
    expect(await held()).toEqual(invalid);
    turned.turn('n'.repeat(64));
    expect(await held()).toEqual(invalid);
    turned.endOverlap();
    expect(await held()).toEqual(invalid);
    expect((await verifyLink(turned, old, 'offer', now)).kind).toBe('expired');
  });

  test('by a key that another instance has taken up already, it opens here too', async () => {
    const elsewhere = new FixedSigningKey('k'.repeat(64));
    elsewhere.turn('n'.repeat(64));
    const stale = new FixedSigningKey('k'.repeat(64));
    const here = {
      read: () => stale.read(),
      all: (afresh?: boolean) => (afresh === true ? elsewhere.all() : stale.all()),
      former: () => stale.former(),
    };
    expect((await verifyLink(here, await signLink(elsewhere, claims, now), 'offer', now)).kind).toBe('valid');
  });
});

describe('committing', () => {
  const tools = (...outcomes: CommitOutcome[]) => {
    const log = new RecordingLog();
    const meter = new RecordingMeter();
    const waits: number[] = [];
    return {
      log,
      meter,
      waits,
      cases: { commit: async () => outcomes.shift() ?? ({ kind: 'committed' } as const) },
      pause: async (milliseconds: number) => void waits.push(milliseconds),
    };
  };
  const changed = { kind: 'changed', change: aCaseChange({ case: aCase() }) } as const;

  test('a lost race is decided again on a fresh reading', async () => {
    const kit = tools({ kind: 'lost-race', over: 'case' }, { kind: 'lost-race', over: 'rota' });
    const attempts: number[] = [];
    const outcome = await commitWithRetry(kit, async ({ number }) => {
      attempts.push(number);
      return changed;
    });
    expect(outcome).toBe(changed);
    expect(attempts).toEqual([1, 2, 3]);
    expect(kit.meter.total(metricNames.commitConflicts)).toBe(2);
  });

  test('a council whose place is gone is named to the next attempt', async () => {
    const kit = tools({ kind: 'no-place', council: 'E10000014' });
    const seen: string[][] = [];
    await commitWithRetry(kit, async ({ full }) => {
      seen.push([...full]);
      return changed;
    });
    expect(seen).toEqual([[], ['E10000014']]);
  });

  test('it gives up after five times, and says that later may help', async () => {
    const kit = tools(...Array.from({ length: 9 }, () => ({ kind: 'lost-race', over: 'rota' }) as const));
    await expect(commitWithRetry(kit, async () => changed)).rejects.toThrow(TooContended);
    expect(kit.waits).toHaveLength(5);
    expect(Math.max(...kit.waits)).toBeLessThanOrEqual(200);
  });

  test('nothing is committed when nothing changes', async () => {
    const kit = { ...tools(), cases: { commit: () => Promise.reject(new Error('unexpected')) } };
    const unchanged = { kind: 'unchanged', words: 'Done before.' } as const;
    expect(await commitWithRetry(kit, async () => unchanged)).toBe(unchanged);
  });
});
