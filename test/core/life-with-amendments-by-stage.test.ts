/** What an amendment does to a case wherever the case stands, with the child there and with the child missing. */
import { describe, expect, test } from 'vitest';
import type { ReferralFacts } from '../../events/referral.ts';
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { answersTo } from '../../shared/core/case/commands/answer.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aReferral } from '../builders.ts';
import { arranged, hold, nobody, noMailbox, referralId } from './a-play.ts';
import {
  CARDIFF,
  candidate,
  coordinator,
  councilsWith,
  duty,
  entry,
  HAMPSHIRE,
  LEEDS,
  Play,
  system,
} from './a-scheme.ts';

type Amend = Extract<Command, { kind: 'amend' }>;
const amend = (play: Play, facts: Partial<ReferralFacts>, more: Partial<Amend> = {}): Outcome =>
  play.do({ kind: 'amend', data: { referralId, facts }, ...more }, entry);

const missing: Command = { kind: 'child-missing', missingSince: '2026-11-23T08:00:00Z' };
const incomplete: Command = {
  kind: 'allocate',
  decisionHash: 'd'.repeat(64),
  decision: { kind: 'incomplete', fields: [{ field: 'familyInUk', problem: 'missing', words: 'w' }] },
};
const caseAfter = (...commands: readonly Command[]): Play => {
  const play = new Play().receive();
  for (const command of commands) play.do(command, command.kind === 'allocate' ? system : coordinator);
  return play;
};
const refusedByChild = (): Play => {
  const play = arranged();
  play.do({ kind: 'child-refused' }, coordinator);
  return play;
};

const unasked: Readonly<Record<string, () => Play>> = {
  eligible: () => caseAfter(),
  incomplete: () => caseAfter(incomplete),
  held: () => caseAfter(hold),
};
const searching: Readonly<Record<string, () => Play>> = {
  offered: () => caseAfter().offer(HAMPSHIRE, LEEDS),
  escalated: () => caseAfter(nobody),
};
const settled: Readonly<Record<string, () => Play>> = {
  'transfer-arranged': () => arranged(),
  'child-refused': refusedByChild,
  'child-refused before anybody took the child': () => caseAfter({ kind: 'child-refused' }),
  'accepted, and the child found again': () => {
    const play = caseAfter(missing, { kind: 'child-found', foundAt: '2026-11-23T08:30:00Z' }).offer();
    play.answer('1-1', 'accept');
    play.at('2026-11-24T10:00:00.000Z').do(missing, entry);
    play.at('2026-11-27T10:00:00.000Z').do({ kind: 'child-found', foundAt: play.now }, entry);
    expect(play.case.moveBy).toBe('2026-12-10T17:00:00.000Z');
    return play;
  },
};
/** Each as it is, and with the child missing. */
const twice = (stages: Readonly<Record<string, () => Play>>) =>
  Object.entries(stages).flatMap(([name, made]) => [
    [name, made] as const,
    [
      `${name}, while the child is missing`,
      () => {
        const play = made();
        play.do(missing, entry);
        return play;
      },
    ] as const,
  ]);

/** What every amendment leaves in the case, beside what it moves. */
const noted = (play: Play, facts: Partial<ReferralFacts>) => ({
  facts: { ...aReferral(), ...facts },
  version: play.case.version,
  lastHash: play.trail.at(-1)?.trail?.hash,
  factsSaidAt: Object.fromEntries(Object.keys(facts).map((name) => [name, play.now])),
  amendments: [play.trail.at(-1)?.trail?.cause],
});

const beside = { wishesRecorded: false };
const decides = { familyInUk: 'cannot-care' } as const;

