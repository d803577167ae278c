import type { DataOf } from '../../../events/catalogue.ts';
import { isInForce } from '../calendar/in-force.ts';

/** Why and when a council is closed. Days are London's. */
export type Closing = Pick<DataOf<'council-closed.v1'>, 'because' | 'from' | 'until'>;

/** A closing that has begun, or will; undefined where there is none, or where it lies in the past. */
export const closingThatStands = (
  { closing }: { readonly closing?: Closing },
  today: string,
): Closing | undefined =>
  closing !== undefined && (closing.until === undefined || today < closing.until) ? closing : undefined;

/** Whether a council is closed on a day: from its first, until it is open again. */
export const isClosed = (council: { readonly closing?: Closing }, today: string): boolean => {
  const closing = closingThatStands(council, today);
  return closing !== undefined && closing.from <= today;
};

/** Whether a council takes its turn on a day: it takes part, is still or already there, and is not closed. */
export const isOpen = (
  council: { readonly code: string; readonly participates: boolean; readonly closing?: Closing },
  today: string,
): boolean => council.participates && isInForce(council.code, today) && !isClosed(council, today);
