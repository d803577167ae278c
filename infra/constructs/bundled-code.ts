import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

/** The project's root folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const requireShim = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

const options = {
  absWorkingDir: projectRoot,
  // Never written there: it only keeps the paths in the source map the same wherever the output folder is, and with
  // them the hash of the code.
  outfile: 'bundle/handler.mjs',
  write: false,
  metafile: true,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  // Errors are told apart by their names.
  keepNames: true,
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** One function as a single ES module, with its source map: file name -> contents. */
export const bundle = (functionName: string): ReadonlyMap<string, Uint8Array> =>
  bundleOf(`functions/${functionName}/handler.ts`);

/** @param entry the module that exports the handler, from the project's root */
export function bundleOf(entry: string): ReadonlyMap<string, Uint8Array> {
  const entryPoints = [entry];
  let built = buildSync({ ...options, entryPoints });
  // CommonJS packages ask for Node's own modules by `require`, which an ES module does not have.
  const requires = Object.values(built.metafile.outputs).some(({ imports }) =>
    imports.some(({ kind }) => kind === 'require-call'),
  );
  if (requires) built = buildSync({ ...options, entryPoints, banner: { js: requireShim } });
  return new Map(built.outputFiles.map((file) => [path.basename(file.path), file.contents]));
}

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