describe('a case of which nobody has been asked', () => {
  test.each(twice(unasked))('%s: goes to the check, which has its time again', (_, made) => {
    for (const facts of [beside, decides]) {
      const play = made();
      const { missing: __, hold: ___, ...before } = play.case;
      play.at('2026-11-25T10:00:00.000Z');
      expect(amend(play, facts)).toMatchObject({ change: { claims: [], places: [] } });
      expect(play.trail.at(-1)?.data).toStrictEqual({ referralId, facts });
      // On which lists it stands follows from the rest.
      const { missing: ____, hold: _____, needs, nextDueAt, listed: ________, ...now } = play.case;
      const { needs: ______, nextDueAt: _______, listed: _________, ...same } = before;
      expect(now).toStrictEqual({
        ...same,
        ...noted(play, facts),
        // While the clocks stand it is as though the search had begun when they stopped, on Monday.
        ...(before.status === 'paused'
          ? { stepBy: '2026-11-24T17:00:00.000Z', pause: { ...before.pause, from: 'eligible' } }
          : { stepBy: '2026-11-26T17:00:00.000Z', status: 'eligible' }),
      });
      if (before.status !== 'paused') expect(nextDueAt).toBe(needs?.by);
    }
  });
});

describe('a case of which somebody has been asked', () => {
  test.each(twice(searching))('%s: is searched for anew once what decides changes', (_, made) => {
    const play = made();
    const { status } = play.case;
    const known = play.trail.length;
    const open = play.case.offers.map(({ id }) => id);
    amend(play, decides);
    // Of a missing child nobody is asked; else the check says of each offer whether it still fits.
    const gone = status === 'paused' ? play.case.offers : [];
    expect(play.trail.slice(known).map(({ type, data }) => ({ type, data }))).toStrictEqual([
      ...gone.map(({ id, council }) => ({
        type: 'offer-withdrawn.v1',
        data: { offerId: id, council, because: 'reallocated' },
      })),
      { type: 'referral-amended.v2', data: { referralId, facts: decides } },
      { type: 'case-reallocated.v1', data: { because: 'facts-changed', excluding: [] } },
    ]);
    expect(play.case.offers.map(({ id }) => id)).toEqual(open);
    expect(play.case.status).toBe(status === 'paused' ? 'paused' : 'eligible');
    expect(play.case.pause?.from).toBe(status === 'paused' ? 'eligible' : undefined);
  });
});

test('no answer is taken while it is being checked whether an offer still fits, and whoever gives one is told to come back', () => {
  const play = caseAfter().offer(HAMPSHIRE, LEEDS);
  amend(play, decides);
  expect(play.case.status).toBe('eligible');
  for (const [offerId, answers] of [
    ['1-1', ['accept', 'decline', 'reading']],
    ['1-2', ['back-up-yes', 'back-up-no']],
  ] as const)
    for (const answer of answers) {
      const known = play.trail.length;
      expect(play.answer(offerId, answer)).toMatchObject({ kind: 'refused', code: 'being-checked' });
      expect(play.trail).toHaveLength(known);
    }
  for (const offer of play.case.offers) expect(answersTo(play.case, offer)).toEqual([]);
});

