import { describe, expect, test } from 'vitest';
import type { Command, Outcome } from '../../shared/core/command.ts';
import { decide, followedBy, needsView } from '../../shared/core/decide.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aChild, aDeclaration, anOffer, aReferral, NOW } from '../builders.ts';
import {
  BELFAST,
  CARDIFF,
  coordinator,
  councilsWith,
  duty,
  entry,
  HAMPSHIRE,
  KENT,
  LEEDS,
  Play,
  system,
} from './a-scheme.ts';

const wordsOf = (outcome: Outcome): string => (outcome.kind === 'changed' ? 'changed' : outcome.words);
const codeOf = (outcome: Outcome): string => (outcome.kind === 'refused' ? outcome.code : outcome.kind);
const afterExpiry = '2026-11-24T17:00:00.000Z';
const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const siblings = aReferral({
  children: [
    aChild({ turns18Month: '2026-12' }),
    aChild({ number: 2, placementKind: 'supported-accommodation' }),
  ],
});
const arranged = (moveOn = '2026-11-26'): Play => {
  const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
  play.answer('1-1', 'accept');
  play.do({ kind: 'arrange-transfer', moveOn }, duty(HAMPSHIRE));
  return play;
};
const hold: Command = {
  kind: 'allocate',
  decisionHash: 'd'.repeat(64),
  decision: { kind: 'held', reasons: [{ code: 'settled-child', words: 'settled' }], warnings: [] },
};
const nobody: Command = {
  kind: 'allocate',
  decisionHash: 'd'.repeat(64),
  decision: { kind: 'no-candidate', verdicts: [], warnings: [] },
};

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
    play.do({ kind: 'arrange-transfer', moveOn: '2026-11-26' }, duty(HAMPSHIRE));
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
    play.do({ kind: 'arrange-transfer', moveOn: '2026-11-23' }, duty(HAMPSHIRE));
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
    expect(next.case.id).toBe('NTS-0000-0001');
  });

  test('a reference that nobody has says so', () => {
    expect(codeOf(new Play().do({ kind: 'look-at-deadlines' }))).toBe('no-such-case');
    expect(needsView(undefined, { kind: 'look-at-deadlines' })).toBe(false);
  });
});

