import { parseArgs } from 'node:util';
import * as z from 'zod';
import { defined } from '../../shared/core/defined.ts';
import { stageName } from '../stage.ts';

/** Instead of the name of a set: our rule has a set of its own. */
export const OWN_RULES = 'own';

/** Instead of an address: nobody is told. */
export const NOBODY = 'none';

const usage = `npm run deploy -- [--domain <domain>] [--policy <policy>] [--alarm-email <address>] [--contacts <file>] [--live | --pause] [--pages-domain <domain>] [--stage <name>] [--mail-rules <set>] [--readings <here|elsewhere>] [--yes] [--dry-run]

  --domain       the domain that e-mails come from, for example transfers.council.gov.uk
  --policy       the policy that decides (at first nts-2026)
  --alarm-email  who is told when something goes wrong; "none" for nobody
  --contacts     CSV of desks and their addresses: desk,dutyDesk,second
  --live         from now on the scheme acts by the clock: deadlines, reminders, birthdays
  --pause        from now on it does not; deadlines run on, and nobody enforces them
  --pages-domain the address of pages and API, for example pages.transfers.council.gov.uk; "${NOBODY}" for the one that AWS gives
  --stage        the stage in this account, for example test; without it, the one without a name
  --mail-rules   the set of SES's rules that ours goes into, because an account has one that is active; "${OWN_RULES}" for one of its own
  --readings     whether our own trail of CloudTrail records who reads what is sealed (here), or one that the account has already (elsewhere)
  --yes          do not ask before permissions are widened
  --dry-run      check everything, print what would be done, change nothing

The first deployment needs a domain, an address for alarms and contacts, and is not live unless you say so.
After that, what is left out stays as it is.`;

/** Whether the scheme acts by the clock: at first it does not, until somebody says that it is ready. */
export type Clock = 'live' | 'paused';

/** Where it is recorded who reads what is sealed: by a trail of ours, or by one that the account or its organisation has already. */
export const readingsRecorded = z.enum(['here', 'elsewhere']);
export type ReadingsRecorded = z.infer<typeof readingsRecorded>;

/** What somebody typed. What they left out is not here: it stays as it was deployed. */
export interface TypedOptions {
  readonly domain?: string;
  readonly policy?: string;
  /** An address, or {@link NOBODY}. */
  readonly alarmEmail?: string;
  /** Path of a file; this alone is not kept by the stack: its addresses are in the sealed table. */
  readonly contacts?: string;
  /** Whether anything happens by the clock. */
  readonly clock?: Clock;
  /** Where pages and API are, under a name of our own, or {@link NOBODY}. */
  readonly pagesDomain?: string;
  /** A set of rules of SES, or {@link OWN_RULES}. */
  readonly mailRules?: string;
  /** Which trail records who reads what is sealed. */
  readonly readings?: ReadingsRecorded;
  /** Which stage of the scheme in this account: it chooses the stacks, and is kept in their names. */
  readonly stage?: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** What somebody typed cannot be used. The message says what to type instead. */
export class DeployProblem extends Error {
  override readonly name = 'DeployProblem';
}

const domainName = z.hostname().regex(/\.[a-z]{2,}$/i);

/** @throws DeployProblem when this is no name of a stage */
export function checkStage(stage: string | undefined): void {
  if (stage !== undefined && !stageName.safeParse(stage).success)
    throw new DeployProblem(
      `"${stage}" cannot name a stage. Up to twelve small letters and digits, a letter first: --stage test`,
    );
}

/**
 * The port of the local run that is meant; undefined when a stage on AWS is.
 *
 * @throws DeployProblem when it is no port, or a stage is named as well
 */
export function portTyped({
  stage,
  port,
}: {
  readonly stage?: string | undefined;
  readonly port?: string | undefined;
}): number | undefined {
  if (port === undefined) return undefined;
  if (stage !== undefined || !/^\d{2,5}$/.test(port))
    throw new DeployProblem('--port takes the port of a local run, which has no stages: --port 4800');
  return Number(port);
}

/**
 * Reads the command line.
 *
 * @param policies the policies that there are
 * @throws DeployProblem saying what is wrong and how to put it right
 */
export function readOptions(args: readonly string[], policies: readonly string[]): TypedOptions {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    throw new DeployProblem(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
  const { domain, policy, contacts, stage, 'alarm-email': alarmEmail, 'mail-rules': mailRules } = values;
  const { 'pages-domain': pagesDomain } = values;
  checkStage(stage);
  const readings = readingsRecorded.safeParse(values.readings);
  if (values.readings !== undefined && !readings.success)
    throw new DeployProblem(
      `"${values.readings}" says not where readings are recorded: --readings here, or --readings elsewhere`,
    );
  for (const [flag, name] of Object.entries({
    domain,
    'pages-domain': pagesDomain === NOBODY ? undefined : pagesDomain,
  }))
    if (name !== undefined && !domainName.safeParse(name).success)
      throw new DeployProblem(
        `"${name}" is not a domain. Give it bare, without https:// or an @: --${flag} transfers.council.gov.uk`,
      );
  if (policy !== undefined && !policies.includes(policy))
    throw new DeployProblem(`There is no policy "${policy}". There are: ${policies.join(', ')}.`);
  if (alarmEmail !== undefined && alarmEmail !== NOBODY && !z.email().safeParse(alarmEmail).success)
    throw new DeployProblem(
      `"${alarmEmail}" is not an e-mail address: --alarm-email duty@council.gov.uk, or --alarm-email ${NOBODY}`,
    );
  if (values.live && values.pause)
    throw new DeployProblem('Say --live or --pause, not both. Without either it stays as it is.');
  const clock = values.live ? 'live' : values.pause ? 'paused' : undefined;
  return {
    yes: values.yes,
    dryRun: values['dry-run'],
    ...defined({
      domain,
      policy,
      alarmEmail,
      contacts,
      clock,
      stage,
      mailRules,
      pagesDomain,
      readings: readings.data,
    }),
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      domain: { type: 'string' },
      policy: { type: 'string' },
      'alarm-email': { type: 'string' },
      contacts: { type: 'string' },
      stage: { type: 'string' },
      'pages-domain': { type: 'string' },
      'mail-rules': { type: 'string' },
      readings: { type: 'string' },
      live: { type: 'boolean', default: false },
      pause: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  }).values;
}
