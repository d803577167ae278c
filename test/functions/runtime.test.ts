import type { Context, SQSEvent } from 'aws-lambda';
import * as fc from 'fast-check';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import type { CommitOutcome } from '../../shared/ports/case-store.ts';
import { commitWithRetry } from '../../shared/runtime/commit-with-retry.ts';
import { eachMessage, eachStreamRecord } from '../../shared/runtime/each-record.ts';
import {
  deskOfPage,
  desksOfLink,
  type LinkClaims,
  linkLifetimeDays,
  linkUrl,
  looksOnly,
  signLink,
  verifyLink,
} from '../../shared/runtime/links.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { PermanentFailure, SetAside } from '../../shared/runtime/permanent-failure.ts';
import { readMessage } from '../../shared/runtime/read-message.ts';
import { TooContended } from '../../shared/runtime/retry-on-conflict.ts';
import { readSettings } from '../../shared/runtime/settings.ts';
import { aCase, aCaseChange, aChild, anEvent } from '../builders.ts';
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
    expect(attempt).toThrow(expect.objectContaining({ name: 'UnusableSettings' }));
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

  test('what is set aside is kept apart from what nobody can read, and counted apart', async () => {
    const [unreadable, aside]: [string[], string[]] = [[], []];
    const meter = new RecordingMeter();
    const handle = eachMessage(
      async ({ body }) => {
        throw body === 'spam' ? new SetAside('unknown-sender', 'x') : new PermanentFailure('not-json', 'x');
      },
      {
        log: new RecordingLog(),
        meter,
        quarantine: { keep: async ({ id }) => void unreadable.push(id) },
        setAside: { keep: async ({ id }) => void aside.push(id) },
      },
    );
    const { batchItemFailures } = await handle({
      Records: [record('1', 'spam'), record('2', 'bad'), record('3', 'spam')],
    });
    expect([batchItemFailures, unreadable, aside]).toEqual([[], ['2'], ['1', '3']]);
    expect([
      meter.total(metricNames.referralsQuarantined),
      meter.total(metricNames.messagesSetAside),
    ]).toEqual([1, 2]);
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
    const inOrder = ['1 begins', '1 ends', '2 begins', '2 ends'];
    await eachMessage(({ id }) => slowly(id), streamTools())({ Records: [record('1', ''), record('2', '')] });
    expect(told.splice(0)).toEqual(inOrder);
    const Records = ['1', '2'].map((SequenceNumber) => ({ dynamodb: { SequenceNumber } }));
    await eachStreamRecord(
      ({ dynamodb }) => slowly(dynamodb?.SequenceNumber ?? ''),
      streamTools(),
    )({ Records });
    expect(told).toEqual(inOrder);
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
  const accepted = ['referral-received.v2', 'referral-amended.v2'] as const;
  const reasonFor = (body: string): PermanentFailure => {
    try {
      readMessage(body, accepted);
    } catch (error) {
      if (error instanceof PermanentFailure) return error;
      throw error;
    }
    throw new Error('It was read.');
  };
  const received = anEvent('referral-received.v2');

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
    expect(reasonFor(body)).toMatchObject({ code, name: 'PermanentFailure' });
  });

  test('what is missing from an event of no type is said, whatever stands in its place', () => {
    for (const body of ['{}', '7', JSON.stringify({ type: 7 }), JSON.stringify({ type: ['a.v1'] })])
      expect(reasonFor(body).code).toBe('not-an-event');
  });

  test.each([
    ['case-paused.v1', 'Events "case-paused.v1" are not taken here.'],
    ['case-paused', 'Events "case-paused" are not taken here.'],
    ['case-paused.v1234', 'Events "case-paused.v1234" are not taken here.'],
    ['case-paused.v12345', 'Events of this kind are not taken here.'],
    ['case-paused.canary', 'Events of this kind are not taken here.'],
    ['case-paused.canary v1', 'Events of this kind are not taken here.'],
    ['case-paused.v1 canary', 'Events of this kind are not taken here.'],
    ['case-paused.v1.canary', 'Events of this kind are not taken here.'],
    ['canary.v1', 'Events of this kind are not taken here.'],
  ])('%s is told by its type only where that is one of ours', (type, words) => {
    const { code, message } = reasonFor(JSON.stringify({ ...received, type }));
    expect([code, message]).toEqual([
      'unknown-type',
      `${words} Taken: referral-received.v2, referral-amended.v2.`,
    ]);
  });

  test('a version that is not known is told with those that are', () => {
    for (const [type, named] of [
      ['referral-received.v9', '"referral-received.v9"'],
      ['referral-received.v9.canary', 'of this kind'],
    ] as const) {
      const { code, message } = reasonFor(JSON.stringify({ ...received, type }));
      expect([code, message]).toEqual([
        'unknown-version',
        `This version of the event is not known: ${named}. Known: referral-received.v2.`,
      ]);
    }
  });

  test('ten fields at fault are listed; of more it is said how many', () => {
    const faulty = (count: number) => {
      const children = Array.from({ length: count }, (_, at) => ({ ...aChild({ number: at + 1 }), sex: 7 }));
      const facts = { ...received.data.facts, children };
      return reasonFor(JSON.stringify({ ...received, data: { ...received.data, facts } })).message;
    };
    const named = (message: string) => message.match(/data\.facts\.children\.\d+\.sex: /g)?.length;
    expect([named(faulty(10)), faulty(10)]).toEqual([10, expect.not.stringContaining('more.')]);
    expect([named(faulty(12)), faulty(12)]).toEqual([10, expect.stringMatching(/; and 2 more\.$/)]);
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

  const caseId = 'NTS-7F3K-2M9Q';
  const inSession = true;
  const signInId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
  test.each<readonly [LinkClaims, path: string, desk: string, seconds: number]>([
    [{ ...claims, inSession }, '/offers', 'council:E10000014', 30 * 86_400],
    [
      { for: 'capacity', council: 'E10000014', region: 'E12000008', version: 0, inSession },
      '/capacity',
      'council:E10000014',
      30 * 86_400,
    ],
    [
      { for: 'coordinator', caseId, version: 3, seeOnly: true, readBy: 'E12000008', inSession },
      '/cases',
      'coordinators',
      60 * 86_400,
    ],
    [
      { for: 'transfer', council: 'E10000014', caseId, version: 4, inSession },
      '/transfers',
      'council:E10000014',
      60 * 86_400,
    ],
    [
      { for: 'entry', authority: 'E10000016', caseId, version: 5, inSession },
      '/referrals',
      'council:E10000016',
      60 * 86_400,
    ],
    [
      { for: 'sign-in', council: 'E10000014', signInId, contact: 'duty-desk', to: '/refer' },
      '/sign-in',
      'council:E10000014',
      15 * 60,
    ],
    [{ for: 'coordinator-sign-in', signInId, contact: 'second' }, '/coordinators', 'coordinators', 15 * 60],
    [
      { for: 'region', region: 'E12000008', caseId, version: 6, inSession },
      '/regions',
      'smp-lead:E12000008',
      30 * 86_400,
    ],
    [
      { for: 'lead-sign-in', region: 'E12000008', signInId, contact: 'second' },
      '/leads',
      'smp-lead:E12000008',
      15 * 60,
    ],
    [{ for: 'reader-sign-in', signInId, person: signInId }, '/readers', 'readers', 15 * 60],
  ])(
    'a link opens its page, for its desk, for its time and to the second',
    async (link, path, desk, seconds) => {
      const token = await signLink(key, link, now);
      const later = (passed: number) => new Date(Date.parse(now) + passed * 1_000).toISOString();
      const signedAt = Date.parse(now) / 1_000;
      expect(await verifyLink(key, token, link.for, later(seconds - 1))).toEqual({
        kind: 'valid',
        claims: link,
        signedAt,
      });
      expect(await verifyLink(key, token, link.for, later(seconds))).toEqual({
        kind: 'expired',
        claims: link,
      });
      expect(linkUrl('https://pages.example', link.for, token)).toBe(`https://pages.example${path}/${token}`);
      expect(deskOfPage(link)).toBe(desk);
      expect(desksOfLink(link)).toContain(looksOnly(link) ? 'coordinators' : desk);
    },
  );

  test.each<readonly [string, LinkClaims]>([
    ['another contact', { for: 'coordinator-sign-in', signInId, contact: 'third' as never }],
    ['a capacity without a region', { for: 'capacity', council: 'E10000014', region: '', version: 1 }],
    ['a session that it denies', { ...claims, inSession: false as never }],
    ['a sight that it denies', { for: 'coordinator', caseId, version: 1, seeOnly: false as never }],
    ['a reader of no region', { for: 'coordinator', caseId, version: 1, seeOnly: true, readBy: '' }],
    ['a version before the first', { ...claims, version: -1 }],
  ])('%s is no link of ours, whoever signed it', async (_, link) => {
    const token = await signLink(key, link, now);
    expect(await verifyLink(key, token, link.for, now)).toEqual({ kind: 'invalid' });
  });

  test('that never ends, or says not when it was signed, is no link of ours', async () => {
    const secret = await key.read();
    const ending = new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('national-transfer-scheme')
      .setExpirationTime(Date.parse(daysLater(30)) / 1_000);
    const begun = new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('national-transfer-scheme')
      .setIssuedAt(Date.parse(now) / 1_000);
    for (const token of [ending, begun])
      expect(await verifyLink(key, await token.sign(secret), 'offer', now)).toEqual({ kind: 'invalid' });
  });

  test('a key that cannot be read is a failure, and no word about the link', async () => {
    const token = await signLink(key, claims, now);
    const broken = {
      ...key,
      read: () => Promise.reject(new Error('No access.')),
      all: key.all,
      former: key.former,
    };
    await expect(verifyLink(broken, token, 'offer', now)).rejects.toThrow('No access.');
  });

  test('a token asks for no more keys than it names, so that made-up names cost nothing', async () => {
    const [current, before, former, stranger] = ['c', 'b', 'f', 's'].map((one) => one.repeat(64)) as [
      string,
      string,
      string,
      string,
    ];
    const rotated = new FixedSigningKey(former);
    rotated.rotate('x'.repeat(64));
    rotated.endOverlap();
    rotated.rotate(before);
    rotated.rotate(current);
    const asking = () => {
      const asked: string[] = [];
      const hear = <T>(what: string, answer: T): T => {
        asked.push(what);
        return answer;
      };
      return {
        asked,
        read: () => hear('read', rotated.read()),
        all: (afresh?: boolean) => hear(afresh ? 'all afresh' : 'all', rotated.all()),
        former: () => hear('former', rotated.former()),
      };
    };
    const by = (secret: string) => signLink(new FixedSigningKey(secret), claims, now);
    const kidOf = async (secret: string) =>
      JSON.parse(Buffer.from((await by(secret)).split('.')[0] ?? '', 'base64url').toString()).kid as string;
    const made = (
      secret: string,
      header: { alg?: string; kid?: string },
      { issuer = 'national-transfer-scheme', until = daysLater(30) } = {},
    ) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256', ...header })
        .setIssuer(issuer)
        .setIssuedAt(Date.parse(now) / 1_000)
        .setExpirationTime(Date.parse(until) / 1_000)
        .sign(new TextEncoder().encode(secret));
    const everywhere = ['read', 'all', 'all afresh', 'former'];
    const past = { until: '2026-11-23T08:00:00.000Z' };
    for (const [token, kind, wanted] of [
      [await by(current), 'valid', ['read']],
      [await by(before), 'valid', ['read', 'all']],
      [await by(former), 'expired', everywhere],
      [await by(stranger), 'invalid', everywhere],
      // What the former key signed under another name, or for somebody else, was never good.
      [await made(former, { kid: await kidOf(stranger) }), 'invalid', everywhere],
      [await made(former, { kid: await kidOf(former) }, { issuer: 'somebody' }), 'invalid', everywhere],
      [await made(current, {}), 'valid', ['all']],
      [await made(before, {}), 'valid', ['all']],
      [await made(current, {}, past), 'expired', ['all']],
      // Names that no key of ours has.
      [await made(current, { kid: `x${await kidOf(current)}` }), 'valid', ['all']],
      [await made(current, { kid: `${await kidOf(current)}x` }), 'valid', ['all']],
      [await made(current, { kid: await kidOf(stranger), alg: 'HS512' }), 'invalid', ['all']],
    ] as const) {
      const keys = asking();
      const outcome = await verifyLink(keys, token, 'offer', now);
      expect([outcome.kind, keys.asked]).toEqual([kind, wanted]);
    }
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

  test('by a key that is rotated it opens until the overlap ends, and then says that it is too old', async () => {
    const rotated = new FixedSigningKey('k'.repeat(64));
    const old = await signLink(rotated, claims, now);
    // As links were signed before they named their key.
    const unnamed = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('national-transfer-scheme')
      .setIssuedAt(Date.parse(now) / 1_000)
      .setExpirationTime(Date.parse(daysLater(30)) / 1_000)
      .sign(await rotated.read());
    rotated.rotate('n'.repeat(64));
    const fresh = await signLink(rotated, claims, now);
    for (const token of [old, unnamed, fresh])
      expect(await verifyLink(rotated, token, 'offer', now)).toMatchObject({ kind: 'valid', claims });
    rotated.endOverlap();
    expect((await verifyLink(rotated, fresh, 'offer', now)).kind).toBe('valid');
    expect((await verifyLink(rotated, old, 'offer', now)).kind).toBe('expired');
    expect((await verifyLink(rotated, unnamed, 'offer', now)).kind).toBe('invalid');
    // Also when its own time is over by now.
    expect((await verifyLink(rotated, old, 'offer', daysLater(90))).kind).toBe('expired');
    // Turned in a hurry while two overlap: nobody remembers the one that fell out.
    rotated.rotate('m'.repeat(64));
    rotated.rotate('l'.repeat(64));
    rotated.endOverlap();
    expect((await verifyLink(rotated, fresh, 'offer', now)).kind).toBe('invalid');
  });

  test('that somebody made up is invalid and not too old, also when it names a key that was ours', async () => {
    const rotated = new FixedSigningKey('k'.repeat(64));
    const old = await signLink(rotated, claims, now);
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
    const held = () => Promise.all(bad.map((token) => verifyLink(rotated, token, 'offer', now)));
    const invalid = bad.map(() => ({ kind: 'invalid' }));
    expect(await held()).toEqual(invalid);
    rotated.rotate('n'.repeat(64));
    expect(await held()).toEqual(invalid);
    rotated.endOverlap();
    expect(await held()).toEqual(invalid);
    expect((await verifyLink(rotated, old, 'offer', now)).kind).toBe('expired');
  });

  test('by a key that another instance has taken up already, it opens here too', async () => {
    const elsewhere = new FixedSigningKey('k'.repeat(64));
    elsewhere.rotate('n'.repeat(64));
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
    const outcome = await commitWithRetry(kit, async () => {
      attempts.push(attempts.length + 1);
      return changed;
    });
    expect(outcome).toBe(changed);
    expect(attempts).toEqual([1, 2, 3]);
    expect(kit.meter.total(metricNames.commitConflicts)).toBe(2);
    expect(kit.waits).toEqual([20, 40]);
    const caseId = aCase().id;
    expect(kit.log.lines).toEqual([
      { level: 'info', code: 'LOST_RACE', particulars: { caseId, over: 'case', attempt: 1 } },
      { level: 'info', code: 'LOST_RACE', particulars: { caseId, over: 'rota', attempt: 2 } },
    ]);
  });

  test('a council whose place is gone is named to the next attempt', async () => {
    const kit = tools({ kind: 'no-place', council: 'E10000014' });
    const seen: string[][] = [];
    await commitWithRetry(kit, async (full) => {
      seen.push([...full]);
      return changed;
    });
    expect(seen).toEqual([[], ['E10000014']]);
    const particulars = { caseId: aCase().id, council: 'E10000014', attempt: 1 };
    expect(kit.log.lines).toEqual([{ level: 'info', code: 'NO_PLACE_LEFT', particulars }]);
  });

  test('it gives up after five times, and says that later may help', async () => {
    const kit = tools(...Array.from({ length: 9 }, () => ({ kind: 'lost-race', over: 'rota' }) as const));
    const tried = commitWithRetry(kit, async () => changed);
    await expect(tried).rejects.toThrow(TooContended);
    await expect(tried).rejects.toMatchObject({ name: 'TooContended' });
    expect(kit.waits).toHaveLength(5);
    expect(Math.max(...kit.waits)).toBeLessThanOrEqual(200);
  });

  test('nothing is committed when nothing changes', async () => {
    const kit = { ...tools(), cases: { commit: () => Promise.reject(new Error('unexpected')) } };
    const unchanged = { kind: 'unchanged', words: 'Done before.' } as const;
    expect(await commitWithRetry(kit, async () => unchanged)).toBe(unchanged);
  });
});
