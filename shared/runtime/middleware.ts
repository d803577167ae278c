import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { inOwnLines } from './own-lines.ts';

/** what every function is wrapped in: its log knows the request, and its metrics are written when it ends, well or badly. */
export function middleware<Event, Result>(
  logger: Logger,
  metrics: Metrics,
  act: (event: Event, context: Context) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  return middy<Event, Result, Error, Context>()
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(logMetrics(metrics))
    .use({
      // What is not caught here Lambda logs as it stands.
      onError: ({ error }) => {
        if (error?.stack !== undefined) error.stack = inOwnLines(error.stack);
      },
    })
    .handler((event, context) => act(event, context));
}
