/** The threshold counts what is true today. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import { checkAllocation, inputsFor } from '../../shared/core/allocation/allocation.ts';
import { holdReasons } from '../../shared/core/allocation/hold-reasons.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import type { Council, Declaration } from '../../shared/core/council/council.ts';
import { caredForNow, ceiling, headroom, threshold } from '../../shared/core/council/headroom.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { explain } from '../../shared/words/verdicts.ts';
import { aChild, aCouncil, aDeclaration, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { coordinator, councilsWith, duty, entry, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';
import { inputsWith, kent } from './allocation-inputs.ts';

const TODAY = '2026-11-23';
const now = policyNamed('nts-2026');
const before = policyNamed('nts-2025');

/** A scheme in which Kent, too, has a count. */
const kentWith = (count: number): readonly Council[] =>
  councilsWith(10).map((one) =>
    one.code === KENT ? { ...one, caredFor: { ...one.caredFor, count }, publishedCount: count } : one,
  );

/** Kent’s threshold here: the Home Office’s own figure, or a thousandth of its hundred thousand children. */
const KENT_LIMIT = new Map([
  [now, 346],
  [before, 100],
]);

/** What the check says of the case as it stands, carried out. */
const check = (play: Play): Play => {
  const inputs = inputsFor(play.view, play.case, play.policy, londonDate(play.now), []);
  play.do({ kind: 'allocate', decision: checkAllocation(inputs), decisionHash: 'd'.repeat(64) });
  return play;
};

/** Referrals one after another by Kent, each checked: how each stands then, and the scheme as the last leaves it. */
function burst(count: number, policy: Policy, facts: (at: number) => Partial<ReferralFacts> = () => ({})) {
  let councils = kentWith((KENT_LIMIT.get(policy) ?? 0) - 3);
  const statuses: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const play = check(
      new Play(councils, policy).receive(aReferral({ arrivedOn: '2026-11-15', ...facts(at) })),
    );
    statuses.push(play.case.status);
    councils = play.view.councils;
  }
  const kentNow = councils.find(({ code }) => code === KENT);
  if (kentNow === undefined) throw new Error('Kent is gone');
  return { statuses, kent: kentNow };
}

describe('an entry authority’s own arrivals', () => {
  test('count on top of its last figure: at its threshold it refers, and is asked no more', () => {
    const { statuses, kent: after } = burst(5, now);
    expect(statuses).toEqual(['held', 'held', 'offered', 'offered', 'offered']);
    expect(caredForNow(after).children).toBe(348);
    expect(headroom(after, now)).toBe(-2);
  });

  test('count for nothing under a policy that goes by the figure alone', () => {
    const { statuses, kent: after } = burst(5, before);
    expect(statuses).toEqual(['held', 'held', 'held', 'held', 'held']);
    expect(after.netSince).toBe(0);
  });

  test('who arrived before the day of the figure is in it already, and who is not in care is in none', () => {
    expect(burst(4, now, () => ({ arrivedOn: '2025-03-31' })).kent.netSince).toBe(0);
    expect(burst(4, now, () => ({ inCareOfAuthority: false })).kent.netSince).toBe(0);
    expect(burst(4, now, (at) => ({ arrivedOn: at < 2 ? '2025-03-31' : '2025-04-01' })).kent.netSince).toBe(
      2,
    );
  });

  test('say in the words of the hold with how many the threshold is compared', () => {
    const reasons = holdReasons(
      inputsWith(
        [],
        {},
        {
          arriving: 2,
          councils: [{ ...kent, caredFor: { ...kent.caredFor, count: 300 } }],
        },
      ),
      now,
    );
    expect(reasons.map(({ words }) => words).join()).toContain(
      'Kent cares for 302 children, below its threshold of 346',
    );
  });
});

