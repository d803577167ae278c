import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { officeTimeBetween } from '../../shared/core/calendar/working-days.ts';
import { readBy } from '../../shared/core/case/deadlines.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { anOffer } from '../builders.ts';
import { noMailbox, referralId } from './a-play.ts';
import { BELFAST, CARDIFF, coordinator, councilsWith, entry, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

const policy = policyNamed('nts-2026');
const office = { opens: '09:00', closes: '17:00' };

/** Monday at nine: Hampshire has until Tuesday at five, sixteen hours in the office; half of them end with Monday. */
const asked = (under = policy): Play =>
  new Play(councilsWith(10), under).receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
const half = '2026-11-23T17:00:00.000Z';
const justBefore = '2026-11-23T16:59:59.000Z';

test('half of the time to answer is half of the hours that offices of the council’s nation are open', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 24 * 60 * 300 }),
      fc.constantFrom(HAMPSHIRE, 'S12000033', BELFAST),
      fc.integer({ min: 1, max: 5 }),
      (minutes, council, days) => {
        const at = (ms: number): string => new Date(ms).toISOString();
        const begin = Date.parse('2026-01-05T00:00:00Z') + minutes * 60_000;
        const offer = anOffer({ council, madeAt: at(begin), answerBy: at(begin + days * 86_400_000) });
        const by = readBy({}, offer, policy) ?? '';
        const nation = { [HAMPSHIRE]: 'England', S12000033: 'Scotland', [BELFAST]: 'Northern Ireland' }[
          council
        ] as 'England';
        const before = officeTimeBetween(offer.madeAt, by, nation, office);
        const after = officeTimeBetween(by, offer.answerBy, nation, office);
        expect(Math.abs(before - after)).toBeLessThanOrEqual(2);
        expect(by <= offer.answerBy || after === 0).toBe(true);
      },
    ),
  );
});

