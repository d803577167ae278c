/** A queue keeps no order: what holds of amendments however they arrive, and of who the children are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChildFingerprints, ReferralFacts } from '../../events/referral.ts';
import { possibleDuplicate } from '../../shared/core/allocation/possible-duplicate.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { aChild, aReferral } from '../builders.ts';
import { aGroup } from './a-command.ts';
import { arranged, codeOf, hold, referralId, siblings } from './a-play.ts';
import { coordinator, entry, HAMPSHIRE, Play } from './a-scheme.ts';

type Amend = Extract<Command, { kind: 'amend' }>;
interface Word {
  readonly facts: Partial<ReferralFacts>;
  readonly fingerprints?: readonly ChildFingerprints[];
}
const say = (play: Play, { facts, fingerprints }: Word, more: Partial<Amend> = {}, cause?: string) =>
  play.do(
    {
      kind: 'amend',
      data: {
        referralId,
        facts,
        ...(fingerprints === undefined ? {} : { fingerprints: [...fingerprints] }),
      },
      ...more,
    },
    entry,
    cause,
  );
const print = (letter: string, number = 1): ChildFingerprints => ({
  number,
  references: [letter.repeat(43)],
});

/**
 * Amendments: of which facts, and whether of who the child is. What one says may be new, may be what another says, and may be
 * what the referral said.
 */
const words: fc.Arbitrary<readonly Word[]> = fc.array(
  fc
    .tuple(
      fc.subarray(['arrivedOn', 'proposedMoveOn', 'settledSince', 'fingerprints'] as const),
      fc.constantFrom(0, 1, 2),
    )
    .map(([names, at]) => ({
      facts: Object.fromEntries(
        names.filter((name) => name !== 'fingerprints').map((name) => [name, `2026-10-0${at + 1}`]),
      ),
      ...(names.includes('fingerprints') ? { fingerprints: [print('abc'.charAt(at))] } : {}),
    })),
  { minLength: 2, maxLength: 4 },
);

describe('amendments', () => {
  test('come to the same whatever order they arrive in, once or again: what was said last holds', () => {
    fc.assert(
      fc.property(
        words.chain((said) =>
          fc.tuple(
            fc.constant(said),
            fc.shuffledSubarray([...said.keys(), ...said.keys()], { minLength: 2 * said.length }),
          ),
        ),
        ([said, arrivals]) => {
          const referred = aReferral({ arrivedOn: '2026-10-01', settledSince: '2026-10-02' });
          const play = new Play().receive(referred);
          for (const at of arrivals)
            say(
              play,
              said[at] ?? { facts: {} },
              { saidAt: `2026-11-23T08:0${at}:00+00:00` },
              `message-${at}`,
            );
          expect(play.case.facts).toEqual(Object.assign({ ...referred }, ...said.map(({ facts }) => facts)));
          expect(play.case.fingerprints).toEqual(
            said.findLast(({ fingerprints }) => fingerprints !== undefined)?.fingerprints,
          );
        },
      ),
    );
  });

  test('from a clock that is ahead count as said now, and shut out no later word', () => {
    const play = new Play().receive();
    say(play, { facts: { familyInUk: 'may-care' } }, { saidAt: '2027-01-01T00:00:00Z' });
    expect(play.case.factsSaidAt).toEqual({ familyInUk: play.now });
    play.at('2026-11-23T10:00:00.000Z');
    say(play, { facts: { familyInUk: 'cannot-care' } });
    expect(play.case.facts.familyInUk).toBe('cannot-care');
  });

  test('have the birthdays of the children looked at who are in the case and not yet 18: nothing is booked twice', () => {
    const booked = (children: ReferralFacts['children'], turned18: readonly number[]) =>
      children
        .filter(({ number, turns18Month }) => turns18Month !== undefined && !turned18.includes(number))
        .map(({ number, turns18Month }) => `${turns18Month} ${number}`);
    fc.assert(
      fc.property(aGroup, aGroup, fc.boolean(), (before, after, older) => {
        const play = new Play().receive(aReferral({ children: before }));
        if (older && before.length > 1) play.do({ kind: 'turn-18', child: 1 });
        const { turned18 } = play.case;
        const old = booked(before, turned18);
        const wanted = booked(after, turned18);
        const outcome = say(play, { facts: { children: after } });
        if (outcome.kind !== 'changed') return;
        expect(new Set(outcome.change.birthdays.map((one) => `${one.do} ${one.month} ${one.child}`))).toEqual(
          new Set([
            ...old.filter((one) => !wanted.includes(one)).map((one) => `remove ${one}`),
            ...wanted.filter((one) => !old.includes(one)).map((one) => `add ${one}`),
          ]),
        );
        expect(play.birthdays).toEqual(new Set(wanted));
      }),
      { numRuns: 60 },
    );
  });
});

