import { asking, decided, knownUntil } from '../../../shared/core/people-at-desk.ts';
import type { PersonStore } from '../../../shared/ports/person-store.ts';

/** Somebody at Kent who signs in by an own address, as whoever works with the run can do at once. */
export const SAMPLE_PERSON = {
  desk: 'council:E10000016',
  address: 'jo.smith@kent.councils.example',
  name: 'Jo Smith (invented)',
  role: 'social worker',
} as const;

/**
 * Lets the sample person in, as the desk would. Done again, it changes nothing.
 *
 * @param fresh a UUID
 * @param at instant, ISO 8601
 */
export async function letInSamplePerson(people: PersonStore, fresh: string, at: string): Promise<void> {
  const { desk, address, name, role } = SAMPLE_PERSON;
  const added = await people.add(desk, address, fresh, at, knownUntil({ state: 'new', askedAt: at }));
  const asked = asking(added, { name, role }, at);
  if (asked === undefined) return;
  const letIn = decided(asked, 'let-in', { name: 'The local run' }, at);
  for (const step of [asked, letIn]) if (step !== undefined) await people.change(step, knownUntil(step));
}
