/** The table of every email, made from what is kept of their words and from what asked for them. */
import { readFileSync } from 'node:fs';
import type { EventOf } from '../../events/catalogue.ts';
import { emailTemplates } from '../../shared/core/case/notification-templates.ts';

type Role = EventOf<'email-requested.v1'>['data']['to']['role'];

const roleWords: Readonly<Record<Role, string>> = {
  council: 'the council',
  'entry-authority': 'the entry authority',
  coordinators: 'coordinators',
  'smp-lead': 'the region’s lead',
};

/** Emails that no event of a trail leads to: to whom, and after which message. */
const besides: Readonly<Record<string, readonly [to: string, after: string]>> = {
  'sign-in': [
    'who asked, or their desk',
    'sign-in-requested.v1, coordinator-sign-in-requested.v1, lead-sign-in-requested.v1, reader-sign-in-requested.v1',
  ],
  'sign-in-stopped': ['the desk', 'sign-in-stopped.v1'],
  'person-asks': ['the council’s desk', 'person-changed.v1'],
  'person-decided': ['who asked', 'person-changed.v1'],
  'reader-decided': ['who may read the figures, or may no more', 'reader-changed.v1'],
  'coordinator-access': ['coordinators', 'coordinator-access-changed.v1'],
  'capacity-unasked': ['coordinators', 'capacity-unasked.v1'],
  'mail-set-aside': ['coordinators', 'mail-set-aside.v1'],
  'document-not-cleared': ['the council that added it', 'document-not-cleared.v1'],
  'alarms-unheard': ['coordinators', 'alarms-unheard.v1'],
};

export interface Asked {
  readonly template: string;
  readonly role: Role;
  /** Type of the event that led to it. */
  readonly after: string;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** One email as it is kept, and to which desks it is written so; to none in particular where there is one for all. */
interface Kept {
  readonly roles: readonly string[];
  readonly subject: string;
  readonly notice: string | undefined;
  readonly action: string | undefined;
}

/** @param words as `emails-in-words.test.ts` keeps them */
function keptOf(words: string): ReadonlyMap<string, readonly Kept[]> {
  const chapters = words.split(/^=== /m).slice(1);
  return new Map(
    chapters.map((chapter) => {
      const [title = '', ...rest] = chapter.split('\n');
      const letters = rest.join('\n').split(/\n\n(?=~ )/);
      return [
        title,
        letters.map(
          (letter): Kept => ({
            roles: [...letter.matchAll(/^~ ([a-z-]+): /gm)].map(([, role = '']) => role),
            subject: /^Subject: (.*)/m.exec(letter)?.[1] ?? '',
            notice: /^! (.*)/m.exec(letter)?.[1],
            action: /^\[(.+?)\] https/m.exec(letter)?.[1],
          }),
        ),
      ];
    }),
  );
}

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** The rows of one email: one for each desk that it goes to, as it is first written to it. */
function rowsOf(template: string, letters: readonly Kept[], asked: readonly Asked[]): readonly string[] {
  const written = ({ subject, notice = '', action = 'nothing' }: Kept) => [subject, notice, action];
  const other = besides[template];
  const [first] = letters;
  if (first === undefined) throw new Error(`Nothing is kept of the words of "${template}".`);
  if (other !== undefined) return [row([template, ...other, ...written(first)])];
  const roles = [...new Set(asked.map(({ role }) => role))].toSorted();
  return roles.map((role) => {
    const after = [...new Set(asked.filter((one) => one.role === role).map((one) => one.after))].toSorted();
    const letter = letters.find(({ roles: to }) => to.includes(role)) ?? first;
    return row([template, roleWords[role], after.join(', '), ...written(letter)]);
  });
}

/** @param asked every email that any course of the tests asks for */
export function emailsTable(asked: readonly Asked[]): string {
  const kept = keptOf(readFileSync(new URL('fixtures/emails-in-words.txt', import.meta.url), 'utf8'));
  const rows = [...emailTemplates, ...Object.keys(besides)].flatMap((template) =>
    rowsOf(
      template,
      kept.get(template) ?? [],
      asked.filter((one) => one.template === template),
    ),
  );
  return [
    '# Every email: to whom, after what, by when, and what it asks',
    '',
    'Made from the words of the templates and from what leads to them: `KEEP_EMAILS=1 npm run vitest -- run test/functions/emails-in-words.test.ts test/functions/emails.test.ts` writes it, and a test fails while it differs.',
    'Subjects and deadlines are those of one example. What comes for one reader at one time is told in one email ([decision 49](../../infra/decisions/0049-one-email-for-one-moment.md)).',
    'Every variant, word for word: [emails-in-words.txt](../../test/functions/fixtures/emails-in-words.txt).',
    '',
    row(['Email', 'To', 'After', 'Subject', 'By when, or what not to miss', 'Asks for']),
    row(Array.from({ length: 6 }, () => '---')),
    ...rows,
    '',
  ].join('\n');
}
