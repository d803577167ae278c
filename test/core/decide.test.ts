import { describe, expect, test } from 'vitest';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import { type CaseStatus, caseStatuses } from '../../shared/core/case/case.ts';
import type { CaseChange } from '../../shared/core/case/change.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { decide, followedBy, needsView, withCheck } from '../../shared/core/case/commands/decide.ts';
import { isFinal } from '../../shared/core/case/transitions.ts';
import { whoMay } from '../../shared/core/case/who-may.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aCaseChange, anEntry, aPlaceChange, NOW } from '../builders.ts';
import { codeOf, nobody, siblings } from './a-play.ts';
import { coordinator, entry, Play, system } from './a-scheme.ts';

const context = { now: NOW, actor: system, cause: 'c' };
const scheme = { policy: policyNamed('nts-2025') };
/** Commands that nobody waits for an answer to. */
const bySystem: readonly Command[] = [nobody, { kind: 'look-at-deadlines' }, { kind: 'turn-18', child: 1 }];

test('a message for a check that is no longer awaited changes nothing', () => {
  const play = new Play().receive().offer();
  expect(codeOf(play.do(nobody))).toBe('unchanged');
});

test('changes that do not follow on each other are not merged', () => {
  const play = new Play().receive();
  const first = play.decide({ kind: 'child-refused' }, coordinator);
  const second = play.decide({ kind: 'withdraw', reason: 'other' }, system);
  if (first.kind !== 'changed' || second.kind !== 'changed') throw new Error('both change the case');
  expect(() => followedBy(first.change, second.change)).toThrow(/cannot follow/);
});

test('what was asked of a case stands whatever the check after it comes to', () => {
  const play = new Play().receive();
  const asked = play.decide({ kind: 'child-refused' }, coordinator);
  const nothing = { kind: 'unchanged', words: 'Nothing.' } as const;
  const refusal = { kind: 'refused', code: 'case-closed', words: 'No.' } as const;
  for (const check of [nothing, refusal]) {
    expect(withCheck(asked, check)).toEqual(asked);
    expect(withCheck(nothing, check)).toBe(check);
  }
  expect(withCheck(nothing, asked)).toBe(asked);
});

test('a damaged case says so', () => {
  expect(() =>
    decide(
      aCase({ status: 'held', hold: { reasons: [], since: NOW, reviewAt: NOW } }),
      { kind: 'turn-18', child: 9 },
      { now: NOW, actor: system, cause: 'c' },
      { policy: policyNamed('nts-2025') },
    ),
  ).not.toThrow();
  const { stepBy: _, ...damaged } = aCase({ status: 'eligible', facts: siblings });
  expect(() =>
    decide(
      damaged,
      { kind: 'turn-18', child: 1 },
      { now: NOW, actor: system, cause: 'c' },
      { policy: policyNamed('nts-2025') },
    ),
  ).toThrow(/damaged/);
});

test('of a reference that leads to no case nothing can be asked', () => {
  expect(decide(undefined, { kind: 'child-found', foundAt: NOW }, context, scheme)).toEqual({
    kind: 'refused',
    code: 'no-such-case',
    words: 'There is no case with this reference. Check the reference, or use the link in your email.',
  });
});

describe('a closed case', () => {
  const closed: readonly (readonly [CaseStatus, string, Command])[] = [
    [
      'transferred',
      'the child has moved to the receiving authority',
      { kind: 'complete-transfer', handedOverAt: NOW },
    ],
    [
      'left-care',
      'the child has left care since the handover',
      { kind: 'leave-care', outcome: 'died', on: '2026-11-23' },
    ],
    ['joined-family', 'the child has joined family', { kind: 'family-joined', note: 'n' }],
    [
      'stayed',
      'the child stays with the entry authority',
      { kind: 'stay', reason: 'best-interests', note: 'n' },
    ],
    ['turned-18', 'the last child of the case has turned 18', { kind: 'turn-18', child: 1 }],
    ['withdrawn', 'the referral was withdrawn', { kind: 'withdraw', reason: 'other' }],
  ];
  test.each(closed)(
    '%s: says so, and that the command that led there was carried out',
    (status, words, led) => {
      const subject = aCase({ status });
      expect(decide(subject, { kind: 'arrange-transfer', moveOn: '2026-11-27' }, context, scheme)).toEqual({
        kind: 'refused',
        code: 'case-closed',
        words: `This case is closed: ${words}. You need do nothing more.`,
      });
      expect(decide(subject, led, context, scheme)).toEqual({
        kind: 'unchanged',
        words: 'This has been recorded already.',
      });
      // Nobody is told that the system came too late.
      for (const command of bySystem.filter(({ kind }) => kind !== 'turn-18' || status === 'withdrawn'))
        expect(decide(subject, command, context, scheme).kind).toBe('unchanged');
    },
  );
});

