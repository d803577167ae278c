/** A child who does not exist is placed between two councils that do not: nothing leads from them to the scheme, or back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allSuccessions } from '../../shared/core/calendar/in-force.ts';
import { emailsFor } from '../../shared/core/case/notifications.ts';
import { headroom } from '../../shared/core/council/headroom.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import {
  isVerification,
  realmOf,
  VERIFIED,
  VERIFYING,
  verificationCouncils,
  verifier,
} from '../../shared/core/council/verification.ts';
import { policyIds, policyNamed } from '../../shared/core/policies.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { aReferral, NOW, SOCIAL_WORKER } from '../builders.ts';
import { SchemeInMemory } from '../functions/scheme-in-memory.ts';

const listed = async (items: AsyncIterable<unknown>): Promise<number> => {
  let count = 0;
  for await (const item of items) count += item === undefined ? 0 : 1;
  return count;
};

test('is no council’s code, nor a region’s, and has room under every policy', () => {
  const real = everyCouncil().flatMap(({ code, region }) => [code, region]);
  expect(real.filter((code) => realmOf(code) !== 'scheme')).toEqual([]);
  expect(verificationCouncils.map(({ code, region }) => [realmOf(code), realmOf(region)])).toEqual([
    ['verification', 'verification'],
    ['verification', 'verification'],
  ]);
  expect(realmOf(undefined)).toBe('scheme');
  for (const id of policyIds) {
    const [from = 0, to = 0] = verificationCouncils.map((one) => headroom(one, policyNamed(id)));
    expect(from).toBeLessThan(0);
    expect(to).toBeGreaterThan(500_000);
  }
});

test('whichever councils are seeded, a view has those of one scheme, all of them, and their turns alone', async () => {
  const all = [...everyCouncil(), ...verificationCouncils];
  const policy = policyNamed('nts-2026');
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(all, { minLength: 1 }), async (seeded) => {
      const store = new MemoryCouncilStore();
      for (const one of seeded) await store.seed([one], policy);
      for (const realm of ['scheme', 'verification'] as const) {
        const expected = seeded.filter(({ code }) => realmOf(code) === realm);
        if (expected.length === 0) {
          await expect(store.view(realm)).rejects.toThrow('seed them first');
          continue;
        }
        const { councils, regions } = await store.view(realm);
        expect(new Set(councils.map(({ code }) => code))).toEqual(new Set(expected.map(({ code }) => code)));
        expect(new Set(Object.keys(regions))).toEqual(new Set(expected.map(({ region }) => region)));
      }
      expect(await store.view('scheme').catch(() => undefined)).toEqual(
        await store.view().catch(() => undefined),
      );
    }),
    { numRuns: 20 },
  );
});

/** A scheme in memory with both kinds of councils. */
async function opened(): Promise<SchemeInMemory> {
  const scheme = await SchemeInMemory.open();
  await scheme.councils.seed(verificationCouncils, policyNamed('nts-2025'));
  for (const { code } of verificationCouncils)
    await scheme.sealed.putContacts(`council:${code}`, {
      dutyDesk: `success+${code}@simulator.amazonses.com`,
    });
  return scheme;
}

const referred = (
  entryAuthority: string,
  actor: object = { kind: 'entry-authority', code: entryAuthority },
) => ({
  id: `referral of ${entryAuthority}`,
  type: 'referral-received.v2',
  at: NOW,
  actor,
  data: {
    referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a21',
    channel: 'queue',
    facts: aReferral({ entryAuthority, links: [], areasToAvoid: [] }),
  },
});
const madeUp = () => referred(VERIFYING, verifier);
const KENT = 'E10000016';

