import { describe, expect, test } from 'vitest';
import type { Case, CaseStatus } from '../../shared/core/case/case.ts';
import { agendaOf, alsoAsked, passedKey } from '../../shared/core/case/deadlines.ts';
import { waitingFor } from '../../shared/core/case/next-look.ts';
import { defined } from '../../shared/core/defined.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, anOffer, aPlacement, NOW } from '../builders.ts';
import { BELFAST, HAMPSHIRE, LEEDS } from './a-scheme.ts';

const policy = policyNamed('nts-2025');
const hours = (instant: string, before: number) =>
  new Date(Date.parse(instant) - before * 3_600_000).toISOString();
const BY = '2026-11-26T17:00:00.000Z';
const REMIND = hours(BY, policy.remindHoursBefore);
const MOVE = '2026-12-07T17:00:00.000Z';

const placement = (more: object = {}): NonNullable<Case['placement']> =>
  aPlacement({ council: HAMPSHIRE, arrangeBy: BY, ...more });
const { needs: _, nextDueAt: __, ...plain } = aCase({ moveBy: MOVE });
const inStatus = (status: CaseStatus, more: Partial<Case> = {}): Case => ({ ...plain, status, ...more });
const agenda = (subject: Case) =>
  agendaOf(subject, policy).map(({ at, do: what, deadline, by, council, offerId, key }) => ({
    at,
    what,
    deadline,
    by,
    key,
    ...defined({ council, offerId }),
  }));

/** The names by which a case remembers what it was told: they are stored, and may never change. */
const moveItem = (council?: string) => ({
  at: MOVE,
  what: 'pass',
  deadline: 'move',
  by: MOVE,
  key: `passed:move::${MOVE}`,
  ...defined({ council }),
});
const step = (deadline: string, council?: string) => [
  {
    at: REMIND,
    what: 'remind',
    deadline,
    by: BY,
    key: `remind:${deadline}::${BY}`,
    ...defined({ council }),
  },
  {
    at: BY,
    what: 'pass',
    deadline,
    by: BY,
    key: `passed:${deadline}::${BY}`,
    ...defined({ council }),
  },
];

describe('a reminder is due in the hours of the office, where the policy knows them', () => {
  // A Tuesday, two minutes after offices open, after St Andrew's Day, on which Scotland's are closed.
  const early = '2026-12-01T09:02:00.000Z';
  const [monday, friday] = ['2026-11-30T14:02:00.000Z', '2026-11-27T14:02:00.000Z'];
  const asked = { ...anOffer({ council: HAMPSHIRE }), madeAt: '2026-11-26T12:00:00.000Z', answerBy: early };
  const EDINBURGH = 'S12000036';
  const reminded = (status: CaseStatus, more: Partial<Case>, id = 'nts-2026') =>
    agendaOf(inStatus(status, more), policyNamed(id))
      .filter((item) => item.do === 'remind')
      .map(({ at }) => at);

  test.each<[string, CaseStatus, Partial<Case>, string]>([
    ['a council that is asked', 'offered', { offers: [asked] }, monday],
    ['a council in Scotland', 'offered', { offers: [{ ...asked, council: EDINBURGH }] }, friday],
    ['a council that arranges', 'accepted', { placement: placement({ arrangeBy: early }) }, monday],
    [
      'one in Scotland that arranges',
      'accepted',
      { placement: placement({ council: EDINBURGH, arrangeBy: early }) },
      friday,
    ],
    ['coordinators', 'child-refused', { stepBy: early }, monday],
    ['an entry authority', 'incomplete', { stepBy: early }, monday],
    [
      'an entry authority in Scotland',
      'incomplete',
      { stepBy: early, facts: { ...plain.facts, entryAuthority: EDINBURGH } },
      friday,
    ],
  ])('%s', (_, status, more, at) => {
    expect(reminded(status, more)).toEqual([at]);
  });

  test('and else hours of the clock before', () => {
    expect(reminded('child-refused', { stepBy: early }, 'nts-2025')).toEqual(['2026-12-01T06:02:00.000Z']);
  });
});

