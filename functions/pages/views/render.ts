/// <reference path="./nunjucks-slim.d.ts" />
import nunjucks from 'nunjucks/browser/nunjucks-slim.js';
import { harmlessHtml } from '../../../shared/core/harmless-text.ts';
import { assetNames } from '../generated/asset-names.ts';

/** The views a page can be made with. Each is read when it is first drawn: a function that starts draws one of them. */
const views = {
  page: () => import('../generated/views/page.ts'),
  ask: () => import('../generated/views/ask.ts'),
  check: () => import('../generated/views/check.ts'),
  case: () => import('../generated/views/case.ts'),
  message: () => import('../generated/views/message.ts'),
  home: () => import('../generated/views/home.ts'),
  found: () => import('../generated/views/found.ts'),
  cases: () => import('../generated/views/cases.ts'),
  moves: () => import('../generated/views/moves.ts'),
  fairness: () => import('../generated/views/fairness.ts'),
  figures: () => import('../generated/views/figures.ts'),
  calendar: () => import('../generated/views/calendar.ts'),
  received: () => import('../generated/views/received.ts'),
  'coordinator-home': () => import('../generated/views/coordinator-home.ts'),
  region: () => import('../generated/views/region.ts'),
  councils: () => import('../generated/views/councils.ts'),
  'council-children': () => import('../generated/views/council-children.ts'),
  turn: () => import('../generated/views/turn.ts'),
  keys: () => import('../generated/views/keys.ts'),
  'key-made': () => import('../generated/views/key-made.ts'),
  refer: () => import('../generated/views/refer.ts'),
  'refer-check': () => import('../generated/views/refer-check.ts'),
  tasks: () => import('../generated/views/tasks.ts'),
  sealed: () => import('../generated/views/sealed.ts'),
  documents: () => import('../generated/views/documents.ts'),
} as const satisfies Readonly<Record<string, () => Promise<{ readonly compiled: object }>>>;

export type View = keyof typeof views;

/** The views read so far, with what they are made of. */
const compiled: Record<string, object> = {};
const environment = new nunjucks.Environment(new nunjucks.PrecompiledLoader(compiled), {
  autoescape: true,
  throwOnUndefined: true,
});

/** What the service is called, on every page. */
export const serviceName = 'Transfer an unaccompanied child';

/**
 * A whole page. Every value in the model is text and is escaped; no model carries HTML, and no text turns or hides another.
 *
 * @throws when the model lacks something that the view says
 */
export async function render(view: View, model: object): Promise<string> {
  const name = `${view}.njk`;
  if (!(name in compiled)) Object.assign(compiled, (await views[view]()).compiled);
  const html = environment.render(name, {
    ...model,
    serviceName,
    stylesheetPath: `/assets/${assetNames.stylesheet}`,
    typeAheadPath: `/assets/${assetNames.typeAhead}`,
  });
  return harmlessHtml(html);
}
