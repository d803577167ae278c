import { catalogue } from '../../events/catalogue.ts';
import {
  afterEnds,
  type From,
  finalStatuses,
  isFinal,
  type Transition,
} from '../../shared/core/case/transitions.ts';

const reachableFrom = (start: From, rows: readonly Transition[]): ReadonlySet<From> => {
  const seen = new Set<From>([start]);
  for (const status of seen) {
    for (const { from, to } of rows) if (from === status) seen.add(to);
  }
  return seen;
};

/**
 * What is wrong with a table, in words; empty when it keeps the rules: every status can be reached, every open one leads to an
 * end, ends stay ends, no row is said twice, rows that compete have guards, every event is in the catalogue.
 */
export const flawsIn = (rows: readonly Transition[]): readonly string[] => {
  const statuses = new Set<From>(rows.flatMap(({ from, to }) => [from, to]));
  // A pause only leads back to where it began: it makes no status reachable.
  const reached = reachableFrom(
    'new',
    rows.filter(({ from }) => from !== 'paused'),
  );
  const keyed = (key: (row: Transition) => string) => Map.groupBy(rows, key);
  return [
    ...[...statuses].filter((status) => !reached.has(status)).map((status) => `${status} is never reached`),
    ...[...statuses]
      .filter((status) => ![...reachableFrom(status, rows)].some((to) => to !== 'new' && isFinal(to)))
      .map((status) => `${status} leads to no end`),
    ...rows
      .filter(
        ({ from, event, to }) =>
          from !== 'new' &&
          isFinal(from) &&
          !(to === from && finalStatuses[from]?.includes(event)) &&
          !afterEnds.some((one) => one.from === from && one.event === event && one.to === to),
      )
      .map(({ from, event }) => `${from} is an end, but ${event} is listed after it`),
    ...[...keyed(({ from, event, guard }) => `${from} + ${event} [${guard ?? ''}]`)]
      .filter(([, same]) => same.length > 1)
      .map(([key]) => `${key} is listed twice`),
    ...[...keyed(({ from, event }) => `${from} + ${event}`)]
      .filter(([, same]) => same.length > 1 && same.some(({ guard }) => guard === undefined))
      .map(([key]) => `${key} has several rows, and one without a guard`),
    ...rows
      .filter(({ event }) => !(event in catalogue))
      .map(({ event }) => `${event} is not in the catalogue`),
  ];
};