describe('a child who was counted as an arrival', () => {
  const arrived = () => check(new Play(kentWith(346), now).receive(aReferral({ arrivedOn: '2026-11-15' })));
  const net = (play: Play) => play.council(KENT).netSince;

  test('is counted once, however often the check is done', () => {
    const play = arrived();
    expect(net(play)).toBe(1);
    play.do({ kind: 'reallocate', because: 'coordinator', askAgain: true }, coordinator);
    check(play);
    expect([net(play), play.case.arrivalsCounted]).toEqual([1, 1]);
  });

  test('leaves the count again at the handover', () => {
    const play = arrived();
    play.do(
      { kind: 'place-directly', council: LEEDS, reason: 'court-order', note: 'n', overCapacity: false },
      coordinator,
    );
    play.do({ kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER }, duty(LEEDS));
    play.do({ kind: 'complete-transfer', handedOverAt: play.now }, entry);
    expect([net(play), play.council(LEEDS).netSince]).toEqual([0, 1]);
  });

  test.each(['assessed-as-adult', 'left-the-country', 'died', 'made-in-error'] as const)(
    'leaves it when the referral is withdrawn: %s',
    (reason) => {
      const play = arrived();
      play.do({ kind: 'withdraw', reason }, entry);
      expect(net(play)).toBe(0);
    },
  );

  test('of a child who died a coordinator is told as well, unless it was one who recorded it', () => {
    const desks = (reason: 'died' | 'left-the-country', by: typeof entry | typeof coordinator) => {
      const play = arrived();
      play.do({ kind: 'withdraw', reason }, by);
      return (
        play.trail
          .filter(({ type }) => type === 'referral-withdrawn.v1')
          .flatMap(emailsFor)
          // Each morning coordinators are told of whatever was withdrawn.
          .filter(({ data }) => data.template !== 'moves')
          .map(({ data }) => data.to.role)
      );
    };
    expect(desks('died', entry)).toEqual(['coordinators']);
    expect(desks('died', coordinator)).toEqual(['entry-authority']);
    expect(desks('left-the-country', entry)).toEqual([]);
  });

  test('stays in it where the entry authority goes on caring for the child', () => {
    for (const reason of ['no-longer-needed', 'other'] as const) {
      const play = arrived();
      play.do({ kind: 'withdraw', reason }, entry);
      expect(net(play)).toBe(1);
    }
    const stays = arrived();
    stays.do({ kind: 'stay', reason: 'best-interests', note: 'n' }, coordinator);
    expect(net(stays)).toBe(1);
  });

  test('leaves it for family, and is counted anew once that breaks down', () => {
    const play = arrived();
    play.do({ kind: 'family-joined', note: 'an uncle' }, coordinator);
    expect(net(play)).toBe(0);
    play.do({ kind: 'reopen', because: 'family-broke-down', note: 'n' }, coordinator);
    check(play);
    expect(net(play)).toBe(1);
  });

  test('leaves it once the entry authority says that the child never was in its care, and the check is done again', () => {
    const play = arrived();
    play.do(
      { kind: 'amend', data: { referralId: play.case.referralId, facts: { inCareOfAuthority: false } } },
      entry,
    );
    expect(net(play)).toBe(0);
    check(play);
    expect([play.case.status, net(play)]).toEqual(['held', 0]);
    play.do(
      { kind: 'amend', data: { referralId: play.case.referralId, facts: { inCareOfAuthority: true } } },
      entry,
    );
    check(play);
    expect(net(play)).toBe(1);
  });

  test('is counted as they are when the group changes', () => {
    const play = arrived();
    const children = [aChild(), aChild({ number: 2 })];
    play.do({ kind: 'amend', data: { referralId: play.case.referralId, facts: { children } } }, entry);
    check(play);
    expect(net(play)).toBe(2);
    play.do({ kind: 'turn-18', child: 2 });
    expect([net(play), play.case.arrivalsCounted]).toEqual([1, 1]);
  });

  test('is not taken away from a figure that was declared with them in it', () => {
    const play = arrived();
    const declared = play.view.councils.map((one) =>
      one.code === KENT
        ? { ...one, netSince: 0, caredFor: { count: 101, asAt: '2026-11-24', source: 'declared' as const } }
        : one,
    );
    play.view = { ...play.view, councils: declared };
    play.do({ kind: 'reallocate', because: 'coordinator', askAgain: true }, coordinator);
    check(play);
    expect(net(play)).toBe(0);
  });
});

