import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, buildSync } from 'esbuild';

/** The project's root folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Modules of Node whose face as an ES module asks for everything that they could offer, and so loads it: for `node:http`
 * that is WebSocket, and with it all of undici. As plain objects they cost a tenth (decisions/0014).
 */
const costlyFaces = ['http', 'https', 'crypto', 'process', 'util'];
const asPlainObjects = Object.fromEntries(
  costlyFaces.flatMap((name) => {
    const module = `data:text/javascript,module.exports=process.getBuiltinModule("node:${name}")`;
    return [
      [name, module],
      [`node:${name}`, module],
    ];
  }),
);

const requireShim = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

const options = {
  absWorkingDir: projectRoot,
  write: false,
  metafile: true,
  // Never written there: it only keeps the paths in the source map the same wherever the output folder is, and with
  // them the hash of the code.
  outfile: 'bundle/handler.mjs',
  bundle: true,
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

/** One function as a single ES module, with its source map: file name -> contents. */
export const bundle = (functionName: string): ReadonlyMap<string, Uint8Array> =>
  bundleOf(`functions/${functionName}/handler.ts`, { inject: ['shared/runtime/read-at-once.ts'] });

/** @param entry the module that exports the handler, from the project's root */
export function bundleOf(
  entry: string,
  { inject = [] }: Pick<BuildOptions, 'inject'> = {},
): ReadonlyMap<string, Uint8Array> {
  const asked = { ...options, inject, entryPoints: [entry] };
  let built = buildSync(asked);
  // CommonJS packages ask for Node's own modules by `require`, which an ES module does not have.
  const requires = Object.values(built.metafile.outputs).some(({ imports }) =>
    imports.some(({ kind }) => kind === 'require-call'),
  );
  if (requires) built = buildSync({ ...asked, banner: { js: requireShim } });
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
