/** Lists and tables of the desk's pages, as a person reads them. */
import { type Cookies, open, type Page, plain } from './form-client.ts';

const MOST_PAGES = 40;

/** A line of a list: what it says, and the page that it leads to. */
interface ListLine {
  readonly href: string;
  readonly text: string;
}

const linesOf = ({ html }: Page): readonly ListLine[] =>
  [...html.matchAll(/<li class="nts-needs__entry">([\s\S]*?)<\/li>/g)].map(([, item = '']) => ({
    href: plain(/href="([^"]+)"/.exec(item)?.[1] ?? ''),
    text: plain(item),
  }));

/** Where the list goes on; undefined on its last page. */
const nextOf = ({ html }: Page): string | undefined => {
  const tag =
    [...html.matchAll(/<a\b[^>]*>/g)].map(([found]) => found).find((found) => found.includes('rel="next"')) ??
    /<a[^>]*>(?=Earlier cases<)/.exec(html)?.[0];
  const href = /href="([^"]+)"/.exec(tag ?? '')?.[1];
  return href === undefined ? undefined : plain(href);
};

/** Every line of a list, page after page. @throws Error when it does not end */
export async function wholeList(url: string, cookies: Cookies): Promise<readonly ListLine[]> {
  const lines: ListLine[] = [];
  let at: string | undefined = url;
  for (let pages = 0; at !== undefined; pages += 1) {
    if (pages === MOST_PAGES) throw new Error(`${new URL(url).pathname} goes on for ever.`);
    const page: Page = await open(at, cookies);
    lines.push(...linesOf(page));
    const next = nextOf(page);
    at = next === undefined ? undefined : new URL(next, at).href;
  }
  return lines;
}

/** Every table of a page, by its caption: the cells of each row, headings among them. */
export const tablesOf = ({ html }: Page): ReadonlyMap<string, readonly (readonly string[])[]> =>
  new Map(
    [...html.matchAll(/<table[\s\S]*?<\/table>/g)].map(([table]) => [
      plain(/<caption[^>]*>([\s\S]*?)<\/caption>/.exec(table)?.[1] ?? ''),
      [...table.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) =>
        [...row.matchAll(/<t[hd]\b[^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => plain(cell)),
      ),
    ]),
  );

/** The rows of a file of comma-separated values, without its headings. */
export function rowsOfCsv(file: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (const [row] of file.replace(/^\u{feff}/u, '').matchAll(/(?:"(?:[^"]|"")*"|[^"\r\n])+/g))
    rows.push(
      [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare = '']) =>
        quoted === undefined ? bare : quoted.replaceAll('""', '"'),
      ),
    );
  return rows.slice(1);
}