describe('a child who waits in a reception centre', () => {
  test.each<[boolean | undefined, Policy, boolean]>([
    [true, now, false],
    [false, now, true],
    [undefined, now, true],
    [true, before, true],
  ])(
    'is settled, where that is said as %s, under %o as the policy has it: %s',
    (inReception, policy, settled) => {
      const facts = {
        settledSince: '2026-10-01',
        ...(inReception === undefined ? {} : { inReception }),
      };
      expect(holdReasons(inputsWith([], facts), policy).map(({ code }) => code)).toEqual(
        settled ? ['settled-child'] : [],
      );
    },
  );

  test('is looked at anew once it has moved from there to a placement', () => {
    const play = check(
      new Play(kentWith(346), now).receive(
        aReferral({
          arrivedOn: '2026-09-29',
          asylumClaimOn: '2026-09-30',
          settledSince: '2026-10-01',
          inReception: true,
        }),
      ),
    );
    expect(play.case.status).toBe('offered');
    play.do(
      { kind: 'amend', data: { referralId: play.case.referralId, facts: { inReception: false } } },
      entry,
    );
    check(play);
    expect(play.case.status).toBe('held');
  });
});

describe('a child who is in no authority’s care', () => {
  test('is held for a person, whatever the threshold says; before it passed unseen', () => {
    const reasonsUnder = (policy: Policy) =>
      holdReasons(inputsWith([], { inCareOfAuthority: false }), policy).map(({ code }) => code);
    expect(reasonsUnder(now)).toEqual(['not-in-care']);
    expect(reasonsUnder(before)).toEqual([]);
  });
});

describe('a child who came into the entry authority’s care after a council had accepted', () => {
  test('is counted there until the handover, and leaves no trace in the count then', () => {
    const play = new Play(kentWith(346), now).receive(
      aReferral({ arrivedOn: '2026-11-15', inCareOfAuthority: false }),
    );
    const net = () => play.council(KENT).netSince;
    play.do(
      { kind: 'place-directly', council: LEEDS, reason: 'court-order', note: 'n', overCapacity: false },
      coordinator,
    );
    play.do(
      { kind: 'amend', data: { referralId: play.case.referralId, facts: { inCareOfAuthority: true } } },
      entry,
    );
    expect([net(), play.case.arrivalsCounted]).toEqual([1, 1]);
    play.do({ kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER }, duty(LEEDS));
    play.do({ kind: 'complete-transfer', handedOverAt: play.now }, entry);
    expect([net(), play.council(LEEDS).netSince]).toEqual([0, 1]);
  });
});

describe('a council that volunteers beyond its threshold', () => {
  const volunteer = (overrides: Partial<Declaration> = {}, council: Partial<Council> = {}) =>
    aCouncil({
      code: LEEDS,
      name: 'Leeds',
      caredFor: { count: 103, asAt: '2025-03-31', source: 'published' },
      declaration: aDeclaration({ volunteersUpTo: 105, ...overrides }),
      ...council,
    });
  const decided = (council: Council, facts: Partial<ReferralFacts> = {}, id = now.id) => {
    const decision = checkAllocation(inputsWith([council], facts, { policy: id }));
    return decision.kind === 'offer' || decision.kind === 'no-candidate'
      ? decision.verdicts.find((one) => one.council === LEEDS)
      : undefined;
  };

  test('is asked in its turn up to the number that it names, with the words that say so', () => {
    expect(decided(volunteer())).toMatchObject({
      outcome: 'chosen',
      numbers: { threshold: 100, volunteersUpTo: 105, headroom: 2 },
    });
    const full = decided(volunteer({}, { incoming: 1, held: 1 }));
    expect(full).toMatchObject({ because: 'at-threshold', numbers: { headroom: 0 } });
    expect(full && explain(full)).toContain('its threshold is 100, and it volunteers to go up to 105');
    expect(
      decided(volunteer(), { children: [aChild(), aChild({ number: 2 }), aChild({ number: 3 })] }),
    ).toMatchObject({ because: 'no-headroom-for-group' });
  });

  test.each<[string, Council, string?]>([
    ['that declared it 28 days ago', volunteer({ declaredAt: '2026-10-26T09:00:00.000Z' })],
    ['that names a number below its threshold', volunteer({ volunteersUpTo: 99 })],
    ['under a policy that knows no volunteers', volunteer(), before.id],
  ])('is not asked beyond it %s', (_, council, id) => {
    const verdict = decided(council, {}, id);
    expect(verdict).toMatchObject({ because: 'at-threshold', numbers: { headroom: -3 } });
    expect(verdict?.numbers).not.toHaveProperty('volunteersUpTo');
  });

  test('is asked for the last time on the day before', () => {
    expect(decided(volunteer({ declaredAt: '2026-10-27T09:00:00.000Z' }))?.outcome).toBe('chosen');
  });

  test('is asked first for a child who has family there, and nobody has to decide about it', () => {
    const links = [{ council: LEEDS, kind: 'family' as const }];
    expect(holdReasons(inputsWith([volunteer()], { links }), now)).toEqual([]);
    expect(decided(volunteer(), { links })).toMatchObject({ because: 'family-link' });
  });

  test('never has a lower ceiling than one that does not', () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.nat(400_000),
        fc.option(fc.constant(TODAY), { nil: undefined }),
        (upTo, childPopulation, today) => {
          const council = volunteer({ volunteersUpTo: upTo }, { childPopulation });
          const limit = threshold(council, now);
          expect(ceiling(council, now, today)).toBe(Math.max(limit, upTo));
          expect(ceiling(council, before, today)).toBe(threshold(council, before));
        },
      ),
    );
  });
});

