import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import { decide } from '../../shared/core/case/commands/decide.ts';
import { mayNot, whoMay } from '../../shared/core/case/who-may.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { runs } from '../how-much.ts';
import { aCommand, aDecision, aimed, anActor, sensible } from './a-command.ts';
import { coordinator, duty, entry, HAMPSHIRE, KENT, Play } from './a-scheme.ts';

/** A council that has no part in any of these cases. */
const OTHER = 'E09000008';
const strangers: readonly Actor[] = [duty(OTHER), { kind: 'entry-authority', code: OTHER }];
const policy = policyNamed('nts-2025');

test('whoever has no part in a case changes nothing of it, whatever they ask and wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(30), aDecision), { maxLength: 12 }),
      aCommand,
      fc.constantFrom(...strangers),
      (steps, asked, stranger) => {
        const play = new Play().receive();
        for (const [pick, decision] of steps) {
          const command = sensible(play, pick, decision);
          play.do(command, anActor(play, command));
        }
        const command = aimed(play, asked);
        fc.pre(command.kind !== 'merge' && command.kind !== 'receive');
        const outcome = decide(
          play.case,
          command,
          { now: play.now, actor: stranger, cause: 'c' },
          { policy, view: play.view },
        );
        expect(outcome.kind, JSON.stringify(outcome)).toBe('refused');
      },
    ),
    { numRuns: runs(300) },
  );
});

test('a council refers in its own name only', () => {
  const referral = new Play().receive().case;
  const data = {
    referralId: '0f0c7e1a-3b1d-4f6e-9a2c-000000000001',
    channel: 'queue',
    facts: referral.facts,
  } as const;
  const context = (actor: Actor) => ({ now: referral.openedAt, actor, cause: 'c' });
  for (const stranger of [...strangers, coordinator])
    expect(decide(undefined, { kind: 'receive', data }, context(stranger), { policy })).toMatchObject({
      kind: 'refused',
      code: 'not-yours',
    });
  expect(decide(undefined, { kind: 'receive', data }, context(entry), { policy }).kind).toBe('changed');
});

test('whoever sends a referral speaks for it, also where it is of another council’s case, and nobody else does', () => {
  const { case: subject } = new Play().receive();
  const merging = (entryAuthority: string) =>
    ({
      kind: 'merge',
      reference: 'NTS-AAAA-AAAA',
      data: {
        referralId: '0f0c7e1a-3b1d-4f6e-9a2c-000000000001',
        channel: 'queue',
        facts: { ...subject.facts, entryAuthority },
      },
    }) as const;
  const actor: Actor = { kind: 'entry-authority', code: OTHER };
  expect(mayNot(subject, merging(OTHER), { actor })).toBeUndefined();
  expect(mayNot(subject, merging(KENT), { actor })).toMatchObject({ kind: 'refused', code: 'not-yours' });
});

test('what is asked of a case that there is not is left to the command, which says so', () => {
  const arrange = { kind: 'arrange-transfer', moveOn: '2026-11-26' } as const;
  for (const actor of [...strangers, coordinator, entry]) {
    expect(mayNot(undefined, arrange, { actor })).toBeUndefined();
    expect(
      decide(undefined, arrange, { now: '2026-11-23T09:00:00.000Z', actor, cause: 'c' }, { policy }),
    ).toMatchObject({
      kind: 'refused',
      code: 'no-such-case',
    });
  }
});

test('the council that has the child decides nothing about it that is for coordinators or the entry authority', () => {
  const play = new Play().receive().offer(HAMPSHIRE);
  play.answer('1-1', 'accept');
  const commands = [
    { kind: 'reallocate', because: 'coordinator' },
    { kind: 'stay', reason: 'best-interests', note: 'n' },
    { kind: 'withdraw', reason: 'other' },
    { kind: 'amend', data: { referralId: play.case.referralId, facts: { familyInUk: 'may-care' } } },
    { kind: 'family-joined', note: 'n' },
    { kind: 'place-directly', council: HAMPSHIRE, reason: 'family-link', note: 'n', overCapacity: true },
  ] as const;
  for (const command of commands)
    expect(play.decide(command, duty(HAMPSHIRE)), command.kind).toMatchObject({
      kind: 'refused',
      code: 'not-yours',
    });
});

test('only the system does what no person is listed for', () => {
  expect(Object.entries(whoMay).flatMap(([kind, parts]) => (parts.length === 0 ? [kind] : []))).toEqual([
    'allocate',
    'turn-18',
    'note-bounce',
    'tell-again',
    'look-at-deadlines',
  ]);
});
