/** Audit files: what is taken out holds by itself, offline, and not with one byte changed. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { anchorTrails } from '../../functions/anchor-trails/anchor-trails.ts';
import { auditOfPeriod, takeAudit, verifyAudit } from '../../infra/ops/audit.ts';
import type { Place } from '../../infra/ops/place.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { type AuditedTrail, AuditReader, auditLines } from '../../shared/core/audit-file.ts';
import { appendTo, noHash } from '../../shared/core/audit-trail.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { MemoryAnchorStore } from '../../shared/memory/memory-anchor-store.ts';
import { MemoryTrailStore } from '../../shared/memory/memory-trail-store.ts';
import { auditOfCase } from '../../shared/runtime/audit-of-case.ts';
import { Course } from './courses.ts';
import { RecordingLog, RecordingMeter } from './recorders.ts';

let directory: string;
let course: Course;
let anchors: MemoryAnchorStore;
/** The case, once two nights have anchored it and an answer has come since. */
let theCase: Case;
let ofCase: string;
let ofPeriod: string;

const night = (at: string) =>
  anchorTrails({
    trails: course.scheme.trails,
    anchors,
    clock: { now: () => at },
    log: new RecordingLog(),
    meter: new RecordingMeter(),
  });
const takenOut = (now = '2026-11-25T12:00:00.000Z') =>
  auditOfCase({ cases: course.scheme.cases, anchors, clock: { now: () => now } }, theCase);
const whole = async (lines: AsyncIterable<string>): Promise<string> => {
  let file = '';
  for await (const line of lines) file += line;
  return file;
};
const period = (from: string, to: string) =>
  whole(auditOfPeriod({ trails: course.scheme.trails, anchors }, { from, to }, '2026-11-25T12:00:00.000Z'));

/** What `npm run ops -- verify` says of a file. */
async function verified(file: string | Buffer): Promise<{ readonly holds: boolean; readonly words: string }> {
  const at = path.join(directory, 'audit.jsonl');
  writeFileSync(at, file);
  const said: string[] = [];
  const holds = await verifyAudit((words) => said.push(words), at);
  return { holds, words: said.join('\n') };
}

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'audit-'));
  course = await Course.begin();
  anchors = new MemoryAnchorStore();
  await night('2026-11-24T01:45:00.000Z');
  course.scheme.clock.set('2026-11-24T10:00:00.000Z');
  await course.accept();
  await night('2026-11-25T01:45:00.000Z');
  theCase = await course.case();
  ofCase = await takenOut();
  ofPeriod = await period('2026-11-23', '2026-11-24');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the audit of a case', () => {
  test('is its trail as it stands, the head that the case keeps, and the last anchor that holds it', async () => {
    const lines = ofCase
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.flatMap(({ event }) => event ?? [])).toEqual(await course.scheme.cases.trail(theCase.id));
    expect(lines.filter(({ anchor }) => anchor).map(({ anchor }) => anchor.day)).toEqual(['2026-11-24']);
    expect(lines.at(-2).head).toEqual({
      subject: theCase.id,
      number: theCase.version,
      hash: theCase.lastHash,
    });
    const { holds, words } = await verified(ofCase);
    expect(words).toContain(`The audit of ${theCase.id}`);
    expect(words).toContain('(0 after the last anchor), 1 anchors: all hold.');
    expect(holds).toBe(true);
  });

  test('holds before any night has come, by its chain alone, and says so', async () => {
    const kept = anchors;
    anchors = new MemoryAnchorStore();
    const { holds, words } = await verified(await takenOut());
    anchors = kept;
    expect(holds).toBe(true);
    expect(words).toContain('No anchor vouches for it yet');
  });

  test('names no child: what was given of one that is sealed is in no line', () => {
    expect(ofCase).not.toMatch(/Synthetic|"name":"[^"]*Child|dateOfBirth/);
  });
});

