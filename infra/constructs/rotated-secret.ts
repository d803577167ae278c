import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { nameResource } from './name-tag.ts';

export interface RotatedSecretProps {
  /** Short name, by which `npm run ops -- rotate-key` finds it in the local run. */
  readonly name: string;
  readonly description: string;
  /** Why nothing rotates it by the calendar. */
  readonly rotatedByHand: string;
}

/**
 * The version that signs, the one before it while the two overlap, and the one whose overlap was ended last, whose signatures count for
 * nothing but are known. Versions without a label open to nobody.
 */
export type SecretStage = 'AWSCURRENT' | 'AWSPREVIOUS' | 'FORMER';

/**
 * A key: 64 random letters and digits, made by CloudFormation and seen by nobody. `npm run ops -- rotate-key` rotates it; what the version before
 * it signed or marked counts until the overlap is ended (infra/runbooks/rotate-secrets.md).
 */
export class RotatedSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { name, description, rotatedByHand }: RotatedSecretProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // Without it everything that it ever signed or marked is void.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    nameResource(this, name, 'AWS::SecretsManager::Secret');
    Validations.of(this.secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: rotatedByHand });
  }

  /** Leave to read the key: of these versions only, and each has to be asked for by its label. */
  read(purpose: string, ...stages: readonly [SecretStage, ...SecretStage[]]): PolicyStatement {
    return new PolicyStatement({
      sid: purpose,
      actions: ['secretsmanager:GetSecretValue'],
      resources: [this.secret.secretArn],
      conditions: { StringEquals: { 'secretsmanager:VersionStage': stages } },
    });
  }
}
