import { addressedReference } from '../../shared/core/case/reference.ts';
import type { PageRequest, PageResponse } from '../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../shared/runtime/log-messages.ts';
import { amend } from './amend.ts';
import { councilOf } from './authenticate.ts';
import document from './openapi.json' with { type: 'json' };
import { methodNotAllowed, noSuchReferral, notFound } from './problem.ts';
import { refer } from './refer.ts';
import { given, type Refused } from './request.ts';
import { status } from './status.ts';
import type { ApiTools } from './tools.ts';

/** One path of the API: what it is called in logs and in the description, and what it does. */
interface Path {
  readonly route: string;
  readonly expression: RegExp;
  readonly methods: readonly string[];
  /** @param reference the reference in the path, as it should be written; empty where there is none */
  readonly act: (
    tools: ApiTools,
    council: string,
    reference: string,
    request: PageRequest,
  ) => Promise<PageResponse>;
}

const looks = ['GET', 'HEAD'];
/** Others are whatever a client likes to call them, and are logged by no name. */
const known = new Set([...looks, 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const isRefused = (value: { readonly kind: string }): value is Refused => value.kind === 'refused';

const paths: readonly Path[] = [
  {
    route: '/api/referrals',
    expression: /^\/api\/referrals\/?$/,
    methods: ['POST'],
    act: async (tools, council, _, request) => {
      const read = given(request);
      return isRefused(read) ? read.response : refer(tools, council, read);
    },
  },
  {
    route: '/api/referrals/{reference}',
    expression: /^\/api\/referrals\/([^/]{1,40})\/?$/,
    methods: looks,
    act: (tools, council, reference) => status(tools, council, reference),
  },
  {
    route: '/api/referrals/{reference}/amendments',
    expression: /^\/api\/referrals\/([^/]{1,40})\/amendments\/?$/,
    methods: ['POST'],
    act: async (tools, council, reference, request) => {
      const read = given(request);
      return isRefused(read) ? read.response : amend(tools, council, reference, read);
    },
  },
];

const description = (method: string): PageResponse =>
  looks.includes(method)
    ? {
        statusCode: 200,
        headers: { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' },
        body: JSON.stringify(document),
      }
    : methodNotAllowed('GET, HEAD');

interface Answered {
  readonly route: string;
  readonly council?: string;
  readonly response: PageResponse;
}

async function answer(tools: ApiTools, request: PageRequest): Promise<Answered> {
  const { method } = request.requestContext.http;
  if (request.rawPath === '/api/openapi.json')
    return { route: '/api/openapi.json', response: description(method) };
  const path = paths.find(({ expression }) => expression.test(request.rawPath));
  if (path === undefined) return { route: 'unknown', response: notFound() };
  const { route } = path;
  if (!path.methods.includes(method)) return { route, response: methodNotAllowed(path.methods.join(', ')) };
  const council = await councilOf(tools, request);
  if (isRefused(council)) return { route, response: council.response };
  const { code } = council;
  const [, written] = path.expression.exec(request.rawPath) ?? [];
  const reference = written === undefined ? '' : addressedReference(written);
  if (reference === undefined) return { route, council: code, response: noSuchReferral() };
  return { route, council: code, response: await path.act(tools, code, reference, request) };
}

/** Answers a request of a council's system. What is logged is the route and the council, never what was sent. */
export const api =
  (tools: ApiTools) =>
  async (request: PageRequest): Promise<PageResponse> => {
    const { method } = request.requestContext.http;
    const { route, council, response } = await answer(tools, request);
    const said = known.has(method) ? method : 'another method';
    tools.log.info(logMessages.apiServed, {
      route: `${said} ${route}`,
      status: response.statusCode,
      council,
    });
    return method === 'HEAD' ? { ...response, body: '' } : response;
  };
