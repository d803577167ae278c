import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { AlarmDesk } from './alarm-desk.ts';

/** A page that fails is a duty manager who cannot answer. */
export function watchPages(desk: AlarmDesk, api: HttpApi): void {
  desk.raise({
    name: 'pages-failing',
    says: 'A page answered with a server error: somebody could not see or answer an offer.',
    metric: api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
    from: 1,
    // Nobody opens a page at night.
    silence: 'is well',
  });
}
