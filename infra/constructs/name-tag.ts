import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SHORT_NAME_TAG } from '../short-name-tag.ts';
import { stageOf } from '../stage.ts';

/**
 * Gives one resource its short name. In a stage that has a name, that name and a slash stand before it.
 *
 * @param construct the construct that holds the resource
 * @param name the short name, for example `referrals-dlq`
 * @param resourceType the one CloudFormation type to tag, so that its role or log group stays untouched
 */
export function nameResource(construct: IConstruct, name: string, resourceType: string): void {
  const stage = stageOf(construct);
  const full = stage === undefined ? name : `${stage}/${name}`;
  Tags.of(construct).add(SHORT_NAME_TAG, full, { includeResourceTypes: [resourceType] });
}
