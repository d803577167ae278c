/** What a placement takes from a council, what undoing it gives back, and to whom it opens what is sealed. */

import { describe, expect, test } from 'vitest';
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { defined } from '../../shared/core/defined.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aDeclaration } from '../builders.ts';
import { codeOf, placeWith } from './a-play.ts';
import { coordinator, councilsWith, duty, entry, HAMPSHIRE, LEEDS, Play, system } from './a-scheme.ts';

const taken = (outcome: Outcome) =>
  outcome.kind === 'changed'
    ? outcome.change.places.map(({ council, mustFit, mustBeDeclared }) => [council, mustFit, mustBeDeclared])
    : [];
/** All have declared places, under a policy in which these have to be declared, or in which headroom is enough. */
const declaring = (policy: 'nts-2016' | 'nts-2025'): Play => {
  const named = policyNamed(policy);
  const scale = named.threshold.perMillion / 1000;
  const councils = councilsWith(10).map((council) => ({
    ...council,
    childPopulation: 100_000 / scale,
    declaration: aDeclaration(),
  }));
  return new Play(councils, named).receive();
};

describe('a placement', () => {
  test.each([
    ['nts-2016', false, [HAMPSHIRE, true, true]],
    ['nts-2016', true, [HAMPSHIRE, false, false]],
    ['nts-2025', false, [HAMPSHIRE, true, false]],
    ['nts-2025', true, [HAMPSHIRE, false, false]],
  ] as const)('under %s, knowingly over capacity: %s', (policy, over, expected) => {
    const play = declaring(policy);
    expect(taken(play.decide(placeWith(HAMPSHIRE, over), coordinator))).toEqual([expected]);
  });

  test('uses a declared place where there is a declaration, and gives it back with the placement', () => {
    const play = declaring('nts-2025').offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    expect(play.council(HAMPSHIRE).declaration?.used).toEqual({ fosterCare: 1, supportedAccommodation: 0 });
    play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE));
    expect(play.council(HAMPSHIRE).declaration?.used).toEqual({ fosterCare: 0, supportedAccommodation: 0 });
    const undeclared = new Play().receive().offer(HAMPSHIRE);
    const outcome = undeclared.answer('1-1', 'accept');
    expect(outcome.kind === 'changed' && outcome.change.places.map(({ used }) => used)).toEqual([
      { fosterCare: 0, supportedAccommodation: 0 },
    ]);
    expect(undeclared.case.placement).not.toHaveProperty('declared');
  });

  test.each([undefined, aDeclaration({ declaredAt: '2026-11-24T08:00:00.000Z' })])(
    'gives back nothing of a declaration that has gone, or been made anew',
    (declaration) => {
      const play = declaring('nts-2025').offer(HAMPSHIRE);
      play.answer('1-1', 'accept');
      play.view = {
        ...play.view,
        councils: play.view.councils.map(({ declaration: _, ...one }) =>
          one.code === HAMPSHIRE && declaration === undefined
            ? one
            : { ...one, declaration: declaration ?? aDeclaration() },
        ),
      };
      const undone = play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE));
      expect(undone.kind === 'changed' && undone.change.places.map(({ used }) => used)).toEqual([
        { fosterCare: 0, supportedAccommodation: 0 },
      ]);
    },
  );

  test('that is undone withdraws its own offer and leaves the others as they ended', () => {
    const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-1', 'decline');
    play.answer('1-2', 'accept');
    play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(LEEDS));
    expect(play.case.offers.map(({ status, withdrawnBecause }) => [status, withdrawnBecause])).toEqual([
      ['declined', undefined],
      ['withdrawn', 'reallocated'],
    ]);
  });

  test('keeps when the council first answered, and else says when the child was placed', () => {
    const promised = new Play().receive().offer(HAMPSHIRE, LEEDS);
    promised.answer('1-2', 'back-up-yes');
    promised.at('2026-11-23T12:00:00.000Z').answer('1-1', 'decline');
    expect(promised.case.offers[1]).toMatchObject({
      status: 'accepted',
      answeredAt: '2026-11-23T09:00:00.000Z',
    });
    const silent = new Play().receive().offer(HAMPSHIRE).at('2026-11-23T12:00:00.000Z');
    silent.do(placeWith(HAMPSHIRE, false), coordinator);
    expect(silent.case.offers[0]).toMatchObject({ answeredAt: '2026-11-23T12:00:00.000Z' });
  });
});

describe('opening what is sealed', () => {
  const accepted = (): Play => {
    const play = new Play().receive().offer(HAMPSHIRE);
    play.answer('1-1', 'accept');
    return play;
  };
  const open = (document?: string): Command => ({
    kind: 'open-sealed-details',
    session: 's'.repeat(16),
    ...defined({ document }),
  });

  test.each([undefined, 'd'.repeat(16)])(
    'says who, in what part, in which session, and which document: %s',
    (document) => {
      const play = accepted();
      play.do(open(document), duty(HAMPSHIRE));
      expect(play.trail.at(-1)?.data).toStrictEqual({
        council: HAMPSHIRE,
        part: 'receiving-authority',
        session: 's'.repeat(16),
        ...defined({ document }),
      });
      play.do(open(document), entry);
      expect(play.trail.at(-1)?.data).toMatchObject({ part: 'entry-authority' });
    },
  );

  test('is for the two councils alone', () => {
    for (const actor of [duty(LEEDS), coordinator, system])
      expect(codeOf(accepted().do(open(), actor))).toBe('not-of-this-placement');
  });
});
