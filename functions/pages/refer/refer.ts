import * as z from 'zod';
import { missingFacts } from '../../../shared/core/allocation/missing-facts.ts';
import { endedWords } from '../../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { councilsOn } from '../../../shared/core/council/published-councils.ts';
import { retention } from '../../../shared/core/retention.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { retryOnConflict, TooContended } from '../../../shared/runtime/retry-on-conflict.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { childrenWords } from '../../../shared/words/counting.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { ticked } from '../forms/answers.ts';
import { pageForm } from '../forms/form-model.ts';
import { type FormPost, fieldValue } from '../forms/form-post.ts';
import { CONFIRM } from '../forms/question.ts';
import {
  type Answered,
  answersBy,
  type Problems,
  pagesOf,
  problemsWith,
  type Step,
  type Walked,
} from '../forms/walk.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld, notFound } from '../http/messages.ts';
import { message, page, type Reply, seeOther } from '../http/reply.ts';
import { toSignIn } from '../sign-in/come-back.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import {
  isFromSession,
  isNameless,
  lapsedSessionOf,
  personOf,
  sessionOf,
  tokenField,
} from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { draftId, keptDraft, saveDraft, sendDraft } from './keep-draft.ts';
import { DUTY } from './people-parts.ts';
import { RECORD, record, sent } from './record.ts';
import {
  ANSWERS_A_PAGE,
  ASKS,
  frame,
  own,
  pathOf,
  type ReferContext,
  rowsOf,
  underHeadings,
  walked,
  withTyped,
} from './refer-context.ts';
import { childrenIn, childrenWritten, sectionsIn } from './refer-steps.ts';
import { referralOf } from './referral-of.ts';
import { TASKS, tasks } from './tasks.ts';

const CHECK = 'check';
const SENT = 'sent';

/** Where a draft goes on: the first page without a good answer, or the check of them all. */
const nextOf = (draft: Draft, at: Walked): string => pathOf(draft, at.kind === 'done' ? CHECK : at.step.name);

/** The pages that somebody has come to: those with a good answer, and the one that is asked. */
const reachedBy = (at: Walked): readonly Step[] => (at.kind === 'done' ? at.before : [...at.before, at.step]);

async function begin(context: ReferContext, form: FormPost): Promise<Reply> {
  const press = z.uuid().safeParse(fieldValue(form, 'draft'));
  if (!press.success) return seeOther('/refer');
  const { session, tools } = context;
  // Pressed twice, the second finds the first's draft.
  const id = draftId(await tools.key.read(), session.council, press.data);
  await saveDraft(tools, {
    id,
    council: session.council,
    version: 1,
    form: {},
    state: 'open',
    at: tools.clock.now(),
  });
  return seeOther(`/refer/${id}`);
}

async function start(context: ReferContext): Promise<Reply> {
  const { tools, session } = context;
  const drafts = (await tools.drafts.list(session.council)).filter(
    ({ state }) => state === 'open' || state === 'sending',
  );
  const draftsPage = listPage(context.request, 'page', drafts.length, 'referrals that you have begun');
  return page('refer', {
    ...frame(context),
    keptDays: retention.draftDays,
    title: 'Refer a child',
    caption: authorityName(session.council),
    inbox: tools.inbox,
    fields: [tokenField(session), { name: 'draft', value: tools.newId() }],
    draftsPage,
    drafts: drafts
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))
      .slice(draftsPage.from, draftsPage.to)
      .map((draft) => ({
        text: draftName(draft),
        href: pathOf(draft, TASKS),
      })),
  });
}

/** What tells a draft from others without naming a child: how many children it is about, and when it was begun. */
function draftName({ form, at }: Draft): string {
  const isOfNobody = !Object.keys(form).some((field) => /^child\d+-/.test(field));
  const children = isOfNobody ? 'no child yet' : childrenWords(childrenIn(childrenWritten(form)).length);
  return `Referral begun at ${momentWords(at)}, ${children}`;
}

const formOfStep = ({ session }: ReferContext, step: Step, form: FormPost, problems?: Problems) => ({
  ...pageForm(step, own(step, form), problems),
  carried: [tokenField(session)],
});

function ask(
  context: ReferContext,
  draft: Draft,
  step: Step,
  before: readonly Step[],
  form: FormPost,
  problems?: Problems,
) {
  const back = before.at(-1);
  const asked = formOfStep(context, step, form, problems);
  const names = pagesOf(step).map(({ name }) => name);
  return page(
    'ask',
    {
      ...frame(context),
      title: asked.titled ?? step.title,
      caption: 'Refer a child',
      text: step.text ?? [],
      back: pathOf(draft, back?.name ?? TASKS),
      overview: pathOf(draft, TASKS),
      form: { ...asked, carried: [...asked.carried, { name: ASKS, value: names.join(' ') }] },
    },
    problems?.size ? 422 : 200,
  );
}

