import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAllocation } from '../../shared/core/allocation/allocation.ts';
import type { CouncilVerdict, PassedOverCode } from '../../shared/core/allocation/decision.ts';
import { codeWords, explain } from '../../shared/words/verdicts.ts';
import { anyInputs } from './allocation-inputs.ts';

const numbers: CouncilVerdict['numbers'] = {
  threshold: 346,
  caredFor: 346,
  incoming: 0,
  held: 0,
  headroom: 0,
  weight: 12,
};
const verdict = (overrides: Partial<CouncilVerdict>): CouncilVerdict => ({
  council: 'E10000016',
  region: 'E12000008',
  outcome: 'passed-over',
  because: 'at-threshold',
  numbers,
  ...overrides,
});
const declared = { fosterCare: 0, supportedAccommodation: 2 };

test('every code has a name of its own, for headings', () => {
  const names = Object.values(codeWords);
  expect(names).toHaveLength(15);
  expect(new Set(names).size).toBe(15);
  for (const name of names) expect(name).toMatch(/^[A-Z][a-z ]+/);
});

describe('passed over', () => {
  test.each<[PassedOverCode, Partial<CouncilVerdict['numbers']>, string]>([
    ['entry-authority', {}, 'it looks after the child now'],
    ['not-participating', {}, 'it does not take part in the scheme'],
    ['through-its-hub', {}, 'its region is asked through one council, which is not this one'],
    ['closed', {}, 'it is closed for now'],
    ['area-to-avoid', {}, 'the referral names it as an area to avoid'],
    ['asked-before', {}, 'it was asked before in this case, or a coordinator left it out'],
    ['paused', {}, 'it asked for no offers for now'],
    ['at-threshold', {}, 'cares for 346 children, its threshold is 346'],
    [
      'at-threshold',
      { caredFor: 1, threshold: 4, incoming: 2, held: 1 },
      'cares for 1 child, 2 more on the way, 1 place held by open offers, its threshold is 4',
    ],
    [
      'at-threshold',
      { caredFor: null, threshold: 5, held: 2 },
      'no count is published, the scheme placed 3 children there, 2 places held by open offers, its threshold is 5',
    ],
    [
      'at-threshold',
      { caredFor: null, threshold: 5, incoming: 2 },
      'no count is published, the scheme placed 3 children there, 2 more on the way, its threshold is 5',
    ],
    [
      'no-headroom-for-group',
      { caredFor: 345, headroom: 1 },
      'it has room for 1 child, fewer than the group (cares for 345 children, its threshold is 346)',
    ],
    ['no-declared-place', {}, 'this scheme needs a declared place for each child; it has not declared any'],
    [
      'no-declared-place',
      { declared },
      'this scheme needs a declared place for each child; declared places left: 0 in foster care, 2 in supported accommodation',
    ],
    [
      'declared-places-taken',
      { declared },
      'the places of the kind needed that it declared are taken or held by open offers; declared places left: 0 in foster care, 2 in supported accommodation',
    ],
    [
      'declared-none-of-kind',
      { declared },
      'it declared lately that it has no place of the kind needed; declared places left: 0 in foster care, 2 in supported accommodation',
    ],
    ['needs-not-supported', {}, 'its declaration does not include all the needs of this referral'],
    ['not-answering', {}, 'others go before it, because it has not answered'],
    [
      'not-answering',
      { unanswered: { offers: 2, reminders: 0, since: '2026-11-02T17:00:00.000Z' }, lag: 3 },
      'others go before it, because it has left 2 offers unanswered since 2 November 2026',
    ],
    ['later-in-turn', { lag: -1.25 }, 'others come first'],
  ])('%s', (because, change, says) => {
    expect(explain(verdict({ because, numbers: { ...numbers, ...change } }))).toBe(`Passed over: ${says}.`);
  });
});

describe('asked', () => {
  test('without shares, only whose turn it is', () => {
    expect(explain(verdict({ outcome: 'back-up', rank: 2, because: 'turn' }))).toBe(
      'Back-up 1: next in turn.',
    );
  });

  const turn = { ...numbers, headroom: 7, lag: 0.5 };

  test.each<[Partial<CouncilVerdict>, string]>([
    [{ outcome: 'chosen', rank: 1, because: 'turn', numbers: turn }, 'Chosen: its turn.'],
    [{ outcome: 'back-up', rank: 3, because: 'turn', numbers: turn }, 'Back-up 2: next in turn.'],
    [
      { outcome: 'chosen', rank: 1, because: 'family-link', numbers: turn },
      'Chosen: the child has family or a sibling there, and it has room for 7 children.',
    ],
    [
      { outcome: 'chosen', rank: 1, because: 'community-link', numbers: turn },
      'Chosen: its region’s turn, and the child has a community there.',
    ],
  ])('%o', (change, says) => {
    expect(explain(verdict(change))).toBe(says);
  });
});

test('every verdict of any decision is one sentence, without a hole in it', () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      const decision = checkAllocation(inputs);
      const sentences = 'verdicts' in decision ? decision.verdicts.map(explain) : [];
      expect(sentences).toHaveLength(inputs.councils.length);
      for (const sentence of sentences)
        expect(sentence).toMatch(/^(Chosen|Back-up [12]|Passed over): (?!.*(undefined|null|NaN|-\d)).+\.$/);
    }),
  );
});

test('every code has a short name of its own', () => {
  expect(new Set(Object.values(codeWords)).size).toBe(Object.keys(codeWords).length);
});
