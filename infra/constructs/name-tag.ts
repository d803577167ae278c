import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SHORT_NAME_TAG } from '../short-name-tag.ts';

/**
 * Gives one resource its short name.
 *
 * @param construct the construct that holds the resource
 * @param name the short name, for example `referrals-dlq`
 * @param resourceType the one CloudFormation type to tag, so that its role or log group stays untouched
 */
export function nameResource(construct: IConstruct, name: string, resourceType: string): void {
  Tags.of(construct).add(SHORT_NAME_TAG, name, { includeResourceTypes: [resourceType] });
}
