import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** The key that signs the links in e-mails: 64 random letters and digits, made by CloudFormation and seen by nobody. */
export class LinkSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Signs the links in e-mails of the National Transfer Scheme',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // Without it every link already e-mailed is void.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'A turn of this key voids every link already e-mailed, and with it a council’s way to answer an offer in time. It is turned by hand, when leaked, and the open offers are sent again.',
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
