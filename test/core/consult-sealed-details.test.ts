import { describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { decide } from '../../shared/core/case/commands/decide.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { needsOf } from '../../shared/core/case/waiting-on.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, anOffer, aPlacement, NOW } from '../builders.ts';

const hold = {
  reasons: [{ code: 'settled-child', words: 'Settled.' }],
  since: NOW,
  reviewAt: '2026-11-24T17:00:00.000Z',
};
const moved = aPlacement({ handedOverAt: NOW });
const missing = { from: 'transferred', at: NOW, remindAt: '2026-11-30T17:00:00.000Z' } as const;
const declined = [anOffer({ status: 'declined', review: 'pending' }), anOffer({ id: '1-2', status: 'live' })];

const asks = (subject: Case, document?: string) =>
  decide(
    subject,
    {
      kind: 'consult-sealed-details',
      reason: 'safety',
      note: 'n',
      session: 's'.repeat(16),
      ...(document ? { document } : {}),
    },
    { now: NOW, actor: { kind: 'coordinator', name: 'Robin Hale' }, cause: 'test' },
    { policy: policyNamed('nts-2026') },
  );
const isOffered = (subject: Case) =>
  possibleCommands(subject, { kind: 'coordinator' }, NOW).some(
    ({ kind }) => kind === 'consult-sealed-details',
  );

describe('what is sealed opens to a coordinator', () => {
  test.each<[string, Case, boolean]>([
    ['while a hold waits', aCase({ status: 'held', hold }), true],
    [
      'while a place is to be found',
      aCase({ status: 'escalated', escalation: { because: 'no-candidate', decideBy: NOW } }),
      true,
    ],
    ['while a child refuses', aCase({ status: 'child-refused', stepBy: NOW }), true],
    ['while a decline is to be reviewed', aCase({ status: 'offered', offers: declined }), true],
    [
      'while a missing child is theirs to see to',
      aCase({ status: 'missing-from-care', placement: moved, pause: { ...missing, withCoordinators: true } }),
      true,
    ],
    [
      'not while it is the council’s',
      aCase({ status: 'missing-from-care', placement: moved, pause: missing }),
      false,
    ],
    ['not while councils are asked', aCase({ status: 'offered', offers: [anOffer()] }), false],
    ['not while the move is arranged', aCase({ status: 'accepted', placement: aPlacement() }), false],
    ['not before the check', aCase({ stepBy: NOW }), false],
    ['not while the entry authority is asked for facts', aCase({ status: 'incomplete', stepBy: NOW }), false],
    ['not after the handover', aCase({ status: 'transferred', placement: moved }), false],
    ['not once the case has ended', aCase({ status: 'stayed' }), false],
    ['not even held, once it is withdrawn', aCase({ status: 'withdrawn', hold }), false],
  ])('%s', (_, without, opens) => {
    const subject = { ...without, needs: needsOf(without) } as Case;
    expect(isOffered(subject)).toBe(opens);
    const outcome = asks(subject);
    expect(outcome.kind).toBe(opens ? 'changed' : 'refused');
    if (outcome.kind === 'refused')
      expect(outcome.code).toBe(subject.status === 'withdrawn' ? 'case-closed' : 'nothing-to-decide');
    if (outcome.kind !== 'changed') return;
    const {
      needs: _needs,
      nextDueAt: _next,
      listed: _listed,
      consulted,
      version,
      lastHash,
      ...after
    } = outcome.change.case;
    const { needs: __, nextDueAt: ___, version: before, lastHash: ____, ...same } = subject;
    expect(after).toEqual(same);
    expect([version - before, consulted]).toEqual([1, [{ at: NOW, reason: 'safety' }]]);
  });

  test('each time anew, and the case keeps the last twenty', () => {
    let subject = aCase({
      status: 'held',
      hold,
      needs: { party: { kind: 'coordinators' }, by: NOW, what: 'x' },
    });
    for (let times = 0; times < 22; times += 1) {
      const outcome = asks(subject, times === 21 ? '1e4b7e1a-3b1d-8f6e-9a2c-8d4e6b7f1a20' : undefined);
      if (outcome.kind !== 'changed') throw new Error('It was not recorded.');
      subject = outcome.change.case;
    }
    expect(subject.version).toBe(23);
    expect(subject.consulted).toHaveLength(20);
    expect(subject.consulted?.at(-1)).toEqual({ at: NOW, reason: 'safety', document: true });
  });
});