describe('a no, a silence', () => {
  test('a decline goes to the back-up that promised, at once', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.answer('1-3', 'back-up-yes');
    play.answer('1-1', 'decline');
    expect(play.case.placement).toMatchObject({ council: CARDIFF, how: 'back-up-yes' });
    expect(play.case.offers.map(({ status }) => status)).toEqual(['declined', 'withdrawn', 'accepted']);
    expect(play.types.slice(-3)).toEqual(['offer-answered', 'place-accepted', 'offer-withdrawn']);
  });

  test('without a promise the next is promoted, with its whole time; a no needs a reason', () => {
    const play = new Play().receive().offer(HAMPSHIRE, BELFAST, CARDIFF);
    expect(codeOf(play.do({ kind: 'answer', offerId: '1-1', answer: 'decline' }, duty(HAMPSHIRE)))).toBe(
      'reason-missing',
    );
    play.at('2026-11-24T16:59:00.000Z');
    play.answer('1-1', 'decline');
    expect(play.case.needs).toMatchObject({ party: { code: BELFAST }, by: '2026-11-25T17:00:00.000Z' });
    expect(play.case.offers.map(({ answerBy }) => answerBy).slice(1)).toEqual([
      '2026-11-25T17:00:00.000Z',
      '2026-11-25T17:00:00.000Z',
    ]);
    expect(wordsOf(play.answer('1-2', 'back-up-yes'))).toContain('now the first');
  });

  test('silence, three rounds long, ends with the coordinators and the region’s lead', () => {
    const play = new Play();
    play.receive();
    let day = Date.parse(NOW);
    for (const council of [HAMPSHIRE, LEEDS, CARDIFF]) {
      play.offer(council);
      day += 3 * 86_400_000;
      play.at(new Date(day).toISOString());
      play.sweep();
    }
    expect(play.case.status).toBe('escalated');
    expect(play.case.escalation?.because).toBe('no-answer');
    expect(play.case.excluded).toEqual([HAMPSHIRE, LEEDS, CARDIFF]);
    expect(play.trail.at(-1)?.data).toMatchObject({ round: 3, region: 'E12000008' });
    expect(play.types.filter((type) => type === 'case-reallocated')).toHaveLength(2);
  });

  test('three rounds of no', () => {
    const play = new Play().receive();
    for (const [index, council] of [HAMPSHIRE, LEEDS, CARDIFF].entries()) {
      play.offer(council);
      play.answer(`${index + 1}-1`, 'decline');
    }
    expect(play.case.escalation?.because).toBe('all-declined');
  });

  test('a back-up whose places are gone is let go, and the next is asked', () => {
    const play = new Play(councilsWith(1)).receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.view = {
      ...play.view,
      councils: play.view.councils.map((one) => (one.code === LEEDS ? { ...one, incoming: 1 } : one)),
    };
    play.answer('1-1', 'decline');
    expect(play.case.offers.map(({ status }) => status)).toEqual(['declined', 'withdrawn', 'live']);
    expect(codeOf(play.answer('1-2', 'back-up-yes'))).toBe('offer-withdrawn');
  });

  test('a back-up cannot promise a place that is not there, and can change its mind', () => {
    const play = new Play(councilsWith(1)).receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-2', 'back-up-yes');
    expect(codeOf(play.answer('1-2', 'back-up-yes'))).toBe('unchanged');
    play.answer('1-2', 'back-up-no');
    expect(play.council(LEEDS).held).toBe(0);
    expect(codeOf(play.answer('1-2', 'accept'))).toBe('said-no');
    play.view = {
      ...play.view,
      councils: play.view.councils.map((one) => (one.code === LEEDS ? { ...one, incoming: 1 } : one)),
    };
    expect(codeOf(play.answer('1-2', 'back-up-yes'))).toBe('no-place');
    expect(codeOf(play.answer('1-2', 'accept'))).toBe('said-no');
    play.answer('1-1', 'accept');
    expect(codeOf(play.answer('1-2', 'back-up-yes'))).toBe('said-no');
  });
});

