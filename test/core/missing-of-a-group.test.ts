/** Of a group some are missing and some are there: a person decides about those who are there, and nobody is lost sight of. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../shared/core/case/command.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { agendaOf } from '../../shared/core/case/deadlines.ts';
import { foundElsewhereIn, isToReview, missingOfGroup } from '../../shared/core/case/declines-to-review.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import {
  childrenInCare,
  childrenThere,
  findsToDecide,
  foundToDecide,
  missingChildren,
} from '../../shared/core/case/responsible.ts';
import { partsOf } from '../../shared/core/case/succession.ts';
import { isFinal } from '../../shared/core/case/transitions.ts';
import { runs } from '../how-much.ts';
import { codeOf, groupOf, referralId } from './a-play.ts';
import { BELFAST, coordinator, duty, entry, HAMPSHIRE, KENT, LEEDS, type Play } from './a-scheme.ts';

const livesIn = (foundIn: string): Command => ({
  kind: 'decide-found',
  foundIn,
  decision: 'lives-there',
  note: 'With a carer there.',
});

const arranged = (children = 2, policy?: Parameters<typeof groupOf>[1]): Play => {
  const play = groupOf(children, policy).offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  return play.arrange('2026-11-26');
};
const handedOver = (children = 2): Play => {
  return arranged(children).at('2026-11-26T10:00:00.000Z').handOver().at('2026-11-27T09:00:00.000Z');
};
const missing = (play: Play, children: readonly number[], actor = entry): Play => {
  expect(play.do({ kind: 'child-missing', missingSince: play.now, children }, actor).kind).toBe('changed');
  return play;
};
const found = (play: Play, children: readonly number[], more: object = {}, actor = entry): Play => {
  expect(play.do({ kind: 'child-found', foundAt: play.now, children, ...more }, actor).kind).toBe('changed');
  return play;
};
const decide = (goOn: boolean): Command => ({ kind: 'decide-group', goOn, note: 'Talked to both.' });
const lastData = (play: Play, type: string) => play.trail.findLast((event) => event.type === type)?.data;
const mailed = (play: Play): readonly string[] =>
  emailsFor(play.trail.at(-1) as never).map(({ data: { to } }) => ('council' in to ? to.council : to.role));
/** The reminders of some days, and whom each reaches. */
const days = (play: Play): string => {
  const reminders: string[] = [];
  for (let day = 0; day < 12; day += 1) {
    play.at(new Date(Date.parse(play.now) + 24 * 3_600_000).toISOString());
    const before = play.trail.length;
    play.sweep();
    for (const event of play.trail.slice(before))
      if (event.type === 'case-waiting.v1')
        reminders.push(
          `${event.data.reminder}: ${emailsFor(event)
            .map(({ data: { to } }) => to.role)
            .toSorted()}`,
        );
  }
  return reminders.join('; ');
};

