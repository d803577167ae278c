import { describe, expect, test } from 'vitest';
import type { Command } from '../../shared/core/case/command.ts';
import { needsView } from '../../shared/core/case/commands/decide.ts';
import { defined } from '../../shared/core/defined.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aReferral, NOW, SOCIAL_WORKER } from '../builders.ts';
import { afterExpiry, arranged, codeOf, referralId } from './a-play.ts';
import { councilsWith, duty, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

describe('from referral to handover', () => {
  test('a place is offered, accepted, arranged and taken', () => {
    const play = new Play().receive();
    expect(play.case.needs?.party).toEqual({ kind: 'system' });
    play.offer(HAMPSHIRE, LEEDS);
    expect(play.case.needs).toEqual({
      party: { kind: 'council', code: HAMPSHIRE },
      by: afterExpiry,
      what: 'answer the offer',
    });
    expect([play.council(HAMPSHIRE).held, play.council(HAMPSHIRE).offered, play.council(LEEDS).held]).toEqual(
      [1, 1, 0],
    );
    play.answer('1-2', 'back-up-yes');
    expect(play.council(LEEDS).held).toBe(1);
    play.answer('1-1', 'accept');
    expect(play.case.placement).toMatchObject({ council: HAMPSHIRE, how: 'accepted', offerId: '1-1' });
    expect([play.council(HAMPSHIRE).incoming, play.council(LEEDS).held]).toEqual([1, 0]);
    play.do({ kind: 'arrange-transfer', moveOn: '2026-11-26', socialWorker: SOCIAL_WORKER }, duty(HAMPSHIRE));
    expect(play.case.needs?.by).toBe('2026-11-26T17:00:00.000Z');
    play.at('2026-11-26T15:00:00.000Z');
    play.do({ kind: 'complete-transfer', handedOverAt: '2026-11-26T14:00:00Z' }, duty(HAMPSHIRE));
    expect(play.case.status).toBe('transferred');
    expect([play.council(HAMPSHIRE).netSince, play.council(KENT).netSince]).toEqual([1, -1]);
    expect(play.types).toEqual([
      'referral-received',
      'offers-made',
      'offer-answered',
      'offer-answered',
      'place-accepted',
      'offer-withdrawn',
      'social-worker-named',
      'transfer-arranged',
      'transfer-completed',
    ]);
    expect(codeOf(play.do({ kind: 'complete-transfer', handedOverAt: '2026-11-26T14:00:00Z' }))).toBe(
      'unchanged',
    );
    // The birthday is still looked at: the receiving council then counts one fewer.
    expect(play.birthdays.size).toBe(1);
    play.do({ kind: 'turn-18', child: 1 });
    expect([play.council(HAMPSHIRE).netSince, play.case.status, play.birthdays.size]).toEqual([
      0,
      'transferred',
      0,
    ]);
    expect(play.trail.at(-1)?.data).toEqual({ child: 1, countedAgainst: HAMPSHIRE, afterTheEnd: true });
  });

  test('a child from a port leaves no authority’s count, and has less time', () => {
    const play = new Play().receive(aReferral({ inCareOfAuthority: false })).offer();
    expect(play.case.moveBy).toBe('2026-11-30T17:00:00.000Z');
    play.answer('1-1', 'accept');
    play.do({ kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER }, duty(HAMPSHIRE));
    play.do({ kind: 'complete-transfer', handedOverAt: NOW }, entry);
    expect([play.council(HAMPSHIRE).netSince, play.council(KENT).netSince]).toEqual([1, 0]);
  });

  test('the same referral again finds its case; another under its reference does not', () => {
    const play = new Play().receive();
    const data = { referralId, channel: 'queue' as const, facts: aReferral() };
    expect(codeOf(play.do({ kind: 'receive', data }))).toBe('unchanged');
    expect(codeOf(play.do({ kind: 'receive', data: { ...data, referralId: 'other' } }))).toBe(
      'reference-taken',
    );
    const next = new Play();
    next.do({ kind: 'receive', data, caseId: 'NTS-0000-0001' });
    expect(next.case).toMatchObject({ id: 'NTS-0000-0001', told: [] });
  });

  test('a reference that nobody has says so', () => {
    expect(codeOf(new Play().do({ kind: 'look-at-deadlines' }))).toBe('no-such-case');
    expect(needsView(undefined, { kind: 'look-at-deadlines' })).toBe(false);
  });
});

describe('the move', () => {
  const arrange = (play: Play, moveOn: string, lateBecause?: string, by = HAMPSHIRE) =>
    play.do(
      {
        kind: 'arrange-transfer',
        moveOn,
        socialWorker: SOCIAL_WORKER,
        ...defined({ lateBecause }),
      },
      duty(by),
    );

  test('is arranged by the council that has the child, for a day that can be, with a reason when it is late', () => {
    const play = new Play().receive().offer();
    expect(codeOf(arrange(play, '2026-11-26'))).toBe('not-placed');
    play.answer('1-1', 'accept');
    expect(codeOf(arrange(play, '2026-11-26', undefined, LEEDS))).toBe('not-your-placement');
    expect(codeOf(arrange(play, '2026-11-20'))).toBe('day-in-the-past');
    expect(codeOf(arrange(play, '2026-12-20'))).toBe('late-without-reason');
    expect(codeOf(arrange(play, '2026-12-20', '  '))).toBe('late-without-reason');
    expect(codeOf(arrange(play, '2026-12-20', 'exams'))).toBe('changed');
    expect(codeOf(arrange(play, '2026-12-20', 'exams'))).toBe('unchanged');
    expect(codeOf(arrange(play, '2026-11-26'))).toBe('changed');
    expect(play.case.placement?.moveOn).toBe('2026-11-26');
  });

  test('waits for a social worker, who is named once and may be followed by another until the handover', () => {
    const play = new Play().receive().offer();
    const name = (socialWorker: string, by = HAMPSHIRE) =>
      codeOf(play.do({ kind: 'name-social-worker', socialWorker }, duty(by)));
    const another = 'n'.repeat(43);
    expect(name(SOCIAL_WORKER)).toBe('not-placed');
    play.answer('1-1', 'accept');
    const unnamed: Command = { kind: 'arrange-transfer', moveOn: '2026-11-26' };
    expect(codeOf(play.do(unnamed, duty(HAMPSHIRE)))).toBe('no-social-worker');
    expect(name(SOCIAL_WORKER, LEEDS)).toBe('not-your-placement');
    arrange(play, '2026-11-26');
    expect(play.trail.slice(-2).map(({ type, data }) => [type, data])).toEqual([
      ['social-worker-named.v1', { council: HAMPSHIRE, socialWorker: SOCIAL_WORKER, replaces: false }],
      ['transfer-arranged.v1', { council: HAMPSHIRE, moveOn: '2026-11-26', socialWorkerNamed: true }],
    ]);
    expect(name(SOCIAL_WORKER)).toBe('unchanged');
    expect(name(another)).toBe('changed');
    expect(play.trail.at(-1)?.data).toEqual({ council: HAMPSHIRE, socialWorker: another, replaces: true });
    expect(play.case).toMatchObject({
      status: 'transfer-arranged',
      placement: { socialWorker: another, moveOn: '2026-11-26' },
    });
    // Another day needs nobody named anew, and a move that failed leaves the social worker named.
    expect(codeOf(play.do({ ...unnamed, moveOn: '2026-11-24' }, duty(HAMPSHIRE)))).toBe('changed');
    play.at('2026-11-24T12:00:00.000Z');
    play.do({ kind: 'transfer-failed', reason: 'transport' }, duty(HAMPSHIRE));
    expect(codeOf(play.do({ ...unnamed, moveOn: '2026-11-25' }, duty(HAMPSHIRE)))).toBe('changed');
    expect(play.case.placement?.socialWorker).toBe(another);
    // The same day with somebody else names them and arranges nothing anew.
    expect(codeOf(arrange(play, '2026-11-25'))).toBe('changed');
    expect(play.trail.at(-1)?.type).toBe('social-worker-named.v1');
    play.at('2026-11-25T15:00:00.000Z');
    play.do({ kind: 'complete-transfer', handedOverAt: '2026-11-25T14:00:00Z' }, duty(HAMPSHIRE));
    expect(name(another)).toBe('case-closed');
  });

  test('fails on the day and is arranged again', () => {
    const play = arranged();
    const failed: Command = { kind: 'transfer-failed', reason: 'transport', text: 'train' };
    expect(codeOf(play.do(failed, duty(HAMPSHIRE)))).toBe('day-ahead');
    play.at('2026-11-26T12:00:00.000Z');
    expect(codeOf(play.do(failed, duty(LEEDS)))).toBe('not-your-placement');
    play.do(failed, duty(HAMPSHIRE));
    expect(play.case).toMatchObject({ status: 'accepted', placement: { lastFailedOn: '2026-11-26' } });
    expect(play.case.placement?.moveOn).toBeUndefined();
    expect(play.council(HAMPSHIRE).incoming).toBe(1);
    expect(codeOf(play.do(failed, duty(HAMPSHIRE)))).toBe('unchanged');
    arrange(play, '2026-11-27');
    expect(play.case.status).toBe('transfer-arranged');
  });

  test('is confirmed only when it can have happened', () => {
    const confirm = (play: Play, handedOverAt: string, by = HAMPSHIRE) =>
      codeOf(play.do({ kind: 'complete-transfer', handedOverAt }, duty(by)));
    const accepted = new Play().receive().offer();
    expect(confirm(accepted, NOW)).toBe('not-placed');
    accepted.answer('1-1', 'accept');
    expect(confirm(accepted, NOW)).toBe('not-arranged');
    expect(codeOf(accepted.do({ kind: 'transfer-failed', reason: 'other' }, duty(HAMPSHIRE)))).toBe(
      'not-arranged',
    );
    const play = arranged();
    expect(confirm(play, '2026-11-23T10:00:00Z')).toBe('in-the-future');
    expect(confirm(play, '2026-11-22T10:00:00Z')).toBe('before-the-referral');
    expect(confirm(play, '2026-11-23T09:00:00Z', LEEDS)).toBe('not-your-placement');
  });

  test('overdue steps are reminded of and reported once each', () => {
    const play = new Play().receive().offer();
    play.answer('1-1', 'accept');
    const { arrangeBy = '' } = play.case.placement ?? {};
    const before = new Date(Date.parse(arrangeBy) - 2 * 3_600_000).toISOString();
    play.at(before);
    expect(play.sweep()).toHaveLength(1);
    expect(play.trail.at(-1)).toMatchObject({
      type: 'deadline-approaching.v1',
      data: { deadline: 'arrange', by: arrangeBy, council: HAMPSHIRE },
    });
    play.at('2026-12-10T10:00:00.000Z');
    expect(play.sweep()).toHaveLength(1);
    expect(play.trail.slice(-2).map(({ data }) => data)).toMatchObject([
      { deadline: 'arrange' },
      { deadline: 'move' },
    ]);
    expect(play.case.nextDueAt).toBe('2026-12-17T17:00:00.000Z');
    arrange(play, '2026-12-11', 'we were ill');
    play.at('2026-12-20T10:00:00.000Z');
    play.sweep();
    expect(play.trail.at(-1)?.data).toMatchObject({ deadline: 'complete' });
  });

  test('a reminder of an answer goes out once, and not when it would follow at once on the offer', () => {
    const play = new Play().receive().offer();
    play.at('2026-11-24T15:00:00.000Z');
    play.sweep();
    expect(play.types.filter((type) => type === 'deadline-approaching')).toHaveLength(1);
    const hasty = { ...policyNamed('nts-2025'), remindHoursBefore: 48 };
    const quick = new Play(councilsWith(5), hasty).receive().offer();
    expect(quick.case.nextDueAt).toBe(afterExpiry);
  });
});