describe('while it is being checked which offers still fit', () => {
  const beingChecked = (fresh = new Play()): Play => {
    const play = fresh.receive().offer(HAMPSHIRE, LEEDS);
    play.answer('1-2', 'back-up-yes');
    amend(play, decides);
    return play;
  };
  /** The check, done on what was corrected; these councils can take the child. */
  const checked = (play: Play, ...able: readonly string[]): Outcome =>
    play.do({
      kind: 'allocate',
      decisionHash: 'e'.repeat(64),
      decision: {
        kind: 'offer',
        chosen: candidate(CARDIFF),
        backUps: [],
        verdicts: [CARDIFF, ...able].map((council) => ({
          council,
          region: '',
          outcome: 'passed-over',
          because: 'later-in-turn',
          numbers: {} as never,
        })),
        warnings: [],
      },
    });
  const statuses = (play: Play) => play.case.offers.map(({ status }) => status);

  test('a second correction keeps them as well, and a fact that decides nothing tells nobody before the check', () => {
    const play = beingChecked();
    amend(play, { ...decides, trafficking: 'nrm-referred' });
    amend(play, beside);
    expect(statuses(play)).toEqual(['live', 'promised']);
    expect(play.trail.filter(({ data }) => 'concerned' in data)).toEqual([]);
    checked(play, HAMPSHIRE, LEEDS);
    expect([play.case.status, ...statuses(play)]).toEqual(['offered', 'live', 'promised']);
  });

  test('an area that is to be avoided now lets its council go, and the check says who comes after it', () => {
    const play = beingChecked();
    amend(play, { areasToAvoid: [HAMPSHIRE] });
    expect([play.case.status, ...statuses(play)]).toEqual(['eligible', 'withdrawn', 'promised']);
    checked(play, LEEDS);
    expect([play.case.status, play.case.placement?.council]).toEqual(['accepted', LEEDS]);
  });

  test('a child who counts again ends them: they were made for the others alone', () => {
    const play = new Play().receive(
      aReferral({ children: [aChild(), aChild({ number: 2, turns18Month: '2026-11' })] }),
    );
    play.do({ kind: 'turn-18', child: 2 });
    play.offer(HAMPSHIRE);
    amend(play, { trafficking: 'nrm-referred' });
    expect(statuses(play)).toEqual(['live']);
    play.certainly(
      {
        kind: 'decide-age',
        child: 2,
        counts: true,
        evidence: 'documents',
        turns18Month: '2027-11',
        note: 'n',
      },
      coordinator,
    );
    expect(statuses(play)).toEqual(['withdrawn']);
    expect(play.council(HAMPSHIRE)).toMatchObject({ held: 0, offered: 0 });
  });

  test('a decline that a coordinator refuses is asked again beside them, and goes before nobody', () => {
    const play = caseAfter().offer(HAMPSHIRE, LEEDS, CARDIFF);
    play.answer('1-1', 'decline');
    amend(play, decides);
    amend(play, { areasToAvoid: [LEEDS] });
    play.certainly(
      { kind: 'review-decline', offerId: '1-1', outcome: 'refused', reason: 'has-room', note: 'n' },
      coordinator,
    );
    expect([play.case.status, ...statuses(play)]).toEqual(['eligible', 'asked', 'withdrawn', 'asked']);
  });

  test('an e-mail that comes back begins the time to answer anew', () => {
    const play = beingChecked(new Play(councilsWith(10), policyNamed('nts-2026')));
    play.at('2026-11-23T16:00:00.000Z');
    play.certainly(noMailbox(play, '1-1'), system);
    expect(play.case.offers[0]?.begunAnew).toMatchObject({ at: '2026-11-23T16:00:00.000Z' });
  });
});

describe('a case that an amendment does not move', () => {
  const still = [
    ...twice(searching).map(([name, made]) => [name, made, beside] as const),
    ...twice(settled).flatMap(([name, made]) => [
      [name, made, beside] as const,
      [`${name}, by what would decide`, made, decides] as const,
    ]),
  ];
  test.each(still)('%s: keeps everything as it was, and councils are told', (_, made, facts) => {
    const play = made();
    const before = play.case;
    const concerned =
      before.placement === undefined
        ? before.offers.map(({ council }) => council)
        : [before.placement.council];
    amend(play, facts);
    expect(play.case).toStrictEqual({ ...before, ...noted(play, facts) });
    expect(play.trail.at(-1)?.data).toStrictEqual({
      referralId,
      facts,
      ...(concerned.length === 0 ? {} : { concerned }),
    });
  });

  test('does not mistake "no needs" for something new where needs had not been said', () => {
    const { needs: _, ...child } = aChild();
    const { areasToAvoid: __, ...facts } = aReferral({ children: [child] });
    const play = new Play().receive(facts).offer();
    amend(play, { children: [aChild()] });
    expect(play.case.status).toBe('offered');
  });
});

