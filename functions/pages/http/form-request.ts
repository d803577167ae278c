import type { PageRequest } from '../../../shared/runtime/wear-http.ts';
import type { FormPost } from '../journey/form-post.ts';
import { crossSite, notAForm, tooLarge } from './messages.ts';
import type { Reply } from './reply.ts';

/** Characters in all fields together. The longest form holds two texts of 2,000; this leaves room for clumsy pasting. */
const MOST_CHARACTERS = 20_000;
/** Bytes of a whole request, as its sender counts them. */
const MOST_BYTES = 100_000;

/**
 * Whether a post comes from our own page. Browsers say so themselves; older ones name the origin, and one that keeps
 * addresses to itself (as we ask it to) says "null". The token in the address is what an attacker would need in any case.
 */
export function isFromOwnPage({ headers, requestContext }: PageRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = headers.origin;
  if (origin === undefined || origin === 'null') return true;
  const own = headers.host ?? requestContext.domainName;
  return URL.canParse(origin) && new URL(origin).host === own;
}

export type FormRequest =
  | { readonly kind: 'form'; readonly form: FormPost }
  | { readonly kind: 'refused'; readonly response: Reply };

/** The form that a request carries, unless it should not be read. */
export function formOf(request: PageRequest): FormRequest {
  const refused = (response: Reply): FormRequest => ({ kind: 'refused', response });
  if (!isFromOwnPage(request)) return refused(crossSite());
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return refused(tooLarge());
  if (typeof request.body !== 'object') return refused(notAForm());
  const form = new Map<string, readonly string[]>();
  let characters = 0;
  for (const [name, value] of Object.entries(request.body)) {
    const values = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    characters += values.reduce((sum, text) => sum + text.length, name.length);
    form.set(name, values);
  }
  return characters > MOST_CHARACTERS ? refused(tooLarge()) : { kind: 'form', form };
}
