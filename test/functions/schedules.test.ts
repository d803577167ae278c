import { describe, expect, test } from 'vitest';
import { verifyLink } from '../../shared/runtime/links.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { aChild, aCouncil, anEvent, aReferral, NOW } from '../builders.ts';
import { Journey } from './journeys.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const referralIds = [
  '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20',
  '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a21',
  '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a22',
];
const received = (referralId: string) =>
  JSON.stringify(
    anEvent('referral-received.v1', {
      id: referralId,
      data: { referralId, channel: 'queue', facts: aReferral() },
    }),
  );

describe('enforcing deadlines', () => {
  test('reminds once before a deadline, with a copy to the second contact', async () => {
    const journey = await Journey.begin();
    await journey.at('2026-11-24T14:05:00.000Z');
    await journey.at('2026-11-24T14:10:00.000Z');
    const reminders = journey.scheme.mailer
      .snapshot()
      .filter(({ subject }) => subject.startsWith('Reminder'));
    expect(reminders).toHaveLength(1);
    expect(reminders[0]?.cc).toEqual([reminders[0]?.to[0]?.replace('council', 'second.council')]);
    expect(journey.scheme.meter.total(metricNames.remindersIssued)).toBe(1);
  });

  test('silence goes through every back-up and every round, then a person takes over; no place stays held', async () => {
    const journey = await Journey.begin();
    // Each council gets its whole working day; a fortnight outlasts three rounds of three.
    const day = Date.parse('2026-11-24T17:01:00.000Z');
    for (let at = 0; at < 16 && (await journey.case()).status !== 'escalated'; at += 1)
      await journey.at(new Date(day + at * 86_400_000).toISOString());
    const subject = await journey.case();
    expect(subject).toMatchObject({ status: 'escalated', round: 3, escalation: { because: 'no-answer' } });
    expect(subject.offers.map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 'expired'));
    expect(new Set(subject.offers.map(({ council }) => council)).size).toBe(9);
    expect(await journey.scheme.places()).toEqual({ held: 0, offered: 0, incoming: 0 });
    expect(journey.scheme.meter.total(metricNames.casesEscalated)).toBe(1);
  });

  test('two rounds of no lead to the third, and then to a person', async () => {
    const journey = await Journey.begin();
    for (let at = 0; at < 9; at += 1) await journey.decline();
    expect(await journey.case()).toMatchObject({
      status: 'escalated',
      round: 3,
      escalation: { because: 'all-declined' },
    });
    expect(await journey.scheme.places()).toEqual({ held: 0, offered: 0, incoming: 0 });
  });

  test('a back-up that promised is placed at once when the first says no', async () => {
    const journey = await (await Journey.begin()).promise();
    const promised = (await journey.case()).offers.find(({ status }) => status === 'promised');
    expect(await journey.scheme.places()).toEqual({ held: 2, offered: 1, incoming: 0 });
    await journey.decline();
    expect((await journey.case()).placement).toMatchObject({
      council: promised?.council,
      how: 'back-up-yes',
    });
    expect(await journey.scheme.places()).toEqual({ held: 0, offered: 0, incoming: 1 });
  });

  test('a back-up that promised is placed when the first stays silent', async () => {
    const journey = await (await Journey.begin()).promise();
    await journey.at('2026-11-24T17:01:00.000Z');
    expect((await journey.case()).placement?.how).toBe('back-up-yes');
    expect(journey.scheme.meter.of(metricNames.timeToAcceptanceSeconds)).toEqual([32 * 3600 + 60]);
  });

  test('sweeping again at once changes nothing', async () => {
    const journey = await Journey.begin();
    await journey.at('2026-11-24T17:01:00.000Z');
    const before = journey.scheme.cases.snapshot();
    expect(await journey.scheme.sweep()).toMatchObject({ changed: 0, failed: 0 });
    expect(journey.scheme.cases.snapshot()).toEqual(before);
  });

  test('a child missing for ten weeks: a reminder every week, and the last link still opens the page', async () => {
    const journey = await Journey.begin();
    await journey.entry({ kind: 'child-missing', missingSince: NOW });
    const day = Date.parse('2026-11-24T18:00:00.000Z');
    for (let at = 0; at < 70; at += 1) await journey.at(new Date(day + at * 86_400_000).toISOString());
    const mails = journey.scheme.mailer
      .snapshot()
      .filter(({ subject }) => subject.includes('is the child found'));
    // Ten weeks less the three days off at Christmas and New Year.
    expect(mails).toHaveLength(9);
    const { scheme } = journey;
    const token = /https:\/\/pages\.example\/referrals\/(\S+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
    expect(await verifyLink(scheme.key, token, 'entry', scheme.clock.now())).toMatchObject({ kind: 'valid' });
    expect(scheme.meter.total(metricNames.remindersIssued)).toBe(9);
  });

  test('one case that fails stops no other', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.receive(...referralIds.map(received));
    const [broken] = Object.keys(scheme.cases.snapshot().cases);
    const read = scheme.cases.read.bind(scheme.cases);
    scheme.cases.read = (caseId) => (caseId === broken ? Promise.reject(new Error('damaged')) : read(caseId));
    scheme.clock.set('2026-11-24T17:01:00.000Z');
    expect(await scheme.sweep()).toMatchObject({ looked: 3, changed: 2, failed: 1 });
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
    let left = 11_000;
    const timeLeft = () => {
      left -= 600;
      return left;
    };
    expect(await scheme.sweep(timeLeft)).toMatchObject({ looked: 1, finished: false });
    expect(await scheme.sweep()).toMatchObject({ changed: 2, finished: true });
  });

  test('writes the figures about children at every sweep, zeros too', async () => {
    const scheme = await SchemeInMemory.open();
    await scheme.sweep();
    expect(scheme.meter.of(metricNames.casesOpen)).toEqual([0]);
    expect(scheme.meter.of(metricNames.oldestUnplacedSeconds)).toEqual([0]);
    expect(scheme.meter.of(metricNames.calendarDaysLeft)).toEqual([769]);
    const journey = await Journey.begin();
    await journey.accept();
    journey.scheme.clock.set('2026-12-08T09:00:00.000Z');
    await journey.scheme.sweep();
    expect(journey.scheme.meter.of(metricNames.casesOpen)).toEqual([1]);
    expect(journey.scheme.meter.of(metricNames.casesOpenPastDeadline)).toEqual([1]);
    expect(journey.scheme.meter.of(metricNames.oldestUnplacedSeconds)).toEqual([0]);
  });

  test('a missing child’s case is open, but not late: its clock stands', async () => {
    const journey = await Journey.begin();
    await journey.entry({ kind: 'child-missing', missingSince: NOW });
    await journey.at('2027-01-08T09:00:00.000Z');
    expect(journey.scheme.meter.of(metricNames.casesOpen)).toEqual([1]);
    expect(journey.scheme.meter.of(metricNames.casesOpenPastDeadline)).toEqual([0]);
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
    const second = scheme.mailer.snapshot().filter(({ subject }) => subject.includes('reminder 2'));
    expect(second.map(({ cc }) => cc)).toEqual([
      ['smp-lead.e12000008@desks.example'],
      ['smp-lead.e12000008@desks.example'],
    ]);
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
    scheme.councils.commit = async () => 'lost-race';
    expect(await scheme.remind()).toEqual({ reminded: 0, failed: 0 });
    scheme.councils.commit = commit;
    expect(scheme.events).toEqual([]);
  });

  test('one council that fails stops no other', async () => {
    const scheme = await SchemeInMemory.open({
      councils: [aCouncil({ code: 'E10000014' }), aCouncil({ code: 'E10000025' })],
    });
    const read = scheme.councils.read.bind(scheme.councils);
    scheme.councils.read = (region, code) =>
      code === 'E10000014' ? Promise.reject(new Error('no')) : read(region, code);
    expect(await scheme.remind()).toEqual({ reminded: 1, failed: 1 });
  });
});

