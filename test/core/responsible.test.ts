/** Who is responsible for the children of a case, where they are, and of whom it is about now. */
import { describe, expect, test } from 'vitest';
import { type Case, caseStatuses } from '../../shared/core/case/case.ts';
import {
  cameWithAnother,
  forItsOwnSake,
  heldInBatch,
  speaksForBatch,
} from '../../shared/core/case/held-alike.ts';
import {
  childrenInCare,
  childrenNow,
  childrenThere,
  handedOver,
  hasInCare,
  inAreaOf,
  livesInAreaOf,
  missingChildren,
  othersWait,
  responsibleCouncil,
  sealedUnder,
} from '../../shared/core/case/responsible.ts';
import { aCase, aChild, aPlacement, aReferral, NOW } from '../builders.ts';
import { HAMPSHIRE, KENT, LEEDS } from './a-scheme.ts';

const BARNET = 'E09000003';
const expected = { placement: aPlacement() };
const expectedElsewhere = { placement: aPlacement({ placedIn: BARNET }) };
const received = { placement: aPlacement({ handedOverAt: NOW }) };
const receivedElsewhere = { placement: aPlacement({ handedOverAt: NOW, placedIn: BARNET }) };
const found = (decided: boolean) => ({ foundElsewhere: { council: LEEDS, decided } });

describe('until the handover the entry authority is responsible, from then on who received the children', () => {
  test.each<[string, Partial<Case>, boolean, string, string]>([
    ['nobody has said yes', {}, false, KENT, KENT],
    ['a council has said yes', expected, false, KENT, KENT],
    ['they are to live in a third area', expectedElsewhere, false, KENT, KENT],
    ['they were found elsewhere, and nobody has decided', found(false), false, KENT, LEEDS],
    ['they were found elsewhere, and it is decided', found(true), false, KENT, KENT],
    ['they were found on the way', { ...expectedElsewhere, ...found(false) }, false, KENT, LEEDS],
    ['they were received', received, true, HAMPSHIRE, HAMPSHIRE],
    ['they were received in a third area', receivedElsewhere, true, HAMPSHIRE, BARNET],
    [
      'they were found before they were received',
      { ...receivedElsewhere, ...found(false) },
      true,
      HAMPSHIRE,
      BARNET,
    ],
  ])('%s', (_, over, isHandedOver, responsible, area) => {
    const subject = aCase(over);
    expect(handedOver(subject)).toBe(isHandedOver);
    expect(responsibleCouncil(subject)).toBe(responsible);
    expect(inAreaOf(subject)).toBe(area);
  });

  test('what is sealed stays under the code of who sealed it', () => {
    expect(sealedUnder(aCase(received))).toBe(KENT);
    expect(sealedUnder(aCase({ sealedUnder: LEEDS }))).toBe(LEEDS);
  });
});

describe('the children whom a case is about', () => {
  const facts = aReferral({ children: [aChild(), aChild({ number: 2 }), aChild({ number: 3 })] });
  const left = (...children: readonly number[]) =>
    children.map((child) => ({ child, outcome: 'placement-ended' as const, on: '2026-11-20' }));

  test.each<[string, Partial<Case>, readonly number[], readonly number[]]>([
    ['are all of them at first', {}, [1, 2, 3], [1, 2, 3]],
    ['are those who count', { turned18: [2] }, [1, 3], [1, 3]],
    ['are those in care', { left: left(1, 3) }, [2], [2]],
    ['are those with whom it ended, once nobody is in care', { turned18: [2], left: left(1, 3) }, [], [1, 3]],
    ['are all of them again, once nobody counts', { turned18: [1, 2, 3] }, [], [1, 2, 3]],
  ])('%s', (_, over, inCare, now) => {
    const subject = aCase({ facts, status: 'transferred', ...over, ...received });
    expect(childrenInCare(subject).map(({ number }) => number)).toEqual(inCare);
    expect(childrenNow(subject).map(({ number }) => number)).toEqual(now);
    expect(hasInCare(subject)).toBe(inCare.length > 0 ? HAMPSHIRE : undefined);
    expect(hasInCare({ ...subject, ...expected })).toBeUndefined();
  });
});

