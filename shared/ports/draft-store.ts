/** A referral that a council is writing. It may name children: it is kept sealed, and forgotten after a while. */
export interface Draft {
  /** Becomes the referral's own id. */
  readonly id: string;
  readonly council: string;
  /** Counts the times it was saved, from 1. */
  readonly version: number;
  /** What was typed, field by field. Once it was sent it is the council's record, until the draft is forgotten. */
  readonly form: Readonly<Record<string, readonly string[]>>;
  /** `sending`: not to be changed any more, and perhaps not yet on its way. `sent`: on its way. `moved`: another council has it, or is to have it. */
  readonly state: 'open' | 'sending' | 'sent' | 'moved';
  /** Which council: of one that was moved. */
  readonly movedTo?: string;
  /** When it was begun; from `sending` on, when it was sent. */
  readonly at: string;
}

/** Drafts of referrals, each seen by the council that writes it and by nobody else. */
export interface DraftStore {
  read(council: string, id: string): Promise<Draft | undefined>;
  /** A council's drafts, in the order of their ids. */
  list(council: string): Promise<readonly Draft[]>;
  /**
   * Saves what was `seen` plus one version; 'lost-race' when another version was saved since, and nothing is changed.
   *
   * @param expiresAt when it may be forgotten, seconds since 1970
   */
  save(draft: Draft, expiresAt: number): Promise<'saved' | 'lost-race'>;
}
