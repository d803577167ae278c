import type { AnyEvent } from '../../events/catalogue.ts';

/** For so many days it is known which trails grew on a day. */
export const NOTED_FOR_DAYS = 90;

/** Trails by their subject, a case's and a council's alike, and which of them grew when. */
export interface TrailStore {
  /** @param subject case reference or authority code */
  trail(subject: string): Promise<readonly AnyEvent[]>;
  /**
   * Notes that a trail grew. Said again, it says nothing new.
   *
   * @param day YYYY-MM-DD, UTC
   */
  noteGrown(subject: string, day: string): Promise<void>;
  /** The subjects of the trails that were noted for a day. */
  grownOn(day: string): Promise<readonly string[]>;
}
