/** What is recorded of children since the handover says exactly what happened, counts them on its day, and is taken back whole where a case is opened again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EarlierReferral } from '../../shared/core/allocation/earlier-referrals.ts';
import { addDays } from '../../shared/core/calendar/working-days.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { moveCare } from '../../shared/core/case/commands/after-handover.ts';
import { beginDraft } from '../../shared/core/case/decision-draft.ts';
import { defined } from '../../shared/core/defined.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aReferral } from '../builders.ts';
import { codeOf, said } from './a-play.ts';
import { CARDIFF, coordinator, councilsWith, duty, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

const [BARKING, BARNET] = ['E09000002', 'E09000003'];
const NOT_YET = 'E06999901';
/** Handed over on the evening of a summer's day, when the day in London has already changed and that of UTC has not. */
const HANDED_OVER = '2027-06-09T23:30:00.000Z';
const TODAY = '2027-06-15';
const handedOver = (
  placedIn?: string,
  months: readonly (string | undefined)[] = ['2028-06', '2028-07', undefined],
) => {
  const children = months.map((month, index) => {
    const { turns18Month: _, ...child } = aChild({ number: index + 1 });
    return month === undefined ? child : { ...child, turns18Month: month };
  });
  const play = new Play(councilsWith(10), policyNamed('nts-2026'));
  play.at('2027-06-07T09:00:00.000Z').receive(
    aReferral({
      referredOn: '2027-06-07',
      arrivedOn: '2027-06-01',
      settledSince: '2027-06-02',
      children: children as never,
    }),
  );
  play.offer(HAMPSHIRE).answer('1-1', 'accept');
  play.arrange('2027-06-09', defined({ placedIn }));
  return play.at(HANDED_OVER).handOver().at(`${TODAY}T09:00:00.000Z`);
};
const leave = (over: Partial<Extract<Command, { kind: 'leave-care' }>> = {}): Command => ({
  kind: 'leave-care',
  outcome: 'placement-ended',
  on: TODAY,
  ...over,
});
const move = (over: Partial<Extract<Command, { kind: 'move-care' }>> = {}): Command => ({
  kind: 'move-care',
  to: LEEDS,
  on: TODAY,
  ...over,
});
const books = (play: Play, code: string) => [play.council(code).netSince, play.council(code).moved ?? {}];

describe('a day since the handover', () => {
  test.each<[string, Command]>([
    ['of leaving care', leave()],
    ['of care that moved', move()],
    ['of a new placement', { kind: 'move-placement', livesIn: BARNET, on: TODAY }],
  ])('%s is one from that of the handover to today, as they are in London', (_, command) => {
    const on = (day: string) => {
      const play = handedOver();
      play.at('2027-06-14T23:00:00.000Z');
      return codeOf(play.do({ ...command, on: day } as Command, coordinator));
    };
    expect([on('2027-06-09'), on('2027-06-10'), on(TODAY), on('2027-06-16')]).toEqual([
      'before-the-handover',
      'changed',
      'changed',
      'in-the-future',
    ]);
  });
});

