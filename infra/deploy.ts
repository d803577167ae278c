/** `npm run deploy`: the scheme, to a real account (infra/README.md). */
import { spawnSync } from 'node:child_process';
import { promises as nodeDns } from 'node:dns';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { App } from 'aws-cdk-lib';
import { dynamo } from '../shared/aws/clients/dynamo.ts';
import { buildApp } from './build-app.ts';
import { runQuietly } from './deploy/ask.ts';
import { deploy, type World } from './deploy/deployment.ts';
import { deployedFile, lastDeployment } from './deploy/last-deployment.ts';
import { DeployProblem } from './deploy/options.ts';
import { readTemplate } from './deploy/upgrade.ts';
import { REGION } from './region.ts';

process.env.AWS_REGION = REGION;

/** Both templates of this version, without its bundles: their resources are the same. */
const templates: World['templates'] = (context) => {
  const outdir = mkdtempSync(path.join(tmpdir(), 'nts-deploy-'));
  process.env.CDK_VALIDATION = 'false';
  try {
    const app = new App({ outdir, context: { ...context, 'aws:cdk:bundling-stacks': [] } });
    const { data, pipeline } = buildApp(app);
    const assembly = app.synth();
    const of = (name: string) => readTemplate(assembly.getStackByName(name).template);
    return { data: of(data.stackName), pipeline: of(pipeline.stackName) };
  } finally {
    delete process.env.CDK_VALIDATION;
    rmSync(outdir, { recursive: true, force: true });
  }
};

const cdk: World['cdk'] = (args) => {
  mkdirSync(path.dirname(deployedFile()), { recursive: true });
  const cwd = path.resolve(import.meta.dirname, '..');
  return spawnSync(process.execPath, args, { cwd, stdio: 'inherit' }).status === 0;
};

try {
  await deploy(process.argv.slice(2), {
    run: runQuietly,
    dns: new nodeDns.Resolver({ timeout: 3000, tries: 2 }),
    cdk,
    last: lastDeployment,
    templates,
    secrets: new SecretsManagerClient({ region: REGION }),
    dynamo: dynamo(),
    say: (text) => console.log(text),
  });
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
