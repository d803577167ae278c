import * as z from 'zod';
import { READERS } from '../../../shared/core/desks.ts';
import { isPublicAddress, knownUntil, letInToRead } from '../../../shared/core/people-at-desk.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { someAddress, someText } from '../forms/answers.ts';
import { asksWho, decisionStep } from '../forms/confirm-step.ts';
import type { Choice } from '../forms/question.ts';
import type { NextStep, Step } from '../forms/walk.ts';
import { type Acted, type OpenedPage, serve } from '../http/opened-page.ts';
import type { Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { type CoordinatorSession, inSeconds, sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';
import { listPage } from '../views/list-pages.ts';
import { decideOn, inOrder, sectionsOf, standsAlready } from './open-people.ts';
import { choicesFor, chosenIn } from './people-steps.ts';
import { carryOut } from './person-changed.ts';

const CAPTION = 'Coordinators of the scheme';
const NEW = 'new';
const desk = { desk: READERS, reader: 'the coordinators' };

const notices: Readonly<Record<string, string>> = {
  'let-in': 'They can sign in to read the figures. We tell them by email.',
  'taken-away': 'They are signed out, and can no longer read the figures. We tell them by email.',
};

const whatStep = (choices: readonly Choice[]): Step => ({
  name: 'what',
  title: 'What do you want to do?',
  questions: [{ kind: 'radios', name: 'what', label: 'What do you want to do?', choices }],
  schema: z.object({
    what: z.string().refine((what) => what === NEW || chosenIn(what) !== undefined, {
      error: 'Select what you want to do',
    }),
  }),
  button: 'Continue',
});

const whoStep: Step = {
  name: 'who',
  title: 'Who do you let in?',
  text: ['Let in only somebody you have spoken to, on a number that you know.'],
  questions: [
    { kind: 'text', name: 'newName', label: 'Their name' },
    {
      kind: 'text',
      name: 'newRole',
      label: 'What they are, and where',
      hint: 'For example, inspector at Ofsted.',
    },
    {
      kind: 'text',
      name: 'newAddress',
      label: 'Their own work email address',
      hint: 'Links to sign in go there. Not a mailbox that others read.',
    },
  ],
  schema: z.object({
    newName: asksWho.coordinator.schema.name,
    newRole: someText('Enter what they are, and where', 'What they are, and where', 100),
    newAddress: someAddress('Enter their email address', 'Email address', 'jo.smith@ofsted.example').refine(
      (address) => !isPublicAddress(address),
      { error: 'Anybody can have an address there. Enter the one that they have at work' },
    ),
  }),
  button: 'Continue',
};

const meaning = (taken: boolean): string =>
  taken
    ? 'They are signed out everywhere at once, and can no longer read the figures. We tell them by email.'
    : 'They can sign in by a link to that address, and see the figures of the scheme: how many, how fast, and which council. They see no case, and no council’s contacts. We tell them by email.';

const nextReadersStep =
  (choices: readonly Choice[]): NextStep =>
  ({ what, who, confirm }) => {
    if (what === undefined)
      return whatStep([
        {
          value: NEW,
          text: 'Let somebody in',
          hint: 'Such as an inspector, or somebody in a minister’s office',
        },
        ...choices,
      ]);
    if (what.what === NEW && who === undefined) return whoStep;
    if (confirm !== undefined) return undefined;
    return decisionStep(meaning(chosenIn(what.what)?.to === 'taken-away'), 'Do this now');
  };

/** Lets somebody in who is not on the list, or no more. Let in by somebody else meanwhile, they stay as they are, and who did is said. */
async function letIn(
  tools: PagesTools,
  { name }: CoordinatorSession,
  said: Readonly<Record<string, unknown>>,
): Promise<Acted> {
  const { newName, newRole, newAddress } = said as z.output<typeof whoStep.schema> & Record<string, string>;
  const { people, clock, newId, log } = tools;
  const at = clock.now();
  const until = knownUntil({ state: 'new', askedAt: at });
  const there = await people.add(READERS, newAddress ?? '', newId(), at, until);
  const after = letInToRead(there, { name: newName ?? '', role: newRole ?? '' }, { name }, at);
  const isChanged = after !== undefined && (await people.change(after, knownUntil(after))) === 'changed';
  const stands = isChanged ? after : ((await people.read(READERS, there.id, inSeconds(at))) ?? there);
  // Also of what broke off before the email was asked for: said again, it is the same email.
  if (stands.state === 'let-in') await carryOut(tools, stands);
  if (!isChanged) return { kind: 'refused', words: standsAlready(stands, desk.reader) };
  log.info(logMessages.personDecided, { desk: READERS, decision: 'let-in' });
  return { kind: 'done', to: '/readers?done=let-in' };
}

/** Opens the page on which coordinators see who reads the figures, let others in, and take that away. */
async function openReaders(
  tools: PagesTools,
  session: CoordinatorSession,
  request: PageRequest,
): Promise<OpenedPage> {
  const all = inOrder(await tools.people.people(READERS, inSeconds(tools.clock.now())));
  const page = listPage(request, 'page', all.length, 'people');
  const shown = all.slice(page.from, page.to);
  const done = notices[request.queryStringParameters?.done ?? ''];
  return {
    session,
    caption: CAPTION,
    shows: () => ({
      page: {
        title: 'Readers of the figures',
        caption: CAPTION,
        ...(done === undefined ? {} : { notice: { title: 'Done', text: done, good: true } }),
        lead: [
          all.length === 0
            ? 'Nobody has been let in to read the figures.'
            : 'These people sign in by a link to their own address, and see the figures alone.',
          'When an email to somebody comes back because there is no such mailbox, they leave this list. Let them in again with the right address.',
        ],
        sections: sectionsOf(shown, page, desk.reader, undefined),
        formHeading: 'Change who may read the figures',
      },
    }),
    nextStep: nextReadersStep(shown.flatMap(choicesFor)),
    act: async ({ what, who }) => {
      const chosen = chosenIn(what?.what);
      return chosen === undefined
        ? letIn(tools, session, who ?? {})
        : decideOn(tools, desk, chosen, { name: session.name }, '/readers');
    },
  };
}

/** `/readers`. */
export async function readersPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  return serve(await openReaders(tools, session, request), request);
}