describe('recounting', () => {
  test('a child whose sealed birthday has come no longer counts; until then nothing happens', async () => {
    const journey = await Journey.begin({
      children: [aChild({ turns18Month: '2027-03' }), aChild({ number: 2, turns18Month: '2029-01' })],
    });
    const { scheme } = journey;
    await scheme.sealed.sealFirst((await journey.case()).referralId, 'E10000016', [
      { number: 1, dateOfBirth: '2009-03-20' },
    ]);
    scheme.clock.set('2027-03-19T00:15:00.000Z');
    expect((await scheme.recount()).turned18).toBe(0);
    scheme.clock.set('2027-03-20T00:15:00.000Z');
    expect((await scheme.recount()).turned18).toBe(1);
    expect((await scheme.recount()).turned18).toBe(0);
    expect((await journey.case()).turned18).toEqual([1]);
    expect((await scheme.places()).held).toBe(1);
  });

  test('without a sealed date it is the first day of the following month', async () => {
    const journey = await Journey.begin({ children: [aChild({ turns18Month: '2026-12' })] });
    journey.scheme.clock.set('2026-12-31T23:30:00.000Z');
    expect((await journey.scheme.recount()).turned18).toBe(0);
    journey.scheme.clock.set('2027-01-01T00:15:00.000Z');
    expect((await journey.scheme.recount()).turned18).toBe(1);
    expect((await journey.case()).status).toBe('turned-18');
    expect(await journey.scheme.places()).toEqual({ held: 0, offered: 0, incoming: 0 });
  });

  test('an age that is with a person is left to that person, also after the person has cleared it', async () => {
    const journey = await Journey.begin({
      children: [aChild({ turns18Month: '2026-10' })],
      asylumClaimOn: '2026-09-16',
      arrivedOn: '2026-09-15',
    });
    expect((await journey.case()).status).toBe('held');
    expect((await journey.scheme.recount()).turned18).toBe(0);
    await journey.coordinator({ kind: 'release-hold', note: 'The month was wrong.' });
    expect((await journey.case()).status).toBe('offered');
    expect((await journey.scheme.recount()).turned18).toBe(0);
    expect((await journey.case()).status).toBe('offered');
  });

  test('a month gone by in a referral that is still incomplete closes nothing: the check holds it for a person', async () => {
    const journey = await Journey.begin({
      children: [aChild({ turns18Month: '2026-10' })],
      familyInUk: undefined,
    } as never);
    expect((await journey.case()).status).toBe('incomplete');
    expect((await journey.scheme.recount()).turned18).toBe(0);
    await journey.entry({ kind: 'child-missing', missingSince: NOW });
    expect((await journey.scheme.recount()).turned18).toBe(0);
    await journey.entry({ kind: 'child-found', foundAt: NOW });
    await journey.entry({
      kind: 'amend',
      data: {
        referralId: (await journey.case()).referralId,
        facts: { familyInUk: 'none', asylumClaimOn: '2026-09-16', arrivedOn: '2026-09-15' },
      },
    });
    expect((await journey.case()).hold?.reasons.map(({ code }) => code)).toEqual(['turned-18:1']);
    expect((await journey.scheme.recount()).turned18).toBe(0);
  });

  test('a stored headroom that no longer follows from the counts is put right, and said', async () => {
    const scheme = await SchemeInMemory.open({ councils: [aCouncil()] });
    expect((await scheme.recount()).corrected).toBe(0);
    await scheme.councils.recount('E12000008', 'E10000014', 700, 'down');
    expect((await scheme.recount()).corrected).toBe(1);
    expect(scheme.councils.snapshot().councils.E10000014?.headroom).toBe(10);
    expect(scheme.log.lines).toContainEqual(
      expect.objectContaining({ code: 'HEADROOM_CORRECTED', particulars: { council: 'E10000014' } }),
    );
  });
});
