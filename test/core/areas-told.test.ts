/** Whoever was told that children will live in its area is told once when that is so no more, and nobody else is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { livesInAreaOf } from '../../shared/core/case/responsible.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aCouncil, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { askedWhole, runs } from '../how-much.ts';
import { coordinator, councilsWith, duty, entry, HAMPSHIRE, LEEDS, Play, system } from './a-scheme.ts';

const EALING = 'E09000009';
const BARKING = 'E09000002';
const inCare = aReferral({
  children: [aChild({ turns18Month: '2028-06' }), aChild({ number: 2, turns18Month: '2028-07' })],
});

type Arrange = Extract<Command, { kind: 'arrange-transfer' }>;
const arrange = (more: Partial<Arrange> = {}): Command => ({
  kind: 'arrange-transfer',
  moveOn: '2026-11-30',
  socialWorker: SOCIAL_WORKER,
  lateBecause: 'exams',
  ...more,
});
const placedIn = (area?: string): Play => {
  const play = new Play(councilsWith(10), policyNamed('nts-2026')).receive(inCare).offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  if (area !== undefined) play.do(arrange({ placedIn: area }), duty(HAMPSHIRE));
  return play;
};
const handedOver = (): Play => {
  const play = placedIn(EALING).at('2026-11-30T12:00:00.000Z');
  play.do({ kind: 'complete-transfer', handedOverAt: play.now }, entry);
  return play.at('2026-12-01T12:00:00.000Z');
};
/** What councils of areas were mailed, in order: `+` that a child will live there, `-` that none does. */
const mailed = ({ trail }: Play): readonly string[] =>
  trail.flatMap((event) =>
    emailsFor(event).flatMap(({ data: { template, to } }) => {
      if (!('council' in to)) return [];
      if (template === 'child-to-live-there' || template === 'child-lives-there') return [`+${to.council}`];
      if (template !== 'area-told' || event.type !== 'area-told.v1') return [];
      return [`${event.data.holds ? '+' : '-'}${to.council}`];
    }),
  );

