import * as z from 'zod';
import { missingFacts } from '../../../shared/core/missing-facts.ts';
import { publishedCouncils } from '../../../shared/core/published-councils.ts';
import { dateWords, londonDate } from '../../../shared/core/working-days.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import { findCase } from '../../../shared/runtime/find-case.ts';
import type { PageRequest, PageResponse } from '../../../shared/runtime/wear-http.ts';
import { formOf } from '../http/form-request.ts';
import { formTooOld, methodNotAllowed, notFound } from '../http/messages.ts';
import { page, seeOther } from '../http/reply.ts';
import { answerRows } from '../journey/answer-words.ts';
import { ticked } from '../journey/answers.ts';
import { formModel } from '../journey/form-model.ts';
import { type FormPost, fieldValue } from '../journey/form-post.ts';
import { CONFIRM, fieldsOf } from '../journey/question.ts';
import { type Answered, type Problems, type Step, walk } from '../journey/walk.ts';
import { isFromSession, type Session, sessionOf, tokenField } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { authorityName } from '../words/authority-names.ts';
import { saveDraft, sendDraft } from './keep-draft.ts';
import { referJourney } from './refer-steps.ts';
import { referralOf } from './referral-of.ts';

const CHECK = 'check';
const SENT = 'sent';

/** Everything that a page about one draft is made from. */
interface Desk {
  readonly tools: PagesTools;
  readonly session: Session;
  readonly today: string;
}

const frame = ({ session }: Desk) => ({
  signedIn: { council: authorityName(session.council), field: tokenField(session) },
});

const pathOf = (draft: Draft, step?: string): string =>
  step === undefined ? `/refer/${draft.id}` : `/refer/${draft.id}/${step}`;

/** The answers of a draft, read as of today; of one that is being sent, as of the day on which it was closed. */
const walked = ({ session, today }: Desk, { state, at, form }: Draft) =>
  walk(
    referJourney(session.council, state === 'sending' ? londonDate(at) : today),
    new Map(Object.entries(form)),
  );

/** Where a draft goes on: the first page without a good answer, or the check of them all. */
const nextOf = (desk: Desk, draft: Draft): string => {
  const at = walked(desk, draft);
  return pathOf(draft, draft.state === 'sent' ? SENT : at.kind === 'done' ? CHECK : at.step.name);
};

async function begin(desk: Desk, form: FormPost): Promise<PageResponse> {
  const id = z.uuid().safeParse(fieldValue(form, 'draft'));
  if (!id.success) return seeOther('/refer');
  const { session, tools } = desk;
  // Pressed twice, the second finds the first's draft.
  await saveDraft(tools, {
    id: id.data,
    council: session.council,
    version: 1,
    form: {},
    state: 'open',
    at: tools.clock.now(),
  });
  return seeOther(`/refer/${id.data}`);
}

async function start(desk: Desk): Promise<PageResponse> {
  const { tools, session } = desk;
  const drafts = await tools.drafts.list(session.council);
  return page('refer', {
    ...frame(desk),
    title: 'Refer a child',
    caption: authorityName(session.council),
    inbox: tools.inbox,
    fields: [tokenField(session), { name: 'draft', value: tools.newId() }],
    drafts: drafts
      .filter(({ state }) => state !== 'sent')
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))
      .map((draft) => ({
        text: `Referral begun on ${dateWords(londonDate(draft.at))}`,
        href: pathOf(draft),
      })),
  });
}

const own = (step: Step, from: FormPost): FormPost => {
  const fields = step.questions.flatMap(fieldsOf);
  return new Map([...from].filter(([name]) => fields.includes(name)));
};

const formOfStep = ({ session }: Desk, step: Step, form: FormPost, problems?: Problems) => ({
  ...formModel(step, own(step, form), problems),
  carried: [tokenField(session)],
});

function ask(
  desk: Desk,
  draft: Draft,
  step: Step,
  before: readonly Step[],
  form: FormPost,
  problems?: Problems,
) {
  const back = before.at(-1);
  return page(
    'ask',
    {
      ...frame(desk),
      title: step.title,
      caption: 'Refer a child',
      text: step.text ?? [],
      back: back === undefined ? '/refer' : pathOf(draft, back.name),
      form: formOfStep(desk, step, form, problems),
    },
    problems?.size ? 422 : 200,
  );
}

