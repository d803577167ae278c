import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { dynamo } from '../shared/aws/clients/dynamo.ts';
import { DynamoCouncilStore } from '../shared/aws/dynamo-council-store.ts';
import { DynamoSealedStore } from '../shared/aws/dynamo-sealed-store.ts';
import { seedCouncils } from '../shared/aws/seed-councils.ts';
import { everyCouncil } from '../shared/core/council/published-councils.ts';
import { defaultPolicyId, policyIds, policyNamed } from '../shared/core/policies.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { followFile } from '../shared/runtime/follow-the-file.ts';
import { pause } from '../shared/runtime/pause.ts';
import { checkAccount, deployedBefore, runQuietly } from './deploy/account.ts';
import { type DeskContacts, readContacts } from './deploy/contacts.ts';
import { type Before, type KeptOptions, settle, whatChanges } from './deploy/kept-options.ts';
import { DeployProblem, NOBODY, readOptions } from './deploy/options.ts';
import { REGION } from './region.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const councils = everyCouncil();

/** Every desk that somebody can be reached at. */
const desks = new Set([
  'coordinators',
  ...councils.map(({ code }) => `council:${code}`),
  ...councils.map(({ region }) => `smp-lead:${region}`),
]);

function contactsIn(file: string | undefined): DeskContacts[] {
  if (file === undefined) return [];
  let csv: string;
  try {
    csv = readFileSync(file, 'utf8');
  } catch {
    throw new DeployProblem(
      `The file ${file} cannot be read. Give its path from here: --contacts contacts.csv`,
    );
  }
  return readContacts(csv, desks);
}

interface ToDeploy {
  readonly options: KeptOptions;
  /** Do not ask before permissions are widened. */
  readonly yes: boolean;
}

/** The command line of the CDK. */
function cdkArguments({ options, yes }: ToDeploy, outputs: string): string[] {
  const context = {
    policy: options.policy,
    senderDomain: options.domain,
    alarmEmail: options.alarmEmail === NOBODY ? '' : options.alarmEmail,
    clock: options.clock,
  };
  return [
    path.join(root, 'infra/node24.mjs'),
    'cdk',
    'deploy',
    'NtsData',
    'NtsPipeline',
    ...Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]),
    '--outputs-file',
    outputs,
    '--require-approval',
    yes ? 'never' : 'broadening',
  ];
}

const deployed = z.object({
  NtsData: z.object({ CasesTable: z.string(), SealedTable: z.string() }),
  NtsPipeline: z.object({ PagesUrl: z.string(), ReferralsQueueUrl: z.string() }).catchall(z.string()),
});
type Deployed = z.infer<typeof deployed>;

function deployStacks(what: ToDeploy): Deployed {
  const outputs = path.join(root, '.cache', 'deployed.json');
  mkdirSync(path.dirname(outputs), { recursive: true });
  const { status } = spawnSync(process.execPath, cdkArguments(what, outputs), {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, AWS_REGION: REGION },
  });
  if (status !== 0)
    throw new DeployProblem(
      'The deployment stopped. What CloudFormation said is above; what was there before still runs.',
    );
  return deployed.parse(JSON.parse(readFileSync(outputs, 'utf8')));
}

/** Says what the file of councils no longer has, or has again, and closes or opens it. */
async function follow(table: string, options: KeptOptions): Promise<void> {
  const tools = {
    councils: new DynamoCouncilStore(dynamo(), table),
    clock: systemClock,
    policy: policyNamed(options.policy),
    pause,
  };
  const { left, back } = await followFile(tools, new Set(councils.map(({ code }) => code)));
  if (left.length > 0)
    console.log(
      `No longer in the file of councils, and closed: ${left.join(', ')}. Their open offers end within minutes. See that their cases, contacts and keys go to who follows them.`,
    );
  if (back.length > 0) console.log(`In the file of councils again, and open: ${back.join(', ')}.`);
}

