/** What the runner of templates is told of this project: what its templates are made of, what names its resources, who is in its tables. */
import { type LocalRun, type LocalRunOptions, startLocalRun } from '../local-aws/local-run.ts';
import type { Plan } from '../local-aws/template/plan.ts';
import { synthesize } from '../local-aws/template/synth.ts';
import { SHORT_NAME_TAG } from '../short-name-tag.ts';
import { seed } from './story/seed.ts';

/** Makes sure that cdk.out is what the sources say. @returns the folder of the assembly */
export const synthesizeScheme = (say: (line: string) => void): Promise<string> =>
  synthesize(
    {
      app: 'infra/app.ts',
      sources: ['infra', 'functions', 'shared', 'events', 'package-lock.json', 'cdk.json', 'tsconfig.json'],
      // What runs the templates, and what is written about them, is no part of them.
      except: ['infra/local', 'infra/local-aws', 'infra/runbooks', 'infra/decisions'],
    },
    say,
  );

/** The mail server of this machine takes e-mails as fast as they come: nobody waits for SES's rate here. */
const withoutWaiting = (plan: Plan): Plan => ({
  ...plan,
  functions: plan.functions.map((each) =>
    'MILLISECONDS_AN_ADDRESS' in each.environment
      ? { ...each, environment: { ...each.environment, MILLISECONDS_AN_ADDRESS: '0' } }
      : each,
  ),
});

/** Starts a local run of the scheme, with all councils in its tables. */
export const startSchemeRun = ({
  alter = (plan) => plan,
  ...options
}: Omit<LocalRunOptions, 'nameTag'> = {}): Promise<LocalRun> =>
  startLocalRun({
    seed,
    ...options,
    alter: (plan) => alter(withoutWaiting(plan)),
    nameTag: SHORT_NAME_TAG,
  });