const checkStep = ({ session }: Desk): Step => {
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

function check(
  desk: Desk,
  draft: Draft,
  answered: Answered,
  steps: readonly Step[],
  problems?: Problems,
): PageResponse {
  const { facts } = referralOf(answered, desk.session.council, desk.today);
  const councils = publishedCouncils();
  const contradictions = missingFacts(
    { facts, turned18: [], ages: [], today: desk.today, councils },
    desk.tools.policy,
  );
  return page(
    'refer-check',
    {
      ...frame(desk),
      title: 'Check the answers before you refer the child',
      caption: 'Refer a child',
      doubts: contradictions.map(({ words }) => words),
      rows: rowsOf(steps, answered).map(({ step, ...row }) => ({
        ...row,
        ...(draft.state === 'open' ? { href: pathOf(draft, step) } : {}),
      })),
      form: formOfStep(desk, checkStep(desk), new Map(), problems),
    },
    problems?.size ? 422 : 200,
  );
}

/** What was answered, page by page; a page on which nothing had to be said shows that nothing was. */
const rowsOf = (steps: readonly Step[], answered: Answered) =>
  steps.flatMap((step) => {
    const rows = answerRows([step], answered);
    return (rows.length === 0 ? [{ label: step.title, value: 'Not given' }] : rows).map(
      ({ label, value }) => ({
        label: step.questions.length === 1 || rows.length === 0 ? step.title : `${step.title} ${label}`,
        value,
        step: step.name,
      }),
    );
  });

const workingDays = (count: number): string => `${count} working day${count === 1 ? '' : 's'}`;

async function sent(desk: Desk, draft: Draft): Promise<PageResponse> {
  const { caseId } = await findCase(desk.tools.cases, draft.id);
  const { answerOffer, moveInCare, moveNotInCare } = desk.tools.policy.workingDays;
  return page('landing', {
    ...frame(desk),
    title: 'Referral sent',
    caption: 'Refer a child',
    receipt: `Your reference is ${caseId}`,
    lead: [
      'We have e-mailed nobody a name or a date of birth. Quote the reference when you ask us something.',
    ],
    sections: [
      {
        heading: 'What happens next',
        points: [
          'Within minutes we look for a council. If a fact is missing, we e-mail you what it is and by when we need it.',
          `The council that is asked first has ${workingDays(answerOffer)} to answer. Others stand by as back-ups.`,
          `The child should move within ${workingDays(moveInCare)} of the referral, or within ${workingDays(moveNotInCare)} when you do not look after the child.`,
          'You stay responsible for the child until the handover. Tell us at once if the child goes missing: your list has the page for it.',
        ],
      },
    ],
  });
}

async function answer(
  desk: Desk,
  draft: Draft,
  step: Step,
  before: readonly Step[],
  posted: FormPost,
): Promise<PageResponse> {
  const given = own(step, posted);
  // What was typed is read on top of the answers before it, which some questions depend on.
  const kept = step.questions.flatMap(fieldsOf);
  const others = Object.entries(draft.form).filter(([name]) => !kept.includes(name));
  const form: Record<string, readonly string[]> = Object.fromEntries([...others, ...given]);
  const read = walk(
    referJourney(desk.session.council, desk.today),
    new Map([...Object.entries(form), ['step', [step.name]]]),
  );
  if (read.kind === 'ask' && read.step.name === step.name && read.problems.size > 0)
    return ask(desk, draft, step, before, given, read.problems);
  const next = { ...draft, version: draft.version + 1, form };
  const saved = await saveDraft(desk.tools, next);
  return seeOther(saved === 'saved' ? nextOf(desk, next) : pathOf(draft));
}

async function onDraft(
  desk: Desk,
  draft: Draft,
  name: string | undefined,
  posted: FormPost | undefined,
): Promise<PageResponse> {
  if (draft.state === 'sent')
    return name === SENT && posted === undefined ? sent(desk, draft) : seeOther(pathOf(draft, SENT));
  const at = walked(desk, draft);
  if (name === CHECK && at.kind === 'done') {
    if (posted === undefined) return check(desk, draft, at.answered, at.before);
    if (fieldValue(posted, CONFIRM) !== 'yes')
      return check(
        desk,
        draft,
        at.answered,
        at.before,
        new Map([
          [CONFIRM, `Tick the box to say that you can act for ${authorityName(desk.session.council)}`],
        ]),
      );
    await sendDraft(desk.tools, draft, referralOf(at.answered, draft.council, desk.today));
    return seeOther(pathOf(draft));
  }
  const reached = at.kind === 'done' ? at.before : [...at.before, at.step];
  const place = reached.findIndex((step) => step.name === name);
  const step = reached[place];
  if (step === undefined || draft.state === 'sending') return seeOther(nextOf(desk, draft));
  const before = reached.slice(0, place);
  return posted === undefined
    ? ask(
        desk,
        draft,
        step,
        before,
        new Map(Object.entries(draft.form)),
        at.kind === 'ask' && at.step.name === name ? at.problems : undefined,
      )
    : answer(desk, draft, step, before, posted);
}

/**
 * The pages on which a council refers a child: one thing a page, kept as it goes. A referral gets its id when it is begun, so
 * that however often it is sent, from however many windows, it is one referral.
 *
 * @param path what follows /refer: nothing, a draft, or a draft and a page
 */
export async function refer(
  tools: PagesTools,
  request: PageRequest,
  [draftId, step, ...rest]: readonly string[],
): Promise<PageResponse> {
  const { method } = request.requestContext.http;
  if (rest.length > 0) return notFound();
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return methodNotAllowed('GET, HEAD, POST');
  const session = await sessionOf(tools, request);
  if (session === undefined) return seeOther('/sign-in');
  const desk: Desk = { tools, session, today: londonDate(tools.clock.now()) };
  let posted: FormPost | undefined;
  if (method === 'POST') {
    const read = formOf(request);
    if (read.kind === 'refused') return read.response;
    if (!isFromSession(session, read.form)) return formTooOld();
    posted = read.form;
  }
  if (draftId === undefined || draftId === '')
    return posted === undefined ? start(desk) : begin(desk, posted);
  const draft = await tools.drafts.read(session.council, draftId);
  return draft === undefined ? notFound() : onDraft(desk, draft, step, posted);
}
