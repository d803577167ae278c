import { describe, expect, test } from 'vitest';
import { decide } from '../../shared/core/case/commands/decide.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, anOffer, NOW } from '../builders.ts';
import { afterExpiry, codeOf, nobody, wordsOf } from './a-play.ts';
import { BELFAST, CARDIFF, councilsWith, duty, entry, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

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

  test('silence, three rounds long, ends with the coordinators and the lead of the region that was asked last', () => {
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
    expect(play.trail.at(-1)?.data).toMatchObject({ round: 3, region: 'W92000004' });
    expect(play.types.filter((type) => type === 'case-reallocated')).toHaveLength(2);
  });

  test('where nobody could be asked, the lead of the region that the children are in hears of it', () => {
    const play = new Play().receive();
    play.do({
      kind: 'allocate',
      decisionHash: 'd'.repeat(64),
      decision: { kind: 'no-candidate', verdicts: [], warnings: [] },
    });
    expect(play.trail.at(-1)?.data).toMatchObject({ because: 'no-candidate', region: 'E12000008' });
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
    ['case-closed', 'a transfer is no longer needed'],
    ['reallocated', 'search for a council has started again'],
    ['no-place-left', 'has no place left'],
    ['held', 'a coordinator has to look'],
    ['area-to-avoid', 'new facts change where the child can live'],
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
