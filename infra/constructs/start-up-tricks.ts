import { builtinModules } from 'node:module';
import type { BuildOptions } from 'esbuild';

/** Modules that are a function or have state of their own. Of the others an heir is enough, which loads nothing until it is asked for it. */
const takenAsTheyAre = ['assert', 'events', 'module', 'process', 'stream'];
const plainObject = (name: string): string => {
  const asked = `process.getBuiltinModule("node:${name}")`;
  return `data:text/javascript,module.exports=${takenAsTheyAre.includes(name) ? asked : `Object.create(${asked})`}`;
};
const plainObjects = Object.fromEntries(
  builtinModules
    .filter((name) => !name.startsWith('_') && !name.startsWith('node:'))
    .flatMap((name) => [
      [name, plainObject(name)],
      [`node:${name}`, plainObject(name)],
    ]),
);

type Changes = Pick<
  BuildOptions,
  'alias' | 'banner' | 'inject' | 'keepNames' | 'minifyIdentifiers' | 'splitting'
>;

interface Trick {
  /** How a bundle is built with it. Paths are from the project's root. */
  readonly on: Changes;
  /** How it is built without, where that is more than leaving it out. */
  readonly off?: Changes;
}

/**
 * What is done to every bundle so that it starts quickly, and nothing else. What each is worth, counted with and without it, stands in
 * decisions/0014; `npm run bench -- --only start-up --without plain-objects` counts again.
 */
export const startUpTricks = {
  /**
   * Modules of Node have a face as an ES module that asks for everything that they could offer, and so loads it: for `node:http`
   * that is WebSocket, and with it all of undici. CommonJS packages find plain objects too. Worth 8 to 29 million instructions of a first call (decision 14).
   */
  'plain-objects': {
    on: { alias: plainObjects },
    off: {
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    },
  },
  /** Instead of every place where the SDK can find credentials, and the clients that it would ask for them. */
  'credentials-from-environment': {
    on: {
      alias: { '@aws-sdk/credential-provider-node': './shared/aws/credentials-from-environment.ts' },
    },
  },
  /** What is imported only when it is needed stands in files of its own, which V8 does not read until then. */
  'later-files': { on: { splitting: true }, off: { splitting: false } },
  /**
   * Names stay as they are written: things are told apart by them, and a stack says which function it was. To shorten
   * them and put them back at start-up costs more than their letters.
   */
  'whole-names': { on: { minifyIdentifiers: false }, off: { minifyIdentifiers: true, keepNames: true } },
  /** Contracts are read without a reader being compiled for each. Saves 27 million instructions of a first call of allocate-referral, 5 of receive-email; costs the smallest handler 5 (decision 14). */
  'read-at-once': { on: { inject: ['shared/runtime/read-at-once.ts'] } },
} as const satisfies Readonly<Record<string, Trick>>;

export type StartUpTrick = keyof typeof startUpTricks;

export const isStartUpTrick = (name: string): name is StartUpTrick => name in startUpTricks;

/** The options of a build with all of them but these. */
export function withStartUpTricks(without: readonly StartUpTrick[]): Changes {
  const changes = (Object.entries(startUpTricks) as [StartUpTrick, Trick][]).map(
    ([name, { on, off = {} }]) => (without.includes(name) ? off : on),
  );
  return { ...Object.assign({}, ...changes), alias: Object.assign({}, ...changes.map(({ alias }) => alias)) };
}
