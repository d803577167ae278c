/** What people decide stands in the trail whole: who decided why, in whose words, and whom it concerns. */
import { describe, expect, test } from 'vitest';
import type { CaseStatus } from '../../shared/core/case/case.ts';
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { decide } from '../../shared/core/case/commands/decide.ts';
import { warningsOf } from '../../shared/core/case/safety.ts';
import { needsOf } from '../../shared/core/case/waiting-on.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aReferral, NOW, SOCIAL_WORKER } from '../builders.ts';
import { arranged, codeOf, hold, nobody, placeWith, said, siblings, wordsOf } from './a-play.ts';
import { CARDIFF, coordinator, duty, entry, HAMPSHIRE, KENT, LEEDS, Play, system } from './a-scheme.ts';

const reallocate = (
  because: 'coordinator' | 'receiving-authority-cannot',
  more: { note?: string; askAgain?: boolean } = {},
): Command => ({ kind: 'reallocate', because, ...more });

const birthdaysOf = (outcome: Outcome) => (outcome.kind === 'changed' ? outcome.change.birthdays : []);
const placesOf = (outcome: Outcome) =>
  outcome.kind === 'changed'
    ? outcome.change.places.map(({ council, held, offered, incoming, netSince }) => ({
        council,
        held: held + 0,
        offered: offered + 0,
        incoming: incoming + 0,
        netSince: netSince + 0,
      }))
    : [];

const transferred = (facts = aReferral()): Play => {
  const play = new Play().receive(facts).offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  play.do({ kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER }, duty(HAMPSHIRE));
  play.at('2026-11-24T10:00:00.000Z');
  play.do({ kind: 'complete-transfer', handedOverAt: '2026-11-23T12:00:00.000Z' }, duty(HAMPSHIRE));
  return play;
};
const twoMonths = aReferral({
  children: [aChild({ turns18Month: '2026-12' }), aChild({ number: 2, turns18Month: '2028-05' })],
});

describe('a coordinator places the child', () => {
  test('with a council that was not asked: the councils that were asked hear that the child is elsewhere', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    const outcome = play.do(placeWith(CARDIFF), coordinator);
    expect(said(outcome)).toStrictEqual([
      ['place-directed', { council: CARDIFF, reason: 'court-order', note: 'ordered', overCapacity: false }],
      [
        'place-accepted',
        {
          council: CARDIFF,
          places: 1,
          how: 'placed-directly',
          arrangeBy: expect.any(String),
          moveBy: expect.any(String),
        },
      ],
      ['offer-withdrawn', { offerId: '1-1', council: HAMPSHIRE, because: 'placed-elsewhere' }],
      ['offer-withdrawn', { offerId: '1-2', council: LEEDS, because: 'placed-elsewhere' }],
    ]);
    expect(play.case.placement).not.toHaveProperty('offerId');
    expect([play.council(HAMPSHIRE).held, play.council(CARDIFF).incoming]).toEqual([0, 1]);
  });

  test('with a back-up that was asked: it is that back-up’s offer which is accepted', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.do(placeWith(LEEDS), coordinator);
    expect(play.case.placement).toMatchObject({ council: LEEDS, offerId: '1-2' });
    expect(play.case.offers.map(({ status }) => status)).toEqual(['withdrawn', 'accepted']);
    expect([play.council(HAMPSHIRE).held, play.council(LEEDS).incoming]).toEqual([0, 1]);
  });

  test('with another than had accepted: both are named, and the first is told', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    const [first, , accepted] = said(play.do(placeWith(LEEDS), coordinator));
    expect(first).toStrictEqual([
      'case-reallocated',
      { because: 'coordinator', note: 'ordered', concerned: [HAMPSHIRE], placedWith: LEEDS, excluding: [] },
    ]);
    expect(accepted?.[1]).toMatchObject({ council: LEEDS, insteadOf: HAMPSHIRE });
  });

  test('with the same after all: nobody was moved, so nobody is named', () => {
    const play = arranged();
    play.do({ kind: 'child-refused' }, coordinator);
    const [first, , accepted] = said(play.do(placeWith(HAMPSHIRE), coordinator));
    expect(first).toStrictEqual([
      'case-reallocated',
      { because: 'coordinator', note: 'ordered', excluding: [] },
    ]);
    expect(accepted?.[1]).not.toHaveProperty('insteadOf');
    const fresh = new Play().receive();
    expect(said(fresh.do(placeWith(LEEDS), coordinator))[1]?.[1]).not.toHaveProperty('insteadOf');
  });

  test('also before anybody has said which areas are not safe', () => {
    const { areasToAvoid: _, ...facts } = aReferral({ areasToAvoid: [] });
    expect(codeOf(new Play().receive(facts).do(placeWith(LEEDS), coordinator))).toBe('changed');
  });

  test('but not without the scheme’s view: that is a mistake of ours, not the person’s', () => {
    const play = new Play().receive();
    const context = { now: NOW, actor: coordinator, cause: 'c' };
    const policy = policyNamed('nts-2025');
    expect(() => decide(play.case, placeWith(LEEDS), context, { policy })).toThrow('needs the scheme');
    expect(codeOf(decide(play.case, placeWith(LEEDS), context, { policy, view: play.view }))).toBe('changed');
  });
});