describe('before the handover', () => {
  test('one of two goes missing: all clocks stand, everybody hears at once, and a coordinator has to decide about the other', () => {
    const play = arranged();
    const outcome = play.do({ kind: 'child-missing', missingSince: play.now, children: [2] }, entry);
    expect(play.case).toMatchObject({ status: 'paused', pause: { children: [2] } });
    expect([missingChildren(play.case), childrenThere(play.case)]).toEqual([[2], [1]]);
    expect(lastData(play, 'case-paused.v1')).toMatchObject({ children: [2] });
    expect(mailed(play)).toEqual([HAMPSHIRE, 'coordinators']);
    expect([outcome.kind, isToReview(play.case)]).toEqual(['changed', true]);
    expect(play.case.pause?.othersBy).toBe('2026-11-24T17:00:00.000Z');
    expect(codeOf(play.do(decide(true), entry))).toBe('not-yours');
  });

  test('they wait, by a coordinator’s word: nothing is asked again, and the reminders go on', () => {
    const play = missing(arranged(), [2]);
    const waits = play.do(decide(false), coordinator);
    expect([waits.kind, isToReview(play.case)]).toEqual(['changed', false]);
    expect(play.case.status).toBe('paused');
    expect(lastData(play, 'group-decided.v1')).toEqual({
      goOn: false,
      missing: [2],
      note: 'Talked to both.',
      concerned: [HAMPSHIRE],
    });
    expect(codeOf(play.do(decide(false), coordinator))).toBe('unchanged');
    expect(days(play)).toBe(
      '1: coordinators,council,entry-authority; 2: coordinators,council,entry-authority; 3: coordinators,entry-authority,smp-lead',
    );
    // Whoever decided so can still let them go on.
    expect(codeOf(play.do(decide(true), coordinator))).toBe('changed');
  });

  test('they go on: the clocks run with the time they had, whoever is missing is looked for, and the place is for both', () => {
    const play = missing(arranged(), [2]);
    play.at('2026-11-24T09:00:00.000Z');
    expect(codeOf(play.do(decide(true), coordinator))).toBe('changed');
    expect(play.case).toMatchObject({ status: 'transfer-arranged', stillMissing: { children: [2] } });
    expect(play.case.pause).toBeUndefined();
    expect(play.case.pauses).toHaveLength(1);
    expect(lastData(play, 'group-decided.v1')).toEqual({
      goOn: true,
      missing: [2],
      note: 'Talked to both.',
      concerned: [HAMPSHIRE],
    });
    expect(mailed(play)).toEqual([HAMPSHIRE, 'entry-authority']);
    expect([isToReview(play.case), missingOfGroup(play.case)]).toEqual([true, [2]]);
    expect(play.council(HAMPSHIRE).incoming).toBe(2);
    expect(codeOf(play.do(decide(true), coordinator))).toBe('nobody-waits');
    expect(days(play)).toContain('1: coordinators,council,entry-authority; 2: coordinators');
  });

  test('who is found while the case goes on is found, and nothing else changes', () => {
    const play = missing(arranged(), [2]);
    play.do(decide(true), coordinator);
    found(play, [2]);
    expect(play.case.status).toBe('transfer-arranged');
    expect(play.case.stillMissing).toBeUndefined();
    expect(isToReview(play.case)).toBe(false);
    expect(codeOf(play.do({ kind: 'child-found', foundAt: play.now }, entry))).toBe('unchanged');
  });

  test('at the handover who takes them answers for the one who is missing too, and so confirms it alone', () => {
    const play = missing(arranged(), [2]);
    play.do(decide(true), coordinator);
    play.at('2026-11-26T10:00:00.000Z');
    const complete: Command = { kind: 'complete-transfer', handedOverAt: play.now };
    expect(codeOf(play.do(complete, entry))).toBe('child-missing');
    const kinds = (who: Parameters<typeof possibleCommands>[1]) =>
      possibleCommands(play.case, who, play.now).map(({ kind }) => kind);
    expect(kinds(entry)).not.toContain('complete-transfer');
    expect(kinds(duty(HAMPSHIRE))).toContain('complete-transfer');
    expect(codeOf(play.do(complete, duty(HAMPSHIRE)))).toBe('changed');
    expect(play.case).toMatchObject({
      status: 'missing-from-care',
      pause: { children: [2] },
      needs: { party: { kind: 'council', code: HAMPSHIRE } },
    });
    expect(play.case.stillMissing).toBeUndefined();
    expect([play.council(HAMPSHIRE).incoming, play.council(HAMPSHIRE).netSince]).toEqual([0, 2]);
    found(play, [2], {}, duty(HAMPSHIRE));
    expect(play.case.status).toBe('transferred');
  });

  test.each(['nts-2025', 'nts-2026'] as const)(
    'under %s a reminder that fell due before the handover is sent once',
    (policy) => {
      const play = missing(arranged(2, policy), [2]);
      play.do(decide(true), coordinator);
      play.at('2026-12-01T17:00:00.000Z');
      play.do({ kind: 'complete-transfer', handedOverAt: play.now }, duty(HAMPSHIRE));
      expect(codeOf(play.do({ kind: 'look-at-deadlines' }))).toBe('changed');
      expect(lastData(play, 'case-waiting.v1')).toMatchObject({ missing: true, reminder: 1 });
      expect(codeOf(play.do({ kind: 'look-at-deadlines' }))).toBe('unchanged');
      expect((play.case.nextDueAt ?? '') > play.now).toBe(true);
    },
  );

  test('one after another goes missing, and each is found: the clocks run once the last is', () => {
    const play = missing(arranged(3), [2]);
    play.at('2026-11-23T12:00:00.000Z').sweep();
    missing(play, [1]);
    expect(play.case.pause).toMatchObject({ children: [1, 2], missingSince: '2026-11-23T09:00:00.000Z' });
    missing(play, [3]);
    // Nobody is there who could go on.
    expect(play.case.pause?.children).toBeUndefined();
    expect(codeOf(play.do(decide(true), coordinator))).toBe('nobody-waits');
    expect(isToReview(play.case)).toBe(false);
    expect(play.do({ kind: 'child-missing', missingSince: play.now }, entry).kind).toBe('unchanged');
    found(play, [1]);
    expect(lastData(play, 'case-resumed.v1')).toMatchObject({ children: [1] });
    expect(play.case).toMatchObject({ status: 'paused', pause: { children: [2, 3] } });
    expect(isToReview(play.case)).toBe(true);
    found(play, [2, 3]);
    expect(lastData(play, 'case-resumed.v1')).not.toHaveProperty('children');
    expect(play.case.status).toBe('transfer-arranged');
  });

  test('who was found elsewhere is to be decided about, though a sibling is missing still', () => {
    const play = missing(arranged(3), [1, 2]);
    found(play, [1], { foundIn: LEEDS });
    expect(play.case.foundElsewhere).toEqual({ council: LEEDS, decided: false, children: [1] });
    expect(play.case.status).toBe('paused');
    expect(isToReview(play.case)).toBe(true);
  });

  test('the one who is missing turns 18: nobody is waited for any more, and the case goes on by itself', () => {
    const play = missing(arranged(), [2]);
    play.do({ kind: 'turn-18', child: 2 });
    expect(play.case.status).toBe('transfer-arranged');
    expect(lastData(play, 'group-decided.v1')).toEqual({
      goOn: true,
      missing: [],
      concerned: [HAMPSHIRE],
    });
    expect('stillMissing' in play.case).toBe(false);
    // While it goes on, the search is at its end.
    const on = missing(arranged(), [2]);
    on.do(decide(true), coordinator);
    on.do({ kind: 'turn-18', child: 2 });
    expect(on.case.stillMissing).toBeUndefined();
    expect(isToReview(on.case)).toBe(false);
  });

  test('the one who is there turns 18: nobody is left with whom the case could go on', () => {
    const play = missing(arranged(), [2]);
    play.do(decide(true), coordinator);
    play.do({ kind: 'turn-18', child: 1 });
    expect(play.case).toMatchObject({ status: 'paused', pause: { from: 'transfer-arranged', reminded: 0 } });
    expect(missingChildren(play.case)).toEqual([2]);
  });

  describe('of whom a correction says that only one belongs to the referral', () => {
    const asked = (): Play => missing(groupOf().offer(HAMPSHIRE), [2]);
    const leaves = (play: Play, number: number): void => {
      const facts = { children: play.case.facts.children.filter((child) => child.number === number) };
      const amend: Command = { kind: 'amend', data: { referralId, facts } };
      expect(play.do(amend, entry).kind).toBe('changed');
    };

    test('nobody is waited for, or looked for, who is no part of it any more', () => {
      const waiting = asked();
      leaves(waiting, 1);
      expect(waiting.case).toMatchObject({ status: 'eligible', facts: { children: [{ number: 1 }] } });
      expect(waiting.case.pause).toBeUndefined();
      expect(lastData(waiting, 'group-decided.v1')).toEqual({ goOn: true, missing: [] });
      const goingOn = asked();
      goingOn.do(decide(true), coordinator);
      leaves(goingOn, 1);
      expect(goingOn.case).toMatchObject({ status: 'eligible' });
      expect(goingOn.case.stillMissing).toBeUndefined();
    });

    test('the case waits where it is the one who is missing', () => {
      const goingOn = asked();
      goingOn.do(decide(true), coordinator);
      leaves(goingOn, 2);
      expect(goingOn.case).toMatchObject({ status: 'paused', pause: { from: 'eligible' } });
      expect(missingChildren(goingOn.case)).toEqual([2]);
      const waiting = asked();
      leaves(waiting, 2);
      expect(waiting.case).toMatchObject({ status: 'paused', pause: { from: 'eligible' } });
      expect(missingChildren(waiting.case)).toEqual([2]);
    });
  });

  test.each([[[]], [[9]], [[1, 9]]])('children %j are not of this case', (children) => {
    const play = arranged();
    expect(codeOf(play.do({ kind: 'child-missing', missingSince: play.now, children }, entry))).toBe(
      'no-such-child',
    );
    missing(play, [1]);
    expect(codeOf(play.do({ kind: 'child-found', foundAt: play.now, children }, entry))).toBe(
      'no-such-child',
    );
  });
});

