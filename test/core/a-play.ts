/** Words and steps that plays share. */
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { aChild, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { duty, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

export const wordsOf = (outcome: Outcome): string => (outcome.kind === 'changed' ? 'changed' : outcome.words);
export const codeOf = (outcome: Outcome): string =>
  outcome.kind === 'refused' ? outcome.code : outcome.kind;
export const afterExpiry = '2026-11-24T17:00:00.000Z';
export const referralId = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
export const siblings = aReferral({
  children: [
    aChild({ turns18Month: '2026-12' }),
    aChild({ number: 2, placementKind: 'supported-accommodation' }),
  ],
});
export const arranged = (moveOn = '2026-11-26'): Play => {
  const play = new Play().receive().offer(HAMPSHIRE, LEEDS);
  play.answer('1-1', 'accept');
  play.do({ kind: 'arrange-transfer', moveOn, socialWorker: SOCIAL_WORKER }, duty(HAMPSHIRE));
  return play;
};
export const hold: Command = {
  kind: 'allocate',
  decisionHash: 'd'.repeat(64),
  decision: { kind: 'held', reasons: [{ code: 'settled-child', words: 'settled' }], warnings: [] },
};
export const nobody: Command = {
  kind: 'allocate',
  decisionHash: 'd'.repeat(64),
  decision: { kind: 'no-candidate', verdicts: [], warnings: [] },
};

/** A coordinator places the child, by order of a court. */
export const placeWith = (council: string, overCapacity = false): Command => ({
  kind: 'place-directly',
  council,
  reason: 'court-order',
  note: 'ordered',
  overCapacity,
});

/** The events of one outcome: type and what it says. */
export const said = (outcome: Outcome): readonly (readonly [string, unknown])[] =>
  outcome.kind === 'changed'
    ? outcome.change.events.map(({ type, data }) => [type.replace(/\.v\d+$/, ''), data] as const)
    : [];
