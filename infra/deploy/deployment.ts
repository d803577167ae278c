/** One run of `npm run deploy`, from what was typed to what remains for people. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { DynamoCouncilStore } from '../../shared/aws/dynamo-council-store.ts';
import { DynamoSealedStore } from '../../shared/aws/dynamo-sealed-store.ts';
import { seedCouncils } from '../../shared/aws/seed-councils.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { defined } from '../../shared/core/defined.ts';
import { leadDesk } from '../../shared/core/desks.ts';
import { defaultPolicyId, policyIds, policyNamed } from '../../shared/core/policies.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { followFile } from '../../shared/runtime/follow-the-file.ts';
import { pause } from '../../shared/runtime/pause.ts';
import { REGION } from '../region.ts';
import { STACKS, STAGE_CONTEXT, stackNames, VAULT_OUTPUT, vaultNameOf } from '../stage.ts';
import { checkAccount, deployedBefore, type Outputs, outputOf, outputsOf } from './account.ts';
import { type Allowances, allowedBy } from './allowances.ts';
import type { Run } from './ask.ts';
import { carryKey, type StrayKey, strayKeys } from './carry-keys.ts';
import { type DeskContacts, readContacts } from './contacts.ts';
import { type Dns, dnsRecords, recordsInWords } from './dns-records.ts';
import { type Before, begins, type KeptOptions, settle, whatChanges } from './kept-options.ts';
import { deployedFile, type LastDeployment } from './last-deployment.ts';
import { activeRuleSet, type Finding, findingsInWords, inTheWay, lookAround } from './look.ts';
import { DeployProblem, NOBODY, readOptions, type TypedOptions } from './options.ts';
import {
  askForCertificate,
  PAGES_TARGET_OUTPUT,
  type PagesAddress,
  pagesAddress,
  recordOf,
} from './pages-address.ts';
import { deployedTemplate, type Templates, upgrade } from './upgrade.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a deployment reaches beyond this process. */
export interface World {
  /** The AWS CLI. */
  readonly run: Run;
  readonly dns: Dns;
  /** The CDK, which asks people too. @returns whether it did what it was asked */
  readonly cdk: (args: readonly string[]) => boolean;
  /** What the stacks said when they were last deployed from this folder. */
  readonly last: (stage?: string) => LastDeployment;
  /** What this version makes of a context. */
  readonly templates: (context: Readonly<Record<string, string>>) => Templates;
  readonly secrets: SecretsManagerClient;
  readonly dynamo: DynamoDBClient;
  /** Prints. */
  readonly say: (text: string) => void;
}

const councils = everyCouncil();

