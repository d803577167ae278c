/** Why one council stands before another: the number that decided it, in words, for any two that stand one after the other. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byFirstCode } from '../../events/former-codes.ts';
import { ownTurnWords } from '../../functions/pages/words/own-turn-words.ts';
import { orderWords, whyHere } from '../../functions/pages/words/turn-words.ts';
import { explainAllocation } from '../../shared/core/allocation/allocation.ts';
import type { AllocationInputs } from '../../shared/core/allocation/decision.ts';
import { emptyRota, type RotaState } from '../../shared/core/allocation/rota.ts';
import {
  decidedBetween,
  inOrderOfTurn,
  type Placed,
  type PlaceInTurn,
  regionsInTurn,
  type Turn,
} from '../../shared/core/allocation/turn-order.ts';
import { policyIds } from '../../shared/core/policies.ts';
import { authorityName, knownRegion } from '../../shared/words/authority-names.ts';
import { anyInputs } from './allocation-inputs.ts';

const SINCE = '2026-11-02T17:00:00.000Z';

/** What a party is owed from before, and when it last had a turn: often near each other, as in a rota that works. */
const aTurn = fc.record({
  base: fc.oneof(
    fc.constantFrom(0, 0.1, 0.2, -0.1),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -0.001, max: 0.001, noNaN: true }),
  ),
  last: fc.nat(3),
});

/** Inputs under every policy, with councils that do not answer, links, and a lead's choice. */
const inputs = fc
  .tuple(
    anyInputs,
    fc.constantFrom(...policyIds),
    fc.array(fc.nat(40), { maxLength: 20 }),
    fc.array(
      fc.tuple(fc.nat(40), fc.constantFrom('family', 'sibling', 'community', 'community', 'community')),
      { maxLength: 3 },
    ),
    fc.option(fc.nat(40), { nil: undefined }),
    fc.array(aTurn, { minLength: 20, maxLength: 20 }),
  )
  .map(([any, policy, silent, links, lead, turns]): AllocationInputs => {
    const rota = (ids: readonly string[]): RotaState => ({
      ...emptyRota,
      arrivals: 30,
      parties: Object.fromEntries(
        ids.map((id, n) => [
          id,
          { placed: 0, rate: 0, ...(turns[n % turns.length] ?? { base: 0, last: 0 }) },
        ]),
      ),
    });
    const regions = [...new Set(any.councils.map(({ region }) => region))].toSorted();
    const at = (n: number) => any.councils[n % any.councils.length]?.code ?? '';
    const quiet = new Set(silent.map(at));
    return {
      ...any,
      policy,
      ...(turns[0]?.last === 0
        ? {}
        : {
            national: rota(regions),
            regions: Object.fromEntries(
              regions.map((region) => [
                region,
                rota(any.councils.filter((one) => one.region === region).map(({ code }) => code)),
              ]),
            ),
          }),
      facts: {
        ...any.facts,
        links: links.map(([n, kind]) => ({ council: at(n), kind })),
      } as AllocationInputs['facts'],
      ...(lead === undefined ? {} : { leadChose: at(lead) }),
      councils: any.councils.map((one) =>
        quiet.has(one.code) ? { ...one, unanswered: { offers: 9, reminders: 9, since: SINCE } } : one,
      ),
    };
  });

const orderOf = (given: AllocationInputs): readonly Placed[] => {
  const { decision, turns } = explainAllocation(given);
  return 'verdicts' in decision ? inOrderOfTurn(decision.verdicts, turns) : [];
};
const pairsOf = (order: readonly Placed[]): readonly (readonly [Placed, Placed])[] =>
  order.flatMap((one, at) => {
    const next = order[at + 1];
    return next === undefined ? [] : [[one, next] as const];
  });

/** The numbers in words, behind its share above zero. */
const numbersIn = (words: string): readonly number[] =>
  [...words.matchAll(/exactly at its share|(\d+(?:\.\d+)?) children (behind|ahead)/g)].map(
    ([, number, side]) => (number === undefined ? 0 : Number(number) * (side === 'behind' ? 1 : -1)),
  );

