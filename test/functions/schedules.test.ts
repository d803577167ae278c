import { describe, expect, test } from 'vitest';
import { writeFigures } from '../../functions/enforce-deadlines/figures.ts';
import { isEighteen, monthsToLookAt } from '../../functions/recount-headroom/birthdays.ts';
import { furthestFromShare } from '../../shared/core/allocation/rota.ts';
import { deployHolidays } from '../../shared/core/calendar/late-holidays.ts';
import { ageIsWithAPerson } from '../../shared/core/case/ages-in-question.ts';
import type { CaseStatus } from '../../shared/core/case/case.ts';
import { declare } from '../../shared/core/council/commands/declare.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { CaseSummary } from '../../shared/ports/case-store.ts';
import { verifyLink } from '../../shared/runtime/links.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { aCase, aChild, aCouncil, anEvent, aReferral, NOW } from '../builders.ts';
import { Course } from './courses.ts';
import { RecordingMeter } from './recorders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const referralIds = [
  '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20',
  '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a21',
  '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a22',
];
const received = (referralId: string) =>
  JSON.stringify(
    anEvent('referral-received.v2', {
      id: referralId,
      data: { referralId, channel: 'queue', facts: aReferral() },
    }),
  );

/** A row of a list that may lag behind. */
const summaryOf = (caseId: string): CaseSummary => ({
  caseId,
  status: 'offered',
  entryAuthority: 'E10000016',
  openedAt: NOW,
  moveBy: NOW,
});
async function* listing<T>(...all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

describe('enforcing deadlines', () => {
  test('a sweep says what it did to which case, in its own name, and what it came to', async () => {
    const { scheme, caseId } = await Course.begin();
    scheme.clock.set('2026-11-24T17:01:00.000Z');
    const [before, logged] = [scheme.events.length, scheme.log.lines.length];
    expect(await scheme.sweep()).toEqual({ looked: 1, changed: 1, failed: 0, finished: true });
    const events = scheme.events.slice(before);
    expect(events.map(({ type }) => type)).toEqual(['offer-expired.v1', 'offer-promoted.v1']);
    for (const { actor, trail } of events)
      expect([actor, trail?.cause]).toEqual([
        { kind: 'system', name: 'enforce-deadlines' },
        'sweep-2026-11-24T17:01:00.000Z',
      ]);
    expect(scheme.log.lines.slice(logged)).toEqual([
      ...events.map(({ type: event }) => ({
        level: 'info',
        code: 'DEADLINE_APPLIED',
        particulars: { caseId, event, status: 'offered' },
      })),
      {
        level: 'info',
        code: 'SWEEP_DONE',
        particulars: { looked: 1, changed: 1, failed: 0, finished: true },
      },
    ]);
  });

  test('a case that the list names too late is looked at and not changed', async () => {
    const { scheme, caseId } = await Course.begin();
    scheme.cases.due = () => listing(summaryOf(caseId));
    expect(await scheme.sweep()).toEqual({ looked: 1, changed: 0, failed: 0, finished: true });
  });

  test('a back-up whose place is gone at the commit is passed over for the next', async () => {
    const course = await Course.begin();
    const { scheme } = course;
    const [, second, third] = (await course.case()).offers;
    const commit = scheme.cases.commit.bind(scheme.cases);
    scheme.cases.commit = async () => {
      scheme.cases.commit = commit;
      return { kind: 'no-place', council: second?.council ?? '' };
    };
    await course.at('2026-11-24T17:01:00.000Z');
    expect((await course.live()).council).toBe(third?.council);
  });

  test('a bank holiday that was announced late moves the deadlines of cases that were open, once, and whoever has one is told', async () => {
    const course = await Course.begin();
    const { scheme, caseId } = course;
    const [mails, reads] = [scheme.mailer.snapshot().length, scheme.cases.read.bind(scheme.cases)];
    const read: string[] = [];
    scheme.cases.read = async (id) => {
      read.push(id);
      return reads(id);
    };
    const sweptAt = async (now: string, ...dates: readonly string[]) => {
      read.length = 0;
      const undo = deployHolidays(
        dates.map((date) => ({ date, title: 'A day', divisions: ['england-and-wales'] })),
      );
      try {
        scheme.clock.set(now);
        return await scheme.sweep();
      } finally {
        undo();
      }
    };
    // Known long ago, or of a time before the case: not a case is read for it.
    expect(await sweptAt('2026-11-23T12:00:00.000Z', '2026-10-01', '2026-11-22')).toMatchObject({
      looked: 0,
    });
    expect(read).toEqual([]);
    expect(await sweptAt('2026-11-23T12:00:00.000Z', '2026-11-24')).toMatchObject({ looked: 1, changed: 1 });
    expect(await sweptAt('2026-11-23T12:05:00.000Z', '2026-11-24')).toMatchObject({ looked: 0, changed: 0 });
    await scheme.settle();
    const offers = (await course.case()).offers.filter(
      ({ answerBy }) => answerBy === '2026-11-25T17:00:00.000Z',
    );
    const told = scheme.mailer
      .snapshot()
      .slice(mails)
      .map(({ subject }) => subject);
    expect(told).toHaveLength(offers.length + 1);
    for (const subject of told) expect(subject).toBe(`${caseId}: more time, because of a bank holiday`);
  });

  test('a case that cannot be read keeps no other from having its deadlines moved', async () => {
    const { scheme } = await Course.begin();
    await scheme.receive(received(referralIds[1] ?? ''));
    await scheme.settle();
    const [first] = Object.keys(scheme.cases.snapshot().cases);
    const read = scheme.cases.read.bind(scheme.cases);
    scheme.cases.read = (id) => (id === first ? Promise.reject(new Error('damaged')) : read(id));
    const undo = deployHolidays([{ date: '2026-11-24', title: 'A day', divisions: ['england-and-wales'] }]);
    try {
      scheme.clock.set('2026-11-23T12:00:00.000Z');
      expect(await scheme.sweep()).toEqual({ looked: 2, changed: 1, failed: 1, finished: true });
    } finally {
      undo();
    }
  });

  test('late and waiting are told by the day of the move and by whether a council has the child', () => {
    const of = (status: CaseStatus, openedAt: string, moveBy: string) => ({
      ...summaryOf('NTS-7F3K-2M9Q'),
      status,
      openedAt,
      moveBy,
    });
    const now = '2026-12-08T09:00:00.000Z';
    const before = '2026-12-08T08:59:59.999Z';
    const meter = new RecordingMeter();
    const all = [
      of('accepted', '2026-11-01T09:00:00.000Z', before),
      of('paused', '2026-11-01T09:00:00.000Z', before),
      of('held', '2026-12-08T08:00:00.000Z', now),
      of('offered', '2026-12-08T07:59:59.400Z', before),
      of('escalated', '2026-12-08T08:30:00.000Z', now),
    ];
    writeFigures(all, meter, now);
    expect(meter.values).toEqual([
      { name: metricNames.casesOpen, value: 5 },
      { name: metricNames.casesOpenPastDeadline, value: 2 },
      { name: metricNames.oldestUnplacedSeconds, value: 3_601 },
    ]);
  });

  test('reminds once before a deadline, with a copy to the second contact', async () => {
    const course = await Course.begin();
    await course.at('2026-11-24T14:05:00.000Z');
    await course.at('2026-11-24T14:10:00.000Z');
    const reminders = course.scheme.mailer.snapshot().filter(({ subject }) => subject.startsWith('Reminder'));
    expect(reminders).toHaveLength(1);
    expect(reminders[0]?.cc).toEqual([reminders[0]?.to[0]?.replace('council', 'second.council')]);
    expect(course.scheme.meter.total(metricNames.remindersIssued)).toBe(1);
  });

  test('silence goes through every back-up and every round, then a person takes over; no place stays held', async () => {
    const course = await Course.begin();
    // Each council gets its whole working day; a fortnight outlasts three rounds of three.
    const day = Date.parse('2026-11-24T17:01:00.000Z');
    for (let at = 0; at < 16 && (await course.case()).status !== 'escalated'; at += 1)
      await course.at(new Date(day + at * 86_400_000).toISOString());
    const subject = await course.case();
    expect(subject).toMatchObject({ status: 'escalated', round: 3, escalation: { because: 'no-answer' } });
    expect(subject.offers.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 'expired'));
    expect(new Set(subject.offers.map(({ council }) => council)).size).toBe(9);
    expect(await course.scheme.places()).toEqual({ held: 0, offered: 0, incoming: 0 });
    expect(course.scheme.meter.total(metricNames.casesEscalated)).toBe(1);
  });

  test('two rounds of no lead to the third, and then to a person', async () => {
    const course = await Course.begin();
    for (let at = 0; at < 9; at += 1) await course.decline();
    expect(await course.case()).toMatchObject({
      status: 'escalated',
      round: 3,
      escalation: { because: 'all-declined' },
    });
    expect(await course.scheme.places()).toEqual({ held: 0, offered: 0, incoming: 0 });
  });

  test('a back-up that promised is placed at once when the first says no', async () => {
    const course = await (await Course.begin()).promise();
    const promised = (await course.case()).offers.find(({ status }) => status === 'promised');
    expect(await course.scheme.places()).toEqual({ held: 2, offered: 1, incoming: 0 });
    await course.decline();
    expect((await course.case()).placement).toMatchObject({
      council: promised?.council,
      how: 'back-up-yes',
    });
    expect(await course.scheme.places()).toEqual({ held: 0, offered: 0, incoming: 1 });
  });

  test('a back-up that promised is placed when the first stays silent', async () => {
    const course = await (await Course.begin()).promise();
    await course.at('2026-11-24T17:01:00.000Z');
    expect((await course.case()).placement?.how).toBe('back-up-yes');
    expect(course.scheme.meter.of(metricNames.timeToAcceptanceSeconds)).toEqual([32 * 3600 + 60]);
  });

  test('sweeping again at once changes nothing', async () => {
    const course = await Course.begin();
    await course.at('2026-11-24T17:01:00.000Z');
    const before = course.scheme.cases.snapshot();
    expect(await course.scheme.sweep()).toMatchObject({ changed: 0, failed: 0 });
    expect(course.scheme.cases.snapshot()).toEqual(before);
  });

  test('a child missing for ten weeks: a reminder every week, and the last link still opens the page', async () => {
    const course = await Course.begin();
    await course.entry({ kind: 'child-missing', missingSince: NOW });
    const day = Date.parse('2026-11-24T18:00:00.000Z');
    for (let at = 0; at < 70; at += 1) await course.at(new Date(day + at * 86_400_000).toISOString());
    const mails = course.scheme.mailer
      .snapshot()
      .filter(({ subject }) => subject.includes('is the child found'));
    // Ten weeks less the three days off at Christmas and New Year.
    expect(mails).toHaveLength(9);
    const { scheme } = course;
    const token = /https:\/\/pages\.example\/referrals\/(\S+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
    expect(await verifyLink(scheme.key, token, 'entry', scheme.clock.now())).toMatchObject({ kind: 'valid' });
    expect(scheme.meter.total(metricNames.remindersIssued)).toBe(9);
  });

  test('a case that cannot be read keeps no other from its closed council’s offer being ended', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.receive(...referralIds.map(received));
    const cases = Object.values(scheme.cases.snapshot().cases);
    const [broken] = cases;
    const asked = cases.flatMap(({ offers }) => offers.map(({ council }) => council));
    const view = scheme.councils.view.bind(scheme.councils);
    scheme.councils.view = async () => {
      const seen = await view();
      const closing = { because: 'emergency', from: '2026-11-23' } as const;
      return {
        ...seen,
        councils: seen.councils.map((one) => (asked.includes(one.code) ? { ...one, closing } : one)),
      };
    };
    const read = scheme.cases.read.bind(scheme.cases);
    scheme.cases.read = (caseId) =>
      caseId === broken?.id ? Promise.reject(new Error('damaged')) : read(caseId);
    expect(await scheme.sweep()).toMatchObject({ looked: 3, changed: 2, failed: 1 });
  });

  test('a heartbeat that cannot be written fails the run, and no child waits for it', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.receive(received(referralIds[0] ?? ''));
    scheme.cases.beat = () => Promise.reject(new Error('no heartbeat'));
    scheme.clock.set('2026-11-24T17:01:00.000Z');
    await expect(scheme.sweep()).rejects.toThrow('no heartbeat');
    expect((await scheme.onlyCase()).offers[0]?.status).toBe('expired');
  });

  test('one case that fails stops no other', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.receive(...referralIds.map(received));
    const [broken] = Object.keys(scheme.cases.snapshot().cases);
    const read = scheme.cases.read.bind(scheme.cases);
    scheme.cases.read = (caseId) => (caseId === broken ? Promise.reject(new Error('damaged')) : read(caseId));
    scheme.clock.set('2026-11-24T17:01:00.000Z');
    expect(await scheme.sweep()).toMatchObject({ looked: 3, changed: 2, failed: 1 });
    expect(scheme.meter.of(metricNames.leftUndone)).toEqual([1]);
    expect(
      scheme.log.lines
        .filter(({ code }) => code === 'CASE_FAILED')
        .map(({ particulars }) => particulars.caseId),
    ).toEqual([broken]);
  });

  test('it begins nothing with less than ten seconds left, and the next sweep goes on', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.receive(...referralIds.map(received));
    scheme.clock.set('2026-11-24T17:01:00.000Z');
    let left = 10_001;
    const timeLeft = () => {
      left -= 1;
      return left;
    };
    expect(await scheme.sweep(timeLeft)).toMatchObject({ looked: 1, finished: false });
    expect(scheme.log.lines).toContainEqual({
      level: 'warn',
      code: 'SWEEP_OUT_OF_TIME',
      particulars: { looked: 1 },
    });
    expect(await scheme.sweep()).toMatchObject({ changed: 2, finished: true });
  });

  test('writes the figures about children at every sweep, zeros too', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.sweep();
    expect(scheme.meter.of(metricNames.casesOpen)).toEqual([0]);
    expect(scheme.meter.of(metricNames.oldestUnplacedSeconds)).toEqual([0]);
    expect(scheme.meter.of(metricNames.calendarDaysLeft)).toEqual([769]);
    const course = await Course.begin();
    await course.accept();
    course.scheme.clock.set('2026-12-08T09:00:00.000Z');
    await course.scheme.sweep();
    expect(course.scheme.meter.of(metricNames.casesOpen)).toEqual([1]);
    expect(course.scheme.meter.of(metricNames.casesOpenPastDeadline)).toEqual([1]);
    expect(course.scheme.meter.of(metricNames.oldestUnplacedSeconds)).toEqual([0]);
  });

  test('a missing child’s case is open, but not late: its clock stands', async () => {
    const course = await Course.begin();
    await course.entry({ kind: 'child-missing', missingSince: NOW });
    await course.at('2027-01-08T09:00:00.000Z');
    expect(course.scheme.meter.of(metricNames.casesOpen)).toEqual([1]);
    expect(course.scheme.meter.of(metricNames.casesOpenPastDeadline)).toEqual([0]);
  });
});

