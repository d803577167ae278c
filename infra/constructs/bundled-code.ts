import { writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

/** The project's root folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Modules that are a function or have state of their own. Of the others an heir is enough, which loads nothing until it is asked for it. */
const takenAsTheyAre = ['assert', 'events', 'module', 'process', 'stream'];
const plainObject = (name: string): string => {
  const asked = `process.getBuiltinModule("node:${name}")`;
  return `data:text/javascript,module.exports=${takenAsTheyAre.includes(name) ? asked : `Object.create(${asked})`}`;
};

/**
 * Modules of Node have a face as an ES module that asks for everything that they could offer, and so loads it: for `node:http`
 * that is WebSocket, and with it all of undici. As plain objects they cost a tenth (decisions/0014), and CommonJS packages find them too.
 */
const asPlainObjects = Object.fromEntries(
  builtinModules
    .filter((name) => !name.startsWith('_') && !name.startsWith('node:'))
    .flatMap((name) => [
      [name, plainObject(name)],
      [`node:${name}`, plainObject(name)],
    ]),
);

const options = {
  absWorkingDir: projectRoot,
  write: false,
  // Never written there: it only keeps the paths in the source maps the same wherever the output folder is, and with
  // them the hash of the code.
  outdir: 'bundle',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // What is imported only when it is needed stands in files of its own, which V8 does not read until then.
  splitting: true,
  chunkNames: 'later-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  alias: {
    ...asPlainObjects,
    // Instead of every place where the SDK can find credentials, and the clients that it would ask for them.
    '@aws-sdk/credential-provider-node': path.join(projectRoot, 'shared/aws/credentials-from-environment.ts'),
  },
  minifyWhitespace: true,
  minifySyntax: true,
  // Names stay as they are written: things are told apart by them, and a stack says which function it was. To shorten
  // them and put them back at start-up (keepNames) costs more than their letters.
  minifyIdentifiers: false,
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** One function as ES modules, `handler.mjs` and what it imports later, each with its source map: file name -> contents. */
export const bundle = (functionName: string): ReadonlyMap<string, Uint8Array> =>
  bundleOf(`functions/${functionName}/handler.ts`, { inject: ['shared/runtime/read-at-once.ts'] });

/** @param entry the module that exports the handler, from the project's root */
export const bundleOf = (
  entry: string,
  { inject = [] }: Pick<BuildOptions, 'inject'> = {},
): ReadonlyMap<string, Uint8Array> =>
  new Map(
    buildSync({ ...options, inject, entryPoints: [{ in: entry, out: 'handler' }] }).outputFiles.map(
      ({ path: file, contents }) => [path.basename(file), contents],
    ),
  );

/**
 * The code of one function with everything in it, the AWS SDK too (no slower than the copy in Lambda's runtime, and the
 * version that was tested). Built in this process: no Docker, no network, no shell.
 *
 * @param functionName folder under functions/; its handler.ts is the entry
 */
export function bundledCode(functionName: string): Code {
  return Code.fromAsset(path.join(projectRoot, 'functions', functionName), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-pulled'),
      local: {
        tryBundle(outputDir: string): boolean {
          for (const [name, contents] of bundle(functionName))
            writeFileSync(path.join(outputDir, name), contents);
          return true;
        },
      },
    },
  });
}
