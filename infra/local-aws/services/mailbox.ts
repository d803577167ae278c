/** The mailbox for people and programs: what was sent, as whoever gets it would see it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeXml } from './aws-answers.ts';
import type { KeptMail, Message } from './kept-mail.ts';

const LINES_A_PAGE = 25;

const style = `
:root { color-scheme: light; }
body { margin: 0; font: 19px/1.4 Arial, Helvetica, sans-serif; color: #0b0c0c; background: #fff; }
header { background: #1d70b8; color: #fff; padding: 12px 24px; font-weight: bold; }
header a { color: #fff; text-decoration: none; }
main { max-width: 960px; margin: 0 auto; padding: 24px; }
h1 { font-size: 32px; margin: 0 0 16px; }
a { color: #1d70b8; } a:hover { color: #003078; } a:focus { background: #fd0; color: #0b0c0c; outline: 3px solid transparent; box-shadow: 0 4px #0b0c0c; }
table { border-collapse: collapse; width: 100%; overflow-wrap: anywhere; } th, td { text-align: left; vertical-align: top; padding: 10px 16px 10px 0; border-bottom: 1px solid #b1b4b6; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 20px; } dt { font-weight: bold; } dd { margin: 0; overflow-wrap: anywhere; }
nav { margin: 20px 0 0; border-bottom: 1px solid #b1b4b6; } nav a { display: inline-block; padding: 10px 20px; background: #f3f2f1; margin-right: 5px; }
nav a[aria-current] { background: #fff; border: 1px solid #b1b4b6; border-bottom-color: #fff; margin-bottom: -1px; color: #0b0c0c; text-decoration: none; font-weight: bold; }
iframe { width: 100%; height: 900px; border: 1px solid #b1b4b6; border-top: 0; box-sizing: border-box; background: #fff; }
.hint { color: #505a5f; }`;

const page = (title: string, body: string, refresh = false) => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
${refresh ? '<meta http-equiv="refresh" content="5">' : ''}<title>${escapeXml(title)}</title><style>${style}</style></head>
<body><header><a href="/">Local mailbox</a></header><main>${body}</main></body></html>`;

const when = (at: string) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(at));

/** The page that was asked for, the newest mails first; the last one when it asks for one after that. */
function listPage({ list, sent, gone, most }: KeptMail, asked: string): string {
  const pages = Math.max(1, Math.ceil(list.length / LINES_A_PAGE));
  const number = Math.min(/^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1, pages);
  const shown = list.toReversed().slice((number - 1) * LINES_A_PAGE, number * LINES_A_PAGE);
  const rows = shown
    .map(
      (one) =>
        `<tr><td>${escapeXml(when(one.at))}</td><td>${escapeXml(one.recipients.join(', '))}</td><td><a href="/messages/${one.id}">${escapeXml(one.subject || '(no subject)')}</a></td></tr>`,
    )
    .join('\n');
  const count = sent === 1 ? '1 message' : `${sent} messages`;
  const way = (to: number, words: string) =>
    to < 1 || to > pages ? '' : `<a href="/?page=${to}">${words}</a>`;
  const others =
    pages === 1
      ? ''
      : `<p>Page ${number} of ${pages}</p><nav aria-label="Pages of messages">${way(number - 1, 'Newer')}${way(number + 1, 'Older')}</nav>`;
  const hints = [
    'Newest first.',
    ...(number === 1 ? ['This page loads again every 5 seconds.'] : []),
    'Nothing here leaves this machine.',
    ...(gone > 0 ? [`The newest ${most} are kept; ${gone} older ones are gone.`] : []),
  ];
  const table = shown.length
    ? `<table><thead><tr><th scope="col">Sent</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead><tbody>${rows}</tbody></table>`
    : '<p>Nothing has been sent yet.</p>';
  return page(
    `${count} - Local mailbox`,
    `<h1>${count}</h1><p class="hint">${hints.join(' ')}</p>${table}${others}`,
    number === 1,
  );
}

function messagePage(message: Message, view: string): string {
  const showText = view === 'text' || (view !== 'html' && !message.html);
  const tab = (name: string, label: string, current: boolean) =>
    `<a href="?view=${name}"${current ? ' aria-current="page"' : ''}>${label}</a>`;
  const cc = message.cc.length ? `<dt>Copy</dt><dd>${escapeXml(message.cc.join(', '))}</dd>` : '';
  return page(
    message.subject,
    `<h1>${escapeXml(message.subject || '(no subject)')}</h1>
<dl><dt>From</dt><dd>${escapeXml(message.from)}</dd><dt>To</dt><dd>${escapeXml(message.to.join(', '))}</dd>${cc}<dt>Sent</dt><dd>${escapeXml(when(message.at))}</dd></dl>
<p><a href="/messages/${message.id}.eml">Download as it went over the wire (.eml)</a></p>
<nav aria-label="Versions of the message">${tab('html', 'HTML', !showText)}${tab('text', 'Plain text', showText)}</nav>
<iframe title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${message.id}/${showText ? 'text' : 'html'}"></iframe>`,
  );
}

const noSuchMessage = ({ gone, most }: KeptMail): string =>
  page(
    'Not found',
    `<h1>There is no such message</h1><p>It may be from an earlier run: messages last as long as the run does.${
      gone > 0 ? ` Or it is one of the ${gone} oldest: the newest ${most} are kept.` : ''
    }</p>`,
  );

/** Web addresses in plain text become links, as a mail program makes them. */
const linked = (text: string) =>
  escapeXml(text).replaceAll(
    /https?:\/\/[^\s<>"]+/g,
    (url) => `<a href="${url}" rel="noopener noreferrer">${url}</a>`,
  );

/** Answers the mailbox's pages: `/` (25 a page), `/messages.json`, `/messages/<id>`, `/messages/<id>.eml`. */
export function mailbox(mail: KeptMail): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://mailbox');
    const send = (
      status: number,
      type: string,
      body: string | Buffer,
      headers: Record<string, string> = {},
    ) => {
      response.writeHead(status, {
        'content-type': type,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:",
        ...headers,
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    const html = 'text/html; charset=utf-8';
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return send(405, 'text/plain', 'The mailbox is for reading.');
    if (url.pathname === '/') return send(200, html, listPage(mail, url.searchParams.get('page') ?? ''));
    if (url.pathname === '/messages.json') {
      const list = mail.list.map(({ id, from, to, cc, subject, at }) => ({
        id,
        from,
        to,
        cc,
        subject,
        at,
      }));
      return send(200, 'application/json', JSON.stringify(list));
    }
    const [, id, part] = /^\/messages\/([0-9a-f-]+)(\.eml|\/html|\/text)?$/.exec(url.pathname) ?? [];
    const message = mail.list.find((one) => one.id === id);
    if (!message) return send(404, html, noSuchMessage(mail));
    try {
      if (part === '.eml') return send(200, 'message/rfc822', message.raw);
      if (part === '/html') return send(200, html, `<base target="_blank">${message.html}`);
      if (part === '/text')
        return send(
          200,
          html,
          `<!doctype html><base target="_blank"><pre style="white-space:pre-wrap;font:16px/1.5 monospace">${linked(message.text)}</pre>`,
        );
      return send(200, html, messagePage(message, url.searchParams.get('view') ?? ''));
    } catch (error) {
      // Somebody took its file away.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return send(404, html, noSuchMessage(mail));
    }
  };
}