describe('who the children are', () => {
  const other = 'NTS-4V8Q-Z1KD';
  const claims = [{ fingerprint: 'a'.repeat(43) }];
  const found = { possible: [other], claims };
  const named: Word = { facts: {}, fingerprints: [print('b', 2), print('a'), print('c', 3)] };

  test('is kept for the children of the case, in their order, until they leave it', () => {
    const play = new Play().receive(siblings).offer();
    say(play, named);
    expect(play.case.fingerprints).toEqual([print('a'), print('b', 2)]);
    expect(play.trail.at(-1)?.data).toMatchObject({ fingerprints: [print('a'), print('b', 2)], facts: {} });
    expect(play.case.status).toBe('offered');
    expect(play.case).not.toHaveProperty('possibleDuplicates');
    expect(codeOf(say(play, named))).toBe('unchanged');
    say(play, { facts: { children: [aChild({ number: 2 })] } });
    expect(play.case.fingerprints).toEqual([print('b', 2)]);
    say(play, { facts: { children: [aChild({ number: 4 })] } });
    expect(play.case).not.toHaveProperty('fingerprints');
  });

  test('and another open case has it: nobody is asked any further, and what was cleared of that case is asked again', () => {
    const play = new Play().receive();
    const reasons = [possibleDuplicate(other), 'settled-child'].map((code) => ({ code, words: code }));
    play.do({ ...hold, decision: { kind: 'held', reasons, warnings: [] } } as Command);
    play.do({ kind: 'release-hold', note: 'n' }, coordinator);
    play.offer();
    const outcome = say(play, named, { duplicates: found });
    expect(outcome).toMatchObject({ change: { claims } });
    expect(play.case).toMatchObject({
      status: 'eligible',
      cleared: ['settled-child'],
      possibleDuplicates: [other],
    });
    expect(play.trail.find(({ type }) => type === 'referral-amended.v2')?.data).not.toHaveProperty(
      'possibleDuplicates',
    );
    const third = 'NTS-7F3K-2M9Q';
    say(
      play,
      { facts: {}, fingerprints: [print('d')] },
      { duplicates: { possible: [third, other], claims: [] } },
    );
    expect(play.case.possibleDuplicates).toEqual([other, third]);
  });

  const placed = (): Play => arranged();
  const refused = (): Play => {
    const play = new Play().receive();
    play.do({ kind: 'child-refused' }, coordinator);
    return play;
  };
  const awayFrom = (made: () => Play) => (): Play => {
    const play = made();
    play.do({ kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' }, entry);
    return play;
  };
  test.each([
    ['a council has the child', placed],
    ['a council has the child, who is missing', awayFrom(placed)],
    ['the child has refused', refused],
    ['the child has refused and is missing', awayFrom(refused)],
  ])('and another open case has it, when %s: people are told to compare', (_, made) => {
    const play = made();
    const before = play.case;
    say(play, named, { duplicates: found });
    expect(play.trail.at(-1)?.data).toStrictEqual({
      referralId,
      facts: {},
      fingerprints: [print('a')],
      possibleDuplicates: [other],
      ...(before.placement === undefined ? {} : { concerned: [HAMPSHIRE] }),
    });
    expect(play.case).toMatchObject({ status: before.status, possibleDuplicates: [other] });
    expect(play.case.pause).toEqual(before.pause);
  });

  test('and another case has it, said before what is known now: nothing is claimed and nobody asked', () => {
    const play = new Play().receive().offer();
    say(play, { facts: {}, fingerprints: [print('b')] });
    const outcome = say(
      play,
      { facts: { wishesRecorded: false }, fingerprints: [print('a')] },
      { duplicates: found, saidAt: '2026-11-22T09:00:00Z' },
    );
    expect(outcome).toMatchObject({ change: { claims: [] } });
    expect(play.trail.at(-1)?.data).not.toHaveProperty('fingerprints');
    expect(play.case).toMatchObject({ status: 'offered', fingerprints: [print('b')] });
    expect(play.case).not.toHaveProperty('possibleDuplicates');
  });
});
