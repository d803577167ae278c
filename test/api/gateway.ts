/** The API over the memory twins, beside the functions that its messages go to. */

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { api } from '../../functions/api/api.ts';
import type { Problem, ReferralState, Taken } from '../../functions/api/contracts.ts';
import { failure } from '../../functions/api/problem.ts';
import { hashOfKey } from '../../shared/core/council/council-keys.ts';
import { defined } from '../../shared/core/defined.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { MemoryApiStore } from '../../shared/memory/memory-api-store.ts';
import { httpMiddleware, type PageResponse } from '../../shared/runtime/http-middleware.ts';
import { powertoolsLogger } from '../../shared/runtime/log.ts';
import { powertoolsMetrics } from '../../shared/runtime/meter.ts';
import { NOW } from '../builders.ts';
import { SchemeInMemory } from '../functions/scheme-in-memory.ts';
import { keyOf } from './a-request.ts';

export const KENT = 'E10000016';
export const CROYDON = 'E09000008';
export const LEEDS = 'E08000035';

const document = JSON.parse(readFileSync('functions/api/openapi.json', 'utf8'));
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(document, 'openapi');

export interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly council?: string;
  readonly key?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly body?: unknown;
  readonly text?: string;
  /** A body that the gateway hands on in base64. */
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly taken: Taken;
  readonly state: ReferralState;
  readonly problem: Problem;
}

const templates = ['/api/referrals', '/api/referrals/{reference}', '/api/referrals/{reference}/amendments'];
const templateOf = (path: string): string =>
  templates.find((one) => new RegExp(`^${one.replace('{reference}', '[^/]+')}$`).test(path)) ?? '';

/** @throws Error when the document does not allow this answer */
export function checkAgainstDocument(
  method: string,
  path: string,
  status: number,
  type: string,
  body: string,
): void {
  const template = templateOf(path);
  const operation = document.paths[template]?.[method.toLowerCase()];
  // What nobody promised an operation for is answered with a problem.
  const pointer =
    operation === undefined
      ? '#/components/schemas/Problem'
      : operation.responses[String(status)]?.content?.[type.split(';')[0] ?? '']?.schema?.$ref;
  if (pointer === undefined) throw new Error(`The document knows no ${status} ${type} of ${method} ${path}.`);
  const validate = ajv.getSchema(`openapi${pointer}`);
  if (validate === undefined) throw new Error(`The document has no ${pointer}.`);
  if (!validate(JSON.parse(body)))
    throw new Error(`${method} ${path} ${status}: ${ajv.errorsText(validate.errors)}`);
}

export class Gateway {
  readonly requests = new MemoryApiStore();
  readonly scheme: SchemeInMemory;
  readonly fingerprintKey = new FixedSigningKey('f'.repeat(64));
  readonly #handle: (event: APIGatewayProxyEventV2, context: Context) => Promise<PageResponse>;

  private constructor(scheme: SchemeInMemory) {
    this.scheme = scheme;
    const { cases, sealed, clock, log, referrals } = scheme;
    this.#handle = httpMiddleware(
      powertoolsLogger(),
      powertoolsMetrics(),
      api({
        cases,
        sealed,
        clock,
        log,
        referrals,
        requests: this.requests,
        newId: randomUUID,
        fingerprintKey: this.fingerprintKey,
        policy: policyNamed('nts-2025'),
      }),
      failure,
    );
  }

  /** @param scheme to share with other ways in */
  static async open(scheme?: SchemeInMemory): Promise<Gateway> {
    const gateway = new Gateway(scheme ?? (await SchemeInMemory.open()));
    for (const council of [KENT, CROYDON, LEEDS])
      await gateway.requests.replaceKey(council, hashOfKey(keyOf(council)), { at: NOW, by: 'test' });
    return gateway;
  }

  /** One request, whose answer has to be one that the document describes. */
  async call(call: Call): Promise<Answer> {
    const { method = 'POST', path = '/api/referrals', council = KENT } = call;
    const key = 'key' in call ? call.key : keyOf(council);
    const idempotencyKey = 'idempotencyKey' in call ? call.idempotencyKey : 'first';
    const body = call.bytes
      ? Buffer.from(call.bytes).toString('base64')
      : (call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body)));
    const given = await this.#handle(
      {
        version: '2.0',
        routeKey: 'ANY /api/{path+}',
        rawPath: path,
        rawQueryString: '',
        headers: {
          ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
          ...defined({ 'Idempotency-Key': idempotencyKey }),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...call.headers,
        },
        requestContext: { http: { method, path }, timeEpoch: Date.parse(NOW) },
        ...defined({ body }),
        isBase64Encoded: call.bytes !== undefined,
      } as unknown as APIGatewayProxyEventV2,
      { awsRequestId: 'request-1' } as Context,
    );
    const { statusCode: status = 0, headers = {}, body: text = '' } = given;
    if (text !== '' && path !== '/api/openapi.json')
      checkAgainstDocument(method, path, status, String(headers['Content-Type']), text);
    const read = text === '' ? {} : JSON.parse(text);
    return { status, headers, text, taken: read, state: read, problem: read };
  }

  /** What is on the referrals queue is looked at, with all that follows. */
  async lookAtReferrals(from = 0): Promise<void> {
    const messages = this.scheme.referrals.snapshot().slice(from);
    const returned = await this.scheme.receive(...messages.map(({ body }) => body));
    if (returned.length > 0) throw new Error(`Messages went back to the queue: ${returned.join()}`);
    await this.scheme.settle();
  }
}
