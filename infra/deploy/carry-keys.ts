import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { defined } from '../../shared/core/defined.ts';
import type { Outputs } from './account.ts';

/** The labels that count, that which signs first: AWS moves the others with it. */
const labels = ['AWSCURRENT', 'AWSPREVIOUS', 'FORMER'] as const;

/** The outputs of both stacks that name the secrets of the keys that sign. */
export const keyOutputs = ['LinkSecretArn', 'FingerprintSecretArn'] as const;
type KeyOutput = (typeof keyOutputs)[number];

/** A key that is in use, and whose secret is not the one that survives. */
export interface StrayKey {
  readonly output: KeyOutput;
  /** ARN of the secret that is in use. */
  readonly from: string;
}

/** The keys that the running pipeline signs with, where their secrets are not those that the stack of tables keeps. */
export const strayKeys = (pipeline: Outputs | undefined, data: Outputs | undefined): readonly StrayKey[] =>
  keyOutputs.flatMap((output) => {
    const from = pipeline?.[output];
    return from === undefined || from === data?.[output] ? [] : [{ output, from }];
  });

/**
 * Makes one secret say all that another says: the key that signs, the one before it, and the one that is known as former, so that every
 * link opens and every child is found as before. Versions keep their ids, so that doing it again changes nothing. No value is printed.
 *
 * @param from ARN of the secret whose keys count
 * @param to ARN of the secret that has them from now on
 */
export async function carryKey(
  client: SecretsManagerClient,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const wanted = await labelled(client, from);
  if (!wanted.has('AWSCURRENT')) throw new Error(`The secret ${from} has no key that signs.`);
  for (const label of labels) {
    const id = wanted.get(label);
    if (id === undefined) continue;
    const { SecretString } = await client.send(
      new GetSecretValueCommand({ SecretId: from, VersionId: id, VersionStage: label }),
    );
    await client.send(
      new PutSecretValueCommand({
        SecretId: to,
        ...defined({ SecretString }),
        ClientRequestToken: id,
        VersionStages: [label],
      }),
    );
  }
  // A version that was there already is left as it is, its labels too; and a label that nothing has there goes.
  for (const label of labels) {
    const [is, should] = [(await labelled(client, to)).get(label), wanted.get(label)];
    if (is === should) continue;
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: to,
        VersionStage: label,
        ...defined({ MoveToVersionId: should, RemoveFromVersionId: is }),
      }),
    );
  }
}

/** Which version each label is on. */
async function labelled(client: SecretsManagerClient, secret: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let from: string | undefined;
  do {
    const { Versions = [], NextToken } = await client.send(
      new ListSecretVersionIdsCommand({ SecretId: secret, ...defined({ NextToken: from }) }),
    );
    for (const { VersionId, VersionStages = [] } of Versions)
      if (VersionId !== undefined) for (const stage of VersionStages) found.set(stage, VersionId);
    from = NextToken;
  } while (from !== undefined);
  return found;
}
