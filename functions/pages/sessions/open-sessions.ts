import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { OpenSession } from '../../../shared/ports/sign-in-store.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import { ticked } from '../forms/answers.ts';
import { type Choice, CONFIRM } from '../forms/question.ts';
import type { NextStep } from '../forms/walk.ts';
import { type OpenedPage, serve } from '../http/opened-page.ts';
import { type Reply, seeOther } from '../http/reply.ts';
import { deviceCookie } from '../sign-in/known-device.ts';
import { deskOf, inSeconds, isOnlyTheirs, type Session, sessionEnd, sessionOf } from '../sign-in/session.ts';
import type { PagesTools } from '../tools.ts';

/** Sessions that are shown one by one; a desk has a handful. All of them can be ended at once. */
const MOST_SHOWN = 30;

/** What a choice says besides a session's mark. */
const OTHERS = 'others';
const LINKS = 'links';

interface Listed extends OpenSession {
  readonly signInId: string;
  /** Names it on the page, where its number has no business. */
  readonly mark: string;
}

const markOf = (signInId: string): string =>
  createHash('sha256').update(signInId).digest('base64url').slice(0, 16);

const contactWords = { 'duty-desk': 'the duty desk’s address', second: 'the second address' } as const;

const whoWords = ({ name = 'An officer', role, contact, person }: OpenSession): string =>
  [
    name,
    ...(role === undefined ? [] : [role]),
    ...(person !== undefined && contact === undefined ? ['by a link to their own address'] : []),
    ...(contact === undefined ? [] : [`by a link to ${contactWords[contact]}`]),
  ].join(', ');

const rowOf = (listed: Listed, own: boolean): Row => ({
  label: momentWords(listed.openedAt),
  value: `${whoWords(listed)}\nEnds at ${momentWords(new Date(sessionEnd(listed.openedAt) * 1000).toISOString())}${own ? '\nThis device' : ''}`,
});

const choiceOf = (listed: Listed): Choice => ({
  value: listed.mark,
  text: `End the session of ${momentWords(listed.openedAt)}`,
  hint: whoWords(listed),
});

const allOthers: Choice = {
  value: OTHERS,
  text: 'End every session but this one',
  hint: 'Whoever works in one has to sign in again',
};

const allLinks: Choice = {
  value: LINKS,
  text: 'Close every link that was emailed to us so far',
  hint: 'Do this if a stranger may have read our emails. It ends every session but this one, too',
};

const meaning = (ending: unknown, letsPeopleIn: boolean): string =>
  ending === LINKS
    ? `No link in an email that we sent to you so far opens anything from now on. Every session but this one ends. Sign in to find what needs you. Links in new emails work.${letsPeopleIn ? ' Whoever was let in to sign in by their own email address still can: look at “People who may sign in” afterwards, and take away whoever you do not know.' : ''}`
    : ending === OTHERS
      ? 'Every session but this one ends now. What somebody has typed and not sent may be lost.'
      : 'That session ends now. What somebody has typed in it and not sent may be lost.';

const nextEndingStep =
  (choices: readonly Choice[], letsPeopleIn: boolean): NextStep =>
  (answered) => {
    if (answered.what === undefined)
      return {
        name: 'what',
        title: 'What do you want to do?',
        questions: [{ kind: 'radios', name: 'ending', label: 'What do you want to do?', choices }],
        // A session that has ended meanwhile is no mistake: there is nothing left to do.
        schema: z.object({
          ending: z
            .string()
            .regex(/^[\w-]{5,20}$/, { error: 'Select what you want to do' })
            .refine((ending) => ending !== LINKS || choices.includes(allLinks), {
              error: 'Select what you want to do',
            }),
        }),
        button: 'Continue',
      };
    if (answered.confirm !== undefined) return undefined;
    return {
      name: 'confirm',
      title: 'Check what you are about to do',
      text: [meaning(answered.what.ending, letsPeopleIn)],
      questions: [{ kind: 'confirm', name: CONFIRM, label: 'Confirm', choice: 'I want to do this' }],
      schema: z.object({ [CONFIRM]: ticked('Tick the box to say that you want to do this') }),
      button: 'Do this now',
      check: true,
    };
  };

const notices: Readonly<Record<string, string>> = {
  ended: 'The session is ended',
  others: 'Every session but this one is ended',
  links: 'All links in earlier emails are closed',
};