describe('what falls due for a case', () => {
  test.each<[CaseStatus, Partial<Case>, object[]]>([
    ['incomplete', { stepBy: BY }, [...step('facts'), moveItem()]],
    // The check comes within moments: nobody is reminded of it.
    ['eligible', { stepBy: BY }, [...step('decide').slice(1), moveItem()]],
    ['child-refused', { stepBy: BY }, [...step('decide'), moveItem()]],
    ['held', { hold: { reasons: [], since: NOW, reviewAt: BY } }, [...step('decide'), moveItem()]],
    ['escalated', { escalation: { because: 'no-candidate', decideBy: BY } }, [...step('decide'), moveItem()]],
    ['accepted', { placement: placement() }, [...step('arrange', HAMPSHIRE), moveItem(HAMPSHIRE)]],
    [
      'transfer-arranged',
      { placement: placement({ completeBy: BY }) },
      [...step('complete', HAMPSHIRE), moveItem(HAMPSHIRE)],
    ],
    // Nobody is told of a day that is not there; what else is due still is.
    ['paused', { stepBy: BY, placement: placement() }, []],
    ['transferred', { stepBy: BY, placement: placement() }, []],
  ])('that is %s', (status, more, expected) => {
    expect(agenda(inStatus(status, more))).toEqual(expected);
  });

  test.each<CaseStatus>(['held', 'escalated', 'accepted', 'transfer-arranged', 'offered', 'incomplete'])(
    'that is %s and lacks what that status keeps: nothing, not even the move',
    (status) => {
      expect(agenda(inStatus(status))).toEqual([]);
    },
  );

  test('while it is offered: the answer of the live offer, by that offer', () => {
    const offers = [
      anOffer({ status: 'declined' }),
      anOffer({ id: '1-2', council: LEEDS, answerBy: BY, madeAt: NOW }),
    ];
    const common = { deadline: 'answer', by: BY, council: LEEDS, offerId: '1-2' };
    expect(agenda(inStatus('offered', { offers }))).toEqual([
      { at: REMIND, what: 'remind', key: `remind:answer:1-2:${BY}`, ...common },
      { at: BY, what: 'expire', key: `passed:answer:1-2:${BY}`, ...common },
      moveItem(),
    ]);
    // Known only since the reminder would have come, by being promoted: it tells nobody anything.
    for (const late of [{ madeAt: REMIND }, { madeAt: NOW, promotedAt: REMIND }]) {
      const known = [anOffer({ id: '1-2', council: LEEDS, answerBy: BY, ...late })];
      expect(agenda(inStatus('offered', { offers: known })).map(({ what }) => what)).toEqual([
        'expire',
        'pass',
      ]);
    }
  });

  test('is left out once it was told: the reminder alone, or the deadline with its reminder', () => {
    const told = (...keys: string[]) => agenda(inStatus('child-refused', { stepBy: BY, told: keys }));
    expect(told(`remind:decide::${BY}`)).toEqual([...step('decide').slice(1), moveItem()]);
    expect(told(passedKey('decide', BY))).toEqual([moveItem()]);
    expect(told(passedKey('decide', BY), passedKey('move', MOVE))).toEqual([]);
  });

  test('comes soonest first, the move before a later step', () => {
    const late = '2026-12-09T17:00:00.000Z';
    const order = agenda(inStatus('child-refused', { stepBy: late })).map(({ at }) => at);
    expect(order).toEqual([MOVE, hours(late, policy.remindHoursBefore), late].toSorted());
  });
});

test('back-ups asked are those who have not answered', () => {
  const offers = (['live', 'asked', 'promised', 'said-no', 'asked'] as const).map((status, index) =>
    anOffer({ id: `1-${index}`, status, council: `E0000000${index}` }),
  );
  expect(alsoAsked(aCase({ offers }))).toEqual(['E00000001', 'E00000004']);
});

describe('when a case is looked at next', () => {
  const told = [passedKey('decide', BY), passedKey('move', MOVE)];
  const waiting = inStatus('child-refused', { stepBy: BY, told });
  const needs = {
    party: { kind: 'coordinators' },
    by: BY,
    what: 'decide what follows the child’s refusal',
  } as const;
  /** Five working days in England; St Patrick's Day is one of them there, and none in Belfast. */
  const now = '2027-03-15T10:00:00.000Z';

  test('the soonest of its agenda, or nothing once it is closed', () => {
    expect(waitingFor(inStatus('child-refused', { stepBy: BY }), NOW, policy)).toEqual({
      needs,
      nextDueAt: REMIND,
    });
    expect(waitingFor(inStatus('withdrawn'), NOW, policy)).toEqual({
      needs: undefined,
      nextDueAt: undefined,
    });
  });

  test('a reminder that is planned stays planned while the same is asked of the same party', () => {
    const planned = '2027-03-18T17:00:00.000Z';
    const next = (more: Partial<Case>) => waitingFor({ ...waiting, ...more }, now, policy).nextDueAt;
    expect(next({ needs, nextDueAt: planned })).toBe(planned);
    const anew = '2027-03-22T17:00:00.000Z';
    expect(next({})).toBe(anew);
    expect(next({ needs })).toBe(anew);
    expect(next({ needs, nextDueAt: now })).toBe(anew);
    expect(next({ needs: { ...needs, what: 'find a place' }, nextDueAt: planned })).toBe(anew);
    const another = { kind: 'council', code: LEEDS } as const;
    expect(next({ needs: { ...needs, party: another }, nextDueAt: planned })).toBe(anew);
  });

  test('and otherwise every few working days, in the calendar of whom it waits for', () => {
    const at = (council: string) =>
      waitingFor(
        inStatus('accepted', {
          placement: placement({ council }),
          told: [passedKey('arrange', BY), passedKey('move', MOVE)],
        }),
        now,
        policy,
      ).nextDueAt;
    expect([at(HAMPSHIRE), at(BELFAST)]).toEqual(['2027-03-22T17:00:00.000Z', '2027-03-23T17:00:00.000Z']);
  });
});
