export interface PlayOptions {
  readonly seed: number;
  readonly referrals: number;
  /** Functions are killed until the burst has been dealt with, or for a working day more. */
  readonly until: 'the burst is dealt with' | 'everything has ended';
  /** Chance in [0, 1] that an invocation is marked to be killed at some moment of its work. */
  readonly killing: number;
  /** Told now and then how far it is. */
  readonly progress: (stage: Stage) => void;
}

export interface Stage {
  readonly what: string;
  /** Cases that there are, and those that have come to their end. */
  readonly opened: number;
  readonly ended: number;
  readonly referrals: number;
  readonly emails: number;
  readonly kills: number;
}