describe('after the handover', () => {
  test('one of two is missing: both count as before, and the one who leaves care ends the search', () => {
    const play = missing(handedOver(), [2], duty(HAMPSHIRE));
    expect(play.case).toMatchObject({ status: 'missing-from-care', pause: { children: [2] } });
    expect(play.case.pause?.othersBy).toBeUndefined();
    expect(play.council(HAMPSHIRE).netSince).toBe(2);
    expect(mailed(play)).toEqual(['coordinators']);
    play.do(
      { kind: 'leave-care', outcome: 'assessed-as-adult', on: '2026-11-27', children: [2] },
      duty(HAMPSHIRE),
    );
    expect(play.case.status).toBe('transferred');
    expect(lastData(play, 'group-decided.v1')).toEqual({ goOn: true, missing: [] });
    expect(play.council(HAMPSHIRE).netSince).toBe(1);
  });

  test('the one who is there leaves care: the other is still looked for, and reminded of', () => {
    const play = missing(handedOver(), [2], duty(HAMPSHIRE));
    play.do(
      { kind: 'leave-care', outcome: 'joined-family', on: '2026-11-27', children: [1] },
      duty(HAMPSHIRE),
    );
    expect(play.case.status).toBe('missing-from-care');
    expect(days(play)).toContain('1: coordinators,council; 2: coordinators,council');
  });
});

