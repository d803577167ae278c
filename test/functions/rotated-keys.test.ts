import { describe, expect, test } from 'vitest';
import { fingerprintsOf, fingerprintsUnder } from '../../shared/core/referral/fingerprints.ts';
import { aRequest } from '../api/a-request.ts';
import { CROYDON, Gateway } from '../api/gateway.ts';

const NEW = 'n'.repeat(64);

/** Cases that the second of two referrals of one child was found to be about. */
async function found(gateway: Gateway, reference: string): Promise<readonly string[]> {
  const { cases } = gateway.scheme;
  const merged = await cases.mergedInto(reference);
  return merged === undefined ? ((await cases.read(reference))?.possibleDuplicates ?? []) : [merged.caseId];
}

describe('while the key of the fingerprints is rotated', () => {
  test('a child who was referred before is found again, until the overlap ends', async () => {
    for (const [overlaps, isFound] of [
      [true, true],
      [false, false],
    ]) {
      const gateway = await Gateway.open();
      const first = (await gateway.call({ body: aRequest() })).taken.reference;
      await gateway.lookAtReferrals();
      gateway.fingerprintKey.rotate(NEW);
      if (!overlaps) gateway.fingerprintKey.endOverlap();
      const second = (await gateway.call({ body: aRequest(), council: CROYDON })).taken.reference;
      await gateway.lookAtReferrals(1);
      expect(await found(gateway, second)).toEqual(isFound ? [first] : []);
    }
  });

  test('a child who was referred since is found by an instance that has not taken the new key up, and after the overlap', async () => {
    for (const take of ['stale', 'after'] as const) {
      const gateway = await Gateway.open();
      const key = gateway.fingerprintKey;
      const before = await key.read();
      key.rotate(NEW);
      const first = (await gateway.call({ body: aRequest() })).taken.reference;
      await gateway.lookAtReferrals();
      if (take === 'after') key.endOverlap();
      else key.all = async () => [before];
      const second = (await gateway.call({ body: aRequest(), council: CROYDON })).taken.reference;
      await gateway.lookAtReferrals(1);
      expect(await found(gateway, second)).toEqual([first]);
    }
  });

  test('a request that is sent again is the same request, and makes nothing twice', async () => {
    const gateway = await Gateway.open();
    const body = aRequest();
    const first = await gateway.call({ body });
    await gateway.lookAtReferrals();
    gateway.fingerprintKey.rotate(NEW);
    const again = await gateway.call({ body });
    expect([again.status, again.taken.reference]).toEqual([202, first.taken.reference]);
    expect((await gateway.call({ body: { ...body, familyInUk: 'cannot-care' } })).status).toBe(422);
    await gateway.lookAtReferrals(1);
    await gateway.scheme.onlyCase();
  });

  test('the largest group still fits one transaction, with every mark of the key that signs now', async () => {
    const gateway = await Gateway.open();
    gateway.fingerprintKey.rotate(NEW);
    const children = Array.from({ length: 20 }, (_, index) => ({
      ...aRequest().children[0],
      name: `Child ${'abcdefghijklmnopqrst'[index]}mina Kelo`,
      dateOfBirth: `2010-05-${10 + index}`,
      homeOfficeReference: `GROUP-HO-1000${index}`,
      portReference: `GROUP-PORT-1000${index}`,
    }));
    await gateway.call({ body: aRequest({ children } as never) });
    await gateway.lookAtReferrals();
    const { id } = await gateway.scheme.onlyCase();
    const particulars = children.map((child, index) => ({ ...child, number: index + 1 })) as never;
    const [current] = await gateway.fingerprintKey.all();
    const marks = fingerprintsOf(current as Uint8Array, particulars).flatMap(({ references, person }) => [
      ...references,
      ...(person === undefined ? [] : [person]),
    ]);
    expect(marks).toHaveLength(60);
    const holders = await gateway.scheme.cases.holders(marks);
    expect([...holders.values()].flat()).toEqual(Array.from({ length: 60 }, () => id));
    const all = fingerprintsUnder(await gateway.fingerprintKey.all(), particulars).flatMap(
      ({ references }) => references,
    );
    expect((await gateway.scheme.cases.holders(all)).size).toBe(40);
  });
});
