import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnyEvent } from '../../events/catalogue.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import type { CaseStatus } from '../../shared/core/case.ts';
import type { Command } from '../../shared/core/command.ts';
import { followedBy } from '../../shared/core/decide.ts';
import type { Decision } from '../../shared/core/decision.ts';
import { type From, isFinal, transitions } from '../../shared/core/life-of-a-case.ts';
import { childrenWhoCount } from '../../shared/core/missing-facts.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { verifyTrail } from '../../shared/core/trail.ts';
import { aChild, aDeclaration, aReferral } from '../builders.ts';
import {
  BELFAST,
  CARDIFF,
  candidate,
  coordinator,
  councilsWith,
  duty,
  entry,
  HAMPSHIRE,
  KENT,
  LEEDS,
  Play,
  system,
} from './a-scheme.ts';

const receivers = [HAMPSHIRE, LEEDS, CARDIFF, BELFAST];

const aGroup: fc.Arbitrary<ReferralFacts['children']> = fc
  .array(
    fc.record({
      month: fc.constantFrom('2026-12', '2028-05', undefined),
      kind: fc.constantFrom('foster-care', 'supported-accommodation'),
    }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((children) =>
    children.map(({ month, kind }, index) => {
      const { turns18Month: _, ...child } = aChild({
        number: index + 1,
        placementKind: kind as 'foster-care',
      });
      return month === undefined ? child : { ...child, turns18Month: month };
    }),
  );

const aDecision: fc.Arbitrary<Decision> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .shuffledSubarray(receivers, { minLength: 1, maxLength: 3 })
      .map(([chosen = HAMPSHIRE, ...backUps]) => ({
        kind: 'offer' as const,
        chosen: candidate(chosen),
        backUps: backUps.map(candidate),
        verdicts: [],
        warnings: [],
      })),
  },
  fc.constant({ kind: 'no-candidate' as const, verdicts: [], warnings: [] }),
  fc.constant({
    kind: 'held' as const,
    reasons: [{ code: 'settled-child', words: 'The child may be settled.' }],
    warnings: [],
  }),
  fc.constant({
    kind: 'incomplete' as const,
    fields: [{ field: 'familyInUk', problem: 'missing' as const, words: 'Is there family in the UK?' }],
  }),
);

const anAmendment: fc.Arbitrary<Partial<ReferralFacts>> = fc.oneof(
  fc.record({ areasToAvoid: fc.subarray(receivers) }),
  fc.record({ familyInUk: fc.constantFrom('none', 'may-care', 'cannot-care') }),
  fc.record({ children: aGroup }),
  fc.record({ inCareOfAuthority: fc.boolean() }),
  fc.record({ wishesRecorded: fc.boolean() }),
  fc.record({ entryAuthority: fc.constantFrom(KENT, LEEDS) }),
);

/** '0-0' aims at the live offer, '0-1' at an open back-up, '0-2' at a declined one; the others are taken as they are. */
const aimed = (play: Play, command: Command): Command => {
  if (command.kind !== 'answer' && command.kind !== 'review-decline') return command;
  const targets: Readonly<Record<string, readonly string[]>> = {
    '0-0': ['live'],
    '0-1': ['asked', 'promised'],
    '0-2': ['declined', 'expired'],
  };
  const target = play.case.offers.find(({ status }) => targets[command.offerId]?.includes(status));
  return target === undefined ? command : { ...command, offerId: target.id };
};

const anOfferId = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('0-0', '0-0', '0-1', '0-2') },
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }))
    .map(([round, rank]) => `${round}-${rank}`),
);
const note = fc.constantFrom('because', 'again');

