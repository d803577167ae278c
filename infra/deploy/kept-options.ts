import * as z from 'zod';
import { defined } from '../../shared/core/defined.ts';
import { type Allowances, allowances } from './allowances.ts';
import { DeployProblem, NOBODY, OWN_RULES, readingsRecorded, type TypedOptions } from './options.ts';

/** What the stack was deployed with. It says so itself, in its output `Options`: deploying again keeps what is not typed. */
export const keptOptions = z.object({
  /** Domain that e-mails come from. */
  domain: z.string(),
  /** The policy that decides. */
  policy: z.string(),
  /** Who is told of alarms; {@link NOBODY} for nobody. */
  alarmEmail: z.string(),
  /** Whether it acts by the clock. A stack that does not say is from when all of them did. */
  clock: z.enum(['live', 'paused']).default('live'),
  /** The set of SES's rules that ours for incoming e-mail is in; left out: a set of its own. */
  mailRules: z.string().exactOptional(),
  /** The domain that pages and API shall have; left out: the address that AWS gives. */
  pagesDomain: z.string().exactOptional(),
  /** ARN of that domain's certificate, once it is there: the stack takes the domain then. */
  certificate: z.string().exactOptional(),
  /** Links in e-mails lead to that domain: its DNS has pointed at the pages. */
  links: z.literal('pages-domain').exactOptional(),
  /** Which trail records who reads what is sealed. A stack that does not say has none. */
  readings: readingsRecorded.exactOptional(),
  /** ARN of the key that the vault of copies was made with, where that is not this stack's: it was taken in again after a version without one. */
  vaultKey: z.string().exactOptional(),
  ...allowances.shape,
});
export type KeptOptions = z.infer<typeof keptOptions>;

/** The name of the output. */
export const OPTIONS_OUTPUT = 'Options';

/** What is in the account: nothing, a stack that says what it was deployed with, or one from before stacks said so. */
export type Before =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'deployed'; readonly options: KeptOptions };

const flags: Readonly<Record<'domain' | 'policy' | 'alarmEmail' | 'contacts', string>> = {
  domain: '--domain',
  policy: '--policy',
  alarmEmail: '--alarm-email',
  contacts: '--contacts',
};

/**
 * What to deploy with: what was typed, else what is deployed, else, the first time, the policy that is the default. What the account
 * allows is as it was seen now, else as it is deployed.
 *
 * @throws DeployProblem when something has to be said: the first time the domain, who is told of alarms, and the contacts, without
 * which nobody would be asked anything; once for a stack that does not say what it was deployed with, all that it would lose otherwise
 */
export function settle(
  typed: TypedOptions,
  before: Before,
  policies: { readonly all: readonly string[]; readonly first: string },
  allowed: Partial<Allowances> = {},
): KeptOptions {
  const kept: Partial<KeptOptions> =
    before.kind === 'deployed'
      ? before.options
      : before.kind === 'nothing'
        ? { policy: policies.first, clock: 'paused' }
        : {};
  const domain = typed.domain ?? kept.domain;
  const policy = typed.policy ?? kept.policy;
  const alarmEmail = typed.alarmEmail ?? kept.alarmEmail;
  const contacts = before.kind === 'nothing' ? typed.contacts : '';
  if (domain === undefined || policy === undefined || alarmEmail === undefined || contacts === undefined) {
    const missing = Object.entries({ domain, policy, alarmEmail, contacts }).flatMap(([key, value]) =>
      value === undefined ? [flags[key as keyof typeof flags]] : [],
    );
    throw new DeployProblem(
      before.kind === 'nothing'
        ? `The first deployment needs ${missing.join(', ')}. "--alarm-email ${NOBODY}" says that nobody is told of alarms.`
        : `What is deployed does not say what it was deployed with. Say it once, as it was then: ${missing.join(', ')}. After this it is kept.`,
    );
  }
  if (!policies.all.includes(policy))
    throw new DeployProblem(
      `What is deployed decides by ${policy}, which this version of the project does not have. Deploy a version that has it, or name another one: --policy ${policies.first}. There are: ${policies.all.join(', ')}.`,
    );
  const mailRules = typed.mailRules ?? kept.mailRules;
  const pages = settlePages(typed, kept, domain);
  return {
    domain,
    policy,
    alarmEmail,
    clock: typed.clock ?? kept.clock ?? 'live',
    ...(mailRules === undefined || mailRules === OWN_RULES ? {} : { mailRules }),
    ...pages,
    readings: typed.readings ?? kept.readings ?? 'here',
    ...defined({ vaultKey: kept.vaultKey }),
    ...allowances.parse({ ...kept, ...allowed }),
  };
}

type PagesOptions = Pick<KeptOptions, 'pagesDomain' | 'certificate' | 'links'>;

/**
 * The pages' domain: as it was, or as it is typed, which begins anew with a certificate.
 *
 * @throws DeployProblem when links that are out would not open any more, or when the domain cannot be both
 */
function settlePages(typed: TypedOptions, kept: PagesOptions, mailDomain: string): PagesOptions {
  const { pagesDomain, certificate, links } = kept;
  const wanted = typed.pagesDomain ?? pagesDomain;
  if (wanted === mailDomain)
    throw new DeployProblem(
      `${wanted} takes in e-mail, and DNS allows no other address beside that. Give the pages a name below it: --pages-domain pages.${wanted}`,
    );
  if (wanted === pagesDomain) return defined({ pagesDomain, certificate, links });
  if (links !== undefined)
    throw new DeployProblem(
      `Links in e-mails lead to ${pagesDomain} and have to open there for 60 days; councils’ systems call it. It stays the pages’ domain.`,
    );
  return wanted === undefined || wanted === NOBODY ? {} : { pagesDomain: wanted };
}

/**
 * Whether this deployment begins something that reaches people: the clock, or a domain that no e-mail came from before. What is live
 * already may always be deployed as it is, because that is how it is mended.
 */
export const begins = (before: Before, { clock, domain }: KeptOptions): boolean =>
  clock === 'live' &&
  before.kind !== 'silent' &&
  (before.kind === 'nothing' || before.options.clock !== 'live' || before.options.domain !== domain);

const words: Readonly<Record<keyof KeptOptions, string>> = {
  domain: 'E-mails come from',
  policy: 'Policy that decides',
  alarmEmail: 'Told of alarms',
  clock: 'By the clock',
  mailRules: 'Our rule for e-mail is in the set',
  pagesDomain: 'Domain of pages and API',
  certificate: 'Its certificate',
  links: 'Links in e-mails lead to',
  readings: 'Who reads what is sealed is recorded',
  vaultKey: 'Key of the vault of copies',
  emailsASecond: 'E-mails a second, at most',
  sandbox: 'Made for the sandbox of SES',
  setsApart: 'Functions set apart for pages and API',
};

const inWords = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);

/** What stays and what becomes different, a line each, for whoever deploys. */
export function whatChanges(before: Before, after: KeptOptions): string[] {
  const kept = before.kind === 'deployed' ? before.options : undefined;
  return keptOptions.keyof().options.flatMap((key) => {
    const [was, is] = [kept?.[key], after[key]];
    if (was === is) return is === undefined ? [] : [`${words[key]}: ${inWords(is)}, as before`];
    if (is === undefined) return [`${words[key]}: ${was} -> ${key === 'mailRules' ? OWN_RULES : NOBODY}`];
    return [`${words[key]}: ${was === undefined ? inWords(is) : `${inWords(was)} -> ${inWords(is)}`}`];
  });
}
