import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import { addDays } from '../../shared/core/calendar/working-days.ts';
import type { Command, PossibleCommand } from '../../shared/core/case/command.ts';
import { standingsForLead } from '../../shared/core/case/commands/answer-region.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { whoMay } from '../../shared/core/case/who-may.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { isToAvoid } from '../../shared/core/referral/areas-to-avoid.ts';
import { aChild, aReferral, everyReason, SOCIAL_WORKER } from '../builders.ts';
import { runs } from '../how-much.ts';
import { aCommand, aDecision, aimed, anActor, sensible } from './a-command.ts';
import { coordinator, councilsWith, duty, entry, HAMPSHIRE, KENT, LEEDS, Play, system } from './a-scheme.ts';

/** Areas that no play says to avoid. */
const [BARNET, BEXLEY] = ['E09000003', 'E09000004'];

const STRANGER = 'E09000008';

/** Everybody who may have a part in a case, and two who have none. */
const everybody = ({ case: { offers, placement } }: Play): readonly Actor[] => [
  coordinator,
  entry,
  system,
  duty(STRANGER),
  { kind: 'entry-authority', code: STRANGER },
  { kind: 'smp-lead', region: 'E12000008' },
  { kind: 'smp-lead', region: 'E12000003' },
  ...[...new Set([...offers.map(({ council }) => council), placement?.council ?? KENT])].map(duty),
];

/** A possible command with what the person who asks says: sensible, and not what was said before. */
const filledIn = (possible: PossibleCommand, { case: subject, now, view }: Play): Command => {
  const today = now.slice(0, 10);
  const note = 'said for the first time';
  const { placement, facts } = subject;
  switch (possible.kind) {
    case 'answer':
      return { ...possible, reason: 'safeguarding' };
    case 'answer-region':
      return { ...possible, council: subject.regionAsked?.councils[0] ?? '' };
    case 'review-decline':
      return { ...possible, outcome: 'accepted', note };
    case 'allocate':
      return {
        kind: 'allocate',
        decision: { kind: 'no-candidate', verdicts: [], warnings: [] },
        decisionHash: 'd'.repeat(64),
      };
    case 'amend':
      return {
        kind: 'amend',
        data: { referralId: subject.referralId, facts: { wishesRecorded: facts.wishesRecorded !== true } },
      };
    case 'give-more-time':
      return { ...possible, days: 1, because: 'people-away', note };
    case 'assign-case':
      return { kind: 'assign-case', to: '3f0a1c52-8d5e-4b7c-9a51-2f6f0f6f2d10' };
    case 'place-legal-hold':
      return { kind: 'place-legal-hold', because: 'court', note };
    case 'lift-legal-hold':
    case 'keep-hold':
    case 'release-hold':
    case 'family-joined':
      return { kind: possible.kind, note };
    case 'place-directly': {
      const council = view.councils.find(
        ({ code }) =>
          ![facts.entryAuthority, placement?.council, ...(facts.areasToAvoid ?? [])].includes(code),
      );
      return {
        kind: 'place-directly',
        council: council?.code ?? '',
        reason: 'court-order',
        note,
        overCapacity: true,
        overruled: everyReason,
        ...(subject.status === 'paused' ? { foundAt: now } : {}),
      };
    }
    case 'arrange-transfer':
      return {
        kind: 'arrange-transfer',
        moveOn: placement?.moveOn === today ? addDays(today, 1) : today,
        socialWorker: SOCIAL_WORKER,
        lateBecause: 'exams',
        // Where the council's own area has since been said to be unsafe, the child lives in another.
        ...(placement !== undefined && isToAvoid(subject.facts, placement.council)
          ? { placedIn: [KENT, LEEDS, HAMPSHIRE].find((code) => !isToAvoid(subject.facts, code)) ?? KENT }
          : {}),
      };
    case 'name-social-worker':
      return { kind: 'name-social-worker', socialWorker: 'q'.repeat(43) };
    case 'transfer-failed':
      return { kind: 'transfer-failed', reason: 'transport' };
    case 'change-documents':
      return { ...possible, document: '1e4b7e1a-3b1d-8f6e-9a2c-8d4e6b7f1a20', documentKind: 'health' };
    case 'open-sealed-details':
      return { kind: 'open-sealed-details', session: 'a'.repeat(16) };
    case 'consult-sealed-details':
      return { kind: possible.kind, reason: 'best-interests', note, session: 'c'.repeat(16) };
    case 'complete-transfer':
      return { kind: 'complete-transfer', handedOverAt: now, safetyPlan: true };
    case 'child-missing':
      return { kind: 'child-missing', missingSince: now };
    case 'child-found':
      return { kind: 'child-found', foundAt: now };
    case 'give-missing-details':
      return {
        kind: 'give-missing-details',
        // What was given already would change nothing.
        details: {
          given: ['policeReference'],
          mark: (subject.missingDetails?.[0]?.mark.startsWith('m') ? 'n' : 'm').repeat(22),
        },
      };
    case 'stay':
      return { kind: 'stay', reason: 'settled', note };
    case 'withdraw':
      return { kind: 'withdraw', reason: 'other' };
    case 'decide-age':
      return { ...possible, evidence: 'documents', turns18Month: '2031-01', note };
    case 'decide-found':
    case 'decide-group':
      return { ...possible, note };
    case 'keep-places':
      return { kind: 'keep-places', note };
    case 'leave-care':
      return { kind: 'leave-care', outcome: 'placement-ended', on: today };
    case 'move-placement':
      return {
        kind: 'move-placement',
        livesIn: placement?.placedIn === BARNET ? BEXLEY : BARNET,
        on: today,
      };
    case 'avoid-areas':
      return {
        kind: 'avoid-areas',
        areas: ['E09000002', 'E09000005'].filter((area) => !facts.areasToAvoid?.includes(area)),
      };
    case 'move-care':
      return {
        kind: 'move-care',
        placedIn: BARNET,
        to: [HAMPSHIRE, LEEDS].find((one) => one !== placement?.council) ?? LEEDS,
        on: today,
      };
    case 'reopen':
    case 'undo-merger':
      return { ...possible, note };
    case 'succeed':
      return { ...possible, to: 'E06999901' };
    case 'confirm-amendment':
    case 'refuse-amendment':
    case 'reallocate':
    case 'turn-18':
      return possible;
    case 'child-refused':
    case 'look-at-deadlines':
      return { kind: possible.kind };
  }
};

