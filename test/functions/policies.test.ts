import { describe, expect, test } from 'vitest';
import { policyIds } from '../../shared/core/policies.ts';
import { aCouncil, anEvent, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const HAMPSHIRE = 'E10000014';
const LEEDS = 'E08000035';
const kent = aCouncil({
  code: 'E10000016',
  caredFor: { count: 346, asAt: '2025-03-31', source: 'published' },
});
const room = { count: 10, asAt: '2025-03-31', source: 'published' } as const;
const declared = (fosterCare: number) => ({
  declaration: {
    places: { fosterCare, supportedAccommodation: 0 },
    used: { fosterCare: 0, supportedAccommodation: 0 },
    supports: [],
    declaredAt: '2026-11-20T09:00:00.000Z',
  },
});

/** The nth referral of one child who needs foster care. */
const referral = (n: number): string =>
  JSON.stringify(
    anEvent('referral-received.v2', {
      id: `referral-${n}`,
      data: {
        referralId: `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a${n + 20}`,
        channel: 'queue',
        facts: aReferral(),
      },
    }),
  );

const casesOf = (scheme: SchemeInMemory) =>
  Object.values(scheme.cases.snapshot().cases).sort((a, b) => (a.referralId < b.referralId ? -1 : 1));
const councilOf = async (scheme: SchemeInMemory, code: string) =>
  (await scheme.councils.view()).councils.find((council) => council.code === code);

/** The council whose turn it is says yes, and takes the child home. */
async function takenHome(scheme: SchemeInMemory, caseId: string): Promise<string> {
  const live = (await scheme.cases.read(caseId))?.offers.find(({ status }) => status === 'live');
  if (live === undefined) throw new Error('No offer is live.');
  const actor = { kind: 'council', code: live.council } as const;
  await scheme.command(caseId, { kind: 'answer', offerId: live.id, answer: 'accept' }, actor);
  await scheme.command(
    caseId,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    actor,
  );
  await scheme.command(
    caseId,
    { kind: 'complete-transfer', handedOverAt: '2026-11-23T09:00:00.000Z' },
    actor,
  );
  await scheme.settle();
  return live.council;
}

test.each(policyIds)('a child is placed from end to end under %s', async (policy) => {
  const scheme = await SchemeInMemory.open({
    policy,
    councils: [kent, aCouncil({ caredFor: room, ...declared(2) })],
  });
  await scheme.receive(referral(1));
  const [subject] = casesOf(scheme);
  expect(subject?.policy).toBe(policy);
  expect(await takenHome(scheme, subject?.id ?? '')).toBe(HAMPSHIRE);
  expect(casesOf(scheme)[0]?.status).toBe('transferred');
  expect(await councilOf(scheme, HAMPSHIRE)).toMatchObject({
    held: 0,
    incoming: 0,
    netSince: 1,
    declaration: { used: { fosterCare: 1 } },
  });
  expect(new Set(scheme.events.map(({ trail }) => trail?.policy))).toEqual(new Set([policy]));
  expect(scheme.mailer.snapshot().some(({ text }) => text.includes('Hampshire'))).toBe(true);
  expect((await scheme.recount()).corrected).toBe(0);
});

describe('the voluntary scheme', () => {
  test('asks nobody who has not declared a place, and a person takes over', async () => {
    const scheme = await SchemeInMemory.open({
      policy: 'nts-2016',
      councils: [kent, aCouncil({ caredFor: room })],
    });
    await scheme.receive(referral(1));
    const [subject] = casesOf(scheme);
    expect(subject).toMatchObject({ status: 'escalated', needs: { party: { kind: 'coordinators' } } });
  });

  test('of two councils asks the one with a declared place, and takes no place twice', async () => {
    const scheme = await SchemeInMemory.open({
      policy: 'nts-2016',
      councils: [
        kent,
        aCouncil({ caredFor: room, ...declared(1) }),
        aCouncil({ code: LEEDS, caredFor: room, ...declared(0) }),
      ],
    });
    await scheme.receive(referral(1), referral(2));
    const [first, second] = casesOf(scheme);
    expect([first?.status, second?.status].sort()).toEqual(['escalated', 'offered']);
    const offered = [first, second].find((one) => one?.status === 'offered');
    const waiting = [first, second].find((one) => one?.status === 'escalated');
    expect(await takenHome(scheme, offered?.id ?? '')).toBe(HAMPSHIRE);
    // The last declared place is gone: the other child is not offered there either.
    await scheme.command(waiting?.id ?? '', { kind: 'reallocate', because: 'coordinator' });
    await scheme.settle();
    expect((await scheme.cases.read(waiting?.id ?? ''))?.status).toBe('escalated');
    const refused = scheme.command(waiting?.id ?? '', {
      kind: 'place-directly',
      council: HAMPSHIRE,
      reason: 'family-link',
      note: 'An aunt.',
      overCapacity: false,
    });
    await expect(refused).rejects.toThrow(/declared too few places of the kind/);
    await scheme.command(waiting?.id ?? '', {
      kind: 'place-directly',
      council: HAMPSHIRE,
      reason: 'family-link',
      note: 'An aunt.',
      overCapacity: false,
      overruled: [{ what: 'too-few-places', because: 'council-agrees' }],
    });
    expect((await scheme.cases.read(waiting?.id ?? ''))?.status).toBe('accepted');
  });

  test('holds an authority at 0.07 % to be over its threshold, which is not yet at 0.1 %', async () => {
    const councils = [
      kent,
      aCouncil({ caredFor: { ...room, count: 75 }, childPopulation: 100_000, ...declared(5) }),
    ];
    const statuses = [];
    for (const policy of ['nts-2016', 'nts-2022'] as const) {
      const scheme = await SchemeInMemory.open({ policy, councils });
      await scheme.receive(referral(1));
      statuses.push(casesOf(scheme)[0]?.status);
    }
    expect(statuses).toEqual(['escalated', 'offered']);
  });
});
