/** A council's count as decisions move it: who comes or leaves, from which day, and what a figure holds already. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrivalsNotCounted } from '../../shared/core/allocation/arrivals.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { beginDraft, type DecisionDraft } from '../../shared/core/case/decision-draft.ts';
import {
  allLeaveEntryAuthority,
  backInCare,
  countArrivals,
  endOfDay,
  enterCount,
  leaveEntryAuthority,
  moveCount,
  redateArrivals,
  uncountArrivals,
} from '../../shared/core/case/entry-count.ts';
import { neverServed } from '../../shared/core/case/turns.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aChild, aCouncil, aPlacement, aReferral, NOW } from '../builders.ts';
import { councilsWith, HAMPSHIRE, KENT, LEEDS, system } from './a-scheme.ts';

const counting = policyNamed('nts-2026');
const byFigure = policyNamed('nts-2025');
const TODAY = '2026-11-23';
/** Kent's figure is of the end of 31 March 2025; the children came on 15 November 2026. */
const CAME = '2026-11-15';
const group = aReferral({
  children: [aChild(), aChild({ number: 2 }), aChild({ number: 3 })],
  arrivedOn: CAME,
});
const draftOf = (
  over: Partial<Case> = {},
  { policy = counting, councils = councilsWith(10), looks = true } = {},
): DecisionDraft =>
  beginDraft(
    aCase({ facts: group, ...over }),
    { now: NOW, actor: system, cause: 'test' },
    looks ? { policy, view: { councils, national: neverServed, regions: {} } } : { policy },
  );
/** What an act does to the books: per council and day, children. */
const moved = (draft: DecisionDraft) =>
  draft.places.map(({ council, netSince, moved: days }) => [council, netSince, days]);
const booked = (act: (draft: DecisionDraft) => void, ...of: Parameters<typeof draftOf>) => {
  const draft = draftOf(...of);
  act(draft);
  const { arrivalsCounted: counted, arrivalsCountedFrom: from } = draft.case;
  return { moved: moved(draft), counted, from };
};
const START = `${CAME}T00:00:00.000Z`;
const nothing = { moved: [], counted: undefined, from: undefined };
const received = { placement: aPlacement({ handedOverAt: '2026-11-20T12:00:00.000Z' }) };
const counted = { arrivalsCounted: 3, arrivalsCountedFrom: START };

describe('children come to a count, or leave it', () => {
  const figure = (asAt: string) => [
    aCouncil({ code: LEEDS, caredFor: { count: 5, asAt, source: 'published' } }),
  ];
  const by = (children: number, at: string, asAt: string, code = LEEDS) => {
    const draft = draftOf({}, { councils: figure(asAt) });
    moveCount(draft, code, children, at);
    return moved(draft);
  };

  test('under the day in London on which they did', () => {
    expect(by(2, '2026-06-30T22:59:00.000Z', '2026-01-01')).toEqual([[LEEDS, 2, { '2026-06-30': 2 }]]);
    expect(by(-2, '2026-06-30T23:00:00.000Z', '2026-01-01')).toEqual([[LEEDS, -2, { '2026-07-01': -2 }]]);
  });

  test('unless the figure holds them, which it never does of what happens now', () => {
    expect(by(2, '2026-11-20T09:00:00.000Z', '2026-11-20')).toEqual([]);
    expect(by(2, '2026-11-20T09:00:00.000Z', '2026-11-19')).toHaveLength(1);
    expect(by(2, NOW, TODAY)).toEqual([[LEEDS, 2, { [TODAY]: 2 }]]);
    expect(by(2, '2026-11-20T09:00:00.000Z', TODAY, KENT)).toEqual([[KENT, 2, { '2026-11-20': 2 }]]);
  });

  test('and nobody who comes or leaves moves nothing', () => {
    expect(by(0, NOW, '2026-01-01')).toEqual([]);
  });

  test('at the last minute of a day where the day is all that is known', () => {
    expect(endOfDay('2026-11-20')).toBe('2026-11-20T23:59:00.000Z');
    expect(endOfDay('2026-06-20')).toBe('2026-06-20T22:59:00.000Z');
  });
});