describe('the audit of a period', () => {
  test('holds each trail that grew in it, whole from its beginning, and the anchors of its days', async () => {
    const lines = ofPeriod
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const heads = lines.flatMap(({ head }) => head ?? []);
    expect(heads.map(({ subject }) => subject)).toContain(theCase.id);
    expect(new Set(heads.map(({ subject }) => subject)).size).toBe(heads.length);
    expect((await verified(ofPeriod)).words).toMatch(/from 2026-11-23 to 2026-11-24.* 2 anchors: all hold/);
  });

  test('ends with its last day, though trails went on', async () => {
    const file = await period('2026-11-23', '2026-11-23');
    expect(file).not.toContain('"at":"2026-11-24T10');
    expect((await verified(file)).words).toMatch(/1 anchors: all hold/);
  });

  test('of days on which nothing happened holds no trail, and holds', async () => {
    const { holds, words } = await verified(await period('2026-10-01', '2026-10-02'));
    expect(words).toContain('0 trails, 0 events');
    expect(words).toContain('Nothing vouches for 1 October 2026 to 2 October 2026');
    expect(words).not.toContain('all hold');
    expect(holds).toBe(true);
  });
});

describe('the audit of any period of a scheme that nobody touched', () => {
  const HOUR = 3_600_000;
  const START = Date.parse('2026-11-23T00:00:00.000Z');
  const DAYS = 6;
  const instant = (millis: number) => new Date(millis).toISOString();
  const dayAt = (place: number) => instant(START + place * 24 * HOUR).slice(0, 10);
  /** Hours from one event to the next, and how many hours later the relay notes it. */
  const growth = fc.array(fc.record({ after: fc.nat(60), noted: fc.constantFrom(0, 0, 1, 20) }), {
    minLength: 1,
    maxLength: 6,
  });
  const lives = fc.array(growth, { minLength: 1, maxLength: 3 });

  /** A scheme of some trails, and the anchors of its nights but those that were missed. */
  async function lived(
    growths: readonly (readonly { readonly after: number; readonly noted: number }[])[],
    missed: readonly number[],
  ) {
    const trails = new Map<string, readonly AnyEvent[]>();
    const notes: { readonly at: string; readonly subject: string }[] = [];
    for (const [which, steps] of growths.entries()) {
      const subject = `NTS-0000-000${which}`;
      let millis = START;
      let head = { subject, number: 0, hash: noHash };
      for (const { after, noted } of steps) {
        millis += after * HOUR + 900_000;
        const [event] = appendTo(
          head,
          [{ type: 'case-resumed.v1', data: { foundAt: instant(millis), note: '' } } as never],
          {
            at: instant(millis),
            actor: { kind: 'system', name: 'x' },
            policy: 'nts-2025',
            cause: `${subject} ${millis}`,
          },
        );
        if (event?.trail === undefined) throw new Error('Nothing was recorded.');
        head = { subject, number: event.trail.number, hash: event.trail.hash };
        trails.set(subject, [...(trails.get(subject) ?? []), event]);
        notes.push({ at: instant(millis + noted * HOUR), subject });
      }
    }
    let now = '';
    const kept = new MemoryAnchorStore();
    const store = new MemoryTrailStore(async (subject) =>
      (trails.get(subject) ?? []).filter(({ at }) => at <= now),
    );
    for (let day = 1; day <= DAYS; day += 1) {
      const before = now;
      now = instant(START + day * 24 * HOUR + 1.75 * HOUR);
      for (const { at, subject } of notes)
        if (at > before && at <= now) await store.noteGrown(subject, at.slice(0, 10));
      if (missed.includes(day)) continue;
      const clock = { now: () => now };
      await anchorTrails({
        trails: store,
        anchors: kept,
        clock,
        log: new RecordingLog(),
        meter: new RecordingMeter(),
      });
    }
    const known = new Set(notes.flatMap(({ at, subject }) => (at <= now ? subject : [])));
    return { store, kept, now, known: [...known] };
  }

  test('holds, and leaves no trail out of which an event was recorded in it', async () => {
    const days = fc
      .tuple(fc.nat(DAYS - 2), fc.nat(DAYS - 2))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
    const nights = fc.uniqueArray(fc.integer({ min: 1, max: DAYS }), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(lives, nights, days, async (growths, missed, [first = 0, last = 0]) => {
        const { store, kept, now, known } = await lived(growths, missed);
        const [from, to] = [dayAt(first), dayAt(last)];
        const file = await whole(auditOfPeriod({ trails: store, anchors: kept }, { from, to }, now));
        const reader = new AuditReader();
        for (const line of file.trimEnd().split('\n')) reader.take(line);
        expect(reader.end('').findings).toEqual([]);
        for (const subject of known)
          for (const event of await store.trail(subject))
            if (event.at.slice(0, 10) <= to && event.at.slice(0, 10) >= from)
              expect(file).toContain(`"id":"${event.id}"`);
      }),
      { numRuns: 200 },
    );
  });

  test('is in the audit of each case too: with the last anchor of all that holds it, however late its end was noted', async () => {
    const nights = fc.uniqueArray(fc.integer({ min: 1, max: DAYS }), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(lives, nights, async (growths, missed) => {
        const { store, kept, now, known } = await lived(growths, missed);
        const anchored = await Promise.all((await kept.days()).map((day) => kept.read(day)));
        for (const id of known) {
          const { number = 0, hash = '' } = (await store.trail(id)).at(-1)?.trail ?? {};
          const file = await auditOfCase({ cases: store, anchors: kept, clock: { now: () => now } }, {
            id,
            version: number,
            lastHash: hash,
          } as Case);
          const reader = new AuditReader();
          for (const line of file.trimEnd().split('\n')) reader.take(line);
          const { findings, lastAnchor } = reader.end('');
          expect(findings).toEqual([]);
          const last = anchored.findLast(({ text }) => text.includes(`"subject":"${id}"`));
          expect(lastAnchor?.day).toBe(last?.day);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('cannot be made anew without an anchor and what grew before it: its first days are missed, and for its last nothing vouches', async () => {
    const { store, kept } = await lived(
      [[{ after: 10, noted: 0 }], [{ after: 34, noted: 0 }], [{ after: 82, noted: 0 }]],
      [3],
    );
    const [from, to] = [dayAt(0), dayAt(4)];
    const days = (await kept.days()).filter((day) => day <= to);
    expect(days).toEqual(['2026-11-23', '2026-11-24', '2026-11-26', '2026-11-27']);
    const anew = async (which: readonly string[], subjects: readonly number[], takenAt: string) => {
      const trails = await Promise.all(
        subjects.map(async (which) => {
          const events = await store.trail(`NTS-0000-000${which}`);
          const { subject = '', number = 0, hash = '' } = events.at(-1)?.trail ?? {};
          return { head: { subject, number, hash }, events };
        }),
      );
      const anchors = await Promise.all(which.map((day) => kept.read(day)));
      return verified(await whole(auditLines({ kind: 'period', from, to }, takenAt, anchors, trails)));
    };
    const later = '2026-12-10T12:00:00.000Z';
    const all = await anew(days, [0, 1, 2], later);
    expect([all.holds, all.words]).toEqual([true, expect.stringContaining('all hold. Its last anchor')]);
    // The night that was missed is covered by the next.
    for (const [left, trails] of [
      [days.slice(1), [1, 2]],
      [days.slice(2), [2]],
      [days.slice(3), []],
    ] as const) {
      const { holds, words } = await anew(left, trails, later);
      expect(words).toContain(`is left out: that of ${left[0]} follows it`);
      expect(holds).toBe(false);
    }
    const cut = await anew(days.slice(0, 2), [0, 1], later);
    expect(cut.words).toContain(
      'what is in it holds. Nothing vouches for 25 November 2026 to 27 November 2026',
    );
    expect(cut.words).not.toContain('all hold');
    const today = await anew(days.slice(0, 3), [0, 1, 2], '2026-11-27T12:00:00.000Z');
    expect(today.words).toContain('No anchor vouches for 27 November 2026 yet: ask for it again tomorrow.');
    const none = await anew([], [], '2026-11-27T12:00:00.000Z');
    expect(none.words).toContain('Nothing vouches for 23 November 2026 to 25 November 2026');
    expect(none.words).toContain('No anchor vouches for 26 November 2026 to 27 November 2026 yet');
  });

  test('goes as far as the anchor of its last day, which is made in the night after it', async () => {
    // At 10:15 on the 23rd, and at 00:45 on the 24th, an hour before the anchor.
    const { store, kept, now } = await lived([[10, 14.25].map((after) => ({ after, noted: 0 }))], []);
    const period = { from: '2026-11-23', to: '2026-11-23' };
    const { holds, words } = await verified(
      await whole(auditOfPeriod({ trails: store, anchors: kept }, period, now)),
    );
    expect(words).toContain('1 trails, 2 events (0 after the last anchor), 1 anchors: all hold.');
    expect(holds).toBe(true);
  });

  test('holds a trail whose end was noted on the day after: on either day', async () => {
    const { store, kept, now } = await lived([[{ after: 23, noted: 1 }]], []);
    for (const day of ['2026-11-23', '2026-11-24']) {
      const lines = auditOfPeriod({ trails: store, anchors: kept }, { from: day, to: day }, now);
      expect((await verified(await whole(lines))).words).toMatch(/1 trails, 1 events.*: all hold/);
    }
  });
});

const placeAt = (into: string, send: () => Promise<unknown>): [Place, string] => [
  {
    now: async () => new Date('2026-11-25T12:00:00.000Z'),
    table: (name: string) => name,
    bucket: (name: string) => name,
    dynamo: { send },
    s3: { send },
  } as unknown as Place,
  path.join(into, 'audit-2026-11-23-2026-11-24.jsonl'),
];

describe('an audit that is written into a directory', () => {
  test('is not begun of days that are no span, or that have not begun', async () => {
    const into = mkdtempSync(path.join(directory, 'into-'));
    const [place] = placeAt(into, async () => ({}));
    const take = (from: string, to: string) => takeAudit(place, () => {}, { from, to, into });
    await expect(take('2026-11-24', '2026-11-23')).rejects.toThrow('--from is after --to.');
    await expect(take('2026-11-24', '2206-11-30')).rejects.toThrow(
      '--to is ahead of today, which is 2026-11-25',
    );
  });

  const days = { from: '2026-11-23', to: '2026-11-24' };

  test('leaves no file behind when what it reads cannot be read', async () => {
    const into = mkdtempSync(path.join(directory, 'into-'));
    const [place, file] = placeAt(into, async () => {
      throw new Error('Too many requests');
    });
    await expect(takeAudit(place, () => {}, { ...days, into })).rejects.toThrow('Too many requests');
    expect(existsSync(file)).toBe(false);
  });

  test('leaves alone a file that is there already', async () => {
    const into = mkdtempSync(path.join(directory, 'into-'));
    const [place, file] = placeAt(into, async () => ({ Items: [], Contents: [] }));
    writeFileSync(file, 'an earlier one');
    await expect(takeAudit(place, () => {}, { ...days, into })).rejects.toThrow('is there already');
    expect(readFileSync(file, 'utf8')).toBe('an earlier one');
    rmSync(file);
    expect(await takeAudit(place, () => {}, { ...days, into })).toBe(true);
    expect(statSync(file).mode % 0o1000).toBe(0o600);
  });
});

test('an audit of trails that do not hold themselves leads to what is to be done about them, and doubts no file', async () => {
  const into = mkdtempSync(path.join(directory, 'into-'));
  const broken = (await course.scheme.cases.trail(theCase.id)).toSpliced(1, 1);
  const trails = new MemoryTrailStore(async () => broken);
  await trails.noteGrown(theCase.id, '2026-11-23');
  vi.spyOn(DynamoTrailStore.prototype, 'grownOn').mockImplementation((day) => trails.grownOn(day));
  vi.spyOn(DynamoTrailStore.prototype, 'trail').mockImplementation((subject) => trails.trail(subject));
  const [place] = placeAt(into, async () => ({ Contents: [] }));
  const said: string[] = [];
  const days = { from: '2026-11-23', to: '2026-11-24' };
  expect(await takeAudit(place, (words) => said.push(words), { ...days, into })).toBe(false);
  vi.restoreAllMocks();
  expect(said.join('\n')).toContain('What to do: infra/runbooks/trail-broken.md');
  expect(said.join('\n')).not.toContain('It is not what was taken out.');
  expect(
    (await verified(readFileSync(path.join(into, 'audit-2026-11-23-2026-11-24.jsonl')))).words,
  ).toContain('It is not what was taken out.');
});

describe('a file that is not as it was taken out', () => {
  test('is found with any one byte changed, left out or put in', async () => {
    const files = fc.constantFrom(ofCase, ofPeriod).map((file) => Buffer.from(file));
    const changed = files.chain((file) =>
      fc
        .tuple(
          fc.nat(file.length - 1),
          fc.integer({ min: 1, max: 255 }),
          fc.constantFrom('changed', 'left-out', 'put-in'),
        )
        .map(([at, by, how]) => {
          const byte = Buffer.from([((file[at] ?? 0) + by) % 256]);
          const [before, after] = [file.subarray(0, at), file.subarray(how === 'put-in' ? at : at + 1)];
          return Buffer.concat(how === 'left-out' ? [before, after] : [before, byte, after]);
        }),
    );
    await fc.assert(
      fc.asyncProperty(changed, async (file) => {
        expect((await verified(file)).holds).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('is found without its last lines, with lines behind them, and with nothing in it', async () => {
    const lines = ofCase.split('\n');
    for (const file of [
      '',
      lines.slice(0, -2).join('\n'),
      lines.slice(0, -1).join('\n'),
      `${ofCase}${ofCase}`,
      ofCase.replace(/\n/g, '\r\n'),
    ])
      expect((await verified(file)).holds).toBe(false);
  });

  test('cannot be read where there is none', async () => {
    await expect(verifyAudit(() => {}, path.join(directory, 'nowhere.jsonl'))).rejects.toThrow(
      'cannot be read',
    );
  });
});

describe('a file that somebody wrote anew, with every hash and its seal', () => {
  const anchor = () => anchors.read('2026-11-24');
  /** The trail with one event that says something else, every hash after it made again. */
  const forged = async (): Promise<readonly AnyEvent[]> => {
    const trail = await course.scheme.cases.trail(theCase.id);
    const stamp = {
      at: '2026-11-23T09:00:00.000Z',
      actor: { kind: 'system', name: 'x' },
      policy: 'nts-2025',
      cause: 'x',
    } as const;
    return appendTo(
      { subject: theCase.id, number: 0, hash: noHash },
      trail.map(({ type, data }) => ({ type, data }) as never),
      stamp,
    );
  };
  const written = async (trails: readonly AuditedTrail[], reference = theCase.id) =>
    whole(auditLines({ kind: 'case', reference }, '2026-11-25T12:00:00.000Z', [await anchor()], trails));
  const trailOf = (events: readonly AnyEvent[]): AuditedTrail => {
    const { number = 0, hash = noHash } = events.at(-1)?.trail ?? {};
    return { head: { subject: theCase.id, number, hash }, events };
  };

  test('does not say what the anchor says', async () => {
    const { holds, words } = await verified(await written([trailOf(await forged())]));
    expect(words).toContain('is not the one that was anchored on 2026-11-24');
    expect(holds).toBe(false);
  });

  test('is cut, where the anchor knows more', async () => {
    const trail = await course.scheme.cases.trail(theCase.id);
    const { words } = await verified(await written([trailOf(trail.slice(0, -1))]));
    expect(words).toContain('it is cut');
  });

  test('is of another case than it says, holds a trail twice, or leaves one out', async () => {
    const trail = trailOf(await course.scheme.cases.trail(theCase.id));
    expect((await verified(await written([trail], 'NTS-0000-0000'))).words).toContain('and no other');
    expect((await verified(await written([trail, trail]))).words).toContain('its trail is there twice');
    const about = { kind: 'period', from: '2026-11-24', to: '2026-11-24' } as const;
    const nothing = await whole(auditLines(about, '2026-11-25T12:00:00.000Z', [await anchor()], []));
    expect((await verified(nothing)).words).toContain(
      `${theCase.id}: it grew before the anchor of 2026-11-24, and its trail is left out`,
    );
  });
});

test('a file of thousands of events is read a piece at a time, wherever its pieces end', async () => {
  const events = appendTo(
    { subject: 'NTS-0000-0000', number: 0, hash: noHash },
    Array.from(
      { length: 2_000 },
      (_, at) =>
        ({
          type: 'case-resumed.v1',
          data: { foundAt: '2026-11-23T09:00:00.000Z', note: `é “${at}”` },
        }) as never,
    ),
    { at: '2026-11-23T09:00:00.000Z', actor: { kind: 'system', name: 'x' }, policy: 'nts-2025', cause: 'x' },
  );
  const { number = 0, hash = '' } = events.at(-1)?.trail ?? {};
  const file = await whole(
    auditLines(
      { kind: 'case', reference: 'NTS-0000-0000' },
      '2026-11-25T12:00:00.000Z',
      [],
      [{ head: { subject: 'NTS-0000-0000', number, hash }, events }],
    ),
  );
  expect(Buffer.byteLength(file)).toBeGreaterThan(500_000);
  expect((await verified(file)).words).toContain('2000 events');
  expect(readFileSync(path.join(directory, 'audit.jsonl'), 'utf8')).toBe(file);
});
