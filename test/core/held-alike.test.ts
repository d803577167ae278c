/** Holds of one cause are one batch: coordinators are told of it once, and each of its cases is told of once nothing else leads to it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOf, heldInBatch, speaksForBatch } from '../../shared/core/case/held-alike.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { aCase, aReferral } from '../builders.ts';
import { said } from './a-play.ts';
import { Play } from './a-scheme.ts';

const own = ['entry-authority-below-threshold', 'entry-authority-count-not-known', 'not-in-care'];
const reasons = (codes: readonly string[]) => codes.map((code) => ({ code, words: `${code} in words` }));

test('a batch is of one authority and of the same reasons, in whatever order, all of them its own', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...own), { minLength: 1 }),
      fc.uniqueArray(fc.constantFrom(...own), { minLength: 1 }),
      fc.constantFrom('settled-child', 'turned-18:1', 'unknown-entry-authority'),
      (some, others, foreign) => {
        const batch = batchOf('E10000016', reasons(some));
        expect(batch).toBeDefined();
        expect(batchOf('E10000016', reasons([...some].reverse()))).toBe(batch);
        expect(batchOf('E10000014', reasons(some))).not.toBe(batch);
        const same = some.toSorted().join() === others.toSorted().join();
        expect(batchOf('E10000016', reasons(others)) === batch).toBe(same);
        expect(batchOf('E10000016', reasons([...some, foreign]))).toBeUndefined();
      },
    ),
  );
  expect(batchOf('E10000016', [])).toBeUndefined();
  expect(heldInBatch(aCase())).toBeUndefined();
  expect(speaksForBatch(aCase())).toBe(false);
});

const FIRST = 'NTS-0000-0001';
const held = (joins?: string): Play => {
  const play = new Play().receive(aReferral());
  play.do({
    kind: 'allocate',
    decisionHash: 'd'.repeat(64),
    decision: { kind: 'held', reasons: reasons(['not-in-care']), warnings: [] },
    ...(joins === undefined ? {} : { joins }),
  });
  return play;
};
const mails = ({ trail }: Play): readonly string[] =>
  trail
    .flatMap((event) => emailsFor(event))
    .map(({ data: { template, to } }) => `${template} > ${to.role}`)
    .filter((mail) => mail.endsWith('coordinators'));
const look = (play: Play, alone?: true) =>
  said(play.do({ kind: 'look-at-deadlines', ...(alone && { alone }) }));

describe('a hold that came with another', () => {
  test('says so, and coordinators get no e-mail of it, while its entry authority gets its own', () => {
    const [first, second] = [held(), held(FIRST)];
    expect(mails(first)).toEqual(['case-held > coordinators']);
    expect(mails(second)).toEqual([]);
    expect(second.trail.flatMap((event) => emailsFor(event)).map(({ data }) => data.to.role)).toContain(
      'entry-authority',
    );
    expect(second.trail.at(-1)?.data).toMatchObject({ joins: FIRST });
    expect(first.trail.at(-1)?.data).not.toHaveProperty('joins');
    expect([speaksForBatch(first.case), speaksForBatch(second.case)]).toEqual([true, false]);
    expect(heldInBatch(second.case)).toBe(heldInBatch(first.case));
  });

  test('is told of once when it is left alone, with its time as it was, and speaks for others from then on', () => {
    const play = held(FIRST);
    const { reviewAt: by } = play.case.hold ?? {};
    expect(look(play)).toEqual([]);
    expect(look(play, true)).toStrictEqual([['deadline-approaching', { deadline: 'decide', by }]]);
    expect(mails(play)).toEqual(['deadline-approaching > coordinators']);
    expect(play.case.hold).toStrictEqual({
      reasons: reasons(['not-in-care']),
      since: play.case.hold?.since,
      reviewAt: by,
    });
    expect(speaksForBatch(play.case)).toBe(true);
    expect(look(play, true)).toEqual([]);
    // The reminder before its time comes all the same, and so does the word that it has passed.
    play.at(play.case.nextDueAt ?? '');
    look(play);
    play.at(by ?? '');
    look(play);
    expect(mails(play).slice(1)).toEqual([
      'deadline-approaching > coordinators',
      'deadline-passed > coordinators',
    ]);
  });

  test.each([
    ['the reminder', (play: Play) => play.case.nextDueAt],
    ['the word that its time has passed', (play: Play) => play.case.hold?.reviewAt],
  ])('is told of by %s as well, and not a second time', (_, when) => {
    const play = held(FIRST);
    play.at(when(play) ?? '');
    expect(look(play, true)).toHaveLength(1);
    expect(speaksForBatch(play.case)).toBe(true);
    expect(look(play, true)).toEqual([]);
  });

  test('is decided about like any other: kept, it neither waits to be told of nor speaks for others', () => {
    const play = held(FIRST);
    play.do({ kind: 'keep-hold', note: 'Together with the first.' });
    expect(play.case.hold).not.toHaveProperty('joins');
    expect(speaksForBatch(play.case)).toBe(false);
    expect(look(play, true)).toEqual([]);
    const released = held(FIRST);
    released.do({ kind: 'release-hold', note: 'Together with the first.' });
    expect(released.case.hold).toBeUndefined();
    expect(look(released, true)).toEqual([]);
  });

  test('one that coordinators were told of is not told of again for being alone', () => {
    expect(look(held(), true)).toEqual([]);
  });
});
