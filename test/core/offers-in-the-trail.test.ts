/** What becomes of an offer, as the trail and the case tell it. */
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import type { Offer } from '../../shared/core/case/case.ts';
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { decide } from '../../shared/core/case/commands/decide.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { afterExpiry, codeOf, nobody, said } from './a-play.ts';
import {
  BELFAST,
  CARDIFF,
  coordinator,
  councilsWith,
  duty,
  HAMPSHIRE,
  KENT,
  LEEDS,
  Play,
} from './a-scheme.ts';

const policy = policyNamed('nts-2025');
const answering = (offerId: string, answer: Extract<Command, { kind: 'answer' }>['answer']): Command => ({
  kind: 'answer',
  offerId,
  answer,
});
const review = (play: Play, offerId: string, outcome: 'accepted' | 'refused'): Outcome =>
  play.do(
    outcome === 'accepted'
      ? { kind: 'review-decline', offerId, outcome, note: 'seen' }
      : { kind: 'review-decline', offerId, outcome, reason: 'has-room', note: 'seen' },
    coordinator,
  );
/** Decided by a caller that has never met a council without a place. */
const freshly = (play: Play, command: Command, actor: Actor): Outcome =>
  decide(play.case, command, { now: play.now, actor, cause: 'c' }, { policy, view: play.view });

describe('making offers', () => {
  test('the first is the primary, the others back-ups; whoever read the same turns has to decide again', () => {
    const play = new Play().receive();
    play.offer(HAMPSHIRE, LEEDS, CARDIFF);
    const outcome = play.outcomes.at(-1);
    expect(play.case.offers.map(({ role, status, rank }) => [role, status, rank])).toEqual([
      ['primary', 'live', 1],
      ['back-up', 'asked', 2],
      ['back-up', 'asked', 3],
    ]);
    const { rota = [], places = [] } = outcome?.kind === 'changed' ? outcome.change : {};
    expect(rota).toEqual([{ kind: 'tick', scope: 'national', seen: 0 }]);
    expect(places.map(({ council, held, offered }) => [council, held, offered])).toEqual([[HAMPSHIRE, 1, 1]]);
  });

  test('when there is nobody to ask, the decision behind it can be looked up', () => {
    const play = new Play().receive();
    expect(said(play.do(nobody))).toStrictEqual([
      [
        'case-escalated',
        {
          because: 'no-candidate',
          decideBy: expect.any(String),
          round: 0,
          region: 'E12000008',
          decisionHash: 'd'.repeat(64),
        },
      ],
    ]);
  });

  test('no region is told where the scheme does not know the entry authority’s', () => {
    const play = new Play(councilsWith(10).filter(({ code }) => code !== KENT)).receive();
    expect(said(play.do(nobody))[0]?.[1]).not.toHaveProperty('region');
  });
});

describe('answers', () => {
  test('stand in the trail with their reason and words, and without what was not said', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    const no = play.do(
      { ...answering('1-1', 'decline'), reason: 'safeguarding', text: 'Said so.' } as Command,
      duty(HAMPSHIRE),
    );
    expect(said(no)[0]).toStrictEqual([
      'offer-answered',
      {
        offerId: '1-1',
        council: HAMPSHIRE,
        answer: 'declined',
        reason: 'safeguarding',
        text: 'Said so.',
      },
    ]);
    expect(said(play.answer('1-2', 'accept'))[0]).toStrictEqual([
      'offer-answered',
      { offerId: '1-2', council: LEEDS, answer: 'accepted' },
    ]);
  });

  test('of a back-up: yes and no, each once', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    for (const answer of ['back-up-yes', 'back-up-no'] as const) {
      expect(said(play.answer('1-2', answer))).toStrictEqual([
        ['offer-answered', { offerId: '1-2', council: LEEDS, answer }],
      ]);
      expect(codeOf(play.answer('1-2', answer))).toBe('unchanged');
    }
  });

  test('of a back-up that has become the first are asked for as such', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-1', 'decline');
    expect(codeOf(play.answer('1-2', 'back-up-yes'))).toBe('now-the-first');
  });

  test('may be passed on by a coordinator', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    expect(codeOf(play.do(answering('1-1', 'accept'), coordinator))).toBe('changed');
  });

  test('are taken from whoever has not heard of any council without a place', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    expect(codeOf(freshly(play, answering('1-2', 'back-up-yes'), duty(LEEDS)))).toBe('changed');
    expect(codeOf(freshly(play, answering('1-1', 'accept'), duty(HAMPSHIRE)))).toBe('changed');
  });

  test('each council that declined is remembered, not only the last', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.answer('1-1', 'decline');
    play.answer('1-2', 'decline');
    expect(play.case.excluded).toEqual([HAMPSHIRE, LEEDS]);
  });
});

