/** Whether the table of who says which event is true: in what functions write themselves, and in what they have the core decide. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AnyEvent, EventType } from '../../events/catalogue.ts';
import { whoSaysWhat } from '../../events/who-says-what.ts';
import { functionNames } from '../function-names.ts';
import { courses } from './courses.ts';

const producersOf = (type: string): readonly string[] => whoSaysWhat[type as EventType]?.producers ?? [];

test.each(functionNames)('%s is named with every event that it spells out itself', (name) => {
  const folder = path.resolve('functions', name);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
  const made = sources.flatMap((source) =>
    [...source.matchAll(/\btype: '([a-z0-9-]+\.v\d+)'/g)].map(([, type = '']) => type),
  );
  expect(made.filter((type) => !producersOf(type).includes(name))).toEqual([]);
});

/** Who has committed an event of a course: the cause in its trail says it, as the harness gives it. */
function producerOf({ trail }: AnyEvent): string {
  const causes: Readonly<Record<string, string>> = {
    page: 'pages',
    sweep: 'enforce-deadlines',
    remind: 'remind-capacity',
    recount: 'recount-headroom',
  };
  return causes[/^(page|sweep|remind|recount)-/.exec(trail?.cause ?? '')?.[1] ?? ''] ?? 'allocate-referral';
}

describe('in every course', () => {
  const said = new Set<string>();
  beforeAll(async () => {
    for (const play of Object.values(courses)) {
      const { scheme } = await play();
      // What happens to a council, a course commits by itself.
      for (const event of scheme.events)
        if (event.trail?.subject.startsWith('NTS-')) said.add(`${producerOf(event)}: ${event.type}`);
    }
  });

  test('an event is said by a function that the table names', () => {
    expect(said.size).toBeGreaterThan(30);
    const unnamed = [...said].filter((one) => {
      const [name = '', type = ''] = one.split(': ');
      return !producersOf(type).includes(name);
    });
    expect(unnamed.toSorted()).toEqual([]);
  });
});
