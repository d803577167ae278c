/** Holds of one cause come to coordinators with one e-mail, and none is forgotten when that one is decided. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heldAlone } from '../../functions/enforce-deadlines/held-alone.ts';
import { type Case, caseStatuses } from '../../shared/core/case/case.ts';
import { caseReference } from '../../shared/core/case/reference.ts';
import { isBeingMoved } from '../../shared/core/case/standing.ts';
import type { CaseSummary } from '../../shared/ports/case-store.ts';
import { aCase, anEvent, aReferral } from '../builders.ts';
import { runs } from '../how-much.ts';
import { HoldsWatch } from '../lab/simulation/watch/holds.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

/** Below their thresholds, so that each of their referrals is held for the same reason. */
const [HAMPSHIRE, LEEDS] = ['E10000014', 'E08000035'] as const;

const idOf = (number: number) => `5f0c7e1a-3b1d-4f6e-9a2c-${String(number).padStart(12, '0')}`;
const caseOf = (number: number) => caseReference(idOf(number), 1);

class Desk {
  readonly watch: HoldsWatch;
  readonly scheme: SchemeInMemory;
  #received = 0;
  #watched = 0;

  private constructor(scheme: SchemeInMemory) {
    this.scheme = scheme;
    this.watch = new HoldsWatch(() => Date.parse(scheme.clock.now()));
  }

  static async open(): Promise<Desk> {
    return new Desk(await SchemeInMemory.open({ policy: 'nts-2026' }));
  }

  get cases(): readonly Case[] {
    return Object.values(this.scheme.cases.snapshot().cases) as readonly Case[];
  }

  get held(): readonly Case[] {
    return this.cases.filter(({ status }) => status === 'held');
  }

