import * as z from 'zod';
import type { DataOf } from '../../../events/catalogue.ts';
import {
  changedBy,
  maySignIn,
  named,
  type OnRoster,
  onRoster,
  type Roster,
  setsUpUntil,
} from '../../../shared/core/roster.ts';
import { endSessionsOf } from '../../../shared/runtime/end-sessions-of.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import { asksWho, decisionStep } from '../forms/confirm-step.ts';
import type { Choice } from '../forms/question.ts';
import type { NextStep, Step } from '../forms/walk.ts';
import { type Acted, type OpenedPage, serve } from '../http/opened-page.ts';
import type { Reply } from '../http/reply.ts';
import { changeRoster } from '../sign-in/change-roster.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { COORDINATORS } from '../sign-in/second-step.ts';
import { type CoordinatorSession, inSeconds, sessionOf } from '../sign-in/session.ts';
import { tellOfAccess } from '../sign-in/tell-of-access.ts';
import type { PagesTools } from '../tools.ts';

type Change = Exclude<DataOf<'coordinator-access-changed.v1'>['change'], 'set-up'>;

const LET_IN = 'let-in';
const CAPTION = 'Coordinators of the scheme';

function stepWords(person: OnRoster, now: string): string {
  const { secondStep } = person;
  if (secondStep !== undefined) return `Second step set up at ${momentWords(secondStep.setUpAt)}`;
  const until = momentWords(setsUpUntil(person) ?? now);
  return maySignIn(person, now)
    ? `No second step yet: they can set it up until ${until}`
    : `No second step: the time to set it up ended at ${until}`;
}

const rowOf = (person: OnRoster, now: string): Row => {
  const { name, letInAt, letInBy, reset } = person;
  return {
    label: name,
    value: [
      letInBy === undefined
        ? `The first, since ${momentWords(letInAt)}`
        : `Let in by ${letInBy} at ${momentWords(letInAt)}`,
      ...(reset === undefined ? [] : [`Second step reset by ${reset.by} at ${momentWords(reset.at)}`]),
      stepWords(person, now),
    ].join('\n'),
  };
};

function choicesFor(person: OnRoster, now: string): Choice[] {
  const { id, name, secondStep } = person;
  const again = {
    value: `again-${id}`,
    text: `Let ${name} in again`,
    hint: 'They did not set up a second step in time',
  };
  const reset = {
    value: `reset-${id}`,
    text: `Reset the second step of ${name}`,
    hint: 'For a phone that is lost, broken or new',
  };
  return [
    ...(secondStep === undefined ? [] : [reset]),
    ...(maySignIn(person, now) ? [] : [again]),
    {
      value: `off-${id}`,
      text: `Take ${name} off the list`,
      hint: 'For somebody who is a coordinator no more',
    },
  ];
}

const leftRow = ({ name, at, by }: Roster['left'][number]): Row => ({
  label: name,
  value: `Taken off by ${by} at ${momentWords(at)}`,
});

/** What was chosen, of whom. */
function chosen(roster: Roster, what: unknown): { readonly change: Change; readonly person?: OnRoster } {
  const [, verb = '', id = ''] = /^(reset|again|off)-(.+)$/.exec(String(what)) ?? [];
  const person = onRoster(roster, id);
  if (person === undefined) return { change: LET_IN };
  if (verb === 'again') return { change: LET_IN, person };
  return { change: verb === 'off' ? 'taken-off' : 'reset', person };
}

function meaning(change: Change, name: string): string {
  if (change === 'reset')
    return `The codes of ${name} count no more, and their sessions end now. They have a day to set up another phone, the next time they sign in. Do this only when you have spoken to them: whoever reads our mailbox could set it up instead.`;
  if (change === 'taken-off') return `${name} cannot sign in any more, and their sessions end now.`;
  return `${name} can sign in from now on. Ask them to go to the page to sign in, for the coordinators, now: they set up a second step on their phone. They have a day for it. Until then whoever reads our mailbox could set it up instead.`;
}

const whatStep = (choices: readonly Choice[]): Step => ({
  name: 'what',
  title: 'What do you want to do?',
  questions: [{ kind: 'radios', name: 'access', label: 'What do you want to do?', choices }],
  schema: z.object({
    access: z.string().refine((what) => choices.some(({ value }) => value === what), {
      error: 'Select what you want to do',
    }),
  }),
  button: 'Continue',
});