/** What puts a council where its turn alone would not, if anything. */
const whyThere = ({ link, leadChose, waits }: PlaceInTurn): string =>
  link ?? (leadChose ? 'lead' : (waits ?? 'heard'));

const seen = new Map<string, number>();

describe('of any two councils that stand one after the other', () => {
  test('the words name the number that decided, it is theirs, and it agrees with the order', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const order = orderOf(given);
        expect(order.map(({ turn }) => turn.place)).toEqual(order.map((_, at) => at + 1));
        for (const [a, b] of pairsOf(order)) {
          const decided = decidedBetween(a.turn, b.turn);
          const words = orderWords(a, b);
          seen.set(decided.by, (seen.get(decided.by) ?? 0) + 1);
          expect(words).toMatch(/^(?!.*(undefined|NaN|null)).+\.$/);
          if (!('of' in decided)) continue;
          const { of, by, first, second } = decided;
          expect(of).toBe(a.region === b.region ? 'council' : 'region');
          const named =
            of === 'council'
              ? [a, b].map(({ council }) => authorityName(council))
              : [a, b].map(({ region }) => knownRegion(region));
          for (const name of named) expect(words).toContain(name);
          if (by === 'owed') {
            expect([first, second]).toEqual([a.turn[of].owed, b.turn[of].owed]);
            const [one = 0, other = 0, ...more] = numbersIn(words);
            expect(more).toEqual([]);
            expect(one).toBeGreaterThan(other);
            expect(one).toBeCloseTo(first, 0);
            expect(other).toBeCloseTo(second, 0);
          }
          if (by === 'deadline') {
            expect(first).toBeLessThan(second);
            const [one = 0, other = 0] = [...words.matchAll(/after (\d+\.\d+)/g)].map(([, n]) => Number(n));
            expect(one).toBeLessThan(other);
          }
          if (by === 'last') expect(first).toBeLessThan(second);
          // What is said to be equal is equal.
          if (by === 'last' || by === 'code') {
            const [one, other] = [a.turn[of], b.turn[of]];
            if (decided.sameDeadline) expect(one.deadline).toBeCloseTo(other.deadline ?? Number.NaN, 5);
            else expect(one.owed).toBe(other.owed);
          }
          if (by === 'code') {
            const [x, y] = of === 'council' ? [a.council, b.council] : [a.region, b.region];
            expect(byFirstCode(x, y)).toBeLessThan(0);
          }
          if (by === 'no-weight')
            expect([a.turn[of].deadline === null, b.turn[of].deadline]).toEqual([false, null]);
        }
      }),
      { numRuns: 800 },
    );
    // What the rota decides by came up, so that the above says something.
    for (const by of ['owed', 'waits', 'beside', 'link', 'community']) expect([...seen.keys()]).toContain(by);
  });

  test('no other council has the same sentence, of those that stand where they do for the same reason or by turn', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const order = orderOf(given).filter(({ turn }) => turn.beside === undefined);
        // Two stand alike only with each other: the first two, in the words of the first and of the second. And regions follow each other anew
        // among those that wait.
        const words = order
          .map((one, at) => `${whyThere(one.turn)}: ${whyHere(order, at)}`)
          .slice(1)
          .filter((one) => !one.includes('before every turn'));
        expect(new Set(words).size).toBe(words.length);
      }),
    );
  });
});

