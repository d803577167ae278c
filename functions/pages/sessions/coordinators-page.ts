import * as z from 'zod';
import type { DataOf } from '../../../events/catalogue.ts';
import { letIn, type OnRoster, onRoster, type Roster, reset, takenOff } from '../../../shared/core/roster.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import { asksWho, decisionStep } from '../forms/confirm-step.ts';
import type { Choice } from '../forms/question.ts';
import type { NextStep } from '../forms/walk.ts';
import { type Acted, type OpenedPage, serve } from '../http/opened-page.ts';
import type { Reply } from '../http/reply.ts';
import { changeRoster } from '../sign-in/change-roster.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { COORDINATORS } from '../sign-in/second-step.ts';
import { type CoordinatorSession, inSeconds, sessionOf } from '../sign-in/session.ts';
import { tellOfAccess } from '../sign-in/tell-of-access.ts';
import type { PagesTools } from '../tools.ts';

type Change = DataOf<'coordinator-access-changed.v1'>['change'];

const LET_IN = 'let-in';
const CAPTION = 'Coordinators of the scheme';

const rowOf = ({ name, letInAt, letInBy, secondStep, reset }: OnRoster): Row => ({
  label: name,
  value: [
    letInBy === undefined
      ? `The first, since ${momentWords(letInAt)}`
      : `Let in by ${letInBy} at ${momentWords(letInAt)}`,
    ...(reset === undefined ? [] : [`Second step reset by ${reset.by} at ${momentWords(reset.at)}`]),
    secondStep === undefined
      ? 'No second step yet'
      : `Second step set up at ${momentWords(secondStep.setUpAt)}`,
  ].join('\n'),
});

const choicesFor = ({ id, name, secondStep }: OnRoster): Choice[] => [
  ...(secondStep === undefined
    ? []
    : [
        {
          value: `reset-${id}`,
          text: `Reset the second step of ${name}`,
          hint: 'For a phone that is lost, broken or new',
        },
      ]),
  {
    value: `off-${id}`,
    text: `Take ${name} off the list`,
    hint: 'For somebody who is a coordinator no more',
  },
];

/** What was chosen, of whom. */
function chosen(roster: Roster, what: unknown): { readonly change: Change; readonly person?: OnRoster } {
  const [, verb = '', id = ''] = /^(reset|off)-(.+)$/.exec(String(what)) ?? [];
  const person = onRoster(roster, id);
  if (person === undefined) return { change: LET_IN };
  return { change: verb === 'off' ? 'taken-off' : 'reset', person };
}

function meaning(change: Change, name: string): string {
  if (change === 'reset')
    return `The codes of ${name} count no more, and their sessions end now. The next time they sign in, they set up another phone. Do this only when you have spoken to them: whoever reads our mailbox could set it up instead.`;
  if (change === 'taken-off') return `${name} cannot sign in any more, and their sessions end now.`;
  return `${name} can sign in from now on. Ask them to go to the page to sign in, for the coordinators, now: they set up a second step on their phone. Until then whoever reads our mailbox could set it up instead.`;
}

const nextChange =
  (roster: Roster, others: readonly OnRoster[]): NextStep =>
  (answered) => {
    if (answered.what === undefined)
      return {
        name: 'what',
        title: 'What do you want to do?',
        questions: [
          {
            kind: 'radios',
            name: 'access',
            label: 'What do you want to do?',
            choices: [
              { value: LET_IN, text: 'Let somebody in', hint: 'Another coordinator of the scheme' },
              ...others.flatMap(choicesFor),
            ],
          },
        ],
        schema: z.object({
          access: z
            .string()
            .refine(
              (what) =>
                what === LET_IN || others.some(({ id }) => [`reset-${id}`, `off-${id}`].includes(what)),
              { error: 'Select what you want to do' },
            ),
        }),
        button: 'Continue',
      };
    const { change, person } = chosen(roster, answered.what.access);
    if (change === LET_IN && answered.who === undefined)
      return {
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
        schema: z.object({ newName: asksWho.coordinator.schema.name }),
        button: 'Continue',
      };
    if (answered.confirm !== undefined) return undefined;
    const name = person?.name ?? String(answered.who?.newName);
    return decisionStep(meaning(change, name), 'Do this now');
  };

const notices: Readonly<Record<string, string>> = {
  'let-in': 'They are let in',
  reset: 'Their second step is reset',
  'taken-off': 'They are taken off the list',
};

/** Ends every session of somebody whom it was taken from: they sign in again, if they may. */
async function endSessionsOf({ signIns, clock }: PagesTools, person: string): Promise<void> {
  for (const session of await signIns.sessions(COORDINATORS, inSeconds(clock.now())))
    if (session.person === person) await signIns.end(COORDINATORS, session.signInId);
}

/** Opens the page on which coordinators see who of them may sign in, let others in, and reset the second step of one who cannot use it. */
async function openCoordinators(
  tools: PagesTools,
  session: CoordinatorSession,
  request: PageRequest,
): Promise<OpenedPage> {
  const { roster } = await tools.rosters.read(COORDINATORS);
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
            rows: roster.people.map(rowOf),
          },
        ],
        formHeading: 'Change who may sign in',
        formText: [
          'What you do here is recorded in your name, and told to all coordinators by email. Your own second step another coordinator resets.',
        ],
      },
    }),
    nextStep: nextChange(roster, others),
    act: async ({ what, who }): Promise<Acted> => {
      const { change, person } = chosen(roster, what?.access);
      const now = tools.clock.now();
      const id = person?.id ?? tools.newId();
      const changed = (before: Roster): Roster => {
        if (change === 'taken-off') return takenOff(before, id);
        return change === 'reset'
          ? reset(before, id, session.name, now)
          : letIn(before, { id, name: String(who?.newName) }, session.name, now);
      };
      let isChanged = false;
      await changeRoster(tools, COORDINATORS, (before) => {
        const after = changed(before);
        isChanged = after !== before;
        return after;
      });
      // The same form once more, or somebody else was quicker: it stands as it was asked for, and is told already.
      if (!isChanged) return { kind: 'done', to: `/coordinators?done=${change}` };
      if (person !== undefined) await endSessionsOf(tools, person.id);
      tools.log.info(logMessages.coordinatorAccessChanged, { change });
      await tellOfAccess(tools, change, id);
      return { kind: 'done', to: `/coordinators?done=${change}` };
    },
  };
}

/** `/coordinators`. */
export async function coordinatorsPage(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  return serve(await openCoordinators(tools, session, request), request);
}
