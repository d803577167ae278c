import { openCapacity } from '../../../../functions/pages/capacity/open-capacity.ts';
import { openCase } from '../../../../functions/pages/coordinator/open-case.ts';
import { openEntry } from '../../../../functions/pages/entry/open-entry.ts';
import { type Answered as Answers, walk } from '../../../../functions/pages/forms/walk.ts';
import type { Acted, OpenedPage } from '../../../../functions/pages/http/opened-page.ts';
import { openOffer } from '../../../../functions/pages/offer/open-offer.ts';
import { openRegion } from '../../../../functions/pages/region/open-region.ts';
import type { CoordinatorSession } from '../../../../functions/pages/sign-in/session.ts';
import type { PagesTools } from '../../../../functions/pages/tools.ts';
import { openTransfer } from '../../../../functions/pages/transfer/open-transfer.ts';
import { somebody } from '../../../../infra/local/story/form-client.ts';
import type { PageRequest } from '../../../../shared/runtime/http-middleware.ts';
import { type LinkPurpose, linkPaths, verifyLink } from '../../../../shared/runtime/links.ts';
import { pagesUrl } from '../world/functions.ts';

export interface Link {
  readonly purpose: LinkPurpose;
  readonly token: string;
}

const purposes = new Map(
  (Object.entries(linkPaths) as [LinkPurpose, string][]).map(([purpose, path]) => [path, purpose]),
);

/** The links of an email that lead to our pages, in their order. */
export const linksIn = (text: string): readonly (Link | undefined)[] =>
  [...text.matchAll(new RegExp(`${pagesUrl}(/[a-z-]+)/([\\w.-]+)`, 'g'))].map(
    ([, folder = '', token = '']) => {
      const purpose = purposes.get(folder);
      return purpose === undefined ? undefined : { purpose, token };
    },
  );

/** From somebody who has only the link: no cookie comes with it. */
const posting = (body: Fields): PageRequest =>
  ({
    requestContext: { http: { method: 'POST' } },
    rawPath: '/',
    headers: {},
    body,
  }) as unknown as PageRequest;

/** Coordinators have signed in: what has ended they can open again. */
export const signedIn: CoordinatorSession = {
  kind: 'coordinator',
  name: 'R. Okafor (invented)',
  person: '0f0c7e1a-3b1d-4f6e-9a2c-000000000002',
  id: '0f0c7e1a-3b1d-4f6e-9a2c-000000000001',
  formToken: 'token',
};

/** Opens the page behind a link as the pages do, up to the point where they would write HTML. */
async function opened(
  tools: PagesTools,
  { purpose, token }: Link,
  form: Fields,
): Promise<OpenedPage | undefined> {
  const request = posting(form);
  const link = await verifyLink(tools.key, token, purpose, tools.clock.now());
  if (link.kind !== 'valid') return undefined;
  switch (link.claims.for) {
    case 'offer':
      return openOffer(tools, link.claims);
    case 'capacity':
      return openCapacity(tools, link.claims, request);
    case 'coordinator': {
      const page = await openCase(tools, link.claims, request, signedIn);
      return page !== undefined && 'instead' in page ? undefined : page;
    }
    case 'region':
      return openRegion(tools, link.claims, request, undefined);
    case 'transfer':
      return openTransfer(tools, link.claims, request, undefined);
    case 'entry':
      return openEntry(tools, link.claims, request, undefined);
    default:
      return undefined;
  }
}

/** What a person sees of a page: what can be chosen, and on the next pages what is asked. */
export interface Seen {
  /** Name of the first step. */
  readonly first: string | undefined;
  /** Values of the first question. */
  readonly choices: readonly string[];
  /** Choices of a question of the step that follows an action. */
  readonly next: (
    action: string,
    question: string,
  ) => readonly { readonly value: string; readonly text: string }[];
  /** The same where something else than an action was answered first. */
  readonly after: (
    answered: Answers,
    question: string,
  ) => readonly { readonly value: string; readonly text: string }[];
  /** Names of the questions of that step. */
  readonly asks: (action: string) => readonly string[];
  readonly lookedAt: number | undefined;
}

/** Of a group, of whom it is said; all of them, or the first. Of a child alone nothing is asked. */
export const whichOf = (next: Seen['next'], what: 'missing' | 'found', one: boolean): Fields => {
  const children = next(what, `${what}Children`).map(({ value }) => value);
  return children.length === 0 ? {} : { [`${what}Children`]: one ? children.slice(0, 1) : children };
};

/** Of a group, that what is said for the search is about all who are missing. */
export const searchedIn = (next: Seen['next']): Fields => {
  const children = next('missing-details', 'searchedChildren').map(({ value }) => value);
  return children.length === 0 ? {} : { searchedChildren: children };
};

/** Looks at a page; undefined when the link opens none, or nothing can be answered there. */
export async function look(tools: PagesTools, link: Link): Promise<Seen | undefined> {
  // A person who looks around sees also which councils there are to place a child with.
  const page = await opened(tools, link, { action: 'place' });
  const nextStep = page?.nextStep;
  if (page === undefined || nextStep === undefined) return undefined;
  const step = nextStep({});
  const [first] = step?.questions ?? [];
  const questions = (answered: Answers) => nextStep(answered)?.questions ?? [];
  const after = (action: string) => questions({ action: { action } });
  const choicesOf = (answered: Answers, question: string) => {
    const asked = questions(answered).find(({ name }) => name === question);
    return asked !== undefined && 'choices' in asked ? asked.choices : [];
  };
  return {
    first: step?.name,
    choices: first !== undefined && 'choices' in first ? first.choices.map(({ value }) => value) : [],
    next: (action, question) => choicesOf({ action: { action } }, question),
    after: choicesOf,
    asks: (action) => after(action).map(({ name }) => name),
    lookedAt: page.lookedAt,
  };
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;
export type Answered =
  | Acted
  | { readonly kind: 'asked-again'; readonly words: string }
  | { readonly kind: 'nothing-to-answer' };

/** Fills in the whole form behind a link and sends it. */
export async function fillIn(
  tools: PagesTools,
  link: Link,
  fields: Fields,
  lookedAt: number | undefined,
): Promise<Answered> {
  const page = await opened(tools, link, fields);
  const form = new Map(
    Object.entries({ ...somebody, ...fields, confirm: 'yes', meantSo: 'yes' }).map(([name, value]) => [
      name,
      [value].flat(),
    ]),
  );
  if (page?.nextStep === undefined || page.act === undefined) {
    await page?.notActedOn?.(form);
    return { kind: 'nothing-to-answer' };
  }
  const walked = walk(page.nextStep, form);
  if (walked.kind === 'ask') {
    await page.notActedOn?.(form);
    return { kind: 'asked-again', words: `${walked.step.title}: ${[...walked.problems.values()].join(' ')}` };
  }
  return page.act(walked.answered, page.lookedAt === undefined ? undefined : lookedAt);
}

/** A day, as its three fields ask for it. */
export const dayFields = (name: string, date: string): Fields => {
  const [year = '', month = '', day = ''] = date.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};