describe('children leave care', () => {
  test('and the event, the case and the books say whom, how and on which day', () => {
    const play = handedOver();
    expect(books(play, HAMPSHIRE)).toEqual([3, { '2027-06-10': 3 }]);
    const outcome = play.do(
      leave({ children: [3, 1], on: '2027-06-12', note: 'Moved on.' }),
      duty(HAMPSHIRE),
    );
    expect(said(outcome)).toEqual([
      [
        'left-care',
        {
          council: HAMPSHIRE,
          outcome: 'placement-ended',
          on: '2027-06-12',
          children: [1, 3],
          note: 'Moved on.',
        },
      ],
    ]);
    const until = play.case.left?.[0]?.until;
    expect(until).toBe(addDays(TODAY, policyNamed('nts-2026').reopenWithinDays ?? 0));
    expect(play.case.left).toEqual(
      [1, 3].map((child) => ({ child, outcome: 'placement-ended', on: '2027-06-12', until })),
    );
    expect(books(play, HAMPSHIRE)).toEqual([1, { '2027-06-10': 3, '2027-06-12': -2 }]);
    expect(outcome).toMatchObject({
      change: { birthdays: [{ do: 'remove', month: '2028-06', child: 1 }] },
    });
    expect([...play.birthdays]).toEqual(['2028-07 2']);
    expect(play.case.status).toBe('transferred');
  });

  test('all of them where nobody is named, those who are left where some left before, and nobody twice', () => {
    const play = handedOver();
    play.do(leave({ children: [2] }), duty(HAMPSHIRE));
    expect(codeOf(play.do(leave({ children: [2] }), duty(HAMPSHIRE)))).toBe('unchanged');
    const outcome = play.do(leave({ outcome: 'died', children: [1, 2] }), duty(HAMPSHIRE));
    expect(said(outcome)[0]?.[1]).toMatchObject({ children: [1] });
    expect(said(outcome)[0]?.[1]).not.toHaveProperty('note');
    expect(said(play.do(leave(), duty(HAMPSHIRE)))[0]?.[1]).toMatchObject({ children: [3] });
    expect(play.case.left?.map(({ child, outcome: how }) => [child, how])).toEqual([
      [2, 'placement-ended'],
      [1, 'died'],
      [3, 'placement-ended'],
    ]);
    expect([play.case.status, books(play, HAMPSHIRE)[0]]).toEqual(['left-care', 0]);
  });

  test('of this case: none, or one of another, is refused whole', () => {
    for (const children of [[], [4], [1, 4]]) {
      const play = handedOver();
      expect(codeOf(play.do(leave({ children }), duty(HAMPSHIRE)))).toBe('no-such-child');
    }
  });
});

describe('care moves to another council', () => {
  test('and the event, the case and the books say from whom, to whom and on which day', () => {
    const play = handedOver(BARNET);
    play.do(leave({ children: [2] }), duty(HAMPSHIRE));
    const outcome = play.do(move({ on: '2027-06-12', note: 'Agreed.' }), duty(HAMPSHIRE));
    expect(said(outcome)[0]).toEqual([
      'care-moved',
      { from: HAMPSHIRE, to: LEEDS, on: '2027-06-12', children: 2, note: 'Agreed.' },
    ]);
    expect(play.case.placement).toMatchObject({
      council: LEEDS,
      region: 'E12000003',
      movedFrom: HAMPSHIRE,
      handedOverAt: HANDED_OVER,
    });
    // Where the council before placed them is nothing to the next.
    expect(play.case.placement).not.toHaveProperty('placedIn');
    expect(books(play, HAMPSHIRE)).toEqual([0, { '2027-06-10': 3, [TODAY]: -1, '2027-06-12': -2 }]);
    expect(books(play, LEEDS)).toEqual([2, { '2027-06-12': 2 }]);
  });

  test('and where they live is kept where it is another area, and who received them first stays known', () => {
    const play = handedOver();
    const first = play.do(move({ placedIn: BARNET }), coordinator);
    expect(said(first)[0]?.[1]).toEqual({
      from: HAMPSHIRE,
      to: LEEDS,
      on: TODAY,
      children: 3,
      placedIn: BARNET,
    });
    expect(play.case.placement).toMatchObject({ council: LEEDS, placedIn: BARNET, movedFrom: HAMPSHIRE });
    const second = play.do(move({ to: CARDIFF, placedIn: CARDIFF }), coordinator);
    expect(said(second)[0]?.[1]).toEqual({ from: LEEDS, to: CARDIFF, on: TODAY, children: 3 });
    expect(play.case.placement).toMatchObject({ council: CARDIFF, movedFrom: HAMPSHIRE });
    expect(play.case.placement).not.toHaveProperty('placedIn');
  });

  test.each<[string, Command, string]>([
    ['to a council that the scheme does not know', move({ to: 'E99999999' }), 'no-such-council'],
    ['to one with an area that there is not yet', move({ placedIn: NOT_YET }), 'not-in-force'],
    ['to one whose area is to be avoided', move({ to: CARDIFF }), 'area-to-avoid'],
    ['to one that places them where it is to be avoided', move({ placedIn: BARKING }), 'area-to-avoid'],
    ['to the same', move({ to: HAMPSHIRE }), 'unchanged'],
  ])('%s is refused in its own words', (_, command, code) => {
    const play = handedOver();
    play.at('2027-03-15T09:00:00.000Z');
    play.subject = {
      ...play.case,
      facts: { ...play.case.facts, areasToAvoid: [BARKING, CARDIFF] },
      placement: {
        ...(play.case.placement as NonNullable<typeof play.case.placement>),
        handedOverAt: '2027-03-01T09:00:00.000Z',
      },
    };
    expect(codeOf(play.do({ ...command, on: '2027-03-10' } as Command, coordinator))).toBe(code);
  });

  test('a council that has ended takes over no more children', () => {
    const SURREY = 'E10000030';
    const play = handedOver();
    const [first] = play.view.councils;
    if (first === undefined) throw new Error('no council');
    play.view = { ...play.view, councils: [...play.view.councils, { ...first, code: SURREY }] };
    expect(codeOf(play.do(move({ to: SURREY }), coordinator))).toBe('not-in-force');
    expect(codeOf(play.do(move({ to: SURREY, placedIn: HAMPSHIRE }), coordinator))).toBe('not-in-force');
  });

  test('without the scheme nobody can say to whom: it is no council that is not known', () => {
    const { case: subject, policy, now } = handedOver();
    const draft = beginDraft(subject, { now, actor: coordinator, cause: 'test' }, { policy });
    expect(() => moveCare(draft, { kind: 'move-care', to: LEEDS, on: TODAY })).toThrow();
  });
});

