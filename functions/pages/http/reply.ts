import { CONTENT_SECURITY_POLICY, type PageResponse } from '../../../shared/runtime/http-middleware.ts';
import { render, type View } from '../views/render.ts';

/** A page still to be drawn. No member of it is one of a response's, so that it never goes out as it is. */
export interface Page {
  readonly view: View;
  readonly model: object;
  /** The rest of the model, which takes reading: asked for once the page is to be drawn. */
  readonly reads?: () => Promise<object>;
  readonly status: number;
  /** Headers that this page needs besides those of every page. */
  readonly besides: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  /** Where it is shown when it answers a form, when not at the form's own address. */
  readonly at?: string;
}

/** The part of an address that says which kept page it shows. */
export const SHOWN = 'shown';

/** What answers a request. */
export type Reply = PageResponse | Page;

/** A page, drawn when everything about it is known. */
export const page = (view: View, model: object, status = 200): Page => ({
  view,
  model,
  status,
  besides: {},
});

/** A page with a list to choose from, where a script of ours lets people type instead. No other page may run anything. */
export const pageWithTypeAhead = (view: View, model: object, status = 200): Page => ({
  ...page(view, { ...model, typeAhead: true }, status),
  besides: { 'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; script-src 'self'` },
});

/** A page that only says something: what is the matter and what to do. */
export const message = (statusCode: number, title: string, ...text: readonly string[]): Page =>
  page('message', { title, text }, statusCode);

/** After a form was acted on: the browser gets the page afresh, so that going back or reloading posts nothing again. */
export const seeOther = (location: string, besides: Readonly<Record<string, string>> = {}): PageResponse => ({
  statusCode: 303,
  headers: { Location: location, ...besides },
});

/** The reply as it goes out. @throws when a page's model lacks something that its view says */
export async function asResponse(reply: Reply): Promise<PageResponse> {
  if (!('view' in reply)) return reply;
  return {
    statusCode: reply.status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...reply.besides },
    ...(reply.cookies === undefined || reply.cookies.length === 0 ? {} : { cookies: [...reply.cookies] }),
    body: await render(reply.view, { ...(await reply.reads?.()), ...reply.model }),
  };
}
