import { presentCode } from '../../events/former-codes.ts';
import { type MoveLine, moveNews } from '../core/case/moves.ts';
import { defined } from '../core/defined.ts';
import { type Item, keyOf, number, Reader, text } from './attributes.ts';
import { keys } from './keys.ts';

/** Far longer than it is shown: a day that is fixed is followed by another word long before. */
const KEPT_FOR_SECONDS = 90 * 24 * 60 * 60;

/** A line of the list of moves as it is kept. */
export function moveItem({ caseId, news, at, from, day, to }: MoveLine): Item {
  return {
    ...keyOf(keys.move(caseId)),
    caseId: text(caseId),
    news: text(news),
    at: text(at),
    from: text(from),
    ...(day === undefined ? {} : { day: text(day) }),
    ...(to === undefined ? {} : { to: text(to) }),
    expiresAt: number(Math.ceil(Date.parse(at) / 1_000) + KEPT_FOR_SECONDS),
  };
}

/** @throws CorruptItem naming the key and what is wrong */
export function moveFrom(item: Item): MoveLine {
  const read = new Reader(item);
  return {
    caseId: read.text('caseId'),
    news: read.oneOf('news', moveNews),
    at: read.text('at'),
    from: presentCode(read.text('from')),
    ...defined({
      day: read.has('day') ? read.text('day') : undefined,
      to: read.has('to') ? presentCode(read.text('to')) : undefined,
    }),
  };
}
