/** Since the handover: children live elsewhere, more areas are to be avoided, and nobody says that a child lives in one of them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../shared/core/case/command.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { inAreaOf, livesInAreaOf } from '../../shared/core/case/responsible.ts';
import { warningsOf } from '../../shared/core/case/safety.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { metIn, runs } from '../how-much.ts';
import { codeOf, wordsOf } from './a-play.ts';
import { coordinator, councilsWith, duty, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

const [BARKING, BARNET, BEXLEY] = ['E09000002', 'E09000003', 'E09000004'];
const DAY = '2026-12-01';
const handedOver = (): Play => {
  const facts = aReferral({ children: [aChild({ turns18Month: '2028-06' })], areasToAvoid: [BARKING] });
  const play = new Play(councilsWith(10), policyNamed('nts-2026')).receive(facts).offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  play.arrange('2026-11-30', { placedIn: BARNET });
  return play.at('2026-11-30T12:00:00.000Z').handOver().at('2026-12-01T12:00:00.000Z');
};
const moves = (livesIn: string, on = DAY): Command => ({ kind: 'move-placement', livesIn, on });
const avoids = (...areas: readonly string[]): Command => ({ kind: 'avoid-areas', areas });

describe('a new placement under the same council', () => {
  test('is stopped in an area to avoid, in the words by which a move there is', () => {
    const words = wordsOf(handedOver().do(moves(BARKING), duty(HAMPSHIRE)));
    expect(words).toContain('it is one to avoid. Find a placement elsewhere');
    const care: Command = { kind: 'move-care', to: LEEDS, placedIn: BARKING, on: DAY };
    expect(wordsOf(handedOver().do(care, coordinator))).toBe(words);
    const before = new Play().receive(aReferral({ areasToAvoid: [BARKING] })).offer(HAMPSHIRE);
    before.answer('1-1', 'accept');
    const move: Command = {
      kind: 'arrange-transfer',
      moveOn: '2026-11-26',
      socialWorker: SOCIAL_WORKER,
      placedIn: BARKING,
    };
    expect(wordsOf(before.do(move, duty(HAMPSHIRE)))).toBe(words);
  });

  test('has a day since the handover, in a council that there is, and is said once', () => {
    const play = handedOver();
    expect(codeOf(play.do(moves(BEXLEY, '2026-11-29'), duty(HAMPSHIRE)))).toBe('before-the-handover');
    expect(codeOf(play.do(moves(BEXLEY, '2026-12-02'), duty(HAMPSHIRE)))).toBe('in-the-future');
    expect(codeOf(play.do(moves('E06999901'), duty(HAMPSHIRE)))).toBe('not-in-force');
    expect(codeOf(play.do(moves(BARNET), duty(HAMPSHIRE)))).toBe('unchanged');
    expect(codeOf(play.do(moves(BEXLEY), duty(HAMPSHIRE)))).toBe('changed');
    expect(play.trail.find(({ type }) => type === 'placement-moved.v1')?.data).toEqual({
      council: HAMPSHIRE,
      placedIn: BEXLEY,
      on: DAY,
      children: 1,
    });
  });

  test('is nobody’s to say before the handover, of a missing child, nor once nobody is in care', () => {
    const before = new Play().receive().offer(HAMPSHIRE);
    before.answer('1-1', 'accept');
    for (const command of [moves(BEXLEY), avoids(BEXLEY)])
      expect(before.do(command, duty(HAMPSHIRE)).kind).toBe('refused');
    const missing = handedOver();
    missing.do({ kind: 'child-missing', missingSince: missing.now }, duty(HAMPSHIRE));
    expect(codeOf(missing.do(moves(BEXLEY), duty(HAMPSHIRE)))).toBe('missing-from-care');
    expect(codeOf(missing.do(avoids(BEXLEY), duty(HAMPSHIRE)))).toBe('changed');
    const left = handedOver();
    left.do({ kind: 'leave-care', outcome: 'placement-ended', on: DAY }, duty(HAMPSHIRE));
    for (const command of [moves(BEXLEY), avoids(BEXLEY)])
      expect(left.do(command, duty(HAMPSHIRE)).kind).toBe('refused');
  });
});

test('where children live since the handover, their council places others too: it is kept as of a move that was arranged', () => {
  const play = handedOver();
  const places = (code: string) => play.council(code).placedIn;
  expect(places(HAMPSHIRE)).toEqual({ [BARNET]: '2026-11-23' });
  play.do(moves(BEXLEY), duty(HAMPSHIRE));
  play.do(moves(HAMPSHIRE), duty(HAMPSHIRE));
  expect(places(HAMPSHIRE)).toEqual({ [BARNET]: '2026-11-23', [BEXLEY]: DAY });
  play.do({ kind: 'move-care', to: LEEDS, on: DAY, placedIn: BARNET }, duty(HAMPSHIRE));
  expect([places(LEEDS), places(HAMPSHIRE)]).toEqual([
    { [BARNET]: DAY },
    { [BARNET]: '2026-11-23', [BEXLEY]: DAY },
  ]);
});

describe('an area to avoid that is added since the handover', () => {
  const told = (play: Play) => {
    const event = play.trail.findLast(({ type }) => type === 'areas-avoided.v1');
    return event === undefined ? [] : emailsFor(event).map(({ data }) => data.to.role);
  };

  test('is told to who is responsible and did not say it, and to coordinators where the child lives there', () => {
    for (const [by, area, roles] of [
      [duty(HAMPSHIRE), BEXLEY, []],
      [coordinator, BEXLEY, ['council']],
      [duty(HAMPSHIRE), BARNET, ['coordinators']],
      [coordinator, BARNET, ['council']],
    ] as const) {
      const play = handedOver();
      expect(codeOf(play.do(avoids(area), by))).toBe('changed');
      expect(told(play)).toEqual(roles);
      expect(play.case.facts.areasToAvoid).toEqual([BARKING, area]);
      expect(codeOf(play.do(avoids(area, BARKING), by))).toBe('unchanged');
    }
  });

  test('warns as long as the child lives there, and stays after the child has left', () => {
    const play = handedOver();
    const unsafe = () =>
      warningsOf(play.case, play.now).some(({ code }) => code === 'unsafe-where-the-child-is');
    expect(unsafe()).toBe(false);
    play.do(avoids(BARNET), duty(HAMPSHIRE));
    expect(unsafe()).toBe(true);
    play.do(moves(HAMPSHIRE), duty(HAMPSHIRE));
    expect(unsafe()).toBe(false);
    expect(codeOf(play.do(moves(BARNET), duty(HAMPSHIRE)))).toBe('area-to-avoid');
  });
});

test('whoever says what since the handover, nobody is recorded as living where it was known not to be safe, and each area is told what holds', () => {
  const areas = [BARKING, BARNET, BEXLEY, HAMPSHIRE, LEEDS];
  const some = fc.constantFrom(...areas);
  const aStep = fc.oneof(
    some.map((area): Command => moves(area)),
    some.map((area): Command => avoids(area)),
    fc
      .tuple(fc.constantFrom(HAMPSHIRE, LEEDS), fc.option(some, { nil: undefined }))
      .map(([to, placedIn]): Command => ({ kind: 'move-care', to, on: DAY, ...(placedIn && { placedIn }) })),
  );
  let moved = 0;
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 10 }), (steps) => {
      const play = handedOver();
      const told = new Set<string>([BARNET]);
      for (const step of steps) {
        const { areasToAvoid: known = [] } = play.case.facts;
        const from = play.trail.length;
        if (play.do(step, coordinator).kind !== 'changed') continue;
        if (step.kind !== 'avoid-areas') {
          moved += 1;
          expect(known).not.toContain(inAreaOf(play.case));
        }
        for (const event of play.trail.slice(from))
          for (const { data } of emailsFor(event)) {
            if (!('council' in data.to)) continue;
            if (data.template === 'child-lives-there') told.add(data.to.council);
            if (event.type === 'area-told.v1') told[event.data.holds ? 'add' : 'delete'](data.to.council);
          }
        told.delete(play.case.placement?.council ?? '');
        expect([...told]).toEqual([livesInAreaOf(play.case)].filter((area) => area !== undefined));
      }
    }),
    { numRuns: runs(200) },
  );
  expect(moved).toBeGreaterThan(metIn(200, 20));
});
