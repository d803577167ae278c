/** What may be asked of a case: anything at all, or what people would sensibly do next. */

import fc from 'fast-check';
import { refusalReasons } from '../../events/decline-reviewed.v1.ts';
import { documentKinds } from '../../events/documents-changed.v1.ts';
import { legalHoldReasons } from '../../events/legal-hold-placed.v1.ts';
import { missingFields } from '../../events/missing-details-given.v1.ts';
import { moreTimeReasons } from '../../events/more-time-given.v1.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import { consultReasons } from '../../events/sealed-details-consulted.v1.ts';
import type { Decision } from '../../shared/core/allocation/decision.ts';
import type { CaseStatus } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { handedOver } from '../../shared/core/case/responsible.ts';
import { whoMay } from '../../shared/core/case/who-may.ts';
import { aChild, aReferral, everyReason, SOCIAL_WORKER } from '../builders.ts';
import {
  BELFAST,
  CARDIFF,
  candidate,
  coordinator,
  duty,
  entry,
  HAMPSHIRE,
  KENT,
  LEEDS,
  type Play,
  system,
} from './a-scheme.ts';

const receivers = [HAMPSHIRE, LEEDS, CARDIFF, BELFAST];

export const aGroup: fc.Arbitrary<ReferralFacts['children']> = fc
  .array(
    fc.record({
      month: fc.constantFrom('2026-12', '2028-05', undefined),
      kind: fc.constantFrom('foster-care', 'supported-accommodation'),
      assessment: fc.constantFrom('not-required', 'not-required', 'required', 'under-way'),
    }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((children) =>
    children.map(({ month, kind, assessment }, index) => {
      const { turns18Month: _, ...child } = aChild({
        number: index + 1,
        placementKind: kind as 'foster-care',
        ageAssessment: assessment,
      });
      return month === undefined ? child : { ...child, turns18Month: month };
    }),
  );

export const aDecision: fc.Arbitrary<Decision> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .shuffledSubarray(receivers, { minLength: 1, maxLength: 3 })
      .map(([chosen = HAMPSHIRE, ...backUps]) => ({
        ...(chosen === HAMPSHIRE ? { forLead: [HAMPSHIRE, LEEDS] } : {}),
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
export const aimed = (play: Play, command: Command): Command => {
  if (command.kind === 'confirm-amendment' || command.kind === 'refuse-amendment') {
    const id = play.case.proposals?.[Number(command.amendmentId)]?.id;
    return id === undefined ? command : { ...command, amendmentId: id };
  }
  if (command.kind !== 'answer' && command.kind !== 'review-decline') return command;
  const targets: Readonly<Record<string, readonly string[]>> = {
    '0-0': ['live'],
    '0-1': ['asked', 'promised'],
    '0-2': ['declined', 'expired'],
  };
  const target = play.case.offers.find(({ status }) => targets[command.offerId]?.includes(status));
  return target === undefined ? command : { ...command, offerId: target.id };
};

/** Referrals of the same children, of which each may come twice. */
const others = [1, 2].map((number) => ({
  reference: `NTS-0000-000${number}`,
  referralId: `0f0c7e1a-3b1d-4f6e-9a2c-00000000000${number}`,
}));
const merging = (number: number): Command => {
  const { reference, referralId } = others[number % others.length] ?? { reference: '', referralId: '' };
  return { kind: 'merge', reference, data: { referralId, channel: 'api', facts: aReferral() } };
};

const anOfferId = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('0-0', '0-0', '0-1', '0-2') },
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }))
    .map(([round, rank]) => `${round}-${rank}`),
);
const note = fc.constantFrom('because', 'again');

const moreTime = fc.record({
  kind: fc.constant('give-more-time' as const),
  deadline: fc.constantFrom('answer', 'arrange'),
  council: fc.constantFrom(...receivers),
  days: fc.constantFrom(1, 2, 3, 9),
  because: fc.constantFrom(...moreTimeReasons),
  note,
});
const moreTimeFor = (deadline: 'answer' | 'arrange') =>
  receivers.map(
    (council): Command => ({
      kind: 'give-more-time',
      deadline,
      council,
      days: 1,
      because: 'people-away',
      note: 'n',
    }),
  );

/** Which details of a missing child are said to be sealed. */
const sealedOfMissing = fc.record({
  given: fc.subarray([...missingFields], { minLength: 1 }),
  mark: fc.constantFrom('a'.repeat(22), 'b'.repeat(22)),
});

