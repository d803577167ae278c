/** `npm run judge`: what tools that are none of ours say of the synthesized templates and of the API. */
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../../../infra/build-app.ts';
import { synthesizeScheme } from '../../../infra/local/scheme-run.ts';
import { table } from '../bench/measure.ts';
import { acknowledged } from './acknowledged.ts';
import { askMoto } from './another-aws/moto.ts';
import { askPromises } from './another-aws/promises.ts';
import { askAnotherAws } from './another-aws/trials.ts';
import type { Tried } from './another-aws/tried.ts';
import { type Finding, type JudgeName, judgeNames, weigh } from './findings.ts';
import { judges, writePolicies } from './judges.ts';
import { planted } from './planted.ts';

/** These do not read what we wrote: they run it. */
const runners = { ministack: askAnotherAws, moto: askMoto } as const;
/** The contract tests, asked of three that play AWS. */
const PROMISES = 'promises';

const description = path.resolve(import.meta.dirname, '../../../functions/api/openapi.json');
const work = path.resolve(import.meta.dirname, '../../../.cache/judges/work');

/** Both templates of a second stage of the same account, into the folder: what is wrong with its names is wrong there alone. */
function addStage(folder: string): void {
  const outdir = path.join(work, 'stage');
  rmSync(outdir, { recursive: true, force: true });
  const context = {
    stage: 'second',
    mailRules: 'the-active-ones',
    pagesDomain: 'pages.second.example',
    certificate: 'arn:aws:acm:eu-west-2:123456789012:certificate/12345678-1234-1234-1234-123456789012',
    links: 'pages-domain',
    'aws:cdk:bundling-stacks': [],
  };
  const app = new App({ outdir, context });
  buildApp(app);
  for (const { templateFullPath, templateFile } of app.synth().stacks)
    cpSync(templateFullPath, path.join(folder, `second-${templateFile}`));
}

/** A copy of the assembly without its bundles, and of what describes the API, to be judged or spoilt. */
function copyOf(assembly: string, name: string): string {
  const folder = path.join(work, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(assembly))
    if (file.endsWith('.json')) cpSync(path.join(assembly, file), path.join(folder, file));
  cpSync(description, path.join(folder, 'openapi.json'));
  return folder;
}

interface Judged {
  readonly judge: JudgeName;
  readonly findings: readonly Finding[];
  readonly looked: boolean;
}

async function ask(judge: JudgeName, assembly: string): Promise<Judged> {
  const clean = copyOf(assembly, 'clean');
  writePolicies(clean);
  addStage(clean);
  const findings = await judges[judge](clean);
  const spoilt = copyOf(assembly, 'spoilt');
  const id = planted[judge].plant(spoilt);
  writePolicies(spoilt);
  const found = await judges[judge](spoilt, true);
  const looked = found.some(({ rule, where }) => rule === planted[judge].rule && where.startsWith(id));
  return { judge, findings, looked };
}

/** What the judges said, and whether each found what was planted for it. @returns how much is to be mended */
function sayJudged(judged: readonly Judged[]): number {
  const { open, stale } = weigh(
    judged.flatMap(({ findings }) => findings),
    acknowledged,
    judged.map(({ judge }) => judge),
  );
  if (judged.length > 0)
    console.log(
      table(
        ['judge', 'found', 'of these open', 'its planted mistake'],
        judged.map(({ judge, findings, looked }) => [
          judge,
          String(findings.length),
          String(open.filter((one) => one.judge === judge).length),
          looked ? 'found' : 'NOT FOUND',
        ]),
      ),
    );
  for (const { judge, rule, where, words } of open) console.log(`- ${judge} ${rule}, ${where}: ${words}`);
  for (const { judge, rule, where } of stale)
    console.log(`- ${judge} ${rule}${where ? `, ${where}` : ''}: acknowledged, and nobody finds it any more`);
  return open.length + stale.length + judged.filter(({ looked }) => !looked).length;
}

/** What one that runs what we wrote showed. @returns how much is to be mended */
function sayTried(name: string, tried: readonly Tried[]): number {
  const broken = tried.filter((one) => one.broken !== undefined);
  console.log(
    `\n${table(
      ['promise', name],
      tried.map((one) => [one.promise, one.broken === undefined ? 'kept' : 'BROKEN']),
    )}`,
  );
  for (const one of broken) console.log(`- ${name}, ${one.promise}: ${one.broken}`);
  return broken.length;
}

async function sayPromises(): Promise<number> {
  const broken = await askPromises(console.log);
  for (const words of broken) console.log(`- ${words}`);
  return broken.length;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const known: readonly string[] = [...judgeNames, ...Object.keys(runners), PROMISES];
  if (values.only?.some((name) => !known.includes(name)))
    throw new Error(`Usage: npm run judge -- [--only ${known.join('|')}]`);
  const isAsked = (name: string) => values.only?.includes(name) ?? true;
  const assembly = await synthesizeScheme(console.log);
  const judged: Judged[] = [];
  for (const judge of judgeNames.filter(isAsked)) judged.push(await ask(judge, assembly));
  let failed = sayJudged(judged);
  for (const [name, askIt] of Object.entries(runners))
    if (isAsked(name)) failed += sayTried(name, await askIt(assembly));
  if (isAsked(PROMISES)) failed += await sayPromises();
  console.log(`\n${known.filter(isAsked).length} judges, ${failed} to mend`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
