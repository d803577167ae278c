/** Each judge as a function: what it says of a folder with templates and policies. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readAssembly } from '../../../infra/local-aws/template/assembly.ts';
import { SHORT_NAME_TAG } from '../../../infra/short-name-tag.ts';
import { policiesIn } from '../../template/service-reference.ts';
import { environmentOf, type Ran, run } from './environment.ts';
import type { Finding, JudgeName } from './findings.ts';
import { schemathesis } from './schemathesis.ts';

const POLICIES = 'policies';

const templatesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.template.json'))
    .toSorted()
    .map((name) => path.join(folder, name));

function reportOf<Report>(judge: JudgeName, { out, errors }: Ran): Report {
  try {
    return JSON.parse(out) as Report;
  } catch {
    throw new Error(`${judge} did not report: ${errors || out}`);
  }
}

interface LintMatch {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path: readonly string[] };
}

async function cfnLint(folder: string): Promise<Finding[]> {
  const programs = await environmentOf('cfn-lint');
  const ran = await run(path.join(programs, 'cfn-lint'), ['--format', 'json', ...templatesIn(folder)]);
  return reportOf<LintMatch[]>('cfn-lint', ran).map(({ Rule, Message, Location }) => ({
    judge: 'cfn-lint',
    rule: Rule.Id,
    where: String(Location.Path[1]),
    words: Message,
  }));
}

interface Checked {
  readonly results?: {
    readonly failed_checks: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
}

async function checkov(folder: string): Promise<Finding[]> {
  const programs = await environmentOf('checkov');
  const asked = [
    '--framework',
    'cloudformation',
    '--output',
    'json',
    '--compact',
    '--quiet',
    '--skip-download',
  ];
  const ran = await run(path.join(programs, 'checkov'), [...asked, '-f', ...templatesIn(folder)]);
  return [reportOf<Checked | Checked[]>('checkov', ran)]
    .flat()
    .flatMap(({ results }) => results?.failed_checks ?? [])
    .map(({ check_id, check_name, resource }) => ({
      judge: 'checkov',
      rule: check_id,
      where: resource.slice(resource.lastIndexOf('.') + 1),
      words: check_name,
    }));
}

/** Writes each policy of the templates into a file of its own, as AWS would be given it. @returns how many */
export function writePolicies(folder: string): number {
  const to = path.join(folder, POLICIES);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  const urls = { httpApiUrl: 'https://pages.example', awsUrl: 'https://aws.example' };
  const { resources } = readAssembly(folder, { ...urls, nameTag: SHORT_NAME_TAG });
  const policies = resources
    .filter(({ type }) => !type.startsWith('Custom::'))
    .flatMap(({ logicalId, properties }) => policiesIn(properties, logicalId));
  for (const { at, policy } of policies) writeFileSync(path.join(to, `${at}.json`), JSON.stringify(policy));
  return policies.length;
}

interface Flaw {
  readonly issue: string;
  readonly title: string;
  readonly detail: unknown;
  readonly location: { readonly filepath: string };
}

async function parliament(folder: string): Promise<Finding[]> {
  const programs = await environmentOf('parliament');
  const asked = ['--json', '--directory', path.join(folder, POLICIES)];
  const { out, errors } = await run(path.join(programs, 'parliament'), asked);
  // It ends with 1 for findings and for failures alike; only the latter say so.
  if (out === '' && errors !== '') throw new Error(`parliament did not report: ${errors}`);
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Flaw)
    .map(({ issue, title, detail, location }) => ({
      judge: 'parliament',
      rule: issue,
      where: path.basename(location.filepath, '.json'),
      words: `${title}: ${JSON.stringify(detail)}`,
    }));
}

/** @param glance whether to look no longer than finds a planted mistake */
type Judge = (folder: string, glance?: boolean) => Promise<Finding[]>;

export const judges: Readonly<Record<JudgeName, Judge>> = {
  'cfn-lint': cfnLint,
  checkov,
  parliament,
  schemathesis,
};
