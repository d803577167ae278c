/** The mailbox for people and programs: what was sent, as whoever gets it would see it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { escapeXml } from './aws-answers.ts';
import type { KeptMail, Message } from './kept-mail.ts';
import { londonTime, page, pageHeaders } from './page.ts';

const LINES_A_PAGE = 25;

const frame = `
iframe { width: 100%; height: 900px; border: 1px solid #b1b4b6; border-top: 0; box-sizing: border-box; background: #fff; }
form { margin: 0 0 16px; } input[type=search], button { font: inherit; padding: 4px 8px; max-width: 100%; box-sizing: border-box; }
tbody + tbody { border-top: 4px solid #b1b4b6; }`;
const REFRESH_SECONDS = 5;

const mailPage = (title: string, body: string, refresh = false): string =>
  page({
    title,
    body,
    home: 'Local mailbox',
    style: frame,
    ...(refresh ? { refresh: REFRESH_SECONDS } : {}),
  });

/** What of the list is shown, and how, as its address says. */
interface ListView {
  /** Words that stand in a subject or a recipient's address. */
  readonly find: string;
  /** Whether mails that answer one another stand together. */
  readonly together: boolean;
  /** Whether the page loads again by itself. */
  readonly follows: boolean;
  readonly page: number;
}

function viewIn(asked: URLSearchParams): ListView {
  const page = asked.get('page') ?? '';
  return {
    find: (asked.get('find') ?? '').trim().slice(0, 100),
    together: asked.has('together'),
    follows: asked.has('follows'),
    page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
  };
}

function addressOf({ find, together, follows, page }: ListView): string {
  const asked = new URLSearchParams({
    ...(find === '' ? {} : { find }),
    ...(together ? { together: 'yes' } : {}),
    ...(follows ? { follows: 'yes' } : {}),
    ...(page > 1 ? { page: String(page) } : {}),
  });
  return escapeXml(`/?${asked}`);
}

const squeezed = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Whether a mail has all the words, or all of them in one, as a reference is typed without its dashes. */
function isFound({ subject, recipients }: Message, find: string): boolean {
  const said = `${subject} ${recipients.join(' ')}`;
  const words = find.toLowerCase().split(/\s+/);
  const whole = squeezed(find);
  return (
    words.every((word) => said.toLowerCase().includes(word)) ||
    (whole !== '' && squeezed(said).includes(whole))
  );
}

/** The mails of a view, the newest first, or the thread of the newest first. */
function mailsOf(list: readonly Message[], { find, together }: ListView): readonly Message[] {
  const newest = list.toReversed().filter((one) => find === '' || isFound(one, find));
  return together ? [...Map.groupBy(newest, ({ thread }) => thread).values()].flat() : newest;
}

const messagesWords = (count: number): string => (count === 1 ? '1 message' : `${count} messages`);

function rowsOf(shown: readonly Message[], { together }: ListView): string {
  return shown
    .map((one, at) => {
      const line = `<tr><td>${escapeXml(londonTime(one.at))}</td><td>${escapeXml(one.recipients.join(', '))}</td><td><a href="/messages/${one.id}">${escapeXml(one.subject || '(no subject)')}</a></td></tr>`;
      const begins = together && shown[at - 1]?.thread !== one.thread;
      return begins ? `${at === 0 ? '' : '</tbody><tbody>'}${line}` : line;
    })
    .join('\n');
}

/** The page that was asked for; the last one when it asks for one after that. */
function listPage({ list, sent, gone, most }: KeptMail, asked: ListView): string {
  const found = mailsOf(list, asked);
  const pages = Math.max(1, Math.ceil(found.length / LINES_A_PAGE));
  const view = { ...asked, page: Math.min(asked.page, pages) };
  const shown = found.slice((view.page - 1) * LINES_A_PAGE, view.page * LINES_A_PAGE);
  const way = (page: number, words: string) =>
    page < 1 || page > pages ? '' : `<a href="${addressOf({ ...view, page })}">${words}</a>`;
  const others =
    pages === 1
      ? ''
      : `<p>Page ${view.page} of ${pages}</p><nav aria-label="Pages of messages">${way(view.page - 1, 'Newer')}${way(view.page + 1, 'Older')}</nav>`;
  const other = (change: Partial<ListView>, words: string) =>
    `<a href="${addressOf({ ...view, page: 1, ...change })}">${words}</a>`;
  const hints = [
    view.follows
      ? `This page loads again every ${REFRESH_SECONDS} seconds: ${other({ follows: false }, 'stop')}.`
      : `It stays as it is while you read: ${other({}, 'look again')}, or ${other({ follows: true }, `every ${REFRESH_SECONDS} seconds`)}.`,
    view.together
      ? `What belongs together stands together: ${other({ together: false }, 'newest first')}.`
      : `Newest first: ${other({ together: true }, 'put together what belongs together')}.`,
    'Nothing here leaves this machine.',
    ...(gone > 0 ? [`The newest ${most} are kept; ${gone} older ones are gone.`] : []),
  ];
  const none =
    view.find === ''
      ? 'Nothing has been sent yet.'
      : `Nothing that was sent has these words in its subject or to whom it goes: ${other({ find: '' }, 'all messages')}.`;
  const table = shown.length
    ? `<table><thead><tr><th scope="col">Sent</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead><tbody>${rowsOf(shown, view)}</tbody></table>`
    : `<p>${none}</p>`;
  const count = view.find === '' ? messagesWords(sent) : `${found.length} of ${messagesWords(list.length)}`;
  const search = `<form method="get" action="/" role="search"><label for="find">Find by reference, subject or address</label> <input id="find" name="find" type="search" value="${escapeXml(view.find)}">${view.together ? '<input type="hidden" name="together" value="yes">' : ''} <button>Find</button></form>`;
  return mailPage(
    `${count} - Local mailbox`,
    `<h1>${count}</h1>${search}<p class="hint">${hints.join(' ')}</p>${table}${others}`,
    view.follows,
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

/** Answers the mailbox's pages: `/` (25 a page; `find`, `together`, `follows`), `/messages.json`, `/messages/<id>`, `/messages/<id>.eml`. */
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
    if (url.pathname === '/') return send(200, html, listPage(mail, viewIn(url.searchParams)));
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