describe('somebody looks at a case', () => {
  test('and its children count where they arrived, from the day on which they came', () => {
    expect(booked(countArrivals)).toEqual({ moved: [[KENT, 3, { [CAME]: 3 }]], counted: 3, from: START });
  });

  test.each<[string, Parameters<typeof draftOf>]>([
    ['they count already', [counted]],
    ['they were received', [received]],
    ['the policy goes by the figure alone', [{}, { policy: byFigure }]],
    ['nobody looks at the scheme', [{ entryRegion: 'E12000008' }, { looks: false }]],
    ['the scheme does not know where they arrived', [{}, { councils: councilsWith(10).slice(1) }]],
    ['they are in nobody’s care', [{ facts: { ...group, inCareOfAuthority: false } }]],
  ])('and nothing is entered where %s', (_, of) => {
    const { arrivalsCounted, arrivalsCountedFrom } = draftOf(...of).case;
    expect(booked(countArrivals, ...of)).toEqual({
      ...nothing,
      counted: arrivalsCounted,
      from: arrivalsCountedFrom,
    });
  });

  test('and of some who join others the time of the others stays, while who comes alone begins one', () => {
    const two = { arrivalsCounted: 2, arrivalsCountedFrom: '2026-11-16T00:00:00.000Z' };
    expect(booked(countArrivals, two)).toEqual({
      moved: [[KENT, 1, { '2026-11-16': 1 }]],
      counted: 3,
      from: '2026-11-16T00:00:00.000Z',
    });
    expect(booked(countArrivals, { ...two, arrivalsCounted: 0 })).toMatchObject({
      counted: 3,
      from: two.arrivalsCountedFrom,
    });
    expect(booked(countArrivals, { arrivalsCounted: 2 })).toMatchObject({ counted: 3, from: START });
  });

  test('and a day that nobody knows is today', () => {
    const { arrivedOn: _, ...facts } = group;
    expect(booked(countArrivals, { facts })).toEqual({
      moved: [[KENT, 3, { [TODAY]: 3 }]],
      counted: 3,
      from: `${TODAY}T00:00:00.000Z`,
    });
  });
});

describe('what was entered is taken back', () => {
  test('under its own day, where they never were in care', () => {
    expect(booked(uncountArrivals, counted)).toEqual({
      moved: [[KENT, -3, { [CAME]: -3 }]],
      counted: 0,
      from: START,
    });
    expect(booked(uncountArrivals)).toEqual(nothing);
    expect(
      booked(uncountArrivals, { ...counted, arrivalsCountedFrom: '2026-11-18T00:00:00.000Z' }),
    ).toMatchObject({
      moved: [[KENT, -3, { '2026-11-18': -3 }]],
    });
  });

  test('and entered under the right day, unless it was right or they left meanwhile and came back', () => {
    const redated = (day: string, over: Partial<Case> = {}) =>
      booked((draft) => redateArrivals(draft, day), { ...counted, ...over });
    expect(redated('2026-11-18')).toEqual({
      moved: [
        [KENT, -3, { [CAME]: -3 }],
        [KENT, 3, { '2026-11-18': 3 }],
      ],
      counted: 3,
      from: '2026-11-18T00:00:00.000Z',
    });
    expect(redated(CAME).moved).toEqual([]);
    expect(redated('2026-11-18', { reopenedAt: NOW }).moved).toEqual([]);
    expect(booked((draft) => redateArrivals(draft, '2026-11-18'))).toEqual(nothing);
  });
});

describe('children leave the entry authority’s care', () => {
  const leaves = (
    children: number,
    over: Partial<Case> = {},
    more: Parameters<typeof draftOf>[1] = {},
    at?: string,
  ) => booked((draft) => leaveEntryAuthority(draft, children, at), over, more);

  test('and its count, at once or when they did, and never more of them than were entered', () => {
    expect(leaves(1, counted)).toEqual({ moved: [[KENT, -1, { [TODAY]: -1 }]], counted: 2, from: START });
    expect(leaves(1, counted, {}, '2026-11-20T09:00:00.000Z').moved).toEqual([
      [KENT, -1, { '2026-11-20': -1 }],
    ]);
    expect(leaves(9, counted)).toEqual({ moved: [[KENT, -3, { [TODAY]: -3 }]], counted: 0, from: NOW });
    expect(leaves(3, counted).counted).toBe(0);
  });

  test('also where nobody had looked before: they are entered first, and the books are as they were', () => {
    expect(leaves(3)).toEqual({
      moved: [
        [KENT, 3, { [CAME]: 3 }],
        [KENT, -3, { [TODAY]: -3 }],
      ],
      counted: 0,
      from: NOW,
    });
  });

  test('as the figure alone has them, where the policy goes by it', () => {
    expect(leaves(2, {}, { policy: byFigure }).moved).toEqual([[KENT, -2, { [TODAY]: -2 }]]);
    expect(leaves(2, counted, { policy: byFigure })).toEqual({
      moved: [[KENT, -2, { [TODAY]: -2 }]],
      counted: 3,
      from: START,
    });
    const unseen = leaves(2, { entryRegion: 'E12000008' }, { looks: false });
    expect(unseen).toEqual({ ...nothing, moved: [[KENT, -2, { [TODAY]: -2 }]] });
    const unknown = { policy: byFigure, councils: councilsWith(10).slice(1) };
    expect(leaves(2, {}, unknown).moved).toEqual([]);
  });

  test('unless they never were in it', () => {
    const facts = { ...group, inCareOfAuthority: false };
    for (const policy of [counting, byFigure]) {
      expect(leaves(2, { facts }, { policy }).moved).toEqual([]);
      expect(leaves(2, { facts, arrivalsCounted: 0 }, { policy }).moved).toEqual([]);
    }
    // Entered before it was said that they are not: what stands in the books is taken off.
    expect(leaves(2, { facts, ...counted }, { policy: byFigure }).moved).toEqual([
      [KENT, -2, { [TODAY]: -2 }],
    ]);
  });

  test('all of them, for where nobody of the scheme counts them', () => {
    expect(booked(allLeaveEntryAuthority, counted)).toEqual({
      moved: [[KENT, -3, { [TODAY]: -3 }]],
      counted: 0,
      from: NOW,
    });
    expect(booked(allLeaveEntryAuthority, { ...counted, arrivalsCounted: 1 }).counted).toBe(0);
    expect(booked(allLeaveEntryAuthority).counted).toBe(0);
    expect(booked(allLeaveEntryAuthority, {}, { policy: byFigure })).toEqual(nothing);
  });

  test('and however they come and leave since somebody looked, the books hold whom the case says', () => {
    const step = fc.oneof(
      fc
        .integer({ min: 1, max: 4 })
        .map((children) => (draft: DecisionDraft) => leaveEntryAuthority(draft, children)),
      fc.constantFrom(countArrivals, uncountArrivals, allLeaveEntryAuthority),
      fc.integer({ min: 1, max: 3 }).map((children) => (draft: DecisionDraft) => enterCount(draft, children)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const draft = draftOf();
        countArrivals(draft);
        for (const act of steps) {
          act(draft);
          const sum = draft.places.reduce((total, { netSince = 0 }) => total + netSince, 0);
          expect(sum).toBeGreaterThanOrEqual(0);
          expect(draft.case.arrivalsCounted ?? 0).toBe(sum);
        }
      }),
    );
  });
});