describe('found in another area after the handover', () => {
  const foundFar = (children: readonly number[], of = 2): Play =>
    found(missing(handedOver(of), children, duty(HAMPSHIRE)), children, { foundIn: LEEDS }, duty(HAMPSHIRE));
  const lives = livesIn(LEEDS);

  test('all live there: who is responsible stays so, and the council of the area is told', () => {
    const play = foundFar([1, 2]);
    expect(play.case).toMatchObject({ status: 'found-elsewhere', foundElsewhere: { council: LEEDS } });
    expect(codeOf(play.do(lives, duty(HAMPSHIRE)))).toBe('changed');
    expect(lastData(play, 'placement-moved.v1')).toMatchObject({
      council: HAMPSHIRE,
      placedIn: LEEDS,
      children: 2,
      note: 'With a carer there.',
    });
    expect(play.case).toMatchObject({ status: 'transferred', placement: { placedIn: LEEDS } });
    expect(mailed(play)).toEqual([LEEDS]);
    expect(play.council(HAMPSHIRE).netSince).toBe(2);
  });

  test('one of two lives there: the other lives where it did', () => {
    const play = foundFar([1]);
    play.do(lives, duty(HAMPSHIRE));
    expect(lastData(play, 'found-decided.v1')).toEqual({
      council: HAMPSHIRE,
      foundIn: LEEDS,
      children: [1],
      decision: 'lives-there',
      note: 'With a carer there.',
    });
    expect(mailed(play)).toEqual(['coordinators', LEEDS]);
    expect(play.case.placement?.placedIn).toBeUndefined();
    expect(play.council(HAMPSHIRE).placedIn).toEqual({ [LEEDS]: '2026-11-27' });
    expect(play.case.status).toBe('transferred');
    expect(codeOf(play.do(lives, duty(HAMPSHIRE)))).not.toBe('changed');
  });

  test('an area to avoid is nowhere to live', () => {
    const play = foundFar([1, 2]);
    play.subject = { ...play.case, facts: { ...play.case.facts, areasToAvoid: [LEEDS] } };
    expect(codeOf(play.do(lives, coordinator))).toBe('area-to-avoid');
    const decisions = possibleCommands(play.case, coordinator, play.now).flatMap((one) =>
      one.kind === 'decide-found' ? [[one.foundIn, one.decision]] : [],
    );
    expect(decisions).toEqual([[LEEDS, 'brought-back']]);
  });

  test('that another council is responsible, that the child left care, or is missing again, decides it', () => {
    const moved = foundFar([1, 2]);
    expect(codeOf(moved.do({ kind: 'move-care', to: LEEDS, on: '2026-11-27' }, coordinator))).toBe('changed');
    expect(moved.case).toMatchObject({ status: 'transferred', foundElsewhere: { decided: true } });
    const placed = foundFar([1]);
    expect(codeOf(placed.do({ kind: 'move-placement', livesIn: LEEDS, on: '2026-11-27' }, coordinator))).toBe(
      'changed',
    );
    expect(placed.case).toMatchObject({ status: 'transferred', foundElsewhere: { decided: true } });
    const left = foundFar([1]);
    left.do({ kind: 'leave-care', outcome: 'joined-family', on: '2026-11-27', children: [1] }, coordinator);
    expect(left.case).toMatchObject({ status: 'transferred', foundElsewhere: { decided: true } });
    const others = foundFar([1]);
    others.do({ kind: 'turn-18', child: 2 });
    expect(others.case.status).toBe('found-elsewhere');
    const again = missing(foundFar([1]), [1], duty(HAMPSHIRE));
    expect(again.case).toMatchObject({ status: 'missing-from-care', foundElsewhere: { decided: true } });
    found(again, [1], {}, duty(HAMPSHIRE));
    expect(again.case.status).toBe('transferred');
  });

  test('in two areas: each is decided by itself, and nobody lives where somebody else was found', () => {
    const play = missing(handedOver(3), [1, 2], duty(HAMPSHIRE));
    found(play, [1], { foundIn: LEEDS }, duty(HAMPSHIRE));
    found(play, [2], { foundIn: BELFAST }, duty(HAMPSHIRE));
    expect(findsToDecide(play.case)).toEqual([
      { council: BELFAST, children: [2] },
      { council: LEEDS, children: [1] },
    ]);
    expect(partsOf(play.case, LEEDS)).toEqual(['area']);
    const { by } = play.case.foundElsewhere ?? {};
    expect(codeOf(play.do(livesIn(BELFAST), duty(HAMPSHIRE)))).toBe('changed');
    expect(lastData(play, 'found-decided.v1')).toMatchObject({ foundIn: BELFAST, children: [2] });
    // Asked once more, it decides nothing of who was found elsewhere.
    expect(codeOf(play.do(livesIn(BELFAST), duty(HAMPSHIRE)))).not.toBe('changed');
    expect(mailed(play)).toEqual(['coordinators', BELFAST]);
    expect(play.case).toMatchObject({
      status: 'found-elsewhere',
      foundElsewhere: { council: LEEDS, children: [1], decided: false, by },
      needs: { by },
    });
    expect(codeOf(play.do(lives, duty(HAMPSHIRE)))).toBe('changed');
    expect(lastData(play, 'found-decided.v1')).toMatchObject({ foundIn: LEEDS, children: [1] });
    expect(play.case.status).toBe('transferred');
  });

  test('in two areas before it: the coordinators’ list keeps both, and what is decided for all decides both', () => {
    const play = missing(arranged(3), [1, 2]);
    found(play, [1], { foundIn: LEEDS });
    found(play, [2], { foundIn: BELFAST });
    expect([foundToDecide(play.case), foundElsewhereIn(play.case)]).toEqual([
      [1, 2],
      [BELFAST, LEEDS],
    ]);
    play.do({ kind: 'turn-18', child: 2 });
    expect(foundElsewhereIn(play.case)).toEqual([LEEDS]);
    play.arrange('2026-11-27');
    expect([foundToDecide(play.case), foundElsewhereIn(play.case)]).toEqual([[], []]);
  });

  test('before it, the handover decides: later finds ask nothing about a child who was handed over since', () => {
    for (const missingAtTheHandover of [true, false]) {
      const play = found(missing(arranged(3), [1, 2]), [1], { foundIn: LEEDS });
      play.do(decide(true), coordinator);
      if (!missingAtTheHandover) found(play, [2], { foundIn: KENT });
      play.at('2026-11-26T10:00:00.000Z');
      expect(isToReview(play.case)).toBe(true);
      const outcome = play.do({ kind: 'complete-transfer', handedOverAt: play.now }, duty(HAMPSHIRE));
      expect([isToReview(play.case), foundToDecide(play.case)]).toEqual([false, []]);
      expect([outcome.kind, isToReview(play.case)]).toEqual(['changed', false]);
      if (!missingAtTheHandover) missing(play, [2], duty(HAMPSHIRE));
      found(play, [2], { foundIn: HAMPSHIRE }, duty(HAMPSHIRE));
      expect(play.case.status).toBe('transferred');
    }
  });

  test('while a sibling is missing still, the search goes on; then the decision is asked for', () => {
    const play = found(
      missing(handedOver(3), [1, 2], duty(HAMPSHIRE)),
      [1],
      { foundIn: LEEDS },
      duty(HAMPSHIRE),
    );
    expect(play.case.status).toBe('missing-from-care');
    expect(isToReview(play.case)).toBe(true);
    found(play, [2], {}, duty(HAMPSHIRE));
    expect(play.case).toMatchObject({ status: 'found-elsewhere', foundElsewhere: { children: [1] } });
  });

  test('both are reminded before the day and after it, and again and again', () => {
    const play = foundFar([1, 2]);
    const by = play.case.needs?.by ?? '';
    expect(by).toBe('2026-11-30T17:00:00.000Z');
    const before = play.trail.length;
    for (let hour = 0; hour < 14 * 24; hour += 1)
      play.at(new Date(Date.parse(play.now) + 3_600_000).toISOString()).sweep();
    const told = play.trail
      .slice(before)
      .map((event) => `${event.type}: ${emailsFor(event).map(({ data: { to } }) => to.role)}`);
    expect(told.slice(0, 3)).toEqual([
      'deadline-approaching.v1: council,coordinators',
      'deadline-passed.v1: council,coordinators',
      'case-waiting.v1: council,coordinators',
    ]);
  });
});

