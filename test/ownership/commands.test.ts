/** Every command on a case, and what it answers to whom it is for, to others with a part elsewhere, and to nobody known. */
import { expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { type Asker, whoMay } from '../../shared/core/case/who-may.ts';
import type { CouncilCommand } from '../../shared/core/council/command.ts';
import { decideOnCouncil } from '../../shared/core/council/commands/decide.ts';
import { whoMayOfCouncil } from '../../shared/core/council/who-may.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aCouncil, aReferral, SOCIAL_WORKER } from '../builders.ts';
import {
  candidate,
  coordinator,
  councilsWith,
  duty,
  entry,
  HAMPSHIRE,
  LEEDS,
  Play,
  system,
} from '../core/a-scheme.ts';

const SURREY = 'E10000030';
const EAST_SURREY = 'E06999901';

/** Under the policy that knows of every step. */
const stayingSafe = (): Play => new Play(undefined, policyNamed('nts-2026'));

const stages: Readonly<Record<string, () => Play>> = {
  received: () => stayingSafe().receive(),
  asked: () => stayingSafe().receive().offer(HAMPSHIRE, LEEDS),
  'with the region': () => {
    const play = stayingSafe().receive();
    play.do({
      kind: 'allocate',
      decisionHash: 'd'.repeat(64),
      decision: {
        kind: 'offer',
        chosen: candidate(HAMPSHIRE),
        backUps: [],
        forLead: [HAMPSHIRE, LEEDS],
        verdicts: [],
        warnings: [],
      },
    });
    return play;
  },
  declined: () => {
    const play = stages.asked?.() ?? new Play();
    play.answer('1-1', 'decline');
    return play;
  },
  accepted: () => {
    const play = stages.asked?.() ?? new Play();
    play.answer('1-1', 'accept');
    return play;
  },
  arranged: () => {
    const play = stages.accepted?.() ?? new Play();
    play.do({ kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER }, duty(HAMPSHIRE));
    return play;
  },
  'after handover': () => {
    const play = stages.arranged?.() ?? new Play();
    play.do({ kind: 'complete-transfer', handedOverAt: play.now }, entry);
    return play;
  },
  held: () => {
    const play = stayingSafe().receive();
    play.do({
      kind: 'allocate',
      decisionHash: 'd'.repeat(64),
      decision: {
        kind: 'held',
        reasons: [{ code: 'settled-child', words: 'Perhaps settled.' }],
        warnings: [],
      },
    });
    return play;
  },
  'under legal hold': () => {
    const play = stages.held?.() ?? new Play();
    play.do({ kind: 'place-legal-hold', because: 'court', note: 'n' }, coordinator);
    return play;
  },
  'its council has ended': () =>
    new Play(
      [...councilsWith(10), aCouncil({ code: SURREY }), aCouncil({ code: EAST_SURREY })],
      policyNamed('nts-2026'),
    )
      .receive()
      .offer(SURREY, LEEDS)
      .at('2027-04-01T08:00:00.000Z'),
  missing: () => {
    const play = stages.accepted?.() ?? new Play();
    play.do({ kind: 'child-missing', missingSince: play.now }, entry);
    return play;
  },
  'one of two missing': () => {
    const play = stayingSafe().receive(aReferral({ children: [aChild(), aChild({ number: 2 })] }));
    play.do({ kind: 'child-missing', missingSince: play.now, children: [2] }, entry);
    return play;
  },
  'missing, days ago': () => {
    const play = stages.missing?.() ?? new Play();
    return play.at('2026-11-24T09:00:00.000Z');
  },
  'missing after handover': () => {
    const play = stages['after handover']?.() ?? new Play();
    play.do({ kind: 'child-missing', missingSince: play.now }, duty(HAMPSHIRE));
    return play;
  },
  'found elsewhere after handover': () => {
    const play = stages['missing after handover']?.() ?? new Play();
    play.do({ kind: 'child-found', foundAt: play.now, foundIn: LEEDS }, duty(HAMPSHIRE));
    return play;
  },
  'left care': () => {
    const play = stages['after handover']?.() ?? new Play();
    play.do({ kind: 'leave-care', outcome: 'placement-ended', on: '2026-11-23' }, coordinator);
    return play;
  },
  'closed by an age': () => {
    const play = stages.received?.() ?? new Play();
    play.do({ kind: 'turn-18', child: 1 });
    return play;
  },
  'with a merger': () => {
    const play = stages.accepted?.() ?? new Play();
    const data = { referralId: MERGED.referralId, channel: 'queue' as const, facts: play.case.facts };
    play.do({ kind: 'merge', reference: MERGED.reference, data }, entry);
    return play;
  },
  'to be confirmed': () => {
    const play = stages.accepted?.() ?? new Play();
    play.do(
      {
        kind: 'amend',
        data: { referralId: play.case.referralId, channel: 'email', facts: { areasToAvoid: [HAMPSHIRE] } },
      },
      entry,
    );
    return play;
  },
};

const MERGED = { reference: 'NTS-0000-0000', referralId: '0f0c7e1a-3b1d-4f6e-9a2c-000000000003' };

const waiting = ({ case: { proposals = [] } }: Play): string => proposals[0]?.id ?? 'none';
const note = 'n';

const DOCUMENT = '1e4b7e1a-3b1d-8f6e-9a2c-8d4e6b7f1a20';

/** A command of each kind. */
const asked: { readonly [Kind in Command['kind']]: (play: Play) => Extract<Command, { kind: Kind }> } = {
  receive: () => ({
    kind: 'receive',
    data: { referralId: '0f0c7e1a-3b1d-4f6e-9a2c-000000000001', channel: 'queue', facts: aReferral() },
  }),
  merge: ({ case: { facts } }) => ({
    kind: 'merge',
    reference: 'NTS-0000-0000',
    data: { referralId: '0f0c7e1a-3b1d-4f6e-9a2c-000000000002', channel: 'queue', facts },
  }),
  'undo-merger': () => ({ kind: 'undo-merger', reference: MERGED.reference, note }),
  amend: (play) => ({
    kind: 'amend',
    data: { referralId: play.case.referralId, facts: { wishesRecorded: false } },
  }),
  'confirm-amendment': (play) => ({ kind: 'confirm-amendment', amendmentId: waiting(play) }),
  'refuse-amendment': (play) => ({ kind: 'refuse-amendment', amendmentId: waiting(play) }),
  allocate: () => ({
    kind: 'allocate',
    decisionHash: 'd'.repeat(64),
    decision: { kind: 'no-candidate', verdicts: [], warnings: [] },
  }),
  answer: () => ({ kind: 'answer', offerId: '1-1', answer: 'accept' }),
  'answer-region': () => ({ kind: 'answer-region', region: 'E12000008', council: HAMPSHIRE }),
  'review-decline': () => ({ kind: 'review-decline', offerId: '1-1', outcome: 'accepted', note }),
  'give-more-time': () => ({
    kind: 'give-more-time',
    deadline: 'answer',
    council: HAMPSHIRE,
    days: 1,
    because: 'people-away',
    note,
  }),
  'assign-case': () => ({ kind: 'assign-case', to: '3f0a1c52-8d5e-4b7c-9a51-2f6f0f6f2d10' }),
  'place-legal-hold': () => ({ kind: 'place-legal-hold', because: 'court', note }),
  'lift-legal-hold': () => ({ kind: 'lift-legal-hold', note }),
  'keep-hold': () => ({ kind: 'keep-hold', note }),
  'release-hold': () => ({ kind: 'release-hold', note }),
  'place-directly': () => ({
    kind: 'place-directly',
    council: LEEDS,
    reason: 'court-order',
    note,
    overCapacity: true,
  }),
  reallocate: () => ({ kind: 'reallocate', because: 'coordinator' }),
  'arrange-transfer': () => ({
    kind: 'arrange-transfer',
    moveOn: '2026-11-24',
    socialWorker: SOCIAL_WORKER,
  }),
  'name-social-worker': () => ({ kind: 'name-social-worker', socialWorker: 'n'.repeat(43) }),
  'transfer-failed': () => ({ kind: 'transfer-failed', reason: 'transport' }),
  'change-documents': () => ({ kind: 'change-documents', change: 'added', document: DOCUMENT }),
  'note-bounce': () => ({
    kind: 'note-bounce',
    bounced: {
      email: { id: 'an e-mail', template: 'case-held', to: { role: 'coordinators' }, eventNumber: 1 },
      attempt: 0,
      failed: 'coordinators',
      why: 'no-such-mailbox',
      next: 'nobody',
    },
  }),
  'tell-again': ({ case: { offers } }) => ({
    kind: 'tell-again',
    told: {
      offerId: offers[0]?.id ?? '1-1',
      council: offers[0]?.council ?? LEEDS,
      template: 'offer-to-primary',
      eventNumber: 2,
      contactsChanged: 1,
    },
  }),
  'consult-sealed-details': () => ({
    kind: 'consult-sealed-details',
    reason: 'best-interests',
    note,
    session: 'c'.repeat(16),
  }),
  'open-sealed-details': () => ({ kind: 'open-sealed-details', session: 'a'.repeat(16) }),
  'complete-transfer': ({ now }) => ({ kind: 'complete-transfer', handedOverAt: now }),
  'child-missing': ({ now }) => ({ kind: 'child-missing', missingSince: now }),
  'child-found': ({ now }) => ({ kind: 'child-found', foundAt: now }),
  'give-missing-details': () => ({
    kind: 'give-missing-details',
    details: { given: ['policeReference'], mark: 'm'.repeat(22) },
  }),
  'child-refused': () => ({ kind: 'child-refused' }),
  'family-joined': () => ({ kind: 'family-joined', note }),
  stay: () => ({ kind: 'stay', reason: 'settled', note }),
  withdraw: () => ({ kind: 'withdraw', reason: 'other' }),
  'turn-18': () => ({ kind: 'turn-18', child: 1 }),
  'decide-found': () => ({ kind: 'decide-found', foundIn: LEEDS, decision: 'brought-back' }),
  'decide-group': () => ({ kind: 'decide-group', goOn: true, note }),
  'keep-places': () => ({ kind: 'keep-places', note }),
  'leave-care': () => ({ kind: 'leave-care', outcome: 'joined-family', on: '2026-11-23' }),
  'move-care': () => ({ kind: 'move-care', to: LEEDS, on: '2026-11-23' }),
  'move-placement': () => ({ kind: 'move-placement', livesIn: LEEDS, on: '2026-11-23' }),
  'avoid-areas': () => ({ kind: 'avoid-areas', areas: [LEEDS] }),
  succeed: () => ({ kind: 'succeed', from: SURREY, to: EAST_SURREY }),
  reopen: () => ({ kind: 'reopen', because: 'recorded-in-error', note }),
  'decide-age': () => ({
    kind: 'decide-age',
    child: 1,
    counts: true,
    evidence: 'documents',
    turns18Month: '2027-05',
    note,
  }),
  'look-at-deadlines': () => ({ kind: 'look-at-deadlines' }),
};
const kinds = Object.keys(whoMay) as Command['kind'][];

/** Everybody with each part, as the part is written in `whoMay`. */
const actors = {
  'entry-authority': entry,
  'asked-council': duty(HAMPSHIRE),
  'asked-lead': { kind: 'smp-lead', region: 'E12000008' },
  'receiving-authority': duty(HAMPSHIRE),
  coordinator,
} as const;

/** A council without a part in the case, as what it may call itself; and one that there is not. */
const foreign: readonly Actor[] = [
  duty('E09000008'),
  { kind: 'entry-authority', code: 'E09000008' },
  { kind: 'smp-lead', region: 'E12000003' },
];
const nobody: readonly Actor[] = [duty('E99999999'), { kind: 'entry-authority', code: 'E99999999' }];

test('every command has a row', () => {
  expect(Object.keys(asked).toSorted()).toEqual(kinds.toSorted());
});

test.each(kinds)('%s is refused to another council and to nobody known, at every stage', (kind) => {
  const wrong: string[] = [];
  for (const [stage, at] of Object.entries(stages)) {
    const play = at();
    const command = asked[kind](play);
    const strangers = whoMay[kind].includes('coordinator') ? [] : [coordinator];
    for (const actor of [...foreign, ...nobody, ...strangers]) {
      const before = JSON.stringify([play.subject, play.trail, play.view]);
      // A referral is a new case: it is decided on without one.
      const outcome = kind === 'receive' ? new Play().decide(command, actor) : play.do(command, actor);
      if (outcome.kind !== 'refused') wrong.push(`${stage}, ${JSON.stringify(actor)}: ${outcome.kind}`);
      if (JSON.stringify([play.subject, play.trail, play.view]) !== before) wrong.push(`${stage}: changed`);
    }
  }
  expect(wrong).toEqual([]);
});

/** The parts that each of these actors has anywhere in its case: a council that was asked may have taken the children. */
const partsOf = {
  'entry-authority': ['entry-authority'],
  'asked-council': ['asked-council'],
  'asked-lead': ['asked-lead'],
  'receiving-authority': ['asked-council', 'receiving-authority'],
} as const;
const withParts = { ...actors, 'asked-council': duty(LEEDS) } as const;
/** Whom sealed details open to, and who speaks for a child who is missing, other rules say: with tests of their own. */
const ruledElsewhere = ['open-sealed-details', 'child-missing', 'child-found', 'give-missing-details'];

test.each(kinds.filter((kind) => !ruledElsewhere.includes(kind)))(
  '%s is refused, and not offered, to a part that it is not for, at every stage',
  (kind) => {
    const wrong: string[] = [];
    for (const [part, has] of Object.entries(partsOf)) {
      if (has.some((one) => whoMay[kind].includes(one))) continue;
      const actor = withParts[part as keyof typeof partsOf];
      for (const [stage, at] of Object.entries(stages)) {
        const play = at();
        if (part === 'asked-council' && play.case.placement?.council === LEEDS) continue;
        if (kind !== 'receive' && play.do(asked[kind](play), actor).kind !== 'refused')
          wrong.push(`${stage}: not refused to ${part}`);
        if (possibleCommands(at().case, actor, at().now).some((one) => one.kind === kind))
          wrong.push(`${stage}: offered to ${part}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);

test('whoever has no part in a case is offered nothing of it, at any stage', () => {
  for (const [stage, at] of Object.entries(stages))
    for (const actor of [...foreign, ...nobody])
      expect(possibleCommands(at().case, actor as Asker, at().now), stage).toEqual([]);
});

test.each(kinds)('%s works at some stage for each who may ask it', (kind) => {
  const parts = whoMay[kind];
  const may: readonly Actor[] = parts.length === 0 ? [system] : parts.map((part) => actors[part]);
  for (const actor of may) {
    const outcomes = Object.values(stages).map((at) => {
      const play = at().at(kind === 'look-at-deadlines' ? '2026-12-30T09:00:00.000Z' : at().now);
      const given = asked[kind](play);
      const command: Command =
        given.kind === 'reallocate' && actor.kind === 'council'
          ? { ...given, because: 'receiving-authority-cannot' }
          : given;
      return (kind === 'receive' ? new Play() : play).do(command, actor).kind;
    });
    expect(outcomes, JSON.stringify(actor)).toContain('changed');
  }
});

const KENT = 'E10000016';
/** A command of each kind that may be asked of a council. */
const askedOfCouncil: {
  readonly [Kind in CouncilCommand['kind']]: Extract<CouncilCommand, { kind: Kind }>;
} = {
  declare: { kind: 'declare', declared: { fosterCare: 1, supportedAccommodation: 1, supports: [] } },
  remind: { kind: 'remind' },
  'question-exemptions': { kind: 'question-exemptions' },
  'decide-exemptions': { kind: 'decide-exemptions', decided: { exemptions: [], note } },
  close: { kind: 'close', closing: { because: 'emergency', from: '2026-11-23' } },
  reopen: { kind: 'reopen', note },
  note: {
    kind: 'note',
    note: {
      type: 'contacts-changed.v1',
      data: { council: 'E10000016', contact: 'second', change: 'taken-away' },
    },
  },
};

test.each(Object.keys(whoMayOfCouncil) as CouncilCommand['kind'][])(
  '%s of a council is taken from whom it is for, and is nobody else’s to ask',
  (kind) => {
    const council = aCouncil({ code: KENT });
    const by = (actor: Actor) => () =>
      decideOnCouncil(council, askedOfCouncil[kind], {
        now: '2026-11-23T09:00:00.000Z',
        actor,
        cause: 'a test',
        policy: policyNamed('nts-2026'),
      });
    const may = whoMayOfCouncil[kind];
    const everybody: readonly (readonly [Actor, boolean])[] = [
      [system, true],
      [coordinator, may.includes('coordinator')],
      [duty(KENT), may.includes('council')],
      ...[...foreign, ...nobody, { kind: 'smp-lead', region: council.region } as const].map(
        (actor) => [actor, false] as const,
      ),
    ];
    for (const [actor, isTaken] of everybody)
      if (isTaken) expect(by(actor), JSON.stringify(actor)).not.toThrow(/not for this/);
      else expect(by(actor), JSON.stringify(actor)).toThrow(/not for this/);
  },
);
