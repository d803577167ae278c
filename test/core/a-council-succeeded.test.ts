/** A council has ended: what belonged to it in a case waits for a coordinator, and goes where the coordinator puts it. Nothing is lost. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Need } from '../../events/referral.ts';
import { emptyRota, lags, passOn, serve } from '../../shared/core/allocation/rota.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { partInPlacement } from '../../shared/core/case/commands/open-sealed-details.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { succeed as takeOver } from '../../shared/core/case/commands/succeed.ts';
import { beginDraft } from '../../shared/core/case/decision-draft.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { sealedUnder } from '../../shared/core/case/responsible.ts';
import { endedIn, endsOf, partsOf } from '../../shared/core/case/succession.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, aDeclaration, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { coordinator, councilsWith, duty, KENT, LEEDS, Play } from './a-scheme.ts';

const SURREY = 'E10000030';
const EAST = 'E06999901';
const WEST = 'E06999902';
const SOUTH_EAST = 'E12000008';
const MARCH = '2027-03-31T10:00:00.000Z';
const APRIL = '2027-04-01T08:00:00.000Z';

const councils = () => [
  ...councilsWith(10),
  ...[SURREY, EAST, WEST].map((code) =>
    aCouncil({ code, name: code, caredFor: { count: 90, asAt: '2025-03-31', source: 'published' } }),
  ),
];
const begun = (facts: Partial<Parameters<typeof aReferral>[0]> = {}) => {
  const play = new Play(councils(), policyNamed('nts-2026'));
  play.now = MARCH;
  return play.receive(
    aReferral({
      referredOn: '2027-03-31',
      arrivedOn: '2027-03-29',
      asylumClaimOn: '2027-03-29',
      settledSince: '2027-03-30',
      ...facts,
    }),
  );
};
const asked = () => begun().offer(SURREY, LEEDS);
const accepted = () => {
  const play = asked();
  play.do({ kind: 'answer', offerId: '1-1', answer: 'accept' }, duty(SURREY));
  return play;
};
const moved = () => {
  const play = accepted();
  play.do({ kind: 'arrange-transfer', moveOn: '2027-03-31', socialWorker: SOCIAL_WORKER }, duty(SURREY));
  play.do({ kind: 'complete-transfer', handedOverAt: MARCH }, duty(SURREY));
  return play;
};
const entry = () => begun({ entryAuthority: SURREY }).offer(LEEDS);
const stories = { asked, accepted, moved, entry };
const succeed = (to = EAST): Command => ({ kind: 'succeed', from: SURREY, to });
const figures = (play: Play, code: string) => {
  const { held, offered, incoming, netSince } = play.council(code);
  return [held, offered, incoming, netSince];
};
const codeOf = (outcome: ReturnType<Play['do']>) => ('code' in outcome ? outcome.code : outcome.kind);
const mailed = (play: Play, type: string) =>
  play.trail
    .filter((event) => event.type === type)
    .flatMap(emailsFor)
    .map(({ data: { template, to } }) => `${template} > ${'council' in to ? to.council : to.role}`);

test.each(Object.entries(stories))('%s: nobody takes over from a council that has not ended', (_, story) => {
  const play = story();
  expect(codeOf(play.do(succeed(), coordinator))).toBe('not-ended');
  expect(possibleCommands(play.case, coordinator, MARCH).some(({ kind }) => kind === 'succeed')).toBe(false);
});

test.each(['asked', 'accepted', 'entry'] as const)(
  '%s: the case is looked at when the day comes, is on the coordinators’ list, and they are told once',
  (name) => {
    const play = stories[name]();
    expect(play.case.needs?.party.kind).not.toBe('coordinators');
    const day = '2027-03-31T23:00:00.000Z';
    expect(play.case.nextDueAt !== undefined && play.case.nextDueAt <= day).toBe(true);
    play.now = APRIL;
    play.do({ kind: 'look-at-deadlines' });
    expect(play.case.needs).toMatchObject({
      party: { kind: 'coordinators' },
      what: 'say which council takes over',
    });
    play.do({ kind: 'look-at-deadlines' });
    expect(mailed(play, 'case-waiting.v1')).toEqual(['case-waiting > coordinators']);
    play.do(succeed(), coordinator);
    expect(play.case.needs?.what).not.toBe('say which council takes over');
  },
);

describe('what a coordinator gives to a council', () => {
  test('is an open offer, with its whole time and the place that it holds', () => {
    const play = asked();
    play.do({ kind: 'answer', offerId: '1-1', answer: 'reading' }, duty(SURREY));
    play.now = APRIL;
    const before = play.case.offers[0];
    expect(before?.readAt).toBe(MARCH);
    play.do(succeed(), coordinator);
    expect(play.case.offers[0]).toMatchObject({ council: EAST, status: 'live', region: SOUTH_EAST });
    expect(play.case.offers[0]?.readAt).toBeUndefined();
    expect((play.case.offers[0]?.answerBy ?? '') > (before?.answerBy ?? '')).toBe(true);
    expect([figures(play, SURREY), figures(play, EAST)]).toEqual([
      [0, 0, 0, 0],
      [1, 1, 0, 0],
    ]);
    expect(mailed(play, 'council-succeeded.v1')).toEqual([`council-succeeded > ${EAST}`]);
    expect(codeOf(play.do({ kind: 'answer', offerId: '1-1', answer: 'accept' }, duty(EAST)))).toBe('changed');
    expect(figures(play, EAST)).toEqual([0, 0, 1, 0]);
  });

  test('is a placement, that it can arrange, hand over, or give back', () => {
    const play = accepted();
    play.now = APRIL;
    play.do(succeed(WEST), coordinator);
    expect(play.case.placement).toMatchObject({ council: WEST, region: SOUTH_EAST });
    // Who is told besides is another council with the placement, never the one that has ended.
    expect(play.trail.at(-1)?.data).toEqual({ from: SURREY, to: WEST, parts: ['receiving-authority'] });
    expect([figures(play, SURREY), figures(play, WEST)]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 1, 0],
    ]);
    expect([SURREY, WEST, EAST, KENT].map((code) => partInPlacement(play.case, code))).toEqual([
      undefined,
      'receiving-authority',
      undefined,
      'entry-authority',
    ]);
    expect(mailed(play, 'council-succeeded.v1')).toEqual([
      `council-succeeded > ${WEST}`,
      'council-succeeded > entry-authority',
    ]);
    expect(codeOf(play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(WEST)))).toBe(
      'changed',
    );
    expect(figures(play, WEST)).toEqual([0, 0, 0, 0]);
    expect(play.view.regions[SOUTH_EAST]?.state.parties[WEST]?.placed).toBe(0);
  });

  test('is a child in its care, who counts there', () => {
    const play = moved();
    play.now = APRIL;
    const kent = figures(play, KENT);
    play.do(succeed(), coordinator);
    expect([figures(play, SURREY), figures(play, EAST), figures(play, KENT)]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 1],
      kent,
    ]);
    expect(play.case).toMatchObject({ status: 'transferred', placement: { council: EAST } });
  });

  test('is a referral: it amends it, and what was sealed under the former code still is', () => {
    const play = entry();
    play.now = APRIL;
    play.do(succeed(), coordinator);
    expect(play.case.facts.entryAuthority).toBe(EAST);
    expect(sealedUnder(play.case)).toBe(SURREY);
    const amend: Command = {
      kind: 'amend',
      data: { referralId: play.case.referralId, facts: { trafficking: 'no-indicators' } },
    };
    const by = (code: string) => play.do(amend, { kind: 'entry-authority', code });
    expect(codeOf(by(SURREY))).toBe('not-yours');
    expect(codeOf(by(EAST))).not.toBe('not-yours');
  });
});

describe('children who came before the new council counted its own', () => {
  const declared = (asAt: string) => {
    const play = moved();
    play.now = APRIL;
    return {
      play,
      counted: (of: Play = play) => {
        const east = of.council(EAST);
        of.view = {
          ...of.view,
          councils: of.view.councils.map((one) =>
            one.code === EAST ? { ...east, caredFor: { count: 50, asAt, source: 'declared' } } : one,
          ),
        };
        of.do(succeed(), coordinator);
        return of.council(EAST).netSince;
      },
    };
  };

  test.each([
    ['the day before the handover', '2027-03-30', 1],
    ['the day of the handover', '2027-03-31', 0],
    ['after it', '2027-04-01', 0],
  ])('are in its figure already when that is of %s, and count once', (_, asAt, counts) => {
    expect(declared(asAt).counted()).toBe(counts);
  });

  test.each([
    ['the day before they arrived', '2027-03-28', 1],
    ['the day on which they arrived', '2027-03-29', 0],
  ])('and who were referred by the old one, when its figure is of %s', (_, asAt, counts) => {
    const play = entry();
    play.now = APRIL;
    const before = play.case.arrivalsCounted;
    expect(before).toBe(1);
    expect(declared(asAt).counted(play)).toBe(counts);
    expect(play.case.arrivalsCounted).toBe(1);
    expect(play.council(SURREY).netSince).toBe(0);
  });
});

test.each(Object.entries(stories))(
  '%s: said again it changes nothing, the trail keeps the old name, and no child is lost or counted twice',
  (_, story) => {
    const play = story();
    play.now = APRIL;
    const before = play.trail.slice();
    const sums = () =>
      [0, 1, 2, 3].map((at) =>
        play.view.councils.reduce((sum, { code }) => sum + (figures(play, code)[at] ?? 0), 0),
      );
    const counted = sums();
    expect(codeOf(play.do(succeed(), coordinator))).toBe('changed');
    expect(sums()).toEqual(counted);
    expect(play.do(succeed(WEST), coordinator).kind).toBe('unchanged');
    expect(play.trail.slice(0, before.length)).toEqual(before);
    expect(possibleCommands(play.case, coordinator, APRIL).some(({ kind }) => kind === 'succeed')).toBe(
      false,
    );
  },
);

test('nobody but the councils that take over can be named, and none whose area is not safe for the child', () => {
  const play = asked();
  play.now = APRIL;
  for (const to of [LEEDS, SURREY, 'E99999999'])
    expect(codeOf(play.do(succeed(to), coordinator))).toBe('no-successor');
  const unsafe = begun({ areasToAvoid: [EAST] }).offer(SURREY);
  unsafe.now = APRIL;
  expect(codeOf(unsafe.do(succeed(EAST), coordinator))).toBe('area-to-avoid');
  expect(codeOf(unsafe.do(succeed(WEST), coordinator))).toBe('changed');
  expect(codeOf(asked().do(succeed(), duty(LEEDS)))).toBe('not-yours');
});

test('who declined as the former council is not asked again under its new name', () => {
  const play = asked();
  play.do({ kind: 'answer', offerId: '1-1', answer: 'decline', reason: 'no-safe-placement' }, duty(SURREY));
  play.now = APRIL;
  expect(play.do(succeed(), coordinator).kind).toBe('unchanged');
});

test('turns that are passed on leave what all are owed as it was', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      (who, by) => {
        const parties = ['A', 'B', 'C'].map((id) => ({ id, weight: 1, open: true, able: true }));
        const rules = { forgiveClosedTime: false };
        const state = who.reduce(
          (before, id) => serve(before, parties, id, 1, rules),
          serve(emptyRota, parties, 'A', 1, rules),
        );
        const sum = (of: typeof state) =>
          Object.values(lags(of, [...parties, { id: 'D' }])).reduce((total, one) => total + one, 0);
        const after = passOn(state, 'A', 'D', by);
        expect(sum(after)).toBeCloseTo(sum(state), 6);
        expect(after.parties.D?.placed).toBe(by);
      },
    ),
  );
});

describe('only what the council that ended had goes to another', () => {
  /** What a case and the books hold of a council that goes on, whatever part it has. */
  const leeds = (play: Play) => ({
    offers: play.case.offers.filter(({ council }) => council === LEEDS),
    placement: play.case.placement?.council === LEEDS ? play.case.placement : undefined,
    figures: figures(play, LEEDS),
  });
  const promisedBehind = () => {
    const play = asked();
    play.do({ kind: 'answer', offerId: '1-2', answer: 'back-up-yes' }, duty(LEEDS));
    return play;
  };
  const acceptedByLeeds = () => {
    const play = entry();
    play.do({ kind: 'answer', offerId: '1-1', answer: 'accept' }, duty(LEEDS));
    return play;
  };
  const placedInSurrey = () => {
    const play = begun().offer(LEEDS);
    play.do({ kind: 'answer', offerId: '1-1', answer: 'accept' }, duty(LEEDS));
    const arrange: Command = {
      kind: 'arrange-transfer',
      moveOn: '2027-04-01',
      socialWorker: SOCIAL_WORKER,
      placedIn: SURREY,
    };
    expect(codeOf(play.do(arrange, duty(LEEDS)))).toBe('changed');
    return play;
  };

  test.each([
    ['a back-up has promised a place', promisedBehind, ['asked-council'], []],
    ['another council has accepted its referral', acceptedByLeeds, ['entry-authority'], [LEEDS]],
    ['another council places in its area', placedInSurrey, ['area'], [LEEDS]],
  ] as const)('%s', (_, story, parts, concerned) => {
    const play = story();
    const before = leeds(play);
    expect(partsOf(play.case, SURREY)).toEqual(parts);
    expect(endedIn(play.case, '2027-03-31')).toEqual([]);
    expect(endedIn(play.case, '2027-04-01')).toEqual([SURREY]);
    play.now = APRIL;
    play.do({ ...succeed(), note: 'agreed by both' } as Command, coordinator);
    const { placement, figures: counted, offers } = leeds(play);
    expect({ offers, figures: counted }).toEqual({ offers: before.offers, figures: before.figures });
    const { placedIn, ...rest } = placement ?? {};
    const { placedIn: was, ...asBefore } = before.placement ?? {};
    expect(rest).toEqual(asBefore);
    expect(placedIn).toBe(was === SURREY ? EAST : was);
    const { data } = play.trail.at(-1) ?? {};
    expect(data).toEqual({
      from: SURREY,
      to: EAST,
      parts,
      note: 'agreed by both',
      ...(concerned.length > 0 ? { concerned } : {}),
    });
    expect('foundElsewhere' in play.case).toBe(false);
    expect(partsOf(play.case, EAST)).toEqual(parts);
    expect(endedIn(play.case, '2027-04-01')).toEqual([]);
  });

  test('an offer that it declined or let go stays its own, and an offer begun anew keeps how often it was', () => {
    const play = begun().offer(SURREY);
    play.do({ kind: 'answer', offerId: '1-1', answer: 'decline', reason: 'no-safe-placement' }, duty(SURREY));
    play.subject = {
      ...play.case,
      facts: { ...play.case.facts, entryAuthority: SURREY },
    };
    play.now = APRIL;
    play.do(succeed(), coordinator);
    expect(play.case.offers.map(({ council, status }) => [council, status])).toEqual([[SURREY, 'declined']]);

    const again = asked();
    again.subject = {
      ...again.case,
      offers: again.case.offers.map((offer) => ({ ...offer, begunAnew: { times: 2, at: MARCH } })),
    };
    again.now = APRIL;
    again.do(succeed(), coordinator);
    expect(again.case.offers.map(({ begunAnew }) => begunAnew)).toEqual([
      { times: 2, at: APRIL },
      { times: 2, at: MARCH },
    ]);
  });

  test.each([
    ['answer', asked],
    ['arrange', accepted],
  ] as const)('more time to %s is given to who takes over too', (deadline, story) => {
    const more = (council: string): Command => ({
      kind: 'give-more-time',
      deadline,
      council,
      days: 1,
      because: 'facts-asked-for',
      note: 'n',
    });
    const play = story();
    expect(codeOf(play.do(more(SURREY), coordinator))).toBe('changed');
    play.now = APRIL;
    play.do(succeed(), coordinator);
    expect(codeOf(play.do(more(EAST), coordinator))).toBe('changed');
    expect(codeOf(play.do(more(EAST), coordinator))).toBe('unchanged');
  });

  test('where it was asked first, whoever is asked as a back-up may answer as long as who takes over', () => {
    const play = asked();
    const [before] = play.case.offers;
    play.now = APRIL;
    play.do(succeed(), coordinator);
    const [first, backUp] = play.case.offers;
    expect(first?.answerBy).not.toBe(before?.answerBy);
    expect(backUp).toMatchObject({ council: LEEDS, status: 'asked', answerBy: first?.answerBy });
  });

  test('an offer that had more time than a new one would have keeps it', () => {
    const play = asked();
    const late = '2027-05-01T16:00:00.000Z';
    play.subject = {
      ...play.case,
      offers: play.case.offers.map((offer) => ({ ...offer, answerBy: late })),
    };
    play.now = APRIL;
    play.do(succeed(), coordinator);
    expect(play.case.offers[0]).toMatchObject({ council: EAST, answerBy: late });
  });

  test('the referral of a council goes on in an area that the child is to avoid: the child is not placed there', () => {
    const play = begun({ entryAuthority: SURREY, areasToAvoid: [EAST] }).offer(LEEDS);
    play.now = APRIL;
    expect(codeOf(play.do(succeed(EAST), coordinator))).toBe('changed');
    const both = begun({ entryAuthority: SURREY, areasToAvoid: [EAST] }).offer(SURREY);
    both.now = APRIL;
    expect(codeOf(both.do(succeed(EAST), coordinator))).toBe('area-to-avoid');
  });

  test('and a council that takes over but is not in the scheme’s list is refused', () => {
    const play = asked();
    play.view = { ...play.view, councils: play.view.councils.filter(({ code }) => code !== EAST) };
    play.now = APRIL;
    expect(codeOf(play.do(succeed(EAST), coordinator))).toBe('no-successor');
  });

  test('what another council holds for the case stays on that one’s books', () => {
    const play = promisedBehind();
    play.now = APRIL;
    play.do(succeed(), coordinator);
    expect([SURREY, EAST, LEEDS].map((code) => figures(play, code))).toEqual([
      [0, 0, 0, 0],
      [1, 1, 0, 0],
      [1, 0, 0, 0],
    ]);
    const accepted = acceptedByLeeds();
    const before = figures(accepted, SURREY);
    accepted.now = APRIL;
    accepted.do(succeed(), coordinator);
    expect([SURREY, EAST, LEEDS].map((code) => figures(accepted, code))).toEqual([
      [0, 0, 0, 0],
      before,
      [0, 0, 1, 0],
    ]);
  });

  test.each(['asked', 'promised'] as const)('a council that stands by is one with a part: %s', (status) => {
    const play = begun().offer(LEEDS, SURREY);
    if (status === 'promised')
      play.do({ kind: 'answer', offerId: '1-2', answer: 'back-up-yes' }, duty(SURREY));
    expect(play.case.offers[1]).toMatchObject({ council: SURREY, status });
    expect(partsOf(play.case, SURREY)).toEqual(['asked-council']);
    play.now = APRIL;
    play.do(succeed(), coordinator);
    expect(play.case.offers.map((offer) => [offer.council, offer.status])).toEqual([
      [LEEDS, 'live'],
      [EAST, status],
    ]);
  });

  test('a council that is not asked again for a child is not asked by its new name', () => {
    const play = begun({ entryAuthority: SURREY }).offer(LEEDS);
    play.subject = { ...play.case, excluded: [KENT, SURREY] };
    play.now = APRIL;
    play.do(succeed(), coordinator);
    expect(play.case.excluded).toEqual([KENT, SURREY, EAST]);
    const other = begun({ entryAuthority: SURREY }).offer(LEEDS);
    other.subject = { ...other.case, excluded: [KENT] };
    other.now = APRIL;
    other.do(succeed(), coordinator);
    expect(other.case.excluded).toEqual([KENT]);
  });

  test('where a child was found is named anew, and is no part any more once the child is handed over', () => {
    const found = { council: SURREY, decided: false };
    const play = begun().offer(LEEDS);
    play.subject = { ...play.case, foundElsewhere: found };
    expect(partsOf(play.case, SURREY)).toEqual(['area']);
    play.now = APRIL;
    play.do(succeed(), coordinator);
    expect(play.case.foundElsewhere).toEqual({ ...found, council: EAST });
    const received = moved();
    received.subject = { ...received.case, foundElsewhere: { council: LEEDS, decided: false } };
    expect(partsOf(received.case, LEEDS)).toEqual([]);
  });

  test('without the scheme nobody can say who takes over: it is no council that is not known', () => {
    const { case: subject, policy } = asked();
    const draft = beginDraft(subject, { now: APRIL, actor: coordinator, cause: 'test' }, { policy });
    expect(() => takeOver(draft, { kind: 'succeed', from: SURREY, to: EAST })).toThrow();
  });

  test('nothing that was not counted becomes a count of nothing', () => {
    const play = asked();
    play.subject = { ...play.case, facts: { ...play.case.facts, entryAuthority: SURREY } };
    const { arrivalsCounted: _, ...uncounted } = play.case;
    play.subject = uncounted;
    play.now = APRIL;
    play.do(succeed(), coordinator);
    expect('arrivalsCounted' in play.case).toBe(false);
  });
});

