/** Under legal hold nothing that was there goes, whatever is done and however long it takes; once it is lifted all of it goes in its time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forgetDocuments } from '../../functions/forget-documents/forget-documents.ts';
import { keepForHold } from '../../functions/pages/coordinator/legal-hold.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { amendmentKeptUntil, sealedUntil } from '../../shared/core/referral/particulars.ts';
import { retention } from '../../shared/core/retention.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { MemoryDocumentStore } from '../../shared/memory/memory-document-store.ts';
import { aCase, aCaseChange, anEntry, NOW } from '../builders.ts';
import { quickClient } from '../dynamodb/clients.ts';
import { shapes } from '../dynamodb/shapes.ts';
import { TablesInMemory } from '../dynamodb/tables-in-memory.ts';
import { RecordingLog } from './recorders.ts';

const KENT = 'E10000016';
const DAY = 86_400_000;
const MERGED = '6f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a21';

/** A case, what is sealed of it, and days that pass: each night the function runs, and what has expired is deleted. */
class World {
  readonly #tables = new TablesInMemory();
  readonly client = quickClient(this.#tables);
  now = NOW;
  readonly clock = { now: () => this.now };
  readonly sealed: DynamoSealedStore;
  readonly documents = new MemoryDocumentStore(() => this.now);
  readonly cases = new MemoryCaseStore(new MemoryCouncilStore());
  readonly log = new RecordingLog();
  #written = 0;
  subject: Case = aCase({
    merged: [{ referralId: MERGED, reference: 'NTS-7F3K-2M9R', council: KENT, fingerprints: [] } as never],
  });

  constructor() {
    this.#tables.create('sealed', shapes.sealed);
    this.sealed = new DynamoSealedStore(this.client, 'sealed');
  }

  get referralId(): string {
    return this.subject.referralId;
  }

  until = () => sealedUntil(this.subject.facts.children, this.now);

  async #change(seen: number, after: Case): Promise<void> {
    const { listed = {}, ...next } = after;
    const events = [anEntry('case-resumed.v1', { subject: next.id, number: next.version })];
    const outcome = await this.cases.commit(aCaseChange({ seen, case: next, events, was: listed }));
    expect(outcome).toEqual({ kind: 'committed' });
    this.subject = (await this.cases.read(next.id)) ?? next;
  }

  /** The case as the command leaves it. */
  async commit(legalHold: Case['legalHold']): Promise<void> {
    const { legalHold: _, ...rest } = this.subject;
    const { version } = rest;
    await this.#change(version, { ...rest, version: version + 1, ...(legalHold && { legalHold }) });
  }

  async begin(): Promise<void> {
    await this.#change(0, this.subject);
    await this.sealed.sealFirst(
      this.referralId,
      KENT,
      [{ number: 1, name: 'Synthetic Child' }],
      this.until(),
    );
    await this.sealed.sealFirst(MERGED, KENT, [{ number: 1, name: 'Synthetic Child Twice' }], this.until());
  }

  async hold(): Promise<void> {
    await keepForHold(this, this.subject, { kind: 'place-legal-hold', because: 'court', note: 'n' });
    await this.commit({ at: this.now, because: 'court' });
  }

  async act(what: 'amend' | 'keep' | 'name' | 'document'): Promise<void> {
    this.#written += 1;
    const n = this.#written;
    const id = `5f0c7e1a-3b1d-4f6e-9a2c-${String(n).padStart(12, '0')}`;
    if (what === 'document') {
      await this.documents.put(this.referralId, id, Buffer.from(`%PDF-1.7 ${n}`));
      const listed = {
        id,
        copy: id,
        name: 'a.pdf',
        type: 'application/pdf',
        size: 9,
        addedAt: this.now,
        council: KENT,
      };
      await this.sealed.addDocument(this.referralId, KENT, listed, 20, this.until());
    } else if (what === 'name')
      await this.sealed.sealSocialWorker(
        this.referralId,
        `mark-${n}`,
        KENT,
        { name: `Worker ${n}` },
        this.until(),
      );
    else {
      const said = [{ number: 1, health: `Said ${n}` }];
      await this.sealed.keepAmendment(
        this.referralId,
        `api:${n}`,
        KENT,
        said,
        this.now,
        amendmentKeptUntil(this.now),
      );
      if (what === 'amend') await this.sealed.applyAmendment(this.referralId, `api:${n}`, KENT, this.until());
    }
  }

