import type { IConstruct } from 'constructs';
import * as z from 'zod';
import { metricNamespace } from '../shared/runtime/metric-names.ts';

/** Several stages of the scheme stand side by side in one account: the one without a name, and any with one. */

/** How a stage is called: letters and digits, since it stands before a dash in the names of what it has. */
export const stageName = z.string().regex(/^[a-z][a-z0-9]{0,11}$/);

/** The key of the CDK's context that names the stage. */
export const STAGE_CONTEXT = 'stage';

/** The two stacks as code knows them, whatever their stage. */
export const STACKS = { data: 'NtsData', pipeline: 'NtsPipeline' } as const;

/** What CloudFormation calls the two stacks of a stage. The stage comes first: no name begins as that of another stage does. */
export const stackNames = (stage?: string): { readonly data: string; readonly pipeline: string } =>
  stage === undefined ? STACKS : { data: `${stage}-${STACKS.data}`, pipeline: `${stage}-${STACKS.pipeline}` };

/** The vault of copies of a stack of tables: a vault has no name that CloudFormation makes. */
export const vaultNameOf = (dataStack: string): string => `${dataStack}-backups`;

/** The trail of CloudTrail of a stack of tables, which records who reads what is sealed. */
export const readingsTrailOf = (dataStack: string): string => `${dataStack}-readings`;

/** The output that says that a stack of tables has its vault. */
export const VAULT_OUTPUT = 'BackupVault';

/**
 * The stage that something belongs to; undefined for the one without a name.
 *
 * @throws Error when the context names one that cannot be
 */
export function stageOf(scope: IConstruct): string | undefined {
  const named: unknown = scope.node.tryGetContext(STAGE_CONTEXT);
  if (named === undefined || named === '') return undefined;
  const read = stageName.safeParse(named);
  if (!read.success)
    throw new Error(
      `"${String(named)}" names no stage: up to twelve small letters and digits, a letter first.`,
    );
  return read.data;
}

/** Where CloudWatch keeps the scheme's own metrics of a stage: those of two stages are never added up. */
export const namespaceOf = (stage?: string): string =>
  stage === undefined ? metricNamespace : `${metricNamespace}/${stage}`;
