import type { KeptAnchor } from '../core/anchoring.ts';

/** Anchors of trails, one a day, kept where nobody can change them or take them away. */
export interface AnchorStore {
  /**
   * The days that have an anchor, in order.
   *
   * @param after only days after this one, YYYY-MM-DD
   */
  days(after?: string): Promise<readonly string[]>;
  /** @throws Error when there is no anchor of that day, or none that can be read */
  read(day: string): Promise<KeptAnchor>;
  /** Keeps an anchor for ever. One that is there already stands. */
  keep(anchor: KeptAnchor): Promise<'kept' | 'there-already'>;
}
