import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const every = (folders: string) => [`test/${folders}/**/*.test.ts`];

/** Pure code and functions over the twins in memory; what asks a browser, a server, the template or a clock of the machine stands below. */
const unit = every('{api,core,docs,events,functions}');
const needsABrowser = ['test/functions/emails-seen.test.ts'];
/** E-mails as people write and read them, by the hundred: no rule of the core stands there alone. */
const mail = [
  'test/functions/{mail-*,mails-*,misread-mails,answer-loops,emails,emails-in-words,emails-written,messages-to-emails}.test.ts',
];
/** Modules are loaded once for all files of a worker: nothing may leave anything behind. */
const modulesOnce = { isolate: false };

// What V8 made of a module is kept from run to run and file to file; counts of coverage would be less exact with it.
if (!process.argv.includes('--coverage'))
  process.env.NODE_COMPILE_CACHE ??= new URL('../.cache/compiled', import.meta.url).pathname;

/** What takes longest goes first, and what ends in seconds last: no core has nothing to do at the end. */
const order = ['lab', 'journey', 'browser', 'contract', 'mail', 'unit'];
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) => order.indexOf(project.name);
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    // What is waited for comes when it comes: the limits below end what hangs.
    expect: { requireAssertions: true, poll: { timeout: 600_000 } },
    // Journeys wait more than they compute: three at a time keep two cores busy.
    maxWorkers: 3,
    // What dies young is collected less often: a sixth of the time went there.
    execArgv: ['--max-semi-space-size=64'],
    setupFiles: ['shared/runtime/read-at-once.ts'],
    sequence: { sequencer: LongestFirst },
    // Node 24 runs our TypeScript as it stands, quicker than Vite would.
    experimental: { viteModuleRunner: false },
    // Ends what hangs. What is slow passes, also on a machine that does much else.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    coverage: {
      provider: 'v8',
      include: ['shared/core/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 95, branches: 95 },
    },
    projects: [
      {
        extends: true,
        test: { ...modulesOnce, name: 'unit', include: unit, exclude: [...needsABrowser, ...mail] },
      },
      { extends: true, test: { ...modulesOnce, name: 'mail', include: mail } },
      {
        extends: true,
        test: {
          ...modulesOnce,
          name: 'contract',
          include: every('{contract,deploy,dynamodb,local,local-aws,ownership,template}'),
        },
      },
      {
        extends: true,
        test: { ...modulesOnce, name: 'browser', include: [...every('pages'), ...needsABrowser] },
      },
      { extends: true, test: { ...modulesOnce, name: 'journey', include: every('journey') } },
      // A simulated world changes what the whole process signs and reads with.
      { extends: true, test: { name: 'lab', include: every('{lab,rota}') } },
    ],
  },
});