/** Every desk that somebody can be reached at. */
const desks = new Set([
  'coordinators',
  ...councils.map(({ code }) => `council:${code}`),
  ...councils.map(({ region }) => leadDesk(region)),
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
  /** A vault of ours is there, and no stack has it: it is taken into the stack again. */
  readonly takesVault: boolean;
}

/** What the CDK is told. */
const contextOf = ({
  options,
  stage,
}: Pick<ToDeploy, 'options' | 'stage'>): Readonly<Record<string, string>> => ({
  policy: options.policy,
  senderDomain: options.domain,
  alarmEmail: options.alarmEmail === NOBODY ? '' : options.alarmEmail,
  clock: options.clock,
  mailRules: options.mailRules ?? '',
  pagesDomain: options.pagesDomain ?? '',
  certificate: options.certificate ?? '',
  links: options.links ?? '',
  readings: options.readings ?? '',
  vaultKey: options.vaultKey ?? '',
  [STAGE_CONTEXT]: stage ?? '',
  emailsASecond: String(options.emailsASecond),
  sandbox: String(options.sandbox),
  setsApart: String(options.setsApart),
});

/** The command line of the CDK. */
function cdkArguments(
  what: ToDeploy,
  outputs: string,
  stacks: readonly string[] = [STACKS.data, STACKS.pipeline],
): string[] {
  return [
    path.join(root, 'infra/node24.mjs'),
    'cdk',
    'deploy',
    ...stacks,
    ...Object.entries(contextOf(what)).flatMap(([key, value]) => ['--context', `${key}=${value}`]),
    '--outputs-file',
    outputs,
    '--require-approval',
    what.yes ? 'never' : 'broadening',
    ...(what.takesVault ? ['--import-existing-resources'] : []),
  ];
}

const deployed = z.object({
  data: z.object({ CasesTable: z.string(), SealedTable: z.string() }),
  pipeline: z.object({ PagesUrl: z.string(), ReferralsQueueUrl: z.string() }).catchall(z.string()),
});
type Deployed = z.infer<typeof deployed>;

function runCdk({ cdk, last }: World, what: ToDeploy, stacks?: readonly string[]): LastDeployment {
  if (!cdk(cdkArguments(what, deployedFile(what.stage), stacks)))
    throw new DeployProblem(
      'The deployment stopped. What CloudFormation said is above; what was there before still runs.',
    );
  return last(what.stage);
}

/** Both stacks. Keys that a pipeline from before uses are carried over first: it and the new one then sign with the same. */
async function deployStacks(world: World, what: ToDeploy, stray: readonly StrayKey[]): Promise<Deployed> {
  if (stray.length > 0) {
    const { data } = runCdk(world, what, [STACKS.data]);
    for (const { output, from } of stray) {
      const to = data?.[output];
      if (to === undefined) throw new DeployProblem(`The stack of tables does not say its ${output}.`);
      await carryKey(world.secrets, { from, to });
    }
    world.say(keysInWords(stray, 'Carried over'));
  }
  return deployed.parse(runCdk(world, what));
}

/** What becomes of keys whose secrets are not those that survive. */
const keysInWords = (stray: readonly StrayKey[], done: string): string =>
  `${done}, from the pipeline’s stack into that of the tables: the keys that sign (${stray.map(({ from }) => from).join(', ')}). No link is void. The secrets they were in stay; infra/runbooks/going-back.md says when they can go.`;

/** Says what the file of councils no longer has, or has again, and closes or opens it. */
async function follow({ dynamo, say }: World, table: string, options: KeptOptions): Promise<void> {
  const tools = {
    councils: new DynamoCouncilStore(dynamo, table),
    clock: systemClock,
    policy: policyNamed(options.policy),
    pause,
  };
  const { left, back } = await followFile(tools, new Set(councils.map(({ code }) => code)));
  if (left.length > 0)
    say(
      `No longer in the file of councils, and closed: ${left.join(', ')}. Their open offers end within minutes. See that their cases, contacts and keys go to who follows them.`,
    );
  if (back.length > 0) say(`In the file of councils again, and open: ${back.join(', ')}.`);
}

/** Councils and contacts: doing it again refreshes what was published and changes nothing that the scheme counted. */
async function seed(
  { dynamo, say }: World,
  tables: Deployed['data'],
  options: KeptOptions,
  contacts: readonly DeskContacts[],
): Promise<void> {
  const { added, refreshed } = await seedCouncils(
    dynamo,
    tables.CasesTable,
    councils,
    policyNamed(options.policy),
  );
  const sealed = new DynamoSealedStore(dynamo, tables.SealedTable);
  for (const { desk, contacts: of } of contacts) {
    await sealed.putContacts(desk, of);
    await sealed.forgetReturned(desk, new Date().toISOString());
  }
  say(
    `Councils: ${added} added, ${refreshed} refreshed. Desks whose contacts were written: ${contacts.length}.`,
  );
}

/** Every record that the domain needs, and what its DNS says today. DKIM's are SES's to make: known once the stack is there. */
async function recordsOf(options: KeptOptions, outputs: Outputs | undefined, dns: Dns): Promise<string[]> {
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
function takeInMail(pipeline: Outputs, options: KeptOptions, run: Run): string[] {
  const ours = outputOf(pipeline, 'RuleSet');
  if (ours === undefined || options.clock !== 'live') return [];
  const active = activeRuleSet(REGION, run);
  const activate = ['ses', 'set-active-receipt-rule-set', '--rule-set-name', ours, '--region', REGION];
  const byHand = `E-mail is not taken in yet. By hand: aws ${activate.join(' ')}`;
  if ('problem' in active) return [`${active.problem}\n${byHand}`];
  if (active.data === ours) return [];
  if (active.data !== undefined) return [`Other rules are active (${active.data}). ${byHand}`];
  return run('aws', activate).ok ? ['E-mail is taken in from now on.'] : [byHand];
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
async function pagesNext(
  { options, asks }: PagesAddress,
  pipeline: Outputs,
  { run, dns }: World,
): Promise<string[]> {
  const { pagesDomain, certificate, links } = options;
  if (pagesDomain === undefined || links !== undefined) return [];
  if (certificate !== undefined)
    return await recordsInWords(recordOf(pagesDomain, pipeline[PAGES_TARGET_OUTPUT]), dns);
  const problem = asks ? askForCertificate(pagesDomain, REGION, run) : undefined;
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
  /** The templates of what is deployed; undefined when there is nothing, or when they cannot be seen. */
  readonly templates: Templates | undefined;
  /** The key of the vault of copies, where that is there and the stack of tables does not have it. */
  readonly strayVault: string | undefined;
  /** How far the domain of the pages is, if they have one. */
  pages(options: KeptOptions): Promise<PagesAddress>;
}

/** The templates of both stacks, as they are deployed. */
function templatesOf(names: ReturnType<typeof stackNames>, run: Run): Templates | undefined {
  const [data, pipeline] = [names.data, names.pipeline].map((name) => deployedTemplate(name, REGION, run));
  return data === undefined || pipeline === undefined ? undefined : { data, pipeline };
}

/**
 * Whoever went back behind the version that made it, or deleted the stack, has a vault that CloudFormation cannot make again. A vault keeps the key that
 * it was made with.
 *
 * @returns that key's ARN
 */
function strayVault(data: Outputs | undefined, name: string, run: Run): string | undefined {
  if (data?.[VAULT_OUTPUT] !== undefined) return undefined;
  const question = ['backup', 'describe-backup-vault', '--backup-vault-name', name, '--region', REGION];
  const { ok, out } = run('aws', [...question, '--query', 'EncryptionKeyArn', '--output', 'text']);
  return ok ? out.trim() : undefined;
}

/** What is in the account; a dry run goes on without one, as for a first deployment. */
function look({ dryRun, stage }: Pick<TypedOptions, 'dryRun' | 'stage'>, { run, dns, say }: World): Looked {
  const names = stackNames(stage);
  try {
    const account = checkAccount(REGION, run);
    // The stack that moves everything says what was deployed.
    const outputs = outputsOf(names.pipeline, REGION, run);
    const ofTables = outputsOf(names.data, REGION, run);
    return {
      account,
      outputs,
      stray: strayKeys(outputs, ofTables),
      allowed: (before) => allowedBy(REGION, before.kind === 'deployed' && before.options.setsApart, run),
      findings: ({ domain, mailRules, readings }) =>
        lookAround({ region: REGION, domain, outputs, mailRules, readings }, names, run),
      templates: outputs === undefined ? undefined : templatesOf(names, run),
      strayVault: strayVault(ofTables, vaultNameOf(names.data), run),
      pages: (options) => pagesAddress(options, { region: REGION, outputs, run, dns }),
    };
  } catch (error) {
    if (!dryRun || !(error instanceof DeployProblem)) throw error;
    say(`The account cannot be seen: ${error.message}\nAs for a first deployment:`);
    return {
      account: 'unknown',
      outputs: undefined,
      stray: [],
      allowed: () => ({}),
      findings: () => [],
      templates: undefined,
      strayVault: undefined,
      pages: (options) => Promise.resolve({ options, records: [], findings: [], asks: false }),
    };
  }
}

/** What becomes of what keeps something, and whether the way back stays open. */
function compare(
  { outputs, templates, strayVault }: Looked,
  what: Pick<ToDeploy, 'options' | 'stage'>,
  world: World,
): { readonly lines: readonly string[]; readonly findings: readonly Finding[] } {
  const vault = strayVault
    ? [
        'The vault of copies is there, and no stack has it: it is taken into the stack again, with its copies.',
      ]
    : [];
  if (outputs === undefined) return { lines: vault, findings: [] };
  if (templates === undefined)
    return {
      lines: [
        ...vault,
        'What this does to tables, keys and queues cannot be seen beforehand: no leave to read the templates that are deployed.',
      ],
      findings: [],
    };
  const { lines, findings } = upgrade(templates, world.templates(contextOf(what)));
  return { lines: [...vault, ...lines], findings };
}

/** What a dry run says instead of doing it. */
function wouldDo(
  what: ToDeploy,
  {
    stray,
    asks,
    contacts,
    obstacles,
  }: {
    readonly stray: readonly StrayKey[];
    readonly asks: boolean;
    readonly contacts: number;
    readonly obstacles: number;
  },
): string {
  const { options, stage } = what;
  return [
    ...(obstacles > 0 ? [`Would stop here: ${obstacles} of what is marked above.`] : []),
    ...(asks ? [`Would ask ACM for a certificate of ${options.pagesDomain}.`] : []),
    ...(stray.length > 0 ? [keysInWords(stray, 'Would carry over')] : []),
    `Would run: node ${cdkArguments(what, deployedFile(stage))
      .map((part) => (path.isAbsolute(part) ? path.relative(root, part) : part))
      .join(' ')}`,
    `Would seed ${councils.length} councils under ${options.policy}, and the contacts of ${contacts} desks.`,
    ...(options.clock === 'live' ? ['Would make our rules for e-mail that comes in the active ones.'] : []),
    'Changed nothing.',
  ].join('\n');
}

/**
 * Looks, says what would change, stops where something stands in the way, deploys both stacks, and puts in councils and contacts.
 *
 * @param args what was typed
 * @throws DeployProblem in words for whoever typed it
 */
export async function deploy(args: readonly string[], world: World): Promise<void> {
  const { say, dns } = world;
  const typed = readOptions(args, policyIds);
  const { stage, yes } = typed;
  const contacts = contactsIn(typed.contacts);
  const looked = look(typed, world);
  const { account, outputs, stray, allowed } = looked;
  const before = deployedBefore(outputs);
  const settled = settle(typed, before, { all: policyIds, first: defaultPolicyId }, allowed(before));
  const address = await looked.pages({
    ...settled,
    ...defined({ vaultKey: looked.strayVault ?? settled.vaultKey }),
  });
  const { options } = address;
  const change = compare(looked, { options, stage }, world);
  const found = [...looked.findings(options), ...address.findings, ...change.findings];
  say(
    [
      `Account ${account}, ${REGION}. Stage: ${stage ?? 'the one without a name'}.`,
      ...whatChanges(before, options),
      ...(typed.contacts === undefined ? ['No --contacts: addresses stay as they are.'] : []),
      ...change.lines,
      ...findingsInWords(found),
      ...(await recordsOf(options, outputs, dns)),
      ...(await recordsInWords(address.records, dns)),
    ].join('\n'),
  );
  const goesLive = begins(before, options);
  const obstacles = inTheWay(found, goesLive);
  const what = { options, stage, yes, takesVault: looked.strayVault !== undefined };
  if (typed.dryRun)
    return say(
      wouldDo(what, { stray, asks: address.asks, contacts: contacts.length, obstacles: obstacles.length }),
    );
  if (obstacles.length > 0)
    throw new DeployProblem(
      `Not deployed: ${obstacles.length} of what is marked above ${goesLive ? 'has to be mended before it is live' : 'stands in the way'}.`,
    );
  const { data, pipeline } = await deployStacks(world, what, stray);
  await seed(world, data, options, contacts);
  await follow(world, data.CasesTable, options);
  if (outputs === undefined) say((await recordsOf(options, pipeline, dns)).join('\n'));
  say((await pagesNext(address, pipeline, world)).join('\n'));
  say([...takeInMail(pipeline, options, world.run), whatRemains(pipeline, what)].join('\n'));
}
