import { beforeEach, describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { anchorTrails } from '../../functions/anchor-trails/anchor-trails.ts';
import { verificationTable, verifyTrails } from '../../infra/ops/verify-trails.ts';
import { MemoryAnchorStore } from '../../shared/memory/memory-anchor-store.ts';
import { MemoryTrailStore } from '../../shared/memory/memory-trail-store.ts';
import { anEvent } from '../builders.ts';
import { RecordingLog, RecordingMeter } from './recorders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';

let scheme: SchemeInMemory;
let anchors: MemoryAnchorStore;
let log: RecordingLog;
let meter: RecordingMeter;
/** What somebody made of a trail behind everybody's back. */
let forged: Map<string, readonly AnyEvent[]>;
let trails: MemoryTrailStore;

beforeEach(async () => {
  scheme = await SchemeInMemory.open();
  anchors = new MemoryAnchorStore();
  [log, meter, forged] = [new RecordingLog(), new RecordingMeter(), new Map()];
  trails = new MemoryTrailStore(async (subject) => forged.get(subject) ?? scheme.trails.trail(subject));
  trails.grownOn = (day) => scheme.trails.grownOn(day);
  await scheme.receive(
    JSON.stringify(
      anEvent('referral-received.v2', { data: { ...anEvent('referral-received.v2').data, referralId } }),
    ),
  );
  await scheme.settle();
});

const night = (at: string) => anchorTrails({ trails, anchors, clock: { now: () => at }, log, meter });
const verify = (now: string) =>
  verifyTrails({ trails, anchors, cases: scheme.cases, councils: scheme.councils, now });
const theCase = async () => {
  const [subject = ''] = await scheme.trails.grownOn('2026-11-23');
  return { subject, trail: await scheme.cases.trail(subject) };
};

describe('every night', () => {
  test('the ends of the trails that grew are kept, and a second run does nothing', async () => {
    const { subject, trail } = await theCase();
    const anchor = await night('2026-11-24T01:45:00.000Z');
    expect(anchor).toMatchObject({ day: '2026-11-23', previous: null, broken: [] });
    expect(anchor?.heads).toContainEqual({
      subject,
      number: trail.length,
      hash: trail.at(-1)?.trail?.hash,
    });
    expect(await night('2026-11-24T03:00:00.000Z')).toBeUndefined();
    expect(await anchors.days()).toEqual(['2026-11-23']);
    expect(meter.of('TrailsBroken')).toEqual([0]);
    expect(log.codes()).toEqual(['TRAILS_ANCHORED', 'TRAILS_ANCHORED_BEFORE']);
  });

  test('a night that was missed is covered by the next, and an anchor is made of a quiet day', async () => {
    await night('2026-11-23T01:45:00.000Z');
    const after = await night('2026-11-26T01:45:00.000Z');
    expect(after).toMatchObject({ day: '2026-11-25', since: '2026-11-23', previous: { day: '2026-11-22' } });
    expect(after?.heads.length).toBeGreaterThan(0);
    const quiet = await night('2026-11-27T01:45:00.000Z');
    expect(quiet).toMatchObject({ day: '2026-11-26', since: '2026-11-26', heads: [] });
    expect((await verify('2026-11-27T12:00:00.000Z')).findings).toEqual([]);
  });

  test('as far back as the table can be restored, days after the last anchor are covered and anchors compared', async () => {
    const since: string[] = [];
    const grownOn: string[] = [];
    const days = anchors.days.bind(anchors);
    anchors.days = (after) => {
      since.push(after ?? '');
      return days(after);
    };
    trails.grownOn = async (day) => {
      grownOn.push(day);
      return scheme.trails.grownOn(day);
    };
    const first = await night('2026-11-24T01:45:00.000Z');
    expect(first).toMatchObject({ since: '2026-10-19', day: '2026-11-23' });
    expect([since[0], grownOn.length, grownOn.at(0), grownOn.at(-1)]).toEqual([
      '2026-10-18',
      36,
      '2026-10-19',
      '2026-11-23',
    ]);
    expect(log.lines.at(-1)?.particulars).toEqual({
      day: '2026-11-23',
      since: '2026-10-19',
      trails: first?.heads.length,
      broken: 0,
    });
    // The last anchor of two is older than what is compared: nothing is wrong with the one that follows it.
    for (const at of ['2026-12-01', '2027-01-02', '2027-01-06']) await night(`${at}T01:45:00.000Z`);
    expect(meter.of('TrailsBroken')).toEqual([0, 0, 0, 0]);
    await night('2027-01-06T03:00:00.000Z');
    expect(log.lines.at(-1)).toEqual({
      level: 'info',
      code: 'TRAILS_ANCHORED_BEFORE',
      particulars: { day: '2027-01-05' },
    });
  });

  test('an anchor of a day to come is none to go on from', async () => {
    await night('2026-11-26T01:45:00.000Z');
    const late = await night('2026-11-24T01:45:00.000Z');
    expect(late).toMatchObject({ day: '2026-11-23', since: '2026-10-19', previous: null });
  });

  test('a trail that grew on several days is read once', async () => {
    const { subject } = await theCase();
    await scheme.trails.noteGrown(subject, '2026-11-22');
    let read = 0;
    const trail = trails.trail.bind(trails);
    trails.trail = (one) => {
      if (one === subject) read += 1;
      return trail(one);
    };
    await night('2026-11-24T01:45:00.000Z');
    expect(read).toBe(1);
  });

  test('a trail that is not what was anchored rings and is not anchored as it is now', async () => {
    const { subject, trail } = await theCase();
    await night('2026-11-24T01:45:00.000Z');
    forged.set(subject, trail.slice(0, 1));
    await scheme.trails.noteGrown(subject, '2026-11-24');
    const anchor = await night('2026-11-25T01:45:00.000Z');
    expect(anchor?.heads).toEqual([]);
    expect(anchor?.broken.map((one) => one.subject)).toEqual([subject]);
    expect(meter.of('TrailsBroken')).toEqual([0, 1]);
    expect(log.lines.filter(({ code }) => code === 'TRAIL_BROKEN')).toMatchObject([
      { level: 'error', particulars: { subject } },
    ]);
  });
});

describe('verifying', () => {
  test('untouched trails hold', async () => {
    await night('2026-11-24T01:45:00.000Z');
    const verification = await verify('2026-11-24T12:00:00.000Z');
    expect(verification.findings).toEqual([]);
    expect(verification.trails).toBeGreaterThan(0);
    expect(verificationTable(verification)).toMatch(
      /^1 anchors, \d+ trails \(0 not anchored yet\), \d+ events: all hold\.$/,
    );
  });

  test('trails of today, which no anchor holds yet, are compared with the heads that their cases keep', async () => {
    await night('2026-11-23T08:00:00.000Z');
    const { subject, trail } = await theCase();
    expect(await verify('2026-11-23T12:00:00.000Z')).toMatchObject({
      findings: [],
      notAnchored: expect.any(Number),
    });
    forged.set(subject, trail.slice(0, -1));
    expect((await verify('2026-11-23T12:00:00.000Z')).findings).toEqual([
      { subject, words: expect.stringContaining('events were recorded') },
    ]);
  });

  test.each<[string, (trail: readonly AnyEvent[]) => readonly AnyEvent[]]>([
    ['cut', (trail) => trail.slice(0, -1)],
    ['emptied', () => []],
    [
      'changed in one byte',
      ([first, ...others]) => [{ ...first, at: '2026-11-23T09:00:00.001Z' } as AnyEvent, ...others],
    ],
    ['robbed of its first event', ([, ...others]) => others],
  ])('a trail that was %s is found, named and told in a table', async (_, forge) => {
    await night('2026-11-24T01:45:00.000Z');
    const { subject, trail } = await theCase();
    expect(trail.length).toBeGreaterThan(1);
    forged.set(subject, forge(trail));
    const verification = await verify('2026-11-24T12:00:00.000Z');
    expect(new Set(verification.findings.map((found) => found.subject))).toEqual(new Set([subject]));
    expect(verificationTable(verification)).toContain(`${subject}  `);
    expect(verificationTable(verification)).toContain('infra/runbooks/trail-broken.md');
  });

  test('an anchor that is missing at the end is found a day later, and none at all at once', async () => {
    expect((await verify('2026-11-24T12:00:00.000Z')).findings).toEqual([
      { subject: 'anchors', words: 'there is none yet' },
    ]);
    await night('2026-11-24T01:45:00.000Z');
    expect((await verify('2026-11-25T23:00:00.000Z')).findings).toEqual([]);
    expect((await verify('2026-11-26T00:00:00.000Z')).findings).toEqual([
      { subject: 'anchors', words: 'the last one is of 2026-11-23; that of 2026-11-24 is missing' },
    ]);
  });
});