describe('a late yes', () => {
  const inTheNextRound = (): Play => {
    const play = new Play().receive().offer(HAMPSHIRE).at(afterExpiry);
    play.sweep();
    expect(play.case.status).toBe('eligible');
    return play;
  };

  test('is taken while the scheme looks for others', () => {
    const play = inTheNextRound();
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('changed');
    expect(play.case.placement?.council).toBe(HAMPSHIRE);
  });

  test('by an old link is not, when the same council is being asked again: the newer offer is the one', () => {
    const play = inTheNextRound().offer(LEEDS, HAMPSHIRE);
    expect(codeOf(play.answer('1-1', 'accept'))).toBe('offer-expired');
    expect(play.case.status).toBe('offered');
  });
});

describe('when the first says no', () => {
  test('the promised back-up has the child and the others hear that it is elsewhere', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.answer('1-3', 'back-up-yes');
    expect(said(play.answer('1-1', 'decline')).slice(1)).toStrictEqual([
      [
        'place-accepted',
        {
          council: CARDIFF,
          places: 1,
          how: 'back-up-yes',
          arrangeBy: expect.any(String),
          moveBy: expect.any(String),
          offerId: '1-3',
        },
      ],
      ['offer-withdrawn', { offerId: '1-2', council: LEEDS, because: 'placed-elsewhere' }],
    ]);
  });

  test('the next has its whole time, and the time of who answered stays what it was', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    const first = play.case.offers[0]?.answerBy;
    play.at('2026-11-24T16:00:00.000Z').answer('1-1', 'decline');
    const [declined, live, asked] = play.case.offers;
    expect(declined?.answerBy).toBe(first);
    expect([live?.answerBy, asked?.answerBy]).toEqual([
      '2026-11-25T17:00:00.000Z',
      '2026-11-25T17:00:00.000Z',
    ]);
  });

  test('a back-up whose places are gone hears why it is let go', () => {
    const play = new Play(councilsWith(1)).receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.view = {
      ...play.view,
      councils: play.view.councils.map((one) => (one.code === LEEDS ? { ...one, incoming: 1 } : one)),
    };
    expect(said(play.answer('1-1', 'decline'))).toContainEqual([
      'offer-withdrawn',
      { offerId: '1-2', council: LEEDS, because: 'no-place-left' },
    ]);
  });

  test('one silence among the noes is told as no answer', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'decline');
    play.offer(LEEDS);
    play.answer('2-1', 'decline');
    play.offer(CARDIFF).at(afterExpiry);
    play.sweep();
    expect(play.case.escalation?.because).toBe('no-answer');
  });

  test('the next is the best in rank, whichever round it comes from', () => {
    const play = new Play().receive().offer(HAMPSHIRE, BELFAST, LEEDS);
    for (const id of ['1-1', '1-2', '1-3']) play.answer(id, 'decline');
    play.offer(CARDIFF, BELFAST);
    // Third in the first round, asked again by a coordinator; Belfast stands second in this one.
    review(play, '1-3', 'refused');
    expect(play.case.offers.map(({ status }) => status)).toEqual([
      'declined',
      'declined',
      'asked',
      'live',
      'asked',
    ]);
    play.answer('2-1', 'decline');
    expect(play.case.needs?.party).toEqual({ kind: 'council', code: BELFAST });
  });
});

