/** A coordinator gives a council more time: to answer an offer, or to arrange the move; once, and as far as the policy lets them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../shared/core/case/command.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { caseEmailStands } from '../../shared/core/case/still-stands.ts';
import { policyIds, policyNamed } from '../../shared/core/policies.ts';
import { codeOf, said } from './a-play.ts';
import {
  BELFAST,
  CARDIFF,
  coordinator,
  councilsWith,
  duty,
  entry,
  HAMPSHIRE,
  LEEDS,
  Play,
} from './a-scheme.ts';

const mandatory = policyIds.filter((id) => policyNamed(id).participation === 'mandatory');
const offered = (policy = 'nts-2026'): Play =>
  new Play(councilsWith(10), policyNamed(policy)).receive().offer(HAMPSHIRE, LEEDS);
const accepted = (): Play => {
  const play = offered();
  play.answer('1-1', 'accept');
  return play;
};
const more = (deadline: 'answer' | 'arrange', days = 1, council = HAMPSHIRE): Command => ({
  kind: 'give-more-time',
  deadline,
  council,
  days,
  because: 'facts-asked-for',
  note: 'The health report comes tomorrow.',
});
const possible = ({ case: subject, now }: Play) =>
  possibleCommands(subject, { kind: 'coordinator' }, now).filter(({ kind }) => kind === 'give-more-time');

describe('to answer', () => {
  test('the first answers a working day later, and is reminded and given up only then; back-ups answer as long', () => {
    const play = offered();
    expect(possible(play)).toEqual([{ kind: 'give-more-time', deadline: 'answer', council: HAMPSHIRE }]);
    expect(said(play.do(more('answer'), coordinator))).toEqual([
      [
        'more-time-given',
        {
          deadline: 'answer',
          council: HAMPSHIRE,
          offerId: '1-1',
          from: '2026-11-24T17:00:00.000Z',
          by: '2026-11-25T17:00:00.000Z',
          because: 'facts-asked-for',
          note: 'The health report comes tomorrow.',
        },
      ],
    ]);
    expect(play.case.offers.map(({ answerBy }) => answerBy)).toEqual([
      '2026-11-25T17:00:00.000Z',
      '2026-11-25T17:00:00.000Z',
    ]);
    expect(play.case.needs?.by).toBe('2026-11-25T17:00:00.000Z');
    play.at('2026-11-24T17:00:00.000Z');
    play.do({ kind: 'look-at-deadlines' });
    expect(play.case.offers[0]?.status).toBe('live');
    play.at('2026-11-25T17:00:00.000Z');
    play.do({ kind: 'look-at-deadlines' });
    expect(play.case.offers[0]?.status).toBe('expired');
  });

  test('is no back-up’s, nor another council’s, and none’s once it is answered', () => {
    expect(codeOf(offered().do(more('answer', 1, LEEDS), coordinator))).toBe('no-such-deadline');
    expect(codeOf(offered().do(more('arrange'), coordinator))).toBe('no-such-deadline');
    expect(codeOf(accepted().do(more('answer'), coordinator))).toBe('no-such-deadline');
  });

  test('whatever a back-up says before or after, and whenever, the child waits for the whole of the time that was given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...mandatory),
        fc.constantFrom('given first', 'a back-up first'),
        fc.array(fc.integer({ min: 0, max: 56 * 60 - 1 }), { maxLength: 6 }),
        (policy, order, minutes) => {
          const play = new Play(councilsWith(10), policyNamed(policy)).receive().offer(HAMPSHIRE, LEEDS);
          const steps = [
            () => play.certainly(more('answer'), coordinator),
            () => play.answer('1-2', 'back-up-yes'),
          ];
          for (const step of order === 'given first' ? steps : steps.toReversed()) step();
          const { answerBy = '' } = play.case.offers[0] ?? {};
          const begin = Date.parse(play.now);
          for (const minute of minutes.toSorted((a, b) => a - b)) {
            play.at(new Date(begin + minute * 60_000).toISOString()).sweep();
            expect(play.case.offers.map(({ status }) => status)).toEqual(['live', 'promised']);
          }
          expect(play.at(answerBy).sweep()).not.toEqual([]);
          expect(play.case.placement?.council).toBe(LEEDS);
        },
      ),
    );
  });

  test('back-ups answer as long, each in the calendar of its nation, and nobody less long than before', () => {
    // On Wednesday 17 March Northern Ireland keeps St Patrick’s day.
    const play = new Play(councilsWith(10), policyNamed('nts-2026'))
      .at('2027-03-15T09:00:00.000Z')
      .receive()
      .offer(HAMPSHIRE, CARDIFF, BELFAST);
    const ends = () => play.case.offers.map(({ answerBy }) => answerBy.slice(0, 10));
    expect(ends()).toEqual(['2027-03-16', '2027-03-16', '2027-03-16']);
    play.certainly(more('answer'), coordinator);
    expect(ends()).toEqual(['2027-03-17', '2027-03-17', '2027-03-18']);
    play.answer('1-1', 'decline');
    expect(play.case.offers[1]?.status).toBe('live');
    expect(ends()).toEqual(['2027-03-17', '2027-03-16', '2027-03-18']);
  });

  test('who becomes the first has a time of its own, which can be made longer too', () => {
    const play = offered();
    play.do(more('answer'), coordinator);
    play.answer('1-1', 'decline');
    expect(possible(play)).toEqual([{ kind: 'give-more-time', deadline: 'answer', council: LEEDS }]);
    expect(codeOf(play.do(more('answer', 1, LEEDS), coordinator))).toBe('changed');
    expect(possible(play)).toEqual([]);
  });

  test('can be given anew to a council that is asked again, because its no was not accepted', () => {
    const play = offered();
    play.do(more('answer'), coordinator);
    play.answer('1-1', 'decline');
    play.answer('1-2', 'decline');
    const refusal = { outcome: 'refused', reason: 'has-room', note: 'n' } as const;
    play.certainly({ kind: 'review-decline', offerId: '1-1', ...refusal }, coordinator);
    expect(play.case.offers[0]?.status).toBe('live');
    expect(codeOf(play.do(more('answer'), coordinator))).toBe('changed');
  });
});

describe('to arrange the move', () => {
  test('whoever accepted has days more from the end of its time, or from now once that has passed', () => {
    const play = accepted();
    const from = play.case.placement?.arrangeBy;
    expect(from).toBe('2026-11-26T17:00:00.000Z');
    play.do(more('arrange', 2), coordinator);
    expect(play.case.placement?.arrangeBy).toBe('2026-11-30T17:00:00.000Z');
    const late = accepted();
    late.at('2026-12-02T09:00:00.000Z');
    late.do(more('arrange', 1), coordinator);
    expect(late.case.placement?.arrangeBy).toBe('2026-12-03T17:00:00.000Z');
  });

  test('is given back to its own time when the child is placed elsewhere', () => {
    const play = accepted();
    play.do(more('arrange'), coordinator);
    play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE));
    expect(play.case.placement).toBeUndefined();
    expect(possible(play)).toEqual([]);
  });
});

test.each([
  ['answer', 1],
  ['arrange', 3],
] as const)('once, and as many days as the policy gives to %s: %d', (deadline, most) => {
  const begin = deadline === 'answer' ? offered : accepted;
  for (const days of [0, -1, 1.5, most + 1])
    expect(codeOf(begin().do(more(deadline, days), coordinator))).toBe('too-much-time');
  const play = begin();
  expect(codeOf(play.do(more(deadline, most), coordinator))).toBe('changed');
  expect(codeOf(play.do(more(deadline, most), coordinator))).toBe('unchanged');
  expect(possible(play)).toEqual([]);
});

test('by a coordinator alone', () => {
  for (const actor of [duty(HAMPSHIRE), entry])
    expect(codeOf(offered().do(more('answer'), actor))).toBe('not-yours');
});

test('what tells of it is sent while that is when the time ends', () => {
  const play = accepted();
  play.do(more('arrange'), coordinator);
  const event = play.trail.at(-1);
  if (event === undefined) throw new Error('Nothing was recorded.');
  expect(emailsFor(event)).toHaveLength(2);
  const stands = () => caseEmailStands('more-time-given', play.case, event, undefined, HAMPSHIRE);
  expect(stands()).toBe(true);
  play.do({ kind: 'reallocate', because: 'receiving-authority-cannot' }, duty(HAMPSHIRE));
  expect(stands()).toBe(false);
});
