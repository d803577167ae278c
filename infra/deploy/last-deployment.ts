import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { defined } from '../../shared/core/defined.ts';
import { stackNames } from '../stage.ts';
import type { Outputs } from './account.ts';
import { checkStage } from './options.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Where the CDK leaves what the stacks of a stage say of themselves. */
export const deployedFile = (stage?: string): string =>
  path.join(root, '.cache', stage === undefined ? 'deployed.json' : `deployed-${stage}.json`);

/** What the stacks of a stage said when they were last deployed from this folder; nothing of a stack that was not. */
export interface LastDeployment {
  readonly data?: Outputs;
  readonly pipeline?: Outputs;
}

const outputs = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * Reads what the last deployment of a stage from this folder left.
 *
 * @throws DeployProblem when this is no name of a stage
 */
export function lastDeployment(stage?: string, file = deployedFile(stage)): LastDeployment {
  checkStage(stage);
  if (!existsSync(file)) return {};
  const said = outputs.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { data, pipeline } = stackNames(stage);
  return defined({ data: said[data], pipeline: said[pipeline] });
}
