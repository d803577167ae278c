import { describe, expect, test } from 'vitest';
import type { Command } from '../../shared/core/command.ts';
import { aChild, type aReferral } from '../builders.ts';
import { arranged, codeOf, hold, nobody, referralId, siblings } from './a-journey.ts';
import { CARDIFF, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

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
