import { describe, expect, test } from 'vitest';
import type { Command } from '../../shared/core/case/command.ts';
import { aDeclaration } from '../builders.ts';
import { arranged, codeOf, hold, nobody, siblings } from './a-play.ts';
import { coordinator, councilsWith, duty, entry, HAMPSHIRE, KENT, LEEDS, Play, system } from './a-scheme.ts';

describe('a missing child', () => {
  const missing: Command = { kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' };
  const found = (foundAt: string): Command => ({ kind: 'child-found', foundAt });

  test('stops every clock; the offer keeps its places and the time it had left', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-2', 'back-up-yes');
    play.do(missing, entry);
    expect(play.case).toMatchObject({
      status: 'paused',
      needs: { party: { kind: 'entry-authority', code: KENT } },
    });
    expect(play.trail.at(-1)?.data).toMatchObject({ concerned: [HAMPSHIRE, LEEDS] });
    expect(play.council(HAMPSHIRE).held).toBe(1);
    expect(codeOf(play.do(missing, entry))).toBe('unchanged');
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('case-paused');
    expect(codeOf(play.do({ kind: 'stay', reason: 'settled', note: 'n' }, coordinator))).toBe('case-paused');
    play.at('2026-11-30T16:59:00.000Z');
    expect(codeOf(play.do({ kind: 'look-at-deadlines' }))).toBe('unchanged');
    play.at('2026-12-02T10:00:00.000Z');
    expect(codeOf(play.do(found('2026-12-03T10:00:00Z'), entry))).toBe('in-the-future');
    const since = Date.parse(missing.missingSince);
    expect(codeOf(play.do(found(new Date(since - 1).toISOString()), entry))).toBe('before-missing');
    play.do(found('2026-12-02T09:00:00Z'), entry);
    expect(play.case.status).toBe('offered');
    expect(play.case.offers.map(({ answerBy }) => answerBy)).toEqual([
      '2026-12-03T17:00:00.000Z',
      '2026-12-03T17:00:00.000Z',
    ]);
    expect(play.case.moveBy).toBe('2026-12-16T17:00:00.000Z');
    expect(codeOf(play.do(found('2026-12-02T09:00:00Z'), entry))).toBe('unchanged');
  });

  test('cannot be missing from tomorrow', () => {
    const play = new Play().receive();
    expect(codeOf(play.do({ kind: 'child-missing', missingSince: '2026-11-24T08:00:00Z' }, entry))).toBe(
      'in-the-future',
    );
  });

  test('comes back before the day of the move, or after it', () => {
    const soon = arranged('2026-11-27');
    soon.do(missing, entry);
    soon.at('2026-11-25T09:00:00.000Z').do(found('2026-11-25T08:00:00Z'), entry);
    expect(soon.case).toMatchObject({ status: 'transfer-arranged', placement: { moveOn: '2026-11-27' } });
    const late = arranged('2026-11-24');
    late.do(missing, entry);
    late.at('2026-11-25T09:00:00.000Z').do(found('2026-11-25T08:00:00Z'), entry);
    expect(late.case.status).toBe('accepted');
    expect(late.case.placement?.moveOn).toBeUndefined();
    expect(late.council(HAMPSHIRE).incoming).toBe(1);
  });

  test.each<[string, Command]>([
    ['held', hold],
    ['escalated', nobody],
    ['child-refused', { kind: 'child-refused' }],
    [
      'incomplete',
      {
        kind: 'allocate',
        decisionHash: 'd'.repeat(64),
        decision: { kind: 'incomplete', fields: [{ field: 'familyInUk', problem: 'missing', words: 'w' }] },
      },
    ],
  ])('goes on where it was: %s', (status, command) => {
    const play = new Play().receive();
    play.do(command, command.kind === 'allocate' ? system : coordinator);
    const by = play.case.needs?.by ?? '';
    play.do(missing, entry);
    play.at('2026-12-02T10:00:00.000Z').do(found('2026-12-02T09:00:00Z'), entry);
    expect(play.case.status).toBe(status);
    expect((play.case.needs?.by ?? '') > by).toBe(true);
  });
});