describe('a verification', () => {
  test('goes the whole way between the councils that were made up, and counts nowhere on it', async () => {
    const scheme = await opened();
    const before = await scheme.councils.view();
    const lists = async () => ({
      open: await listed(scheme.cases.open()),
      due: await listed(scheme.cases.due('2099-01-01T00:00:00.000Z')),
      coordinators: await listed(scheme.cases.neededBy('coordinators')),
      asked: await listed(scheme.cases.neededBy(`council:${VERIFIED}`)),
      entry: await listed(scheme.cases.neededBy(`entry-authority:${VERIFYING}`)),
      birthdays: await listed(scheme.cases.birthdays(madeUp().data.facts.children[0]?.turns18Month ?? '')),
    });
    const nothing = { open: 0, due: 0, coordinators: 0, asked: 0, entry: 0, birthdays: 0 };
    expect(await scheme.receive(JSON.stringify(madeUp()))).toEqual([]);
    await scheme.settle();
    const { id, offers } = await scheme.onlyCase();
    expect(offers.map(({ council }) => council)).toEqual([VERIFIED]);
    expect(await lists()).toEqual(nothing);
    const taker = { kind: 'council', code: VERIFIED } as const;
    await scheme.command(id, { kind: 'answer', offerId: offers[0]?.id ?? '', answer: 'accept' }, taker);
    await scheme.settle();
    expect(await lists()).toEqual(nothing);
    const moveOn = NOW.slice(0, 10);
    await scheme.command(id, { kind: 'arrange-transfer', moveOn, socialWorker: SOCIAL_WORKER }, taker);
    await scheme.command(
      id,
      { kind: 'complete-transfer', handedOverAt: scheme.clock.now() },
      { kind: 'entry-authority', code: VERIFYING },
    );
    await scheme.settle();
    expect((await scheme.onlyCase()).status).toBe('transferred');
    expect(await lists()).toEqual(nothing);
    // Every other council, and everybody's turn, is as it was.
    expect(await scheme.councils.view()).toEqual(before);
    expect(scheme.quarantine.snapshot()).toEqual([]);
    for (const name of [
      metricNames.offersMade,
      metricNames.timeToOfferSeconds,
      metricNames.timeToAcceptanceSeconds,
      metricNames.timeToHandoverSeconds,
    ])
      expect([name, scheme.meter.of(name)]).toEqual([name, []]);
    // Nobody is told but they.
    const sent = scheme.mailer.snapshot().flatMap(({ to, cc }) => [...to, ...cc]);
    expect(sent.length).toBeGreaterThan(1);
    expect(sent.filter((address) => !address.endsWith('@simulator.amazonses.com'))).toEqual([]);
  });

  test('that goes wrong is told to nobody who could be worried by it', async () => {
    const scheme = await opened();
    await scheme.receive(JSON.stringify(madeUp()));
    await scheme.settle();
    const { id, offers } = await scheme.onlyCase();
    const decline = { kind: 'answer', offerId: offers[0]?.id ?? '', answer: 'decline' } as const;
    const reason = 'no-safe-placement';
    await scheme.command(id, { ...decline, reason }, { kind: 'council', code: VERIFIED });
    await scheme.settle();
    const trails = Object.values(scheme.cases.snapshot().trails).flat();
    expect(trails.flatMap(emailsFor).some(({ data }) => data.to.role === 'coordinators')).toBe(true);
    const sent = scheme.mailer.snapshot().flatMap(({ to, cc }) => [...to, ...cc]);
    expect(sent.filter((address) => !address.endsWith('@simulator.amazonses.com'))).toEqual([]);
    expect(await listed(scheme.cases.neededBy('coordinators'))).toBe(0);
  });

  test.each([
    ['a child who exists, from a council that was made up', referred(VERIFYING)],
    ['a made-up child, from a council that there is', referred(KENT, verifier)],
  ])('never refers %s: a person looks at that', async (_, event) => {
    const scheme = await opened();
    await scheme.receive(JSON.stringify(event));
    expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['not-a-verification']);
    expect(Object.keys(scheme.cases.snapshot().cases)).toEqual([]);
  });

  test('is placed by nobody with a council that there is, nor a child who exists with one that was made up', async () => {
    const coordinator = { kind: 'coordinator' } as const;
    for (const [referral, council] of [
      [madeUp(), 'E10000014'],
      [referred(KENT), VERIFIED],
    ] as const) {
      const scheme = await opened();
      await scheme.receive(JSON.stringify(referral));
      await scheme.settle();
      const { id } = await scheme.onlyCase();
      const place = {
        kind: 'place-directly',
        council,
        reason: 'brokered-by-region',
        note: 'By telephone.',
      } as const;
      const placed = await scheme
        .command(id, place as never, coordinator as never)
        .catch((error: Error) => error);
      expect(JSON.stringify(placed)).not.toContain('place-directed');
      const after = await scheme.onlyCase();
      expect(after.placement?.council).not.toBe(council);
    }
  });
});

test('it is by its entry authority that a case is one, and by nothing else', () => {
  for (const { code } of everyCouncil())
    expect(isVerification({ facts: { entryAuthority: code } })).toBe(false);
  for (const { code } of verificationCouncils)
    expect(isVerification({ facts: { entryAuthority: code } })).toBe(true);
  expect(
    allSuccessions()
      .flatMap(({ begins }) => begins)
      .map(({ code }) => realmOf(code)),
  ).not.toContain('verification');
});