test('while the child is missing, only what concerns that, and what cannot wait', () => {
  const paused = new Play().receive();
  paused.do({ kind: 'child-missing', missingSince: NOW }, entry);
  const stopped = (command: Command) => {
    const outcome = decide(paused.case, command, context, scheme);
    return outcome.kind === 'refused' && outcome.code === 'case-paused';
  };
  const note = { note: 'n' };
  const allowed: readonly Command[] = [
    { kind: 'answer', offerId: '1-1', answer: 'accept' },
    { kind: 'amend', data: { referralId: paused.case.referralId, facts: {} } },
    { kind: 'child-missing', missingSince: NOW },
    { kind: 'child-found', foundAt: NOW },
    { kind: 'withdraw', reason: 'other' },
    { kind: 'family-joined', ...note },
    { kind: 'turn-18', child: 1 },
    { kind: 'look-at-deadlines' },
    { kind: 'reallocate', because: 'coordinator' },
    { kind: 'keep-places', ...note },
    { kind: 'change-documents', change: 'removed', document: 'd' },
    { kind: 'open-sealed-details', session: 's' },
    { kind: 'consult-sealed-details', reason: 'safety', ...note, session: 's' },
  ];
  expect(allowed.filter(stopped)).toEqual([]);
  const waiting: readonly Command[] = [
    { kind: 'review-decline', offerId: '1-1', outcome: 'accepted', ...note },
    { kind: 'keep-hold', ...note },
    { kind: 'release-hold', ...note },
    { kind: 'child-refused' },
    { kind: 'stay', reason: 'best-interests', ...note },
  ];
  expect(waiting.filter((command) => !stopped(command))).toEqual([]);
  expect(decide(paused.case, nobody, context, scheme).kind).toBe('unchanged');
});

test('the scheme is read for what touches turns, regions and counts, and for nothing else', () => {
  const placement = { council: 'E10000014' } as never;
  const kinds = Object.keys(whoMay) as Command['kind'][];
  const recounting = ['move-care', 'succeed', 'leave-care', 'reopen', 'decide-age'];
  const counting = ['family-joined', 'withdraw', 'turn-18', 'complete-transfer'];
  const asking = ['allocate', 'answer', 'answer-region', 'review-decline', 'place-directly'];
  const correcting = ['amend', 'confirm-amendment'];
  const expected = (status: CaseStatus, placed: boolean): readonly string[] => {
    if (isFinal(status)) return status === 'stayed' ? [...recounting, 'turn-18'] : recounting;
    const whileOffered = status === 'offered' ? ['look-at-deadlines', ...correcting] : [];
    const undoing = placed ? ['reallocate', 'stay', ...correcting] : [];
    return [...recounting, ...asking, ...counting, ...whileOffered, ...undoing];
  };
  for (const status of caseStatuses)
    for (const placed of [true, false]) {
      const subject = aCase({ status, ...(placed ? { placement } : {}) });
      const asked = kinds.filter((kind) => needsView(subject, { kind } as Command));
      expect(new Set(asked), `${status}, ${placed ? 'placed' : 'not placed'}`).toEqual(
        new Set(expected(status, placed)),
      );
    }
  expect(kinds.filter((kind) => needsView(undefined, { kind } as Command))).toEqual([]);
  // Once anybody looked, the case knows where who stays is counted.
  expect(
    needsView(aCase({ status: 'stayed', entryRegion: 'South East' }), { kind: 'turn-18', child: 1 }),
  ).toBe(false);
  // Of children who were entered in a count a correction may take them off it; places of a missing child may lapse.
  const entered = aCase({ status: 'held', arrivalsCounted: 0 });
  for (const kind of correcting) expect(needsView(entered, { kind } as Command)).toBe(true);
  const waits = aCase({ status: 'paused', pause: { from: 'accepted', at: NOW }, placement });
  expect(needsView(waits, { kind: 'look-at-deadlines' })).toBe(true);
});

describe('two changes as one', () => {
  const first: CaseChange = {
    ...aCaseChange({
      places: [aPlaceChange()],
      rota: [
        { kind: 'tick', scope: 'national', seen: 0 },
        { kind: 'replace', scope: 'national', seen: 0, state: emptyRota },
      ],
      birthdays: [
        { do: 'add', month: '2028-05', child: 1 },
        { do: 'add', month: '2028-06', child: 2 },
      ],
    }),
    claims: [{ fingerprint: 'f' }],
    merged: { reference: 'NTS-0000-0001', council: 'E10000016' },
  };
  const later = { ...emptyRota, arrivals: 1 };
  const following = (id = first.case.id): CaseChange =>
    aCaseChange({
      case: aCase({ id, version: 2 }),
      events: [anEntry('case-paused.v1', { subject: id, number: 2 })],
      places: [
        aPlaceChange({
          held: -1,
          offered: -1,
          incoming: 1,
          used: { fosterCare: 0, supportedAccommodation: 0 },
        }),
      ],
      rota: [{ kind: 'replace', scope: 'national', seen: 0, state: later }],
      birthdays: [{ do: 'remove', month: '2028-05', child: 1 }],
    });

  test('hold all that either holds; of one thing the last word', () => {
    const second = following();
    expect(followedBy(first, second)).toEqual({
      seen: 0,
      was: {},
      case: second.case,
      events: [...first.events, ...second.events],
      places: [aPlaceChange({ held: 0, offered: 0, incoming: 1 })],
      rota: [
        { kind: 'tick', scope: 'national', seen: 0 },
        { kind: 'replace', scope: 'national', seen: 0, state: later },
      ],
      birthdays: [
        { do: 'remove', month: '2028-05', child: 1 },
        { do: 'add', month: '2028-06', child: 2 },
      ],
      claims: [{ fingerprint: 'f' }],
      merged: { reference: 'NTS-0000-0001', council: 'E10000016' },
    });
    const { claims: _, merged: __, ...plain } = first;
    const both = followedBy(plain, second);
    expect('claims' in both || 'merged' in both).toBe(false);
  });

  test('of two cases never follow each other', () => {
    expect(() => followedBy(first, following('NTS-0000-0002'))).toThrow(
      'A change of NTS-0000-0002 from version 1 cannot follow one that ends NTS-7F3K-2M9Q at version 1',
    );
  });
});