describe('reminding councils', () => {
  const declared = (declaredAt: string) => ({
    places: { fosterCare: 1, supportedAccommodation: 0 },
    used: { fosterCare: 0, supportedAccommodation: 0 },
    supports: [],
    declaredAt,
  });
  const reminded = (scheme: SchemeInMemory) =>
    scheme.events.flatMap((event) => (event.type === 'capacity-reminder-due.v1' ? [event.data] : []));
  const open = (...councils: Parameters<typeof aCouncil>) =>
    SchemeInMemory.open({ councils: councils.map((one) => aCouncil(one)) });

  test('whose word is old or missing, once a day; the second copies the region’s lead', async () => {
    const scheme = await SchemeInMemory.open({
      councils: [
        aCouncil({ code: 'E10000014' }),
        aCouncil({ code: 'E10000025', declaration: declared('2026-10-26T09:00:00.000Z') }),
        aCouncil({ code: 'E10000030', declaration: declared('2026-10-27T09:00:00.000Z') }),
        aCouncil({ code: 'E10000032', participates: false }),
        aCouncil({
          code: 'E10000011',
          declaration: { ...declared('2026-10-01T09:00:00.000Z'), pausedUntil: '2026-12-24' },
        }),
      ],
    });
    expect(await scheme.remind()).toEqual({ reminded: 2, failed: 0 });
    expect(
      reminded(scheme).map(({ council, reminder, lastDeclaredOn }) => [council, reminder, lastDeclaredOn]),
    ).toEqual([
      ['E10000014', 1, undefined],
      ['E10000025', 1, '2026-10-26'],
    ]);
    expect(await scheme.remind()).toEqual({ reminded: 0, failed: 0 });
    scheme.clock.set('2026-11-30T08:00:00.000Z');
    expect(await scheme.remind()).toEqual({ reminded: 3, failed: 0 });
    await scheme.settle();
    const second = scheme.mailer
      .snapshot()
      .filter(({ text }) => text.replaceAll(/\s+/g, ' ').includes('reminder 2'))
      .map(({ to, cc, tells = [] }) => [[...to, ...cc].join(), tells.length]);
    // The lead reads the same, of both in one email.
    expect(second.toSorted()).toEqual([
      ['council.e10000014@desks.example', expect.any(Number)],
      ['council.e10000025@desks.example', expect.any(Number)],
      ['smp-lead.e12000008@desks.example', 2],
    ]);
  });

  test('tells the coordinators in one e-mail of all that have no address, in whatever order and however often they come', async () => {
    const desks = everyCouncil().map(({ code }) => `council:${code}`);
    const known = ['council:E10000014', 'council:E10000016'];
    const scheme = await SchemeInMemory.open({ unknownDesks: desks.filter((desk) => !known.includes(desk)) });
    const { reminded: all } = await scheme.remind();
    expect(all).toBeGreaterThan(200);
    await scheme.settle();
    await scheme.notify(
      ...scheme.notifications
        .snapshot()
        .map(({ body }) => body)
        .toReversed(),
    );
    const sent = scheme.mailer.snapshot();
    expect(sent.filter(({ to }) => !to.includes('coordinators@desks.example'))).toHaveLength(2);
    const [digest, ...others] = sent.filter(({ to }) => to.includes('coordinators@desks.example'));
    expect(others).toEqual([]);
    expect(digest?.subject).toMatch(/^Not asked for places: \d+ councils without an address$/);
    for (const name of ['Leeds', 'Glasgow City', 'Belfast']) expect(digest?.text).toContain(name);
    expect(digest?.text).not.toMatch(/^\W*(Hampshire|Kent)$/m);
    expect(scheme.quarantine.snapshot()).toEqual([]);
    // The next that is asked is told of on its own day.
    scheme.clock.set('2026-12-07T08:00:00.000Z');
    await scheme.remind();
    await scheme.settle();
    expect(
      scheme.mailer.snapshot().filter(({ subject }) => subject.startsWith('Not asked for places')),
    ).toHaveLength(2);
  });

  test('of the whole nation nobody is written to twice on a morning, and the coordinators not at all', async () => {
    const scheme = await SchemeInMemory.open();
    const morning = async (at: string) => {
      scheme.clock.set(at);
      const before = scheme.mailer.snapshot().length;
      await scheme.remind();
      await scheme.settle();
      return scheme.mailer
        .snapshot()
        .slice(before)
        .flatMap(({ to, cc }) => [...to, ...cc]);
    };
    const first = await morning('2026-11-23T08:00:00.000Z');
    expect(first.length).toBeGreaterThan(200);
    // From the second reminder on the leads read along: all but Scotland’s, where it is St Andrew’s Day.
    const second = await morning('2026-11-30T08:00:00.000Z');
    expect(second.filter((address) => address.startsWith('smp-lead.'))).toHaveLength(
      new Set(everyCouncil().map(({ region }) => region)).size - 1,
    );
    for (const addresses of [first, second]) {
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(addresses).not.toContain('coordinators@desks.example');
    }
  });

  test.each([
    ['England', 'E10000014', '2026-11-30', 1],
    ['Scotland', 'S12000036', '2026-11-30', 0], // St Andrew's Day
    ['England', 'E10000014', '2026-12-25', 0],
    ['England', 'E10000014', '2026-11-28', 0], // a Saturday
    ['Northern Ireland', 'BHSCT', '2026-03-17', 0], // St Patrick's Day
    ['Wales', 'W06000015', '2026-03-17', 1],
  ] as const)('in %s (%s) on %s: %i', async (nation, code, day, wanted) => {
    const scheme = await open({ nation, code });
    scheme.clock.set(`${day}T08:00:00.000Z`);
    expect((await scheme.remind()).reminded).toBe(wanted);
  });

  test('a council that declares between the list and its turn is left in peace', async () => {
    const scheme = await open({ code: 'E10000014' });
    const commit = scheme.councils.commit.bind(scheme.councils);
    scheme.councils.commit = async ({ code }) => {
      scheme.councils.commit = commit;
      const council = await scheme.councils.read(code);
      if (council === undefined) throw new Error('There is no such council.');
      const declared = { fosterCare: 1, supportedAccommodation: 0, supports: [] };
      const actor = { kind: 'council', code } as const;
      const context = { now: scheme.clock.now(), actor, cause: 'page', policy: policyNamed('nts-2025') };
      const outcome = declare(council, declared, context);
      if (outcome.kind === 'changed') await commit(outcome.change);
      return 'lost-race';
    };
    expect(await scheme.remind()).toEqual({ reminded: 0, failed: 0 });
    expect(scheme.events.map(({ type }) => type)).not.toContain('capacity-reminder-due.v1');
  });

  test('is said in the council’s trail in its own name, in the log and in the figures', async () => {
    const scheme = await SchemeInMemory.open({
      councils: [
        aCouncil({ code: 'E10000014', declaration: declared('2026-10-01T23:30:00.000Z') }),
        aCouncil({ code: 'E10000025', declaration: declared(NOW) }),
      ],
    });
    const read = scheme.councils.read.bind(scheme.councils);
    const asked: string[] = [];
    scheme.councils.read = (code) => {
      asked.push(code);
      return read(code);
    };
    await scheme.remind();
    // The list says all that there is to know of them.
    expect(asked).toEqual([]);
    const [event, ...others] = scheme.events;
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      type: 'capacity-reminder-due.v1',
      at: NOW,
      actor: { kind: 'system', name: 'remind-capacity' },
      data: { council: 'E10000014', reminder: 1, on: '2026-11-23', lastDeclaredOn: '2026-10-02' },
      trail: { subject: 'E10000014', number: 1, cause: `remind-${NOW}`, policy: 'nts-2025' },
    });
    expect(scheme.log.lines).toEqual([
      { level: 'info', code: 'REMINDER_ISSUED', particulars: { council: 'E10000014' } },
      { level: 'info', code: 'REMINDERS_DONE', particulars: { reminded: 1, failed: 0 } },
    ]);
    expect(scheme.meter.values).toEqual([
      { name: metricNames.remindersIssued, value: 1 },
      { name: metricNames.leftUndone, value: 0 },
    ]);
  });

  test('whose pause is long is asked of the coordinators, once, and not of one that is closed', async () => {
    const declaration = { ...declared('2026-11-20T09:00:00.000Z'), pausedUntil: '2027-02-01' };
    const closing = { because: 'emergency', from: '2026-11-01' } as const;
    const scheme = await SchemeInMemory.open({
      policy: 'nts-2026',
      councils: [
        aCouncil({ code: 'E10000014', declaration }),
        aCouncil({ code: 'E10000025', declaration: { ...declaration, pausedUntil: '2026-12-01' } }),
        aCouncil({ code: 'E10000030', declaration, closing }),
      ],
    });
    for (const day of ['2026-11-23', '2026-11-24', '2027-01-04']) {
      scheme.clock.set(`${day}T08:00:00.000Z`);
      await scheme.remind();
    }
    const asked = scheme.events.filter(({ type }) => type === 'exemptions-in-question.v1');
    expect(asked).toMatchObject([
      {
        at: '2026-11-23T08:00:00.000Z',
        actor: { kind: 'system', name: 'remind-capacity' },
        data: {
          council: 'E10000014',
          exemptions: [{ what: 'pause', since: '2026-11-20', until: '2027-02-01' }],
        },
      },
    ]);
    expect(scheme.log.lines).toContainEqual({
      level: 'info',
      code: 'EXEMPTIONS_QUESTIONED',
      particulars: { council: 'E10000014' },
    });
    await scheme.settle();
    const mails = scheme.mailer.snapshot().filter(({ subject }) => subject.includes('still count'));
    expect(mails.flatMap(({ to }) => to)).toEqual(['coordinators@desks.example']);
  });

  test('that paused the scheme begins again on the day that it named', async () => {
    const declaration = { ...declared('2026-10-01T09:00:00.000Z'), pausedUntil: '2026-11-24' };
    const scheme = await open({ declaration });
    expect((await scheme.remind()).reminded).toBe(0);
    scheme.clock.set('2026-11-24T09:00:00.000Z');
    expect((await scheme.remind()).reminded).toBe(1);
  });

  test('one council that fails stops no other', async () => {
    const scheme = await SchemeInMemory.open({
      councils: [aCouncil({ code: 'E10000014' }), aCouncil({ code: 'E10000025' })],
    });
    const commit = scheme.councils.commit.bind(scheme.councils);
    scheme.councils.commit = (change) =>
      change.code === 'E10000014' ? Promise.reject(new Error('no')) : commit(change);
    expect(await scheme.remind()).toEqual({ reminded: 1, failed: 1 });
    expect(scheme.meter.of(metricNames.leftUndone)).toEqual([1]);
    expect(scheme.log.lines).toMatchObject([
      {
        level: 'error',
        code: 'COUNCIL_FAILED',
        particulars: { council: 'E10000014' },
        cause: { message: 'no' },
      },
      { code: 'REMINDER_ISSUED', particulars: { council: 'E10000025' } },
      { code: 'REMINDERS_DONE', particulars: { reminded: 1, failed: 1 } },
    ]);
  });
});