describe('a case goes back to the search', () => {
  test('with the reason, the words and the council concerned; what was asked is withdrawn', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    expect(said(play.do(reallocate('coordinator', { note: 'brokered' }), coordinator))).toEqual([
      ['offer-withdrawn', { offerId: '1-1', council: HAMPSHIRE, because: 'reallocated' }],
      ['offer-withdrawn', { offerId: '1-2', council: LEEDS, because: 'reallocated' }],
      ['case-reallocated', { because: 'coordinator', note: 'brokered', excluding: [HAMPSHIRE, LEEDS] }],
    ]);
    const accepted = new Play().receive().offer(HAMPSHIRE);
    accepted.answer('1-1', 'accept');
    expect(said(accepted.do(reallocate('receiving-authority-cannot'), duty(HAMPSHIRE)))).toStrictEqual([
      [
        'case-reallocated',
        { because: 'receiving-authority-cannot', concerned: [HAMPSHIRE], excluding: [HAMPSHIRE] },
      ],
    ]);
  });

  test('a coordinator may say it for the council that cannot', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    expect(codeOf(play.do(reallocate('receiving-authority-cannot'), coordinator))).toBe('changed');
  });

  test('when the child refused, before the coordinators’ time is up', () => {
    const play = new Play().receive();
    play.do({ kind: 'child-refused' }, entry);
    expect(codeOf(play.do(reallocate('coordinator'), coordinator))).toBe('changed');
  });

  test('a search that is late may be started again from the very moment it is late', () => {
    const play = new Play().receive();
    play.at(play.case.stepBy ?? '');
    expect(codeOf(play.do(reallocate('coordinator'), coordinator))).toBe('changed');
  });

  test('a hold and missing facts are each answered with what to do', () => {
    const held = new Play().receive();
    held.do(hold);
    expect(wordsOf(held.do(reallocate('coordinator'), coordinator))).toContain('Release the hold');
    const incomplete = new Play().receive();
    incomplete.do({
      kind: 'allocate',
      decisionHash: 'd'.repeat(64),
      decision: { kind: 'incomplete', fields: [{ field: 'familyInUk', problem: 'missing', words: 'w' }] },
    });
    expect(wordsOf(incomplete.do(reallocate('coordinator'), coordinator))).toContain('entry authority');
    expect(incomplete.case.needs).toMatchObject({
      party: { kind: 'entry-authority', code: KENT },
      what: 'give the facts that are missing',
    });
  });
});

