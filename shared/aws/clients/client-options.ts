import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type Logger = NonNullable<DynamoDBClientConfig['logger']>;

/**
 * What every client is made with. A call that hangs is given up well within a function's timeout; the queue behind the function
 * has the patience. Region, credentials and endpoint come from the environment (AWS_ENDPOINT_URL sends everything elsewhere).
 *
 * The logger has no `info` and no `error`: for them the SDK copies every answer, member by member, to leave out what is sensitive,
 * and its own logger then says nothing (decisions/0014). Warnings go to the log as
 * without it; `debug` is called, unasked, wherever credentials are looked for.
 *
 * @param requestTimeout milliseconds
 * @param keepAlive false for a client that may not try twice: a connection kept over a pause between invocations may be dead
 */
export const clientOptions = (requestTimeout = 3_000, keepAlive = true) => ({
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout,
    throwOnRequestTimeout: true,
    ...(keepAlive ? {} : { httpsAgent: { keepAlive }, httpAgent: { keepAlive } }),
  },
  logger: {
    debug: () => undefined,
    warn: (...words) => console.warn(...words),
  } satisfies Partial<Logger> as Partial<Logger> as Logger,
});
