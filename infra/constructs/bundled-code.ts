import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';
import { type StartUpTrick, withStartUpTricks } from './start-up-tricks.ts';

/** The project's root folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const options = {
  absWorkingDir: projectRoot,
  write: false,
  // Never written there: it only keeps the paths in the source maps the same wherever the output folder is, and with
  // them the hash of the code.
  outdir: 'bundle',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  chunkNames: 'later-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * One function as ES modules, `handler.mjs` and what it imports later, each with its source map: file name -> contents.
 *
 * @param without what is left out of that which makes it start quickly, to measure it
 */
export const bundle = (
  functionName: string,
  without: readonly StartUpTrick[] = [],
): ReadonlyMap<string, Uint8Array> => bundleOf(`functions/${functionName}/handler.ts`, without);

/** @param entry the module that exports the handler, from the project's root */
export const bundleOf = (
  entry: string,
  without: readonly StartUpTrick[] = [],
): ReadonlyMap<string, Uint8Array> =>
  new Map(
    buildSync({
      ...options,
      ...withStartUpTricks(without),
      entryPoints: [{ in: entry, out: 'handler' }],
    }).outputFiles.map(({ path: file, contents }) => [path.basename(file), contents]),
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
