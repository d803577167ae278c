/** What a move, a pause and a passing deadline leave in the trail and on the case. */
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { aReferral, SOCIAL_WORKER } from '../builders.ts';
import { arranged, codeOf, hold, said } from './a-play.ts';
import { BELFAST, coordinator, duty, entry, HAMPSHIRE, KENT, Play, system } from './a-scheme.ts';

const move = (moveOn: string, more: { lateBecause?: string; socialWorker?: string } = {}): Command => ({
  kind: 'arrange-transfer',
  moveOn,
  ...more,
});

describe('a move', () => {
  const accepted = (): Play => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    return play;
  };

  test('on the last day of the scheme’s time needs no reason; a later day stands with the one given', () => {
    const play = accepted();
    const latest = londonDate(play.case.moveBy);
    const inTime = play.do(move(latest, { socialWorker: SOCIAL_WORKER }), duty(HAMPSHIRE));
    expect(said(inTime).at(-1)).toStrictEqual([
      'transfer-arranged',
      { council: HAMPSHIRE, moveOn: latest, socialWorkerNamed: true },
    ]);
    const late = play.do(move('2027-01-20', { lateBecause: 'exams' }), duty(HAMPSHIRE));
    expect(said(late)).toStrictEqual([
      [
        'transfer-arranged',
        { council: HAMPSHIRE, moveOn: '2027-01-20', socialWorkerNamed: true, lateBecause: 'exams' },
      ],
    ]);
  });

  test('is nobody’s to arrange while the child refuses it', () => {
    const play = arranged();
    play.do({ kind: 'child-refused' }, coordinator);
    expect(codeOf(play.do(move('2026-11-27'), duty(HAMPSHIRE)))).toBe('not-placed');
  });

  test.each([undefined, 'The car broke down.'])('that failed is told with its words, if any: %s', (text) => {
    const play = arranged('2026-11-23');
    const failed: Command = { kind: 'transfer-failed', reason: 'transport', ...(text ? { text } : {}) };
    expect(said(play.do(failed, duty(HAMPSHIRE)))).toStrictEqual([
      [
        'transfer-failed',
        {
          council: HAMPSHIRE,
          moveOn: '2026-11-23',
          reason: 'transport',
          arrangeBy: expect.any(String),
          ...(text ? { text } : {}),
        },
      ],
    ]);
  });

  test('that is over keeps when the child was handed over; said again, it changes nothing', () => {
    const play = arranged('2026-11-23').at('2026-11-24T10:00:00.000Z');
    const over: Command = { kind: 'complete-transfer', handedOverAt: '2026-11-23T12:00:00.000Z' };
    play.do(over, duty(HAMPSHIRE));
    expect(play.case.placement).toMatchObject({ handedOverAt: '2026-11-23T12:00:00.000Z' });
    expect(codeOf(play.do(over, duty(HAMPSHIRE)))).toBe('unchanged');
  });
});