describe('other ends', () => {
  test('the child refuses: the place is kept until a person has decided; then the same council after all', () => {
    const play = arranged();
    play.do({ kind: 'child-refused', note: 'has friends here' }, duty(HAMPSHIRE));
    expect(play.council(HAMPSHIRE).incoming).toBe(1);
    expect(play.case.needs?.party).toEqual({ kind: 'coordinators' });
    expect(codeOf(play.do({ kind: 'child-refused' }, coordinator))).toBe('unchanged');
    play.do(
      {
        kind: 'place-directly',
        council: HAMPSHIRE,
        reason: 'best-interests',
        note: 'agreed',
        overCapacity: false,
      },
      coordinator,
    );
    expect(play.case.status).toBe('accepted');
    expect(play.council(HAMPSHIRE).incoming).toBe(1);
    expect(play.trail.find(({ type }) => type === 'case-reallocated.v1')?.data).not.toHaveProperty(
      'concerned',
    );
  });

  test('the child refuses while councils are being asked: nobody is asked any further', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.do({ kind: 'child-refused' }, entry);
    expect(play.case.offers.map(({ withdrawnBecause }) => withdrawnBecause)).toEqual(['held', 'held']);
    play.do({ kind: 'stay', reason: 'child-refused', note: 'stays' }, coordinator);
    expect(play.case.status).toBe('stayed');
    expect(codeOf(play.do({ kind: 'stay', reason: 'child-refused', note: 'stays' }, coordinator))).toBe(
      'unchanged',
    );
    expect(codeOf(play.do({ kind: 'withdraw', reason: 'other' }, entry))).toBe('case-closed');
    expect(codeOf(play.do({ kind: 'look-at-deadlines' }))).toBe('unchanged');
    play.do({ kind: 'turn-18', child: 1 });
    expect(play.council(KENT).netSince).toBe(-1);
  });

  test('the child joins family after a place was accepted: the council is told, everything is given back', () => {
    const play = arranged();
    play.do({ kind: 'family-joined', note: 'aunt' }, coordinator);
    expect(play.trail.at(-1)?.data).toMatchObject({ concerned: [HAMPSHIRE] });
    expect([play.council(HAMPSHIRE).incoming, play.birthdays.size]).toEqual([0, 0]);
  });

  test('one of two turns 18: one place fewer; then the other: the end', () => {
    const councils = councilsWith(10).map((one) => ({ ...one, declaration: aDeclaration() }));
    const play = new Play(councils).receive(siblings).offer(HAMPSHIRE, LEEDS);
    play.answer('1-2', 'back-up-yes');
    play.do({ kind: 'turn-18', child: 1 });
    expect([play.council(HAMPSHIRE).held, play.council(HAMPSHIRE).offered, play.council(LEEDS).held]).toEqual(
      [1, 1, 1],
    );
    expect(play.council(KENT).netSince).toBe(-1);
    expect(codeOf(play.do({ kind: 'turn-18', child: 1 }))).toBe('unchanged');
    expect(codeOf(play.do({ kind: 'turn-18', child: 7 }))).toBe('no-such-child');
    play.answer('1-1', 'accept');
    expect(play.council(HAMPSHIRE).declaration?.used).toEqual({ fosterCare: 0, supportedAccommodation: 1 });
    play.do({ kind: 'turn-18', child: 2 });
    expect(play.case.status).toBe('turned-18');
    expect([play.council(HAMPSHIRE).incoming, play.council(KENT).netSince, play.birthdays.size]).toEqual([
      0, -2, 0,
    ]);
    expect(play.council(HAMPSHIRE).declaration?.used).toEqual({ fosterCare: 0, supportedAccommodation: 0 });
  });

  test('a new declaration is not given places of the old one back', () => {
    const councils = councilsWith(10).map((one) => ({ ...one, declaration: aDeclaration() }));
    const play = new Play(councils).receive().offer();
    play.answer('1-1', 'accept');
    const declaration = aDeclaration({ declaredAt: '2026-11-24T09:00:00.000Z' });
    play.view = { ...play.view, councils: play.view.councils.map((one) => ({ ...one, declaration })) };
    play.do({ kind: 'withdraw', reason: 'no-longer-needed', note: 'n' }, entry);
    expect(play.council(HAMPSHIRE).declaration?.used).toEqual({ fosterCare: 0, supportedAccommodation: 0 });
  });
});
