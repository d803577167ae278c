/** Documents end with the list of their referral, and not before: whatever their age, and whatever broke off. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forgetDocuments } from '../../functions/forget-documents/forget-documents.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { MemoryDocumentStore } from '../../shared/memory/memory-document-store.ts';
import { MemorySealedStore } from '../../shared/memory/memory-sealed-store.ts';
import { NOW } from '../builders.ts';
import { RecordingLog } from './recorders.ts';

const KENT = 'E10000016';
const DAY = 86_400_000;
const BYTES = Buffer.from('%PDF-1.7');

interface Given {
  readonly referral: string;
  readonly copy: string;
  readonly isListed: boolean;
  /** Days before the night. */
  readonly age: number;
}

async function given(copies: readonly Given[], night = NOW) {
  let now = night;
  const documents = new MemoryDocumentStore(() => now);
  const sealed = new MemorySealedStore();
  for (const { referral, copy, isListed, age } of copies) {
    now = new Date(Date.parse(night) - age * DAY).toISOString();
    await documents.put(referral, copy, BYTES);
    const document = {
      id: copy,
      copy,
      name: 'a.pdf',
      type: 'application/pdf',
      size: 8,
      addedAt: now,
      council: KENT,
    };
    if (isListed) await sealed.addDocument(referral, KENT, document, 20, 0);
  }
  const log = new RecordingLog();
  const cases = new MemoryCaseStore(new MemoryCouncilStore());
  return { documents, sealed, cases, log, clock: { now: () => night } };
}

const there = async (documents: MemoryDocumentStore) =>
  (await documents.copies()).map(({ referralId, copy }) => `${referralId}/${copy}`);

const aCopy = fc.record({
  referral: fc.constantFrom('r1', 'r2', 'r3'),
  copy: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
  isListed: fc.boolean(),
  age: fc.constantFrom(0, 1, 35, 399, 400, 500, 3_000),
});
const someCopies = fc.uniqueArray(aCopy, {
  selector: ({ referral, copy }) => `${referral}/${copy}`,
  maxLength: 12,
});

describe('every night', () => {
  test('what is listed stays however old, what is on no list goes after 400 days, and a second night finds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(someCopies, async (copies) => {
        const tools = await given(copies);
        const early = copies.filter(({ isListed, age }) => !isListed && age < 400).length;
        const stay = copies
          .filter(({ isListed, age }) => isListed || age < 400)
          .map(({ referral, copy }) => `${referral}/${copy}`)
          .toSorted();
        const count = { kept: stay.length, early, removed: copies.length - stay.length, unread: 0 };
        expect(await forgetDocuments(tools)).toEqual(count);
        expect(await there(tools.documents)).toEqual(stay);
        expect(await forgetDocuments(tools)).toEqual({ ...count, removed: 0 });
        expect(tools.log.lines[0]).toMatchObject({ code: 'DOCUMENTS_FORGOTTEN', particulars: count });
      }),
    );
  });

  test('a list is read once for all of its copies', async () => {
    const tools = await given(
      ['r1', 'r2'].flatMap((referral) =>
        ['c1', 'c2'].map((copy) => ({ referral, copy, isListed: true, age: 500 })),
      ),
    );
    const read: string[] = [];
    const lists = tools.sealed.documents.bind(tools.sealed);
    tools.sealed.documents = async (referral) => {
      read.push(referral);
      return lists(referral);
    };
    await forgetDocuments(tools);
    expect(read).toEqual(['r1', 'r2']);
  });

  test('of a referral whose list cannot be read nothing goes, all others are done, and the run says so', async () => {
    const unlisted = { copy: 'c1', isListed: false, age: 500 };
    const tools = await given(['r1', 'r2', 'r3'].map((referral) => ({ referral, ...unlisted })));
    const lists = tools.sealed.documents.bind(tools.sealed);
    tools.sealed.documents = async (referral) => {
      if (referral === 'r2') throw new Error('The item is damaged.');
      return lists(referral);
    };
    await expect(forgetDocuments(tools)).rejects.toThrow('The lists of 1 documents could not be read');
    expect(await there(tools.documents)).toEqual(['r2/c1']);
  });

  test('a run that broke off is finished by the next', async () => {
    const unlisted = { referral: 'r1', isListed: false, age: 400 };
    const tools = await given([
      { ...unlisted, copy: 'c1' },
      { ...unlisted, copy: 'c2' },
    ]);
    const remove = tools.documents.remove.bind(tools.documents);
    tools.documents.remove = async (...asked) => {
      tools.documents.remove = remove;
      await remove(...asked);
      throw new Error('The power is gone.');
    };
    await expect(forgetDocuments(tools)).rejects.toThrow('The power is gone.');
    expect(await forgetDocuments(tools)).toEqual({ kept: 0, early: 0, removed: 1, unread: 0 });
  });
});

