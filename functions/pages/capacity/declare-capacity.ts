import type { Actor } from '../../../events/envelope.ts';
import { appendTo } from '../../../shared/core/audit-trail.ts';
import type { Declaration } from '../../../shared/core/council/council.ts';
import type { Acted } from '../opened-page.ts';
import type { PagesTools } from '../tools.ts';
import type { Declared } from './capacity-journey.ts';

const ATTEMPTS = 5;
const WAIT_MILLISECONDS = 20;

/** Whether a declaration says what the last one said, on the same day: sent twice, it is one. */
const repeats = (last: Declaration | undefined, given: Declaration): boolean =>
  last !== undefined &&
  last.declaredAt.slice(0, 10) === given.declaredAt.slice(0, 10) &&
  last.places.fosterCare === given.places.fosterCare &&
  last.places.supportedAccommodation === given.places.supportedAccommodation &&
  last.pausedUntil === given.pausedUntil &&
  last.supports.toSorted().join() === given.supports.toSorted().join();

/** Records a council's declaration in its trail; when somebody else moves first, after what is there then. */
export async function declareCapacity(
  { councils, clock, policy, pause }: PagesTools,
  where: { readonly region: string; readonly code: string },
  declared: Declared,
  actor: Actor,
): Promise<Acted> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const council = await councils.read(where.region, where.code);
    if (council === undefined)
      return {
        kind: 'refused',
        words: 'Your council is not in the scheme. Reply to the e-mail that brought you here.',
      };
    const now = clock.now();
    const { fosterCare, supportedAccommodation, supports, caredForNow, pausedUntil } = declared;
    const declaration: Declaration = {
      places: { fosterCare, supportedAccommodation },
      used: { fosterCare: 0, supportedAccommodation: 0 },
      supports,
      ...(pausedUntil === undefined ? {} : { pausedUntil }),
      declaredAt: now,
    };
    const counted = caredForNow === undefined || caredForNow === council.caredFor.count;
    if (counted && repeats(council.declaration, declaration)) return { kind: 'done' };
    const [event] = appendTo(
      { subject: council.code, ...council.trail },
      [
        {
          type: 'capacity-declared.v1',
          data: {
            council: council.code,
            places: declaration.places,
            supports: [...supports],
            ...(caredForNow === undefined ? {} : { caredForNow }),
            ...(pausedUntil === undefined ? {} : { pausedUntil }),
            declaredAt: now,
          },
        },
      ],
      { at: now, actor, policy: policy.id, cause: `capacity-page:${council.code}:${council.trail.number}` },
    );
    if (event === undefined) throw new Error('A declaration made no event.');
    const outcome = await councils.commit({
      code: council.code,
      region: council.region,
      seen: council.trail.number,
      event,
      declaration,
      ...(caredForNow === undefined
        ? {}
        : { caredFor: { count: caredForNow, asAt: now.slice(0, 10), source: 'declared' } }),
      reminders: { ...council.reminders, sinceDeclaration: 0 },
    });
    if (outcome === 'committed') return { kind: 'done', event: council.trail.number + 1 };
    await pause(attempt * WAIT_MILLISECONDS);
  }
  return {
    kind: 'refused',
    words: 'Your declaration could not be recorded at this moment. Send it again in a minute.',
  };
}