const ends: readonly (readonly [string, Actor, Command, (() => Play)?])[] = [
  ['the move is arranged elsewhere', duty(HAMPSHIRE), arrange({ placedIn: BARKING })],
  ['the council takes the child into its own area', duty(HAMPSHIRE), arrange({ placedIn: HAMPSHIRE })],
  ['the child refuses', entry, { kind: 'child-refused' }],
  ['the child is missing', entry, { kind: 'child-missing', missingSince: '2026-11-23T09:00:00.000Z' }],
  [
    'the council cannot after all',
    duty(HAMPSHIRE),
    { kind: 'reallocate', because: 'receiving-authority-cannot' },
  ],
  ['the referral is withdrawn', entry, { kind: 'withdraw', reason: 'other' }],
  ['the child joins family', coordinator, { kind: 'family-joined', note: 'n' }],
  ['the child stays', coordinator, { kind: 'stay', reason: 'settled', note: 'n' }],
  [
    'the child is placed with another council',
    coordinator,
    { kind: 'place-directly', council: LEEDS, reason: 'court-order', note: 'n', overCapacity: true },
  ],
  [
    'the council that has the child becomes one to avoid',
    entry,
    {
      kind: 'amend',
      data: { referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20', facts: { areasToAvoid: [HAMPSHIRE] } },
    },
  ],
  [
    'the children left care',
    duty(HAMPSHIRE),
    { kind: 'leave-care', outcome: 'placement-ended', on: '2026-12-01' },
    handedOver,
  ],
  [
    'another council is responsible',
    coordinator,
    { kind: 'move-care', to: LEEDS, on: '2026-12-01' },
    handedOver,
  ],
];

test('a new placement after the handover is told to the council of its area, once, and the former one that it holds no more', () => {
  for (const by of [duty(HAMPSHIRE), coordinator]) {
    const play = handedOver();
    const move = { kind: 'move-placement', livesIn: BARKING, on: '2026-12-01' } as const;
    expect(play.do(move, by).kind).toBe('changed');
    expect(play.do(move, by).kind).toBe('unchanged');
    expect(mailed(play)).toEqual([`+${EALING}`, `+${BARKING}`, `-${EALING}`]);
    play.do({ ...move, livesIn: HAMPSHIRE }, by);
    expect(mailed(play).at(-1)).toBe(`-${BARKING}`);
    expect(play.case.placement).not.toHaveProperty('placedIn');
  }
});

test('a council that becomes responsible for a child who lives elsewhere says where, and that council is told', () => {
  const play = handedOver();
  play.do({ kind: 'move-care', to: LEEDS, placedIn: BARKING, on: '2026-12-01' }, coordinator);
  expect(mailed(play)).toEqual([`+${EALING}`, `+${BARKING}`, `-${EALING}`]);
  expect(livesInAreaOf(play.case)).toBe(BARKING);
});

test.each(
  ends.map(([what, by, command, begin]) => ({ what, by, command, begin: begin ?? (() => placedIn(EALING)) })),
)('when $what, the council of the area is told, once', ({ by, command, begin }) => {
  const play = begin();
  expect(mailed(play)).toEqual([`+${EALING}`]);
  expect(play.do(command, by).kind).toBe('changed');
  expect(mailed(play).filter((one) => one.endsWith(EALING))).toEqual([`+${EALING}`, `-${EALING}`]);
  expect(play.trail.findLast(({ type }) => type === 'area-told.v1')?.data).toEqual({
    council: EALING,
    holds: false,
    responsible: HAMPSHIRE,
  });
});

test('a move that failed on the day is told, and told anew once another day is set', () => {
  const play = placedIn(EALING).at('2026-11-30T18:00:00.000Z');
  play.do({ kind: 'transfer-failed', reason: 'transport' }, duty(HAMPSHIRE));
  play.do(arrange({ moveOn: '2026-12-01', placedIn: EALING }), duty(HAMPSHIRE));
  expect(mailed(play)).toEqual([`+${EALING}`, `-${EALING}`, `+${EALING}`]);
});

test('of a child who goes missing where it lived since the handover, the council of the area is told at once, and when the child is found', () => {
  const play = handedOver();
  const told = (): readonly string[] =>
    play.trail.flatMap((event) =>
      emailsFor(event).flatMap(({ data: { template, to } }) =>
        'council' in to && to.council === EALING ? [template] : [],
      ),
    );
  play.do({ kind: 'child-missing', missingSince: play.now }, duty(HAMPSHIRE));
  expect(told()).toEqual(['child-to-live-there', 'area-child-missing']);
  play.do({ kind: 'child-found', foundAt: play.now }, duty(HAMPSHIRE));
  expect(told()).toEqual(['child-to-live-there', 'area-child-missing', 'area-child-found']);
  // Where the child lives with the council that is responsible, no other has to know.
  const athome = placedIn(HAMPSHIRE).at('2026-11-30T12:00:00.000Z');
  athome.do({ kind: 'complete-transfer', handedOverAt: athome.now }, entry);
  athome.do({ kind: 'child-missing', missingSince: athome.now }, duty(HAMPSHIRE));
  expect(athome.trail.at(-1)?.data).not.toHaveProperty('livesIn');
});

describe('what holds again is said', () => {
  test('of a child who is found before the day of the move', () => {
    const play = placedIn(EALING);
    play.do({ kind: 'child-missing', missingSince: play.now }, entry);
    play.at('2026-11-24T12:00:00.000Z').do({ kind: 'child-found', foundAt: play.now }, entry);
    expect(play.case.status).toBe('transfer-arranged');
    expect(mailed(play)).toEqual([`+${EALING}`, `-${EALING}`, `+${EALING}`]);
  });

  test('of a case that is reopened after the children had left care', () => {
    const play = handedOver();
    play.do({ kind: 'leave-care', outcome: 'placement-ended', on: '2026-12-01' }, duty(HAMPSHIRE));
    play.do({ kind: 'reopen', because: 'recorded-in-error', note: 'n' }, coordinator);
    expect(mailed(play)).toEqual([`+${EALING}`, `-${EALING}`, `+${EALING}`]);
  });
});

describe('nothing is said', () => {
  test('while one of a group is still there, or one is missing from it', () => {
    const play = handedOver();
    play.do(
      { kind: 'leave-care', outcome: 'joined-family', on: '2026-12-01', children: [1] },
      duty(HAMPSHIRE),
    );
    play.do({ kind: 'child-missing', missingSince: play.now }, duty(HAMPSHIRE));
    expect(mailed(play)).toEqual([`+${EALING}`]);
    play.do({ kind: 'turn-18', child: 2 }, system);
    expect(mailed(play)).toEqual([`+${EALING}`, `-${EALING}`]);
  });

  test('to the council of the area when it becomes responsible itself', () => {
    const play = placedIn(LEEDS).at('2026-11-30T12:00:00.000Z');
    play.do({ kind: 'complete-transfer', handedOverAt: play.now }, entry);
    play.do({ kind: 'move-care', to: LEEDS, on: '2026-11-30' }, coordinator);
    expect(mailed(play)).toEqual([`+${LEEDS}`]);
    expect(play.case.placement).not.toHaveProperty('placedIn');
  });

  test('of a council that has ended: who takes over from it is told of that', () => {
    const [SURREY, EAST] = ['E10000030', 'E06999901'];
    const councils = [...councilsWith(10), ...[SURREY, EAST].map((code) => aCouncil({ code }))];
    const play = new Play(councils, policyNamed('nts-2026'))
      .at('2027-03-29T09:00:00.000Z')
      .receive(inCare)
      .offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    play.do(arrange({ moveOn: '2027-04-06', placedIn: SURREY }), duty(HAMPSHIRE));
    play.at('2027-04-01T09:00:00.000Z');
    expect(play.do({ kind: 'succeed', from: SURREY, to: EAST }, coordinator).kind).toBe('changed');
    expect(play.case.placement).toMatchObject({ placedIn: EAST });
    expect(mailed(play)).toEqual([`+${SURREY}`]);
    play.do({ kind: 'child-refused' }, entry);
    expect(mailed(play)).toEqual([`+${SURREY}`, `-${EAST}`]);
  });

  test('where nobody was told', () => {
    const play = placedIn();
    play.do(arrange(), duty(HAMPSHIRE));
    play.do({ kind: 'child-refused' }, entry);
    expect(mailed(play)).toEqual([]);
  });
});

const aStep: fc.Arbitrary<readonly [Actor, Command] | 'later'> = fc.oneof(
  fc.constant('later' as const),
  fc
    .record(
      {
        moveOn: fc.constantFrom('2026-11-30', '2026-12-04'),
        placedIn: fc.constantFrom(EALING, BARKING, HAMPSHIRE, LEEDS),
      },
      { requiredKeys: ['moveOn'] },
    )
    .map((more) => [duty(HAMPSHIRE), arrange(more)] as const),
  fc.constantFrom<readonly [Actor, Command]>(
    ...ends.map(([, by, command]) => [by, command] as const),
    [duty(HAMPSHIRE), { kind: 'transfer-failed', reason: 'transport' }],
    [entry, { kind: 'child-found', foundAt: '2026-11-23T09:00:00.000Z' }],
    [entry, { kind: 'complete-transfer', handedOverAt: '2026-11-23T09:00:00.000Z' }],
    [entry, { kind: 'complete-transfer', handedOverAt: '2026-11-23T09:00:00.000Z' }],
    [duty(HAMPSHIRE), { kind: 'child-missing', missingSince: '2026-11-23T09:00:00.000Z' }],
    [duty(HAMPSHIRE), { kind: 'child-found', foundAt: '2026-11-23T09:00:00.000Z' }],
    [coordinator, { kind: 'move-care', to: LEEDS, on: '2026-11-30' }],
    [coordinator, { kind: 'reopen', because: 'recorded-in-error', note: 'n' }],
    [
      coordinator,
      { kind: 'place-directly', council: HAMPSHIRE, reason: 'court-order', note: 'n', overCapacity: true },
    ],
    [coordinator, { kind: 'reallocate', because: 'coordinator', askAgain: true }],
    [system, { kind: 'look-at-deadlines' }],
    [system, { kind: 'turn-18', child: 1 }],
    [system, { kind: 'turn-18', child: 2 }],
  ),
);

test('whatever happens in whatever order, each council was last told what is so, and is told each thing once in a row', () => {
  const lengths: number[] = [];
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 16, size: 'max' }), (steps) => {
      const play = placedIn();
      for (const step of steps) {
        if (step === 'later') play.at(new Date(Date.parse(play.now) + 2 * 86_400_000).toISOString());
        else play.do(step[1], step[0]);
        const lives = livesInAreaOf(play.case);
        // A council that has become responsible hears otherwise what becomes of it.
        for (const council of [EALING, BARKING]) {
          const said = mailed(play).filter((one) => one.endsWith(council));
          // A new day is told where a child will live already; that none will is told only to who thinks so, and once.
          expect(said.join(' ')).not.toContain(`-${council} -`);
          expect(said[0]?.[0]).not.toBe('-');
          expect(said.at(-1)?.[0] === '+').toBe(lives === council);
        }
      }
      lengths.push(mailed(play).length);
    }),
    { numRuns: runs(300) },
  );
  expect(Math.max(...lengths)).toBeGreaterThan(askedWhole ? 3 : -1);
});