const whoStep = (roster: Roster): Step => ({
  name: 'who',
  title: 'Who do you let in?',
  questions: [
    {
      kind: 'text',
      name: 'newName',
      label: 'Their name',
      hint: 'Other coordinators see it, and it stands in the record of what they do.',
    },
  ],
  schema: z.object({
    newName: asksWho.coordinator.schema.name.refine((name) => named(roster, name) === undefined, {
      error: ({ input }) =>
        `${named(roster, String(input))?.name} is on the list already. If this is somebody else, enter their name so that it differs`,
    }),
  }),
  button: 'Continue',
});

const nextChange =
  (roster: Roster, others: readonly OnRoster[], now: string): NextStep =>
  (answered) => {
    if (answered.what === undefined)
      return whatStep([
        { value: LET_IN, text: 'Let somebody in', hint: 'Another coordinator of the scheme' },
        ...others.flatMap((one) => choicesFor(one, now)),
      ]);
    const { change, person } = chosen(roster, answered.what.access);
    if (change === LET_IN && person === undefined && answered.who === undefined) return whoStep(roster);
    if (answered.confirm !== undefined) return undefined;
    const name = person?.name ?? String(answered.who?.newName);
    return decisionStep(meaning(change, name), 'Do this now');
  };

const notices: Readonly<Record<string, string>> = {
  'let-in': 'They are let in',
  reset: 'Their second step is reset',
  'taken-off': 'They are taken off the list',
};

const overtaken: Acted = {
  kind: 'refused',
  words:
    'This list was changed while your page was open: what you chose is done already, or is not possible any more.',
  next: 'You changed nothing now.',
  link: { text: 'See the list as it stands now', href: '/coordinators' },
};

/** Opens the page on which coordinators see who of them may sign in, let others in, and reset the second step of one who cannot use it. */
async function openCoordinators(
  tools: PagesTools,
  session: CoordinatorSession,
  request: PageRequest,
): Promise<OpenedPage> {
  const { roster } = await tools.rosters.read(COORDINATORS);
  const now = tools.clock.now();
  const others = roster.people.filter(({ id }) => id !== session.person);
  const done = notices[request.queryStringParameters?.done ?? ''];
  return {
    session,
    caption: CAPTION,
    shows: () => ({
      page: {
        title: 'Coordinators who may sign in',
        caption: CAPTION,
        ...(done === undefined ? {} : { notice: { title: 'Done', text: done, good: true } }),
        lead: ['Each signs in with a link to our mailbox, and a code of an app on their own phone.'],
        sections: [
          {
            heading: roster.people.length === 1 ? 'One coordinator' : `${roster.people.length} coordinators`,
            rows: roster.people.map((one) => rowOf(one, now)),
          },
          ...(roster.left.length === 0
            ? []
            : [{ heading: 'Taken off the list', rows: roster.left.map(leftRow).toReversed() }]),
        ],
        formHeading: 'Change who may sign in',
        formText: [
          'What you do here is recorded in your name, and told to all coordinators by email. Your own second step another coordinator resets.',
        ],
      },
    }),
    nextStep: nextChange(roster, others, now),
    act: async ({ what, who }): Promise<Acted> => {
      const { change: kind, person } = chosen(roster, what?.access);
      const id = person?.id ?? tools.newId();
      const change =
        kind === LET_IN ? { kind, id, name: person?.name ?? String(who?.newName) } : { kind, id };
      const changed = await changeRoster(tools, COORDINATORS, (before) =>
        changedBy(before, session.person, change, now),
      );
      if (changed === undefined) return overtaken;
      if (person !== undefined)
        await endSessionsOf(tools.signIns, { desk: COORDINATORS, person: id, now: inSeconds(now) });
      tools.log.info(logMessages.coordinatorAccessChanged, { change: kind });
      await tellOfAccess(tools);
      return { kind: 'done', to: `/coordinators?done=${kind}` };
    },
  };
}

/** `/coordinators`. */
export async function coordinatorsPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  return serve(await openCoordinators(tools, session, request), request);
}
