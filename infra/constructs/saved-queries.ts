import { Stack } from 'aws-cdk-lib';
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';

/** What stands where a case's reference has to be put in before the first query is run. */
export const ANY_REFERENCE = 'NTS-0000-0000';

/** By their names in CloudWatch Logs Insights. */
const queries = {
  'A case by its reference': `fields @timestamp, service, level, code, message
| filter @message like "${ANY_REFERENCE}"
| sort @timestamp asc
| limit 1000`,
  'Failures by function': `filter level = "ERROR" or @message like /Task timed out|Runtime exited/
| stats count(*) as failures, max(@timestamp) as newest by @log, code, errorName
| sort failures desc
| limit 50`,
  'Slow runs by function': `filter @type = "REPORT"
| stats count(*) as runs, pct(@duration, 50) as usual, pct(@duration, 95) as slow, max(@duration) as slowest by @log
| sort slowest desc`,
} as const;

/** Questions that are asked of the logs again and again, over those of every function. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, functions: readonly PipelineFunction[]) {
    super(scope, id);
    for (const [name, queryString] of Object.entries(queries))
      new CfnQueryDefinition(this, name.replaceAll(/\W/g, ''), {
        name: `${Stack.of(this).stackName}/${name}`,
        queryString,
        logGroupNames: functions.map(({ logGroup }) => logGroup.logGroupName),
      });
  }
}
