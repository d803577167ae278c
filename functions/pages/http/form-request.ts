import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import type { FormPost } from '../forms/form-post.ts';
import { crossSite, notAForm, tooLarge } from './messages.ts';
import type { Reply } from './reply.ts';

/** Characters in all fields together. The longest form holds two texts of 2,000; this leaves room for clumsy pasting. */
const MOST_CHARACTERS = 20_000;
/** Bytes of a whole request, as its sender counts them. */
const MOST_BYTES = 100_000;

/** Our own origin as browsers spell it: an HTTP API speaks HTTPS only, and says so; only the local run names another protocol. */
const ownOrigin = ({ headers, requestContext }: PageRequest): string =>
  `${headers['x-forwarded-proto'] === 'http' ? 'http' : 'https'}://${headers.host ?? requestContext.domainName}`;

const originOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).origin : 'not an address';

/**
 * Where a post comes from. Browsers of the last years say so themselves (Sec-Fetch-Site) and no page can make them say otherwise. Older
 * ones name the origin, or the page; one that keeps addresses to itself, as most of our pages ask it to, says "null", and so does one
 * that a hostile page told to: that is `unsaid`.
 */
function originOfPost(request: PageRequest): 'own' | 'other' | 'unsaid' {
  const { 'sec-fetch-site': site, origin, referer } = request.headers;
  const own = ownOrigin(request);
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'other';
  if (origin !== undefined && origin !== 'null') return origin === own ? 'own' : 'other';
  if (site !== undefined) return 'own';
  if (origin === 'null' || referer === undefined) return 'unsaid';
  return originOf(referer) === own ? 'own' : 'other';
}

/**
 * Whether a post may be read. A form whose page or address holds a secret (a link's token, a session's) proves by that secret where it
 * comes from, so that old browsers that say nothing can send it.
 */
export const isFromOwnPage = (request: PageRequest): boolean => originOfPost(request) !== 'other';

/**
 * The same for a form that signs in. Whoever attacks knows that link's token: it is their own, and they want somebody else to be signed in by
 * it. So the browser has to say where the form comes from; the pages of these forms let every browser say it.
 */
export const isSurelyFromOwnPage = (request: PageRequest): boolean => originOfPost(request) === 'own';

/** For a page whose forms have to come with their origin: it is told to ourselves, and to nobody else. */
export const TELLS_OWN_ORIGIN = { 'Referrer-Policy': 'same-origin' };

export type FormRequest =
  | { readonly kind: 'form'; readonly form: FormPost }
  | { readonly kind: 'refused'; readonly response: Reply };

/**
 * The form that a request carries, unless it should not be read.
 *
 * @param isFromUs how sure we have to be that it comes from our own page
 */
export function formOf(request: PageRequest, isFromUs = isFromOwnPage): FormRequest {
  const refused = (response: Reply): FormRequest => ({ kind: 'refused', response });
  if (!isFromUs(request)) return refused(crossSite());
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