describe('a case ends', () => {
  test.each<[string, Command, object]>([
    ['withdrawn, in words', { kind: 'withdraw', reason: 'other', note: 'n' }, { reason: 'other', note: 'n' }],
    ['withdrawn, without', { kind: 'withdraw', reason: 'made-in-error' }, { reason: 'made-in-error' }],
    ['joined family', { kind: 'family-joined', note: 'an aunt' }, { note: 'an aunt' }],
    ['stayed', { kind: 'stay', reason: 'settled', note: 'n' }, { reason: 'settled', note: 'n' }],
    ['refused, in words', { kind: 'child-refused', note: 'friends' }, { refusal: 1, note: 'friends' }],
    ['refused, without', { kind: 'child-refused' }, { refusal: 1 }],
  ])('%s: the reason, and the council that had said yes', (_, command, data) => {
    const before = new Play().receive();
    expect(said(before.do(command, coordinator)).at(-1)?.[1]).toStrictEqual(data);
    const play = arranged();
    expect(said(play.do(command, coordinator)).at(-1)?.[1]).toStrictEqual({
      ...data,
      concerned: [HAMPSHIRE],
    });
  });

  test('the months of children who are counted nowhere any more are looked at no more', () => {
    const unknown = aReferral({
      children: [aChild({ turns18Month: '2026-12' }), { ...aChild({ number: 2 }), turns18Month: undefined }],
    } as never);
    for (const command of [
      { kind: 'withdraw', reason: 'other' },
      { kind: 'family-joined', note: 'n' },
    ] satisfies Command[])
      expect(birthdaysOf(new Play().receive(unknown).do(command, coordinator))).toEqual([
        { do: 'remove', month: '2026-12', child: 1 },
      ]);
  });
});

describe('a child turns 18', () => {
  const turn18 = (child = 1): Command => ({ kind: 'turn-18', child });

  test('one of two, while councils are asked: each holds one place less, and is told', () => {
    const play = new Play().receive(twoMonths).offer(HAMPSHIRE, LEEDS);
    play.answer('1-2', 'back-up-yes');
    const outcome = play.do(turn18());
    expect(said(outcome)).toStrictEqual([
      ['child-turned-18', { child: 1, countedAgainst: KENT, concerned: [HAMPSHIRE, LEEDS] }],
    ]);
    expect(placesOf(outcome)).toEqual([
      { council: LEEDS, held: -1, offered: 0, incoming: 0, netSince: 0 },
      { council: HAMPSHIRE, held: -1, offered: -1, incoming: 0, netSince: 0 },
      { council: KENT, held: 0, offered: 0, incoming: 0, netSince: -1 },
    ]);
    expect(birthdaysOf(outcome)).toEqual([{ do: 'remove', month: '2026-12', child: 1 }]);
  });

  test('one of two, once a council has said yes: it expects one less', () => {
    const play = new Play().receive(twoMonths).offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    const outcome = play.do(turn18());
    expect(said(outcome)[0]?.[1]).toStrictEqual({ child: 1, countedAgainst: KENT, concerned: [HAMPSHIRE] });
    expect(placesOf(outcome)).toEqual([
      { council: HAMPSHIRE, held: 0, offered: 0, incoming: -1, netSince: 0 },
      { council: KENT, held: 0, offered: 0, incoming: 0, netSince: -1 },
    ]);
  });

  test('one of two, before anybody is asked: nobody else is told', () => {
    expect(said(new Play().receive(twoMonths).do(turn18()))[0]?.[1]).toStrictEqual({
      child: 1,
      countedAgainst: KENT,
    });
  });

  test('the last, with a council that had said yes: that council is told, and its place given back', () => {
    const play = arranged();
    const outcome = play.do(turn18());
    expect(said(outcome)[0]?.[1]).toStrictEqual({ child: 1, countedAgainst: KENT, concerned: [HAMPSHIRE] });
    expect(play.case.status).toBe('turned-18');
    expect(play.council(HAMPSHIRE).incoming).toBe(0);
    const asked = new Play().receive().offer(HAMPSHIRE);
    expect(said(asked.do(turn18())).at(-1)?.[1]).toStrictEqual({ child: 1, countedAgainst: KENT });
    expect(asked.council(HAMPSHIRE).held).toBe(0);
  });

  test('after the handover: the receiving authority counts one less, the entry authority no more than before', () => {
    const play = transferred(twoMonths);
    const outcome = play.do(turn18());
    expect(said(outcome)).toStrictEqual([
      ['child-turned-18', { child: 1, countedAgainst: HAMPSHIRE, afterTheEnd: true }],
    ]);
    expect(placesOf(outcome)).toEqual([
      { council: HAMPSHIRE, held: 0, offered: 0, incoming: 0, netSince: -1 },
    ]);
    expect(play.case.status).toBe('transferred');
  });

  test('who stayed is counted until then by the entry authority', () => {
    const play = new Play().receive();
    play.do({ kind: 'stay', reason: 'settled', note: 'n' }, coordinator);
    const outcome = play.do(turn18());
    expect(said(outcome)[0]?.[1]).toStrictEqual({ child: 1, countedAgainst: KENT, afterTheEnd: true });
    expect(play.case.status).toBe('stayed');
  });

  test('who was in nobody’s care was counted against nobody', () => {
    const play = new Play().receive(aReferral({ inCareOfAuthority: false }));
    const outcome = play.do(turn18());
    expect(said(outcome)[0]?.[1]).toStrictEqual({ child: 1 });
    expect(placesOf(outcome)).toEqual([]);
  });

  test('whose month was never given has none to be forgotten', () => {
    const { turns18Month: _, ...child } = aChild();
    const outcome = new Play().receive(aReferral({ children: [child] })).do(turn18());
    expect(birthdaysOf(outcome)).toEqual([]);
  });
});

