import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation } from 'aws-cdk-lib/aws-dynamodb';
import type { Alarms } from './alarms.ts';
import type { EncryptedTable } from './encrypted-table.ts';

const period = Duration.minutes(5);
const used = [
  Operation.GET_ITEM,
  Operation.QUERY,
  Operation.PUT_ITEM,
  Operation.UPDATE_ITEM,
  Operation.TRANSACT_WRITE_ITEMS,
];

/** Throttles and DynamoDB's own errors on one table. Calls are retried, so silence and a single one are well. */
export function watchTable(alarms: Alarms, name: string, { table }: EncryptedTable): void {
  alarms.raise({
    name: `${name}-table-throttled`,
    runbook: 'table-throttled',
    says: `DynamoDB turned calls to ${name} away: one key is asked for too often, or a burst doubled too fast.`,
    metric: new MathExpression({
      expression: 'FILL(reads, 0) + FILL(writes, 0)',
      label: 'Calls turned away',
      usingMetrics: {
        reads: table.metric('ReadThrottleEvents', { statistic: 'Sum', period }),
        writes: table.metric('WriteThrottleEvents', { statistic: 'Sum', period }),
      },
      period,
    }),
    from: 1,
    periods: 2,
    silence: 'is well',
  });
  alarms.raise({
    name: `${name}-table-failing`,
    runbook: 'table-failing',
    says: `DynamoDB itself fails on ${name}.`,
    metric: table.metricSystemErrorsForOperations({ operations: used, statistic: 'Sum', period }),
    from: 1,
    periods: 2,
    silence: 'is well',
  });
}
