/** The operator's reset of a coordinator's second step: whatever breaks off, it is finished by asking again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resetSecondStep } from '../../infra/ops/second-steps.ts';
import { changedBy, emptyRoster, setUp } from '../../shared/core/roster.ts';
import { MemoryPublisher } from '../../shared/memory/memory-queue.ts';
import { MemoryRosterStore } from '../../shared/memory/memory-roster-store.ts';
import { MemorySignInStore } from '../../shared/memory/memory-sign-in-store.ts';

const DESK = 'coordinators';
const NOW = '2026-11-23T09:00:00.000Z';
const minutesOn = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();
const EXPIRES = Date.parse(minutesOn(8 * 60)) / 1000;

/** Robin Hale and Sam Lee, each with a second step and a session. */
async function desk() {
  const rosters = new MemoryRosterStore();
  const signIns = new MemorySignInStore();
  const notifications = new MemoryPublisher();
  const first = setUp(emptyRoster, { id: 'r', name: 'Robin Hale' }, { secret: 'R', step: 1, now: NOW });
  const both = first && changedBy(first, 'r', { kind: 'let-in', id: 's', name: 'Sam Lee' }, NOW);
  const roster = both && setUp(both, { id: 's' }, { secret: 'S', step: 1, now: NOW });
  if (roster === undefined) throw new Error('They cannot be set up.');
  await rosters.write(DESK, roster, 0);
  for (const person of ['r', 's'])
    await signIns.open(DESK, `of-${person}`, EXPIRES, { openedAt: NOW, person });
  const sessions = async () =>
    (await signIns.sessions(DESK, Date.parse(NOW) / 1000)).map(({ person }) => person);
  return { rosters, signIns, notifications, sessions };
}

/** Lets what is asked of a store fail, the first time. */
function failOnce<Port extends object, Name extends keyof Port>(port: Port, name: Name): void {
  const before = port[name];
  port[name] = (async () => {
    port[name] = before;
    throw new Error('It is away.');
  }) as Port[Name];
}

test('A reset that broke off anywhere is told once, and ends the sessions, when it is asked for again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(['sessions', 'end', 'publish'] as const),
      fc.integer({ min: 0, max: 23 * 60 }),
      async (fails, minutes) => {
        const at = await desk();
        if (fails.includes('sessions')) failOnce(at.signIns, 'sessions');
        if (fails.includes('end')) failOnce(at.signIns, 'end');
        if (fails.includes('publish')) failOnce(at.notifications, 'publish');
        const ask = (when: string) => resetSecondStep(at, { who: 'Robin Hale', at: when, yes: true });
        for (const [tries] of fails.entries()) {
          await expect(ask(tries === 0 ? NOW : minutesOn(minutes))).rejects.toThrow();
          expect(at.notifications.snapshot()).toEqual([]);
        }
        for (const _ of [1, 2]) await ask(fails.length === 0 ? NOW : minutesOn(minutes));
        expect(await at.sessions()).toEqual(['s']);
        const told = at.notifications.snapshot();
        expect(new Set(told.map(({ id }) => id))).toEqual(
          new Set([`coordinator-access-changed:reset:r:${Date.parse(NOW) / 1000}`]),
        );
        expect(told.map(({ body }) => JSON.parse(body).at)).toEqual(told.map(() => NOW));
      },
    ),
  );
});

test('A reset is of whoever has the name, however it is written, and of nobody before it is confirmed', async () => {
  const at = await desk();
  const ask = (who: string, yes: boolean) => resetSecondStep(at, { who, at: NOW, yes });
  expect(await ask('  robin  HALE', false)).toContain('Would reset');
  expect(await at.sessions()).toEqual(['r', 's']);
  expect(await ask('  robin  HALE', true)).toContain('It is reset');
  expect(await at.sessions()).toEqual(['s']);
  expect(await ask('s', true)).toContain('It is reset');
  await expect(ask('Nobody', true)).rejects.toThrow('No coordinator has that name');
});

test('Whoever was let in and never reset can set up a second step already, and nobody is told', async () => {
  const at = await desk();
  const { roster, version } = await at.rosters.read(DESK);
  const more = changedBy(roster, 'r', { kind: 'let-in', id: 't', name: 'Toni Grey' }, NOW);
  await at.rosters.write(DESK, more ?? roster, version);
  expect(await resetSecondStep(at, { who: 'Toni Grey', at: minutesOn(1), yes: true })).toContain(
    'They can set one up already',
  );
  expect(at.notifications.snapshot()).toEqual([]);
});
