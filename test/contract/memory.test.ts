import { describe } from 'vitest';
import { MemoryCaseStore } from '../../shared/memory/memory-case-store.ts';
import { MemoryCouncilStore } from '../../shared/memory/memory-council-store.ts';
import { MemorySealedStore } from '../../shared/memory/memory-sealed-store.ts';
import { keepsCaseStorePromises } from './case-store-promises.ts';
import { keepsCouncilStorePromises } from './council-store-promises.ts';
import { keepsSealedStorePromises } from './sealed-store-promises.ts';

const stores = async () => {
  const councils = new MemoryCouncilStore();
  return { councils, cases: new MemoryCaseStore(councils) };
};

describe('MemoryCaseStore', () => keepsCaseStorePromises(stores));
describe('MemoryCouncilStore', () => keepsCouncilStorePromises(stores));
describe('MemorySealedStore', () => keepsSealedStorePromises(async () => new MemorySealedStore()));