test('nobody is told again of an end that they were told of', () => {
  const play = begun({ entryAuthority: SURREY }).offer(SURREY);
  const [end, ...more] = endsOf(play.case);
  expect(end).toEqual({ at: '2027-03-31T23:00:00.000Z', key: `ended:${SURREY}` });
  expect(more).toEqual([]);
  play.subject = { ...play.case, told: [`ended:${SURREY}`] };
  expect(endsOf(play.case)).toEqual([]);
});

test('what a coordinator overruled of a council that has ended is not said of the one that takes over', () => {
  const play = begun();
  const overruled = [{ what: 'paused', because: 'council-agrees' }] as const;
  play.view = {
    ...play.view,
    councils: play.view.councils.map((one) =>
      one.code === SURREY
        ? { ...one, declaration: aDeclaration({ supports: [...Need.options], pausedUntil: '2027-05-01' }) }
        : one,
    ),
  };
  play.do(
    {
      kind: 'place-directly',
      council: SURREY,
      reason: 'court-order',
      note: 'Ordered.',
      overCapacity: false,
      overruled,
    },
    coordinator,
  );
  expect(play.case.placement?.overruled).toEqual(overruled);
  play.at(APRIL);
  play.do(succeed(), coordinator);
  expect(play.case.placement?.council).toBe(EAST);
  expect(play.case.placement?.overruled).toBeUndefined();
});