/** The open sessions of a desk, the newest first; of whoever is there for money or figures alone, their own. What lapsed is kept for a while, so that it is known who signed out of it. */
async function openOf({ signIns, clock }: PagesTools, session: Session): Promise<readonly Listed[]> {
  const now = inSeconds(clock.now());
  const open = await signIns.sessions(deskOf(session), now);
  return open
    .filter(({ openedAt }) => sessionEnd(openedAt) > now)
    .filter(({ person }) => !isOnlyTheirs(session) || person === session.person)
    .map((one) => ({ ...one, mark: markOf(one.signInId) }))
    .toSorted((a, b) => (a.openedAt > b.openedAt ? -1 : Number(a.openedAt < b.openedAt)));
}

/** Ends what was chosen. @returns what to say of it */
async function end(
  { signIns, clock, log }: PagesTools,
  desk: string,
  others: readonly Listed[],
  ending: unknown,
): Promise<string> {
  const chosen =
    ending === OTHERS || ending === LINKS ? others : others.filter(({ mark }) => mark === ending);
  // First the links: whoever reads the mailbox can open no session afterwards.
  if (ending === LINKS) await signIns.voidLinks(desk, clock.now());
  for (const { signInId } of chosen) await signIns.end(desk, signInId);
  log.info(ending === LINKS ? logMessages.linksVoided : logMessages.sessionsEnded, {
    desk,
    sessions: chosen.length,
  });
  return ending === LINKS || ending === OTHERS ? ending : 'ended';
}

const captionOf = (session: Session): string => {
  switch (session.kind) {
    case 'officer':
    case 'finance':
      return authorityName(session.council);
    case 'lead':
      return leadOf(session.region);
    case 'reader':
      return 'Figures of the scheme';
    case 'coordinator':
      return 'Coordinators of the scheme';
  }
};

/** Opens the page on which whoever is signed in for a desk sees its sessions and ends them, and closes the links mailed to it. */
export async function openSessions(
  tools: PagesTools,
  session: Session,
  request: PageRequest,
): Promise<OpenedPage> {
  const desk = deskOf(session);
  const open = await openOf(tools, session);
  const others = open.filter(({ signInId }) => signInId !== session.id);
  const shown = open.slice(0, MOST_SHOWN);
  const done = notices[request.queryStringParameters?.done ?? ''];
  const caption = captionOf(session);
  const choices = [
    ...shown.filter(({ signInId }) => signInId !== session.id).map(choiceOf),
    ...(others.length > 0 ? [allOthers] : []),
    // The links of a desk are not one person's to close.
    ...(isOnlyTheirs(session) ? [] : [allLinks]),
  ];
  return {
    session,
    caption,
    shows: () => ({
      page: {
        title: 'Who is signed in',
        caption,
        ...(done === undefined ? {} : { notice: { title: 'Done', text: done, good: true } }),
        lead: ['A session ends after 8 hours, or when somebody signs out of it or ends it here.'],
        sections: [
          {
            heading: open.length === 1 ? 'One session' : `${open.length} sessions`,
            ...(open.length > shown.length
              ? { text: [`The ${MOST_SHOWN} newest are shown. You can end all of them at once.`] }
              : {}),
            rows: shown.map((listed) => rowOf(listed, listed.signInId === session.id)),
          },
        ],
        ...(session.kind === 'officer'
          ? { links: [{ text: 'People who may sign in', href: '/people' }] }
          : {}),
        ...(choices.length === 0 ? {} : { formHeading: 'End a session' }),
        formText: ['To end the session on this device, choose “Sign out” above.'],
      },
    }),
    ...(choices.length === 0 ? {} : { nextStep: nextEndingStep(choices, session.kind === 'officer') }),
    act: async ({ what }) => ({
      kind: 'done',
      to: `/sessions?done=${await end(tools, desk, others, what?.ending)}`,
      // Of all devices that were known before, this one stays so.
      ...(what?.ending === LINKS ? { cookies: [await deviceCookie(tools, request, desk)] } : {}),
    }),
  };
}

/** `/sessions`. */
export async function sessions(tools: PagesTools, request: PageRequest): Promise<Reply> {
  const session = await sessionOf(tools, request);
  return session === undefined
    ? seeOther('/sign-in')
    : serve(await openSessions(tools, session, request), request);
}