const canBeChosen = ({ case: subject, view, policy, now }: Play, council: string): boolean =>
  standingsForLead(subject, view.councils, policy, now.slice(0, 10)).some(
    (one) => one.council.code === council && one.precondition === undefined,
  );

/** Whether what somebody asks is one of what was offered. Why a coordinator sends a case back is theirs to say. */
const isOffered = (command: Command, actor: Actor, offered: readonly PossibleCommand[]): boolean =>
  offered.some((possible) =>
    Object.entries(possible).every(
      ([field, settled]) =>
        (field === 'because' && actor.kind !== 'council') ||
        (command as Readonly<Record<string, unknown>>)[field] === settled,
    ),
  );

const aStep = fc.record({
  any: aCommand,
  decision: aDecision,
  pick: fc.nat({ max: 60 }),
  astray: fc.boolean(),
  hours: fc.constantFrom(0, 0, 0, 1, 3, 30, 80, 200),
});
// However many areas are to be avoided, there is a council to place with.
const councils = [
  ...councilsWith(10),
  ...councilsWith(10)
    .slice(0, 1)
    .map((one) => ({ ...one, code: STRANGER })),
];
const someSteps = fc.array(aStep, { maxLength: 25, size: 'max' });
const played = (
  steps: readonly (typeof aStep extends fc.Arbitrary<infer Step> ? Step : never)[],
  look: (play: Play) => void = () => undefined,
): Play => {
  // A child alone, and two who belong together.
  const referral =
    steps.length % 2 === 0 ? undefined : aReferral({ children: [aChild(), aChild({ number: 2 })] });
  const play = new Play(councils, policyNamed('nts-2026')).receive(referral);
  for (const { any, decision, pick, astray, hours } of steps) {
    play.at(new Date(Date.parse(play.now) + hours * 3_600_000).toISOString());
    const command = astray ? aimed(play, any) : sensible(play, pick, decision);
    play.do(command, anActor(play, command));
    look(play);
  }
  return play;
};
const aPlay = someSteps.map((steps) => played(steps));

