import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';

/** Lines of a list on one page: some 16 KB, so that two lists and their frame stay below 50. */
const LINES_A_PAGE = 25;

/** One page of a list, and the way to the others. */
export interface ListPage {
  /** Where its lines begin in the whole list, and where they end. */
  readonly from: number;
  readonly to: number;
  /** Nothing comes after it. */
  readonly isLast: boolean;
  /** How many lines there are in all, in words. Empty when the list fits one page. */
  readonly words: string;
  /** As GOV.UK's pagination takes it; undefined when the list fits one page. */
  readonly pagination: object | undefined;
}

/** The number of a page that was asked for: the first, unless an address names another. */
const asked = (request: PageRequest, parameter: string): number => {
  const given = request.queryStringParameters?.[parameter] ?? '';
  return /^[1-9]\d{0,5}$/.test(given) ? Number(given) : 1;
};

/** The pages that are named: the first, the last and those beside the present one. */
function numbered(page: number, pages: number, href: (page: number) => string): readonly object[] {
  const shown = Array.from({ length: pages }, (_, index) => index + 1).filter(
    (one) => one === 1 || one === pages || Math.abs(one - page) <= 1,
  );
  return shown.flatMap((one, at) => {
    const before = shown[at - 1];
    return [
      ...(before !== undefined && one - before > 1 ? [{ ellipsis: true }] : []),
      { number: one, href: href(one), current: one === page },
    ];
  });
}

/**
 * The page of a list that an address asks for; the last when it asks for one after that.
 *
 * @param parameter names the list in the address; the other parameters stay, so that each list of a page keeps its place
 * @param total how many lines the list has
 * @param called what the list is, for the label of the way to its other pages
 * @param lines how many stand on a page; more where each is short
 * @param keeps parameters that stay although they are words: what the list was searched for
 */
export function listPage(
  request: PageRequest,
  parameter: string,
  total: number,
  called: string,
  lines = LINES_A_PAGE,
  keeps: readonly string[] = [],
): ListPage {
  const pages = Math.max(1, Math.ceil(total / lines));
  const page = Math.min(asked(request, parameter), pages);
  const [from, to] = [(page - 1) * lines, Math.min(page * lines, total)];
  if (pages === 1) return { from, to, isLast: true, words: '', pagination: undefined };
  const href = (one: number): string => {
    const all = new URLSearchParams();
    for (const [name, value] of Object.entries(request.queryStringParameters ?? {}))
      if (/^[a-z]{1,20}$/.test(name) && (/^\d{1,6}$/.test(value ?? '') || keeps.includes(name)))
        all.set(name, value ?? '');
    all.set(parameter, String(one));
    // Without the path: the address of a page may be a link, which stands in no page.
    return `?${all}`;
  };
  return {
    from,
    to,
    isLast: page === pages,
    words: `Showing ${from + 1} to ${to} of ${total}`,
    pagination: {
      landmarkLabel: `Pages of ${called}`,
      ...(page > 1 ? { previous: { href: href(page - 1) } } : {}),
      ...(page < pages ? { next: { href: href(page + 1) } } : {}),
      items: numbered(page, pages, href),
    },
  };
}
