import type { DataOf } from '../../../../events/catalogue.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { type CouncilContext, type CouncilOutcome, changeOf, nothingToDo } from '../change.ts';
import { type Closing, closingThatStands, isClosed } from '../closing.ts';
import type { Council } from '../council.ts';

/** A closing as it is asked for, with what the record says of it. */
export type AskedClosing = Closing & Pick<DataOf<'council-closed.v1'>, 'note'>;

const same = (a: Closing | undefined, b: Closing): boolean =>
  a?.because === b.because && a.from === b.from && a.until === b.until;

/**
 * Closes a council from a day on; a closing that stands already is replaced. What is closed is not opened by that: it stays so from the day
 * on which it was. The offers that it has end at the next look at the deadlines.
 */
export function close(council: Council, asked: AskedClosing, context: CouncilContext): CouncilOutcome {
  const { because, until, note } = asked;
  const today = londonDate(context.now);
  const stands = isClosed(council, today) ? closingThatStands(council, today) : undefined;
  const from = stands !== undefined && today < asked.from ? stands.from : asked.from;
  const closing: Closing = { because, from, ...defined({ until }) };
  if (same(council.closing, closing)) return nothingToDo;
  return changeOf(
    council,
    { type: 'council-closed.v1', data: { council: council.code, ...closing, ...defined({ note }) } },
    context,
    { closing },
  );
}

/** Opens a council that is closed, or is to be. */
export function reopen(council: Council, note: string | undefined, context: CouncilContext): CouncilOutcome {
  if (closingThatStands(council, londonDate(context.now)) === undefined) return nothingToDo;
  return changeOf(
    council,
    { type: 'council-reopened.v1', data: { council: council.code, ...defined({ note }) } },
    context,
    { closing: 'none' },
  );
}
