import { defined } from '../../../shared/core/defined.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { answerRows, type Changes } from '../forms/answer-words.ts';
import { type FormModel, formModel, pageForm } from '../forms/form-model.ts';
import { type FormPost, fieldValue } from '../forms/form-post.ts';
import { type Standing, sayingSealed, withStanding } from '../forms/standing.ts';
import { type Answered, type NextStep, type Step, type Walked, walk } from '../forms/walk.ts';
import { isFromSession, type Session, tokenField } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import { typedIn } from '../sign-in/typed-before.ts';
import type { PageModel } from '../views/page-model.ts';
import type { View } from '../views/render.ts';
import { formOf, isFromOwnPage, isSurelyFromOwnPage, TELLS_OWN_ORIGIN } from './form-request.ts';
import { formTooOld, methodNotAllowed } from './messages.ts';
import { type Page, page, type Reply, seeOther, toThisPage } from './reply.ts';

/** Not possible as things stand: why, and what the person can do. */
export interface Refused {
  readonly kind: 'refused';
  readonly words: string;
  /** Said instead of that nothing was changed. */
  readonly next?: string;
  /** Where to go on, when not to the same page as it stands now. */
  readonly link?: { readonly text: string; readonly href: string };
}

/** What came of acting on the answers. */
export type Acted =
  /** Done, now or before: the page, read afresh, shows it. `event`: number of the event to point out. */
  | {
      readonly kind: 'done';
      readonly event?: number;
      /** Where to go on, when not to the same page. */
      readonly to?: string;
      readonly cookies?: string[];
    }
  /** Done, and said once, on this answer: nothing can show it again. */
  | { readonly kind: 'show'; readonly response: Reply }
  | Refused;

/** A page as it is drawn. */
interface Shown {
  readonly page: PageModel;
  /** What the view needs besides. */
  readonly more?: object;
}

/** A page whose link has been checked and whose subject has been read. */
export interface OpenedPage {
  /** What it is about: stands above each page of its form. */
  readonly caption: string;
  /** Makes what it shows: asked only when it is drawn, so that a form is acted on without it. */
  readonly shows: () => Shown | Promise<Shown>;
  readonly view?: Extract<View, 'page' | 'case'>;
  /** Whose page it is, when it opens by being signed in: its forms are taken from this session's pages only. */
  readonly session?: Session;
  /** What stands in the head of each of its pages when somebody is signed in. */
  readonly head?: ReturnType<typeof signedIn>;
  /** Its form signs somebody in, or has a link sent that does: it is read only when it surely comes from our own page. */
  readonly signsIn?: true;
  /** What can be answered here now, if anything. */
  readonly nextStep?: NextStep;
  /** What a link that leads into the form answers by itself: whoever follows it sees the page after that, and nothing is done. */
  readonly begun?: FormPost;
  /** What stands in the boxes of the first page until it is sent. */
  readonly filled?: FormPost;
  /** What stands in the boxes of a page until somebody answers it: what was said before, or the name of who is signed in. */
  readonly standing?: Standing;
  /** What would stand once the answers are acted on: beside each answer the person sees what it was before. */
  readonly becomes?: (answered: Answered) => Standing | undefined;
  /** The pages on which what stands was asked, where an answer may take away the page of another. */
  readonly stood?: () => readonly Step[];
  /** What each of its forms carries along besides, whatever was posted: nothing for another browser. */
  readonly carried?: FormModel['carried'];
  /** Version that the page shows. Its forms carry it along, so that a decision is taken on what the person saw. */
  readonly lookedAt?: number;
  /** Said at once to a form that was first shown with another version, where going on would answer another question. */
  readonly movedOn?: Refused;
  /**
   * Told of each form that is not acted on as things stand: there is nothing to answer any more, or something else. Where something else
   * was answered before, it says so, instead of the page that tells what stands.
   */
  readonly notActedOn?: (form: FormPost) => Promise<Refused | undefined>;
  /** Of a box that only looks something up on this page: what of its address shows it, by nothing that was typed. Undefined for any other form. */
  readonly lookUp?: (form: FormPost) => string | undefined;
  /** What whoever goes on in a form is told that was first shown with another version; undefined where nothing happened since that they need to know. */
  readonly overtaken?: (lookedAt: number | undefined) => Promise<Refused | undefined>;
  /** Acts on a whole set of answers, checked and confirmed. */
  readonly act?: (answered: Answered, lookedAt: number | undefined) => Promise<Acted>;
}

type Asking = Extract<Walked, { kind: 'ask' }>;

const LOOKED_AT = 'lookedAt';

/** The version that a form was first shown with; of a form that says none, the one that is shown now. */
function versionSeen({ lookedAt }: OpenedPage, form: FormPost): number | undefined {
  if (lookedAt === undefined) return undefined;
  const said = fieldValue(form, LOOKED_AT);
  return /^\d{1,16}$/.test(said) && Number.isSafeInteger(Number(said)) ? Number(said) : lookedAt;
}

/** The first page of a form carries the version it shows; the pages after it carry on what they were sent. And the session's token, and what its page adds. */
const withVersion = (
  { session, carried = [] }: OpenedPage,
  form: FormModel,
  lookedAt: number | undefined,
): FormModel => {
  const own = [
    ...carried,
    ...(lookedAt === undefined ? [] : [{ name: LOOKED_AT, value: String(lookedAt) }]),
    ...(session === undefined ? [] : [tokenField(session)]),
  ];
  return {
    ...form,
    carried: [...form.carried.filter(({ name }) => own.every((one) => one.name !== name)), ...own],
  };
};