const NOT_SENT =
  'This was not sent, because something else is kept under its number. Begin a new referral with these answers, or call the National Transfer Scheme team';

const checkStep = ({ session }: ReferContext): Step => {
  const council = authorityName(session.council);
  return {
    name: CHECK,
    title: 'Check the answers before you refer the child',
    questions: [{ kind: 'confirm', name: CONFIRM, label: 'Confirm', choice: `I can act for ${council}` }],
    schema: z.object({ [CONFIRM]: ticked(`Tick the box to say that you can act for ${council}`) }),
    button: 'Refer the child',
    check: true,
  };
};

/** Field that says which version of the answers a check page has shown. */
const SHOWN = 'shown';

const CHANGED =
  'The answers have changed since you read them here. Nothing was sent. Read them again, from the first to the last';

/** Whether the answers are those that were shown. Sending closes a draft with one version more, and sends what was shown before it. */
const isAsShown = ({ version, state }: Draft, shown: string): boolean =>
  shown === String(version) || (state === 'sending' && shown === String(version - 1));

interface Checked {
  readonly problems?: Problems;
  readonly status?: number;
  /** The version that was shown so far; the present one unless given. */
  readonly shown?: string;
  /** Said where the answers that were read are no longer those that would be sent. */
  readonly changed?: true;
}

/** Rows on pages of their own: each leads to the others with the version that the first has shown. */
function rowsPageOf({ request }: ReferContext, draft: Draft, total: number, given: string | undefined) {
  const pageWith = (shown: string) =>
    listPage(
      { ...request, queryStringParameters: { ...request.queryStringParameters, [SHOWN]: shown } },
      'page',
      total,
      'your answers',
      ANSWERS_A_PAGE,
    );
  const first = given ?? String(draft.version);
  const asked = request.queryStringParameters?.[SHOWN] ?? '';
  const isFirst = pageWith(first).from === 0;
  const shown = isFirst ? first : (given ?? asked);
  return { rowsPage: pageWith(shown), shown };
}

function check(
  context: ReferContext,
  draft: Draft,
  { answered, before: steps }: Pick<Walked, 'answered' | 'before'>,
  { problems, status = 422, shown: given, changed }: Checked = {},
): Reply {
  const { facts } = referralOf(answered, context.session.council, context.today);
  const councils = councilsOn(context.today);
  const contradictions = missingFacts(
    { facts, turned18: [], ages: [], today: context.today, councils },
    context.tools.policy,
  );
  const rows = rowsOf(steps, answered);
  const { rowsPage, shown } = rowsPageOf(context, draft, rows.length, given);
  // Whoever confirms has come past all of them; what is wrong with the form is said where it stands.
  const asks = rowsPage.isLast || problems !== undefined;
  const form = formOfStep(context, checkStep(context), new Map(), problems);
  return page(
    'refer-check',
    {
      ...frame(context),
      title: 'Check the answers before you refer the child',
      caption: 'Refer a child',
      problems: changed ? [{ text: CHANGED, href: '#main-content' }] : asks ? form.problems : [],
      doubts: contradictions.map(({ words }) => words),
      rowsPage,
      groups: underHeadings(context, answered, rows.slice(rowsPage.from, rowsPage.to)).map((group) => ({
        heading: group.heading,
        rows: group.rows.map(({ change, ...row }) => ({
          ...row,
          ...(draft.state === 'open' ? { href: pathOf(draft, change) } : {}),
        })),
      })),
      ...(asks ? { form: { ...form, carried: [...form.carried, { name: SHOWN, value: shown }] } } : {}),
    },
    changed ? 409 : problems?.size ? status : 200,
  );
}

/** Sends what the check has shown, and nothing else: what another window has changed since is shown first. */
async function onCheck(
  context: ReferContext,
  draft: Draft,
  at: Walked,
  posted: FormPost | undefined,
): Promise<Reply> {
  if (posted === undefined) return check(context, draft, at);
  const shown = fieldValue(posted, SHOWN);
  if (!isAsShown(draft, shown)) return check(context, draft, at, { changed: true });
  const problems = problemsWith(checkStep(context), posted);
  if (problems.size > 0) return check(context, draft, at, { problems, shown });
  if (isNameless(context.session)) return toSignIn(context.request);
  const sending = await sendDraft(
    context.tools,
    draft,
    referralOf(at.answered, draft.council, context.today),
    personOf(context.session),
  );
  if (sending === 'taken')
    return check(context, draft, at, { problems: new Map([[CONFIRM, NOT_SENT]]), status: 409, shown });
  const now = sending === 'lost-race' ? await keptDraft(context.tools, draft.council, draft.id) : undefined;
  return now?.state === 'open' ? onDraft(context, now, CHECK, posted) : seeOther(pathOf(draft));
}

