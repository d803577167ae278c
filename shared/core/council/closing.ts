import type { DataOf } from '../../../events/catalogue.ts';

/** Why and when a council is closed. Days are London's. */
export type Closing = Pick<DataOf<'council-closed.v1'>, 'because' | 'from' | 'until'>;

/** Whether a council is closed on a day: from its first, until it is open again. */
export const isClosed = ({ closing }: { readonly closing?: Closing }, today: string): boolean =>
  closing !== undefined && closing.from <= today && (closing.until === undefined || today < closing.until);