describe('family at a council that is full', () => {
  const full = (overrides: Partial<Council> = {}) =>
    aCouncil({
      code: LEEDS,
      name: 'Leeds',
      caredFor: { count: 100, asAt: '2025-03-31', source: 'published' },
      ...overrides,
    });
  const linked = (kind: 'family' | 'sibling' | 'community', facts: Partial<ReferralFacts> = {}) => ({
    links: [{ council: LEEDS, kind }],
    ...facts,
  });
  const codes = (council: Council, facts: Partial<ReferralFacts>, policy = now) =>
    holdReasons(inputsWith([council], facts), policy).map(({ code }) => code);

  test('is a person’s to decide about, and the council is asked', () => {
    expect(codes(full(), linked('family'))).toEqual([`link-at-full-council:${LEEDS}`]);
    expect(codes(full(), linked('sibling'))).toEqual([`link-at-full-council:${LEEDS}`]);
    const play = check(
      new Play(
        kentWith(346).map((one) => (one.code === LEEDS ? full({ region: one.region }) : one)),
        now,
      ).receive(aReferral(linked('family'))),
    );
    expect(play.case.status).toBe('held');
    expect(play.trail.flatMap(emailsFor).map(({ data }) => [data.template, data.to])).toContainEqual([
      'link-at-full-council',
      { role: 'council', council: LEEDS },
    ]);
  });

  test.each<[string, Council, Partial<ReferralFacts>, Policy?]>([
    [
      'has room',
      full({ caredFor: { count: 99, asAt: '2025-03-31', source: 'published' } }),
      linked('family'),
    ],
    ['takes no part', full({ participates: false }), linked('family')],
    ['is one to avoid', full(), linked('family', { areasToAvoid: [LEEDS] })],
    ['has only a community', full(), linked('community')],
    ['is full under a policy that passes it over', full(), linked('family'), before],
  ])('holds nothing where the council %s', (_, council, facts, policy) => {
    expect(codes(council, facts, policy).join()).not.toContain('full-council');
  });

  test('once a person has cleared it, the case goes to whose turn it is', () => {
    const inputs = inputsWith([full(), aCouncil({ code: HAMPSHIRE })], linked('family'), {
      policy: now.id,
      cleared: [`link-at-full-council:${LEEDS}`],
    });
    expect(checkAllocation(inputs)).toMatchObject({ kind: 'offer', chosen: { council: HAMPSHIRE } });
  });
});

test('the threshold that the Home Office has published for a council goes before the share of its children', () => {
  expect(threshold({ code: KENT, childPopulation: 355_000 }, now)).toBe(346);
  expect(threshold({ code: KENT, childPopulation: 355_000 }, before)).toBe(355);
  fc.assert(
    fc.property(fc.nat(1_000_000), (childPopulation) => {
      expect(threshold({ code: HAMPSHIRE, childPopulation }, now)).toBe(
        threshold({ code: HAMPSHIRE, childPopulation }, before),
      );
    }),
  );
  for (const { source, asAt } of Object.values(now.threshold.published ?? {})) {
    expect(source.length).toBeGreaterThan(10);
    expect(asAt).toMatch(/^\d{4}-\d{2}$/);
  }
});
