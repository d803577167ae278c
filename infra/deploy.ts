import { spawnSync } from 'node:child_process';
import { promises as nodeDns } from 'node:dns';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
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
import { checkAccount, deployedBefore, type Outputs, outputsOf } from './deploy/account.ts';
import { type Allowances, allowedBy } from './deploy/allowances.ts';
import { runQuietly } from './deploy/ask.ts';
import { carryKey, type StrayKey, strayKeys } from './deploy/carry-keys.ts';
import { type DeskContacts, readContacts } from './deploy/contacts.ts';
import { type Dns, dnsRecords, recordsInWords } from './deploy/dns-records.ts';
import { type Before, begins, type KeptOptions, settle, whatChanges } from './deploy/kept-options.ts';
import { deployedFile, type LastDeployment, lastDeployment } from './deploy/last-deployment.ts';
import { activeRuleSet, type Finding, findingsInWords, inTheWay, lookAround } from './deploy/look.ts';
import { DeployProblem, NOBODY, readOptions, type TypedOptions } from './deploy/options.ts';
import {
  askForCertificate,
  PAGES_TARGET_OUTPUT,
  type PagesAddress,
  pagesAddress,
  recordOf,
} from './deploy/pages-address.ts';
import { REGION } from './region.ts';
import { STACKS, STAGE_CONTEXT, stackNames } from './stage.ts';

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
  readonly stage: string | undefined;
  readonly options: KeptOptions;
  /** Do not ask before permissions are widened. */
  readonly yes: boolean;
}

/** The command line of the CDK. */
function cdkArguments(
  { options, stage, yes }: ToDeploy,
  outputs: string,
  stacks: readonly string[] = [STACKS.data, STACKS.pipeline],
): string[] {
  const context = {
    policy: options.policy,
    senderDomain: options.domain,
    alarmEmail: options.alarmEmail === NOBODY ? '' : options.alarmEmail,
    clock: options.clock,
    mailRules: options.mailRules ?? '',
    pagesDomain: options.pagesDomain ?? '',
    certificate: options.certificate ?? '',
    links: options.links ?? '',
    readings: options.readings ?? '',
    [STAGE_CONTEXT]: stage ?? '',
    emailsASecond: options.emailsASecond,
    sandbox: options.sandbox,
    setsApart: options.setsApart,
  };
  return [
    path.join(root, 'infra/node24.mjs'),
    'cdk',
    'deploy',
    ...stacks,
    ...Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]),
    '--outputs-file',
    outputs,
    '--require-approval',
    yes ? 'never' : 'broadening',
  ];
}

const deployed = z.object({
  data: z.object({ CasesTable: z.string(), SealedTable: z.string() }),
  pipeline: z.object({ PagesUrl: z.string(), ReferralsQueueUrl: z.string() }).catchall(z.string()),
});
type Deployed = z.infer<typeof deployed>;

function runCdk(what: ToDeploy, stacks?: readonly string[]): LastDeployment {
  const outputs = deployedFile(what.stage);
  mkdirSync(path.dirname(outputs), { recursive: true });
  const { status } = spawnSync(process.execPath, cdkArguments(what, outputs, stacks), {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, AWS_REGION: REGION },
  });
  if (status !== 0)
    throw new DeployProblem(
      'The deployment stopped. What CloudFormation said is above; what was there before still runs.',
    );
  return lastDeployment(what.stage);
}

/** Both stacks. Keys that a pipeline from before uses are carried over first: it and the new one then sign with the same. */
async function deployStacks(what: ToDeploy, stray: readonly StrayKey[]): Promise<Deployed> {
  if (stray.length > 0) {
    const { data } = runCdk(what, [STACKS.data]);
    const client = new SecretsManagerClient({ region: REGION });
    for (const { output, from } of stray) {
      const to = data?.[output];
      if (to === undefined) throw new DeployProblem(`The stack of tables does not say its ${output}.`);
      await carryKey(client, { from, to });
    }
    console.log(keysInWords(stray, 'Carried over'));
  }
  return deployed.parse(runCdk(what));
}

/** What becomes of keys whose secrets are not those that survive. */
const keysInWords = (stray: readonly StrayKey[], done: string): string =>
  `${done}, from the pipeline’s stack into that of the tables: the keys that sign (${stray.map(({ from }) => from).join(', ')}). No link is void. The secrets they were in stay; infra/runbooks/going-back.md says when they can go.`;

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
  tables: Deployed['data'],
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