/** What may be said of a group of three, again and again, by whoever may. */
const step = fc.oneof(
  fc.record({ do: fc.constant('missing' as const), children: fc.subarray([1, 2, 3], { minLength: 1 }) }),
  fc.record({ do: fc.constant('found' as const), children: fc.subarray([1, 2, 3], { minLength: 1 }) }),
  fc.record({ do: fc.constant('decide' as const), goOn: fc.boolean() }),
  fc.record({ do: fc.constant('turn-18' as const), child: fc.constantFrom(1, 2, 3) }),
  fc.record({ do: fc.constant('days' as const), count: fc.integer({ min: 1, max: 4 }) }),
);

test('whatever is said of whom, an open case knows who is missing, and reminds of them until they are found', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.array(step, { maxLength: 14 }), (after, steps) => {
      const play = after ? handedOver(3) : arranged(3);
      const gone = new Set<number>();
      for (const one of steps) {
        if (isFinal(play.case.status) && play.case.status !== 'transferred') break;
        if (one.do === 'missing') {
          const said = play.do(
            { kind: 'child-missing', missingSince: play.now, children: one.children },
            coordinator,
          );
          if (said.kind === 'changed') for (const child of one.children) gone.add(child);
        } else if (one.do === 'found') {
          const said = play.do(
            { kind: 'child-found', foundAt: play.now, children: one.children },
            coordinator,
          );
          if (said.kind === 'changed') for (const child of one.children) gone.delete(child);
        } else if (one.do === 'decide') play.do(decide(one.goOn), coordinator);
        else if (one.do === 'turn-18') play.do({ kind: 'turn-18', child: one.child });
        else play.at(new Date(Date.parse(play.now) + one.count * 86_400_000).toISOString()).sweep();
        const { case: subject } = play;
        if (isFinal(subject.status) && subject.status !== 'transferred') break;
        const counted = childrenInCare(subject).map(({ number }) => number);
        expect([...missingChildren(subject)]).toEqual(counted.filter((child) => gone.has(child)));
        const someMissing = missingChildren(subject).length > 0;
        // Never to nobody: somebody is reminded on a day that is set, and the clocks of a case stand only for somebody who is missing.
        expect(agendaOf(subject, play.policy).some(({ do: what }) => what === 'remind-of-missing')).toBe(
          someMissing,
        );
        if (!someMissing) expect(['paused', 'missing-from-care']).not.toContain(subject.status);
        if (someMissing && childrenThere(subject).length === 0)
          expect(['paused', 'missing-from-care']).toContain(subject.status);
      }
    }),
    { numRuns: runs(300) },
  );
});