describe('a decline is reviewed', () => {
  test('one among several, once', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.answer('1-1', 'decline');
    play.answer('1-2', 'decline');
    expect(said(review(play, '1-2', 'accepted'))).toStrictEqual([
      ['decline-reviewed', { offerId: '1-2', council: LEEDS, outcome: 'accepted', note: 'seen' }],
    ]);
    expect(play.case.offers.map(({ review: verdict, status }) => [verdict, status])).toEqual([
      ['pending', 'declined'],
      ['accepted', 'declined'],
      [undefined, 'live'],
    ]);
    expect(play.case.excluded).toEqual([HAMPSHIRE, LEEDS]);
    expect(codeOf(review(play, '1-2', 'refused'))).toBe('already-reviewed');
  });

  test('refused for one reason, and for another by a second coordinator: who is told that it was not sent', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-1', 'decline');
    review(play, '1-1', 'refused');
    expect(play.case.offers[0]).toMatchObject({ review: 'refused', refusal: { reason: 'has-room' } });
    expect(codeOf(review(play, '1-1', 'refused'))).toBe('unchanged');
    const again = { kind: 'review-decline', offerId: '1-1', outcome: 'refused', note: 'seen' } as const;
    for (const other of [
      { ...again, reason: 'other' },
      { ...again, reason: 'has-room', text: 'Please call us.' },
    ] as const)
      expect(codeOf(play.do(other, coordinator))).toBe('already-reviewed');
    expect(play.case.offers[0]?.refusal).toStrictEqual({ reason: 'has-room' });
  });

  test('refused, and declined again: nothing of the first word is left, and the second stands for itself', () => {
    const declinedTwice = (): Play => {
      const play = new Play().receive().offer(HAMPSHIRE);
      play.answer('1-1', 'decline');
      review(play, '1-1', 'refused');
      play.answer('1-1', 'decline');
      return play;
    };
    const play = declinedTwice();
    expect(play.case.offers[0]).toMatchObject({ status: 'declined', review: 'pending' });
    expect(play.case.offers[0]).not.toHaveProperty('refusal');
    review(play, '1-1', 'accepted');
    expect(codeOf(review(play, '1-1', 'accepted'))).toBe('unchanged');
    const other = declinedTwice();
    review(other, '1-1', 'refused');
    expect(codeOf(review(other, '1-1', 'refused'))).toBe('unchanged');
    expect(other.case.offers[0]).toMatchObject({ status: 'live', refusal: { reason: 'has-room' } });
  });

  test('refused before a reason was asked for: nobody is said to have been told why', () => {
    const words = (told: Pick<Offer, 'refusal'>): string => {
      const play = new Play().receive().offer(HAMPSHIRE);
      const offers = play.case.offers.map((one): Offer => ({ ...one, review: 'refused', ...told }));
      const outcome = decide(
        { ...play.case, offers },
        { kind: 'review-decline', offerId: '1-1', outcome: 'refused', reason: 'other', note: 'seen' },
        { now: play.now, actor: coordinator, cause: 'c' },
        { policy, view: play.view },
      );
      return outcome.kind === 'refused' ? outcome.words : outcome.kind;
    };
    expect(words({})).toBe('This decline was refused already. What you chose and wrote was not sent.');
    expect(words({ refusal: { reason: 'has-room' } })).toBe(
      'This decline was refused already, and the council has been told why. What you chose and wrote was not sent.',
    );
  });

  test('refused while nobody else is asked, its council reads why when it is the first again', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'decline');
    review(play, '1-1', 'refused');
    expect(play.case.offers[0]).toMatchObject({ status: 'live', refusal: { reason: 'has-room' } });
  });

  test('refused while another is asked: the council comes after it, by the same time, and only that one', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.answer('1-1', 'decline');
    play.at('2026-11-24T16:00:00.000Z').answer('1-2', 'decline');
    expect(said(review(play, '1-1', 'refused')).map(([type]) => type)).toEqual(['decline-reviewed']);
    const [again, , live] = play.case.offers;
    expect(again).toMatchObject({ status: 'asked', answerBy: live?.answerBy });
    expect(live?.status).toBe('live');
    expect(play.case.excluded).toEqual([LEEDS]);
  });

  test('refused while the scheme looks for others: the council is asked at once', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'decline');
    expect(play.case.status).toBe('eligible');
    const outcome = freshly(
      play,
      { kind: 'review-decline', offerId: '1-1', outcome: 'refused', reason: 'has-room', note: 'n' },
      coordinator,
    );
    expect(said(outcome).map(([type]) => type)).toEqual(['decline-reviewed', 'offer-promoted']);
  });

  test('refused while the council is being asked again anyway: it is not asked twice', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'decline');
    play.offer(LEEDS, HAMPSHIRE);
    review(play, '1-1', 'refused');
    expect(play.case.offers.map(({ status }) => status)).toEqual(['declined', 'live', 'asked']);
  });

  test('refused after the council took the child after all and could not: it is not asked a third time', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-1', 'decline');
    play.answer('1-1', 'accept');
    play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE));
    review(play, '1-1', 'refused');
    expect(play.case.offers.map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn']);
    expect(play.case.status).toBe('eligible');
  });

  test('accepted while nobody is asked: the case goes on without the council', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'decline');
    review(play, '1-1', 'accepted');
    expect(play.case).toMatchObject({ status: 'eligible', excluded: [HAMPSHIRE] });
    expect(play.case.offers.map(({ status }) => status)).toEqual(['declined']);
  });
});