const dns: Dns = new nodeDns.Resolver({ timeout: 3000, tries: 2 });

/** Every record that the domain needs, and what its DNS says today. DKIM's are SES's to make: known once the stack is there. */
async function recordsOf(options: KeptOptions, outputs: Outputs | undefined): Promise<string[]> {
  const dkim = Object.entries(outputs ?? {}).flatMap(([key, said]) => {
    const [name, value] = said.split(' -> ');
    return key.includes('Dkim') && name !== undefined && value !== undefined ? [{ name, value }] : [];
  });
  return [
    `DNS of ${options.domain}:`,
    ...(dkim.length === 0 ? ['  three CNAME records (DKIM), known once it is deployed'] : []),
    ...(await recordsInWords(dnsRecords(options.domain, REGION, dkim), dns)),
  ];
}

/** Once it is live it takes in e-mail: its rules become the account's active ones, unless others are. */
function takeInMail(pipeline: Outputs, options: KeptOptions): string[] {
  const ours = Object.entries(pipeline).find(([key]) => key.includes('RuleSet'))?.[1];
  if (ours === undefined || options.clock !== 'live') return [];
  const active = activeRuleSet(REGION, runQuietly);
  const activate = ['ses', 'set-active-receipt-rule-set', '--rule-set-name', ours, '--region', REGION];
  const byHand = `E-mail is not taken in yet. By hand: aws ${activate.join(' ')}`;
  if ('problem' in active) return [`${active.problem}\n${byHand}`];
  if (active.data === ours) return [];
  if (active.data !== undefined) return [`Other rules are active (${active.data}). ${byHand}`];
  return runQuietly('aws', activate).ok ? ['E-mail is taken in from now on.'] : [byHand];
}

/** What only people can do. */
function whatRemains(pipeline: Outputs, { options, stage }: ToDeploy): string {
  return [
    `\nDeployed. Pages: ${pipeline.PagesUrl}   Referrals: ${pipeline.ReferralsQueueUrl}`,
    ...(options.clock === 'live'
      ? []
      : [
          `\nNothing happens by the clock yet: no deadline is enforced, nobody is reminded, and no e-mail is taken in. Next:`,
          '- put the records above into the DNS; SES notices within hours, and gives up after 72;',
          `- SES in ${REGION}: ask for production access; until then only verified addresses get e-mail;`,
          ...(options.alarmEmail === NOBODY
            ? []
            : [
                `- ${options.alarmEmail}: confirm the subscription that AWS has e-mailed, by the token in its link, so that no link in a later e-mail ends it: aws sns confirm-subscription --topic-arn ${pipeline.AlarmTopic} --token <Token> --authenticate-on-unsubscribe true --region ${REGION};`,
              ]),
          `- when all of this is done: npm run deploy -- ${stage === undefined ? '' : `--stage ${stage} `}--live. It looks again, and says what is missing.`,
        ]),
  ].join('\n');
}

/** What the pages' domain needs next: a certificate, which is asked for, or a record of its DNS that is known only now. */
async function pagesNext({ options, asks }: PagesAddress, pipeline: Outputs): Promise<string[]> {
  const { pagesDomain, certificate, links } = options;
  if (pagesDomain === undefined || links !== undefined) return [];
  if (certificate !== undefined)
    return await recordsInWords(recordOf(pagesDomain, pipeline[PAGES_TARGET_OUTPUT]), dns);
  const problem = asks ? askForCertificate(pagesDomain, REGION, runQuietly) : undefined;
  return problem === undefined
    ? [
        `ACM was asked for a certificate of ${pagesDomain}. In a minute --dry-run prints the record that it wants; deploy again once that is in the DNS.`,
      ]
    : [`ACM gives no certificate of ${pagesDomain}: ${problem}`];
}

interface Looked {
  readonly account: string;
  readonly outputs: Outputs | undefined;
  /** Keys of a pipeline from before, which have to be carried over. */
  readonly stray: readonly StrayKey[];
  /** What it allows today, as far as that can be seen. */
  allowed(before: Before): Partial<Allowances>;
  /** Looks at the rest of the account, once it is known what to deploy. */
  findings(options: KeptOptions): readonly Finding[];
  /** How far the domain of the pages is, if they have one. */
  pages(options: KeptOptions): Promise<PagesAddress>;
}

