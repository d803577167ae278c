/** What CloudWatch would show of a run: the template's dashboards, and its alarms with what to do about each. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { LocalRunError } from '../local-run-error.ts';
import { escapeXml } from '../services/aws-answers.ts';
import { londonTime, page, pageHeaders } from '../services/page.ts';
import type { CloudWatch, Standing } from './cloud-watch.ts';
import { type Dashboard, dashboardsOf } from './dashboard.ts';
import { drawn } from './graph.ts';
import { insights } from './insights.ts';
import { savedQueries } from './logs.ts';
import { reasonOf } from './notices.ts';

const HOUR = 3_600_000;
const REFRESH_SECONDS = 30;
const ROWS_SHOWN = 500;
const root = path.resolve(import.meta.dirname, '../../..');
/** How far back the graphs reach, hours. */
const spans: Readonly<Record<string, number>> = { '3 hours': 3, '1 day': 24, '1 week': 168 };

const style = `
.grid { display: grid; grid-template-columns: repeat(24, minmax(0, 1fr)); gap: 16px; }
.grid h2 { margin: 8px 0 0; font-size: 24px; }
figure { margin: 0; border: 1px solid #b1b4b6; padding: 10px; }
figcaption { font-weight: bold; font-size: 16px; }
figure svg { display: block; width: 100%; height: auto; font: 12px Arial, Helvetica, sans-serif; fill: #505a5f; }
figure .line { fill: none; stroke-width: 2; } figure .grid { display: inline; stroke: #dee0e2; fill: none; } figure .mark { stroke: #d4351c; stroke-dasharray: 4 4; fill: none; }
figure ul { list-style: none; margin: 6px 0 0; padding: 0; font-size: 14px; columns: 2; overflow-wrap: anywhere; }
figure li { break-inside: avoid; } figure li svg { display: inline; width: 24px; }
.state { font-weight: bold; white-space: nowrap; } .ALARM { color: #d4351c; } .OK { color: #00703c; } .INSUFFICIENT_DATA { color: #505a5f; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f2f1; padding: 16px; font-size: 16px; }
.when { white-space: nowrap; } textarea { width: 100%; box-sizing: border-box; font: 16px monospace; } button { font: inherit; padding: 6px 16px; } .found { font-size: 16px; }
@media (max-width: 900px) { .grid > * { grid-column: 1 / -1 !important; } }`;

const states = { ALARM: 'In alarm', OK: 'OK', INSUFFICIENT_DATA: 'Not enough data' } as const;

const tabs = { '/': 'Dashboard', '/alarms': 'Alarms', '/logs': 'Logs' } as const;

interface Shown {
  readonly at: keyof typeof tabs | undefined;
  readonly title: string;
  readonly body: string;
  /** Whether it stays as it is: somebody writes in it. */
  readonly still?: boolean;
}

function opsPage({ at, title, body, still = at === undefined }: Shown, now: Date): string {
  const links = Object.entries(tabs).map(
    ([url, words]) => `<a href="${url}"${url === at ? ' aria-current="page"' : ''}>${words}</a>`,
  );
  return page({
    title: `${title} - Local operations`,
    home: 'Local operations',
    wide: at !== undefined,
    style,
    ...(still ? {} : { refresh: REFRESH_SECONDS }),
    body: `<nav aria-label="What operations see">${links.join('')}</nav><h1>${escapeXml(title)}</h1><p class="hint">${escapeXml(londonTime(now.getTime()))} in the run. ${still ? '' : `This page loads again every ${REFRESH_SECONDS} seconds.`}</p>${body}`,
  });
}

/** The file that tells what to do about an alarm, as its description names it. */
const runbookIn = (description: string): string | undefined => /[\w./-]+\.md\b/.exec(description)?.[0];

