import { defined } from '../../../shared/core/defined.ts';
// Fills in the pages' forms as a person with a browser would: reads what the page asks, answers it, presses the button.

/** What a page shows: its heading, its words, and the form on it, if there is one. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly heading: string;
  readonly text: string;
  /** As it came. */
  readonly html: string;
  readonly form?: Form;
  /** What the browser keeps of the pages that were open in it. */
  readonly cookies: Cookies;
}

/** The cookies of one browser, by name. */
export type Cookies = Map<string, string>;

interface Form {
  readonly step: string;
  readonly hidden: readonly (readonly [string, string])[];
  /** Fields that a person fills in, with what the page offers to choose from, if anything. */
  readonly asked: ReadonlyMap<string, readonly Offered[]>;
  readonly problems: readonly string[];
}

interface Offered {
  readonly value: string;
  /** What the page shows for it. */
  readonly text: string;
}

/** Answers by field name. A list answers checkboxes. */
export type Answers = Readonly<Record<string, string | readonly string[]>>;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

const decoded = (html: string): string =>
  html.replaceAll(/&(#x[0-9a-f]+|#\d+|[a-z]+);/gi, (whole, name: string) => {
    if (name.startsWith('#'))
      return String.fromCodePoint(Number(name.replace(/^#x/i, '0x').replace('#', '')));
    return entities[name.toLowerCase()] ?? whole;
  });

/** The words of a piece of a page. */
export const plain = (html: string): string =>
  decoded(html.replaceAll(/<(style|title)[\s\S]*?<\/\1>/g, ' ').replaceAll(/<[^>]*>/g, ' '))
    .replaceAll(/\s+/g, ' ')
    .trim();

const attribute = (tag: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decoded(value);
};

/** What stands beside a radio or a box. */
const labelOf = (html: string, id: string): string =>
  plain(new RegExp(`<label[^>]*\\sfor="${id}"[^>]*>([\\s\\S]*?)</label>`).exec(html)?.[1] ?? '');

function formIn(html: string): Form | undefined {
  const body = /<form(?![^>]*"\/sign-out")[^>]*method="post"[^>]*>([\s\S]*?)<\/form>/.exec(html)?.[1];
  if (body === undefined) return undefined;
  const hidden: (readonly [string, string])[] = [];
  const asked = new Map<string, Offered[]>();
  for (const [tag] of body.matchAll(/<(input|textarea)\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type') ?? 'text';
    if (name === undefined) continue;
    if (type === 'hidden') hidden.push([name, attribute(tag, 'value') ?? '']);
    else {
      const offered = /radio|checkbox/.test(type)
        ? [{ value: attribute(tag, 'value') ?? '', text: labelOf(body, attribute(tag, 'id') ?? '') }]
        : [];
      asked.set(name, [...(asked.get(name) ?? []), ...offered]);
    }
  }
  for (const [, tag = '', options = ''] of body.matchAll(/(<select\b[^>]*>)([\s\S]*?)<\/select>/g)) {
    const name = attribute(tag, 'name');
    if (name === undefined) continue;
    const offered = options.matchAll(/(<option\b[^>]*>)([\s\S]*?)<\/option>/g);
    asked.set(
      name,
      [...offered].map(([, option = '', text = '']) => ({
        value: attribute(option, 'value') ?? '',
        text: plain(text),
      })),
    );
  }
  const summary = /govuk-error-summary__list[^>]*>([\s\S]*?)<\/ul>/.exec(html)?.[1] ?? '';
  return {
    step: hidden.find(([name]) => name === 'step')?.[1] ?? '',
    hidden,
    asked,
    problems: [...summary.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, item = '']) => plain(item)),
  };
}

const HOPS_AT_MOST = 5;

/** Follows redirects itself, as a browser does that takes up cookies on the way. */
async function visit(
  url: string,
  cookies: Cookies,
  posted?: { readonly method: 'POST'; readonly body: URLSearchParams },
): Promise<Response> {
  let [at, asked] = [url, posted];
  for (let hop = 0; hop < HOPS_AT_MOST; hop += 1) {
    const { origin } = new URL(at);
    const response = await fetch(at, {
      ...asked,
      redirect: 'manual',
      headers: {
        ...(asked === undefined ? {} : { origin, 'sec-fetch-site': 'same-origin' }),
        ...(cookies.size === 0 ? {} : { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const to = response.headers.get('location');
    if (to === null) return response;
    [at, asked] = [new URL(to, at).href, undefined];
  }
  throw new Error(`${new URL(url).pathname.split('/')[1]} led from page to page.`);
}

/** @throws Error when the page itself failed: its function died, or could not answer */
async function read(response: Response, cookies: Cookies): Promise<Page> {
  const html = await response.text();
  if (response.status >= 500)
    throw new Error(`The page ${new URL(response.url).pathname.split('/')[1]} answered ${response.status}.`);
  const form = formIn(html);
  return {
    url: response.url,
    status: response.status,
    heading: plain(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? ''),
    text: plain(html),
    html,
    cookies,
    ...defined({ form }),
  };
}

/** Opens a link, in a browser that was never used or in one that keeps these cookies. */
export const open = async (url: string, cookies: Cookies = new Map()): Promise<Page> =>
  read(await visit(url, cookies), cookies);

/** Takes out a file. @throws Error when there is none */
export async function download(url: string, cookies: Cookies): Promise<string> {
  const response = await visit(url, cookies);
  if (response.status !== 200 || !response.headers.has('content-disposition'))
    throw new Error(`${new URL(url).pathname} is no file to take out: it answered ${response.status}.`);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

/** Presses the form's button with these values for what it asks; whatever it asks beyond them is left as it is. */
async function press(page: Page, form: Form, answers: Answers): Promise<Page> {
  const body = new URLSearchParams(form.hidden.map(([name, value]): [string, string] => [name, value]));
  for (const [name, offered] of form.asked) {
    const given = answers[name];
    if (given === undefined) continue;
    for (const value of [given].flat()) {
      if (offered.length > 0 && !offered.some((one) => one.value === value))
        throw new Error(
          `"${page.heading}" offers ${offered.map((one) => one.value).join(', ')} for ${name}, not ${value}.`,
        );
      body.append(name, value);
    }
  }
  return read(await visit(page.url, page.cookies, { method: 'POST', body }), page.cookies);
}

/** Presses the button of the page once, to see what it asks next. */
export const look = (page: Page, answers: Answers): Promise<Page> =>
  page.form ? press(page, page.form, answers) : Promise.resolve(page);

const STEPS_AT_MOST = 10;

/** Who answers, unless the answers say so. */
export const somebody = { name: 'S. Obi (invented)', role: 'duty manager' };

/**
 * Opens a link and answers page after page until nothing more is asked.
 *
 * @returns the page at the end: a receipt, or what explains why there is nothing to answer
 * @throws Error naming the page's complaint when an answer is not taken
 */
export async function fillIn(url: string, answers: Answers, cookies?: Cookies): Promise<Page> {
  let page = await open(url, cookies);
  let before = '';
  for (let step = 0; step < STEPS_AT_MOST; step += 1) {
    const { form } = page;
    if (!form) return page;
    if (form.problems.length > 0) throw new Error(`"${page.heading}" says: ${form.problems.join(' ')}`);
    // The first form again after the last button is the page of a case on which more can be done: not more to answer.
    if (before === 'confirm' && form.step !== 'confirm') return page;
    before = form.step;
    page = await press(page, form, { ...somebody, ...answers, confirm: 'yes' });
  }
  throw new Error(`"${page.heading}" went on asking after ${STEPS_AT_MOST} pages.`);
}
