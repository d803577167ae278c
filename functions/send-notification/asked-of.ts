import type { EventOf } from '../../events/catalogue.ts';
import { cannotWait, daysAhead } from '../../shared/core/case/pace.ts';
import { isToldDaily } from '../../shared/core/case/told-daily.ts';
import { actBy } from '../../shared/core/case/waiting-on.ts';
import { defined } from '../../shared/core/defined.ts';
import { copiedCouncil, deskFor, readerFor } from '../../shared/core/desks.ts';
import type { Told } from './emails/digest.ts';
import type { Happened } from './what-happened.ts';
import { templateNamed } from './write-letter.ts';

type Request = EventOf<'email-requested.v1'>;

interface Tells {
  readonly happened: Happened;
}

/** What an email asks of its reader; undefined when it asks somebody else, or nobody. */
export function askedOf({ happened }: Tells, { data: { to, template } }: Request): Told['asked'] {
  const { event } = happened;
  if (copiedCouncil(to) !== undefined || isToldDaily(templateNamed(template))) return undefined;
  if (event.type === 'deadline-approaching.v1' || event.type === 'confirmation-due.v1')
    return { by: event.data.by };
  if (happened.kind === 'council') return event.type === 'capacity-reminder-due.v1' ? {} : undefined;
  const { needs, facts } = happened.subject;
  if (needs === undefined || needs.party.kind === 'system') return undefined;
  const whose = deskFor(readerFor(needs.party), facts.entryAuthority);
  if (whose !== deskFor(to, facts.entryAuthority)) return undefined;
  return defined({ by: actBy(happened.subject) });
}

/** Whether an email can wait for the next to its desk. @param now instant, ISO 8601 */
export function canWait(tells: Tells, request: Request, now: string): boolean {
  const { happened } = tells;
  const days = happened.kind === 'case' ? daysAhead(happened.subject, happened.offer) : [];
  return !cannotWait(templateNamed(request.data.template), [askedOf(tells, request)?.by, ...days], now);
}