export const aCommand: fc.Arbitrary<Command> = fc.oneof(
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
        answer: fc.constantFrom('accept', 'decline', 'decline', 'reading', 'back-up-yes', 'back-up-no'),
        reason: fc.constantFrom('no-safe-placement', 'safeguarding'),
      },
      { requiredKeys: ['kind', 'offerId', 'answer'] },
    ),
  },
  { weight: 8, arbitrary: fc.constant({ kind: 'look-at-deadlines' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer-region' as const),
      region: fc.constantFrom('E12000008', 'E12000003'),
      council: fc.constantFrom(...receivers, KENT),
      reason: fc.constantFrom('place-is-ready', 'own-rota'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.record({
        kind: fc.constant('review-decline' as const),
        offerId: anOfferId,
        outcome: fc.constant('accepted' as const),
        note,
      }),
      fc.record(
        {
          kind: fc.constant('review-decline' as const),
          offerId: anOfferId,
          outcome: fc.constant('refused' as const),
          note,
          reason: fc.constantFrom(...refusalReasons),
          text: note,
        },
        { requiredKeys: ['kind', 'offerId', 'outcome', 'note', 'reason'] },
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('amend' as const),
      data: fc.record(
        {
          referralId: fc.constant('5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20'),
          facts: anAmendment,
          channel: fc.constant('email' as const),
        },
        { requiredKeys: ['referralId', 'facts'] },
      ),
    }),
  },
  // '0' and '1' aim at the first and the second that waits.
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'confirm-amendment' as const,
        'confirm-amendment' as const,
        'refuse-amendment' as const,
      ),
      amendmentId: fc.constantFrom('0', '0', '1', 'cause-9'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        kind: fc.constant('arrange-transfer' as const),
        moveOn: fc.constantFrom('2026-11-24', '2026-11-26', '2026-12-02', '2026-12-20'),
        lateBecause: fc.constantFrom('exams', ''),
        socialWorker: fc.constantFrom(SOCIAL_WORKER, 'n'.repeat(43)),
      })
      .map(({ socialWorker, ...rest }) => (rest.moveOn === '2026-12-02' ? rest : { ...rest, socialWorker })),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('name-social-worker' as const),
      socialWorker: fc.constantFrom(SOCIAL_WORKER, 'n'.repeat(43)),
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
    arbitrary: fc.record(
      {
        kind: fc.constant('child-missing' as const),
        missingSince: fc.constant('2026-11-23T08:00:00Z'),
        children: fc.constantFrom([1], [2], [1, 2], [9]),
        details: sealedOfMissing,
      },
      { requiredKeys: ['kind', 'missingSince'] },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        kind: fc.constant('child-found' as const),
        foundAt: fc.constant('2026-11-23T08:30:00Z'),
        foundIn: fc.constantFrom(...receivers, KENT),
        children: fc.constantFrom([1], [2], [1, 2], [9]),
      },
      { requiredKeys: ['kind', 'foundAt'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record(
        {
          kind: fc.constant('place-directly' as const),
          council: fc.constantFrom(...receivers, KENT, 'E00000000'),
          reason: fc.constantFrom('court-order' as const, 'did-not-answer' as const),
          note,
          overCapacity: fc.boolean(),
          foundAt: fc.constant('2026-11-23T08:30:00Z'),
        },
        { requiredKeys: ['kind', 'council', 'reason', 'note', 'overCapacity'] },
      )
      .map((command) => ({ ...command, overruled: command.overCapacity ? everyReason : [] })),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('reallocate' as const),
      because: fc.constantFrom('coordinator', 'receiving-authority-cannot'),
      askAgain: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('open-sealed-details' as const),
      session: fc.constantFrom(...['a', 'b', 'c', 'd'].map((officer) => officer.repeat(16))),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('consult-sealed-details' as const),
      reason: fc.constantFrom(...consultReasons),
      note,
      session: fc.constant('c'.repeat(16)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('change-documents' as const),
      change: fc.constantFrom('added', 'removed', 'kind-said'),
      document: fc.constant('1e4b7e1a-3b1d-8f6e-9a2c-8d4e6b7f1a20'),
      documentKind: fc.constantFrom(...documentKinds),
    }),
  },
  fc.nat({ max: 1 }).map(merging),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('undo-merger' as const),
      reference: fc.constantFrom(...others.map(({ reference }) => reference)),
      note,
    }),
  },
  fc.record({ kind: fc.constant('assign-case' as const), to: fc.uuid() }, { requiredKeys: ['kind'] }),
  fc.oneof(
    fc.record({ kind: fc.constant('keep-hold' as const), note }),
    fc.record({
      kind: fc.constant('place-legal-hold' as const),
      because: fc.constantFrom(...legalHoldReasons),
      note,
    }),
    fc.record({ kind: fc.constant('lift-legal-hold' as const), note }),
  ),
  moreTime,
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('release-hold' as const), note }) },
  fc.record({ kind: fc.constant('child-refused' as const), note }),
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.record({ kind: fc.constant('keep-places' as const), note }),
      fc.record({
        kind: fc.constant('decide-found' as const),
        foundIn: fc.constantFrom(BELFAST, CARDIFF),
        decision: fc.constantFrom('brought-back', 'lives-there'),
      }),
      fc.record({ kind: fc.constant('decide-group' as const), goOn: fc.boolean(), note }),
      fc.record(
        {
          kind: fc.constant('give-missing-details' as const),
          details: sealedOfMissing,
          children: fc.constantFrom([1], [2], [1, 2], [9]),
        },
        { requiredKeys: ['kind', 'details'] },
      ),
      fc.record({
        kind: fc.constant('leave-care' as const),
        outcome: fc.constantFrom('assessed-as-adult', 'joined-family', 'placement-ended', 'died'),
        on: fc.constantFrom('2026-11-24', '2027-02-01'),
        children: fc.constantFrom([1], [2], [1, 2], [9]),
      }),
      fc.record({
        kind: fc.constant('move-care' as const),
        to: fc.constantFrom(...receivers, 'E00000000'),
        on: fc.constantFrom('2026-11-24', '2027-02-01'),
      }),
      fc.record({
        kind: fc.constant('move-placement' as const),
        livesIn: fc.constantFrom(...receivers, 'E09000009'),
        on: fc.constantFrom('2026-11-24', '2027-02-01'),
      }),
      fc.record({
        kind: fc.constant('avoid-areas' as const),
        areas: fc.subarray([...receivers, 'E09000009']),
      }),
      fc.record({
        kind: fc.constant('succeed' as const),
        from: fc.constantFrom(...receivers, 'E10000030'),
        to: fc.constantFrom(...receivers, 'E06999901', 'E06999902'),
      }),
      fc.record({
        kind: fc.constant('reopen' as const),
        because: fc.constantFrom('family-broke-down', 'placement-broke-down', 'recorded-in-error'),
        note,
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('decide-age' as const),
      child: fc.integer({ min: 1, max: 4 }),
      counts: fc.boolean(),
      evidence: fc.constantFrom('documents', 'court'),
      turns18Month: fc.constantFrom('2028-05', '2029-01'),
      note,
    }),
  },
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
export const sensible = (play: Play, pick: number, decision: Decision): Command => {
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
  const refuse: Command = {
    kind: 'review-decline',
    offerId: '0-2',
    outcome: 'refused',
    reason: 'has-room',
    note: 'n',
  };
  const back: Command = { kind: 'reallocate', because: 'coordinator', askAgain: pick % 2 === 0 };
  const late = { lateBecause: 'exams' };
  const theyCount: Command = {
    kind: 'decide-age',
    child: 1,
    counts: true,
    evidence: 'documents',
    turns18Month: '2029-01',
    note: 'n',
  };
  const next: Readonly<Partial<Record<CaseStatus, readonly Command[]>>> = {
    eligible: [{ kind: 'allocate', decision, decisionHash: 'd'.repeat(64) }],
    'region-asked': [
      { kind: 'answer-region', region: 'E12000008', council: HAMPSHIRE },
      { kind: 'look-at-deadlines' },
      { kind: 'child-missing', missingSince: now },
      back,
    ],
    offered: [...answers, refuse, { kind: 'look-at-deadlines' }, ...moreTimeFor('answer')],
    held: [
      { kind: 'release-hold', note: 'n' },
      { kind: 'keep-hold', note: 'n' },
      { kind: 'family-joined', note: 'an aunt' },
    ],
    escalated: [back, refuse, ...answers.slice(4)],
    accepted: [
      { kind: 'arrange-transfer', moveOn: today, socialWorker: SOCIAL_WORKER, ...late },
      { kind: 'arrange-transfer', moveOn: '2027-02-01', socialWorker: SOCIAL_WORKER, ...late },
      { kind: 'name-social-worker', socialWorker: 'n'.repeat(43) },
      ...moreTimeFor('arrange'),
      { kind: 'child-missing', missingSince: now },
      { kind: 'child-missing', missingSince: now, children: [1] },
      { kind: 'child-found', foundAt: now, children: [1] },
      back,
    ],
    'transfer-arranged': [
      { kind: 'complete-transfer', handedOverAt: now },
      { kind: 'open-sealed-details', session: 'c'.repeat(16) },
      { kind: 'transfer-failed', reason: 'transport' },
      { kind: 'child-refused' },
      { kind: 'child-missing', missingSince: now },
      { kind: 'arrange-transfer', moveOn: '2027-03-01', ...late },
    ],
    paused: [
      { kind: 'give-missing-details', details: { given: ['policeReference'], mark: 'a'.repeat(22) } },
      { kind: 'decide-group', goOn: true, note: 'n' },
      { kind: 'decide-group', goOn: false, note: 'n' },
      { kind: 'child-missing', missingSince: now, children: [2] },
      { kind: 'child-found', foundAt: now, children: [1] },
      { kind: 'turn-18', child: 1 },
      { kind: 'child-found', foundAt: now },
      { kind: 'child-found', foundAt: now, foundIn: LEEDS },
      { kind: 'look-at-deadlines' },
      { kind: 'look-at-deadlines' },
      { kind: 'keep-places', note: 'n' },
      {
        kind: 'place-directly',
        council: CARDIFF,
        reason: 'best-interests',
        note: 'n',
        overCapacity: true,
        overruled: everyReason,
        foundAt: now,
      },
      back,
    ],
    'missing-from-care': [
      { kind: 'give-missing-details', details: { given: ['lastSeenAt'], mark: 'b'.repeat(22) } },
      { kind: 'child-found', foundAt: now, children: [1] },
      { kind: 'child-missing', missingSince: now, children: [2] },
      { kind: 'child-found', foundAt: now, foundIn: BELFAST },
      { kind: 'child-found', foundAt: now, foundIn: CARDIFF },
      { kind: 'look-at-deadlines' },
      { kind: 'look-at-deadlines' },
      { kind: 'turn-18', child: 1 },
      { kind: 'leave-care', outcome: 'assessed-as-adult', on: today },
    ],
    'found-elsewhere': [
      { kind: 'decide-found', foundIn: BELFAST, decision: 'lives-there' },
      { kind: 'decide-found', foundIn: BELFAST, decision: 'brought-back' },
      { kind: 'decide-found', foundIn: CARDIFF, decision: 'lives-there' },
      { kind: 'decide-found', foundIn: CARDIFF, decision: 'brought-back' },
      { kind: 'look-at-deadlines' },
      { kind: 'move-care', to: BELFAST, on: today },
      { kind: 'move-placement', livesIn: 'E09000009', on: today },
    ],
    'left-care': [{ kind: 'reopen', because: 'recorded-in-error', note: 'n' }, theyCount],
    'joined-family': [
      { kind: 'reopen', because: 'family-broke-down', note: 'n' },
      { kind: 'reopen', because: 'recorded-in-error', note: 'n' },
    ],
    'child-refused': [back],
    transferred: [
      { kind: 'turn-18', child: 1 },
      theyCount,
      { kind: 'child-missing', missingSince: now },
      { kind: 'child-missing', missingSince: now, children: [1] },
      { kind: 'leave-care', outcome: 'assessed-as-adult', on: today },
      { kind: 'leave-care', outcome: 'joined-family', on: today, children: [1] },
      { kind: 'move-care', to: BELFAST, on: today },
      { kind: 'move-placement', livesIn: 'E09000009', on: today },
      { kind: 'avoid-areas', areas: ['E09000009'] },
      { kind: 'open-sealed-details', session: 'a'.repeat(16) },
      refuse,
    ],
    stayed: [{ kind: 'turn-18', child: 1 }],
    'turned-18': [theyCount],
    withdrawn: [theyCount],
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

export const anActor = (play: Play, command: Command) => {
  if (command.kind === 'answer') {
    const offer = play.case.offers.find(({ id }) => id === command.offerId);
    return offer === undefined ? coordinator : duty(offer.council);
  }
  // Officers of a few councils, and a coordinator, try to open what is sealed; whose session it is decides.
  if (command.kind === 'open-sealed-details')
    return (
      [duty(HAMPSHIRE), duty(LEEDS), entry, coordinator]['abcd'.indexOf(command.session[0] ?? '')] ?? entry
    );
  // Somebody who may: what a stranger may not is for other tests.
  const parts = whoMay[command.kind];
  const { placement } = play.case;
  if (command.kind === 'reallocate' && command.because === 'coordinator') return coordinator;
  // Whose word counts of a missing child changes with the handover: a coordinator records either's.
  if (command.kind === 'child-missing' || command.kind === 'child-found') return coordinator;
  // Their details only whoever is responsible gives.
  if (command.kind === 'give-missing-details')
    return handedOver(play.case) && placement !== undefined ? duty(placement.council) : entry;
  if (parts.includes('receiving-authority') && placement !== undefined) return duty(placement.council);
  if (parts.includes('coordinator')) return coordinator;
  return parts.includes('entry-authority') ? entry : system;
};