/** Councils and contacts: doing it again refreshes what was published and changes nothing that the scheme counted. */
async function seed(
  tables: Deployed['NtsData'],
  options: KeptOptions,
  contacts: readonly DeskContacts[],
): Promise<void> {
  process.env.AWS_REGION = REGION;
  const { added, refreshed } = await seedCouncils(
    dynamo(),
    tables.CasesTable,
    councils,
    policyNamed(options.policy),
  );
  const sealed = new DynamoSealedStore(dynamo(), tables.SealedTable);
  for (const { desk, contacts: of } of contacts) {
    await sealed.putContacts(desk, of);
    await sealed.forgetReturned(desk, new Date().toISOString());
  }
  console.log(
    `Councils: ${added} added, ${refreshed} refreshed. Desks whose contacts were written: ${contacts.length}.`,
  );
}

/** What only people can do. */
function whatRemains(pipeline: Deployed['NtsPipeline'], options: KeptOptions): string {
  const dkim = Object.entries(pipeline).filter(([key]) => key.includes('Dkim'));
  return [
    `\nDeployed. Pages: ${pipeline.PagesUrl}   Referrals: ${pipeline.ReferralsQueueUrl}`,
    `\nOnce, if not done yet:`,
    `- DNS of ${options.domain}, CNAME records:`,
    ...dkim.map(([, record]) => `    ${record}`),
    ...Object.entries(pipeline)
      .filter(([key]) => key.includes('MailExchanger'))
      .map(([, record]) => `- DNS of ${options.domain}, so that councils can write: ${record}`),
    ...Object.entries(pipeline)
      .filter(([key]) => key.includes('RuleSet'))
      .map(
        ([, rules]) =>
          `- Take in e-mail: aws ses set-active-receipt-rule-set --rule-set-name ${rules} --region ${REGION}`,
      ),
    `- SES in ${REGION}: ask for production access; until then only verified addresses get e-mail.`,
    ...(options.alarmEmail === NOBODY
      ? []
      : [`- ${options.alarmEmail}: confirm the subscription that AWS has e-mailed.`]),
    ...(options.clock === 'live'
      ? []
      : [
          '\nNothing happens by the clock yet: no deadline is enforced, nobody is reminded. When all of this is done: npm run deploy -- --live',
        ]),
  ].join('\n');
}

/** What is in the account; a dry run goes on without one, as for a first deployment. */
function look(dryRun: boolean): { readonly account: string; readonly before: Before } {
  try {
    return {
      account: checkAccount(REGION, runQuietly),
      before: deployedBefore('NtsPipeline', REGION, runQuietly),
    };
  } catch (error) {
    if (!dryRun || !(error instanceof DeployProblem)) throw error;
    console.log(`The account cannot be seen: ${error.message}\nAs for a first deployment:`);
    return { account: 'unknown', before: { kind: 'nothing' } };
  }
}

async function deploy(): Promise<void> {
  const typed = readOptions(process.argv.slice(2), policyIds);
  const contacts = contactsIn(typed.contacts);
  const { account, before } = look(typed.dryRun);
  const options = settle(typed, before, { all: policyIds, first: defaultPolicyId });
  console.log([`Account ${account}, ${REGION}.`, ...whatChanges(before, options)].join('\n'));
  if (typed.contacts === undefined) console.log('No --contacts: addresses stay as they are.');

  const what = { options, yes: typed.yes };
  if (typed.dryRun) {
    console.log(
      [
        `Would run: node ${cdkArguments(what, '.cache/deployed.json')
          .map((part) => (path.isAbsolute(part) ? path.relative(root, part) : part))
          .join(' ')}`,
        `Would seed ${councils.length} councils under ${options.policy}, and the contacts of ${contacts.length} desks.`,
        'Changed nothing.',
      ].join('\n'),
    );
    return;
  }
  const { NtsData, NtsPipeline } = deployStacks(what);
  await seed(NtsData, options, contacts);
  await follow(NtsData.CasesTable, options);
  console.log(whatRemains(NtsPipeline, options));
}

try {
  await deploy();
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
