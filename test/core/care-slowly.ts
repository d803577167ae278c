/**
 * Who has a child in its care on a night, once more and by another way: of one night by itself, from what the whole trail says of the child in the end.
 * What the records of care are compared with.
 */
import type { AnyEvent } from '../../events/catalogue.ts';
import { successionOf } from '../../shared/core/calendar/in-force.ts';
import { addDays, londonDate } from '../../shared/core/calendar/working-days.ts';

type Trail = readonly AnyEvent[];

/** From a day on, somebody has the child, or nobody. */
interface Mark {
  readonly on: string;
  readonly council: string | undefined;
}

const saidOfFacts = (trail: Trail) =>
  trail.flatMap((event) =>
    event.type === 'referral-received.v2' || event.type === 'referral-amended.v2' ? [event.data.facts] : [],
  );

const entryAt = (before: Trail): string => {
  let entry = saidOfFacts(before)[0]?.entryAuthority ?? '';
  for (const event of before)
    if (event.type === 'council-succeeded.v1' && event.data.parts.includes('entry-authority'))
      entry = event.data.to;
  return entry;
};

/** Who is responsible by what is recorded so far; nobody for a child who, by what the whole trail says, never was in the entry authority's care. */
const responsibleAt = (before: Trail, trail: Trail): string | undefined => {
  if (before.some(({ type }) => type === 'transfer-completed.v1')) {
    let council = '';
    for (const event of before) {
      if (event.type === 'transfer-completed.v1') council = event.data.council;
      if (event.type === 'care-moved.v1') council = event.data.to;
      if (event.type === 'council-succeeded.v1' && event.data.parts.includes('receiving-authority'))
        council = event.data.to;
    }
    return council;
  }
  const port = saidOfFacts(trail).findLast((facts) => facts.inCareOfAuthority !== undefined);
  return port?.inCareOfAuthority === false ? undefined : entryAt(before);
};

/** Whether anybody cares for the child by what is recorded so far. */
const cared = (child: number, before: Trail): boolean => {
  const children = saidOfFacts(before).findLast((facts) => facts.children !== undefined)?.children ?? [];
  if (!children.some(({ number }) => number === child)) return false;
  const isOut = before.findLast(
    (event) =>
      (event.type === 'child-turned-18.v1' && event.data.child === child) ||
      (event.type === 'age-decided.v1' && event.data.child === child && event.data.counts),
  );
  if (isOut?.type === 'child-turned-18.v1') return false;
  const gone = before.findLast(
    (event) =>
      (event.type === 'left-care.v1' && event.data.children.includes(child)) ||
      (event.type === 'case-reopened.v1' && event.data.children?.includes(child) !== false) ||
      (event.type === 'age-decided.v1' && event.data.child === child && event.data.counts),
  );
  const adultAgain = gone?.type === 'age-decided.v1';
  const left = before.findLast(
    (event) => event.type === 'left-care.v1' && event.data.children.includes(child),
  );
  if (gone?.type === 'left-care.v1') return false;
  if (adultAgain && left?.type === 'left-care.v1' && left.data.outcome !== 'assessed-as-adult') {
    const back = before
      .slice(before.indexOf(left))
      .some((event) => event.type === 'case-reopened.v1' && event.data.children?.includes(child) !== false);
    if (!back) return false;
  }
  const over = before.findLast(({ type, data }) =>
    type === 'age-decided.v1'
      ? (data as { counts: boolean }).counts
      : ['referral-withdrawn.v1', 'family-joined.v1', 'case-reopened.v1'].includes(type),
  );
  return over === undefined || !['referral-withdrawn.v1', 'family-joined.v1'].includes(over.type);
};

/** The day from which an event counts. */
const dayOf = (event: AnyEvent): string => {
  if (event.type === 'transfer-completed.v1') return londonDate(event.data.handedOverAt);
  if (event.type === 'left-care.v1' || event.type === 'care-moved.v1') return event.data.on;
  if (event.type !== 'council-succeeded.v1') return londonDate(event.at);
  const ended = addDays(successionOf(event.data.from)?.lastDay ?? '2999-01-01', 1);
  return [ended, londonDate(event.at)].toSorted()[0] ?? '';
};

const marksOf = (child: number, trail: Trail): readonly Mark[] => {
  const marks: Mark[] = [];
  for (const [at, event] of trail.entries()) {
    const before = trail.slice(0, at + 1);
    const council = cared(child, before) ? responsibleAt(before, trail) : undefined;
    const last = marks.at(-1);
    if (last?.council === council) continue;
    const inError = event.type === 'case-reopened.v1' && event.data.because === 'recorded-in-error';
    if (inError && last !== undefined && last.council === undefined) {
      // What ended it never was.
      marks.pop();
      if (marks.at(-1)?.council !== council) marks.push({ on: last.on, council });
      continue;
    }
    const day = dayOf(event);
    marks.push({ on: last !== undefined && day < last.on ? last.on : day, council });
  }
  return marks;
};

/** Who has a child in its care in the night that begins on a day; undefined where nobody has. */
export const whoHas = (child: number, night: string, trail: Trail): string | undefined =>
  marksOf(child, trail).findLast(({ on }) => on <= night)?.council;

/** Whether a child is missing in the night that begins on a day. */
export const isMissing = (child: number, night: string, trail: Trail): boolean => {
  let since: string | undefined;
  for (const [at, event] of trail.entries()) {
    const before = trail.slice(0, at);
    const all =
      cared(child, before) &&
      (event.type === 'case-paused.v1' || event.type === 'case-resumed.v1') &&
      event.data.children === undefined;
    if (event.type === 'case-paused.v1' && (all || event.data.children?.includes(child)))
      since ??= londonDate(event.data.missingSince);
    if (
      event.type === 'case-resumed.v1' &&
      (event.data.children === undefined || event.data.children.includes(child)) &&
      since !== undefined
    ) {
      if (since <= night && night < londonDate(event.data.foundAt)) return true;
      since = undefined;
    }
  }
  return since !== undefined && since <= night;
};
