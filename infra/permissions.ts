/** `npm run permissions`: prints which function may do what to which kind of item, and writes infra/permissions.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildApp } from './build-app.ts';
import { permissionsTable, rightsIn } from './permissions-table.ts';

process.env.CDK_VALIDATION = 'false';
const outdir = mkdtempSync(path.join(tmpdir(), 'nts-permissions-'));
try {
  // The permissions do not depend on the functions' code, so none is bundled.
  const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
  buildApp(app);
  const assembly = app.synth();
  const table = permissionsTable(
    rightsIn({
      data: assembly.getStackByName('NtsData').template,
      pipeline: assembly.getStackByName('NtsPipeline').template,
    }),
  );
  writeFileSync(path.join(import.meta.dirname, 'permissions.md'), table);
  console.log(table);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