describe('an area to avoid', () => {
  const types = (play: Play, known: number) =>
    play.trail.slice(known).map(({ type, data }) => [type, 'because' in data ? data.because : undefined]);

  test('of the first council and the next at once: the third is asked', () => {
    const play = caseAfter().offer(HAMPSHIRE, LEEDS, CARDIFF);
    const known = play.trail.length;
    amend(play, { areasToAvoid: [HAMPSHIRE, LEEDS] });
    expect(types(play, known)).toEqual([
      ['offer-withdrawn.v1', 'area-to-avoid'],
      ['offer-withdrawn.v1', 'area-to-avoid'],
      ['referral-amended.v2', undefined],
      ['offer-promoted.v1', 'area-to-avoid'],
    ]);
    expect(play.case.offers.map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn', 'live']);
  });

  test.each([false, true])('of a back-up alone asks nobody else (child missing: %s)', (isMissing) => {
    const play = caseAfter().offer(HAMPSHIRE, LEEDS);
    if (isMissing) play.do(missing, entry);
    const { status, pause } = play.case;
    const known = play.trail.length;
    amend(play, { areasToAvoid: [LEEDS] });
    expect(types(play, known)).toEqual([
      ['offer-withdrawn.v1', 'area-to-avoid'],
      ['referral-amended.v2', undefined],
    ]);
    expect(play.case).toMatchObject({ status, offers: [{ status: 'live' }, { status: 'withdrawn' }] });
    expect(play.case.pause).toEqual(pause);
  });

  test('of the first council, while the child is missing: nobody is asked until the child is found', () => {
    const play = caseAfter().offer(HAMPSHIRE, LEEDS);
    play.do(missing, entry);
    const known = play.trail.length;
    amend(play, { areasToAvoid: [HAMPSHIRE] });
    expect(types(play, known)).toEqual([
      ['offer-withdrawn.v1', 'area-to-avoid'],
      ['referral-amended.v2', undefined],
      ['offer-withdrawn.v1', 'reallocated'],
      ['case-reallocated.v1', 'facts-changed'],
    ]);
    expect(play.case.pause?.from).toBe('eligible');
  });

  test.each([false, true])(
    'of the council that a child refused waits for the coordinator, who decides anyway (child missing: %s)',
    (isMissing) => {
      const play = refusedByChild();
      if (isMissing) play.do(missing, entry);
      const before = play.case;
      const facts = { areasToAvoid: [HAMPSHIRE] };
      amend(play, facts);
      expect(play.case).toStrictEqual({ ...before, ...noted(play, facts) });
    },
  );
});

test('a corrected sex, by which what was cleared falls, sends back a case that somebody was asked about', () => {
  const play = caseAfter({
    ...hold,
    decision: {
      kind: 'held',
      reasons: ['turned-18:1', 'settled-child'].map((code) => ({ code, words: code })),
      warnings: [],
    },
  } as Command);
  play.do({ kind: 'release-hold', note: 'n' }, coordinator);
  play.offer();
  amend(play, { children: [aChild({ sex: 'female' })] });
  expect(play.case).toMatchObject({ status: 'eligible', cleared: ['settled-child'] });
});

test('a child who is still under 18 can be corrected after a sibling turned 18', () => {
  const pair = [aChild(), aChild({ number: 2 })];
  const play = new Play().receive(aReferral({ children: pair }));
  play.do({ kind: 'turn-18', child: 1 });
  expect(amend(play, { children: [aChild(), aChild({ number: 2, needs: ['medical-care'] })] })).toMatchObject(
    { kind: 'changed' },
  );
});

test('a child in nobody’s care has less time for the move, whoever asks and whenever', () => {
  const play = arranged();
  play.at('2026-11-24T10:00:00.000Z');
  amend(play, { inCareOfAuthority: false });
  expect(play.case.moveBy).toBe('2026-11-30T17:00:00.000Z');
  play.do({ kind: 'name-social-worker', socialWorker: 'n'.repeat(43) }, duty(HAMPSHIRE));
  amend(play, { inCareOfAuthority: true });
  expect(play.case.moveBy).toBe('2026-12-07T17:00:00.000Z');
});
