import type { TableShape } from './tables-in-memory.ts';

/** The tables of the data stack. A test compares them with the template. */
export const shapes: Readonly<Record<'cases' | 'sealed', TableShape>> = {
  cases: {
    partition: 'pk',
    sort: 'sk',
    indexes: {
      needs: {
        partition: 'needsParty',
        sort: 'needsSort',
        holds: ['caseId', 'status', 'entryAuthority', 'moveBy', 'dueAt', 'openedAt'],
      },
      due: {
        partition: 'dueShard',
        sort: 'dueAt',
        holds: ['caseId', 'status', 'entryAuthority', 'openedAt', 'moveBy', 'backUps'],
      },
      received: {
        partition: 'receivedBy',
        sort: 'receivedSort',
        holds: ['caseId', 'status', 'entryAuthority', 'openedAt', 'moveBy'],
      },
    },
  },
  sealed: { partition: 'pk', sort: 'sk', indexes: {} },
};
