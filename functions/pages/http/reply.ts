import { CONTENT_SECURITY_POLICY, type PageResponse } from '../../../shared/runtime/http-middleware.ts';
import type { FormModel } from '../forms/form-model.ts';
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
  /** It is shown again to the browser alone that posted the form: whoever else has its address, and no session, sees nothing of it. */
  readonly onlyHere?: true;
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

/** A list to choose from that is longer than this is tiring to go through. */
const LONG_LIST = 20;

/** What the models of pages have that may hold a list to choose from. */
interface Chooses {
  readonly form?: Pick<FormModel, 'fields'>;
  /** A list beside the forms, as GOV.UK's select takes it. */
  readonly toChoose?: readonly unknown[];
}

/** Whether a page has a long list to choose from: a script of ours lets people type instead. No other page may run anything. */
const hasLongList = ({ form, toChoose = [] }: Chooses): boolean =>
  [
    toChoose,
    ...(form?.fields ?? []).map(({ component, parameters }) => component === 'select' && parameters.items),
  ].some((list) => Array.isArray(list) && list.length > LONG_LIST);

const RUNS_OUR_SCRIPT = {
  'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}; script-src 'self'`,
};

/** A page that only says something: what is the matter and what to do. */
export const message = (statusCode: number, title: string, ...text: readonly string[]): Page =>
  page('message', { title, text }, statusCode);

/** Leads to the page that stands at the same address, as it is now. Without the path: the address may be a link, which stands in no page. */
export const toThisPage = (text: string) => ({ text, href: '?' });

/** After a form was acted on: the browser gets the page afresh, so that going back or reloading posts nothing again. */
export const seeOther = (location: string, besides: Readonly<Record<string, string>> = {}): PageResponse => ({
  statusCode: 303,
  headers: { Location: location, ...besides },
});

/** The reply as it goes out. @throws when a page's model lacks something that its view says */
export async function asResponse(reply: Reply): Promise<PageResponse> {
  if (!('view' in reply)) return reply;
  const model = { ...(await reply.reads?.()), ...reply.model };
  const typeAhead = hasLongList(model);
  return {
    statusCode: reply.status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      ...(typeAhead ? RUNS_OUR_SCRIPT : {}),
      ...reply.besides,
    },
    ...(reply.cookies === undefined || reply.cookies.length === 0 ? {} : { cookies: [...reply.cookies] }),
    body: await render(reply.view, { ...model, typeAhead }),
  };
}
