/// <reference path="./nunjucks-slim.d.ts" />
import nunjucks from 'nunjucks/browser/nunjucks-slim.js';
import { compiledViews } from './generated/compiled-views.ts';
import { stylesheet } from './generated/stylesheet.ts';
import { typeAhead } from './generated/type-ahead.ts';

const environment = new nunjucks.Environment(new nunjucks.PrecompiledLoader(compiledViews), {
  autoescape: true,
  throwOnUndefined: true,
});

/** The views a page can be made with. */
export type View =
  | 'landing'
  | 'ask'
  | 'check'
  | 'case'
  | 'message'
  | 'home'
  | 'coordinator-home'
  | 'keys'
  | 'key-made'
  | 'refer'
  | 'refer-check'
  | 'sealed'
  | 'documents';

/**
 * A whole page. Every value in the model is text and is escaped; no model carries HTML.
 *
 * @throws when the model lacks something that the view says
 */
export function render(view: View, model: object): string {
  return environment.render(`${view}.njk`, {
    ...model,
    serviceName: 'Transfer an unaccompanied child',
    stylesheetPath: `/assets/${stylesheet.name}`,
    typeAheadPath: `/assets/${typeAhead.name}`,
  });
}
