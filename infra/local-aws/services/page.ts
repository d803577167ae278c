/** The frame of the pages of a run that are not the template's: its mailbox, and what operations look at. */
import { escapeXml } from './aws-answers.ts';

const style = `
:root { color-scheme: light; }
body { margin: 0; font: 19px/1.4 Arial, Helvetica, sans-serif; color: #0b0c0c; background: #fff; }
header { background: #1d70b8; color: #fff; padding: 12px 24px; font-weight: bold; }
header a { color: #fff; text-decoration: none; }
main { max-width: 960px; margin: 0 auto; padding: 24px; }
main.wide { max-width: none; }
h1 { font-size: 32px; margin: 0 0 16px; }
a { color: #1d70b8; } a:hover { color: #003078; } a:focus { background: #fd0; color: #0b0c0c; outline: 3px solid transparent; box-shadow: 0 4px #0b0c0c; }
table { border-collapse: collapse; width: 100%; overflow-wrap: anywhere; } th, td { text-align: left; vertical-align: top; padding: 10px 16px 10px 0; border-bottom: 1px solid #b1b4b6; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 20px; } dt { font-weight: bold; } dd { margin: 0; overflow-wrap: anywhere; }
nav { margin: 20px 0 0; border-bottom: 1px solid #b1b4b6; } nav a { display: inline-block; padding: 10px 20px; background: #f3f2f1; margin-right: 5px; }
nav a[aria-current] { background: #fff; border: 1px solid #b1b4b6; border-bottom-color: #fff; margin-bottom: -1px; color: #0b0c0c; text-decoration: none; font-weight: bold; }
.hint { color: #505a5f; }`;

export interface PageParts {
  readonly title: string;
  /** What stands in the head of the page, a link to its first. */
  readonly home: string;
  readonly body: string;
  /** Seconds after which it loads again; never unless given. */
  readonly refresh?: number;
  /** Style of its own. */
  readonly style?: string;
  /** Whether it takes all of the window's width. */
  readonly wide?: boolean;
}

export const page = ({
  title,
  home,
  body,
  refresh,
  style: own = '',
  wide = false,
}: PageParts): string => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
${refresh === undefined ? '' : `<meta http-equiv="refresh" content="${refresh}">`}<title>${escapeXml(title)}</title><style>${style}${own}</style></head>
<body><header><a href="/">${escapeXml(home)}</a></header><main${wide ? ' class="wide"' : ''}>${body}</main></body></html>`;

/** A moment as people in London read it. @param at ISO 8601, or milliseconds since 1970 */
export const londonTime = (at: string | number): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(at));

/** What goes with each page: nothing of it is kept, and nothing runs in it. */
export const pageHeaders = (type: string): Readonly<Record<string, string>> => ({
  'content-type': type,
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:; form-action 'self'",
});
