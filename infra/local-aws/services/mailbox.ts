/** The mailbox for people and programs: what was sent, as whoever gets it would see it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeXml } from './aws-answers.ts';
import type { KeptMail, Message } from './kept-mail.ts';
import { londonTime, page, pageHeaders } from './page.ts';

const LINES_A_PAGE = 25;

const frame = `
iframe { width: 100%; height: 900px; border: 1px solid #b1b4b6; border-top: 0; box-sizing: border-box; background: #fff; }`;
const REFRESH_SECONDS = 5;

const mailPage = (title: string, body: string, refresh = false): string =>
  page({
    title,
    body,
    home: 'Local mailbox',
    style: frame,
    ...(refresh ? { refresh: REFRESH_SECONDS } : {}),
  });

/** The page that was asked for, the newest mails first; the last one when it asks for one after that. */
function listPage({ list, sent, gone, most }: KeptMail, asked: string): string {
  const pages = Math.max(1, Math.ceil(list.length / LINES_A_PAGE));
  const number = Math.min(/^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1, pages);
  const shown = list.toReversed().slice((number - 1) * LINES_A_PAGE, number * LINES_A_PAGE);
  const rows = shown
    .map(
      (one) =>
        `<tr><td>${escapeXml(londonTime(one.at))}</td><td>${escapeXml(one.recipients.join(', '))}</td><td><a href="/messages/${one.id}">${escapeXml(one.subject || '(no subject)')}</a></td></tr>`,
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
  return mailPage(
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
  return mailPage(
    message.subject,
    `<h1>${escapeXml(message.subject || '(no subject)')}</h1>
<dl><dt>From</dt><dd>${escapeXml(message.from)}</dd><dt>To</dt><dd>${escapeXml(message.to.join(', '))}</dd>${cc}<dt>Sent</dt><dd>${escapeXml(londonTime(message.at))}</dd></dl>
<p><a href="/messages/${message.id}.eml">Download as it went over the wire (.eml)</a></p>
<nav aria-label="Versions of the message">${tab('html', 'HTML', !showText)}${tab('text', 'Plain text', showText)}</nav>
<iframe title="The message" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${message.id}/${showText ? 'text' : 'html'}"></iframe>`,
  );
}

const noSuchMessage = ({ gone, most }: KeptMail): string =>
  mailPage(
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
      response.writeHead(status, { ...pageHeaders(type), ...headers });
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
