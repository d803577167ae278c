import type { Draft, Problem } from './draft.ts';
import type { OpenedMail } from './open-mail.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { ownLines, readLines } from './read-lines.ts';

/** Fewer facts than this in a mail's own lines are a signature ("Name: …"), not a referral. */
const FEWEST_FACTS = 3;

const forwarded = (subject: string): boolean => /^\s*(fwd?|wg|tr)\s*:/i.test(subject);

/** What a mail says: referrals or additions to them, and what could not be read. A table counts before the lines of the mail. */
export function readMail(
  { text, tables, unreadable }: OpenedMail,
  about: {
    readonly subject: string;
    readonly council: string;
    readonly today: string;
    readonly reply: boolean;
  },
): { readonly drafts: readonly Draft[]; readonly problems: readonly Problem[] } {
  const [table, ...more] = tables;
  const documents: Problem[] =
    unreadable === 0
      ? []
      : [
          {
            where: unreadable === 1 ? 'The attachment' : 'The attachments',
            words:
              'We cannot read this kind of file. Save it as "CSV UTF-8", or write the answers in the e-mail.',
          },
        ];
  if (more.length > 0)
    return {
      drafts: [],
      problems: [
        {
          where: 'The attachments',
          words: 'There is more than one CSV or JSON file. Send one in each e-mail.',
        },
      ],
    };
  if (table !== undefined) {
    const sheet =
      table.kind === 'csv'
        ? readCsv(table.text, about.today)
        : readJson(table.text, about.council, about.today);
    return { drafts: sheet.drafts, problems: [...sheet.problems, ...documents] };
  }
  const draft = readLines(ownLines(text, forwarded(about.subject)), about.today);
  if (draft === undefined) return { drafts: [], problems: documents };
  if (about.reply || draft.reference !== undefined || factsIn(draft) >= FEWEST_FACTS)
    return { drafts: [draft], problems: documents };
  return { drafts: [], problems: [...draft.problems, ...documents] };
}

const factsIn = ({
  facts: { children = [], definition = {}, ...others },
  particulars,
  problems,
}: Draft): number =>
  [
    others,
    definition,
    ...children.map(({ number: _, ...said }) => said),
    ...particulars.map(({ number: _, ...said }) => said),
  ]
    .map((said) => Object.keys(said).length)
    .reduce((sum, count) => sum + count, problems.length);