function changesIn({ standing = {}, becomes, stood }: OpenedPage, answered: Answered): Changes | undefined {
  const after = becomes?.(answered);
  return after && { before: standing, after, stood: stood?.() ?? [] };
}

const headOf = ({ session, head }: OpenedPage) => (session === undefined ? head : signedIn(session));

function show(opened: OpenedPage, form?: FormPost, problems?: ReadonlyMap<string, string>): Page {
  const first = opened.nextStep?.({});
  const shown = page(
    opened.view ?? 'page',
    {
      ...headOf(opened),
      ...(first === undefined
        ? {}
        : { form: withVersion(opened, formModel(first, form ?? opened.filled, problems), opened.lookedAt) }),
    },
    problems?.size ? 422 : 200,
  );
  return {
    ...shown,
    reads: async () => {
      const { page: model, more } = await opened.shows();
      return { ...model, ...more };
    },
    besides: opened.signsIn ? TELLS_OWN_ORIGIN : {},
  };
}

const refusal = ({
  words,
  next = 'Nothing was changed.',
  link = toThisPage('See how things stand now'),
}: Refused): Reply => page('message', { title: 'That could not be done', text: [words, next], link }, 409);

/** The page on which somebody is in a form. */
function ask(opened: OpenedPage, { step, form, problems, before, answered }: Asking): Page {
  const { standing = {} } = opened;
  if (before.length === 0) return show(opened, form, problems);
  const asked = pageForm(sayingSealed(step, standing), withStanding(step, form, standing), problems, before);
  return page(
    step.check ? 'check' : 'ask',
    {
      ...headOf(opened),
      title: asked.titled ?? step.title,
      caption: opened.caption,
      text: step.text ?? [],
      ...defined({ sections: step.sections, picture: step.picture }),
      sealing: [step, ...before].some(({ sealed }) => sealed === true),
      rows: step.check ? answerRows(before, answered, changesIn(opened, answered)) : [],
      form: withVersion(opened, asked, versionSeen(opened, form)),
    },
    problems.size > 0 ? 422 : 200,
  );
}

const TYPED =
  'You were signed out before this was sent. Nothing was done. What you typed is still here: check it, and send it again.';

/** What is looked at: the page itself, or where its form goes on from what the link answers already, or from what was typed before somebody had to sign in. */
function look(opened: OpenedPage, request: PageRequest): Page {
  const { nextStep, begun } = opened;
  const typed = typedIn(request);
  const given = typed ?? begun;
  const walked = nextStep === undefined || given === undefined ? undefined : walk(nextStep, given);
  const shown = walked?.kind === 'ask' ? ask(opened, walked) : show(opened, typed);
  return typed === undefined ? shown : { ...shown, status: 200, model: { ...shown.model, above: TYPED } };
}

/** What a form is told that was first shown with another version, and is not acted on. */
async function toldOvertaken(opened: OpenedPage, form: FormPost): Promise<Refused | undefined> {
  const seen = versionSeen(opened, form);
  return seen === opened.lookedAt ? undefined : opened.overtaken?.(seen);
}

async function answer(opened: OpenedPage, request: PageRequest): Promise<Reply> {
  const read = formOf(request, opened.signsIn ? isSurelyFromOwnPage : isFromOwnPage);
  if (read.kind === 'refused') return read.response;
  if (opened.session !== undefined && !isFromSession(opened.session, read.form)) return formTooOld();
  const self = request.rawPath;
  const shown = opened.lookUp?.(read.form);
  if (shown !== undefined) return seeOther(`${self}${shown}`);
  // Nothing to answer, or not any more: the page says what became of it.
  if (opened.nextStep === undefined || opened.act === undefined) {
    const refused = (await opened.notActedOn?.(read.form)) ?? (await toldOvertaken(opened, read.form));
    return refused === undefined ? seeOther(self) : refusal(refused);
  }
  if (opened.movedOn !== undefined && versionSeen(opened, read.form) !== opened.lookedAt)
    return refusal(opened.movedOn);
  const walked = walk(opened.nextStep, read.form);
  if (walked.kind === 'ask') {
    await opened.notActedOn?.(read.form);
    const overtaken = await toldOvertaken(opened, read.form);
    if (overtaken !== undefined) return refusal(overtaken);
    const asked = ask(opened, walked);
    return opened.carried === undefined ? asked : { ...asked, onlyHere: true };
  }
  const acted = await opened.act(walked.answered, versionSeen(opened, read.form));
  if (acted.kind === 'done')
    return {
      ...seeOther(acted.to ?? (acted.event === undefined ? self : `${self}?event=${acted.event}`)),
      ...defined({ cookies: acted.cookies }),
    };
  if (acted.kind === 'show') return acted.response;
  return refusal(acted);
}

/** Answers a request for a page that its link has opened. GET and HEAD only look. */
export async function serve(opened: OpenedPage, request: PageRequest): Promise<Reply> {
  switch (request.requestContext.http.method) {
    case 'GET':
      return look(opened, request);
    case 'HEAD':
      return { ...look(opened, request), body: '' };
    case 'POST':
      return answer(opened, request);
    default:
      return methodNotAllowed('GET, HEAD, POST');
  }
}