describe('they live elsewhere under the same council', () => {
  test('and the event says where, unless it is the council’s own area', () => {
    const play = handedOver();
    const away = play.do(
      { kind: 'move-placement', livesIn: BARNET, on: TODAY, note: 'New carers.' },
      duty(HAMPSHIRE),
    );
    expect(said(away)[0]).toEqual([
      'placement-moved',
      { council: HAMPSHIRE, on: TODAY, children: 3, placedIn: BARNET, note: 'New carers.' },
    ]);
    expect(play.case.placement).toMatchObject({ council: HAMPSHIRE, placedIn: BARNET });
    const home = play.do({ kind: 'move-placement', livesIn: HAMPSHIRE, on: TODAY }, duty(HAMPSHIRE));
    expect(said(home)[0]?.[1]).toEqual({ council: HAMPSHIRE, on: TODAY, children: 3 });
    expect(play.case.placement).not.toHaveProperty('placedIn');
    expect(codeOf(play.do({ kind: 'move-placement', livesIn: HAMPSHIRE, on: TODAY }, duty(HAMPSHIRE)))).toBe(
      'unchanged',
    );
  });
});

describe('areas are added that are to be avoided', () => {
  test('also where none were ever asked for', () => {
    const play = handedOver();
    const { areasToAvoid: _, ...facts } = play.case.facts;
    play.subject = { ...play.case, facts };
    play.do({ kind: 'avoid-areas', areas: [BARKING ?? ''] }, duty(HAMPSHIRE));
    expect(play.case.facts.areasToAvoid).toEqual([BARKING]);
  });

  test('each once and in the order of councils, and the event says whether the children live in one', () => {
    fc.assert(
      fc.property(
        fc.subarray([BARKING, BARNET, LEEDS, HAMPSHIRE] as string[]),
        fc.array(fc.constantFrom(BARKING, BARNET, LEEDS, HAMPSHIRE, CARDIFF) as fc.Arbitrary<string>, {
          minLength: 1,
          maxLength: 6,
        }),
        fc.constantFrom(undefined, BARNET),
        (known, areas, placedIn) => {
          const play = handedOver(placedIn);
          play.subject = { ...play.case, facts: { ...play.case.facts, areasToAvoid: known } };
          const outcome = play.do({ kind: 'avoid-areas', areas, note: 'n' }, duty(HAMPSHIRE));
          const added = [...new Set(areas)].filter((area) => !known.includes(area));
          if (added.length === 0) {
            expect(outcome.kind).toBe('unchanged');
            return;
          }
          const livesIn = placedIn ?? HAMPSHIRE;
          const [[type, data] = []] = said(outcome);
          expect(type).toBe('areas-avoided');
          expect(data).toEqual({
            council: HAMPSHIRE,
            areas: added.toSorted(),
            note: 'n',
            ...(added.includes(livesIn) ? { livesThere: livesIn } : {}),
          });
          expect(play.case.facts.areasToAvoid).toEqual([...known, ...added].toSorted());
        },
      ),
    );
  });
});

