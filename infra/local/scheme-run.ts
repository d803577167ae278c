/** What the runner of templates is told of this project: what its templates are made of, what names its resources, who is in its tables. */
import { type LocalRun, type LocalRunOptions, startLocalRun } from '../local-aws/local-run.ts';
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

/** Starts a local run of the scheme, with all councils in its tables. */
export const startSchemeRun = (options: Omit<LocalRunOptions, 'nameTag'> = {}): Promise<LocalRun> =>
  startLocalRun({ seed, ...options, nameTag: SHORT_NAME_TAG });
