/** Situations as people lived them, each from judgments, inspections or the press, and how each ends here. */
import { describe, expect, test } from 'vitest';
import { deadlineAfter } from '../../shared/core/calendar/working-days.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { partInPlacement } from '../../shared/core/case/commands/open-sealed-details.ts';
import { reasonsToReopen, whoComeBack } from '../../shared/core/case/commands/reopen.ts';
import { foundElsewhereIn, isToReview } from '../../shared/core/case/declines-to-review.ts';
import { noneFound } from '../../shared/core/case/duplicates.ts';
import { childrenInCare } from '../../shared/core/case/responsible.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { codeOf, wordsOf } from './a-play.ts';
import { BELFAST, coordinator, councilsWith, duty, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const stayingSafe = (): Play => new Play(councilsWith(10), policyNamed('nts-2026'));

const accepted = (moveOn = '2026-11-26'): Play => {
  const play = stayingSafe().receive().offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  play.do({ kind: 'arrange-transfer', moveOn, socialWorker: SOCIAL_WORKER }, duty(HAMPSHIRE));
  return play;
};
const missing = (play: Play, actor = entry): Play => {
  play.do({ kind: 'child-missing', missingSince: play.now }, actor);
  return play;
};
const handedOver = (children = 1): Play => {
  const play = stayingSafe().receive(
    aReferral({
      children: Array.from({ length: children }, (_, index) =>
        aChild({ number: index + 1, turns18Month: '2028-06' }),
      ),
    }),
  );
  play.offer(HAMPSHIRE).answer('1-1', 'accept');
  play.do({ kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER }, duty(HAMPSHIRE));
  play.do({ kind: 'complete-transfer', handedOverAt: play.now }, entry);
  return play.at('2026-11-25T09:00:00.000Z');
};
/** Councils to which what is sealed opens. */
const opensTo = (play: Play): readonly string[] =>
  [KENT, HAMPSHIRE, LEEDS].filter((code) => partInPlacement(play.case, code) !== undefined);
const placeWhereFound = (council: string, foundAt: string): Command => ({
  kind: 'place-directly',
  council,
  reason: 'best-interests',
  note: 'Found there, and cared for there.',
  overCapacity: false,
  foundAt,
});

/** Highland, 2023: lost on the way, and found elsewhere. */
describe('lost on the way', () => {
  test('until the handover both councils open what is sealed, from then on who is responsible alone', () => {
    const play = accepted('2026-11-23');
    expect(opensTo(play)).toEqual([KENT, HAMPSHIRE]);
    play.do({ kind: 'complete-transfer', handedOverAt: play.now }, entry);
    expect(opensTo(play)).toEqual([HAMPSHIRE]);
  });

  test('a coordinator places the child where the child was found, in one step, and who had accepted is let go', () => {
    const play = missing(accepted().at('2026-11-26T10:00:00.000Z'));
    play.at('2026-12-01T10:00:00.000Z');
    const { foundAt: _, ...withoutDate } = placeWhereFound(LEEDS, play.now) as Extract<
      Command,
      { kind: 'place-directly' }
    >;
    expect(codeOf(play.do(withoutDate, coordinator))).toBe('case-paused');
    expect(codeOf(play.do(placeWhereFound(LEEDS, '2026-12-24T10:00:00.000Z'), coordinator))).toBe(
      'in-the-future',
    );
    expect(codeOf(play.do(placeWhereFound(LEEDS, play.now), coordinator))).toBe('changed');
    expect(play.case).toMatchObject({ status: 'accepted', placement: { council: LEEDS } });
    expect([play.council(HAMPSHIRE).incoming, play.council(LEEDS).incoming]).toEqual([0, 1]);
    expect(play.types.slice(-4)).toEqual([
      'case-resumed',
      'case-reallocated',
      'place-directed',
      'place-accepted',
    ]);
    expect(play.trail.findLast(({ type }) => type === 'case-resumed.v1')?.data).toMatchObject({
      foundIn: LEEDS,
      elsewhere: true,
    });
    expect(play.trail.findLast(({ type }) => type === 'place-directed.v1')?.data).toMatchObject({
      foundThere: true,
    });
    expect(foundElsewhereIn(play.case)).toEqual([]);
  });

  test('the entry authority says where: a coordinator is asked who takes the child, until it is decided', () => {
    const play = missing(accepted('2026-11-30'));
    play.at('2026-11-25T10:00:00.000Z');
    const found = play.do({ kind: 'child-found', foundAt: play.now, foundIn: LEEDS }, entry);
    expect([found.kind, isToReview(play.case)]).toEqual(['changed', true]);
    expect(foundElsewhereIn(play.case)).toEqual([LEEDS]);
    const { foundAt: _, ...place } = placeWhereFound(LEEDS, play.now) as Extract<
      Command,
      { kind: 'place-directly' }
    >;
    const placed = play.do(place, coordinator);
    expect([placed.kind, isToReview(play.case)]).toEqual(['changed', false]);
    expect(play.trail.findLast(({ type }) => type === 'place-directed.v1')?.data).toMatchObject({
      foundThere: true,
    });
    // Or the move goes on: that decides it too.
    const goesOn = missing(accepted('2026-11-30'));
    goesOn.do({ kind: 'child-found', foundAt: goesOn.now, foundIn: LEEDS }, entry);
    expect(isToReview(goesOn.case)).toBe(true);
    goesOn.do({ kind: 'arrange-transfer', moveOn: '2026-12-01' }, duty(HAMPSHIRE));
    expect(isToReview(goesOn.case)).toBe(false);
    // Where everybody expects the child, nobody has to decide.
    const there = missing(accepted('2026-11-30'));
    there.do({ kind: 'child-found', foundAt: there.now, foundIn: HAMPSHIRE }, entry);
    expect(isToReview(there.case)).toBe(false);
  });

  test('a coordinator lets go who had accepted, while the child is missing', () => {
    const play = missing(accepted());
    expect(codeOf(play.do({ kind: 'reallocate', because: 'coordinator', note: 'n' }, coordinator))).toBe(
      'changed',
    );
    expect(play.case).toMatchObject({ status: 'paused', pause: { from: 'eligible' } });
    expect(play.case.pause?.placesUntil).toBeUndefined();
    expect(play.council(HAMPSHIRE).incoming).toBe(0);
    expect(codeOf(play.do({ kind: 'reallocate', because: 'coordinator', note: 'n' }, coordinator))).toBe(
      'unchanged',
    );
    play.do({ kind: 'child-found', foundAt: play.now }, entry);
    expect(play.case).toMatchObject({ status: 'eligible', needs: { party: { kind: 'system' } } });
  });
});

/** Brighton, 2023: gone for months, and the place held ten weeks. */
describe('gone for months', () => {
  test.each(['an open offer', 'a place that was accepted'])(
    '%s lapses after the policy’s days, and is kept on a coordinator’s word',
    (what) => {
      const play = what === 'an open offer' ? stayingSafe().receive().offer(HAMPSHIRE, LEEDS) : accepted();
      missing(play);
      expect(play.case.pause?.placesUntil).toBe('2026-11-30T17:00:00.000Z');
      expect(codeOf(play.do({ kind: 'keep-places', note: 'n' }, coordinator))).toBe('unchanged');
      play.at('2026-11-25T09:00:00.000Z');
      expect(codeOf(play.do({ kind: 'keep-places', note: 'Seen yesterday.' }, coordinator))).toBe('changed');
      expect(play.case.pause?.placesUntil).toBe('2026-12-02T17:00:00.000Z');
      play.at('2026-12-02T16:59:00.000Z').sweep();
      expect(play.types).not.toContain('places-lapsed');
      play.at('2026-12-02T17:00:00.000Z').sweep();
      expect(play.case).toMatchObject({ status: 'paused', pause: { from: 'eligible' }, excluded: [] });
      expect(play.view.councils.map(({ held, incoming }) => held + incoming)).toEqual([0, 0, 0, 0, 0]);
      expect(play.trail.findLast(({ type }) => type === 'places-lapsed.v1')?.data).toEqual({
        missingSince: '2026-11-23T09:00:00.000Z',
        concerned: what === 'an open offer' ? [] : [HAMPSHIRE],
      });
      expect(codeOf(play.do({ kind: 'keep-places', note: 'n' }, coordinator))).toBe('nothing-lapses');
      play.at('2027-02-01T09:00:00.000Z').do({ kind: 'child-found', foundAt: play.now }, entry);
      // The search has the time of any other, however long the child was missing before it began.
      const by = deadlineAfter(play.now, play.policy.workingDays.coordinatorDecides, 'England', '17:00');
      expect(play.case).toMatchObject({ status: 'eligible', needs: { party: { kind: 'system' }, by } });
      play.offer(HAMPSHIRE);
      expect(play.case.status).toBe('offered');
    },
  );

  test('who is responsible is reminded again and again, at last a coordinator has the case, and never nobody', () => {
    const play = missing(accepted());
    const reminders: string[] = [];
    for (let day = 0; day < 40; day += 1) {
      play.at(new Date(Date.parse(play.now) + 24 * 3_600_000).toISOString());
      const before = play.trail.length;
      play.sweep();
      for (const { type, data } of play.trail.slice(before))
        if (type === 'case-waiting.v1')
          reminders.push(
            `${play.now.slice(0, 10)} ${data.reminder} ${play.case.needs?.party.kind} ${data.region ?? '-'}`,
          );
    }
    expect(reminders).toEqual([
      '2026-11-25 1 entry-authority -',
      '2026-11-28 2 entry-authority -',
      '2026-12-03 3 coordinators E12000008',
      '2026-12-11 4 coordinators E12000008',
      '2026-12-19 5 coordinators E12000008',
      '2026-12-30 6 coordinators E12000008',
    ]);
  });

  test('under a policy without such days nothing lapses, and the reminders are those of any waiting case', () => {
    const play = new Play().receive().offer(HAMPSHIRE);
    missing(play);
    play.at('2027-02-01T09:00:00.000Z').sweep();
    expect(play.council(HAMPSHIRE).held).toBe(1);
    expect(play.trail.at(-1)).toMatchObject({ type: 'case-waiting.v1' });
    expect(play.trail.at(-1)?.data).not.toHaveProperty('reminder');
  });

  test('a case that was paused before such days were known is reminded of as the policy says from its next look on', () => {
    const before = new Play().receive().offer(HAMPSHIRE);
    missing(before);
    const now = stayingSafe();
    now.subject = before.case;
    now.view = before.view;
    now.at('2026-12-02T09:00:00.000Z').sweep();
    expect(now.trail.at(-1)?.data).toMatchObject({ reminder: 1 });
    expect(now.case.pause?.remindAt).toBe('2026-12-04T17:00:00.000Z');
  });
});

/** Angus, 2023: gone after arrival, and found to be an adult long after. */
describe('after the handover', () => {
  test('an e-mail that waits for the entry authority’s word is asked about, though a child is missing from care', () => {
    const play = handedOver();
    missing(play, duty(HAMPSHIRE));
    const proposal = {
      id: 'mail:1',
      saidAt: play.now,
      askedAt: play.now,
      confirmBy: '2026-12-02T17:00:00.000Z',
      because: ['safety' as const],
      facts: { trafficking: 'indicators' as const },
      base: { trafficking: 'no-indicators' as const },
    };
    play.subject = { ...play.case, proposals: [proposal], proposed: { 'mail:1': 'waiting' } };
    play.at('2026-12-03T09:00:00.000Z').sweep();
    expect(play.trail.map(({ type }) => type)).toContain('confirmation-due.v1');
    expect(play.case.status).toBe('missing-from-care');
  });

  test('a child goes missing and is found: who received the child is responsible, and nobody else speaks for it', () => {
    const play = handedOver();
    expect(codeOf(play.do({ kind: 'child-missing', missingSince: play.now }, entry))).toBe('not-yours');
    missing(play, duty(HAMPSHIRE));
    expect(play.case).toMatchObject({
      status: 'missing-from-care',
      needs: { party: { kind: 'council', code: HAMPSHIRE }, what: 'say when the child is found' },
    });
    expect(play.council(HAMPSHIRE).netSince).toBe(1);
    expect(codeOf(missing(play, duty(HAMPSHIRE)).outcomes.at(-1) as never)).toBe('unchanged');
    expect(codeOf(play.do({ kind: 'withdraw', reason: 'other' }, entry))).toBe('case-closed');
    expect(codeOf(play.do({ kind: 'move-care', to: LEEDS, on: '2026-11-25' }, coordinator))).toBe(
      'missing-from-care',
    );
    expect(opensTo(play)).toEqual([HAMPSHIRE]);
    play.at('2026-12-04T09:00:00.000Z').sweep();
    expect(play.trail.findLast(({ type }) => type === 'case-waiting.v1')?.data).toMatchObject({
      party: { kind: 'council', code: HAMPSHIRE },
      reminder: 1,
    });
    play.do({ kind: 'child-found', foundAt: play.now, foundIn: BELFAST }, duty(HAMPSHIRE));
    expect(play.trail.at(-1)?.data).toMatchObject({ council: HAMPSHIRE, foundIn: BELFAST, elsewhere: true });
    // Found in another area: what follows is on the list of who is responsible, and on the coordinators', until it is decided.
    expect(play.case.pause).toBeUndefined();
    expect(play.case).toMatchObject({
      status: 'found-elsewhere',
      needs: { party: { kind: 'council', code: HAMPSHIRE }, by: '2026-12-07T17:00:00.000Z' },
    });
    expect([isToReview(play.case), foundElsewhereIn(play.case)]).toEqual([true, [BELFAST]]);
    play.at('2026-12-08T09:00:00.000Z').sweep();
    expect(play.trail.at(-1)).toMatchObject({ type: 'deadline-passed.v1', data: { council: HAMPSHIRE } });
    const back: Command = { kind: 'decide-found', foundIn: BELFAST, decision: 'brought-back' };
    expect(codeOf(play.do(back, entry))).toBe('not-yours');
    expect(codeOf(play.do(back, duty(LEEDS)))).toBe('not-your-placement');
    expect(codeOf(play.do(back, duty(HAMPSHIRE)))).toBe('changed');
    expect(play.case).toMatchObject({ status: 'transferred' });
    expect([play.case.needs, isToReview(play.case)]).toEqual([undefined, false]);
  });

  test('who is assessed as an adult while missing no longer counts, and evidence of the contrary undoes it', () => {
    const play = missing(handedOver(), duty(HAMPSHIRE));
    play.at('2027-01-10T09:00:00.000Z');
    const adult: Command = { kind: 'leave-care', outcome: 'assessed-as-adult', on: '2027-01-10' };
    expect(codeOf(play.do(adult, entry))).toBe('not-yours');
    expect(codeOf(play.do(adult, duty(LEEDS)))).toBe('not-your-placement');
    expect(codeOf(play.do(adult, duty(HAMPSHIRE)))).toBe('changed');
    expect(play.case).toMatchObject({
      status: 'left-care',
      left: [{ child: 1, outcome: 'assessed-as-adult' }],
    });
    expect([play.council(HAMPSHIRE).netSince, play.birthdays.size]).toEqual([0, 0]);
    expect(opensTo(play)).toEqual([]);
    expect(wordsOf(play.do(adult, duty(HAMPSHIRE)))).toContain('recorded already');
    expect(codeOf(play.do({ kind: 'reopen', because: 'family-broke-down', note: 'n' }, coordinator))).toBe(
      'not-to-be-reopened',
    );
    play.do(
      { kind: 'decide-age', child: 1, counts: true, evidence: 'court', turns18Month: '2028-06', note: 'n' },
      coordinator,
    );
    expect(play.case).toMatchObject({ status: 'transferred' });
    expect(play.case.left).toBeUndefined();
    expect(opensTo(play)).toEqual([HAMPSHIRE]);
    expect([play.council(HAMPSHIRE).netSince, [...play.birthdays]]).toEqual([1, ['2028-06 1']]);
  });

  test('one of two leaves care: the other counts on; then care moves, and what is sealed opens to the new council alone', () => {
    const play = handedOver(2);
    play.do(
      { kind: 'leave-care', outcome: 'joined-family', on: '2026-11-24', children: [1] },
      duty(HAMPSHIRE),
    );
    expect(play.case.status).toBe('transferred');
    expect([play.council(HAMPSHIRE).netSince, [...play.birthdays]]).toEqual([1, ['2028-06 2']]);
    expect(codeOf(play.do({ kind: 'turn-18', child: 1 }))).toBe('unchanged');
    expect(
      codeOf(play.do({ kind: 'leave-care', outcome: 'died', on: '2026-11-24', children: [1] }, coordinator)),
    ).toBe('unchanged');
    expect(
      codeOf(play.do({ kind: 'leave-care', outcome: 'died', on: '2026-11-24', children: [3] }, coordinator)),
    ).toBe('no-such-child');
    expect(codeOf(play.do({ kind: 'move-care', to: 'E99999999', on: '2026-11-25' }, coordinator))).toBe(
      'no-such-council',
    );
    expect(codeOf(play.do({ kind: 'move-care', to: LEEDS, on: '2026-11-26' }, coordinator))).toBe(
      'in-the-future',
    );
    expect(codeOf(play.do({ kind: 'move-care', to: LEEDS, on: '2026-11-22' }, coordinator))).toBe(
      'before-the-handover',
    );
    const move: Command = { kind: 'move-care', to: LEEDS, on: '2026-11-25' };
    expect(codeOf(play.do(move, duty(HAMPSHIRE)))).toBe('changed');
    expect(codeOf(play.do(move, coordinator))).toBe('unchanged');
    expect([play.council(HAMPSHIRE).netSince, play.council(LEEDS).netSince]).toEqual([0, 1]);
    expect(opensTo(play)).toEqual([LEEDS]);
    // Birthdays count where the child is; the last of them shuts what is sealed, though the case goes on as it was.
    play.at('2028-07-01T02:00:00.000Z').do({ kind: 'turn-18', child: 2 });
    expect([play.case.status, opensTo(play)]).toEqual(['transferred', []]);
    expect(play.council(LEEDS).netSince).toBe(0);
    expect(codeOf(play.do({ kind: 'leave-care', outcome: 'died', on: '2028-07-01' }, coordinator))).toBe(
      'not-in-care',
    );
    expect(codeOf(play.do({ kind: 'child-missing', missingSince: play.now }, coordinator))).toBe(
      'not-in-care',
    );
  });

  test('nothing of this can be recorded before the handover', () => {
    const play = accepted();
    expect(codeOf(play.do({ kind: 'leave-care', outcome: 'died', on: '2026-11-23' }, coordinator))).toBe(
      'not-in-care',
    );
    expect(codeOf(play.do({ kind: 'move-care', to: LEEDS, on: '2026-11-23' }, coordinator))).toBe(
      'not-in-care',
    );
  });
});

/** KI v Brent, 2018: the uncle could not go on. */
describe('what breaks down', () => {
  const joined = (): Play => {
    const play = stayingSafe().receive().offer(HAMPSHIRE);
    play.do({ kind: 'family-joined', note: 'His uncle.' }, coordinator);
    return play;
  };
  const broken: Command = { kind: 'reopen', because: 'family-broke-down', note: 'The uncle is ill.' };

  test('three weeks after a child joined family the case is opened again, and the search begins anew', () => {
    const play = joined().at('2026-12-14T09:00:00.000Z');
    expect(codeOf(play.do(broken, entry))).toBe('not-yours');
    expect(codeOf(play.do(broken, coordinator))).toBe('changed');
    expect(play.case).toMatchObject({
      status: 'eligible',
      reopenedAt: play.now,
      moveBy: '2026-12-30T17:00:00.000Z',
    });
    expect([...play.birthdays]).toEqual(['2028-05 1']);
    expect(codeOf(play.do(broken, coordinator))).not.toBe('changed');
  });

  test.for(['family-broke-down', 'recorded-in-error'] as const)(
    'opened again because %s, a child counts as settled only if the place stands',
    (because) => {
      const play = stayingSafe()
        .receive(aReferral({ settledSince: '2026-11-02' }))
        .offer(HAMPSHIRE);
      play.do({ kind: 'family-joined', note: 'His uncle.' }, coordinator);
      play.at('2026-12-14T09:00:00.000Z');
      play.do({ kind: 'reopen', because, note: 'The uncle is ill.' }, coordinator);
      expect(play.case.facts.settledSince !== undefined).toBe(because === 'recorded-in-error');
    },
  );

  test('after the policy’s days it is not; what was recorded in error always is', () => {
    const play = joined().at('2027-01-19T09:00:00.000Z');
    expect(codeOf(play.do(broken, coordinator))).toBe('not-to-be-reopened');
    expect(
      codeOf(play.do({ kind: 'reopen', because: 'recorded-in-error', note: 'Another child.' }, coordinator)),
    ).toBe('changed');
    expect(codeOf(joined().at('2027-01-18T09:00:00.000Z').do(broken, coordinator))).toBe('changed');
    const old = new Play().receive();
    old.do({ kind: 'family-joined', note: 'n' }, coordinator);
    expect(codeOf(old.do(broken, coordinator))).toBe('not-to-be-reopened');
  });

  test('after the handover the council that was responsible is again, and counts the children', () => {
    const play = handedOver(2);
    play.do({ kind: 'leave-care', outcome: 'placement-ended', on: '2026-11-25' }, duty(HAMPSHIRE));
    expect(play.council(HAMPSHIRE).netSince).toBe(0);
    expect(codeOf(play.do(broken, coordinator))).toBe('not-to-be-reopened');
    expect(codeOf(play.do({ ...broken, because: 'placement-broke-down' }, coordinator))).toBe('changed');
    expect(play.case).toMatchObject({ status: 'transferred' });
    expect([play.council(HAMPSHIRE).netSince, play.birthdays.size]).toEqual([2, 2]);
  });

  describe('of a group, some of whom had left care after the handover', () => {
    const left = (outcome: 'joined-family' | 'placement-ended' | 'died', ...children: number[]) => {
      const play = handedOver(3);
      play.do({ kind: 'leave-care', outcome, on: '2026-11-25', children }, duty(HAMPSHIRE));
      return play;
    };
    const numbersOf = (play: Play) => childrenInCare(play.case).map(({ number }) => number);
    const back: Command = { kind: 'reopen', because: 'placement-broke-down', note: 'n' };

    test('one is in care again, counted where the others are, who stay as they are', () => {
      const play = left('placement-ended', 1, 2);
      expect([play.council(HAMPSHIRE).netSince, [...play.birthdays]]).toEqual([1, ['2028-06 3']]);
      expect(codeOf(play.do({ ...back, children: [] }, coordinator))).toBe('not-to-be-reopened');
      expect(codeOf(play.do({ ...back, children: [2] }, coordinator))).toBe('changed');
      expect(play.case).toMatchObject({ status: 'transferred', left: [{ child: 1 }] });
      expect(play.case.placement).toMatchObject({ council: HAMPSHIRE });
      expect(numbersOf(play)).toEqual([2, 3]);
      expect([play.council(HAMPSHIRE).netSince, [...play.birthdays].toSorted()]).toEqual([
        2,
        ['2028-06 2', '2028-06 3'],
      ]);
      expect(play.trail.at(-1)?.data).toEqual({
        because: 'placement-broke-down',
        note: 'n',
        countedAgainst: HAMPSHIRE,
        children: [2],
      });
      expect(codeOf(play.do({ ...back, children: [2] }, coordinator))).toBe('not-to-be-reopened');
      expect(codeOf(play.do(back, coordinator))).toBe('changed');
      expect(play.case).not.toHaveProperty('left');
      expect(play.council(HAMPSHIRE).netSince).toBe(3);
    });

    test('each by the outcome that broke down, and within its own days', () => {
      const play = left('placement-ended', 1);
      play.at('2026-12-25T09:00:00.000Z');
      play.do({ kind: 'leave-care', outcome: 'joined-family', on: '2026-12-25', children: [2] }, coordinator);
      const reasons = () => reasonsToReopen(play.case, play.now.slice(0, 10));
      expect(reasons()).toEqual(['family-broke-down', 'placement-broke-down', 'recorded-in-error']);
      const [first, second] = play.case.left ?? [];
      play.at(`${first?.until}T09:00:00.000Z`);
      expect(whoComeBack(play.case, 'placement-broke-down', play.now.slice(0, 10))).toEqual([1]);
      play.at(new Date(Date.parse(play.now) + 86_400_000).toISOString());
      expect(reasons()).toEqual(['family-broke-down', 'recorded-in-error']);
      expect(codeOf(play.do({ ...back, children: [1] }, coordinator))).toBe('not-to-be-reopened');
      expect(codeOf(play.do({ ...back, because: 'family-broke-down', children: [1, 2] }, coordinator))).toBe(
        'not-to-be-reopened',
      );
      expect((second?.until ?? '') > (first?.until ?? '')).toBe(true);
      expect(codeOf(play.do({ ...back, because: 'family-broke-down' }, coordinator))).toBe('changed');
      expect(numbersOf(play)).toEqual([2, 3]);
    });

    test('nobody else, and nobody by a reason that is not theirs; while one is missing too', () => {
      const play = left('died', 1);
      for (const children of [[1], [3], [9], []])
        expect(codeOf(play.do({ ...back, children }, coordinator))).toBe('not-to-be-reopened');
      missing(play, duty(HAMPSHIRE));
      const mistaken: Command = { ...back, because: 'recorded-in-error' };
      expect(codeOf(play.do({ ...mistaken, children: [3] }, coordinator))).toBe('not-to-be-reopened');
      expect(codeOf(play.do(mistaken, duty(HAMPSHIRE)))).toBe('not-yours');
      expect(codeOf(play.do({ ...mistaken, children: [1] }, coordinator))).toBe('changed');
      expect(play.case.status).toBe('missing-from-care');
      expect(numbersOf(play)).toEqual([1, 2, 3]);
    });

    test('a child who no longer counts comes back into no figure', () => {
      const play = left('placement-ended', 1, 2, 3);
      expect(play.case.status).toBe('left-care');
      const aged = { ...play.case, turned18: [2] };
      play.subject = aged;
      expect(codeOf(play.do(back, coordinator))).toBe('changed');
      expect(play.council(HAMPSHIRE).netSince).toBe(2);
      expect([...play.birthdays].toSorted()).toEqual(['2028-06 1', '2028-06 3']);
    });

    test('what was stored before had one day for all', () => {
      const stored = { left: [{ child: 1, outcome: 'placement-ended', on: '2026-11-25' }] } as const;
      const who = (today: string) =>
        whoComeBack({ ...stored, reopenUntil: '2026-12-23' }, 'placement-broke-down', today);
      expect([who('2026-12-23'), who('2026-12-24')]).toEqual([[1], []]);
      expect(whoComeBack(stored, 'placement-broke-down', '2026-11-25')).toEqual([]);
    });

    test('and keeps it for the others when one of them is brought back', () => {
      const play = left('placement-ended', 1, 2);
      const former = (play.case.left ?? []).map(({ until: _, ...one }) => one);
      play.subject = { ...play.case, left: former, reopenUntil: '2026-12-23' };
      expect(codeOf(play.do({ ...back, children: [1] }, coordinator))).toBe('changed');
      expect(codeOf(play.do({ ...back, children: [2] }, coordinator))).toBe('changed');
      expect(play.case.reopenUntil).toBeUndefined();
    });

    test('and the case is found again by its fingerprints from then on', () => {
      const play = left('placement-ended', 1, 2);
      const duplicates = { ...noneFound, claims: [{ fingerprint: 'f'.repeat(43) }] as never };
      const reopened = play.do({ ...back, duplicates }, coordinator);
      expect(reopened).toMatchObject({ kind: 'changed', change: { claims: duplicates.claims } });
    });
  });

  test('whom an open case is about by now is compared with it by people', () => {
    const play = joined();
    play.do({ ...broken, duplicates: { possible: ['NTS-0000-0001'], claims: [] } }, coordinator);
    expect(play.case.possibleDuplicates).toEqual(['NTS-0000-0001']);
  });
});

test('refusals of a child are counted, and one on the day of the move is no failed move', () => {
  const play = accepted('2026-11-24').at('2026-11-24T10:00:00.000Z');
  play.do({ kind: 'child-refused', note: 'on the doorstep' }, duty(HAMPSHIRE));
  expect(play.trail.at(-1)?.data).toMatchObject({ refusal: 1, onTheDay: '2026-11-24' });
  play.do({ kind: 'reallocate', because: 'child-refused', note: 'n' }, coordinator);
  play.offer(LEEDS);
  play.do({ kind: 'child-refused' }, entry);
  expect(play.trail.at(-1)?.data).toEqual({ refusal: 2 });
  expect(play.case.refusals).toBe(2);
});
