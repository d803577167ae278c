import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The tag that carries a resource's short name. CloudFormation makes the physical names; people and tools read this one. */
const NAME_TAG = 'nts:name';

/**
 * Gives one resource its short name.
 *
 * @param construct the construct that holds the resource
 * @param name the short name, for example `referrals-dlq`
 * @param resourceType the one CloudFormation type to tag, so that its role or log group stays untouched
 */
export function nameResource(construct: IConstruct, name: string, resourceType: string): void {
  Tags.of(construct).add(NAME_TAG, name, { includeResourceTypes: [resourceType] });
}