  /** DynamoDB deletes what has expired, in no order, and keeps nothing of it. */
  #expire(): void {
    for (const { pk, sk, expiresAt } of this.#tables.all('sealed'))
      if (pk && sk && Number(expiresAt?.N) * 1_000 <= Date.parse(this.now))
        this.#tables.answer('DeleteItem', { TableName: 'sealed', Key: { pk, sk } });
  }

  async pass(days: number): Promise<void> {
    // Nights may fail for weeks: what is kept is kept ahead.
    const step = Math.min(days, retention.heldAheadDays - 1);
    for (let left = days; left > 0; left -= step) {
      this.now = new Date(Date.parse(this.now) + Math.min(step, left) * DAY).toISOString();
      this.#expire();
      await forgetDocuments(this, { mayDelete: 1_000 });
    }
  }

  /** Everything that is there, without what stands in it. */
  async names(): Promise<readonly string[]> {
    const items = this.#tables.all('sealed').map(({ pk, sk }) => `${pk?.S} ${sk?.S}`);
    const copies = (await this.documents.copies()).map(({ copy }) => copy);
    return [...items, ...copies].toSorted();
  }

  async words(): Promise<string> {
    const of = [this.referralId, MERGED];
    const [now, held] = await Promise.all([
      Promise.all(of.map((one) => this.sealed.particulars(one))),
      Promise.all(of.map((one) => this.sealed.heldCopies(one))),
    ]);
    return JSON.stringify([now, held, this.#tables.all('sealed')]);
  }
}

const something = fc.constantFrom('amend' as const, 'keep' as const, 'name' as const, 'document' as const);
const some = fc.array(fc.oneof(something, fc.integer({ min: 1, max: 90 })), { maxLength: 6 });

async function play(world: World, steps: readonly (Parameters<World['act']>[0] | number)[]): Promise<void> {
  for (const step of steps) await (typeof step === 'number' ? world.pass(step) : world.act(step));
}

describe('a legal hold', () => {
  test('keeps all that was there and all that was said, through years and corrections, until it is lifted; then all goes', async () => {
    await fc.assert(
      fc.asyncProperty(some, some, fc.integer({ min: 0, max: 9 }), async (before, meanwhile, years) => {
        const world = new World();
        await world.begin();
        await play(world, before);
        const said = [...(await world.words()).matchAll(/Said \d+|Synthetic Child(?: Twice)?/g)].map(
          ([one]) => one,
        );
        const there = await world.names();
        await world.hold();
        await play(world, meanwhile);
        await world.pass(365 * years);
        expect(await world.names()).toEqual(expect.arrayContaining([...there]));
        const words = await world.words();
        for (const one of said) expect(words).toContain(one);

        await world.commit(undefined);
        const last = Math.max(world.until() * 1_000, Date.parse(world.now) + retention.heldAheadDays * DAY);
        await world.pass(Math.ceil((last - Date.parse(world.now)) / DAY) + retention.sealedDays + 1);
        expect(await world.names()).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('without one, the same details are gone in their time', async () => {
    const world = new World();
    await world.begin();
    await world.act('document');
    await world.pass(
      Math.ceil((world.until() * 1_000 - Date.parse(world.now)) / DAY) + retention.sealedDays + 1,
    );
    expect(await world.names()).toEqual([]);
  });

  test('a night that cannot keep what is held deletes nothing at all, and says so', async () => {
    const world = new World();
    await world.begin();
    await world.documents.put('another', 'c1', Buffer.from('%PDF-1.7'));
    world.now = new Date(Date.parse(world.now) + 500 * DAY).toISOString();
    await world.hold();
    world.sealed.keepAllUntil = async () => {
      throw new Error('The power is gone.');
    };
    await expect(forgetDocuments(world)).rejects.toThrow('legal hold of 1 case could');
    expect(world.log.lines).toContainEqual(
      expect.objectContaining({ code: 'CASE_FAILED', cause: new Error('The power is gone.') }),
    );
    expect(await world.documents.copies()).toHaveLength(1);
  });
});
