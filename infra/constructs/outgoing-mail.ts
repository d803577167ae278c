import { CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
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
}

/** The domain that e-mails come from, what SES counts about them, and leave to send them. */
export class OutgoingMail extends Construct {
  readonly identity: EmailIdentity;
  readonly configurationSet: ConfigurationSet;
  /** The one address that e-mails come from. */
  readonly senderAddress: string;

  constructor(scope: Construct, id: string, props: OutgoingMailProps) {
    super(scope, id);
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

  /** Leave to send from the one address, through the one configuration set. */
  send(purpose: string): PolicyStatement {
    return new PolicyStatement({
      sid: purpose,
      actions: ['ses:SendRawEmail'],
      resources: [
        this.identity.emailIdentityArn,
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
