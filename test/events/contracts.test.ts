import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { catalogue, type EventType } from '../../events/catalogue.ts';
import { whoSaysWhat } from '../../events/who-says-what.ts';
import { generated } from '../../infra/generate.ts';

const types = Object.keys(catalogue) as EventType[];
const example = (type: EventType): Record<string, unknown> =>
  JSON.parse(readFileSync(`events/examples/${type}.json`, 'utf8'));

/** What a contract's file calls it: `offer-answered.v1` is `OfferAnsweredV1`. */
const exported = (type: EventType): string =>
  type.replace(/(^|[-.])(\w)/g, (_all, _mark, letter: string) => letter.toUpperCase());

/** Every list of options that stands anywhere in a JSON Schema. */
const optionsIn = (schema: unknown): readonly unknown[] =>
  typeof schema !== 'object' || schema === null
    ? []
    : Object.entries(schema).flatMap(([key, value]) => [
        ...(key === 'enum' ? [value] : []),
        ...optionsIn(value),
      ]);

describe.each(types)('%s', (type) => {
  test('has an example that parses to itself', () => {
    expect(catalogue[type].parse(example(type))).toEqual(example(type));
  });

  test('refuses an event that lacks any part of its frame, and names the part', () => {
    for (const part of ['id', 'type', 'at', 'actor', 'data']) {
      const { [part]: _gone, ...rest } = example(type);
      const result = catalogue[type].safeParse(rest);
      expect(result.success, part).toBe(false);
      expect(result.error?.issues[0]?.path[0]).toBe(part);
    }
  });

  test('stands in a file of its own that exports nothing but itself and lists of the options it knows', async () => {
    const { [exported(type)]: contract, ...others } = await import(`../../events/${type}.ts`);
    expect(contract).toBe(catalogue[type]);
    for (const [name, list] of Object.entries(others))
      expect(optionsIn(z.toJSONSchema(catalogue[type])), name).toContainEqual(list);
  });
});

test('the catalogue, the files, the examples and the routes speak of the same events', () => {
  const versions = (folder: string, ending: string) =>
    readdirSync(folder)
      .filter((file) => /\.v\d+\./.test(file))
      .map((file) => file.slice(0, -ending.length))
      .toSorted();
  expect(versions('events', '.ts')).toEqual(types.toSorted());
  expect(versions('events/examples', '.json')).toEqual(types.toSorted());
  expect(versions('events/schemas', '.json')).toEqual(types.toSorted());
  expect(Object.keys(whoSaysWhat).toSorted()).toEqual(types.toSorted());
});

test('every generated file is as the code would write it now (mend with: npm run generate)', async () => {
  for (const [file, text] of await generated()) expect(readFileSync(file, 'utf8'), file).toBe(text);
});

test('whatever JSON arrives is parsed or refused with a reason, never thrown at', () => {
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.jsonValue(), fc.jsonValue(), (type, data, at) => {
      const event = { id: 'x', type, at, actor: { kind: 'system', name: 'x' }, data };
      const result = catalogue[type].safeParse(event);
      expect(result.success || result.error.issues.length > 0).toBe(true);
    }),
  );
});

test('no contract has a place for what names a child', () => {
  const naming =
    /"(name|firstName|lastName|fullName|dateOfBirth|dob|birthDate|homeOfficeReference|portReference|initials|nationality|address|phone)"/i;
  for (const type of types) {
    const { data } = JSON.parse(readFileSync(`events/schemas/${type}.json`, 'utf8')).properties;
    expect(JSON.stringify(data).match(naming)?.[0], type).toBeUndefined();
  }
});