describe('recounting', () => {
  test('counts each night how far whoever is furthest from its share is from it', async () => {
    const { scheme } = await Course.begin({ children: [aChild()] });
    await scheme.recount();
    const [before] = scheme.meter.of(metricNames.furthestFromShare);
    const { national, regions } = await scheme.councils.view();
    const parts = [national, ...Object.values(regions)].map(({ state }) => furthestFromShare(state));
    expect(before).toBe(Math.max(...parts));
  });

  test('a child whose sealed birthday has come no longer counts; until then nothing happens', async () => {
    const course = await Course.begin({
      children: [aChild({ turns18Month: '2027-03' }), aChild({ number: 2, turns18Month: '2029-01' })],
    });
    const { scheme } = course;
    await scheme.sealed.sealFirst((await course.case()).referralId, 'E10000016', [
      { number: 1, dateOfBirth: '2009-03-20' },
    ]);
    scheme.clock.set('2027-03-19T00:15:00.000Z');
    expect((await scheme.recount()).turned18).toBe(0);
    scheme.clock.set('2027-03-20T00:15:00.000Z');
    expect((await scheme.recount()).turned18).toBe(1);
    expect((await scheme.recount()).turned18).toBe(0);
    expect((await course.case()).turned18).toEqual([1]);
    expect((await scheme.places()).held).toBe(1);
  });

  test('without a sealed date it is the first day of the following month', async () => {
    const course = await Course.begin({ children: [aChild({ turns18Month: '2026-12' })] });
    course.scheme.clock.set('2026-12-31T23:30:00.000Z');
    expect((await course.scheme.recount()).turned18).toBe(0);
    course.scheme.clock.set('2027-01-01T00:15:00.000Z');
    expect((await course.scheme.recount()).turned18).toBe(1);
    expect((await course.case()).status).toBe('turned-18');
    expect(await course.scheme.places()).toEqual({ held: 0, offered: 0, incoming: 0 });
  });

  test('an age that is with a person is left to that person, also after the person has cleared it', async () => {
    const course = await Course.begin({
      children: [aChild({ turns18Month: '2026-10' })],
      asylumClaimOn: '2026-09-16',
      arrivedOn: '2026-09-15',
    });
    expect((await course.case()).status).toBe('held');
    expect((await course.scheme.recount()).turned18).toBe(0);
    await course.coordinator({ kind: 'release-hold', note: 'The month was wrong.' });
    expect((await course.case()).status).toBe('offered');
    expect((await course.scheme.recount()).turned18).toBe(0);
    expect((await course.case()).status).toBe('offered');
  });

  test('a month gone by in a referral that is still incomplete closes nothing: the check holds it for a person', async () => {
    const course = await Course.begin({
      children: [aChild({ turns18Month: '2026-10' })],
      familyInUk: undefined,
    } as never);
    expect((await course.case()).status).toBe('incomplete');
    expect((await course.scheme.recount()).turned18).toBe(0);
    await course.entry({ kind: 'child-missing', missingSince: NOW });
    expect((await course.scheme.recount()).turned18).toBe(0);
    await course.entry({ kind: 'child-found', foundAt: NOW });
    await course.entry({
      kind: 'amend',
      data: {
        referralId: (await course.case()).referralId,
        facts: { familyInUk: 'none', asylumClaimOn: '2026-09-16', arrivedOn: '2026-09-15' },
      },
    });
    expect((await course.case()).hold?.reasons.map(({ code }) => code)).toEqual(['turned-18:1']);
    expect((await course.scheme.recount()).turned18).toBe(0);
  });

  test('looks at this month and the twelve before it', () => {
    expect(monthsToLookAt('2026-11-23', 12)).toEqual([
      ...['2026-11', '2026-10', '2026-09', '2026-08', '2026-07', '2026-06', '2026-05', '2026-04'],
      ...['2026-03', '2026-02', '2026-01', '2025-12', '2025-11'],
    ]);
  });

  test.each<readonly [string, number, Readonly<Record<number, string>>, boolean]>([
    ['on the birthday that is sealed', 1, { 1: '2008-11-23' }, true],
    ['on the day before it', 1, { 1: '2008-11-24' }, false],
    ['by a sealed date, whatever month the referral names', 2, { 2: '2008-12-01' }, false],
    ['by another child’s sealed date', 1, { 2: '2000-01-01' }, false],
    ['once the month is over that the referral names', 2, {}, true],
    ['in the month that it names', 1, {}, false],
    ['without any date', 3, {}, false],
    ['when it is no child of the case', 4, {}, false],
  ])('a child is 18 or not %s', (_, child, born, is18) => {
    const children = [
      aChild({ turns18Month: '2026-11' }),
      aChild({ number: 2, turns18Month: '2026-10' }),
      { number: 3 },
    ];
    expect(isEighteen(aCase({ facts: aReferral({ children }) }), child, born, '2026-11-23')).toBe(is18);
  });

  test.each<readonly [string, Parameters<typeof ageIsWithAPerson>[0], boolean]>([
    ['an offer stands', aCase({ status: 'offered' }), false],
    ['the check has yet to look', aCase(), true],
    ['facts are missing', aCase({ status: 'incomplete' }), true],
    [
      'the child went missing before the check',
      aCase({ status: 'paused', pause: { from: 'incomplete', at: NOW } }),
      true,
    ],
    ['the child went missing later', aCase({ status: 'paused', pause: { from: 'offered', at: NOW } }), false],
    ['a coordinator has cleared it', aCase({ status: 'offered', cleared: ['turned-18:1'] }), true],
    ['it was cleared of another child', aCase({ status: 'offered', cleared: ['turned-18:2'] }), false],
    ...(
      [
        ['turned-18:1', true],
        ['turns-18-this-month:1', true],
        ['turned-18:2', false],
        ['family-in-uk', false],
      ] as const
    ).map(([code, held]) => {
      const reasons = ['trafficking', code].map((one) => ({ code: one, words: 'Look.', citation: 'None.' }));
      const hold = { reasons: reasons as never, since: NOW, reviewAt: NOW };
      return [`the case is held for ${code}`, aCase({ status: 'held', hold }), held] as const;
    }),
  ])('whether an age is with a person when %s', (_, subject, wanted) => {
    expect(ageIsWithAPerson(subject, 1)).toBe(wanted);
  });

  test('the birthday of a child whom a council has is recorded in its own name, and said without child or date', async () => {
    const course = await Course.begin({
      children: [aChild({ turns18Month: '2026-12' }), aChild({ number: 2, turns18Month: '2029-01' })],
    });
    await course.accept();
    const { scheme, caseId } = course;
    scheme.clock.set('2027-01-01T00:15:00.000Z');
    const [before, logged] = [scheme.events.length, scheme.log.lines.length];
    expect(await scheme.recount()).toEqual({ turned18: 1, corrected: 0, failed: 0 });
    const [event] = scheme.events.slice(before);
    expect(event).toMatchObject({
      type: 'child-turned-18.v1',
      actor: { kind: 'system', name: 'recount-headroom' },
      trail: { cause: 'recount-2027-01-01T00:15:00.000Z' },
    });
    expect(scheme.log.lines.slice(logged)).toEqual([
      { level: 'info', code: 'CHILD_TURNED_18', particulars: { caseId } },
      {
        level: 'info',
        code: 'RECOUNT_DONE',
        particulars: { turned18: 1, corrected: 0, failed: 0 },
      },
    ]);
  });

  test('the birthday of the last child ends a placement that was agreed, and gives its turn and place back', async () => {
    const course = await Course.begin({ children: [aChild({ turns18Month: '2026-12' })] });
    await course.accept();
    expect((await course.scheme.places()).incoming).toBe(1);
    course.scheme.clock.set('2027-01-01T00:15:00.000Z');
    expect(await course.scheme.recount()).toEqual({ turned18: 1, corrected: 0, failed: 0 });
    expect((await course.case()).status).toBe('turned-18');
    expect((await course.scheme.places()).incoming).toBe(0);
  });

  test('a birthday of a case that is not there changes nothing, and one that fails stops no other', async () => {
    const course = await Course.begin({ children: [aChild({ turns18Month: '2026-12' })] });
    const { scheme, caseId } = course;
    scheme.clock.set('2027-01-01T00:15:00.000Z');
    const read = scheme.cases.read.bind(scheme.cases);
    scheme.cases.read = (id) => (id === 'broken' ? Promise.reject(new Error('damaged')) : read(id));
    scheme.cases.birthdays = (month) =>
      month === '2026-12'
        ? listing(...['nowhere', 'broken', caseId].map((id) => ({ caseId: id, child: 1 })))
        : listing();
    const recount = scheme.councils.recount.bind(scheme.councils);
    scheme.councils.miscounted = async () => ['E10000014'];
    scheme.councils.recount = (code, how) =>
      code === 'E10000014' ? Promise.reject(new Error('no')) : recount(code, how);
    expect(await scheme.recount()).toEqual({ turned18: 1, corrected: 0, failed: 2 });
    expect(scheme.meter.of(metricNames.leftUndone)).toEqual([2]);
    expect(scheme.log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { code: 'CASE_FAILED', particulars: { caseId: 'broken' }, cause: { message: 'damaged' } },
      { code: 'COUNCIL_FAILED', particulars: { council: 'E10000014' }, cause: { message: 'no' } },
    ]);
  });

  test('a stored headroom that no longer follows from the counts is put right, and said', async () => {
    const scheme = await SchemeInMemory.open({ councils: [aCouncil()] });
    expect((await scheme.recount()).corrected).toBe(0);
    await scheme.councils.recount('E10000014', {
      threshold: { perMillion: 700, rounding: 'down' },
    });
    expect((await scheme.recount()).corrected).toBe(1);
    expect(scheme.councils.snapshot().councils.E10000014?.headroom).toBe(10);
    expect(scheme.log.lines).toContainEqual(
      expect.objectContaining({ code: 'HEADROOM_CORRECTED', particulars: { council: 'E10000014' } }),
    );
  });
});
