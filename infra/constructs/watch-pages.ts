import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import type { Alarms } from './alarms.ts';
import { sumOf } from './metric-maths.ts';
import { HOURLY_CHECK, schemeMetric } from './scheme-metrics.ts';

/** A page that fails is a duty manager who cannot answer. Functions that fail or are refused behind it are counted in it. */
export function watchPages(alarms: Alarms, api: HttpApi): void {
  alarms.raise({
    name: 'pages-failing',
    says: 'A page answered with a server error: somebody could not see or answer an offer.',
    metric: api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
    from: 1,
    // Nobody opens a page at night.
    silence: 'is well',
  });
  alarms.raise({
    name: 'document-out-of-reach',
    says: 'A council asked for a document that is lost or could not be checked for threats, or documents wait over an hour to be.',
    metric: sumOf('Out of reach', HOURLY_CHECK, [
      schemeMetric(metricNames.documentsOutOfReach, { statistic: 'Sum', period: HOURLY_CHECK }),
      schemeMetric(metricNames.documentsUnscanned, { statistic: 'Maximum', period: HOURLY_CHECK }),
    ]),
    from: 1,
    silence: 'is well',
  });
}