describe('a pause', () => {
  const missing: Command = { kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' };
  /** St Patrick's Day, 17 March 2027, is a working day in England and none in Northern Ireland. */
  const overStPatricksDay = (come: (play: Play) => void, facts: ReferralFacts = aReferral()): Play => {
    const play = new Play().at('2027-03-15T09:00:00.000Z').receive(facts);
    come(play);
    const theirs: Actor = { kind: 'entry-authority', code: facts.entryAuthority };
    play.do({ kind: 'child-missing', missingSince: '2027-03-15T08:00:00Z' }, theirs);
    play.at('2027-03-16T09:00:00.000Z');
    play.do({ kind: 'child-found', foundAt: '2027-03-16T08:00:00Z' }, theirs);
    return play;
  };

  test('tells the council that has said yes; where there is none, nobody', () => {
    const placed = new Play().receive().offer(HAMPSHIRE);
    placed.answer('1-1', 'accept');
    expect(said(placed.do(missing, entry))[0]?.[1]).toStrictEqual({
      because: 'missing',
      missingSince: '2026-11-23T08:00:00Z',
      concerned: [HAMPSHIRE],
    });
    expect(said(new Play().receive().do(missing, entry))[0]?.[1]).toStrictEqual({
      because: 'missing',
      missingSince: '2026-11-23T08:00:00Z',
    });
  });

  test('gives the council that is asked its own working days, and those behind it their own', () => {
    const play = overStPatricksDay((one) => one.offer(BELFAST, HAMPSHIRE));
    expect(play.case.offers.map(({ answerBy }) => answerBy)).toEqual([
      '2027-03-18T17:00:00.000Z',
      '2027-03-17T17:00:00.000Z',
    ]);
    const inEngland = overStPatricksDay((one) => one.offer(HAMPSHIRE, BELFAST));
    expect(inEngland.case.offers[0]?.answerBy).toBe('2027-03-17T17:00:00.000Z');
  });

  test('looks at the live offer, wherever in the list it stands', () => {
    const play = overStPatricksDay((one) => {
      one.offer(HAMPSHIRE, BELFAST);
      one.answer('1-1', 'decline');
      one.do(
        { kind: 'review-decline', offerId: '1-1', outcome: 'refused', reason: 'has-room', note: 'n' },
        coordinator,
      );
      expect(one.case.offers.map(({ status }) => status)).toEqual(['asked', 'live']);
    });
    expect(play.case.offers[1]?.answerBy).toBe('2027-03-18T17:00:00.000Z');
  });

  test('gives coordinators England’s days, and who has to give facts its own', () => {
    const fromBelfast = aReferral({ entryAuthority: BELFAST });
    const shift = (play: Play) => {
      const { hold: held, stepBy } = play.case;
      return (held?.reviewAt ?? stepBy ?? '').slice(0, 10);
    };
    const days = (come: (play: Play) => void, facts = fromBelfast) => {
      let before = '';
      const play = overStPatricksDay((one) => {
        come(one);
        before = shift(one);
      }, facts);
      return [before, shift(play)];
    };
    expect(days((one) => one.do(hold, system))).toEqual(['2027-03-16', '2027-03-17']);
    expect(days(() => undefined)).toEqual(['2027-03-16', '2027-03-17']);
    const ask: Command = {
      kind: 'allocate',
      decisionHash: 'd'.repeat(64),
      decision: { kind: 'incomplete', fields: [{ field: 'familyInUk', problem: 'missing', words: 'w' }] },
    };
    const inBelfast = days((one) => one.do(ask));
    const inKent = days((one) => one.do(ask), aReferral({ entryAuthority: KENT }));
    // As many working days after the pause as before it; St Patrick's Day is one for Kent only.
    expect([inKent, inBelfast]).toEqual([
      ['2027-03-16', '2027-03-17'],
      ['2027-03-16', '2027-03-18'],
    ]);
  });

  test('that ends on the very day of the move leaves the move as it is', () => {
    const play = arranged('2026-11-26');
    play.do(missing, entry);
    play.at('2026-11-26T09:00:00.000Z');
    play.do({ kind: 'child-found', foundAt: '2026-11-26T08:00:00Z' }, entry);
    expect(play.case).toMatchObject({ status: 'transfer-arranged', placement: { moveOn: '2026-11-26' } });
  });
});

describe('deadlines', () => {
  test('are told with what they are about, and nothing else', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.at(play.case.nextDueAt ?? '');
    const [approaching] = said(play.do({ kind: 'look-at-deadlines' }));
    expect(approaching).toStrictEqual([
      'deadline-approaching',
      { deadline: 'answer', by: '2026-11-24T17:00:00.000Z', offerId: '1-1', council: HAMPSHIRE },
    ]);
    const held = new Play().receive();
    held.do(hold);
    held.at(held.case.nextDueAt ?? '');
    expect(said(held.do({ kind: 'look-at-deadlines' }))).toStrictEqual([
      ['deadline-approaching', { deadline: 'decide', by: held.case.hold?.reviewAt }],
    ]);
    held.at(held.case.hold?.reviewAt ?? '');
    expect(said(held.do({ kind: 'look-at-deadlines' }))).toStrictEqual([
      ['deadline-passed', { deadline: 'decide', by: held.case.hold?.reviewAt }],
    ]);
  });

  test('a reminder comes too late at the very moment of its deadline', () => {
    const play = new Play().receive();
    play.do(hold);
    play.at(play.case.hold?.reviewAt ?? '');
    expect(said(play.do({ kind: 'look-at-deadlines' })).map(([type]) => type)).toEqual(['deadline-passed']);
  });
});

describe('a hold', () => {
  test('is kept anew on another day, or with another note', () => {
    const play = new Play().receive();
    play.do(hold);
    const keep = (note: string) => codeOf(play.do({ kind: 'keep-hold', note }, coordinator));
    expect(keep('asking')).toBe('changed');
    expect(keep('asking')).toBe('unchanged');
    expect(keep('asking the school')).toBe('changed');
    play.at('2026-11-24T09:00:00.000Z');
    expect(keep('asking the school')).toBe('changed');
  });
});
