import { expect, test } from 'vitest';
import type { DigestStore } from '../../shared/ports/digest-store.ts';
import { anEvent, NOW } from '../builders.ts';

const request = (number: number) =>
  anEvent('email-requested.v1', {
    id: `NTS-7F3K-2M9Q:${number}:offer-expired:coordinators`,
    data: {
      template: 'offer-expired',
      to: { role: 'coordinators' },
      together: true,
      about: { kind: 'case', caseId: 'NTS-7F3K-2M9Q', eventNumber: number },
    },
  });
const [one, two, three, four] = [request(1), request(2), request(3), request(4)];
const all = [one, two, three, four];

/** The promises of a store of what is told together, for any twin. */
export const keepsDigestStorePromises = (fresh: () => Promise<DigestStore>): void => {
  test('what waits for a desk comes back whole, once, in order, and is nobody else’s', async () => {
    const digests = await fresh();
    for (const each of [three, one, two, one]) await digests.add('coordinators', each, NOW);
    await digests.add('council:E10000016', four, NOW);
    expect(await digests.waiting('coordinators')).toEqual({ requests: [one, two, three] });
    expect(await digests.waiting('council:E10000016')).toEqual({ requests: [four] });
    expect(await digests.waiting('council:E10000016>second')).toEqual({ requests: [] });
  });

  test('what waits is also known as of a moment: what has waited since then or longer, with what was begun', async () => {
    const digests = await fresh();
    const times = ['2026-11-23T08:59:59.998Z', '2026-11-23T08:59:59.999Z', '2026-11-23T09:00:00.000Z'];
    for (const [at, each] of [one, two, three].entries())
      await digests.add('coordinators>daily', each, times[at] ?? NOW);
    expect(await digests.waiting('coordinators>daily', times[1])).toEqual({ requests: [one, two] });
    const begun = await digests.begin('coordinators>daily', { id: 'digest:a', requests: [three] });
    expect(await digests.waiting('coordinators>daily', '2026-11-23')).toEqual({ requests: [], begun });
    await digests.end('coordinators>daily', begun);
    expect(await digests.waiting('coordinators>daily')).toEqual({ requests: [one, two] });
  });

  test('of digests that are begun side by side one stands, until it is ended', async () => {
    const digests = await fresh();
    for (const each of [one, two]) await digests.add('coordinators', each, NOW);
    const first = { id: 'digest:a', requests: [one] };
    const second = { id: 'digest:b', requests: [one, two] };
    const stands = await Promise.all([
      digests.begin('coordinators', first),
      digests.begin('coordinators', second),
    ]);
    expect(stands[0]).toEqual(stands[1]);
    const [standing = first] = stands;
    expect(await digests.waiting('coordinators')).toEqual({ requests: [one, two], begun: standing });
    await digests.end('coordinators', standing);
    await digests.end('coordinators', standing);
    expect(await digests.waiting('coordinators')).toEqual({
      requests: standing.id === 'digest:a' ? [two] : [],
    });
  });

  test('whoever ends one late ends no other, and takes nothing away that it did not tell', async () => {
    const digests = await fresh();
    for (const each of all) await digests.add('coordinators', each, NOW);
    const late = await digests.begin('coordinators', { id: 'digest:a', requests: [one] });
    await digests.end('coordinators', late);
    const next = await digests.begin('coordinators', { id: 'digest:b', requests: [two, three] });
    await digests.end('coordinators', late);
    expect(await digests.waiting('coordinators')).toEqual({ requests: [two, three, four], begun: next });
  });

  test('whose list has waited since a moment, or longer, is known, until it is told; be one begun or not', async () => {
    const digests = await fresh();
    const [early, then, late] = [
      '2026-11-23T08:59:59.999Z',
      '2026-11-23T09:00:00.000Z',
      '2026-11-23T09:00:00.001Z',
    ] as const;
    expect(await digests.uncalled(() => late)).toEqual([]);
    await digests.add('council:E10000016>second', one, then);
    await digests.add('council:E10000016', three, late);
    await digests.add('coordinators', one, early);
    await digests.add('coordinators', two, then);
    await digests.add('coordinators', four, late);
    expect(await digests.uncalled(() => early)).toEqual(['coordinators']);
    expect(await digests.uncalled(() => then)).toEqual(['coordinators', 'council:E10000016>second']);
    expect(await digests.uncalled(() => late)).toEqual([
      'coordinators',
      'council:E10000016',
      'council:E10000016>second',
    ]);
    const begun = await digests.begin('coordinators', { id: 'digest:a', requests: [one, two] });
    expect(await digests.uncalled(() => early)).toEqual(['coordinators']);
    await digests.end('coordinators', begun);
    expect(await digests.uncalled(() => then)).toEqual(['council:E10000016>second']);
    await digests.add('council:E10000016>second', one, late);
    expect(await digests.uncalled(() => then)).toEqual([]);
  });

  test('what one tells is known by its id as soon as it is kept, and after it is ended', async () => {
    const digests = await fresh();
    const digest = { id: 'digest:a', requests: [one, two] };
    await digests.begin('coordinators', { id: 'digest:a', requests: [one, two, three] });
    expect(await digests.digest('digest:a')).toBeUndefined();
    await digests.keep(digest, NOW);
    expect(await digests.digest('digest:a')).toEqual(digest);
    await digests.end('coordinators', digest);
    expect(await digests.digest('digest:a')).toEqual(digest);
  });
};
