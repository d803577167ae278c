/** Which room of the house imports which, read from the sources, as a picture for `.readme/rooms.md`. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The rooms, and the folder of each; a file is in the room that names the most of its path. */
export const rooms: Readonly<Record<string, string>> = {
  events: 'events',
  'shared/core': 'shared/core',
  'core/calendar': 'shared/core/calendar',
  'core/council': 'shared/core/council',
  'core/referral': 'shared/core/referral',
  'core/allocation': 'shared/core/allocation',
  'core/case': 'shared/core/case',
  'core/figures': 'shared/core/figures',
  'shared/words': 'shared/words',
  'shared/ports': 'shared/ports',
  'shared/aws': 'shared/aws',
  'shared/memory': 'shared/memory',
  'shared/runtime': 'shared/runtime',
  functions: 'functions',
  infra: 'infra',
  'infra/local': 'infra/local',
  'infra/local-aws': 'infra/local-aws',
  test: 'test',
};

/** How one room needs another: to run, or to be compiled only. */
type Need = 'to run' | 'by types';

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly need: Need;
}

/** @param file path in the project, with `/` */
export const roomOf = (file: string): string | undefined =>
  Object.entries(rooms)
    .filter(([, folder]) => file.startsWith(`${folder}/`))
    .toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];

/** A statement that imports types alone vanishes when it is compiled. */
const isOfTypes = (names: string): boolean =>
  names.startsWith('type ') ||
  (names.startsWith('{') &&
    names
      .slice(1, names.lastIndexOf('}'))
      .split(',')
      .every((name) => name.trim() === '' || name.trim().startsWith('type ')));

/** The files of ours that a source imports, and how it needs them. */
function importsOf(file: string, source: string): readonly { readonly to: string; readonly need: Need }[] {
  const inFolder = (to: string): string => path.posix.join(path.posix.dirname(file), to);
  const named = [...source.matchAll(/^(?:import|export) ([^;'"]*?) from '(\.[^']+)'/gm)].map(
    ([, names = '', to = '']): { to: string; need: Need } => ({
      to: inFolder(to),
      need: isOfTypes(names.trim()) ? 'by types' : 'to run',
    }),
  );
  const unnamed = [...source.matchAll(/(?:^import |\bimport\()'(\.[^']+)'/gm)].map(
    ([, to = '']): { to: string; need: Need } => ({ to: inFolder(to), need: 'to run' }),
  );
  return [...named, ...unnamed];
}

/** Every arrow between two rooms. */
export function arrowsIn(sources: ReadonlyMap<string, string>): readonly Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const [file, source] of sources)
    for (const { to: imported, need } of importsOf(file, source)) {
      const [from, to] = [roomOf(file), roomOf(imported)];
      if (from === undefined || to === undefined || from === to) continue;
      const known = arrows.get(`${from} ${to}`);
      if (known === undefined || known.need === 'by types') arrows.set(`${from} ${to}`, { from, to, need });
    }
  return [...arrows.values()].toSorted((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
}

function reaches(arrows: readonly Arrow[], from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  seen.add(from);
  return arrows.some((one) => one.from === from && !seen.has(one.to) && reaches(arrows, one.to, to, seen));
}

/** Without the arrows that others imply: those by types first, which say less. */
export function reduced(arrows: readonly Arrow[]): readonly Arrow[] {
  let left = arrows;
  for (const need of ['by types', 'to run'] as const)
    for (const arrow of arrows.filter((one) => one.need === need)) {
      const others = left.filter((one) => one !== arrow);
      // What is needed to run is not implied by what is needed to compile.
      const strong = need === 'to run' ? others.filter((one) => one.need === 'to run') : others;
      if (reaches(strong, arrow.from, arrow.to)) left = others;
    }
  return left;
}

const idOf = (room: string): string => room.replaceAll(/[^a-z]/g, '_');

/** The picture, as Mermaid draws it. */
export function roomMap(arrows: readonly Arrow[]): string {
  const shown = Object.keys(rooms);
  const core = shown.filter((room) => room.startsWith('core/') || room === 'shared/core');
  const box = (room: string): string =>
    `${idOf(room)}["${room === 'shared/core' ? 'policies, trail, hashes' : room}"]`;
  return [
    'flowchart TD',
    ...shown.filter((room) => !core.includes(room)).map((room) => `  ${box(room)}`),
    '  subgraph shared/core',
    ...core.map((room) => `    ${box(room)}`),
    '  end',
    ...arrows.map(
      ({ from, to, need }) => `  ${idOf(from)} ${need === 'to run' ? '-->' : '-.->'} ${idOf(to)}`,
    ),
  ].join('\n');
}

/** The sources of every room, by their paths in the project. */
export function sourcesIn(root: string): ReadonlyMap<string, string> {
  const folders = ['events', 'shared', 'functions', 'infra', 'test'];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.m?ts$/.test(file))
      .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/'))),
  );
  return new Map(files.toSorted().map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
}