const found: EarlierReferral = {
  reference: 'NTS-3333-3333',
  council: LEEDS,
  responsible: LEEDS,
  ended: 'withdrawn',
};
const claims = [{ fingerprint: 'f'.repeat(64) }];
const duplicates = { possible: ['NTS-2222-2222'], claims, earlier: [found] };

describe('a case that is opened again', () => {
  const joined = (): Play => {
    const play = new Play(councilsWith(10), policyNamed('nts-2026'));
    play.receive(aReferral({ children: [aChild(), aChild({ number: 2 })] })).offer(HAMPSHIRE);
    play.do({ kind: 'family-joined', note: 'His uncle.' }, coordinator);
    return play.at('2026-12-14T09:00:00.000Z');
  };

  test.each(['family-broke-down', 'recorded-in-error'] as const)(
    'before a handover says why, begins its time anew, and is compared with who came meanwhile: %s',
    (because) => {
      const play = joined();
      const { arrivalsCountedFrom: from } = play.case;
      play.subject = { ...play.case, possibleDuplicates: ['NTS-1111-1111', 'NTS-2222-2222'] };
      const outcome = play.do({ kind: 'reopen', because, note: 'n', duplicates }, coordinator);
      expect(outcome).toMatchObject({ change: { claims } });
      expect(said(outcome)).toEqual([
        ['case-reopened', { because, note: 'n' }],
        ['earlier-referral-found', { referrals: [found] }],
      ]);
      expect(play.case).toMatchObject({
        status: 'eligible',
        reopenedAt: play.now,
        possibleDuplicates: ['NTS-1111-1111', 'NTS-2222-2222'],
        arrivalsCountedFrom: because === 'recorded-in-error' ? from : play.now,
        stepBy: '2026-12-15T17:00:00.000Z',
      });
      expect(play.case.reopenUntil).toBeUndefined();
      expect([...play.birthdays].toSorted()).toEqual(['2028-05 1', '2028-05 2']);
    },
  );

  test('and nobody else found has nobody to be compared with', () => {
    const play = joined();
    const outcome = play.do({ kind: 'reopen', because: 'family-broke-down', note: 'n' }, coordinator);
    expect(outcome).toMatchObject({ change: { claims: [] } });
    expect(said(outcome).map(([type]) => type)).toEqual(['case-reopened']);
    expect(play.case.possibleDuplicates).toBeUndefined();
  });

  test('within its days alone where it broke down, to the last of them as it is in London', () => {
    const at = (instant: (until: string) => string) => {
      const play = joined();
      play.at(instant(play.case.reopenUntil ?? ''));
      return codeOf(play.do({ kind: 'reopen', because: 'family-broke-down', note: 'n' }, coordinator));
    };
    expect(at((until) => `${until}T23:59:00.000Z`)).toBe('changed');
    expect(at((until) => `${addDays(until, 1)}T00:00:00.000Z`)).toBe('not-to-be-reopened');
    const play = joined();
    expect(codeOf(play.do({ kind: 'reopen', because: 'placement-broke-down', note: 'n' }, coordinator))).toBe(
      'not-to-be-reopened',
    );
  });

  test.each([
    ['placement-broke-down', { '2027-06-10': 3, '2027-06-12': -2, [TODAY]: 2 }],
    ['recorded-in-error', { '2027-06-10': 3 }],
  ] as const)(
    'after a handover counts who is back from the day on which it became so: %s',
    (because, moved) => {
      const play = handedOver();
      play.do(leave({ children: [1, 2], on: '2027-06-12' }), duty(HAMPSHIRE));
      const outcome = play.do(
        { kind: 'reopen', because, note: 'n', children: [2, 1], duplicates },
        coordinator,
      );
      expect(said(outcome)).toEqual([
        ['case-reopened', { because, note: 'n', countedAgainst: HAMPSHIRE, children: [1, 2] }],
      ]);
      expect(outcome).toMatchObject({ change: { claims } });
      expect(books(play, HAMPSHIRE)).toEqual([3, moved]);
      expect([...play.birthdays].toSorted()).toEqual(['2028-06 1', '2028-07 2']);
      expect(play.case.left).toBeUndefined();
    },
  );
});
