/** What coordinators decide or watch: every case that needs them is on a list, and what it says follows from the case. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { needsIn } from '../../functions/pages/home/coordinator-needs.ts';
import { passedKey } from '../../shared/core/case/deadlines.ts';
import { isToReview } from '../../shared/core/case/declines-to-review.ts';
import { isClosed } from '../../shared/core/case/standing.ts';
import { TAKE_OVER } from '../../shared/core/case/succession.ts';
import { dueOf, ownWork, ranks, workOf } from '../../shared/core/case/worklists.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, anOffer, aPlacement, aReferral } from '../builders.ts';
import { runs } from '../how-much.ts';
import { aCommand, aDecision, aGroup, aimed, anActor, sensible } from './a-command.ts';
import { councilsWith, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

const EARLIER = '2026-11-23T09:00:00.000Z';
const LATER = '2026-11-26T17:00:00.000Z';

describe('the lists of what coordinators decide or watch', () => {
  test('have, whatever happens to a case, all that needs them, and of each list something to say', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(
        aGroup,
        fc.array(fc.record({ any: aCommand, decision: aDecision, pick: fc.nat({ max: 60 }) }), {
          minLength: 10,
          maxLength: 40,
          size: 'max',
        }),
        (children, steps) => {
          const play = new Play(councilsWith(10), policyNamed('nts-2026')).receive(aReferral({ children }));
          for (const { any, decision, pick } of steps) {
            const command = pick % 5 === 0 ? aimed(play, any) : sensible(play, pick, decision);
            play.do(command, anActor(play, command));
            const { case: subject, now } = play;
            const { kinds = [], urgency = '' } = workOf(subject) ?? {};
            for (const kind of kinds) met.add(kind);
            const own = ownWork.some((kind) => kinds.includes(kind));
            if (subject.needs?.party.kind === 'coordinators') expect(own).toBe(true);
            if (own && subject.needs?.party.kind !== 'coordinators') expect(isToReview(subject)).toBe(true);
            if (isClosed(subject) && !own) expect(kinds).toEqual([]);
            // What is only watched comes behind all that is to be decided.
            if (kinds.length > 0) expect(urgency.startsWith(ranks.watched)).toBe(!own);
            for (const kind of kinds) expect(needsIn(subject, [kind], now), kind).not.toEqual([]);
            expect(needsIn(subject, ownWork, now).length > 0).toBe(own);
          }
        },
      ),
      { numRuns: runs(60) },
    );
    for (const kind of ['held', 'escalated', 'decline', 'looked-for']) expect([...met]).toContain(kind);
  });

  test('say first what is asked about at once, then what has a deadline, and last what has none', () => {
    const subject = aCase({
      status: 'escalated',
      offers: [anOffer({ status: 'declined', review: 'pending', answeredAt: EARLIER })],
      escalation: { because: 'all-declined', decideBy: LATER },
      needs: { party: { kind: 'coordinators' }, by: LATER, what: 'find a place' },
    });
    expect(workOf(subject)).toEqual({ kinds: ['escalated', 'decline'], urgency: `1#${LATER}` });
    const { needs: _, ...reviewed } = subject;
    expect(workOf(reviewed)).toEqual({ kinds: ['decline'], urgency: `2#${EARLIER}` });
    const asked = { confirmBy: LATER, unsafe: [LEEDS], facts: {}, base: {} } as never;
    expect(workOf({ ...subject, proposals: [asked] })?.urgency).toBe(`0#${LATER}`);
    expect(dueOf(`1#${LATER}`)).toEqual({ rank: ranks.byDeadline, by: LATER });
    expect(dueOf(`2#${EARLIER}`)).toEqual({ rank: ranks.noDeadline });
  });

  test('tell a hold that asks whether two are one child from another, and what rests on a council that has ended from both', () => {
    const on = (...codes: readonly string[]) =>
      workOf(
        aCase({
          status: 'held',
          hold: { reasons: codes.map((code) => ({ code, words: 'w' })), since: EARLIER, reviewAt: LATER },
          needs: { party: { kind: 'coordinators' }, by: LATER, what: 'keep or release the hold' },
        }),
      )?.kinds;
    expect(on('turned-18:1')).toEqual(['held']);
    expect(on('turned-18:1', 'possible-duplicate:NTS-7F3K-2M9Q')).toEqual(['duplicate']);
    const left = aCase({
      status: 'held',
      needs: { party: { kind: 'coordinators' }, by: LATER, what: TAKE_OVER },
    });
    expect(workOf(left)?.kinds).toEqual(['other']);
  });

  test('watch what is late once that was told, and until it is done: facts, a yes that is not arranged, a handover, a move that failed', () => {
    const late = (over: Parameters<typeof aCase>[0], ...told: readonly string[]) =>
      workOf(aCase({ told, ...over }));
    const facts = { status: 'incomplete', stepBy: EARLIER } as const;
    expect(late(facts)).toBeUndefined();
    expect(late(facts, passedKey('facts', EARLIER))).toEqual({
      kinds: ['late-facts'],
      urgency: `3#${EARLIER}`,
    });
    const placement = aPlacement({ council: HAMPSHIRE, arrangeBy: EARLIER, completeBy: LATER });
    const yes = { status: 'accepted', placement } as const;
    expect(late(yes)).toBeUndefined();
    expect(late(yes, passedKey('arrange', EARLIER))?.kinds).toEqual(['late-move']);
    expect(late({ ...yes, placement: { ...placement, lastFailedOn: '2026-11-24' } })?.kinds).toEqual([
      'late-move',
    ]);
    const arranged = { ...yes, status: 'transfer-arranged' } as const;
    expect(late(arranged, passedKey('arrange', EARLIER))).toBeUndefined();
    expect(late(arranged, passedKey('complete', LATER))?.urgency).toBe(`3#${LATER}`);
    expect(late({ ...arranged, status: 'transferred' }, passedKey('complete', LATER))).toBeUndefined();
    const moveBy = aCase().moveBy;
    expect(late({ status: 'offered' }, passedKey('move', moveBy))?.kinds).toEqual(['late-move']);
    expect(late({ status: 'paused' }, passedKey('move', moveBy))?.kinds).toEqual(['looked-for']);
  });

  test('watch offers that ran out unanswered, by the first of them, until a council has taken the child', () => {
    const ranOut = (id: string, answerBy: string) => anOffer({ id, status: 'expired', answerBy });
    const offers = [ranOut('1-1', LATER), ranOut('1-2', EARLIER), anOffer({ id: '2-1' })];
    expect(workOf(aCase({ status: 'offered', offers }))).toEqual({
      kinds: ['silent'],
      urgency: `3#${EARLIER}`,
    });
    const needs = { party: { kind: 'coordinators' }, by: LATER, what: 'find a place' } as const;
    expect(workOf(aCase({ status: 'escalated', offers, needs }))).toEqual({
      kinds: ['escalated', 'silent'],
      urgency: `1#${LATER}`,
    });
    expect(workOf(aCase({ status: 'offered', offers: offers.slice(2) }))).toBeUndefined();
    for (const status of ['accepted', 'paused', 'withdrawn'] as const)
      expect(workOf(aCase({ status, offers }))?.kinds ?? []).not.toContain('silent');
  });
});
