import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

/** The project's root folder. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface BundledCodeOptions {
  /** Folder under functions/; its handler.ts is the entry. */
  readonly functionName: string;
  /**
   * Files or folders, from the project's root, to lay beside the bundle, by the name they get there.
   *
   * @default none
   */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * Whether packages inside call `require` at run time (CommonJS packages that ask for Node's own modules do).
   *
   * @default false
   */
  readonly callsRequire?: boolean;
}

const requireShim = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

function bundle(options: BundledCodeOptions, outputDir: string): void {
  const built = buildSync({
    absWorkingDir: projectRoot,
    entryPoints: [`functions/${options.functionName}/handler.ts`],
    // Never written there: it only keeps the paths in the source map the same wherever the output folder is, and
    // with them the hash of the code.
    outfile: 'bundle/handler.mjs',
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    ...(options.callsRequire ? { banner: { js: requireShim } } : {}),
  });
  for (const file of built.outputFiles)
    writeFileSync(path.join(outputDir, path.basename(file.path)), file.contents);
  for (const [name, source] of Object.entries(options.files ?? {})) {
    const target = path.join(outputDir, name);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(path.join(projectRoot, source), target, { recursive: true });
  }
}

/**
 * The code of one function as a single ES module with everything in it, the AWS SDK too (no slower than the copy in
 * Lambda's runtime, and the version that was tested). Built in this process: no Docker, no network, no shell.
 */
export function bundledCode(options: BundledCodeOptions): Code {
  return Code.fromAsset(path.join(projectRoot, 'functions', options.functionName), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-pulled'),
      local: {
        tryBundle(outputDir: string): boolean {
          bundle(options, outputDir);
          return true;
        },
      },
    },
  });
}
