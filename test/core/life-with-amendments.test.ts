import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stillCleared } from '../../shared/core/case/cleared.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { aChild, type aReferral } from '../builders.ts';
import { arranged, codeOf, hold, nobody, referralId, siblings } from './a-play.ts';
import { CARDIFF, coordinator, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const missing: Command = { kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' };

describe('an amendment', () => {
  const amend = (play: Play, facts: Partial<ReturnType<typeof aReferral>>, cause?: string) =>
    play.do({ kind: 'amend', data: { referralId, facts } }, entry, cause);

  test('that says nothing new, that is old, or that changes what cannot be changed', () => {
    const play = new Play().receive();
    const early = { kind: 'amend', data: { referralId, facts: { familyInUk: 'none' } } } as const;
    amend(play, { familyInUk: 'may-care' }, 'message-a');
    expect(codeOf(play.do({ ...early, saidAt: '2026-11-22T09:00:00Z' }, entry))).toBe('unchanged');
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

  test.each([
    ['held', (play: Play) => play.do(hold)],
    ['offered', (play: Play) => play.offer(HAMPSHIRE)],
    ['paused', (play: Play) => play.do(missing, entry)],
  ])('that repeats what a case holds that is %s leaves its time behind, and nothing else', (status, come) => {
    const play = new Play().receive();
    come(play);
    const { version, factsSaidAt, amendments, lastHash, ...before } = play.case;
    expect(before.status).toBe(status);
    amend(play, { familyInUk: 'none', wishesRecorded: true }, 'message-b');
    expect(play.trail.at(-1)).toMatchObject({
      type: 'facts-repeated.v1',
      data: { referralId, facts: ['familyInUk', 'wishesRecorded'] },
    });
    expect(play.case).toMatchObject({
      ...before,
      factsSaidAt: { familyInUk: play.now, wishesRecorded: play.now },
      amendments: ['message-b'],
    });
    expect(codeOf(amend(play, { familyInUk: 'none' }, 'message-b'))).toBe('unchanged');
    expect(codeOf(amend(play, { familyInUk: 'none' }, 'said at the same moment'))).toBe('unchanged');
    expect(play.case.version).toBe(version + 1);
  });

  test('of nothing but what is sealed leaves an event that says so, and the council that has the child is told', () => {
    const amendSealed = (play: Play, cause?: string) =>
      play.do(
        { kind: 'amend', data: { referralId, facts: { familyInUk: 'none' }, sealedChanged: true } },
        entry,
        cause,
      );
    const last = (play: Play) => play.trail.at(-1);
    const asked = new Play().receive().offer(HAMPSHIRE);
    amendSealed(asked, 'message-a');
    expect(last(asked)).toMatchObject({
      type: 'referral-amended.v2',
      data: { sealedChanged: true, facts: {} },
    });
    expect(last(asked)?.data).not.toHaveProperty('concerned');
    expect(asked.case.status).toBe('offered');
    expect(codeOf(amendSealed(asked, 'message-a'))).toBe('unchanged');
    const accepted = arranged();
    amendSealed(accepted);
    expect(last(accepted)?.data).toEqual({
      referralId,
      facts: {},
      sealedChanged: true,
      concerned: [accepted.case.placement?.council],
    });
  });

  test.each([
    [['1.ownReference'], false],
    [['1.ownReference', '2.ownReference'], false],
    [['1.ownReference', '1.health'], true],
    [[], true],
  ])('of %j tells the council that has the child: %s', (sealedFields, isTold) => {
    const accepted = arranged();
    accepted.do({ kind: 'amend', data: { referralId, facts: {}, sealedChanged: true, sealedFields } }, entry);
    expect(accepted.trail.at(-1)).toMatchObject({ type: 'referral-amended.v2', data: { sealedFields } });
    expect('concerned' in (accepted.trail.at(-1)?.data ?? {})).toBe(isTold);
  });

  test('that makes a child somebody else takes back what was cleared for the child before', () => {
    const cleared = (facts: Partial<ReturnType<typeof aReferral>>): Play => {
      const play = new Play().receive();
      const reasons = ['turned-18:1', 'settled-child'].map((code) => ({ code, words: code }));
      play.do({ ...hold, decision: { kind: 'held', reasons, warnings: [] } } as Command);
      play.do({ kind: 'release-hold', note: 'assessed as a child' }, coordinator);
      expect(play.case.cleared).toEqual(['turned-18:1', 'settled-child']);
      amend(play, facts);
      return play;
    };
    for (const children of [
      [aChild({ turns18Month: '2027-03' })],
      [aChild({ sex: 'female' })],
      [aChild({ number: 2 })],
    ]) {
      const play = cleared({ children });
      expect(play.case.cleared).toEqual(['settled-child']);
      expect(play.case.status).toBe('eligible');
    }
    for (const facts of [
      { wishesRecorded: false },
      { children: [aChild({ needs: ['medical-care'] })] },
      { children: [aChild(), aChild({ number: 2 })] },
    ])
      expect(cleared(facts).case.cleared).toEqual(['turned-18:1', 'settled-child']);
  });

  test('keeps what was cleared exactly for the children who are the same', () => {
    const child = fc.record({
      number: fc.integer({ min: 1, max: 12 }),
      turns18Month: fc.constantFrom('2027-01', '2028-05', undefined),
      sex: fc.constantFrom('male' as const, 'female' as const, undefined),
    });
    const group = fc.uniqueArray(child, { selector: ({ number }) => number, minLength: 1, maxLength: 12 });
    const agree = <Fact>(a: Fact | undefined, b: Fact | undefined) =>
      a === undefined || b === undefined || a === b;
    fc.assert(
      fc.property(group, group, (before, after) => {
        const codes = ['settled-child', ...before.map(({ number }) => `turned-18:${number}`)];
        const facts = (children: typeof before) =>
          ({ entryAuthority: KENT, children }) as ReturnType<typeof aReferral>;
        const same = before.filter((one) => {
          const now = after.find(({ number }) => number === one.number);
          return now !== undefined && agree(one.turns18Month, now.turns18Month) && agree(one.sex, now.sex);
        });
        expect(stillCleared(codes, facts(before), facts(after))).toEqual([
          'settled-child',
          ...same.map(({ number }) => `turned-18:${number}`),
        ]);
      }),
    );
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

  test('about anything else leaves the time for the move as it was counted, also under a later policy', () => {
    const play = new Play().receive();
    const { moveBy } = play.case;
    const { workingDays } = play.policy;
    Object.assign(play, { policy: { ...play.policy, workingDays: { ...workingDays, moveInCare: 99 } } });
    amend(play, { wishesRecorded: false });
    expect(play.case.moveBy).toBe(moveBy);
  });

  test('about who cares for the child counts no day on which the child was missing, however often', () => {
    const from = (said: 'first' | 'between' | 'last') => {
      const play = new Play().receive();
      const amended = (when: typeof said) =>
        said === when ? amend(play, { inCareOfAuthority: false }) : undefined;
      const away = (at: string, back: string) => {
        play.at(at).do({ kind: 'child-missing', missingSince: at }, entry);
        play.at(back).do({ kind: 'child-found', foundAt: back }, entry);
      };
      amended('first');
      away('2026-11-24T09:00:00.000Z', '2026-11-26T09:00:00.000Z');
      amended('between');
      away('2026-11-26T10:00:00.000Z', '2026-11-27T09:00:00.000Z');
      amended('last');
      return play.case.moveBy;
    };
    // Five working days of 23 November are over on the 30th; the child was away for three.
    expect(from('first')).toBe('2026-12-03T17:00:00.000Z');
    expect(from('between')).toBe(from('first'));
    expect(from('last')).toBe(from('first'));
  });
});