describe('what each party has to do is said on its list', () => {
  const whatNext = (play: Play) => play.case.needs?.what;
  test.each<[string, () => Play]>([
    ['find the councils to ask', () => new Play().receive()],
    [
      'start the search for a council again',
      () => {
        const play = new Play().receive().at('2026-11-27T10:00:00.000Z');
        play.sweep();
        return play;
      },
    ],
    ['answer the offer', () => new Play().receive().offer(HAMPSHIRE)],
    [
      'find a place',
      () => {
        const play = new Play().receive();
        play.do(nobody);
        return play;
      },
    ],
    [
      'arrange the move',
      () => {
        const play = new Play().receive().offer(HAMPSHIRE);
        play.answer('1-1', 'accept');
        return play;
      },
    ],
    ['move the child and confirm the handover', () => arranged()],
    [
      'decide what follows the child’s refusal',
      () => {
        const play = arranged();
        play.do({ kind: 'child-refused' }, coordinator);
        return play;
      },
    ],
    [
      'say when the child is found',
      () => {
        const play = new Play().receive();
        play.do({ kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' }, entry);
        return play;
      },
    ],
    [
      'keep or release the hold',
      () => {
        const play = new Play().receive();
        play.do(hold, system);
        return play;
      },
    ],
  ])('%s', (what, come) => {
    expect(whatNext(come())).toBe(what);
  });

  test('nobody has anything to do once it is over', () => {
    expect(needsOf(transferred(siblings).case)).toBeUndefined();
  });

  test.each<CaseStatus>([
    'held',
    'escalated',
    'accepted',
    'transfer-arranged',
    'incomplete',
    'child-refused',
  ])('a case that is %s without what that status keeps is told to be damaged', (status) => {
    const { stepBy: _, ...subject } = new Play().receive().case;
    expect(() => needsOf({ ...subject, status })).toThrow(`${subject.id} is ${status} without`);
  });
});

test('a coordinator’s own placing records what was to be known then, as an offer does', () => {
  for (const trafficking of ['no-indicators', 'nrm-referred'] as const) {
    const play = new Play().receive(aReferral({ trafficking }));
    play.do(placeWith(LEEDS), coordinator);
    const directed = play.trail.find(({ type }) => type === 'place-directed.v1');
    const warnings = warningsOf(play.case, play.now).map(({ code, words }) => ({ code, words }));
    expect(warnings).toHaveLength(trafficking === 'no-indicators' ? 0 : 2);
    if (warnings.length > 0) expect(directed?.data).toMatchObject({ warnings });
    else expect(directed?.data).not.toHaveProperty('warnings');
  }
});
