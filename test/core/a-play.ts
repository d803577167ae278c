/** Words and steps that plays share. */
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aReferral } from '../builders.ts';
import { councilsWith, HAMPSHIRE, LEEDS, Play } from './a-scheme.ts';

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
  return play.arrange(moveOn);
};
/** So many children who belong together, none of whom turns 18 soon. */
export const groupOf = (children = 2, policy: Parameters<typeof policyNamed>[0] = 'nts-2026'): Play =>
  new Play(councilsWith(10), policyNamed(policy)).receive(
    aReferral({
      children: Array.from({ length: children }, (_, index) =>
        aChild({ number: index + 1, turns18Month: '2028-06' }),
      ),
    }),
  );
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

export const turns18 = { kind: 'turn-18', child: 1 } as const satisfies Command;
type DecideAge = Extract<Command, { kind: 'decide-age' }>;
/** A coordinator decides how old a child is, by its papers. */
export const decidesAge = (over: Partial<DecideAge> = {}): DecideAge => ({
  kind: 'decide-age',
  child: 1,
  counts: true,
  evidence: 'documents',
  turns18Month: '2027-05',
  note: 'The passport.',
  ...over,
});

/** A coordinator places the child, by order of a court. */
export const placeWith = (council: string, overCapacity = false): Command => ({
  kind: 'place-directly',
  council,
  reason: 'court-order',
  note: 'ordered',
  overCapacity,
});

type Bounced = Extract<Command, { kind: 'note-bounce' }>['bounced'];
/** The e-mail by which a council was asked comes back: the desk that it went to has no such mailbox. */
export const noMailbox = (play: Play, offerId: string, over: Partial<Bounced> = {}): Command => {
  const council = play.case.offers.find(({ id }) => id === offerId)?.council ?? '';
  const to = { role: 'council', council } as const;
  return {
    kind: 'note-bounce',
    bounced: {
      email: { id: 'e', template: 'offer-to-primary', to, eventNumber: 2, offerId },
      attempt: 0,
      failed: 'duty-desk',
      why: 'no-such-mailbox',
      next: 'second',
      ...over,
    },
  };
};

/** The events of one outcome: type and what it says. */
export const said = (outcome: Outcome): readonly (readonly [string, unknown])[] =>
  outcome.kind === 'changed'
    ? outcome.change.events.map(({ type, data }) => [type.replace(/\.v\d+$/, ''), data] as const)
    : [];
