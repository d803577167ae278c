/** A council often places a child outside its own area: where the child will live has to be safe, and its council is told. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byFirstCode } from '../../events/former-codes.ts';
import { traffickingSigns } from '../../events/referral.ts';
import { addDays } from '../../shared/core/calendar/working-days.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { USUAL_PLACE_DAYS, usualPlaces } from '../../shared/core/council/usual-places.ts';
import { aReferral, SOCIAL_WORKER } from '../builders.ts';
import { duty, entry, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

const EALING = 'E09000009';
const accepted = (areasToAvoid: string[] = []) => {
  const play = new Play().receive(aReferral({ areasToAvoid })).offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  return play;
};
const arrange = (more: Partial<Extract<Command, { kind: 'arrange-transfer' }>> = {}): Command => ({
  kind: 'arrange-transfer',
  moveOn: '2026-11-26',
  socialWorker: SOCIAL_WORKER,
  ...more,
});
const mailed = (play: Play) =>
  play.trail
    .filter(({ type }) => type === 'transfer-arranged.v1')
    .flatMap(emailsFor)
    .map(({ data: { template, to } }) => `${template} > ${'council' in to ? to.council : to.role}`);

test('a placement in an area to avoid is stopped with words, and nothing is arranged', () => {
  const play = accepted([EALING, LEEDS]);
  const outcome = play.do(arrange({ placedIn: EALING }), duty(HAMPSHIRE));
  expect(outcome).toMatchObject({ kind: 'refused', code: 'area-to-avoid' });
  expect('words' in outcome ? outcome.words : '').toContain('Find a placement elsewhere');
  expect(play.case).toMatchObject({ status: 'accepted' });
  expect(play.case.placement?.moveOn).toBeUndefined();
});

describe('a placement in another area that is safe', () => {
  test('is arranged, and that area’s council is told beside the two', () => {
    const play = accepted([LEEDS]);
    play.do(arrange({ placedIn: EALING }), duty(HAMPSHIRE));
    expect(play.case).toMatchObject({ status: 'transfer-arranged', placement: { placedIn: EALING } });
    expect(play.trail.at(-1)).toMatchObject({ type: 'transfer-arranged.v1', data: { placedIn: EALING } });
    expect(mailed(play)).toEqual([
      `transfer-arranged > ${HAMPSHIRE}`,
      'transfer-arranged > entry-authority',
      `child-to-live-there > ${EALING}`,
      'moves > coordinators',
    ]);
  });

  test('can be changed without another day; said again it is the same', () => {
    const play = accepted();
    play.do(arrange({ placedIn: EALING }), duty(HAMPSHIRE));
    expect(play.do(arrange({ placedIn: EALING }), duty(HAMPSHIRE)).kind).toBe('unchanged');
    play.do(arrange({ placedIn: HAMPSHIRE }), duty(HAMPSHIRE));
    expect(play.case.placement).not.toHaveProperty('placedIn');
    expect(mailed(play).filter((one) => one.startsWith('child-to'))).toEqual([
      `child-to-live-there > ${EALING}`,
    ]);
  });
});

test('who changes the day alone moves the child nowhere: also after a move that failed', () => {
  const play = accepted();
  play.do(arrange({ placedIn: EALING }), duty(HAMPSHIRE));
  expect(play.do(arrange(), duty(HAMPSHIRE)).kind).toBe('unchanged');
  play.do(arrange({ moveOn: '2026-11-27' }), duty(HAMPSHIRE));
  expect(play.case.placement).toMatchObject({ moveOn: '2026-11-27', placedIn: EALING });
  play.at('2026-11-27T18:00:00.000Z').do({ kind: 'transfer-failed', reason: 'transport' }, duty(HAMPSHIRE));
  play.do(arrange({ moveOn: '2026-11-28' }), duty(HAMPSHIRE));
  expect(play.trail.at(-1)).toMatchObject({ type: 'transfer-arranged.v1', data: { placedIn: EALING } });
  expect(play.case.placement).toMatchObject({ moveOn: '2026-11-28', placedIn: EALING });
});

test('a council is known by the areas in which it last arranged a move, for a year; its own is none of them', () => {
  const play = accepted();
  const of = (code: string) => play.view.councils.find((one) => one.code === code);
  play.do(arrange(), duty(HAMPSHIRE));
  expect(of(HAMPSHIRE)).not.toHaveProperty('placedIn');
  play.do(arrange({ placedIn: EALING }), duty(HAMPSHIRE));
  play.do(arrange({ placedIn: LEEDS, moveOn: '2026-11-27' }), duty(HAMPSHIRE));
  const on = '2026-11-23';
  expect(of(HAMPSHIRE)?.placedIn).toEqual({ [EALING]: on, [LEEDS]: on });
  expect(of(LEEDS)).not.toHaveProperty('placedIn');
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(EALING, LEEDS, HAMPSHIRE), fc.nat(800)), (ago) => {
      const placedIn = Object.fromEntries(
        Object.entries(ago).map(([area, days]) => [area, addDays(on, -days)]),
      );
      const usual = usualPlaces({ placedIn }, on);
      expect(new Set(usual)).toEqual(
        new Set(Object.entries(ago).flatMap(([area, days]) => (days < USUAL_PLACE_DAYS ? [area] : []))),
      );
      expect(usual).toEqual(usual.toSorted(byFirstCode));
    }),
  );
  expect(usualPlaces({}, on)).toEqual([]);
  const lastDay = { [EALING]: addDays(on, 1 - USUAL_PLACE_DAYS), [LEEDS]: addDays(on, -USUAL_PLACE_DAYS) };
  expect(usualPlaces({ placedIn: lastDay }, on)).toEqual([EALING]);
});

test('the own area is what nobody is told of besides', () => {
  for (const placedIn of [undefined, HAMPSHIRE]) {
    const play = accepted();
    play.do(arrange(placedIn === undefined ? {} : { placedIn }), duty(HAMPSHIRE));
    expect(mailed(play)).toEqual([
      `transfer-arranged > ${HAMPSHIRE}`,
      'transfer-arranged > entry-authority',
      'moves > coordinators',
    ]);
    expect(play.case.placement).not.toHaveProperty('placedIn');
  }
});

test('no move is arranged into an area that an e-mail says to avoid, until that is answered', () => {
  const play = accepted();
  play.do(
    {
      kind: 'amend',
      data: { referralId: play.case.referralId, channel: 'email', facts: { areasToAvoid: [EALING] } },
    },
    entry,
  );
  expect(play.case.proposals).toHaveLength(1);
  expect(play.do(arrange({ placedIn: EALING }), duty(HAMPSHIRE))).toMatchObject({ code: 'area-in-question' });
});

test('how the child is handed over is recorded as far as it is agreed; what is not said anew stays', () => {
  const play = accepted();
  const move = () => play.trail.findLast(({ type }) => type === 'transfer-arranged.v1')?.data;
  play.do(arrange({ handover: { escort: 'both', safetyPlan: true } }), duty(HAMPSHIRE));
  expect(move()).toMatchObject({ escort: 'both', safetyPlan: true });
  expect(move()).not.toHaveProperty('handoverTime');
  expect(play.do(arrange({ handover: { escort: 'both' } }), duty(HAMPSHIRE)).kind).toBe('unchanged');
  play.do(arrange({ handover: { handoverPlace: 'new-placement', handoverTime: '14:00' } }), duty(HAMPSHIRE));
  const agreed = {
    escort: 'both',
    safetyPlan: true,
    handoverPlace: 'new-placement',
    handoverTime: '14:00',
  };
  expect(move()).toMatchObject(agreed);
  play.do(arrange({ moveOn: '2026-11-27' }), duty(HAMPSHIRE));
  expect(move()).toMatchObject({ moveOn: '2026-11-27', ...agreed });
  expect(play.case.placement?.handover).toEqual(agreed);
});

describe('what the check said that people should know', () => {
  const warnings = [{ code: 'no-area-to-avoid', words: 'Check that none should be.' }];
  const decided = (decision: Extract<Command, { kind: 'allocate' }>['decision']) => {
    const play = new Play().receive();
    play.do({ kind: 'allocate', decision, decisionHash: 'd'.repeat(64) });
    const [event] = play.trail.slice(1);
    return [event?.type, event && 'warnings' in event.data ? event.data.warnings : undefined];
  };
  const chosen = { council: HAMPSHIRE, region: 'E12000008', because: 'turn' as const };
  const reasons = [{ code: 'settled-child', words: 'settled' }];

  test.each([
    ['offers-made.v1', { kind: 'offer' as const, chosen, backUps: [], verdicts: [] }],
    ['referral-held.v1', { kind: 'held' as const, reasons }],
    ['case-escalated.v1', { kind: 'no-candidate' as const, verdicts: [] }],
  ])('is part of what it decided: %s', (type, decision) => {
    expect(decided({ ...decision, warnings })).toEqual([type, warnings]);
    expect(decided({ ...decision, warnings: [] })).toEqual([type, undefined]);
  });
});

describe('where there are signs of trafficking', () => {
  const planned = { handover: { safetyPlan: true } } as const;
  const flagged = (trafficking: (typeof traffickingSigns)[number]) => {
    const play = new Play().receive(aReferral({ trafficking })).offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    return play;
  };

  test.each(traffickingSigns)(
    'of the kind "%s", no move is arranged before a safety plan exists',
    (signs) => {
      const play = flagged(signs);
      const needed = signs !== 'no-indicators';
      const outcome = play.do(arrange(), duty(HAMPSHIRE));
      expect(outcome).toMatchObject(
        needed ? { kind: 'refused', code: 'no-safety-plan' } : { kind: 'changed' },
      );
      expect(play.case.status).toBe(needed ? 'accepted' : 'transfer-arranged');
      expect(play.do(arrange(planned), duty(HAMPSHIRE)).kind).toBe('changed');
      // Said once, it holds for another day.
      expect(play.do(arrange({ moveOn: '2026-11-27' }), duty(HAMPSHIRE)).kind).toBe('changed');
      expect(play.case.placement?.handover).toEqual({ safetyPlan: true });
    },
  );

  test('that are said after the move was arranged, it is not arranged anew without one', () => {
    const play = flagged('no-indicators');
    play.do(arrange(), duty(HAMPSHIRE));
    play.do(
      { kind: 'amend', data: { referralId: play.case.referralId, facts: { trafficking: 'nrm-referred' } } },
      entry,
    );
    expect(play.do(arrange({ moveOn: '2026-11-27' }), duty(HAMPSHIRE))).toMatchObject({
      code: 'no-safety-plan',
    });
    expect(play.do(arrange({ moveOn: '2026-11-27', ...planned }), duty(HAMPSHIRE)).kind).toBe('changed');
  });
});
