import * as z from 'zod';
import { defined } from '../../shared/core/defined.ts';
import { AmendmentRequest, ReferralRequest } from '../../shared/core/referral/referral-request.ts';
import { Problem, ReferralState, Taken } from './contracts.ts';

const schema = (of: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(of, { io });
  return rest;
};

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: string, description: string, headers?: object) => ({
  description,
  ...defined({ headers }),
  content: { 'application/json': { schema: ref(name) } },
});

const problems: Readonly<Record<number, string>> = {
  400: 'The body is not JSON in UTF-8, or there is no Idempotency-Key',
  401: 'No key, or one that is not taken any more',
  403: 'The referral names another authority than the key’s',
  404: 'You have no referral with this reference',
  409: 'The case does not take this now',
  413: 'The body is larger than 100 KB',
  415: 'The body is not sent as JSON, or is packed',
  422: 'Fields cannot be used, each named with what to do; or the Idempotency-Key was used before with another body',
  429: 'More than 120 requests in a minute',
  500: 'Something went wrong here; send the same again',
};

const refusals = (...statuses: readonly number[]) =>
  Object.fromEntries(
    statuses.map((status) => [
      String(status),
      {
        description: problems[status] ?? '',
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description:
    'Of your choosing, one for each referral or amendment. Sent again with the same body it is counted once, however much later; with another body it is refused.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
};
const reference = {
  name: 'reference',
  in: 'path',
  required: true,
  description:
    'Taken however somebody wrote it down, as with spaces or in small letters. Answers have it as it stands here.',
  schema: { type: 'string', pattern: '^NTS-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$' },
  example: 'NTS-7F3K-2M9Q',
};
const body = (name: string, example: object) => ({
  required: true,
  content: { 'application/json': { schema: ref(name), example } },
});
const location = {
  Location: { description: 'Where to ask how it goes on', schema: { type: 'string' } },
};

/** The API, described from the contracts that it checks requests and answers by (OpenAPI 3.1). */
export const openApi = () => ({
  openapi: '3.1.0',
  info: {
    title: 'National Transfer Scheme: referrals',
    version: '1.0.0',
    description:
      'For councils’ own systems: refer a child, add what is missing, ask how a referral stands. Names, dates of birth and references are sealed before anything else is done with a referral.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
  security: [{ councilKey: [] }],
  tags: [{ name: 'Referrals' }],
  paths: {
    '/api/referrals': {
      post: {
        operationId: 'refer',
        tags: ['Referrals'],
        summary: 'Refer a child or siblings',
        parameters: [idempotencyKey],
        requestBody: body('ReferralRequest', {
          referredOn: '2026-11-23',
          children: [{ sex: 'male', dateOfBirth: '2010-05-14', placementKind: 'foster-care', needs: [] }],
          inCareOfAuthority: true,
          links: [],
          areasToAvoid: [],
        }),
        responses: {
          202: json('Taken', 'Taken; it is looked at within moments', location),
          ...refusals(400, 401, 403, 409, 413, 415, 422, 429, 500),
        },
      },
    },
    '/api/referrals/{reference}': {
      get: {
        operationId: 'status',
        tags: ['Referrals'],
        summary: 'How a referral of yours stands',
        parameters: [reference],
        responses: { 200: json('ReferralState', 'How it stands'), ...refusals(401, 404, 429, 500) },
      },
    },
    '/api/referrals/{reference}/amendments': {
      post: {
        operationId: 'amend',
        tags: ['Referrals'],
        summary: 'Add what is missing, or correct',
        parameters: [reference, idempotencyKey],
        requestBody: body('AmendmentRequest', { familyInUk: 'none' }),
        responses: {
          202: json('Taken', 'Taken; it is looked at within moments', location),
          ...refusals(400, 401, 404, 409, 413, 415, 422, 429, 500),
        },
      },
    },
  },
  components: {
    securitySchemes: {
      councilKey: { type: 'http', scheme: 'bearer', description: 'Your council’s key' },
    },
    schemas: {
      ReferralRequest: schema(ReferralRequest, 'input'),
      AmendmentRequest: schema(AmendmentRequest, 'input'),
      Taken: schema(Taken, 'output'),
      ReferralState: schema(ReferralState, 'output'),
      Problem: schema(Problem, 'output'),
    },
  },
});