describe('the words of what decided', () => {
  const turn: Turn = { rank: 1, owed: 0.5, deadline: 2, last: 3, because: 'next-in-line' };
  const at = (council: string, place: number, over: Partial<PlaceInTurn> = {}): Placed => ({
    council,
    region: 'E12000006',
    outcome: 'passed-over',
    because: 'later-in-turn',
    numbers: { threshold: 1, caredFor: 0, incoming: 0, held: 0, headroom: 1, weight: 1 },
    turn: { place, region: turn, council: { ...turn, rank: place }, ...over },
  });
  const [essex, suffolk] = ['E10000012', 'E10000029'];
  const words = (before: Partial<PlaceInTurn>, after: Partial<PlaceInTurn>, region = 'E12000006') =>
    orderWords(at(essex, 1, before), { ...at(suffolk, 2, after), region });
  const council = (over: Partial<Turn>) => ({ council: { ...turn, ...over } });
  const region = (over: Partial<Turn>) => ({ region: { ...turn, ...over } });

  test('regions stand in the order in which they are asked, those that would not answer last, and each council once in its own', () => {
    const there = (council: string, place: number, region: string, over: Partial<PlaceInTurn['region']>) => ({
      ...at(council, place, { region: { ...turn, ...over } }),
      region,
    });
    const order = [
      there('A', 1, 'second', { rank: 2 }),
      there('B', 2, 'unheard', { rank: 1, unheard: true, owed: 0.7 }),
      there('C', 3, 'first', { rank: 1, deadline: null }),
      there('D', 4, 'second', { rank: 2 }),
      there('E', 5, 'third', { rank: 3 }),
    ];
    expect(
      regionsInTurn(order).map(({ region, owed, deadline, councils }) => [
        region,
        owed,
        deadline,
        ...councils.map(({ council: code }) => code),
      ]),
    ).toEqual([
      ['first', 0.5, null, 'C'],
      ['second', 0.5, 2, 'A', 'D'],
      ['third', 0.5, 2, 'E'],
      ['unheard', 0.7, 2, 'B'],
    ]);
    expect(regionsInTurn([])).toEqual([]);
  });

  test.each<[string, Partial<PlaceInTurn>, Partial<PlaceInTurn>, string?]>([
    [
      'As much is owed to the council before it, which has waited longer.',
      council({ last: 0 }),
      council({ rank: 2 }),
    ],
    [
      'Its next turn and that of the council before it fall due at the same time, and that one has waited longer.',
      council({ because: 'earliest-deadline', owed: 0.4, last: 0 }),
      council({ rank: 2 }),
    ],
    [
      'Its next turn and that of the council before it fall due at the same time, and both have waited as long. So the order of their codes decides.',
      council({ because: 'earliest-deadline', owed: 0.4 }),
      council({ rank: 2 }),
    ],
    [
      'Nothing sets it apart from the council before it, so the order of their codes says which comes first.',
      council({}),
      council({ rank: 2 }),
    ],
    [
      'The next turn of its region and that of the region before it fall due at the same time, and that one has waited longer.',
      region({ because: 'earliest-deadline', owed: 0.4, last: 0 }),
      region({ rank: 2 }),
      'E12000008',
    ],
    [
      'The next turn of its region falls due after 2.0 more children. The region before it is due sooner.',
      region({ because: 'earliest-deadline', deadline: 0.3, owed: 0.4 }),
      region({ rank: 2 }),
      'E12000008',
    ],
  ])('a council reads of itself: %s', (said, before, after, home = 'E12000006') => {
    expect(ownTurnWords([at(essex, 1, before), { ...at(suffolk, 2, after), region: home }], 1)).toBe(said);
  });

  test.each<[string, Partial<PlaceInTurn>, Partial<PlaceInTurn>, string?]>([
    [
      'Essex is 0.52 children behind its share of the region’s turns. Suffolk is 0.51 children behind its share.',
      council({ owed: 0.521 }),
      council({ owed: 0.511, rank: 2 }),
    ],
    [
      'Essex is exactly at its share of the region’s turns. Suffolk is 0.1 children ahead of its share.',
      council({ owed: 0 }),
      council({ owed: -0.1, rank: 2 }),
    ],
    [
      'East of England is 0.6 children behind its share of the nation’s turns. South East is 0.5 children behind its share.',
      region({ owed: 0.6 }),
      region({ rank: 2 }),
      'E12000008',
    ],
    [
      'The next turn of Essex falls due after 0.3 more children. That of Suffolk falls due after 2.0.',
      council({ because: 'earliest-deadline', deadline: 0.3, owed: 0.4 }),
      council({ rank: 2 }),
    ],
    [
      'Essex and Suffolk are owed the same, and Essex has waited longer. It last had a turn: never; Suffolk: with arrival 3.',
      council({ last: 0 }),
      council({ rank: 2 }),
    ],
    [
      'The next turns of Essex and Suffolk fall due at the same time, and Essex has waited longer. It last had a turn: never; Suffolk: with arrival 3.',
      council({ because: 'earliest-deadline', owed: 0.4, last: 0 }),
      council({ rank: 2 }),
    ],
    [
      'The next turns of Essex and Suffolk fall due at the same time, and both have waited as long. So the order of their codes decides.',
      council({ because: 'earliest-deadline', owed: 0.4 }),
      council({ rank: 2 }),
    ],
    [
      'Essex is 0.0004 children behind its share of the region’s turns. Suffolk is exactly at its share.',
      council({ owed: 0.0004 }),
      council({ owed: 0, rank: 2 }),
    ],
    [
      'Nothing sets Essex and Suffolk apart here, so the order of their codes says which of the two comes first.',
      council({}),
      council({ rank: 2 }),
    ],
    [
      'Suffolk has no share of its own, so it comes after Essex.',
      council({}),
      council({ rank: 2, deadline: null }),
    ],
    [
      'South East has caught up as fast as it may for now, or does not answer. So it comes after East of England.',
      region({}),
      region({ rank: 2, waits: 'paced' }),
      'E12000008',
    ],
    ['Suffolk has caught up as fast as it may for now, so it comes after Essex.', {}, { waits: 'paced' }],
    ['Suffolk does not answer, so it comes after Essex.', {}, { waits: 'silent' }],
    [
      'In the region of Suffolk only councils that do not answer could take the children. So the region of Essex goes first.',
      { waits: 'silent' },
      { waits: 'silent', region: { ...turn, unheard: true } },
    ],
    ['The child has a community in Essex, so it goes first in its region.', { community: true }, {}],
    ['Essex is where a sibling is, and that comes first.', { link: 'sibling' }, { link: 'family' }],
    ['Essex is where the child has family, and that goes before every turn.', { link: 'family' }, {}],
    ['The lead of its region chose Essex, and that goes before every turn.', { leadChose: true }, {}],
    ['Suffolk is asked beside the others, because it does not answer.', {}, { beside: true }],
    ['Essex is asked beside the others, so that it is heard of again.', { beside: true }, {}],
    [
      'Suffolk is asked beside the others, because it does not answer.',
      { link: 'sibling' },
      { link: 'family', beside: true },
    ],
    [
      'Essex is asked beside the others, so that it is heard of again.',
      { beside: true },
      { leadChose: true },
    ],
    ['Councils that are asked beside the others take turns in that.', { beside: true }, { beside: true }],
  ])('%s', (says, before, after, otherRegion) => {
    expect(words(before, after, otherRegion)).toBe(says);
  });

  test('say of a council that stands alone that nobody else could take the children', () => {
    expect(whyHere([at(essex, 1)], 0)).toBe('Nobody else can take the children.');
  });
});

test('whoever cannot take the children has no place in the turn, and whoever can has one', () => {
  fc.assert(
    fc.property(inputs, (given) => {
      const { decision, turns } = explainAllocation(given);
      for (const { council, because } of 'verdicts' in decision ? decision.verdicts : [])
        expect(turns.has(council)).toBe(
          [
            'family-link',
            'lead-chose',
            'community-link',
            'turn',
            'asked-beside',
            'not-answering',
            'later-in-turn',
          ].includes(because),
        );
    }),
  );
});
