import { defineConfig } from 'vitest/config';

const every = (folders: string) => [`test/${folders}/**/*.test.ts`];

/** Pure code and functions over the twins in memory; what asks a browser, a server or a clock of the machine stands below. */
const unit = every('{api,core,docs,events,functions,ownership,runtime}');
const needsABrowser = ['test/functions/emails-seen.test.ts'];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    expect: { requireAssertions: true },
    // Journeys wait more than they compute: two at a time use the second core of a small machine.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['shared/core/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95, branches: 95 },
    },
    projects: [
      {
        extends: true,
        // Modules are loaded once for all: nothing here may leave anything behind.
        test: { name: 'unit', include: unit, exclude: needsABrowser, isolate: false },
      },
      {
        extends: true,
        test: { name: 'contract', include: every('{contract,deploy,dynamodb,local,local-aws,template}') },
      },
      { extends: true, test: { name: 'browser', include: [...every('pages'), ...needsABrowser] } },
      {
        extends: true,
        test: { name: 'journey', include: every('{journey,lab,rota}') },
      },
    ],
  },
});