describe('a back-up that said yes', () => {
  test('has the child once half of the first’s time has gone without a word, and not a moment before', () => {
    const play = asked();
    play.answer('1-2', 'back-up-yes');
    expect(play.case.nextDueAt).toBe(half);
    expect(play.at(justBefore).sweep()).toEqual([]);
    play.at(half).sweep();
    expect(play.case).toMatchObject({
      status: 'accepted',
      placement: { council: LEEDS, how: 'back-up-yes' },
      excluded: [HAMPSHIRE],
    });
    expect(play.trail.find(({ type }) => type === 'offer-expired.v1')?.data).toEqual({
      offerId: '1-1',
      council: HAMPSHIRE,
      answerBy: '2026-11-24T17:00:00.000Z',
      readBy: half,
    });
    // It left unanswered what it was asked, and gives back the place that was held.
    expect(play.council(HAMPSHIRE)).toMatchObject({ held: 0, unanswered: { offers: 1 } });
  });

  test('has it at once when it says yes after that half', () => {
    const play = asked().at('2026-11-24T10:00:00.000Z');
    expect(play.sweep()).toEqual([]);
    play.answer('1-3', 'back-up-yes');
    play.sweep();
    expect(play.case.placement?.council).toBe(CARDIFF);
  });

  test('waits for the whole of the first’s time once that says that it is looking', () => {
    const play = asked();
    play.answer('1-2', 'back-up-yes');
    expect(play.answer('1-1', 'reading').kind).toBe('changed');
    expect(play.answer('1-1', 'reading').kind).toBe('unchanged');
    play.at('2026-11-24T13:00:00.000Z').sweep();
    expect(play.case.status).toBe('offered');
    expect(play.answer('1-1', 'accept').kind).toBe('changed');
    expect(play.case.placement?.council).toBe(HAMPSHIRE);
  });

  test('waits for it too while it has said no after all', () => {
    const play = asked();
    play.answer('1-2', 'back-up-yes');
    play.answer('1-2', 'back-up-no');
    play.at(half).sweep();
    expect(play.case.status).toBe('offered');
  });

  test('waits the working hours that were left when the child is found again', () => {
    const play = asked();
    play.answer('1-2', 'back-up-yes');
    play
      .at('2026-11-23T12:00:00.000Z')
      .do({ kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' }, entry);
    play.at('2026-12-03T12:00:00.000Z').do({ kind: 'child-found', foundAt: '2026-12-03T11:00:00Z' }, entry);
    play.sweep();
    expect(play.case.status).toBe('offered');
    // Thursday at noon to Friday at five: thirteen hours, of which half end at 10:30.
    expect(play.case.nextDueAt).toBe('2026-12-04T10:30:00.000Z');
  });

  test('waits half of the new time where that began anew because no e-mail had reached the first', () => {
    const play = asked();
    play.answer('1-2', 'back-up-yes');
    play.at('2026-11-23T16:00:00.000Z').do(noMailbox(play, '1-1'));
    play.at(half).sweep();
    expect(play.case.status).toBe('offered');
    // Monday at four to Tuesday at five: nine hours in the office.
    expect(play.case.nextDueAt).toBe('2026-11-24T12:30:00.000Z');
    play.at('2026-11-24T10:00:00.000Z').do(noMailbox(play, '1-1', { attempt: 1 }));
    // Tuesday at ten to Wednesday at five: fifteen.
    expect(play.case.offers[0]).toMatchObject({ answerBy: '2026-11-25T17:00:00.000Z' });
    // Whoever has not answered as a back-up yet may do so as long as the first.
    expect(play.case.offers[2]).toMatchObject({ status: 'asked', answerBy: '2026-11-25T17:00:00.000Z' });
    expect(play.case.nextDueAt).toBe('2026-11-25T09:30:00.000Z');
  });

  test('is no reason to end the first’s time while its area may not be safe', () => {
    const play = asked();
    play.answer('1-2', 'back-up-yes');
    const mailed = { areasToAvoid: [LEEDS] };
    play.do({ kind: 'amend', data: { referralId, facts: mailed, channel: 'email' } }, entry, 'mail-1');
    expect(play.case.proposals).toHaveLength(1);
    play.at(half).sweep();
    expect(play.case).toMatchObject({ status: 'offered', excluded: [] });
    play.at('2026-11-23T17:30:00.000Z').do({ kind: 'refuse-amendment', amendmentId: 'mail-1' }, entry);
    play.sweep();
    expect(play.case.placement?.council).toBe(LEEDS);
  });

  test('has it at the end of the first’s time under every earlier policy of the mandatory scheme', () => {
    for (const id of ['nts-2022', 'nts-2025']) {
      const play = asked(policyNamed(id));
      play.answer('1-2', 'back-up-yes');
      play.at('2026-11-24T10:00:00.000Z').sweep();
      expect(play.case.status).toBe('offered');
      expect(readBy(play.case, anOffer(), policyNamed(id))).toBeUndefined();
    }
  });
});

test('after a long sleep the first’s whole time is over, and nobody is told of half of it or reminded', () => {
  const play = asked();
  play.answer('1-2', 'back-up-yes');
  play.at('2026-11-25T09:00:00.000Z').sweep();
  expect(play.types.filter((type) => type.startsWith('deadline'))).toEqual([]);
  expect(play.trail.find(({ type }) => type === 'offer-expired.v1')?.data).not.toHaveProperty('readBy');
});

test('a council that is asked again after its no was not accepted has not said yet that it is looking', () => {
  const play = asked();
  play.answer('1-1', 'reading');
  play.answer('1-1', 'decline');
  play.answer('1-2', 'decline');
  play.do(
    {
      kind: 'review-decline',
      offerId: '1-1',
      outcome: 'refused',
      reason: 'has-room',
      note: 'There is room.',
    },
    coordinator,
  );
  play.answer('1-3', 'decline');
  const [first] = play.case.offers;
  expect(first).toMatchObject({ status: 'live', promotedAt: play.now });
  expect(first).not.toHaveProperty('readAt');
  expect(play.answer('1-1', 'reading').kind).toBe('changed');
});

test('saying that it is looking is a word: the council is heard', () => {
  const silent = councilsWith(10).map((one) =>
    one.code === HAMPSHIRE
      ? { ...one, unanswered: { offers: 2, reminders: 1, since: '2026-11-02T17:00:00.000Z' } }
      : one,
  );
  const play = new Play(silent, policy).receive().offer(HAMPSHIRE, LEEDS);
  play.answer('1-1', 'reading');
  expect(play.council(HAMPSHIRE)).not.toHaveProperty('unanswered');
});

test('each council that is asked has a deadline in the calendar of its own nation', () => {
  // Monday 4 January 2027 is a bank holiday in Scotland alone: Christmas and New Year are over in Essex.
  const [ESSEX, EDINBURGH] = ['E10000012', 'S12000036'];
  const councils = councilsWith(10).map((one) =>
    one.code === LEEDS ? { ...one, code: ESSEX } : one.code === CARDIFF ? { ...one, code: EDINBURGH } : one,
  );
  for (const under of [policy, policyNamed('nts-2025')]) {
    const play = new Play(councils, under).receive().at('2026-12-31T10:00:00.000Z');
    const ask = (chosen: string, backUp: string) =>
      play.do({
        kind: 'allocate',
        decisionHash: 'd'.repeat(64),
        decision: {
          kind: 'offer',
          chosen: { council: chosen, region: 'W92000004', because: 'turn' },
          backUps: [{ council: backUp, region: 'E12000003', because: 'turn' }],
          verdicts: [],
          warnings: [],
        },
      });
    ask(EDINBURGH, ESSEX);
    const by = play.case.offers.map(({ council, answerBy }) => [council, answerBy.slice(0, 10)]);
    expect(by).toEqual([
      [EDINBURGH, '2027-01-05'],
      [ESSEX, '2027-01-04'],
    ]);
  }
});