const where = fc.oneof(
  fc.record({ do: fc.constant('missing' as const), children: fc.subarray([1, 2, 3], { minLength: 1 }) }),
  fc.record({
    do: fc.constant('found' as const),
    children: fc.subarray([1, 2, 3], { minLength: 1 }),
    foundIn: fc.constantFrom(HAMPSHIRE, LEEDS, BELFAST, KENT),
  }),
  fc.record({
    do: fc.constant('decide' as const),
    decision: fc.constantFrom('brought-back' as const, 'lives-there' as const),
    foundIn: fc.constantFrom(HAMPSHIRE, LEEDS, BELFAST, KENT),
  }),
  fc.record({ do: fc.constant('turn-18' as const), child: fc.constantFrom(1, 2, 3) }),
);

test('whoever is found where since the handover, it is decided of every child, in the area where that child was found', () => {
  let inTwo = 0;
  fc.assert(
    fc.property(fc.array(where, { minLength: 3, maxLength: 14 }), (steps) => {
      const play = handedOver(3);
      const gone = new Set<number>();
      const open = new Map<number, string>();
      for (const one of steps) {
        const from = play.trail.length;
        const { placement } = play.case;
        const home = placement?.placedIn ?? placement?.council;
        if (one.do === 'missing') {
          const { children } = one;
          const said = play.do({ kind: 'child-missing', missingSince: play.now, children }, coordinator);
          for (const child of said.kind === 'changed' ? children : []) {
            if (!play.case.turned18.includes(child)) gone.add(child);
            open.delete(child);
          }
        } else if (one.do === 'found') {
          const { children, foundIn } = one;
          const said = play.do({ kind: 'child-found', foundAt: play.now, children, foundIn }, coordinator);
          for (const child of said.kind === 'changed' ? children : [])
            if (gone.delete(child) && foundIn !== home) open.set(child, foundIn);
        } else if (one.do === 'decide') {
          const { decision, foundIn } = one;
          const could = possibleCommands(play.case, coordinator, play.now).some(
            (command) =>
              command.kind === 'decide-found' && command.foundIn === foundIn && command.decision === decision,
          );
          const isOpen = gone.size === 0 && [...open.values()].includes(foundIn);
          expect(could).toBe(isOpen);
          const said = play.do({ kind: 'decide-found', foundIn, decision }, coordinator);
          expect(said.kind === 'changed').toBe(isOpen);
        } else if (play.do({ kind: 'turn-18', child: one.child }).kind === 'changed') {
          gone.delete(one.child);
          open.delete(one.child);
        }
        for (const { type, data } of play.trail.slice(from)) {
          if (type === 'found-decided.v1')
            for (const child of data.children) {
              expect(open.get(child)).toBe(data.foundIn);
              open.delete(child);
            }
          if (type === 'placement-moved.v1') {
            expect(new Set(open.values())).toEqual(new Set([data.placedIn ?? data.council]));
            expect(open.size).toBe(data.children);
            open.clear();
          }
        }
        const finds = findsToDecide(play.case);
        expect(
          new Map(
            finds.flatMap(({ council, children }) => children.map((child) => [child, council] as const)),
          ),
        ).toEqual(open);
        if (finds.length > 1) inTwo += 1;
        expect(new Set(finds.map(({ council }) => council)).size).toBe(finds.length);
        if (childrenInCare(play.case).length === 0) break;
        if (missingChildren(play.case).length > 0) expect(play.case.status).toBe('missing-from-care');
        else expect(play.case.status).toBe(open.size > 0 ? 'found-elsewhere' : 'transferred');
      }
    }),
    {
      numRuns: runs(300),
      // Seldom by chance, and few are asked of a mutant: two who were found in two areas.
      examples: [
        [
          [
            { do: 'missing', children: [1, 2] },
            { do: 'found', children: [1], foundIn: LEEDS },
            { do: 'found', children: [2], foundIn: BELFAST },
          ],
        ],
      ],
    },
  );
  expect(inTwo).toBeGreaterThan(0);
});

test('an event of before, which names no children, is of all of them', () => {
  const play = arranged();
  play.do({ kind: 'child-missing', missingSince: play.now }, entry);
  expect(lastData(play, 'case-paused.v1')).not.toHaveProperty('children');
  expect(missingChildren(play.case)).toEqual([1, 2]);
  expect(play.case.facts.entryAuthority).toBe(KENT);
});
