import type { Draft, Problem } from './draft.ts';
import type { MailFile, OpenedMail } from './open-mail.ts';
import { ownLines, readLines } from './read-lines.ts';
import type { Sheet } from './read-table.ts';

/** Fewer facts than this in a mail's own lines are a signature ("Name: …"), not a referral. */
const FEWEST_FACTS = 3;

interface About {
  readonly subject: string;
  readonly council: string;
  readonly today: string;
  readonly reply: boolean;
}

const forwarded = (subject: string): boolean => /^\s*(fwd?|wg|tr)\s*:/i.test(subject);

const NO_FORM =
  'This Word document is not our form, or no answer is in it. Fill in our Word form, save it and attach it.';
const TOO_MANY_FILES =
  'There is more than one table, or a table and a form. Send each of them in an e-mail of its own.';

/** What a mail says: referrals or additions to them, and what could not be read. Files count before the lines of the mail. */
export async function readMail(mail: OpenedMail, about: About): Promise<Sheet> {
  const { drafts, problems } = await readParts(mail, about);
  const refused = drafts.filter((draft) => draft.refused);
  return {
    drafts: drafts.filter((draft) => !draft.refused),
    problems: [...refused.flatMap((draft) => draft.problems), ...problems],
  };
}

async function readParts(mail: OpenedMail, about: About): Promise<Sheet> {
  const unread: Problem[] = mail.unread.map((words) => ({ where: 'The attachment', words }));
  const forms = await readForms(mail.files, about);
  const tables = mail.files.filter((file) => file.kind !== 'word');
  if (tables.length + Math.min(forms.length, 1) > 1)
    return { drafts: [], problems: [{ where: 'The attachments', words: TOO_MANY_FILES }] };
  if (forms.length > 0) return { drafts: forms, problems: unread };
  const [table] = tables;
  if (table !== undefined) {
    const { drafts, problems } = await readTableFile(table, about.today);
    return { drafts, problems: [...problems, ...unread] };
  }
  const ours = mail.files.length > 0 ? [{ where: 'The attachment', words: NO_FORM }] : [];
  const { draft, problems } = readWords(mail, about);
  return { drafts: draft === undefined ? [] : [draft], problems: [...problems, ...unread, ...ours] };
}

/** Our forms with answers in them; other documents beside them say nothing that we can read. */
async function readForms(files: readonly MailFile[], { today }: About): Promise<readonly Draft[]> {
  const drafts: Draft[] = [];
  for (const file of files) {
    if (file.kind !== 'word') continue;
    const { readWord } = await import('./documents/read-word.ts');
    const { draft, isForm } = readWord(file.lines, drafts.length + 1, today);
    if (draft !== undefined && isForm) drafts.push(draft);
  }
  return drafts;
}

async function readTableFile(file: Exclude<MailFile, { kind: 'word' }>, today: string): Promise<Sheet> {
  if (file.kind === 'workbook')
    return (await import('./documents/read-workbook.ts')).readWorkbook(file.sheets, today);
  const { readCsv } = await import('./read-csv.ts');
  return readCsv(file.text, today);
}

/** The lines of the mail itself, or else of a mail that hangs on it: forwarded as an attachment, it is read whole. */
function readWords(
  { text, within }: OpenedMail,
  about: About,
): { readonly draft: Draft | undefined; readonly problems: readonly Problem[] } {
  const own = readLines(ownLines(text, forwarded(about.subject)), about.today);
  if (own !== undefined && (about.reply || counts(own))) return { draft: own, problems: [] };
  const inner = within
    .map((words) => readLines(ownLines(words, true), about.today))
    .find((draft) => draft !== undefined && counts(draft));
  if (inner !== undefined) return { draft: inner, problems: [] };
  return { draft: undefined, problems: own?.problems ?? [] };
}

const counts = (draft: Draft): boolean =>
  draft.refused === true || draft.reference !== undefined || factsIn(draft) >= FEWEST_FACTS;

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
