import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { type ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { into, takeFrom } from './rules-into-queue.ts';
import type { WorkQueue } from './work-queue.ts';

/** What SES says of an e-mail, by its own name, and where in its event the particulars stand. */
const kinds = {
  Bounce: 'bounce',
  Complaint: 'complaint',
  Reject: 'reject',
  'Rendering Failure': 'failure',
} as const;

/**
 * Has every e-mail that did not arrive, or was not wanted, come back to us: what SES says of it becomes `email-returned.v1` in a queue. Delays wait
 * for SES, which tries for hours and then says that it gave up.
 */
export function tellOfReturned(
  scope: Construct,
  id: string,
  { mail, told: { queue } }: { readonly mail: ConfigurationSet; readonly told: WorkQueue },
): void {
  mail.addEventDestination('Returned', {
    // SES knows no other bus.
    destination: EventDestination.eventBus(EventBus.fromEventBusName(scope, `${id}Bus`, 'default')),
    events: [
      EmailSendingEvent.BOUNCE,
      EmailSendingEvent.COMPLAINT,
      EmailSendingEvent.REJECT,
      EmailSendingEvent.RENDERING_FAILURE,
    ],
  });
  const rules = Object.entries(kinds).map(([kind, particulars]) => {
    const event = {
      // EventBridge may say it twice, under the same id.
      id: `ses:${EventField.eventId}`,
      type: 'email-returned.v1',
      at: EventField.time,
      actor: { kind: 'system', name: 'ses' },
      data: {
        kind,
        email: EventField.fromPath('$.detail.mail.tags.email'),
        destination: EventField.fromPath('$.detail.mail.destination'),
        said: EventField.fromPath(`$.detail.${particulars}`),
      },
    };
    return new Rule(scope, `${id}${kind.replaceAll(' ', '')}`, {
      description: `E-mails of which SES says: ${kind}`,
      eventPattern: {
        source: ['aws.ses'],
        detail: {
          eventType: [kind],
          mail: { tags: { 'ses:configuration-set': [mail.configurationSetName] } },
        },
      },
      targets: [into(queue, RuleTargetInput.fromObject(event))],
    });
  });
  takeFrom(queue, 'MailServiceTells', rules);
}