test.each<[string, Partial<Case>, readonly number[], boolean]>([
  ['nobody', { status: 'offered' }, [], false],
  [
    'all of them where the case waits for them',
    { status: 'paused', pause: { from: 'offered', at: NOW } },
    [1, 2],
    false,
  ],
  ['all of them from care', { status: 'missing-from-care', ...received }, [1, 2], false],
  [
    'some, for whom the others wait',
    { status: 'paused', pause: { from: 'offered', at: NOW, children: [2] } },
    [2],
    true,
  ],
  ['nobody who counts', { status: 'paused', pause: { from: 'offered', at: NOW, children: [3] } }, [], false],
  [
    'all who count',
    { status: 'paused', pause: { from: 'offered', at: NOW, children: [1, 2, 3] } },
    [1, 2],
    false,
  ],
  [
    'some from care, for whom nobody has to wait',
    { status: 'missing-from-care', pause: { from: 'transferred', at: NOW, children: [2] }, ...received },
    [2],
    false,
  ],
  [
    'some, while the case goes on',
    { status: 'offered', stillMissing: { children: [1, 3], at: NOW } },
    [1],
    false,
  ],
])('of those who count are missing: %s', (_, over, missing, wait) => {
  const facts = aReferral({ children: [aChild(), aChild({ number: 2 }), aChild({ number: 3 })] });
  const subject = aCase({ facts, turned18: [3], ...over });
  expect(missingChildren(subject)).toEqual(missing);
  expect(childrenThere(subject)).toEqual([1, 2].filter((number) => !missing.includes(number)));
  expect(othersWait(subject)).toBe(wait);
});

test('an area that is not the council’s own is one where they live once the move is arranged, and as long as they are in care', () => {
  for (const status of caseStatuses) {
    const livesIn = (over: Partial<Case>) => livesInAreaOf(aCase({ status, ...over }));
    const isArranged = status === 'transfer-arranged';
    expect(livesIn(expectedElsewhere), status).toBe(isArranged ? BARNET : undefined);
    expect(livesIn(receivedElsewhere), status).toBe(BARNET);
    expect(livesIn({ ...receivedElsewhere, turned18: [1] }), status).toBe(isArranged ? BARNET : undefined);
    for (const over of [{}, expected, received]) expect(livesIn(over), status).toBeUndefined();
    const own = { placement: aPlacement({ handedOverAt: NOW, placedIn: HAMPSHIRE }) };
    expect(livesIn(own), status).toBeUndefined();
  }
});

describe('a hold of a batch', () => {
  const hold = { reasons: [{ code: 'not-in-care', words: 'w' }], since: NOW, reviewAt: NOW };
  const kept = { at: NOW, note: 'n' };
  const joins = 'NTS-0000-0001';

  test('is one while nobody has said yes; a move that waits is decided for itself', () => {
    expect(heldInBatch(aCase({ hold }))).toBe(`${KENT} not-in-care`);
    expect(heldInBatch(aCase({ hold, ...expected }))).toBeUndefined();
    expect(heldInBatch(aCase())).toBeUndefined();
    const codes = ['not-in-care', 'entry-authority-below-threshold'];
    const both = { ...hold, reasons: codes.map((code) => ({ code, words: 'w' })) };
    expect(heldInBatch(aCase({ hold: both }))).toBe(`${KENT} entry-authority-below-threshold not-in-care`);
  });

  test.each<[string, Partial<Case>, boolean, boolean]>([
    ['there is none', {}, false, false],
    ['coordinators were told of it', { hold }, true, false],
    ['it came with another', { hold: { ...hold, joins } }, false, true],
    ['they have decided about it', { hold: { ...hold, kept } }, false, false],
    ['it came with another and they have decided', { hold: { ...hold, kept, joins } }, false, true],
  ])('speaks for the others where they know it and have not decided: %s', (_, over, speaks, came) => {
    expect(speaksForBatch(aCase(over))).toBe(speaks);
    expect(cameWithAnother(aCase(over))).toBe(came);
  });

  test('for its own sake is the same, and came with none', () => {
    expect(forItsOwnSake({ ...hold, kept, joins })).toStrictEqual({ ...hold, kept });
  });
});