  async refer(entryAuthority: string = HAMPSHIRE, more: object = {}): Promise<Case> {
    this.#received += 1;
    const referralId = idOf(this.#received);
    const facts = { ...aReferral({ entryAuthority, ...more }) };
    await this.scheme.receive(
      JSON.stringify(
        anEvent('referral-received.v2', { id: referralId, data: { referralId, channel: 'queue', facts } }),
      ),
    );
    await this.settle();
    const found = await this.scheme.cases.read(caseOf(this.#received));
    if (found === undefined) throw new Error('It was merged.');
    return found;
  }

  async settle(): Promise<void> {
    await this.scheme.settle();
    this.watch.committed(this.cases, this.scheme.events.slice(this.#watched));
    this.#watched = this.scheme.events.length;
  }

  async sweep(): Promise<void> {
    await this.scheme.sweep();
    await this.settle();
  }

  /** E-mails to coordinators of which each leads to one hold. */
  get told(): readonly string[] {
    return this.scheme.mailer
      .snapshot()
      .filter(({ id }) => /:(case-held|deadline-approaching|deadline-passed):coordinators$/.test(id))
      .map(({ thread }) => thread);
  }
}

const release = { kind: 'release-hold', note: 'Looked at.' } as const;
const keep = { kind: 'keep-hold', note: 'Not yet.' } as const;

describe('holds of one cause', () => {
  test('come with one e-mail, of each authority and for each reason, and say with which they came', async () => {
    const desk = await Desk.open();
    const [first, other, notInCare] = [
      await desk.refer(),
      await desk.refer(LEEDS),
      await desk.refer(HAMPSHIRE, { inCareOfAuthority: false, settledSince: undefined }),
    ];
    const child = await desk.refer(HAMPSHIRE, { familyInUk: 'may-care' });
    for (let more = 0; more < 20; more += 1) await desk.refer();
    const late = await desk.refer(LEEDS);
    expect(desk.told).toEqual([first.id, other.id, notInCare.id, child.id]);
    expect(late.hold?.joins).toBe(other.id);
    expect(desk.held.filter(({ hold }) => hold?.joins === first.id)).toHaveLength(20);
    await desk.sweep();
    expect(desk.told).toHaveLength(4);
    // Each authority hears of each of its children.
    expect(
      desk.scheme.mailer.snapshot().filter(({ id }) => id.endsWith(':case-held:entry-authority')),
    ).toHaveLength(25);
  });

  test.each([release, keep, { kind: 'withdraw', reason: 'other' }] as const)(
    'when the first is decided without the others ($kind), one of those is told of, and the rest come with it',
    async (command) => {
      const desk = await Desk.open();
      const [first, second] = [await desk.refer(), await desk.refer(), await desk.refer()];
      await desk.scheme.command(first.id, command as never);
      await desk.sweep();
      expect(desk.told).toEqual([first.id, second.id]);
      await desk.sweep();
      const late = await desk.refer();
      expect(desk.told).toEqual([first.id, second.id]);
      expect(late.hold?.joins).toBe(second.id);
    },
  );

  test('one that comes once the time of the first has passed is told of itself', async () => {
    const desk = await Desk.open();
    const first = await desk.refer();
    desk.scheme.clock.set(first.hold?.reviewAt ?? '');
    const second = await desk.refer();
    expect(second.hold).not.toHaveProperty('joins');
    expect(desk.told).toContain(second.id);
  });

  test('whatever is decided of which, and however late, an e-mail leads to each that nobody has decided about', async () => {
    let joined = 0;
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ do: fc.constant('refer' as const), by: fc.constantFrom(HAMPSHIRE, LEEDS) }),
      },
      fc.record({ do: fc.constantFrom('release' as const, 'keep' as const), which: fc.nat() }),
      fc.record({ do: fc.constant('later' as const), hours: fc.integer({ min: 1, max: 60 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const desk = await Desk.open();
        for (const one of steps) {
          const told = desk.told.length;
          if (one.do === 'refer') await desk.refer(one.by);
          else if (one.do === 'later')
            desk.scheme.clock.set(
              new Date(Date.parse(desk.scheme.clock.now()) + one.hours * 3_600_000).toISOString(),
            );
          else if (desk.held.length > 0) {
            const which = desk.held[one.which % desk.held.length] as Case;
            await desk.scheme.command(which.id, {
              ...(one.do === 'release' ? release : keep),
              note: `Of ${desk.scheme.events.length}.`,
            });
            await desk.settle();
          }
          await desk.sweep();
          expect(desk.watch.untold(desk.cases)).toEqual([]);
          if (one.do !== 'later') expect(desk.told.length - told).toBeLessThanOrEqual(1);
        }
        joined += desk.watch.joined;
      }),
      { numRuns: runs(40) },
    );
    expect(joined).toBeGreaterThan(0);
  });
});

describe('the sweep', () => {
  const line = ({ id, status, facts, openedAt, moveBy }: Case): CaseSummary => ({
    caseId: id,
    status,
    entryAuthority: facts.entryAuthority,
    openedAt,
    moveBy,
  });
  test('reads no case that a council has taken, which is held for itself if at all', async () => {
    const lines = caseStatuses
      .filter((status) => isBeingMoved({ status }))
      .map((status) => line(aCase({ status })));
    expect(lines).toHaveLength(2);
    const read = () => Promise.reject(new Error('read'));
    const ids: string[] = [];
    for await (const id of heldAlone({ cases: { read } }, lines)) ids.push(id);
    expect(ids).toEqual([]);
  });

  const found = async (desk: Desk, read = (id: string) => desk.scheme.cases.read(id)) => {
    const ids: string[] = [];
    for await (const id of heldAlone({ cases: { read } }, desk.cases.map(line))) ids.push(id);
    return ids;
  };

  test('finds nothing while one speaks for all, reads held cases only, and finds what nobody can read', async () => {
    const desk = await Desk.open();
    const [first, second] = [await desk.refer(), await desk.refer()];
    await desk.refer('E10000016');
    const reads: string[] = [];
    const read = async (id: string) => {
      reads.push(id);
      return desk.scheme.cases.read(id);
    };
    expect(await found(desk, read)).toEqual([]);
    expect(reads.toSorted()).toEqual([first.id, second.id].toSorted());
    const broken = async (id: string) => {
      if (id === first.id) throw new Error('It cannot be read.');
      return desk.scheme.cases.read(id);
    };
    expect((await found(desk, broken)).toSorted()).toEqual([first.id, second.id].toSorted());
  });
});