/** What is in the account; a dry run goes on without one, as for a first deployment. */
function look({ dryRun, stage }: Pick<TypedOptions, 'dryRun' | 'stage'>): Looked {
  // The stack that moves everything says what was deployed.
  const { pipeline, data } = stackNames(stage);
  try {
    const account = checkAccount(REGION, runQuietly);
    const outputs = outputsOf(pipeline, REGION, runQuietly);
    return {
      account,
      outputs,
      stray: strayKeys(outputs, outputsOf(data, REGION, runQuietly)),
      allowed: (before) =>
        allowedBy(REGION, before.kind === 'deployed' && before.options.setsApart, runQuietly),
      findings: ({ domain, mailRules, readings }) =>
        lookAround({ region: REGION, domain, outputs, mailRules, readings }, pipeline, runQuietly),
      pages: (options) => pagesAddress(options, { region: REGION, outputs, run: runQuietly, dns }),
    };
  } catch (error) {
    if (!dryRun || !(error instanceof DeployProblem)) throw error;
    console.log(`The account cannot be seen: ${error.message}\nAs for a first deployment:`);
    return {
      account: 'unknown',
      outputs: undefined,
      stray: [],
      allowed: () => ({}),
      findings: () => [],
      pages: (options) => Promise.resolve({ options, records: [], findings: [], asks: false }),
    };
  }
}

async function deploy(): Promise<void> {
  const typed = readOptions(process.argv.slice(2), policyIds);
  const contacts = contactsIn(typed.contacts);
  const { account, outputs, stray, allowed, findings, pages } = look(typed);
  const before = deployedBefore(outputs);
  const settled = settle(typed, before, { all: policyIds, first: defaultPolicyId }, allowed(before));
  const address = await pages(settled);
  const { options } = address;
  const found = [...findings(options), ...address.findings];
  console.log(
    [
      `Account ${account}, ${REGION}. Stage: ${typed.stage ?? 'the one without a name'}.`,
      ...whatChanges(before, options),
      ...(typed.contacts === undefined ? ['No --contacts: addresses stay as they are.'] : []),
      ...findingsInWords(found),
      ...(await recordsOf(options, outputs)),
      ...(await recordsInWords(address.records, dns)),
    ].join('\n'),
  );
  const goesLive = begins(before, options);
  const obstacles = inTheWay(found, goesLive);
  if (obstacles.length > 0 && !typed.dryRun)
    throw new DeployProblem(
      `Not deployed: ${obstacles.length} of what is marked above ${goesLive ? 'has to be mended before it is live' : 'stands in the way'}.`,
    );

  const what = { options, stage: typed.stage, yes: typed.yes };
  if (typed.dryRun) {
    console.log(
      [
        ...(obstacles.length > 0 ? [`Would stop here: ${obstacles.length} of what is marked above.`] : []),
        ...(address.asks ? [`Would ask ACM for a certificate of ${options.pagesDomain}.`] : []),
        ...(stray.length > 0 ? [keysInWords(stray, 'Would carry over')] : []),
        `Would run: node ${cdkArguments(what, deployedFile(typed.stage))
          .map((part) => (path.isAbsolute(part) ? path.relative(root, part) : part))
          .join(' ')}`,
        `Would seed ${councils.length} councils under ${options.policy}, and the contacts of ${contacts.length} desks.`,
        ...(options.clock === 'live'
          ? ['Would make our rules for e-mail that comes in the active ones.']
          : []),
        'Changed nothing.',
      ].join('\n'),
    );
    return;
  }
  const { data, pipeline } = await deployStacks(what, stray);
  await seed(data, options, contacts);
  await follow(data.CasesTable, options);
  if (outputs === undefined) console.log((await recordsOf(options, pipeline)).join('\n'));
  console.log((await pagesNext(address, pipeline)).join('\n'));
  console.log([...takeInMail(pipeline, options), whatRemains(pipeline, what)].join('\n'));
}

try {
  await deploy();
} catch (error) {
  if (!(error instanceof DeployProblem)) throw error;
  console.error(`\n${error.message}\n`);
  process.exitCode = 1;
}
