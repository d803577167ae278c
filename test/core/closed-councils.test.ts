/** A council that is closed is neither ranked nor asked nor reminded, and what it was asked ends. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAllocation } from '../../shared/core/allocation/allocation.ts';
import { standings } from '../../shared/core/allocation/candidates.ts';
import { allSuccessions } from '../../shared/core/calendar/in-force.ts';
import { addDays } from '../../shared/core/calendar/working-days.ts';
import type { CouncilContext } from '../../shared/core/council/change.ts';
import { type Closing, isClosed, isOpen } from '../../shared/core/council/closing.ts';
import type { CouncilCommand } from '../../shared/core/council/command.ts';
import { decideOnCouncil } from '../../shared/core/council/commands/decide.ts';
import { reminderIsDue } from '../../shared/core/council/commands/remind.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, NOW } from '../builders.ts';
import { codeOf } from './a-play.ts';
import { CARDIFF, coordinator, duty, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';
import { anyInputs } from './allocation-inputs.ts';

const policy = policyNamed('nts-2025');
const closing: Closing = { because: 'emergency', from: '2026-11-23' };
const forGood = (council: Council): Council => ({ ...council, closing });

describe('the days of a closing', () => {
  test.each<[string, Closing | undefined, boolean]>([
    ['nobody closed it', undefined, false],
    ['from today', closing, true],
    ['from tomorrow', { ...closing, from: '2026-11-24' }, false],
    ['until tomorrow', { ...closing, from: '2026-11-01', until: '2026-11-24' }, true],
    ['until today', { ...closing, from: '2026-11-01', until: '2026-11-23' }, false],
  ])('%s', (_, of, expected) => {
    const council = aCouncil(of === undefined ? {} : { closing: of });
    expect([isClosed(council, '2026-11-23'), isOpen(council, '2026-11-23')]).toEqual([expected, !expected]);
  });

  test('nor does one that takes no part, or has ended, take its turn', () => {
    expect(isOpen(aCouncil({ participates: false }), '2026-11-23')).toBe(false);
    for (const { ends, lastDay, begins } of allSuccessions()) {
      expect(isOpen(aCouncil({ code: ends }), lastDay)).toBe(true);
      expect(isOpen(aCouncil({ code: ends }), addDays(lastDay, 1))).toBe(false);
      for (const { code } of begins) expect(isOpen(aCouncil({ code }), lastDay)).toBe(false);
    }
  });
});

describe('the allocation check', () => {
  test('decides as though closed councils took no part, whoever they are', () => {
    fc.assert(
      fc.property(anyInputs, fc.array(fc.boolean(), { maxLength: 16 }), (inputs, picked) => {
        const councils = inputs.councils.map((one, at) =>
          picked[at] ? { ...one, closing: { ...closing, from: inputs.today } } : one,
        );
        const apart = inputs.councils.map((one, at) => (picked[at] ? { ...one, participates: false } : one));
        const decided = checkAllocation({ ...inputs, councils });
        const expected = checkAllocation({ ...inputs, councils: apart });
        expect(JSON.parse(JSON.stringify(decided).replaceAll('"closed"', '"not-participating"'))).toEqual(
          JSON.parse(JSON.stringify(expected)),
        );
        const shut = new Set(councils.flatMap(({ code, closing: of }) => (of === undefined ? [] : [code])));
        if (decided.kind === 'offer')
          for (const { council } of [decided.chosen, ...decided.backUps])
            expect(shut.has(council)).toBe(false);
      }),
    );
  });

  test('counts closed time as the policy counts any time in which a council cannot be asked', () => {
    const wants = {
      entryAuthority: 'E10000016',
      avoid: new Set<string>(),
      askedBefore: new Set<string>(),
      children: 1,
      places: { fosterCare: 1, supportedAccommodation: 0 },
      needs: [],
    };
    const [shut] = standings([forGood(aCouncil())], wants, '2026-11-23', policy);
    expect(shut).toMatchObject({ open: false, precondition: 'closed' });
    const [open] = standings([forGood(aCouncil())], wants, '2026-11-22', policy);
    expect(open?.open).toBe(true);
  });
});

describe('what is decided of a council', () => {
  const context = (now = NOW): CouncilContext => ({ now, actor: coordinator, cause: 'page', policy });
  const run = (council: Council, command: CouncilCommand, now?: string) =>
    decideOnCouncil(council, command, context(now));
  const close: CouncilCommand = { kind: 'close', closing: { ...closing, note: 'A flood.' } };

  test('closing says so in its trail; the same closing again is one', () => {
    const outcome = run(aCouncil(), close);
    expect(outcome).toMatchObject({
      kind: 'changed',
      change: {
        closing,
        event: { type: 'council-closed.v1', data: { council: 'E10000014', ...closing, note: 'A flood.' } },
      },
    });
    expect(run(forGood(aCouncil()), close).kind).toBe('unchanged');
    const until: CouncilCommand = { kind: 'close', closing: { ...closing, until: '2026-12-24' } };
    expect(run(forGood(aCouncil()), until)).toMatchObject({
      change: { closing: { ...closing, until: '2026-12-24' } },
    });
  });

  test('what is closed is opened by no other reason or days: only by the end that it is given, or by whoever opens it', () => {
    const days = fc.integer({ min: -40, max: 40 }).map((day) => addDays('2026-11-23', day));
    const closings = fc
      .record({ from: days, until: fc.option(days, { nil: undefined }) })
      .filter(({ from, until }) => until === undefined || from < until)
      .map(
        ({ from, until }): Closing => ({ because: 'other', from, ...(until === undefined ? {} : { until }) }),
      );
    fc.assert(
      fc.property(closings, closings, (stands, asked) => {
        const council = aCouncil({ closing: stands });
        const outcome = run(council, { kind: 'close', closing: asked });
        const after =
          outcome.kind === 'changed' ? { ...council, closing: outcome.change.closing as Closing } : council;
        const wasClosed = isClosed(council, '2026-11-23');
        for (const day of Array.from({ length: 90 }, (_, at) => addDays('2026-11-23', at))) {
          const beforeItsEnd = asked.until === undefined || day < asked.until;
          expect(isClosed(after, day)).toBe(beforeItsEnd && (wasClosed || asked.from <= day));
        }
      }),
    );
  });

  test('it is opened again while it is closed or will be, and otherwise nothing is to do', () => {
    const ahead = aCouncil({ closing: { ...closing, from: '2027-01-04' } });
    for (const council of [forGood(aCouncil()), ahead])
      expect(run(council, { kind: 'reopen', note: 'Dry again.' })).toMatchObject({
        change: {
          closing: 'none',
          event: { type: 'council-reopened.v1', data: { council: 'E10000014', note: 'Dry again.' } },
        },
      });
    const over = aCouncil({ closing: { ...closing, until: '2026-11-23' } });
    for (const council of [aCouncil(), over])
      expect(run(council, { kind: 'reopen', note: 'n' }).kind).toBe('unchanged');
  });

  test('it is not reminded of its places while it is closed', () => {
    const due = (council: Council) => reminderIsDue(council, policy, '2026-11-23');
    expect(due(aCouncil())).toBe(true);
    expect(due(forGood(aCouncil()))).toBe(false);
    expect(due(aCouncil({ closing: { ...closing, from: '2026-11-24' } }))).toBe(true);
  });
});

describe('what a closed council was asked', () => {
  const asking = () => new Play().receive().offer(HAMPSHIRE, LEEDS, CARDIFF);
  const shut = (play: Play, ...codes: readonly string[]) => {
    play.view = {
      ...play.view,
      councils: play.view.councils.map((one) => (codes.includes(one.code) ? forGood(one) : one)),
    };
    return play;
  };
  const since = (play: Play, from: number) =>
    play.trail.slice(from).map(({ type, data }) => [type, 'council' in data ? data.council : undefined]);

  test('ends, and the next council is asked at once; a second look finds nothing', () => {
    const play = shut(asking(), HAMPSHIRE);
    const before = play.trail.length;
    play.sweep();
    expect(since(play, before)).toEqual([
      ['offer-withdrawn.v1', HAMPSHIRE],
      ['offer-promoted.v1', LEEDS],
    ]);
    expect(play.trail.slice(before).map(({ data }) => 'because' in data && data.because)).toEqual([
      'council-closed',
      'council-closed',
    ]);
    expect(play.council(HAMPSHIRE)).toMatchObject({ held: 0, offered: 0 });
    const after = play.trail.length;
    play.sweep();
    expect(play.trail).toHaveLength(after);
  });

  test('ends when it was only a back-up, and the first keeps its time', () => {
    const play = shut(asking(), LEEDS);
    const [before, { answerBy }] = [play.trail.length, play.case.offers[0] ?? { answerBy: '' }];
    play.sweep();
    expect(since(play, before)).toEqual([['offer-withdrawn.v1', LEEDS]]);
    expect(play.case.offers[0]).toMatchObject({ status: 'live', answerBy });
  });

  test('ends for all of them together, and the check is done again', () => {
    const play = shut(asking(), HAMPSHIRE, LEEDS, CARDIFF);
    const before = play.trail.length;
    play.sweep();
    expect(since(play, before).map(([type]) => type)).toEqual([
      'offer-withdrawn.v1',
      'offer-withdrawn.v1',
      'offer-withdrawn.v1',
      'case-reallocated.v1',
    ]);
    expect(play.case.status).toBe('eligible');
  });

  test('gives the child to a back-up that said yes, but never to one that is closed', () => {
    const play = asking();
    play.answer('1-2', 'back-up-yes');
    play.answer('1-3', 'back-up-yes');
    shut(play, HAMPSHIRE, LEEDS).sweep();
    expect(play.case).toMatchObject({ status: 'accepted', placement: { council: CARDIFF } });
    expect(play.council(LEEDS)).toMatchObject({ held: 0, incoming: 0 });
  });

  test('is passed over when the first declines before anybody looked', () => {
    const play = asking();
    play.answer('1-2', 'back-up-yes');
    shut(play, LEEDS).answer('1-1', 'decline');
    expect(play.case.offers.map(({ status }) => status)).toEqual(['declined', 'withdrawn', 'live']);
  });

  test.each(['accept', 'back-up-yes'] as const)('takes no %s, and says why', (answer) => {
    const play = shut(asking(), HAMPSHIRE, LEEDS);
    const offerId = answer === 'accept' ? '1-1' : '1-2';
    const council = answer === 'accept' ? HAMPSHIRE : LEEDS;
    for (const actor of [duty(council), coordinator])
      expect(codeOf(play.do({ kind: 'answer', offerId, answer }, actor))).toBe('council-closed');
  });

  test('waits while the child is missing, and ends once it is found', () => {
    const play = asking();
    play.do({ kind: 'child-missing', missingSince: play.now }, coordinator);
    shut(play, HAMPSHIRE).sweep();
    expect(play.case.status).toBe('paused');
    play.do({ kind: 'child-found', foundAt: play.now }, coordinator);
    play.sweep();
    expect(play.case.offers.map(({ status }) => status)).toEqual(['withdrawn', 'live', 'asked']);
  });

  test('is not asked again when its decline is not accepted', () => {
    const play = asking();
    play.answer('1-1', 'decline');
    shut(play, HAMPSHIRE);
    play.do(
      { kind: 'review-decline', offerId: '1-1', outcome: 'refused', reason: 'has-room', note: 'n' },
      coordinator,
    );
    expect(play.case.offers[0]?.status).toBe('declined');
  });
});
