import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Item } from '../../shared/aws/attributes.ts';
import { keyOf } from '../../shared/aws/attributes.ts';
import { caseItem } from '../../shared/aws/case-item.ts';
import { councilItem, rotaItem } from '../../shared/aws/council-item.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { eventItem } from '../../shared/aws/event-item.ts';
import { type Key, keys } from '../../shared/aws/keys.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import type { RotaChange } from '../../shared/core/case/change.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { threshold } from '../../shared/core/council/headroom.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import { aCase, aCouncil, aDeclaration, anEntry, NOW } from '../builders.ts';
import type { LocalTables } from './dynamodb-local.ts';
import { aCouncilWithRoomFor, next, opening, policy, reference, taking } from './fleet.ts';

const LATER = 1_900_000_000;
const REFERRAL = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const { code, region } = aCouncil();

interface Writing {
  readonly Item?: Item;
  readonly UpdateExpression?: string;
  readonly TransactItems?: readonly object[];
}

/**
 * Each condition of a write, with all the others met. What stands in the way is put there as no store would put it, or just before
 * the write: elsewhere several conditions fail together, or the race that one is for depends on luck.
 */
export const eachGuardHolds = (tables: () => LocalTables): void => {
  const fresh = async () => {
    const table = await tables().make('cases');
    const { client } = tables();
    const put = (Item: Item) => client.send(new PutItemCommand({ TableName: table, Item }));
    const get = async (key: Key) =>
      (await client.send(new GetItemCommand({ TableName: table, Key: keyOf(key) }))).Item;
    return {
      table,
      put,
      get,
      cases: new DynamoCaseStore(client, table),
      councils: new DynamoCouncilStore(client, table),
    };
  };

  /** Does something with a client that somebody else is faster than: once, before the first write that is meant. */
  async function overtaken<T>(
    isMeant: (write: Writing) => boolean,
    faster: () => Promise<unknown>,
    act: (client: DynamoDBClient) => Promise<T>,
  ): Promise<T> {
    const client = tables().connect();
    let waits = true;
    client.middlewareStack.add(
      (forth) => async (args) => {
        const write = args.input as Writing;
        if (waits && (write.Item ?? write.UpdateExpression ?? write.TransactItems) && isMeant(write)) {
          waits = false;
          await faster();
        }
        return forth(args);
      },
      { step: 'initialize', name: 'overtaken' },
    );
    try {
      return await act(client);
    } finally {
      expect(waits).toBe(false);
      client.destroy();
    }
  }
  const anyWrite = () => true;

  describe('each guard holds alone', () => {
    const lost = { kind: 'lost-race', over: 'case' };

    test('a case is not opened over another, nor over another’s event', async () => {
      const { cases, get, put } = await fresh();
      const change = opening(1);
      await put(caseItem(aCase({ id: change.case.id, lastHash: 'e'.repeat(64) })));
      expect(await cases.commit(change)).toEqual(lost);
      expect(await get(keys.event(change.case.id, 1))).toBeUndefined();

      const other = opening(2);
      await put(
        eventItem(anEntry('case-paused.v1', { subject: other.case.id, number: 1, cause: 'another' })),
      );
      expect(await cases.commit(other)).toEqual(lost);
      expect(await cases.read(other.case.id)).toBeUndefined();
    });

    test.each([1, 3])(
      'a case that was seen at version 2 and stands at %i is left as it is',
      async (version) => {
        const { cases, put } = await fresh();
        const standing = aCase({ id: reference(3), version });
        await put(caseItem(standing));
        const decided = next({ ...opening(3), case: { ...standing, version: 2 } });
        expect(await cases.commit(decided)).toEqual(lost);
        expect(await cases.read(reference(3))).toEqual(standing);
      },
    );

    const turns: readonly { words: string; scope: string; kinds: readonly RotaChange['kind'][] }[] = [
      { words: 'the nation’s turns', scope: 'national', kinds: ['replace'] },
      { words: 'a region’s turns', scope: region, kinds: ['replace'] },
      { words: 'the nation’s tick', scope: 'national', kinds: ['tick'] },
      { words: 'both', scope: 'national', kinds: ['replace', 'tick'] },
    ];
    test.each(turns)(
      '$words, seen as they are not, lose: older or newer, and each alone',
      async ({ scope, kinds }) => {
        const { cases, get, put } = await fresh();
        const change = (kind: RotaChange['kind'], seen: number): RotaChange =>
          kind === 'tick'
            ? { kind, scope: 'national', seen }
            : { kind, scope, seen, state: { ...emptyRota, arrivals: 1 } };
        const standing = rotaItem(scope, { state: emptyRota, version: 5, turn: 5 });
        await put(standing);
        for (const wrong of kinds)
          for (const seen of [4, 6]) {
            const rota = kinds.map((kind) => change(kind, kind === wrong ? seen : 5));
            expect(await cases.commit({ ...opening(4), rota })).toEqual({ kind: 'lost-race', over: 'rota' });
          }
        expect(await get(keys.rota(scope))).toEqual(standing);
        const rota = kinds.map((kind) => change(kind, 5));
        expect(await cases.commit({ ...opening(4), rota })).toEqual({ kind: 'committed' });
      },
    );

    const kinds = [
      { kind: 'fosterCare', used: { fosterCare: 1, supportedAccommodation: 0 } },
      { kind: 'supportedAccommodation', used: { fosterCare: 0, supportedAccommodation: 1 } },
    ] as const;
    test.each(kinds.flatMap((one) => [true, false].map((mustFit) => ({ ...one, mustFit }))))(
      'a place of $kind has to be declared and left, and to fit if it must ($mustFit)',
      async ({ used, mustFit }) => {
        const { cases, councils, put } = await fresh();
        const declaration = aDeclaration({
          places: used,
          used: { fosterCare: 0, supportedAccommodation: 0 },
        });
        const ask = taking({ used, mustFit, mustBeDeclared: true });
        const noPlace = { kind: 'no-place', council: code };
        const none = { fosterCare: 0, supportedAccommodation: 0 };
        await put(councilItem(aCouncilWithRoomFor(1), policy));
        // Given back where none was declared: so many are left of nothing.
        const released = taking({
          held: 0,
          offered: 0,
          used: { fosterCare: -1, supportedAccommodation: -1 },
        });
        await cases.commit(opening(5, {}, released));
        expect(await cases.commit(opening(6, {}, ask))).toEqual(noPlace);
        await put(
          councilItem(aCouncilWithRoomFor(1, { declaration: { ...declaration, places: none } }), policy),
        );
        expect(await cases.commit(opening(7, {}, ask))).toEqual(noPlace);
        await put(councilItem(aCouncilWithRoomFor(0, { declaration }), policy));
        expect((await cases.commit(opening(8, {}, ask))).kind).toBe(mustFit ? 'no-place' : 'committed');
        await put(councilItem(aCouncilWithRoomFor(1, { declaration }), policy));
        expect(await cases.commit(opening(9, {}, ask))).toEqual({ kind: 'committed' });
        expect(await councils.read(code)).toMatchObject({ held: 1, declaration: { used } });
      },
    );

    const reminding = (seen: number) => ({
      code,
      region,
      seen,
      event: anEntry('capacity-reminder-due.v1', { subject: code, number: seen + 1 }),
      reminders: { sinceDeclaration: 1 },
    });

    test.each([1, 3])(
      'a council that was seen at event 2 and stands at %i is left as it is',
      async (number) => {
        const { councils, put } = await fresh();
        const standing = aCouncil({ trail: { number, hash: 'e'.repeat(64) } });
        await put(councilItem(standing, policy));
        const caredFor = { count: 1, asAt: '2026-11-23', source: 'declared' } as const;
        for (const change of [reminding(2), { ...reminding(2), caredFor }])
          expect(await councils.commit(change)).toBe('lost-race');
        expect(await councils.read(code)).toEqual(standing);
      },
    );

    test('an event of a council is not written over another', async () => {
      const { councils, put } = await fresh();
      await put(councilItem(aCouncil(), policy));
      const rival = anEntry('capacity-declared.v1', { subject: code, number: 1 });
      await put(eventItem(rival));
      expect(await councils.commit(reminding(0))).toBe('lost-race');
      expect(await councils.trail(code)).toEqual([rival]);
    });
  });

  describe('whoever is overtaken', () => {
    // Under which a council can volunteer beyond its threshold.
    const volunteers = policyNamed('nts-2026');
    const counts = ['childPopulation', 'caredFor', 'netSince', 'incoming', 'held', 'volunteersUpTo'] as const;
    const volunteering = (council: Council, by: number): Council => ({
      ...council,
      declaration: aDeclaration({ volunteersUpTo: threshold(council, volunteers) + 5 + by }),
      trail: { ...council.trail, number: 1 },
    });
    const moved = (council: Council, count: (typeof counts)[number], by: number): Council => {
      if (count === 'volunteersUpTo') return volunteering(council, by);
      return count === 'caredFor'
        ? { ...council, caredFor: { ...council.caredFor, count: (council.caredFor.count ?? 0) + by } }
        : { ...council, [count]: council[count] + by * (count === 'childPopulation' ? 10_000 : 1) };
    };
    const before = aCouncil({ netSince: 3, incoming: 3, held: 3 });
    const published = { count: 80, asAt: '2026-03-31', source: 'published' } as const;

    const ways: Readonly<Record<string, (councils: DynamoCouncilStore) => Promise<unknown>>> = {
      recounts: (councils) => councils.recount(code, volunteers),
      'declares a count': (councils) =>
        councils.commit({
          code,
          seen: 0,
          event: anEntry('capacity-declared.v1', { subject: code, number: 1 }),
          caredFor: { count: 70, asAt: '2026-11-23', source: 'declared' },
          reminders: { sinceDeclaration: 0 },
        }),
      'seeds new figures': (councils) => councils.seed([aCouncil({ caredFor: published })], volunteers),
    };
    test.each(Object.keys(ways))('%s on the counts as they are then', async (way) => {
      for (const count of counts)
        for (const by of [-2, 2]) {
          const { councils, put, table } = await fresh();
          // Headroom that is out of step, so that a recount has something to write.
          const { headroom: right, ...others } = councilItem(before, volunteers);
          await put(
            way === 'recounts' ? { ...others, headroom: { N: '0' } } : councilItem(before, volunteers),
          );
          expect(right).toBeDefined();
          await overtaken(
            ({ UpdateExpression, TransactItems }) =>
              Boolean(UpdateExpression?.includes('headroom') || TransactItems),
            () => put(councilItem(moved(before, count, by), volunteers)),
            (client) => ways[way]?.(new DynamoCouncilStore(client, table)) ?? Promise.reject(),
          );
          expect(await councils.recount(code, volunteers), `${count} ${by}`).toBe('unchanged');
          const kept = moved(before, count, by);
          expect(await councils.read(code)).toMatchObject({
            incoming: kept.incoming,
            held: kept.held,
          });
        }
    });

    test.each([false, true])(
      'seeds new figures on the days as they are then, also where no count has changed',
      async (often) => {
        const { cases, councils, table } = await fresh();
        await councils.seed([before], volunteers);
        const anotherDay = (index: number) =>
          cases.commit(
            opening(
              index,
              {},
              taking({
                held: 0,
                offered: 0,
                netSince: 0,
                used: { fosterCare: 0, supportedAccommodation: 0 },
                moved: { '2026-03-30': 1, '2026-04-02': -1 },
              }),
            ),
          );
        if (often) await anotherDay(301);
        await overtaken(
          ({ UpdateExpression }) => Boolean(UpdateExpression?.includes('caredFor')),
          () => anotherDay(302),
          (client) => ways['seeds new figures']?.(new DynamoCouncilStore(client, table)) ?? Promise.reject(),
        );
        const times = often ? 2 : 1;
        expect(await councils.read(code)).toMatchObject({
          netSince: before.netSince - times,
          moved: { '2026-04-02': -times },
        });
      },
    );

    test.each([
      { words: 'a region’s turns', sk: `ROTA#${region}` },
      { words: 'a council', sk: `COUNCIL#${code}` },
      { words: 'the nation’s turns', sk: 'NATIONAL' },
    ])('seeds $words without undoing what was counted since', async ({ sk }) => {
      const { cases, councils, table } = await fresh();
      const counted = {
        ...opening(10, {}, taking()),
        rota: ['national', region].map(
          (scope) => ({ kind: 'replace', scope, seen: 0, state: { ...emptyRota, arrivals: 1 } }) as const,
        ),
      };
      const other = aCouncil({ code: 'E08000035', region: 'E12000003' });
      const late = sk === 'NATIONAL';
      const done = await overtaken(
        ({ Item }) => Item?.sk?.S === sk,
        async () => {
          await councils.seed([late ? other : aCouncil()], policy);
          expect(await cases.commit(counted)).toEqual({ kind: 'committed' });
        },
        (client) => new DynamoCouncilStore(client, table).seed([aCouncil()], policy),
      );
      const { councils: seen, national, regions } = await councils.view();
      expect(done).toEqual({ added: late ? 1 : 0, refreshed: 0 });
      expect(Object.keys(regions).sort()).toEqual(late ? [other.region, region] : [region]);
      expect(seen.find((council) => council.code === code)).toMatchObject({ held: 1 });
      expect([national.version, regions[region]?.version]).toEqual([1, 1]);
    });

    const aDocument = (id: string) => ({
      id,
      copy: id,
      name: 'a.pdf',
      type: 'application/pdf',
      size: 1,
      addedAt: NOW,
      council: code,
    });
    const [one, two, three] = ['1', '2', '3'].map(
      (digit) => `${digit}f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20`,
    ) as [string, string, string];

    test('adds a document to those there are then: one more, or one fewer', async () => {
      const table = await tables().make('sealed');
      const sealed = new DynamoSealedStore(tables().client, table);
      await sealed.addDocument(REFERRAL, code, aDocument(one), 9, LATER);
      const adding = (id: string, faster: () => Promise<unknown>) =>
        overtaken(anyWrite, faster, (client) =>
          new DynamoSealedStore(client, table).addDocument(REFERRAL, code, aDocument(id), 9, LATER),
        );
      await adding(two, () => sealed.addDocument(REFERRAL, code, aDocument(three), 9, LATER));
      const ids = async () => (await sealed.documents(REFERRAL)).map(({ id }) => id);
      expect(await ids()).toEqual([one, three, two]);
      await sealed.removeDocument(REFERRAL, code, two, LATER);
      await adding(two, () => sealed.removeDocument(REFERRAL, code, three, LATER));
      expect(await ids()).toEqual([one, two]);
    });

    test('adds particulars to those there are then, whichever they are', async () => {
      const table = await tables().make('sealed');
      const sealed = new DynamoSealedStore(tables().client, table);
      const keep = (id: string, child: ChildParticulars) =>
        sealed.keepAmendment(REFERRAL, id, code, [child], NOW, LATER);
      const overtakenBy = async (name: string) => {
        await keep(`first ${name}`, { number: 1, name });
        await keep(`second ${name}`, { number: 2, languages: `as ${name} came` });
        await overtaken(
          anyWrite,
          () => sealed.applyAmendment(REFERRAL, `first ${name}`, code, LATER),
          (client) =>
            new DynamoSealedStore(client, table).applyAmendment(REFERRAL, `second ${name}`, code, LATER),
        );
      };
      for (const name of ['Synthetic M', 'Synthetic A', 'Synthetic Z']) {
        await overtakenBy(name);
        expect(await sealed.particulars(REFERRAL)).toEqual([
          { number: 1, name },
          { number: 2, languages: `as ${name} came` },
        ]);
      }
    });
  });
};
