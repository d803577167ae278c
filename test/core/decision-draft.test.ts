import { describe, expect, test } from 'vitest';
import { emptyRota, type RotaState } from '../../shared/core/allocation/rota.ts';
import type { SchemeView } from '../../shared/core/allocation/scheme.ts';
import {
  beginDraft,
  type DecisionDraft,
  dueIn,
  turn,
  viewOf,
} from '../../shared/core/case/decision-draft.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aCouncil, NOW } from '../builders.ts';
import { councilsWith, entry, KENT, Play } from './a-scheme.ts';

const fresh = { state: emptyRota, version: 3, turn: 4 };
const view: SchemeView = {
  councils: councilsWith(10),
  national: fresh,
  regions: { E12000008: fresh, E12000003: fresh },
};
const draft = (given: SchemeView | undefined = view, now = '2026-11-27T09:00:00.000Z'): DecisionDraft =>
  beginDraft(
    aCase(),
    { now, actor: entry, cause: 'c' },
    { policy: policyNamed('nts-2025'), ...(given ? { view: given } : {}) },
  );
const later: RotaState = { ...emptyRota, arrivals: 1 };

describe('a case that is taken up', () => {
  test('learns in which region its entry authority lies, when the scheme is at hand', () => {
    expect(draft().case.entryRegion).toBe('E12000008');
    expect(draft({ ...view, councils: [aCouncil({ code: 'E08000035', region: 'E12000003' })] }).case).toEqual(
      aCase(),
    );
    const without = beginDraft(
      aCase(),
      { now: '2026-11-27T09:00:00.000Z', actor: entry, cause: 'c' },
      { policy: policyNamed('nts-2025') },
    );
    expect(without.case).toEqual(aCase());
    expect(() => viewOf(without)).toThrow(
      "Deciding on NTS-7F3K-2M9Q needs the scheme's view: read it when needsView(case, command) says so",
    );
  });

  test('changes no place, turn or birthday that no decision named', () => {
    const outcome = new Play().receive().decide({ kind: 'child-missing', missingSince: NOW }, entry);
    if (outcome.kind !== 'changed') throw new Error('a missing child changes the case');
    expect(outcome.change).toMatchObject({ places: [], rota: [], birthdays: [] });
    expect(view.councils.some(({ code }) => code === KENT)).toBe(true);
  });
});

test('what belongs to a status is there while it lasts, and goes with it', () => {
  const play = new Play().receive();
  const fields = [{ field: 'arrivedOn', problem: 'missing', words: 'Give the date of arrival.' }] as const;
  const decision = { kind: 'incomplete', fields } as const;
  play.do({ kind: 'allocate', decisionHash: 'd'.repeat(64), decision });
  expect(play.case).toMatchObject({ status: 'incomplete', missing: fields });
  play.do({ kind: 'child-missing', missingSince: NOW }, entry);
  expect(play.case).toMatchObject({ status: 'paused', missing: fields });
  play.do({ kind: 'child-found', foundAt: NOW }, entry);
  expect(play.case).toMatchObject({ status: 'incomplete', missing: fields });
  expect(play.case).not.toHaveProperty('pause');
  play.do(
    { kind: 'amend', data: { referralId: play.case.referralId, facts: { arrivedOn: '2026-11-14' } } },
    entry,
  );
  expect(play.case.status).toBe('eligible');
  expect(play.case).not.toHaveProperty('missing');
});

describe('turns counted within a decision', () => {
  test('are seen by what follows in it, in their own rota only', () => {
    const nation = draft();
    turn(nation, [{ kind: 'replace', scope: 'national', seen: 3, state: later }]);
    expect(nation.view).toEqual({ ...view, national: { ...fresh, state: later } });
    const region = draft();
    turn(region, [{ kind: 'replace', scope: 'E12000003', seen: 3, state: later }]);
    expect(region.view).toEqual({
      ...view,
      regions: { ...view.regions, E12000003: { ...fresh, state: later } },
    });
    expect(region.rota).toEqual([{ kind: 'replace', scope: 'E12000003', seen: 3, state: later }]);
    const first = draft();
    turn(first, [{ kind: 'replace', scope: 'W92000004', seen: 0, state: later }]);
    expect(first.view).toEqual({
      ...view,
      regions: { ...view.regions, W92000004: { state: later, version: 0, turn: 0 } },
    });
  });

  test('do not move by a tick, for which nothing has to be read', () => {
    const tick = { kind: 'tick', scope: 'national', seen: 4 } as const;
    const read = draft();
    turn(read, [tick]);
    expect(read.view).toEqual(view);
    const unread = beginDraft(
      aCase(),
      { now: '2026-11-27T09:00:00.000Z', actor: entry, cause: 'c' },
      { policy: policyNamed('nts-2025') },
    );
    turn(unread, [tick]);
    expect(unread.rota).toEqual([tick]);
    expect(unread.view).toBeUndefined();
  });
});

test('a deadline keeps the working days of the nation that has to act; coordinators keep England’s', () => {
  // Monday 30 November is St Andrew's Day.
  expect(dueIn(draft(), 'answerOffer', 'S12000036')).toBe('2026-12-01T17:00:00.000Z');
  expect(dueIn(draft(), 'answerOffer', 'E10000016')).toBe('2026-11-30T17:00:00.000Z');
  expect(dueIn(draft(), 'answerOffer')).toBe('2026-11-30T17:00:00.000Z');
  // Tuesday 17 March is St Patrick's Day.
  const monday = '2026-03-16T09:00:00.000Z';
  expect(dueIn(draft(view, monday), 'answerOffer', 'SEHSCT')).toBe('2026-03-18T17:00:00.000Z');
  expect(dueIn(draft(view, monday), 'answerOffer')).toBe('2026-03-17T17:00:00.000Z');
});
