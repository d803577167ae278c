import type * as z from 'zod';
import { defined } from '../../shared/core/defined.ts';
import type { RequestFlaw } from '../../shared/core/referral/referral-request.ts';
import { flawsOfShape } from '../../shared/core/referral/shape-flaws.ts';
import type { PageResponse } from '../../shared/runtime/http-middleware.ts';
import type { Problem } from './contracts.ts';

/** A place in what was sent, as a JSON Pointer (RFC 6901) in a fragment. */
export const pointer = (path: readonly PropertyKey[]): string =>
  `#${path.map((part) => `/${encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;

/**
 * An answer that says why a request was not carried out.
 *
 * @param kind a short code that does not change
 */
function problem(
  status: number,
  kind: string,
  title: string,
  detail: string,
  more: { readonly errors?: NonNullable<Problem['errors']>; readonly headers?: Record<string, string> } = {},
): PageResponse {
  const { errors, headers } = more;
  const body: Problem = {
    type: `/problems/${kind}`,
    title,
    status,
    detail,
    ...defined({ errors }),
  };
  return {
    statusCode: status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
    body: JSON.stringify(body),
  };
}

/** Problems beyond this many are not listed: mend these and send again. */
const LISTED = 50;

const invalid = (errors: NonNullable<Problem['errors']>): PageResponse =>
  problem(
    422,
    'invalid-fields',
    'Some of what you sent cannot be used',
    'Nothing was recorded. Put right each field named in "errors" and send it again with the same Idempotency-Key.',
    { errors: errors.slice(0, LISTED) },
  );

/** Flaws at their places in what was sent. */
export const placed = (flaws: readonly RequestFlaw[]): NonNullable<Problem['errors']> =>
  flaws.map(({ path, words }) => ({ pointer: pointer(path), detail: words }));

/** What is wrong with a body, in its shape or although its shape is right. */
export const invalidContent = (flaws: readonly RequestFlaw[]): PageResponse => invalid(placed(flaws));

/** What is wrong with a body's shape, field by field. */
export const invalidShape = (error: z.ZodError): PageResponse => invalidContent(flawsOfShape(error));

const noKeyBecause = (title: string, detail: string): PageResponse =>
  problem(401, 'no-key', title, detail, {
    headers: { 'WWW-Authenticate': 'Bearer realm="National Transfer Scheme"' },
  });

export const noKey = (): PageResponse =>
  noKeyBecause(
    'Say who you are',
    'Send your council’s key in the header "Authorization: Bearer <key>". If yours is not taken any more, ask the National Transfer Scheme team for a new one.',
  );

/** @param ended that the council has ended, and who took over */
export const keyOfEnded = (ended: string): PageResponse =>
  noKeyBecause(
    'The council of this key has ended',
    `Nothing was recorded. ${ended}. Ask the National Transfer Scheme team for a key of the council that your system is for now.`,
  );

export const notYours = (): PageResponse =>
  problem(
    403,
    'another-authority',
    'You can refer children of your own authority only',
    'Nothing was recorded. The key is one authority’s and "entryAuthority" names another. Leave the field out, or use that authority’s key.',
    {
      errors: [
        {
          pointer: '#/entryAuthority',
          detail: 'Leave this out, or give the authority that the key belongs to.',
        },
      ],
    },
  );

/** The same words whether there is no such referral or it is another council's. */
export const noSuchReferral = (): PageResponse =>
  problem(
    404,
    'no-such-referral',
    'You have no referral with this reference',
    'Check the reference: it looks like NTS-7F3K-2M9Q and stands in the answer to your referral.',
  );

export const notFound = (): PageResponse =>
  problem(
    404,
    'no-such-path',
    'There is nothing at this address',
    'This API answers at /api/referrals. /api/openapi.json describes all of it.',
  );

export const methodNotAllowed = (allowed: string): PageResponse =>
  problem(405, 'method-not-allowed', 'That cannot be done here', `Use one of: ${allowed}.`, {
    headers: { Allow: allowed },
  });

/** As the draft on Idempotency-Key has it, section 2.7. */
export const keyUsedBefore = (): PageResponse =>
  problem(
    422,
    'idempotency-key-used',
    'This Idempotency-Key was used before, with another body',
    'What you sent first stands, and nothing was changed now. For another child use a new key; to change a referral send an amendment.',
  );

export const sealedDiffers = (): PageResponse =>
  problem(
    409,
    'sealed-differs',
    'Something else is sealed under this reference',
    'Nothing was recorded, and what is sealed was not changed. Send it again with a new Idempotency-Key. If the answer is the same, tell the National Transfer Scheme team.',
  );

export const notLookedAtYet = (): PageResponse =>
  problem(
    409,
    'not-looked-at-yet',
    'This referral has not been looked at yet',
    'Nothing was recorded. Send the amendment again in a few seconds, with the same Idempotency-Key.',
    { headers: { 'Retry-After': '5' } },
  );

export const closed = (words: string): PageResponse =>
  problem(409, 'case-closed', 'This case is closed', `Nothing was recorded. ${words}`);

export const mergedBefore = (reference: string): PageResponse =>
  problem(
    409,
    'merged',
    'This referral was merged into another case',
    `Nothing was recorded. If ${reference} is yours, send the amendment there; if not, tell the National Transfer Scheme team.`,
  );

export const tooLarge = (): PageResponse =>
  problem(
    413,
    'too-large',
    'That is too much',
    'Nothing was recorded. Send a referral of less than 100 KB: its facts only, no documents.',
  );

export const notJsonType = (): PageResponse =>
  problem(
    415,
    'not-json',
    'Send JSON',
    'Nothing was recorded. Send the body as JSON in UTF-8 with the header "Content-Type: application/json".',
    { headers: { Accept: 'application/json' } },
  );

export const notJson = (): PageResponse =>
  problem(
    400,
    'unreadable-json',
    'The body is not JSON',
    'Nothing was recorded. Check quotes, commas and brackets.',
  );

export const notUtf8 = (): PageResponse =>
  problem(
    400,
    'not-utf-8',
    'The body is not UTF-8',
    'Nothing was recorded, because letters of it are lost or in another encoding, and a name would be kept broken. Write the body in UTF-8 and send it again.',
  );

/** RFC 9110, section 15.5.16. */
export const encoded = (): PageResponse =>
  problem(
    415,
    'encoded',
    'Send the body as it is',
    'Nothing was recorded. We do not read bodies that are packed, with gzip or otherwise. Send it without the header "Content-Encoding".',
    { headers: { 'Accept-Encoding': 'identity' } },
  );

export const noIdempotencyKey = (): PageResponse =>
  problem(
    400,
    'no-idempotency-key',
    'Send an Idempotency-Key',
    'Nothing was recorded. Give each referral and each amendment a key of its own in the header "Idempotency-Key", 1 to 200 letters, digits and signs without spaces, for example a UUID. Sent again with the same key, it is counted once.',
  );

export const tooMany = (seconds: number): PageResponse =>
  problem(
    429,
    'too-many-requests',
    'Too many requests',
    `Nothing was recorded. Wait ${seconds} seconds and send it again.`,
    { headers: { 'Retry-After': String(seconds) } },
  );

/** Something broke: nothing was done, or it was done whole. */
export const failure = (): PageResponse =>
  problem(
    500,
    'failure',
    'Something went wrong here',
    'Send the same request again in a minute, with the same Idempotency-Key: however often it is sent, it is counted once.',
    { headers: { 'Retry-After': '60' } },
  );
