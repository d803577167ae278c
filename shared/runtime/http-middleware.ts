import type { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpSecurityHeaders from '@middy/http-security-headers';
import httpUrlencodeBodyParser from '@middy/http-urlencode-body-parser';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { logTo } from './log.ts';
import { logMessages } from './log-messages.ts';

/** A request whose headers are in lower case and whose form, if it carried one, has been read. A field sent twice is a list. */
export type PageRequest = Omit<APIGatewayProxyEventV2, 'body'> & {
  readonly body?: string | Readonly<Record<string, string | readonly string[] | undefined>>;
};
export type PageResponse = APIGatewayProxyStructuredResultV2;

/** Nothing runs, nothing is fetched but our own style, fonts and images, and nobody frames the page. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * What the pages are wrapped in: request in the log, form read, headers that keep a page and the token in its address to
 * themselves, and a page of our own when something breaks.
 *
 * @param onFailure the page for an unexpected failure; the failure itself is logged here and not shown
 */
export function httpMiddleware(
  logger: Logger,
  metrics: Metrics,
  act: (request: PageRequest, context: Context) => Promise<PageResponse>,
  onFailure: (request: PageRequest) => PageResponse | Promise<PageResponse>,
): (event: APIGatewayProxyEventV2, context: Context) => Promise<PageResponse> {
  const log = logTo(logger);
  const answered = middy<APIGatewayProxyEventV2, PageResponse, Error, Context>()
    .use(injectLambdaContext(logger, { clearState: true }))
    .use(logMetrics(metrics))
    .use(
      httpSecurityHeaders({
        contentSecurityPolicy: false,
        // Its own list names features that browsers do not know, and each complains of them on every page.
        permissionsPolicy: false,
        // Ours below, because some pages say otherwise.
        referrerPolicy: false,
        // Strict transport is the browser's memory of a host: right for the pages' own, too much to ask of its parents.
        strictTransportSecurity: { maxAge: 365 * 24 * 60 * 60, includeSubDomains: false, preload: false },
      }),
    )
    .use({
      after: ({ response }) => {
        if (response) response.headers = { ...ownHeaders, ...response.headers };
      },
      onError: async (request) => {
        // The route, never the path: a path carries the token that is the key to a case.
        log.error(logMessages.requestFailed, { route: request.event.routeKey }, request.error);
        const response = await onFailure(request.event as PageRequest);
        request.response = { ...response, headers: { ...ownHeaders, ...response.headers } };
      },
    })
    .use(httpHeaderNormalizer())
    .use(httpUrlencodeBodyParser({ disableContentTypeError: true }))
    .handler((event, context) => act(event as PageRequest, context));
  return answered as (event: APIGatewayProxyEventV2, context: Context) => Promise<PageResponse>;
}

const ownHeaders = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'X-Robots-Tag': 'noindex, nofollow',
};