function alarmRow(cloudWatch: CloudWatch, { plan, state, since }: Standing): string {
  const runbook = runbookIn(plan.description);
  const link =
    runbook === undefined ? '' : ` <a href="/read?file=${encodeURIComponent(runbook)}">What to do</a>`;
  const change = cloudWatch.transitions.findLast(({ alarm }) => alarm === plan.name);
  const why =
    state === 'ALARM' && change !== undefined && plan.kind === 'metric'
      ? `<br><span class="hint">${escapeXml(reasonOf({ plan, change, points: cloudWatch.alarms.points(plan, change.at) }))}</span>`
      : '';
  return `<tr><td class="state ${state}">${states[state]}</td><td>${escapeXml(plan.name)}</td><td>${escapeXml(plan.description)}${link}${why}</td><td class="when">${since === undefined ? 'the beginning' : escapeXml(londonTime(since))}</td></tr>`;
}

function alarmsPage(cloudWatch: CloudWatch, now: Date): string {
  const { standing } = cloudWatch;
  const ringing = standing.filter(({ state }) => state === 'ALARM').length;
  const rows = standing.map((one) => alarmRow(cloudWatch, one)).join('\n');
  return opsPage(
    {
      at: '/alarms',
      title: ringing === 0 ? 'No alarm rings' : `${ringing} of ${standing.length} alarms ring`,
      body: `<table><thead><tr><th scope="col">State</th><th scope="col">Alarm</th><th scope="col">What has happened when it rings</th><th scope="col">Since</th></tr></thead><tbody>${rows}</tbody></table>`,
    },
    now,
  );
}

/** A heading or a paragraph of a dashboard's text. */
function words(markdown: string): string {
  const [, heading] = /^#+\s+(.*)$/.exec(markdown.trim()) ?? [];
  return heading === undefined ? `<p>${escapeXml(markdown)}</p>` : `<h2>${escapeXml(heading)}</h2>`;
}

function dashboardPage(
  cloudWatch: CloudWatch,
  dashboards: readonly Dashboard[],
  asked: string,
  now: Date,
): string {
  const hours = spans[asked] ?? 24;
  const window = { from: now.getTime() - hours * HOUR, to: now.getTime() };
  const ringing = cloudWatch.standing.filter(({ state }) => state === 'ALARM');
  const rings =
    ringing.length === 0
      ? '<p>No alarm rings.</p>'
      : `<p class="state ALARM">In alarm: <a href="/alarms">${ringing.map(({ plan }) => escapeXml(plan.name)).join(', ')}</a></p>`;
  const others = Object.keys(spans).map((span) =>
    spans[span] === hours ? `<b>${span}</b>` : `<a href="/?last=${encodeURIComponent(span)}">${span}</a>`,
  );
  const grids = dashboards.map(({ widgets }) =>
    widgets.map((widget) => {
      const inner =
        widget.kind === 'text' ? words(widget.markdown) : drawn(widget, cloudWatch.metrics, window);
      return `<div style="grid-column: ${widget.x + 1} / span ${widget.width}">${inner}</div>`;
    }),
  );
  return opsPage(
    {
      at: '/',
      title: dashboards.map(({ name }) => name).join(', ') || 'There is no dashboard',
      body: `${rings}<p>The last ${others.join(', ')}.</p>${grids.map((grid) => `<div class="grid">${grid.join('\n')}</div>`).join('')}`,
    },
    now,
  );
}

