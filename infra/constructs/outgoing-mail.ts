import { CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  MailFromBehaviorOnMxFailure,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { mailFromDomain } from '../deploy/dns-records.ts';

export interface OutgoingMailProps {
  /** Domain that e-mails come from, for example `transfers.example`; its DNS has to carry the DKIM records. */
  readonly domain: string;
  /** Whether SES holds the account in its sandbox. */
  readonly sandbox: boolean;
}

/** The domain that e-mails come from, what SES counts about them, and leave to send them. */
export class OutgoingMail extends Construct {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  /** The one address that e-mails come from. */
  readonly senderAddress: string;
  readonly #sandbox: boolean;

  constructor(scope: Construct, id: string, props: OutgoingMailProps) {
    super(scope, id);
    this.#sandbox = props.sandbox;
    this.senderAddress = `no-reply@${props.domain}`;
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(props.domain),
      // Until its DNS says so, SES goes on with a domain of its own: no e-mail is lost for it.
      mailFromDomain: mailFromDomain(props.domain),
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
    });
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.configurationSet.addEventDestination('Metrics', {
      destination: EventDestination.cloudWatchDimensions([
        {
          source: CloudWatchDimensionSource.MESSAGE_TAG,
          name: 'ses:configuration-set',
          defaultValue: 'none',
        },
      ]),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
    for (const [index, record] of this.identity.dkimRecords.entries())
      new CfnOutput(this, `Dkim${index + 1}`, {
        description: 'CNAME for the DNS of the sender domain: name -> value',
        value: `${record.name} -> ${record.value}`,
      });
  }

  /** Every identity of the account: in the sandbox IAM is asked for that of whoever gets the e-mail, too. */
  get #everybody(): string {
    return Stack.of(this).formatArn({ service: 'ses', resource: 'identity', resourceName: '*' });
  }

  /** Says why a role may use every identity, where it may: nag asks. */
  explainSending(role: Role): void {
    if (!this.#sandbox) return;
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:${Stack.of(this).region}:<AWS::AccountId>:identity/*]`,
      reason:
        'In the sandbox of SES the identities of those who get an e-mail count as well, which are verified by hand. The sender is held to one address all the same; with production access this is gone.',
    });
  }

  /** Leave to send from the one address, through the one configuration set. */
  send(purpose: string): PolicyStatement {
    return new PolicyStatement({
      sid: purpose,
      actions: ['ses:SendRawEmail'],
      resources: [
        this.#sandbox ? this.#everybody : this.identity.emailIdentityArn,
        Stack.of(this).formatArn({
          service: 'ses',
          resource: 'configuration-set',
          resourceName: this.configurationSet.configurationSetName,
        }),
      ],
      conditions: { StringEquals: { 'ses:FromAddress': this.senderAddress } },
    });
  }
}
