import type { AnyEvent } from '../../../events/catalogue.ts';
import { dateWords, londonDate, workingDaysBetween } from '../../../shared/core/calendar/working-days.ts';
import type { Case, CaseStatus } from '../../../shared/core/case/case.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';

/** What became of one referral, in words. */
interface Row {
  readonly label: string;
  readonly caseId: string;
  readonly children: string;
  readonly outcome: string;
  readonly why: string;
}

const names = new Map(everyCouncil().map(({ code, name }) => [code, name]));
const named = (code: string): string => names.get(code) ?? code;

const ends: Readonly<Partial<Record<CaseStatus, string>>> = {
  'left-care': 'left care after the handover',
  'joined-family': 'joined family in the UK',
  stayed: 'stays where they are',
  'turned-18': 'turned 18',
  withdrawn: 'withdrawn',
};

function outcome(one: Case): string {
  if (one.placement && (one.status === 'transferred' || one.status === 'missing-from-care'))
    return `moved to ${named(one.placement.council)}${one.status === 'transferred' ? '' : ', and missing'}`;
  if (one.placement && ['accepted', 'transfer-arranged'].includes(one.status))
    return `place in ${named(one.placement.council)}${one.placement.moveOn ? `, moves ${dateWords(one.placement.moveOn)}` : ''}`;
  return ends[one.status] ?? `open: ${one.status}`;
}

const counted = (trail: readonly AnyEvent[], type: AnyEvent['type']): number =>
  trail.filter((event) => event.type === type).length;

const times = (count: number, words: string): string[] =>
  count === 0 ? [] : [count === 1 ? words : `${words} ×${count}`];

function why(one: Case, trail: readonly AnyEvent[]): string {
  const answers = (answer: string) =>
    trail.filter((event) => event.type === 'offer-answered.v1' && event.data.answer === answer).length;
  const how = trail.findLast((event) => event.type === 'place-accepted.v1')?.data.how;
  const moved = one.placement?.handedOverAt;
  return [
    ...times(counted(trail, 'referral-incomplete.v1'), 'asked for facts'),
    ...times(
      counted(trail, 'referral-held.v1'),
      `held (${one.cleared.length > 0 ? `cleared: ${one.cleared.join(', ')}` : 'kept'})`,
    ),
    ...times(
      trail.filter((event) => event.type === 'region-answered.v1' && event.data.outcome === 'named').length,
      'named by its region’s lead',
    ),
    ...times(answers('declined'), 'declined'),
    ...times(counted(trail, 'offer-expired.v1'), 'no answer'),
    ...times(counted(trail, 'case-escalated.v1'), 'escalated'),
    ...times(counted(trail, 'case-paused.v1'), 'missing for a time'),
    ...times(counted(trail, 'transfer-failed.v1'), 'failed on the day'),
    ...times(counted(trail, 'child-refused.v1'), 'child refused'),
    ...(how === 'back-up-yes'
      ? ['back-up took over']
      : how === 'placed-directly'
        ? ['placed by a coordinator']
        : []),
    ...(moved
      ? [`${workingDaysBetween(londonDate(one.openedAt), londonDate(moved), 'England')} working days`]
      : []),
  ].join(', ');
}

/** What became of a referral; says so when there is no such case. */
export function outcomeOf(
  label: string,
  caseId: string,
  found: { readonly case: Case; readonly trail: readonly AnyEvent[] } | undefined,
): Row {
  if (!found) return { label, caseId, children: '', outcome: 'LOST', why: 'there is no such case' };
  return {
    label,
    caseId,
    children: String(found.case.facts.children.length),
    outcome: outcome(found.case),
    why: why(found.case, found.trail),
  };
}

/** Rows under headings, each column as wide as it needs to be. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['Referral', 'Case', 'Children', 'Outcome', 'On the way'],
    ...rows.map((row) => [row.label, row.caseId, row.children, row.outcome, row.why]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
