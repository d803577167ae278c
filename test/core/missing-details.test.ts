/** What is said for the search for a missing child stands sealed: the case knows which details were given, of whom, and by whom they may be. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../shared/core/case/command.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { missingChildren, withoutPoliceReference } from '../../shared/core/case/responsible.ts';
import type { MissingField } from '../../shared/core/referral/missing-details.ts';
import { missingFields } from '../../shared/core/referral/missing-details.ts';
import { runs } from '../how-much.ts';
import { groupOf } from './a-play.ts';
import { coordinator, duty, entry, HAMPSHIRE, type Play } from './a-scheme.ts';

const mark = (letter: string): string => letter.repeat(22);
const give = (letter: string, given: readonly MissingField[], children?: readonly number[]): Command => ({
  kind: 'give-missing-details',
  details: { given: [...given], mark: mark(letter) },
  ...(children === undefined ? {} : { children }),
});
const goneMissing = (more: object = {}): Command => ({
  kind: 'child-missing',
  missingSince: '2026-11-23T08:00:00.000Z',
  ...more,
});
const missing = (children?: readonly number[]): Play => {
  const play = groupOf();
  expect(play.do(goneMissing(children === undefined ? {} : { children }), entry).kind).toBe('changed');
  return play;
};
const given = (play: Play) => play.trail.filter(({ type }) => type === 'missing-details-given.v1');

describe('details of a missing child', () => {
  test('come with the report that it is missing, as an event of their own that nobody is e-mailed', () => {
    const play = groupOf();
    const details = { given: ['policeReference' as const], mark: mark('a') };
    play.do(goneMissing({ children: [2], details }), entry);
    expect(play.trail.slice(-2).map(({ type }) => type)).toEqual([
      'case-paused.v1',
      'missing-details-given.v1',
    ]);
    expect(given(play).at(-1)?.data).toEqual({ children: [2], given: ['policeReference'], mark: mark('a') });
    expect(emailsFor(play.trail.at(-1) as never)).toEqual([]);
    expect(withoutPoliceReference(play.case)).toEqual([]);
  });

  test('are not lost where somebody else has said meanwhile that the child is missing', () => {
    const play = missing();
    const details = { given: ['lastSeenAt' as const], mark: mark('a') };
    expect(play.do(goneMissing({ details }), entry)).toMatchObject({ code: 'missing-already' });
    expect(play.do(give('a', ['lastSeenAt']), entry).kind).toBe('changed');
    expect(play.do(goneMissing({ details }), entry).kind).toBe('unchanged');
    expect(given(play)).toHaveLength(1);
  });

  test('are given by whoever is responsible, while a child is missing, and by nobody else', () => {
    const play = groupOf().offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    play.arrange('2026-11-26');
    const asks = (actor: typeof entry | ReturnType<typeof duty> | typeof coordinator) =>
      possibleCommands(play.case, actor, play.now).some(({ kind }) => kind === 'give-missing-details');
    expect(play.do(give('a', ['lastSeenAt']), entry)).toMatchObject({ code: 'not-missing' });
    play.do(goneMissing({ missingSince: play.now }), entry);
    expect([asks(entry), asks(duty(HAMPSHIRE)), asks(coordinator)]).toEqual([true, false, false]);
    expect(play.do(give('a', ['lastSeenAt']), duty(HAMPSHIRE)).kind).toBe('refused');
    expect(play.do(give('a', ['lastSeenAt']), coordinator).kind).toBe('refused');
    play.do({ kind: 'child-found', foundAt: play.now }, entry);
    play.at('2026-11-26T10:00:00.000Z').handOver();
    play.do(goneMissing({ missingSince: play.now, children: [1] }), duty(HAMPSHIRE));
    expect([asks(entry), asks(duty(HAMPSHIRE)), asks(coordinator)]).toEqual([false, true, false]);
    expect(play.do(give('b', ['policeReference']), duty(HAMPSHIRE)).kind).toBe('changed');
    expect(given(play).at(-1)?.data).toEqual({
      children: [1],
      council: HAMPSHIRE,
      given: ['policeReference'],
      mark: mark('b'),
    });
  });

  test('of one search do not count in the next of the same child, and stay for the others', () => {
    const play = missing();
    play.do(give('a', ['policeReference', 'lastSeenWhere']), entry);
    play.do({ kind: 'child-found', foundAt: play.now, children: [1] }, entry);
    expect(withoutPoliceReference(play.case)).toEqual([]);
    play.do(goneMissing({ missingSince: play.now, children: [1] }), entry);
    expect(withoutPoliceReference(play.case)).toEqual([1]);
    expect(play.case.missingDetails?.map(({ child }) => child)).toEqual([2, 2]);
  });

  test('are as the last word of each says, in whatever order and however often they are given', () => {
    const word = fc.record({
      letter: fc.constantFrom('a', 'b', 'c'),
      fields: fc.subarray([...missingFields], { minLength: 1 }),
      children: fc.option(fc.subarray([1, 2], { minLength: 1 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const play = missing();
        const last = new Map<string, string>();
        for (const { letter, fields, children } of words) {
          const command = give(letter, fields, children);
          const news = (children ?? [1, 2]).some((child) =>
            fields.some((field) => last.get(`${child} ${field}`) !== mark(letter)),
          );
          expect(play.do(command, entry).kind).toBe(news ? 'changed' : 'unchanged');
          expect(play.do(command, entry).kind).toBe('unchanged');
          for (const child of children ?? [1, 2])
            for (const field of fields) last.set(`${child} ${field}`, mark(letter));
        }
        expect(
          Object.fromEntries(
            (play.case.missingDetails ?? []).map((one) => [`${one.child} ${one.field}`, one.mark]),
          ),
        ).toEqual(Object.fromEntries(last));
        expect(withoutPoliceReference(play.case)).toEqual(
          missingChildren(play.case).filter((child) => !last.has(`${child} policeReference`)),
        );
      }),
      { numRuns: runs(60) },
    );
  });
});
