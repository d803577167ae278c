import { describe, expect, test } from 'vitest';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryApiStore } from '../../shared/memory/memory-api-store.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { MemoryDigestStore } from '../../shared/memory/memory-digest-store.ts';
import { MemoryDraftStore } from '../../shared/memory/memory-draft-store.ts';
import { MemoryFigureStore } from '../../shared/memory/memory-figure-store.ts';
import { MemoryPersonStore } from '../../shared/memory/memory-person-store.ts';
import { MemoryReplyStore } from '../../shared/memory/memory-reply-store.ts';
import { MemoryRosterStore } from '../../shared/memory/memory-roster-store.ts';
import { MemorySealedStore } from '../../shared/memory/memory-sealed-store.ts';
import { MemorySignInStore } from '../../shared/memory/memory-sign-in-store.ts';
import { MemoryTrailStore } from '../../shared/memory/memory-trail-store.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import { aCouncil, anEntry, NOW } from '../builders.ts';
import { keepsApiStorePromises } from './api-store-promises.ts';
import { keepsCommitPromises } from './commit-promises.ts';
import { keepsCouncilStorePromises } from './council-store-promises.ts';
import { keepsDigestStorePromises } from './digest-store-promises.ts';
import { keepsDraftStorePromises } from './draft-store-promises.ts';
import { keepsFigureStorePromises } from './figure-store-promises.ts';
import { next, opening, policy, taking } from './fleet.ts';
import { keepsListPromises } from './list-promises.ts';
import { keepsPersonStorePromises } from './person-store-promises.ts';
import { keepsPlacePromises } from './place-promises.ts';
import { keepsReplyStorePromises } from './reply-store-promises.ts';
import { keepsRosterStorePromises } from './roster-store-promises.ts';
import { keepsSealedStorePromises } from './sealed-store-promises.ts';
import { keepsSignInStorePromises } from './sign-in-store-promises.ts';
import { keepsTrailStorePromises } from './trail-store-promises.ts';

const stores = async () => {
  const councils = new MemoryCouncilStore();
  return { councils, cases: new MemoryCaseStore(councils) };
};

describe('MemoryCaseStore', () => {
  keepsCommitPromises(stores);
  keepsPlacePromises(stores);
  keepsListPromises(stores);
});
describe('MemoryCouncilStore', () => keepsCouncilStorePromises(stores));
describe('MemoryApiStore', () => keepsApiStorePromises(async () => new MemoryApiStore()));
describe('MemorySealedStore', () => keepsSealedStorePromises(async () => new MemorySealedStore()));
describe('MemoryTrailStore', () =>
  keepsTrailStorePromises(async () => {
    const cases = new MemoryCaseStore(new MemoryCouncilStore());
    return { cases, trails: new MemoryTrailStore((subject) => cases.trail(subject)) };
  }));
describe('MemoryDigestStore', () => keepsDigestStorePromises(async () => new MemoryDigestStore()));
describe('MemoryDraftStore', () => keepsDraftStorePromises(async () => new MemoryDraftStore()));
describe('MemoryFigureStore', () => keepsFigureStorePromises(async () => new MemoryFigureStore()));
describe('MemoryPersonStore', () => keepsPersonStorePromises(async () => new MemoryPersonStore()));
describe('MemoryReplyStore', () => keepsReplyStorePromises(async () => new MemoryReplyStore()));
describe('MemoryRosterStore', () => keepsRosterStorePromises(async () => new MemoryRosterStore()));
describe('MemorySignInStore', () => keepsSignInStorePromises(async () => new MemorySignInStore()));

describe('what tests and simulations use', () => {
  test('listeners hear of each commit once it stands, in order, until they have had enough', async () => {
    const { cases, councils } = await stores();
    await councils.seed([aCouncil()], policy);
    const heard: unknown[] = [];
    const stop = cases.onCommit((events) => heard.push(...events.map(({ id }) => id)));
    councils.onCommit((events) => heard.push(...events.map(({ id }) => id)));
    const first = opening(1);
    await cases.commit(first);
    await cases.commit(first);
    await councils.commit({
      code: 'E10000014',
      seen: 0,
      event: anEntry('capacity-reminder-due.v1', { subject: 'E10000014', number: 1 }),
      reminders: { sinceDeclaration: 1, lastOn: '2026-11-23' },
    });
    stop();
    await cases.commit(next(first));
    expect(heard).toEqual([`${first.case.id}:1`, 'E10000014:1']);
  });

  test('a snapshot holds everything and changes nothing', async () => {
    const { cases, councils } = await stores();
    await councils.seed([aCouncil()], policy);
    const change = opening(1, {}, taking());
    await cases.commit(change);
    const { cases: held, trails } = cases.snapshot();
    expect(held).toEqual({ [change.case.id]: change.case });
    expect(trails).toEqual({ [change.case.id]: change.events });
    const { councils: rows } = councils.snapshot();
    expect(rows.E10000014).toMatchObject({ headroom: 9, council: { held: 1 } });
    (held as Record<string, unknown>)[change.case.id] = undefined;
    expect(await cases.read(change.case.id)).toEqual(change.case);
  });

  test('a clock stands where it was set', () => {
    const clock = new SetClock(NOW);
    clock.set('2026-11-24T09:00:00.000Z');
    expect(clock.now()).toBe('2026-11-24T09:00:00.000Z');
  });

  test('a signing key is the text it was given', async () => {
    expect(new TextDecoder().decode(await new FixedSigningKey('k'.repeat(32)).read())).toBe('k'.repeat(32));
  });
});
