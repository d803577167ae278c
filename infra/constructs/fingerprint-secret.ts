import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** The key of the fingerprints that find the same child again: 64 random letters and digits, seen by nobody. */
export class FingerprintSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description:
        'Fingerprints of children in the National Transfer Scheme: nobody can make or guess one without it',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // Without it no child is found again who was referred before.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Fingerprints made with another key match none made before, so a turn hides every duplicate of an open case. It is turned by hand, when leaked; children referred before are then compared by people.',
    });
  }

  /** Leave to read the key. */
  read(purpose: string): PolicyStatement {
    return new PolicyStatement({
      sid: purpose,
      actions: ['secretsmanager:GetSecretValue'],
      resources: [this.secret.secretArn],
    });
  }
}