describe('a night in which far more would go than end in a night', () => {
  const many = (count: number, given: Omit<Given, 'referral' | 'copy'>, named: string): readonly Given[] =>
    Array.from({ length: count }, (_, at) => ({ referral: `${named}${at % 50}`, copy: `c${at}`, ...given }));

  test('deletes nothing where more than twenty, and more than a quarter of all, are on no list, or more than twenty before their time, and says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          ended: fc.nat(40),
          early: fc.oneof(fc.nat(3), fc.nat(40)),
          listed: fc.nat(200),
        }),
        async ({ ended, early, listed }) => {
          const unlisted = ended + early;
          const tools = await given([
            ...many(ended, { isListed: false, age: 500 }, 'gone'),
            ...many(early, { isListed: false, age: 399 }, 'early'),
            ...many(listed, { isListed: true, age: 500 }, 'kept'),
          ]);
          const before = await there(tools.documents);
          if (early > 20 || (unlisted > 20 && unlisted * 4 > unlisted + listed)) {
            await expect(forgetDocuments(tools)).rejects.toThrow(
              `Of ${unlisted + listed} documents ${unlisted} are on no list, ${early} of them before their time`,
            );
            expect(await there(tools.documents)).toEqual(before);
          } else expect(await forgetDocuments(tools)).toMatchObject({ removed: ended, early });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a table that is not the one that listed them loses no document, on no night', async () => {
    const tools = await given(many(60, { isListed: true, age: 400 }, 'r'));
    const before = await there(tools.documents);
    const another = { ...tools, sealed: new MemorySealedStore() };
    for (const _ of ['first', 'second']) await expect(forgetDocuments(another)).rejects.toThrow('is whole');
    expect(await there(tools.documents)).toEqual(before);
    expect(await forgetDocuments(tools)).toEqual({ kept: 60, early: 0, removed: 0, unread: 0 });
  });

  test('a table that was set back by days loses no document that was added in them, on no night, and rings from the first', async () => {
    const nightly = async (nights: number, lost: number) => {
      const tools = await given([
        ...many(200, { isListed: true, age: 100 + nights }, 'before'),
        // Of referrals that are new, and of some of which more is listed.
        ...many(lost, { isListed: false, age: 1 + nights }, 'since').map((one, at) => ({
          ...one,
          copy: `d${at}`,
          ...(at % 2 === 0 ? { referral: 'before0' } : {}),
        })),
      ]);
      const before = await there(tools.documents);
      const rings = await forgetDocuments(tools).then(
        () => false,
        () => true,
      );
      expect(await there(tools.documents)).toEqual(before);
      return rings;
    };
    for (const nights of [0, 1, 34, 35, 200, 398]) {
      expect(await nightly(nights, 21)).toBe(true);
      expect(await nightly(nights, 20)).toBe(false);
    }
  });

  test('an operator who found them to be right says how many may go, and no more go than that', async () => {
    const tools = await given([
      ...many(28, { isListed: false, age: 400 }, 'r'),
      ...many(2, { isListed: false, age: 399 }, 'early'),
    ]);
    await expect(forgetDocuments(tools, { mayDelete: 29 })).rejects.toThrow('are on no list');
    await expect(forgetDocuments(tools, { mayDelete: 'all' })).rejects.toThrow('mayDelete');
    expect(await there(tools.documents)).toHaveLength(30);
    expect(await forgetDocuments(tools, { mayDelete: 30 })).toEqual({
      kept: 0,
      early: 0,
      removed: 30,
      unread: 0,
    });
  });
});