test('whatever somebody may ask of a case is taken, wherever it stands', () => {
  fc.assert(
    fc.property(aPlay, (play) => {
      for (const actor of everybody(play))
        for (const possible of possibleCommands(play.case, actor, play.now)) {
          const command = filledIn(possible, play);
          // Whether the council can still take the children is known only when it is decided.
          if (command.kind === 'answer-region' && !canBeChosen(play, command.council)) continue;
          const outcome = play.decide(command, actor);
          expect(outcome.kind, `${actor.kind} ${JSON.stringify(command)}: ${JSON.stringify(outcome)}`).toBe(
            'changed',
          );
        }
    }),
    { numRuns: runs(500) },
  );
});

// That a council ends is a matter of days far from these: a-council-succeeded.test.ts asks for it.
test('every command but those that make a case, and what becomes of an e-mail, is somebody’s to ask in some of the cases that are played', () => {
  // Seeded: some commands are possible in one play of two hundred, and each is looked for.
  const seen = new Set<string>();
  for (const steps of fc.sample(someSteps, { seed: 7, numRuns: 500 }))
    played(steps, (play) => {
      for (const actor of everybody(play))
        for (const { kind } of possibleCommands(play.case, actor, play.now)) seen.add(kind);
    });
  expect([...seen].toSorted()).toEqual(
    Object.keys(whoMay)
      .filter((kind) => !['receive', 'merge', 'note-bounce', 'tell-again', 'succeed'].includes(kind))
      .toSorted(),
  );
});

test('whatever nobody is offered changes nothing when it is asked nonetheless', () => {
  fc.assert(
    fc.property(aPlay, fc.array(aCommand, { maxLength: 12, size: 'max' }), (play, commands) => {
      for (const command of commands.filter(({ kind }) => kind !== 'merge').map((one) => aimed(play, one)))
        for (const actor of everybody(play)) {
          const outcome = play.decide(command, actor);
          if (outcome.kind !== 'changed') continue;
          const offered = possibleCommands(play.case, actor, play.now);
          expect(isOffered(command, actor, offered), `${actor.kind} ${JSON.stringify(command)}`).toBe(true);
        }
    }),
    { numRuns: runs(150) },
  );
});

test('a council that said no is offered a yes while it would help, and no longer than that', () => {
  const offers = (play: Play, council: string) =>
    possibleCommands(play.case, duty(council), play.now).flatMap((one) =>
      one.kind === 'answer' ? [one.answer] : [],
    );
  const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
  expect(offers(play, HAMPSHIRE)).toEqual(['accept', 'decline', 'reading']);
  expect(offers(play, LEEDS)).toEqual(['back-up-yes', 'back-up-no']);
  play.answer('1-2', 'back-up-no');
  expect(offers(play, LEEDS)).toEqual(['back-up-yes']);
  play.answer('1-2', 'back-up-yes');
  expect(offers(play, LEEDS)).toEqual(['back-up-no']);
  play.answer('1-2', 'back-up-no');
  play.answer('1-1', 'decline');
  expect(offers(play, HAMPSHIRE)).toEqual(['accept']);
  play.answer('1-1', 'accept');
  expect(offers(play, HAMPSHIRE)).toEqual([]);
  expect(offers(play, LEEDS)).toEqual([]);
});

test('a stranger is offered nothing, and a closed case offers nobody but what may still be recorded of it', () => {
  const play = new Play().receive().offer(HAMPSHIRE);
  expect(possibleCommands(play.case, duty(STRANGER), play.now)).toEqual([]);
  expect(possibleCommands(play.case, { kind: 'entry-authority', code: STRANGER }, play.now)).toEqual([]);
  play.do({ kind: 'withdraw', reason: 'other' }, entry);
  for (const actor of everybody(play))
    expect(possibleCommands(play.case, actor, play.now)).toEqual(
      actor.kind === 'coordinator' || actor.kind === 'system' ? [{ kind: 'place-legal-hold' }] : [],
    );
});
