import type { EventType } from '../../../events/catalogue.ts';
import { type From, finalStatuses, type Transition, transitions } from './transitions.ts';

const node = (status: From): string => (status === 'new' ? '[*]' : status.replaceAll('-', '_'));
const eventWords = (event: EventType): string => event.replace(/\.v\d+$/, '').replaceAll('-', ' ');
const label = ({ event, guard }: Transition): string => {
  const words = eventWords(event);
  return guard === undefined ? words : `${words} (${guard})`;
};

/** A way that is open from this many statuses is drawn once, in a note: as arrows it would hide all the others. */
const nearlyEverywhere = 6;

/**
 * The life of a case as a mermaid state diagram, drawn from the transition table: one arrow for each pair of statuses, with the
 * events that lead along it. Events that leave the status as it is are not drawn; ways that are open from nearly everywhere
 * are listed in a note.
 */
export const caseDiagram = (): string => {
  const moves = transitions.filter(({ from, to }) => from !== to);
  const byWay = Map.groupBy(moves, (move) => `${label(move)} -> ${move.to}`);
  const general = [...byWay.values()].filter((ways) => ways.length >= nearlyEverywhere);
  const arrows = Map.groupBy(
    moves.filter((move) => !general.some((ways) => ways.includes(move))),
    ({ from, to }) => `${node(from)} --> ${node(to)}`,
  );
  const statuses = new Set(transitions.flatMap(({ from, to }) => [from, to]));
  return [
    'stateDiagram-v2',
    ...[...statuses]
      .filter((status) => status.includes('-'))
      .map((status) => `  state "${status.replaceAll('-', ' ')}" as ${node(status)}`),
    ...[...arrows].map(([arrow, ways]) => `  ${arrow}: ${[...new Set(ways.map(label))].join(', ')}`),
    ...Object.keys(finalStatuses).map((status) => `  ${node(status as From)} --> [*]`),
    '  note right of eligible',
    '    From nearly every open status:',
    ...general.flatMap((ways) =>
      ways.slice(0, 1).map((way) => `    ${label(way)} to ${way.to.replaceAll('-', ' ')}`),
    ),
    '  end note',
  ].join('\n');
};