const aCommand: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('allocate' as const),
      decision: aDecision,
      decisionHash: fc.constant('d'.repeat(64)),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record(
      {
        kind: fc.constant('answer' as const),
        offerId: anOfferId,
        answer: fc.constantFrom('accept', 'decline', 'decline', 'back-up-yes', 'back-up-no'),
        reason: fc.constantFrom('no-safe-placement', 'safeguarding'),
      },
      { requiredKeys: ['kind', 'offerId', 'answer'] },
    ),
  },
  { weight: 8, arbitrary: fc.constant({ kind: 'look-at-deadlines' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('review-decline' as const),
      offerId: anOfferId,
      outcome: fc.constantFrom('accepted', 'refused'),
      note,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('amend' as const),
      data: fc.record({
        referralId: fc.constant('5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20'),
        facts: anAmendment,
      }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('arrange-transfer' as const),
      moveOn: fc.constantFrom('2026-11-24', '2026-11-26', '2026-12-02', '2026-12-20'),
      lateBecause: fc.constantFrom('exams', ''),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('complete-transfer' as const),
      handedOverAt: fc.constantFrom('2026-11-24T10:00:00Z', '2026-11-27T10:00:00Z'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('transfer-failed' as const),
      reason: fc.constantFrom('transport', 'child-unwell'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('child-missing' as const),
      missingSince: fc.constant('2026-11-23T08:00:00Z'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('child-found' as const),
      foundAt: fc.constant('2026-11-23T08:30:00Z'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('place-directly' as const),
      council: fc.constantFrom(...receivers, KENT, 'E00000000'),
      reason: fc.constant('court-order' as const),
      note,
      overCapacity: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('reallocate' as const),
      because: fc.constantFrom('coordinator', 'receiving-authority-cannot'),
      askAgain: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant('keep-hold' as const), note }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release-hold' as const), note }) },
  fc.record({ kind: fc.constant('child-refused' as const), note }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('turn-18' as const), child: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Command>(
      { kind: 'family-joined', note: 'n' },
      { kind: 'stay', reason: 'settled', note: 'n' },
      { kind: 'withdraw', reason: 'made-in-error' },
    ),
  },
) as fc.Arbitrary<Command>;

/** What people would do next with a case as it stands, so that runs get far; `pick` chooses among them. */
const sensible = (play: Play, pick: number, decision: Decision): Command => {
  const { now, case: subject } = play;
  const today = now.slice(0, 10);
  const answers: readonly Command[] = (
    [
      ['0-0', 'accept'],
      ['0-1', 'back-up-yes'],
      ['0-0', 'decline'],
      ['0-1', 'back-up-no'],
      ['0-2', 'accept'],
    ] as const
  ).map(([offerId, answer]) => ({ kind: 'answer', offerId, answer, reason: 'safeguarding' }));
  const refuse: Command = { kind: 'review-decline', offerId: '0-2', outcome: 'refused', note: 'n' };
  const back: Command = { kind: 'reallocate', because: 'coordinator', askAgain: pick % 2 === 0 };
  const late = { lateBecause: 'exams' };
  const next: Readonly<Partial<Record<CaseStatus, readonly Command[]>>> = {
    eligible: [{ kind: 'allocate', decision, decisionHash: 'd'.repeat(64) }],
    offered: [...answers, refuse, { kind: 'look-at-deadlines' }],
    held: [
      { kind: 'release-hold', note: 'n' },
      { kind: 'keep-hold', note: 'n' },
    ],
    escalated: [back, refuse, ...answers.slice(4)],
    accepted: [
      { kind: 'arrange-transfer', moveOn: today, ...late },
      { kind: 'arrange-transfer', moveOn: '2027-02-01', ...late },
      back,
    ],
    'transfer-arranged': [
      { kind: 'complete-transfer', handedOverAt: now },
      { kind: 'transfer-failed', reason: 'transport' },
      { kind: 'child-refused' },
      { kind: 'child-missing', missingSince: now },
      { kind: 'arrange-transfer', moveOn: '2027-03-01', ...late },
    ],
    paused: [{ kind: 'child-found', foundAt: now }],
    'child-refused': [back],
    transferred: [{ kind: 'turn-18', child: 1 }, refuse],
    stayed: [{ kind: 'turn-18', child: 1 }],
    incomplete: [
      {
        kind: 'amend',
        data: { referralId: subject.referralId, facts: { arrivedOn: `2026-11-${10 + (pick % 10)}` } },
      },
    ],
  };
  const choices = next[subject.status] ?? [];
  return aimed(play, choices[pick % Math.max(1, choices.length)] ?? { kind: 'look-at-deadlines' });
};

const anActor = (play: Play, command: Command) => {
  if (command.kind === 'answer') {
    const offer = play.case.offers.find(({ id }) => id === command.offerId);
    return offer === undefined ? coordinator : duty(offer.council);
  }
  return command.kind === 'amend' ? entry : command.kind === 'look-at-deadlines' ? system : coordinator;
};

/** Everywhere the table allows a case to be after these events, whatever its guards say. */
const statusesAfter = (from: From, types: readonly string[]): ReadonlySet<From> =>
  types.reduce<ReadonlySet<From>>(
    (statuses, type) =>
      new Set(transitions.filter((row) => row.event === type && statuses.has(row.from)).map(({ to }) => to)),
    new Set([from]),
  );

/** What every council's books have to say, from the case alone. */
const booksAgree = (play: Play): void => {
  const { offers, placement, status } = play.case;
  const children = childrenWhoCount(play.case).length;
  for (const { code, held, offered, incoming } of play.view.councils) {
    const own = offers.filter(({ council }) => council === code);
    const holding = own.filter((offer) => offer.status === 'live' || offer.status === 'promised').length;
    const live = own.filter((offer) => offer.status === 'live').length;
    const expected = placement?.council === code && status !== 'transferred' ? children : 0;
    expect({ code, held, offered, incoming }).toEqual({
      code,
      held: holding * children,
      offered: live * children,
      incoming: expected,
    });
  }
};

/** Turns are counted once for the council that has the children, and for nobody else. */
const turnsAgree = ({ view, case: { placement } }: Play): void => {
  const counted = (state: { readonly parties: Readonly<Record<string, { readonly placed: number }>> }) =>
    Object.values(state.parties).reduce((sum, { placed }) => sum + placed, 0);
  const expected = placement?.children ?? 0;
  expect(counted(view.national.state)).toBe(expected);
  expect(Object.values(view.regions).reduce((sum, { state }) => sum + counted(state), 0)).toBe(expected);
  for (const { code, declaration } of view.councils) {
    if (declaration === undefined) continue;
    const { fosterCare = 0, supportedAccommodation = 0 } =
      placement?.council === code ? (placement.declared ?? {}) : {};
    expect(declaration.used).toEqual({ fosterCare, supportedAccommodation });
  }
};

const endedCleanly = (play: Play): void => {
  for (const { held, offered, incoming } of play.view.councils)
    expect([held, offered, incoming]).toEqual([0, 0, 0]);
  expect(play.case.needs).toBeUndefined();
  expect(play.case.nextDueAt).toBeUndefined();
};

const holdsTogether = (play: Play, before: From, recorded: readonly AnyEvent[]): void => {
  const { case: subject, trail } = play;
  expect(trail.map((event) => event.trail?.number)).toEqual(trail.map((_, index) => index + 1));
  expect(
    verifyTrail(trail, { subject: subject.id, number: subject.version, hash: subject.lastHash }),
  ).toEqual({ kind: 'whole' });
  for (const event of recorded) expect(AnyEvent.parse(event)).toEqual(event);
  expect(
    statusesAfter(
      before,
      recorded.map(({ type }) => type),
    ),
  ).toContain(subject.status);
  expect(JSON.parse(JSON.stringify(subject))).toStrictEqual(subject);
  expect(subject.needs !== undefined).toBe(!isFinal(subject.status));
  booksAgree(play);
  turnsAgree(play);
  if (isFinal(subject.status)) endedCleanly(play);
};

const aStep = fc.record({
  any: aCommand,
  decision: aDecision,
  pick: fc.nat({ max: 60 }),
  astray: fc.integer({ min: 0, max: 9 }).map((tenths) => tenths < 4),
  hours: fc.constantFrom(0, 0, 0, 1, 3, 30, 80, 200),
});
const steps = fc.array(aStep, { minLength: 1, maxLength: 30, size: 'max' });
const schemes = fc.record({
  places: fc.constantFrom(0, 1, 3, 10),
  policy: fc.constantFrom('nts-2016', 'nts-2025').map(policyNamed),
  children: aGroup,
});

const start = ({
  places,
  policy,
  children,
}: {
  places: number;
  policy: ReturnType<typeof policyNamed>;
  children: ReferralFacts['children'];
}): Play => {
  const scale = policy.threshold.perMillion / 1000;
  const councils = councilsWith(places).map((council, index) => ({
    ...council,
    childPopulation: 100_000 / scale,
    ...(index % 2 === 1 ? { declaration: aDeclaration() } : {}),
  }));
  return new Play(councils, policy).receive(aReferral({ children }));
};

test('whatever is asked of a case in whatever order, its books, its trail and its list hold', () => {
  fc.assert(
    fc.property(schemes, steps, (scheme, commands) => {
      const play = start(scheme);
      holdsTogether(play, 'new', play.trail);
      for (const { any, decision, pick, astray, hours } of commands) {
        play.at(new Date(Date.parse(play.now) + hours * 3_600_000).toISOString());
        const command = astray ? aimed(play, any) : sensible(play, pick, decision);
        const before: CaseStatus = play.case.status;
        const known = play.trail.length;
        const actor = anActor(play, command);
        const outcome = play.do(command, actor, 'once');
        const recorded = play.trail.slice(known);
        expect(recorded.length > 0).toBe(outcome.kind === 'changed');
        if (outcome.kind !== 'changed') {
          expect(outcome.words.length).toBeGreaterThan(10);
          continue;
        }
        holdsTogether(play, before, recorded);
        // The same again: a second click, a message that comes twice.
        expect(play.do(command, actor, 'once').kind).not.toBe('changed');
        if (command.kind !== 'amend') expect(play.do(command, actor, 'twice').kind).not.toBe('changed');
        if (command.kind === 'look-at-deadlines' && play.case.nextDueAt !== undefined) {
          expect(play.case.nextDueAt > play.now).toBe(true);
        }
      }
      if (!isFinal(play.case.status)) {
        expect(play.do({ kind: 'withdraw', reason: 'no-longer-needed' }, entry).kind).toBe('changed');
        holdsTogether(play, 'new', play.trail);
        expect(play.birthdays.size).toBe(0);
      }
      endedCleanly(play);
    }),
    { numRuns: 400 },
  );
});

test('two changes merged come to the same as one after the other', () => {
  fc.assert(
    fc.property(
      schemes,
      fc.array(aStep, { minLength: 2, maxLength: 12, size: 'max' }),
      (scheme, commands) => {
        const apart = start(scheme);
        const merged = start(scheme);
        for (const { any, decision, pick, astray } of commands) {
          const command = astray ? aimed(apart, any) : sensible(apart, pick, decision);
          const seen = apart.case;
          const first = apart.do(command, anActor(apart, command), 'first');
          if (first.kind !== 'changed') continue;
          const next: Command = {
            kind: 'allocate',
            decision: { kind: 'no-candidate', verdicts: [], warnings: [] },
            decisionHash: 'd'.repeat(64),
          };
          const second = apart.do(next, system, 'second');
          merged.commit(second.kind === 'changed' ? followedBy(first.change, second.change) : first.change);
          expect(merged.case).toEqual(apart.case);
          expect(merged.trail).toEqual(apart.trail);
          expect(merged.view.councils).toEqual(apart.view.councils);
          expect(merged.birthdays).toEqual(apart.birthdays);
          expect(seen.version).toBeLessThan(merged.case.version);
        }
      },
    ),
    { numRuns: 100 },
  );
});