/** Only what an alarm names is read. */
async function runbookPage(cloudWatch: CloudWatch, file: string, now: Date): Promise<string | undefined> {
  const isNamed = cloudWatch.alarms.plans.some(({ description }) => runbookIn(description) === file);
  const full = path.resolve(root, file);
  if (!isNamed || !full.startsWith(`${root}${path.sep}`)) return undefined;
  const text = await readFile(full, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [, title = file, rest = ''] = /^#\s+(.*)\n([\s\S]*)$/.exec(text) ?? [];
  return opsPage({ at: undefined, title, body: `<pre>${escapeXml(rest.trim())}</pre>` }, now);
}

/** A saved query, which may be changed before it is asked, and what comes of it. */
function logsPage(cloudWatch: CloudWatch, asked: { name: string; text: string }, now: Date): string {
  const saved = savedQueries(cloudWatch.resources);
  const links = saved.map(
    ({ name }) => `<li><a href="/logs?name=${encodeURIComponent(name)}">${escapeXml(name)}</a></li>`,
  );
  const text = (asked.text || saved.find(({ name }) => name === asked.name)?.text) ?? '';
  const form = `<form action="/logs"><label for="query">Query</label><br><textarea id="query" name="query" rows="6">${escapeXml(text)}</textarea><br><button>Ask</button></form>`;
  return opsPage(
    {
      at: '/logs',
      title: asked.name || 'Logs',
      still: true,
      body: `<ul>${links.join('')}</ul>${form}${text === '' ? '' : foundTable(text, cloudWatch)}`,
    },
    now,
  );
}

function foundTable(text: string, { logs }: CloudWatch): string {
  try {
    const { columns, rows } = insights(text, logs.lines);
    const cell = (value: string | number | undefined) => `<td>${escapeXml(String(value ?? ''))}</td>`;
    const head = columns.map((column) => `<th scope="col">${escapeXml(column)}</th>`);
    const body = rows.slice(0, ROWS_SHOWN).map((row) => `<tr>${row.map(cell).join('')}</tr>`);
    const count = rows.length === 1 ? '1 row' : `${rows.length} rows`;
    return `<p>${count}${rows.length > ROWS_SHOWN ? `, the first ${ROWS_SHOWN} are shown` : ''}</p><table class="found"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
  } catch (error) {
    if (!(error instanceof LocalRunError)) throw error;
    return `<p class="state ALARM">${escapeXml(error.message)}</p>`;
  }
}

export interface OpsPagesOptions {
  readonly cloudWatch: CloudWatch;
  now(): Date;
}

/** Answers `/` (the dashboards), `/alarms`, `/alarms.json`, `/logs` and the runbooks that alarms name. */
export function opsPages({
  cloudWatch,
  now,
}: OpsPagesOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const dashboards = dashboardsOf(cloudWatch.resources);
  const answer = async (url: URL): Promise<[number, string, string]> => {
    const html = 'text/html; charset=utf-8';
    const ask = (name: string) => url.searchParams.get(name) ?? '';
    if (url.pathname === '/') return [200, html, dashboardPage(cloudWatch, dashboards, ask('last'), now())];
    if (url.pathname === '/alarms') return [200, html, alarmsPage(cloudWatch, now())];
    if (url.pathname === '/logs')
      return [200, html, logsPage(cloudWatch, { name: ask('name'), text: ask('query') }, now())];
    if (url.pathname === '/alarms.json') {
      const list = cloudWatch.standing.map(({ plan, state, since }) => ({
        name: plan.name,
        state,
        since: since === undefined ? null : new Date(since).toISOString(),
        description: plan.description,
        hasData: plan.kind === 'metric' && cloudWatch.alarms.hasData(plan, now().getTime()),
      }));
      return [200, 'application/json', JSON.stringify(list)];
    }
    const runbook = url.pathname === '/read' ? await runbookPage(cloudWatch, ask('file'), now()) : undefined;
    if (runbook !== undefined) return [200, html, runbook];
    return [404, html, opsPage({ at: undefined, title: 'There is no such page', body: '' }, now())];
  };
  return async (request, response) => {
    const send = (status: number, type: string, body: string) => {
      response.writeHead(status, pageHeaders(type));
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return send(405, 'text/plain', 'These pages are for reading.');
    try {
      send(...(await answer(new URL(request.url ?? '/', 'http://ops'))));
    } catch (error) {
      send(500, 'text/plain', error instanceof Error ? error.message : String(error));
    }
  };
}
