import { describe } from 'vitest';
import { DynamoApiStore } from '../../shared/aws/dynamo-api-store.ts';
import { DynamoCaseStore } from '../../shared/aws/dynamo-case-store.ts';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoDigestStore } from '../../shared/aws/dynamo-digest-store.ts';
import { DynamoDraftStore } from '../../shared/aws/dynamo-draft-store.ts';
import { DynamoFigureStore } from '../../shared/aws/dynamo-figure-store.ts';
import { DynamoPersonStore } from '../../shared/aws/dynamo-person-store.ts';
import { DynamoReplyStore } from '../../shared/aws/dynamo-reply-store.ts';
import { DynamoRosterStore } from '../../shared/aws/dynamo-roster-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { DynamoSignInStore } from '../../shared/aws/dynamo-sign-in-store.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { keepsApiStorePromises } from './api-store-promises.ts';
import { keepsCommitPromises } from './commit-promises.ts';
import { keepsCouncilStorePromises } from './council-store-promises.ts';
import { keepsDigestStorePromises } from './digest-store-promises.ts';
import { keepsDraftStorePromises } from './draft-store-promises.ts';
import type { LocalTables } from './dynamodb-local.ts';
import { keepsFigureStorePromises } from './figure-store-promises.ts';
import { eachGuardHolds } from './guards.ts';
import { keepsListPromises } from './list-promises.ts';
import { keepsPersonStorePromises } from './person-store-promises.ts';
import { keepsPlacePromises } from './place-promises.ts';
import { keepsReplyStorePromises } from './reply-store-promises.ts';
import { keepsRosterStorePromises } from './roster-store-promises.ts';
import { keepsSealedStorePromises } from './sealed-store-promises.ts';
import { keepsSignInStorePromises } from './sign-in-store-promises.ts';
import { keepsTrailStorePromises } from './trail-store-promises.ts';
import { twinsAgree } from './twins-agree.ts';

/** Every promise of every store, kept on these tables. Pages of three items, so that every list and every view is paged. */
export const everyPromiseIsKept = (tables: () => LocalTables): void => {
  const small = { pageSize: 3 };
  const stores = async () => {
    const table = await tables().make('cases');
    return {
      cases: new DynamoCaseStore(tables().client, table, small),
      councils: new DynamoCouncilStore(tables().client, table, small),
    };
  };

  describe('DynamoCaseStore', () => {
    keepsCommitPromises(stores);
    keepsPlacePromises(stores);
    keepsListPromises(stores);
  });
  describe('DynamoCouncilStore', () => keepsCouncilStorePromises(stores));
  describe('DynamoApiStore', () =>
    keepsApiStorePromises(async () => new DynamoApiStore(tables().client, await tables().make('sealed'))));
  describe('DynamoSealedStore', () =>
    keepsSealedStorePromises(
      async () => new DynamoSealedStore(tables().client, await tables().make('sealed')),
    ));
  describe('DynamoDigestStore', () =>
    keepsDigestStorePromises(
      async () => new DynamoDigestStore(tables().client, await tables().make('cases')),
    ));
  describe('DynamoDraftStore', () =>
    keepsDraftStorePromises(
      async () => new DynamoDraftStore(tables().client, await tables().make('sealed')),
    ));
  describe('DynamoFigureStore', () =>
    keepsFigureStorePromises(
      async () => new DynamoFigureStore(tables().client, await tables().make('cases')),
    ));
  describe('DynamoPersonStore', () =>
    keepsPersonStorePromises(
      async () => new DynamoPersonStore(tables().client, await tables().make('sealed')),
    ));
  describe('DynamoReplyStore', () =>
    keepsReplyStorePromises(
      async () => new DynamoReplyStore(tables().client, await tables().make('sealed')),
    ));
  describe('DynamoRosterStore', () =>
    keepsRosterStorePromises(
      async () => new DynamoRosterStore(tables().client, await tables().make('sealed')),
    ));
  describe('DynamoSignInStore', () =>
    keepsSignInStorePromises(
      async () => new DynamoSignInStore(tables().client, await tables().make('sealed')),
    ));

  describe('DynamoTrailStore', () =>
    keepsTrailStorePromises(async () => {
      const table = await tables().make('cases');
      return {
        trails: new DynamoTrailStore(tables().client, table),
        cases: new DynamoCaseStore(tables().client, table),
      };
    }));

  eachGuardHolds(tables);

  twinsAgree(async () => {
    const councils = new MemoryCouncilStore();
    return { councils, cases: new MemoryCaseStore(councils) };
  }, stores);
};
