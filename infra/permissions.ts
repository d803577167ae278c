/**
 * `npm run permissions`: prints which function may do what to which kind of item, writes infra/permissions.md, and the last part of
 * every function's README.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from './build-app.ts';
import { functionFacts, withFacts } from './function-page.ts';
import { permissionsTable, rightsIn } from './permissions-table.ts';

process.env.CDK_VALIDATION = 'false';
const outdir = mkdtempSync(path.join(tmpdir(), 'nts-permissions-'));
try {
  // The permissions do not depend on the functions' code, so none is bundled.
  const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
  buildApp(app);
  const assembly = app.synth();
  const templates = {
    data: assembly.getStackByName('NtsData').template,
    pipeline: assembly.getStackByName('NtsPipeline').template,
  };
  const table = permissionsTable(rightsIn(templates));
  const functions = path.resolve(import.meta.dirname, '../functions');
  for (const name of readdirSync(functions)) {
    if (!existsSync(path.join(functions, name, 'handler.ts'))) continue;
    const page = path.join(functions, name, 'README.md');
    writeFileSync(page, withFacts(readFileSync(page, 'utf8'), functionFacts(templates, name)));
  }
  writeFileSync(path.join(import.meta.dirname, 'permissions.md'), table);
  console.log(table);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
