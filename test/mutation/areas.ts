/** What `npm run mutate` changes, and the tests that have to notice. */
export interface Area {
  readonly about: string;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  /** Tests that take minutes, and whose laws stand in shorter ones too. */
  readonly notTests?: readonly string[];
  /** Whether its tests ask DynamoDB Local. The conditions that they send are then changed too, clause by clause. */
  readonly asksTables?: true;
}

/** Sources of the core that are not measured, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  'shared/core/referral/fact-labels.ts':
    'words on pages: a table of labels, read by people and by the tests of pages',
  'shared/core/case/diagram.ts':
    'draws the diagram of shared/core/README.md, which a test compares with the table itself',
};

export const areas: Readonly<Record<string, Area>> = {
  core: {
    about: 'the allocation check, the life of a case with its table of transitions, headroom, working days',
    sources: ['shared/core/**/*.ts'],
    tests: [
      'test/core/**/*.test.ts',
      'test/functions/{duplicates,schedules,channels,mail-json}.test.ts',
      'test/api/openapi.test.ts',
    ],
    notTests: ['test/core/allocation-over-a-year.test.ts'],
  },
  outbox: {
    about: 'what follows from an event: which e-mails, and which cases are checked again',
    sources: ['functions/relay-events/relay-events.ts', 'shared/runtime/each-record.ts'],
    tests: [
      'test/functions/relay-events.test.ts',
      'test/functions/relay-and-privacy.test.ts',
      'test/functions/runtime.test.ts',
    ],
  },
  stores: {
    about: 'what the stores ask DynamoDB to keep to, and what they make of its answers',
    sources: [
      'shared/aws/dynamo-*-store.ts',
      'shared/aws/{case,council}-transaction.ts',
      'shared/aws/{case,council,event}-item.ts',
      'shared/aws/{attributes,council-counts,keys,packed-text,query,seed-councils,trail}.ts',
    ],
    tests: ['test/contract/{dynamo,dynamo-every-call,dynamo-faults,keys,packed-text,stored-items}.test.ts'],
    asksTables: true,
  },
  twins: {
    about: 'the twins in memory, which every simulation stands on',
    sources: ['shared/memory/memory-{api,case,council,draft,sealed,sign-in}-store.ts'],
    tests: ['test/contract/memory.test.ts'],
  },
};
