import { expect, test } from 'vitest';
import { letInSamplePerson, SAMPLE_PERSON } from '../../infra/local/story/sample-person.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { contactBeside } from '../../shared/core/people-at-desk.ts';
import { MemoryPersonStore } from '../../shared/memory/memory-person-store.ts';
import { NOW } from '../builders.ts';

test('the sample person of the run is let in at a desk of its domain, once, however often the run is filled', async () => {
  const people = new MemoryPersonStore();
  const { desk, address, name, role } = SAMPLE_PERSON;
  const seconds = Date.parse(NOW) / 1000;
  await letInSamplePerson(people, '5f0c7e1a-3b1d-4f6e-9a2c-000000000001', NOW);
  const once = await people.find(desk, address, seconds);
  expect(once).toMatchObject({ state: 'let-in', name, role });
  await letInSamplePerson(people, '5f0c7e1a-3b1d-4f6e-9a2c-000000000002', NOW);
  expect(await people.people(desk, seconds)).toEqual([once]);
  expect(contactBeside({ dutyDesk: deskAddress(desk) }, address)).toBe('duty-desk');
});
