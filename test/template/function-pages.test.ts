/** Each function's README: whole, of one shape, and true of the template and the catalogue of events. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../events/catalogue.ts';
import { whoSaysWhat } from '../../events/who-says-what.ts';
import { functionFacts, withFacts } from '../../infra/function-page.ts';
import { functionNames } from '../function-names.ts';
import { resources, synthesize } from './synthesis.ts';

const { data, pipeline } = synthesize();
const templates = { data: data.toJSON(), pipeline: pipeline.toJSON() };
const queues = resources(pipeline, 'AWS::SQS::Queue').map(({ name }) => name);
const pageOf = (name: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../functions', name, 'README.md'), 'utf8');
/** The parts of a page by their headings. */
const partsOf = (page: string): ReadonlyMap<string, string> =>
  new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.split('\n', 1)[0] ?? '', part]),
  );
const eventsIn = (part = ''): readonly string[] => [
  ...new Set([...part.matchAll(/`([a-z0-9-]+\.v\d+)`/g)].map(([, type = '']) => type)),
];
const routes = Object.entries(whoSaysWhat);
const acting = (name: string) =>
  routes.filter(([, { consumers }]) => consumers.some((one) => one === name)).map(([type]) => type);
const saying = (name: string) =>
  routes.filter(([, { producers }]) => producers.some((one) => one === name)).map(([type]) => type);

describe.each(functionNames)('the README of %s', (name) => {
  const page = pageOf(name);
  const parts = partsOf(page);

  test('says what comes in, what goes out, the three ends, the nuances, and what the template says, on one screen', () => {
    expect(page.startsWith(`# ${name}\n`)).toBe(true);
    expect([...parts.keys()]).toEqual([
      'Comes in',
      'Goes out',
      expect.stringMatching(/^Three ends of a (message|run|record|request)$/),
      'Nuances',
      'From the template',
    ]);
    expect(page.split('\n').length).toBeLessThanOrEqual(45);
  });

  test('gives an end to what is done, to what is tried again, and to what is left to a person', () => {
    const ends = [...page.matchAll(/^- \*\*(.+?)\*\*/gm)].map(([, end]) => end);
    expect(ends).toEqual([
      'Done',
      expect.stringMatching(/^(Retried|Tried again)$/),
      expect.stringMatching(/^(Held for a person|Refused)$/),
    ]);
  });

  test('names events that there are', () => {
    expect(eventsIn(page).filter((type) => !(type in catalogue))).toEqual([]);
  });

  test('names, as what comes in, every event that the function acts on, where they are not all of a trail', () => {
    const named = eventsIn(parts.get('Comes in'));
    expect(named.filter((type) => !acting(name).includes(type))).toEqual([]);
    if (name !== 'relay-events') expect(named.toSorted()).toEqual(acting(name).toSorted());
  });

  test('names, as what goes out, events that the function says or passes on', () => {
    const passedOn = name === 'relay-events' ? Object.keys(catalogue) : [];
    const said = [...saying(name), ...passedOn];
    expect(eventsIn(parts.get('Goes out')).filter((type) => !said.includes(type))).toEqual([]);
  });

  test('names no queue but those that it reads or sends to (npm run permissions writes the last part)', () => {
    expect(withFacts(page, functionFacts(templates, name))).toBe(page);
    const facts = parts.get('From the template') ?? '';
    for (const queue of queues)
      if (page.includes(`\`${queue}\``)) expect(facts, queue).toContain(`\`${queue}\``);
  });
});

test('a page without a place for what the template says is told so, and a function that is not there too', () => {
  expect(() => withFacts('# nothing', '')).toThrow('The page needs a place');
  expect(() => functionFacts(templates, 'nobody')).toThrow('The template has no function nobody.');
});