/** A page of a draft, also one that is asked with others by now, or that an answer before it keeps shut: a window may still have it open. */
function pageNamed({ session, today }: ReferContext, draft: Draft, at: Walked, name: string) {
  const written = { ...childrenWritten(draft.form), ...at.answered };
  const all = [
    ...reachedBy(at),
    ...sectionsIn(session.council, today, written).flatMap(({ pages }) => [...pages.values()]),
  ];
  return (
    all.find((step) => step.name === name) ??
    all.flatMap(({ joins = [] }) => joins).find((step) => step.name === name)
  );
}

/** Pages that an answer elsewhere settled by now, of which a window that still asked them says something else than is kept. */
const settledAnew = ({ answered, before }: Walked, { form }: Draft, posted: FormPost): readonly Step[] =>
  before
    .flatMap((step) => step.settles?.(answered[step.name] ?? {}, answered) ?? [])
    .map(({ step }) => step)
    .filter((step) =>
      [...own(step, posted).keys()].some(
        (field) => fieldValue(posted, field) !== fieldValue(new Map(Object.entries(form)), field),
      ),
    );

/** What a form says beyond the page that is asked by its name now: kept wherever it belongs, so that no other window drops it. */
function typedElsewhere(
  context: ReferContext,
  draft: Draft,
  at: Walked,
  name: string,
  posted: FormPost,
): readonly Step[] {
  const isAsked = reachedBy(at).some((step) => step.name === name);
  const settled = settledAnew(at, draft, posted);
  const page = isAsked && settled.length === 0 ? undefined : pageNamed(context, draft, at, name);
  return [...settled, ...(page === undefined ? [] : [page])];
}

/**
 * Saves what was typed on some pages, good or not, over whatever another window has saved.
 *
 * @returns undefined once it was sent
 * @throws TooContended when other windows saved first every time
 */
async function keepTyped(
  { tools }: ReferContext,
  draft: Draft,
  steps: readonly Step[],
  posted: FormPost,
): Promise<Draft | undefined> {
  let seen: Draft | undefined = draft;
  const { kept } = await retryOnConflict(tools.pause, async () => {
    if (seen?.state !== 'open') return { kept: undefined };
    const next = withTyped(seen, steps, posted);
    if ((await saveDraft(tools, next)) === 'saved') return { kept: next };
    seen = await tools.drafts.read(draft.council, draft.id);
    return undefined;
  });
  return kept;
}

async function answer(
  context: ReferContext,
  draft: Draft,
  step: Step,
  { before, answered }: { before: readonly Step[]; answered: Answered },
  posted: FormPost,
): Promise<Reply> {
  const given = own(step, posted);
  const problems = problemsWith(step, given);
  if (problems.size > 0) return ask(context, draft, step, before, given, problems);
  const kept = await keepTyped(context, draft, [step], posted);
  if (kept === undefined) return seeOther(pathOf(draft));
  // What was answered before this page has just been read.
  let soFar: Answered = {};
  for (const one of before) soFar = { ...soFar, ...answersBy(one, answered[one.name] ?? {}, soFar) };
  return seeOther(nextOf(kept, walked(context, kept, { before, answered: soFar })));
}

/**
 * The form of a draft, with the duty desk's telephone and hours of the last referral that the council sent by form, as they were corrected since,
 * until it says something else. That goes back as far as forms that were sent are kept; what came by API or email is not looked for.
 */
async function asLastTime({ tools }: ReferContext, draft: Draft, step: Step): Promise<FormPost> {
  const form = new Map(Object.entries(draft.form));
  const asks = step.questions.some(({ name }) => DUTY.some((one) => one === name));
  if (!asks || DUTY.some((field) => form.has(field))) return form;
  const sent = (await tools.drafts.list(draft.council)).filter(({ state }) => state === 'sent');
  const last = sent
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .find(({ form: said }) => DUTY.some((field) => said[field] !== undefined));
  const [said] = last === undefined ? [] : await tools.sealed.particulars(last.id);
  return new Map([
    ...form,
    ...DUTY.flatMap((field) => (said?.[field] === undefined ? [] : [[field, [said[field]]] as const])),
  ]);
}

