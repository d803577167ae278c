import { endedWords } from '../../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Acted, OpenedPage } from '../http/opened-page.ts';
import { page } from '../http/reply.ts';
import type { CoordinatorSession } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';
import { changeKey, type KeyChanged } from './change-key.ts';
import { decisionIn, nextKeyStep } from './key-steps.ts';
import { keyRows } from './key-words.ts';

const CAPTION = 'Key of the council’s system';
const allKeys = { text: 'All keys', href: '/keys' };

const movedOn = {
  kind: 'refused',
  words: 'The key was changed since you opened the page: by somebody else, or by you a moment ago.',
  next: 'No other key was made. A key is shown only when it is made. If you did not keep it, make a new one.',
} as const;

/** The one page that ever shows a key: the answer to the form. For an hour its address leads there again, in the session that made it. */
const shown = (
  session: CoordinatorSession,
  council: string,
  key: string,
  { oldUntil }: Extract<KeyChanged, { kind: 'changed' }>,
): Acted => ({
  kind: 'show',
  response: page('key-made', {
    ...signedIn(session),
    title: 'The new key',
    caption: authorityName(council),
    key,
    council: authorityName(council),
    old:
      oldUntil === undefined
        ? 'No older key of this council works now.'
        : `The old key works until ${momentWords(oldUntil)}.`,
    link: allKeys,
  }),
});

/** Opens the page of one council's key. Looking at it makes nothing. */
export async function openKey(
  tools: PagesTools,
  session: CoordinatorSession,
  council: string,
): Promise<OpenedPage> {
  const { apiKeys, clock } = tools;
  const state = await apiKeys.keyState(council);
  const version = state?.version ?? 0;
  const ended = endedWords(council, londonDate(clock.now()));
  return {
    session,
    caption: CAPTION,
    shows: () => ({
      page: {
        title: authorityName(council),
        caption: CAPTION,
        ...(ended === undefined ? {} : { lead: [`${ended}. Its key opens nothing any more.`] }),
        sections: [{ heading: 'How it stands', rows: keyRows(state, clock.now()) }],
        links: [allKeys],
        formHeading: 'Change it',
        formText: ['We tell the council’s desk by email. The key itself is in no email.'],
      },
    }),
    lookedAt: version,
    ...(ended === undefined ? { nextStep: nextKeyStep(state) } : {}),
    movedOn,
    act: async (answered, seen = version) => {
      const changed = await changeKey(tools, session, { council, decision: decisionIn(answered), seen });
      if (changed.kind === 'overtaken') return movedOn;
      return changed.key === undefined
        ? { kind: 'done', to: '/keys?done=taken-away' }
        : shown(session, council, changed.key, changed);
    },
  };
}
