import { describe, expect, test } from 'vitest';
import type { Command } from '../../shared/core/case/command.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { hold, nobody, siblings } from './a-play.ts';
import { coordinator, duty, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const missing: Command = { kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' };
const reminders = ({ trail }: Play) => trail.filter(({ type }) => type === 'case-waiting.v1');

/** Looks at a case when it asks to be looked at, this many times. */
const lookedAt = (play: Play, times: number): readonly string[] =>
  Array.from({ length: times }, () => {
    const { nextDueAt = 'never' } = play.case;
    play.at(nextDueAt).sweep();
    return nextDueAt;
  });

describe('an open case that nobody touches', () => {
  test('whose child is missing asks the entry authority every five working days, over Christmas too', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-2', 'back-up-yes');
    play.do(missing, entry);
    expect(lookedAt(play, 5)).toEqual([
      '2026-11-30T17:00:00.000Z',
      '2026-12-07T17:00:00.000Z',
      '2026-12-14T17:00:00.000Z',
      '2026-12-21T17:00:00.000Z',
      '2026-12-30T17:00:00.000Z',
    ]);
    expect(reminders(play)).toHaveLength(5);
    expect(play.trail.at(-1)?.data).toEqual({
      since: '2026-11-23T09:00:00.000Z',
      party: { kind: 'entry-authority', code: KENT },
      what: 'say when the child is found',
      missing: true,
      concerned: [HAMPSHIRE, LEEDS],
    });
    expect(play.case.status).toBe('paused');
  });

  test.each<[string, Command, string]>([
    ['held', hold, 'keep or release the hold'],
    ['escalated', nobody, 'find a place'],
  ])('and is %s reminds the coordinators once its deadlines were told', (status, command, what) => {
    const play = new Play().receive();
    play.do(command);
    while (reminders(play).length === 0) lookedAt(play, 1);
    // The deadline for the move was the last to be told.
    expect(play.now).toBe('2026-12-14T17:00:00.000Z');
    expect(reminders(play).map(({ data }) => data)).toEqual([
      { since: '2026-11-24T17:00:00.000Z', party: { kind: 'coordinators' }, what },
    ]);
    expect(lookedAt(play, 1)).toEqual(['2026-12-21T17:00:00.000Z']);
    expect(play.case.status).toBe(status);
  });

  test('and waits for a council’s step reminds that council, until it acts', () => {
    const play = new Play().receive().offer();
    play.answer('1-1', 'accept');
    play.at('2026-12-10T10:00:00.000Z').sweep();
    expect(reminders(play)).toEqual([]);
    expect(lookedAt(play, 1)).toEqual(['2026-12-17T17:00:00.000Z']);
    expect(reminders(play).at(-1)?.data).toMatchObject({
      party: { kind: 'council', code: HAMPSHIRE },
      what: 'arrange the move',
    });
    play.do(
      {
        kind: 'arrange-transfer',
        moveOn: '2026-12-18',
        socialWorker: SOCIAL_WORKER,
        lateBecause: 'we were ill',
      },
      duty(HAMPSHIRE),
    );
    expect(play.case.nextDueAt).toBe('2026-12-18T14:00:00.000Z');
  });

  test('gets one reminder after a long sleep, not one a missed week', () => {
    const play = new Play().receive();
    play.do(missing, entry);
    play.at('2027-02-01T10:00:00.000Z').sweep();
    play.sweep();
    expect(reminders(play)).toHaveLength(1);
    expect(play.case.nextDueAt).toBe('2027-02-08T17:00:00.000Z');
  });

  test('is not put off by what others do meanwhile, and starts anew when somebody else is asked', () => {
    const play = new Play().receive(siblings).offer(HAMPSHIRE, LEEDS);
    play.do(missing, entry);
    const planned = play.case.nextDueAt;
    play.at('2026-11-27T10:00:00.000Z').do({ kind: 'turn-18', child: 1 });
    expect(play.case).toMatchObject({ status: 'paused', turned18: [1], nextDueAt: planned });
    const other = new Play().receive();
    other.do(hold);
    other.at('2027-01-04T10:00:00.000Z').sweep();
    expect(other.case.nextDueAt).toBe('2027-01-11T17:00:00.000Z');
    other.at('2027-01-05T10:00:00.000Z').do(missing, entry);
    expect(other.case.nextDueAt).toBe('2027-01-12T17:00:00.000Z');
    other.do({ kind: 'child-found', foundAt: '2027-01-05T10:00:00Z' }, entry);
    expect(other.case.nextDueAt).toBe('2027-01-12T17:00:00.000Z');
    expect(other.do({ kind: 'keep-hold', note: 'n' }, coordinator).kind).toBe('changed');
    expect(other.case.nextDueAt).toBe('2027-01-06T14:00:00.000Z');
  });
});
