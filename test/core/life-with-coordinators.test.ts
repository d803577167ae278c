import { describe, expect, test } from 'vitest';
import { aReferral, SOCIAL_WORKER } from '../builders.ts';
import { codeOf, hold, nobody, placeWith, siblings, wordsOf } from './a-play.ts';
import { CARDIFF, coordinator, councilsWith, duty, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

describe('declines are reviewed', () => {
  const review = (play: Play, outcome: 'accepted' | 'refused', offerId = '1-1') =>
    play.do(
      outcome === 'accepted'
        ? { kind: 'review-decline', offerId, outcome, note: 'seen' }
        : { kind: 'review-decline', offerId, outcome, reason: 'has-room', note: 'seen' },
      coordinator,
    );

  test('accepted: it is recorded; again: nothing; otherwise: too late', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    expect(codeOf(review(play, 'accepted'))).toBe('nothing-to-review');
    play.answer('1-1', 'decline');
    expect(codeOf(review(play, 'accepted'))).toBe('changed');
    expect(codeOf(review(play, 'accepted'))).toBe('unchanged');
    expect(wordsOf(review(play, 'refused'))).toContain('it was accepted');
  });

  test('refused while another is asked: the council is next', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.answer('1-1', 'decline');
    review(play, 'refused');
    expect(play.case.excluded).toEqual([]);
    play.answer('1-2', 'decline');
    expect(play.case.needs?.party).toEqual({ kind: 'council', code: HAMPSHIRE });
    expect(play.case.status).toBe('offered');
  });

  test('refused while nobody is asked: the council is asked at once', () => {
    const play = new Play().receive().offer();
    play.answer('1-1', 'decline');
    play.do(nobody);
    review(play, 'refused');
    expect(play.case.status).toBe('offered');
    expect(play.case.offers[0]).toMatchObject({ status: 'live', review: 'refused' });
    expect(play.trail.at(-1)?.data).toMatchObject({ because: 'decline-refused' });
  });

  test('refused once another has the child, even after the handover: only recorded', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-1', 'decline');
    play.answer('1-2', 'accept');
    play.do({ kind: 'arrange-transfer', moveOn: '2026-11-24', socialWorker: SOCIAL_WORKER }, duty(LEEDS));
    play.at('2026-11-25T09:00:00.000Z');
    play.do({ kind: 'complete-transfer', handedOverAt: '2026-11-24T12:00:00.000Z' }, duty(LEEDS));
    expect(codeOf(review(play, 'refused'))).toBe('changed');
    expect(play.case).toMatchObject({ status: 'transferred', placement: { council: LEEDS } });
  });
});

describe('a person decides', () => {
  test('a hold is kept, kept again the same, reviewed late, released', () => {
    const play = new Play().receive();
    expect(codeOf(play.do({ kind: 'release-hold', note: 'n' }, coordinator))).toBe('not-held');
    expect(codeOf(play.do({ kind: 'keep-hold', note: 'n' }, coordinator))).toBe('not-held');
    play.do(hold);
    expect(play.case.needs?.party).toEqual({ kind: 'coordinators' });
    play.do({ kind: 'keep-hold', note: 'asking' }, coordinator);
    expect(codeOf(play.do({ kind: 'keep-hold', note: 'asking' }, coordinator))).toBe('unchanged');
    expect(codeOf(play.do({ kind: 'reallocate', because: 'coordinator' }, coordinator))).toBe('still-held');
    play.at('2026-11-30T10:00:00.000Z');
    play.sweep();
    expect(play.types.at(-1)).toBe('deadline-passed');
    play.do({ kind: 'release-hold', note: 'cleared' }, coordinator);
    expect(play.case).toMatchObject({ status: 'eligible', cleared: ['settled-child'] });
    expect(play.case.hold).toBeUndefined();
    expect(codeOf(play.do({ kind: 'release-hold', note: 'cleared' }, coordinator))).toBe('unchanged');
  });

  test('a child is placed directly: with the council that is being asked, or with another', () => {
    const play = new Play(councilsWith(1)).receive(siblings);
    play.do(nobody);
    expect(codeOf(play.do(placeWith(LEEDS), coordinator))).toBe('no-place');
    expect(codeOf(play.do(placeWith(KENT), coordinator))).toBe('entry-authority');
    expect(codeOf(play.do(placeWith('E00000000'), coordinator))).toBe('no-such-council');
    play.do(placeWith(LEEDS, true), coordinator);
    expect(play.council(LEEDS).incoming).toBe(2);
    expect(codeOf(play.do(placeWith(LEEDS, true), coordinator))).toBe('unchanged');
    // Moved to another: the first is told, and gets its places and its turn back.
    play.do(placeWith(CARDIFF, true), coordinator);
    expect([play.council(LEEDS).incoming, play.council(CARDIFF).incoming]).toEqual([0, 2]);
    expect(play.trail.find(({ type }) => type === 'case-reallocated.v1')?.data).toMatchObject({
      concerned: [LEEDS],
    });

    const asked = new Play().receive().offer(HAMPSHIRE, LEEDS);
    asked.do(placeWith(HAMPSHIRE), coordinator);
    expect(asked.case.placement).toMatchObject({ how: 'placed-directly', offerId: '1-1' });
    expect(asked.case.offers.map(({ status }) => status)).toEqual(['accepted', 'withdrawn']);

    const unsafe = new Play().receive(aReferral({ areasToAvoid: [LEEDS] }));
    expect(codeOf(unsafe.do(placeWith(LEEDS), coordinator))).toBe('area-to-avoid');
    unsafe.do({
      kind: 'allocate',
      decisionHash: 'd'.repeat(64),
      decision: { kind: 'incomplete', fields: [{ field: 'familyInUk', problem: 'missing', words: 'w' }] },
    });
    expect(codeOf(unsafe.do(placeWith(CARDIFF), coordinator))).toBe('incomplete');
    expect(codeOf(unsafe.do({ kind: 'reallocate', because: 'coordinator' }, coordinator))).toBe(
      'still-incomplete',
    );
  });

  test('a case is sent back: by a coordinator, with or without those asked; by the council that cannot', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    expect(
      codeOf(play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE))),
    ).toBe('not-placed');
    play.do({ kind: 'reallocate', because: 'coordinator', note: 'brokered' }, coordinator);
    expect(play.case).toMatchObject({ status: 'eligible', excluded: [HAMPSHIRE, LEEDS] });
    expect(codeOf(play.do({ kind: 'reallocate', because: 'coordinator' }, coordinator))).toBe('unchanged');
    play.do(nobody);
    play.do({ kind: 'reallocate', because: 'coordinator', askAgain: true }, coordinator);
    expect(play.case.excluded).toEqual([]);
    play.offer(HAMPSHIRE);
    play.answer('2-1', 'accept');
    expect(codeOf(play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(LEEDS)))).toBe(
      'not-your-placement',
    );
    play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE));
    expect(play.council(HAMPSHIRE).incoming).toBe(0);
    expect(play.case).toMatchObject({ status: 'eligible', excluded: [HAMPSHIRE] });
    expect(play.case.placement).toBeUndefined();
  });

  test('a check that never comes lands with the coordinators, who can start it again', () => {
    const play = new Play().receive().at('2026-11-27T10:00:00.000Z');
    play.sweep();
    expect(play.case).toMatchObject({ status: 'eligible', needs: { party: { kind: 'coordinators' } } });
    expect(codeOf(play.do({ kind: 'reallocate', because: 'coordinator' }, coordinator))).toBe('changed');
    expect(play.case.needs?.party).toEqual({ kind: 'system' });
  });
});
