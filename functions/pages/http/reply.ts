import { CONTENT_SECURITY_POLICY, type PageResponse } from '../../../shared/runtime/wear-http.ts';
import { render, type View } from '../render.ts';

/** A page, rendered. */
export const page = (view: View, model: object, statusCode = 200): PageResponse => ({
  statusCode,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body: render(view, model),
});

/** A page with a list to choose from, where a script of ours lets people type instead. No other page may run anything. */
export const pageWithTypeAhead = (view: View, model: object, statusCode = 200): PageResponse => {
  const { headers, ...rest } = page(view, { ...model, typeAhead: true }, statusCode);
  return {
    ...rest,
    headers: {
      ...headers,
      'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; script-src 'self'`,
    },
  };
};

/** A page that only says something: what is the matter and what to do. */
export const message = (statusCode: number, title: string, ...text: readonly string[]): PageResponse =>
  page('message', { title, text }, statusCode);

/** After a form was acted on: the browser gets the page afresh, so that going back or reloading posts nothing again. */
export const seeOther = (location: string): PageResponse => ({
  statusCode: 303,
  headers: { Location: location },
});
