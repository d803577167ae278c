import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type DataStack, DUE_INDEX, NEEDS_INDEX, RECEIVED_INDEX } from '../data-stack.ts';
import type { Alarms } from './alarms.ts';
import { sumOf } from './metric-maths.ts';

const period = Duration.minutes(5);
/** What our functions ask of DynamoDB. */
const used = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'TransactWriteItems'];
const throttles = ['ReadThrottleEvents', 'WriteThrottleEvents'];

/** Throttles and DynamoDB's own errors on the tables and their indexes. Calls are retried, so silence and a single one are well. */
export function watchTables(alarms: Alarms, { cases, sealed }: Pick<DataStack, 'cases' | 'sealed'>): void {
  const names = [cases.table.tableName, sealed.table.tableName];
  const metric = (metricName: string, dimensionsMap: Record<string, string>): IMetric =>
    new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, statistic: 'Sum', period });
  // A write that an index holds up is counted at the index alone.
  const throttled = [
    ...names.map((TableName) => ({ TableName })),
    ...[NEEDS_INDEX, DUE_INDEX, RECEIVED_INDEX].map((GlobalSecondaryIndexName) => ({
      TableName: cases.table.tableName,
      GlobalSecondaryIndexName,
    })),
  ];
  alarms.raise({
    name: 'table-throttled',
    says: 'DynamoDB turned calls away: one key is asked for too often, or a burst doubled too fast.',
    metric: sumOf(
      'Calls turned away',
      period,
      throttled.flatMap((dimensions) => throttles.map((name) => metric(name, dimensions))),
    ),
    from: 1,
    periods: 2,
    silence: 'is well',
  });
  alarms.raise({
    name: 'table-failing',
    says: 'DynamoDB itself fails.',
    metric: sumOf(
      'System errors',
      period,
      names.flatMap((TableName) => used.map((Operation) => metric('SystemErrors', { TableName, Operation }))),
    ),
    from: 1,
    periods: 2,
    silence: 'is well',
  });
}
