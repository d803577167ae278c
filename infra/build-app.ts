import { type App, CfnOutput, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { defined } from '../shared/core/defined.ts';
import { defaultPolicyId, policyNamed } from '../shared/core/policies.ts';
import type { PagesDomain } from './constructs/public-pages.ts';
import { DataStack } from './data-stack.ts';
import { allowances } from './deploy/allowances.ts';
import { type KeptOptions, keptOptions, OPTIONS_OUTPUT } from './deploy/kept-options.ts';
import { NOBODY, readingsRecorded } from './deploy/options.ts';
import { PipelineStack } from './pipeline-stack.ts';
import { REGION } from './region.ts';
import { STACKS, stackNames, stageOf } from './stage.ts';

function context(app: App, key: string): string | undefined {
  const value: unknown = app.node.tryGetContext(key);
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new Error(`Context "${key}" has to be text: cdk synth -c ${key}=…`);
}

/** The pages' domain: wanted, with a certificate, with links that lead there. Each needs the one before. */
function pagesIn(app: App): {
  readonly domain?: PagesDomain;
  readonly kept: Pick<KeptOptions, 'pagesDomain' | 'certificate' | 'links'>;
} {
  const [pagesDomain, certificate] = [context(app, 'pagesDomain'), context(app, 'certificate')];
  const links = context(app, 'links') === undefined ? undefined : ('pages-domain' as const);
  const kept = defined({ pagesDomain, certificate, links });
  if (pagesDomain === undefined || certificate === undefined) return { kept };
  return { kept, domain: { name: pagesDomain, certificate, linked: links !== undefined } };
}

/**
 * The two stacks, with cdk-nag looking on. Reads context `policy` (default: the newest), `senderDomain` (default
 * transfers.example, which is reserved and reaches nobody), `alarmEmail` (default none), `clock` (default `live`, as on this
 * machine; `paused`: nothing happens by the clock), `stage` (default: the one without a name), `mailRules` (default: a set of its own),
 * which trail records readings (`readings`, default `here`), the key of a vault of copies that was taken in again (`vaultKey`), the domain of the pages (`pagesDomain`, `certificate`, `links`; default: the address that AWS gives), and what the account allows:
 * `emailsASecond`, `sandbox`, `setsApart`.
 */
export function buildApp(app: App): { readonly data: DataStack; readonly pipeline: PipelineStack } {
  // The pipeline imports what the tables export, and CloudFormation refuses to take away what is imported.
  app.node.setContext('@aws-cdk/core:defaultCrossStackReferences', 'strong');
  const alarmEmail = context(app, 'alarmEmail');
  const policy = policyNamed(context(app, 'policy') ?? defaultPolicyId).id;
  const clock = keptOptions.shape.clock.parse(context(app, 'clock'));
  const allowed = allowances.parse(
    Object.fromEntries(Object.keys(allowances.shape).map((key) => [key, context(app, key)])),
  );
  const readings = readingsRecorded.parse(context(app, 'readings') ?? 'here');
  const senderDomain = context(app, 'senderDomain') ?? 'transfers.example';
  const mailRules = context(app, 'mailRules');
  const vaultKey = context(app, 'vaultKey');
  const names = stackNames(stageOf(app));
  const pages = pagesIn(app);
  const data = new DataStack(app, STACKS.data, {
    stackName: names.data,
    description: 'National Transfer Scheme: tables and keys',
    env: { region: REGION },
    terminationProtection: true,
    analyticsReporting: false,
    readings,
    ...defined({ vaultKey }),
  });
  const pipeline = new PipelineStack(app, STACKS.pipeline, {
    stackName: names.pipeline,
    description: 'National Transfer Scheme: queues, functions, schedules, pages, e-mail',
    env: { region: REGION },
    // It can be made anew, but not as it was: with another address of pages and API.
    terminationProtection: true,
    analyticsReporting: false,
    data,
    policy,
    senderDomain,
    clock,
    allowed,
    ...defined({ alarmEmail, mailRules, pagesDomain: pages.domain }),
  });
  const kept: KeptOptions = {
    domain: senderDomain,
    policy,
    alarmEmail: alarmEmail ?? NOBODY,
    clock,
    ...defined({ mailRules }),
    ...pages.kept,
    readings,
    ...defined({ vaultKey }),
    ...allowed,
  };
  new CfnOutput(pipeline, OPTIONS_OUTPUT, {
    description: 'What this was deployed with: deploying again keeps it',
    value: JSON.stringify(kept),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { data, pipeline };
}