describe('late and double answers', () => {
  const expired = (): Play => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS).at(afterExpiry);
    play.sweep();
    return play;
  };

  test('a late yes is taken while nobody else has the child or promised', () => {
    const play = expired();
    expect(play.case.needs?.party).toEqual({ kind: 'council', code: LEEDS });
    play.answer('1-1', 'accept');
    expect(play.case.placement?.council).toBe(HAMPSHIRE);
    expect(play.council(LEEDS).held).toBe(0);
  });

  test('a late yes from an escalated case, too, but not without a place', () => {
    const play = new Play(councilsWith(1)).receive().offer().at(afterExpiry);
    play.sweep();
    play.do(nobody);
    expect(play.case.status).toBe('escalated');
    const full = { ...play.council(HAMPSHIRE), incoming: 1 };
    const { view } = play;
    play.view = { ...view, councils: view.councils.map((one) => (one.code === HAMPSHIRE ? full : one)) };
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('no-place');
    play.view = view;
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('changed');
  });

  test('a late yes is too late once another has the child; a late no changes nothing', () => {
    const play = expired();
    expect(codeOf(play.answer('1-1', 'decline'))).toBe('offer-expired');
    play.answer('1-2', 'accept');
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('offer-expired');
  });

  test('a late yes is too late once a back-up has promised', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF).at(afterExpiry);
    play.sweep();
    play.answer('1-3', 'back-up-yes');
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('offer-expired');
    expect(codeOf(play.answer('1-1', 'back-up-yes'))).toBe('offer-expired');
  });

  test('a place that was held can be accepted and given back, even when the council is over its threshold by then', () => {
    const play = new Play(councilsWith(2)).receive().offer();
    play.view = { ...play.view, councils: play.view.councils.map((one) => ({ ...one, netSince: 9 })) };
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('changed');
    expect(codeOf(play.do({ kind: 'withdraw', reason: 'other' }, entry))).toBe('changed');
  });

  test('a yes after its own no helps as much', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-1', 'decline');
    expect(codeOf(play.answer('1-1', 'decline'))).toBe('unchanged');
    play.answer('1-2', 'accept');
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('already-declined');
    const other = new Play().receive().offer(HAMPSHIRE, LEEDS);
    other.answer('1-1', 'decline');
    other.answer('1-1', 'accept');
    expect(other.case.placement?.council).toBe(HAMPSHIRE);
  });

  test('a second click, a change of mind, an offer that has gone, a stranger', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    expect(codeOf(play.answer('1-2', 'accept'))).toBe('asked-as-back-up');
    play.answer('1-1', 'accept');
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('unchanged');
    expect(codeOf(play.answer('1-1', 'decline'))).toBe('already-accepted');
    expect(wordsOf(play.answer('1-2', 'back-up-yes'))).toBe(
      'This offer was withdrawn because another council has taken the child. You need do nothing more.',
    );
    expect(codeOf(play.answer('9-9', 'accept'))).toBe('no-such-offer');
    expect(codeOf(play.do({ kind: 'answer', offerId: '1-1', answer: 'accept' }, duty(LEEDS)))).toBe(
      'not-your-offer',
    );
  });

  test.each([
    ['case-closed', 'the case was closed'],
    ['reallocated', 'went back to the scheme'],
    ['no-place-left', 'no longer had a place'],
    ['held', 'a coordinator first has to decide'],
    ['area-to-avoid', 'not to be safe'],
  ] as const)('an offer withdrawn as %s says why', (withdrawnBecause, words) => {
    const subject = aCase({
      status: 'withdrawn',
      offers: [anOffer({ status: 'withdrawn', withdrawnBecause })],
    });
    const outcome = decide(
      subject,
      { kind: 'answer', offerId: '1-1', answer: 'accept' },
      { now: NOW, actor: duty(HAMPSHIRE), cause: 'click' },
      { policy: policyNamed('nts-2025') },
    );
    expect(wordsOf(outcome)).toContain(words);
  });

  test('a decision that needs the view says so when it is not given', () => {
    const play = new Play().receive().offer();
    expect(() =>
      decide(
        play.case,
        { kind: 'answer', offerId: '1-1', answer: 'accept' },
        { now: NOW, actor: duty(HAMPSHIRE), cause: 'click' },
        { policy: play.policy },
      ),
    ).toThrow(/read it when needsView/);
  });
});

describe('declines are reviewed', () => {
  const review = (play: Play, outcome: 'accepted' | 'refused', offerId = '1-1') =>
    play.do({ kind: 'review-decline', offerId, outcome, note: 'seen' }, coordinator);

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
    play.do({ kind: 'arrange-transfer', moveOn: '2026-11-24' }, duty(LEEDS));
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
    const place = (council: string, overCapacity = false): Command => ({
      kind: 'place-directly',
      council,
      reason: 'court-order',
      note: 'ordered',
      overCapacity,
    });
    const play = new Play(councilsWith(1)).receive(siblings);
    play.do(nobody);
    expect(codeOf(play.do(place(LEEDS), coordinator))).toBe('no-place');
    expect(codeOf(play.do(place(KENT), coordinator))).toBe('entry-authority');
    expect(codeOf(play.do(place('E00000000'), coordinator))).toBe('no-such-council');
    play.do(place(LEEDS, true), coordinator);
    expect(play.council(LEEDS).incoming).toBe(2);
    expect(codeOf(play.do(place(LEEDS, true), coordinator))).toBe('unchanged');
    // Moved to another: the first is told, and gets its places and its turn back.
    play.do(place(CARDIFF, true), coordinator);
    expect([play.council(LEEDS).incoming, play.council(CARDIFF).incoming]).toEqual([0, 2]);
    expect(play.trail.find(({ type }) => type === 'case-reallocated.v1')?.data).toMatchObject({
      concerned: [LEEDS],
    });

    const asked = new Play().receive().offer(HAMPSHIRE, LEEDS);
    asked.do(place(HAMPSHIRE), coordinator);
    expect(asked.case.placement).toMatchObject({ how: 'placed-directly', offerId: '1-1' });
    expect(asked.case.offers.map(({ status }) => status)).toEqual(['accepted', 'withdrawn']);

    const unsafe = new Play().receive(aReferral({ areasToAvoid: [LEEDS] }));
    expect(codeOf(unsafe.do(place(LEEDS), coordinator))).toBe('area-to-avoid');
    unsafe.do({
      kind: 'allocate',
      decisionHash: 'd'.repeat(64),
      decision: { kind: 'incomplete', fields: [{ field: 'familyInUk', problem: 'missing', words: 'w' }] },
    });
    expect(codeOf(unsafe.do(place(CARDIFF), coordinator))).toBe('incomplete');
    expect(codeOf(unsafe.do({ kind: 'reallocate', because: 'coordinator' }, coordinator))).toBe(
      'still-incomplete',
    );
  });

  test('a case is sent back: by a coordinator, with or without those asked; by the council that cannot', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    expect(
      codeOf(play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE))),
    ).toBe('no-placement');
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