describe('a child counts again', () => {
  const enters = (over: Partial<Case> = {}, more: Parameters<typeof draftOf>[1] = {}) =>
    booked((draft) => enterCount(draft, 1), over, more);

  test.each<[string, Parameters<typeof draftOf>, object]>([
    [
      'who received it',
      [{ ...counted, ...received }],
      { moved: [[HAMPSHIRE, 1, { [TODAY]: 1 }]], counted: 3, from: START },
    ],
    [
      'where it arrived, until the handover',
      [{ ...counted, placement: aPlacement() }],
      { moved: [[KENT, 1, { [TODAY]: 1 }]], counted: 4, from: START },
    ],
    [
      'where it arrived, from now where nobody of it was left',
      [{ arrivalsCounted: 0, arrivalsCountedFrom: START }],
      { moved: [[KENT, 1, { [TODAY]: 1 }]], counted: 1, from: NOW },
    ],
    ['in the figure, where nobody was entered', [{}], { ...nothing, moved: [[KENT, 1, { [TODAY]: 1 }]] }],
    [
      'in the figure, where the policy goes by it',
      [counted, { policy: byFigure }],
      { moved: [[KENT, 1, { [TODAY]: 1 }]], counted: 3, from: START },
    ],
    ['nowhere, where it never was in care', [{ facts: { ...group, inCareOfAuthority: false } }], nothing],
    [
      'nowhere, where the scheme does not know the council',
      [{}, { councils: councilsWith(10).slice(1) }],
      nothing,
    ],
  ])('with the council that has it: %s', (_, of, expected) => {
    expect(enters(...of)).toEqual(expected);
  });

  test('and is in care again from now, unless nobody was entered or another council has it', () => {
    expect(backInCare(draftOf(counted))).toEqual({ arrivalsCountedFrom: NOW });
    expect(backInCare(draftOf({ arrivalsCounted: 0 }))).toEqual({ arrivalsCountedFrom: NOW });
    expect(backInCare(draftOf())).toEqual({});
    expect(backInCare(draftOf({ ...counted, ...received }))).toEqual({});
  });
});

test('those are not counted yet who came after the figure of where they arrived, under a policy that counts them', () => {
  const figure = (code: string, asAt: string) =>
    aCouncil({ code, caredFor: { count: 5, asAt, source: 'published' } });
  const [before, after] = ['2025-03-31', '2026-11-20'];
  const not = (kent: string, leeds: string, policy = counting, over: Partial<Case> = {}) =>
    arrivalsNotCounted(
      aCase({ facts: group, ...over }),
      { councils: [figure(LEEDS, leeds), figure(KENT, kent)] },
      policy,
      TODAY,
    );
  expect(not(before, after)).toBe(3);
  expect(not(after, before)).toBe(0);
  expect(not(before, before, byFigure)).toBe(0);
  expect(not(before, before, counting, { arrivalsCounted: 2 })).toBe(1);
  expect(not(before, before, counting, { facts: { ...group, entryAuthority: HAMPSHIRE } })).toBe(0);
});
