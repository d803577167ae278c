import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { partitionsOf } from '../../shared/aws/keys.ts';

/** An event's item, whole: without these there is none, and beside them nothing may stand. */
const EVENT_ATTRIBUTES = ['pk', 'sk', 'body'];

/**
 * What the table of cases refuses everybody, operators and administrators included: to delete or change an event, to give it
 * a time to live, which would delete it, and to put one outside a transaction. It stands on the table, so that no role can be
 * given leave. What it cannot refuse is a put that overwrites: IAM does not see a put's condition (decisions/0017).
 */
export function guardEvents(): PolicyStatement[] {
  const onEvents = { 'dynamodb:LeadingKeys': [partitionsOf('cases', 'event')] };
  const refuse = (sid: string, actions: readonly string[], conditions: Record<string, unknown>) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: actions.map((action) => `dynamodb:${action}`),
      // The table itself; its own name would be a circle in the template.
      resources: ['*'],
      conditions,
    });
  return [
    refuse(
      'EventsAreNeverChanged',
      ['DeleteItem', 'UpdateItem', 'BatchWriteItem', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLUpdate'],
      { 'ForAnyValue:StringLike': onEvents },
    ),
    refuse('EventsComeInTransactions', ['PutItem'], {
      'ForAnyValue:StringLike': onEvents,
      StringNotEquals: { 'dynamodb:EnclosingOperation': 'TransactWriteItems' },
    }),
    refuse('EventsNeverExpire', ['PutItem'], {
      'ForAnyValue:StringLike': onEvents,
      'ForAnyValue:StringNotEquals': { 'dynamodb:Attributes': EVENT_ATTRIBUTES },
    }),
  ];
}