describe('the move', () => {
  const arrange = (play: Play, moveOn: string, lateBecause?: string, by = HAMPSHIRE) =>
    play.do(
      { kind: 'arrange-transfer', moveOn, ...(lateBecause === undefined ? {} : { lateBecause }) },
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

  test('overdue steps are reminded of and reported once each, and never again', () => {
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
    expect(play.case.nextDueAt).toBeUndefined();
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
    expect(play.case.nextDueAt).toBeUndefined();
    expect(play.trail.at(-1)?.data).toMatchObject({ concerned: [HAMPSHIRE, LEEDS] });
    expect(play.council(HAMPSHIRE).held).toBe(1);
    expect(codeOf(play.do(missing, entry))).toBe('unchanged');
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('case-paused');
    expect(codeOf(play.do({ kind: 'stay', reason: 'settled', note: 'n' }, coordinator))).toBe('case-paused');
    play.at('2026-12-02T10:00:00.000Z');
    expect(codeOf(play.do({ kind: 'look-at-deadlines' }))).toBe('unchanged');
    expect(codeOf(play.do(found('2026-12-03T10:00:00Z'), entry))).toBe('in-the-future');
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
    play.do(command, coordinator);
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
    play.do({ kind: 'family-joined', note: 'aunt' }, entry);
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

describe('an amendment', () => {
  const amend = (play: Play, facts: Partial<ReturnType<typeof aReferral>>, cause?: string) =>
    play.do({ kind: 'amend', data: { referralId, facts } }, entry, cause);

  test('that says nothing new, that is old, or that changes what cannot be changed', () => {
    const play = new Play().receive();
    expect(codeOf(amend(play, { familyInUk: 'none' }))).toBe('unchanged');
    amend(play, { familyInUk: 'may-care' }, 'message-a');
    amend(play, { familyInUk: 'cannot-care' }, 'message-b');
    expect(codeOf(amend(play, { familyInUk: 'may-care' }, 'message-a'))).toBe('unchanged');
    expect(play.case.facts.familyInUk).toBe('cannot-care');
    expect(codeOf(amend(play, { entryAuthority: LEEDS }))).toBe('entry-authority-fixed');
    const accepted = arranged();
    expect(codeOf(amend(accepted, siblings))).toBe('children-fixed');
    const older = new Play().receive(siblings);
    older.do({ kind: 'turn-18', child: 1 });
    expect(codeOf(amend(older, { children: [aChild()] }))).toBe('no-child-left');
  });

  test('of a referral that said next to nothing is checked again for any fact that decides', () => {
    const bare = { entryAuthority: KENT, children: [{ number: 1 }] };
    for (const facts of [
      { children: [{ number: 1, needs: ['medical-care' as const] }] },
      { trafficking: 'nrm-referred' as const },
      { definition: { claimsInOwnRight: true } },
      { settledSince: '2026-10-01' },
    ]) {
      const play = new Play().receive(bare).offer();
      amend(play, facts);
      expect(play.case.status).toBe('eligible');
      expect(play.birthdays.size).toBe(0);
    }
  });

  test('that completes a referral, or bears on a hold, brings the check', () => {
    const play = new Play().receive();
    play.do(hold);
    amend(play, { wishesRecorded: false });
    expect(play.case.status).toBe('eligible');
    expect(play.case.hold).toBeUndefined();
  });

  test('that decides who can be asked sends the case back; one that does not is told to those asked', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    amend(play, { wishesRecorded: false });
    expect(play.case.status).toBe('offered');
    expect(play.trail.at(-1)?.data).toMatchObject({ concerned: [HAMPSHIRE, LEEDS] });
    amend(play, { children: siblings.children });
    expect(play.case.status).toBe('eligible');
    expect(play.council(HAMPSHIRE).held).toBe(0);
    expect(play.birthdays).toEqual(new Set(['2026-12 1', '2028-05 2']));
    play.do(nobody);
    amend(play, { familyInUk: 'cannot-care' });
    expect(play.case.status).toBe('eligible');
  });

  test('that names an area to avoid lets that council go: asked, first, or with the child', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    amend(play, { areasToAvoid: [LEEDS] });
    expect(play.case.offers.map(({ status }) => status)).toEqual(['live', 'withdrawn', 'asked']);
    amend(play, { areasToAvoid: [LEEDS, HAMPSHIRE] });
    expect(play.case.needs?.party).toEqual({ kind: 'council', code: CARDIFF });
    play.answer('1-3', 'accept');
    amend(play, { areasToAvoid: [CARDIFF] });
    expect(play.case.status).toBe('eligible');
    expect(play.council(CARDIFF).incoming).toBe(0);
    expect(play.trail.at(-1)?.data).toMatchObject({ because: 'facts-changed', concerned: [CARDIFF] });
  });

  test('while the child is missing takes effect when the child is found', () => {
    const missing: Command = { kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' };
    for (const facts of [{ familyInUk: 'cannot-care' as const }, { areasToAvoid: [HAMPSHIRE] }]) {
      const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
      play.do(missing, entry);
      amend(play, facts);
      expect(play.case).toMatchObject({ status: 'paused', pause: { from: 'eligible' } });
      expect(play.case.offers.every(({ status }) => status === 'withdrawn')).toBe(true);
      play.at('2026-11-24T10:00:00.000Z').do({ kind: 'child-found', foundAt: '2026-11-24T09:00:00Z' }, entry);
      expect(play.case.status).toBe('eligible');
    }
    const placed = arranged();
    placed.do(missing, entry);
    amend(placed, { areasToAvoid: [HAMPSHIRE] });
    expect(placed.case.pause?.from).toBe('eligible');
    const held = new Play().receive();
    held.do(hold);
    held.do(missing, entry);
    amend(held, { settledSince: '2026-11-20' });
    expect(held.case.pause?.from).toBe('eligible');
  });

  test('about who cares for the child changes the time for the move', () => {
    const play = new Play().receive();
    amend(play, { inCareOfAuthority: false });
    expect(play.case.moveBy).toBe('2026-11-30T17:00:00.000Z');
  });
});

test('a message for a check that is no longer awaited changes nothing', () => {
  const play = new Play().receive().offer();
  expect(codeOf(play.do(nobody))).toBe('unchanged');
});

test('changes that do not follow on each other are not merged', () => {
  const play = new Play().receive();
  const first = play.decide({ kind: 'child-refused' }, coordinator);
  const second = play.decide({ kind: 'withdraw', reason: 'other' }, system);
  if (first.kind !== 'changed' || second.kind !== 'changed') throw new Error('both change the case');
  expect(() => followedBy(first.change, second.change)).toThrow(/cannot follow/);
});

test('a damaged case says so', () => {
  expect(() =>
    decide(
      aCase({ status: 'held', hold: { reasons: [], since: NOW, reviewAt: NOW } }),
      { kind: 'turn-18', child: 9 },
      { now: NOW, actor: system, cause: 'c' },
      { policy: policyNamed('nts-2025') },
    ),
  ).not.toThrow();
  const { stepBy: _, ...damaged } = aCase({ status: 'eligible', facts: siblings });
  expect(() =>
    decide(
      damaged,
      { kind: 'turn-18', child: 1 },
      { now: NOW, actor: system, cause: 'c' },
      { policy: policyNamed('nts-2025') },
    ),
  ).toThrow(/damaged/);
});