async function onDraft(
  context: ReferContext,
  draft: Draft,
  name: string,
  posted: FormPost | undefined,
): Promise<Reply> {
  if (draft.state === 'sent')
    return posted !== undefined || (name !== SENT && name !== RECORD)
      ? seeOther(pathOf(draft, SENT))
      : name === SENT
        ? sent(context, draft)
        : record(context, draft.id, draft);
  const at = walked(context, draft);
  if (name === TASKS && posted === undefined && draft.state === 'open')
    return tasks(context, draft, at, CHECK);
  if (name === CHECK && at.kind === 'done') return onCheck(context, draft, at, posted);
  const elsewhere =
    posted === undefined || draft.state !== 'open' ? [] : typedElsewhere(context, draft, at, name, posted);
  if (posted !== undefined && elsewhere.length > 0) {
    const kept = await keepTyped(context, draft, elsewhere, posted);
    return seeOther(kept === undefined ? pathOf(draft) : nextOf(kept, walked(context, kept)));
  }
  const reached = reachedBy(at);
  const place = reached.findIndex((step) => step.name === name);
  const step = reached[place];
  // A page that is asked with others now, by an address from before.
  const now = reached.find(({ joins }) => joins?.some((one) => one.name === name));
  if (step === undefined && now !== undefined && draft.state === 'open')
    return seeOther(pathOf(draft, now.name));
  if (step === undefined || draft.state === 'sending') return seeOther(nextOf(draft, at));
  const before = reached.slice(0, place);
  return posted === undefined
    ? ask(
        context,
        draft,
        step,
        before,
        await asLastTime(context, draft, step),
        at.kind === 'ask' && at.step.name === name ? at.problems : undefined,
      )
    : answer(context, draft, step, { before, answered: at.answered }, posted);
}

/**
 * Somebody whose session is over. What they typed is kept, though nothing is shown, when the form is from a session of theirs that ran
 * out lately; after signing in they come back to the same page.
 */
async function afterSession(
  tools: PagesTools,
  request: PageRequest,
  id: string,
  name: string,
): Promise<Reply> {
  const session =
    request.requestContext.http.method === 'POST' ? await lapsedSessionOf(tools, request) : undefined;
  const read = session === undefined ? undefined : formOf(request);
  if (
    session?.kind === 'officer' &&
    read?.kind === 'form' &&
    isFromSession(session, read.form) &&
    id !== ''
  ) {
    const context: ReferContext = { tools, session, today: londonDate(tools.clock.now()), request };
    const draft = await keptDraft(tools, session.council, id);
    if (draft?.state === 'open') {
      const at = walked(context, draft);
      const asked = reachedBy(at).filter((step) => step.name === name);
      const elsewhere = typedElsewhere(context, draft, at, name, read.form);
      const pages = elsewhere.length > 0 ? elsewhere : asked;
      if (pages.length > 0) await keepTyped(context, draft, pages, read.form);
    }
  }
  return toSignIn(request);
}

/** What was begun for a council that has ended, whoever took over sends. */
const councilEnded = (ended: string): Reply =>
  message(
    409,
    'Your council has ended',
    `${ended}. It refers no child any more.`,
    'Sign in for the council that took over, with its own address. A referral that was begun and not sent is in its list once a coordinator has moved it there.',
  );

async function referOn(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const [id, step] = [parameter('draft'), parameter('step')];
  const session = await sessionOf(tools, request);
  if (session === undefined) return afterSession(tools, request, id, step);
  if (session.kind !== 'officer') return elsewhere(session, request);
  const context: ReferContext = { tools, session, today: londonDate(tools.clock.now()), request };
  let posted: FormPost | undefined;
  if (request.requestContext.http.method === 'POST') {
    const read = formOf(request);
    if (read.kind === 'refused') return read.response;
    if (!isFromSession(session, read.form)) return formTooOld();
    posted = read.form;
  }
  const ended = endedWords(session.council, context.today);
  if (id === '' && ended !== undefined) return councilEnded(ended);
  if (id === '') return posted === undefined ? start(context) : begin(context, posted);
  const draft = await keptDraft(tools, session.council, id);
  if (step === RECORD && draft === undefined && posted === undefined) return record(context, id, draft);
  const waits = draft?.state === 'open' || draft?.state === 'moved';
  if (waits && ended !== undefined) return councilEnded(ended);
  return draft === undefined ? notFound() : onDraft(context, draft, step, posted);
}

/**
 * The pages on which a council refers a child: what belongs together on a page, kept as it goes. A referral gets its id when it is
 * begun, so that however often it is sent, from however many windows, it is one referral.
 */
export async function refer(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  try {
    return await referOn(tools, request, parameter);
  } catch (error) {
    if (!(error instanceof TooContended)) throw error;
    return message(
      409,
      'Your answer was not kept',
      'This referral was being saved from other windows at the same moment.',
      'Go back to your answer and press “Continue” once more.',
    );
  }
}
