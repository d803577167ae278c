import { withLabels } from './asked-lines.ts';
import { eachOnce, isSameChild, nameIn, withLoose } from './combine.ts';
import { type Draft, draftOf, showsAmericanDates } from './draft.ts';
import type { MailFile, OpenedMail } from './open-mail.ts';
import { isThanks, type Message, messagesIn } from './own-lines.ts';
import { readForm } from './read-form.ts';
import { MESSAGE, readLines } from './read-lines.ts';
import { readTable, type Sheet, type TableReading } from './read-table.ts';
import type { Problem, Said } from './said.ts';
import { tablesIn } from './tab-table.ts';

/** Fewer facts than this in a mail's own lines are a signature ("Name: …"), not a referral. */
const FEWEST_FACTS = 3;

interface About {
  readonly subject: string;
  readonly today: string;
  readonly reply: boolean;
}

/** What a mail says, and whether it says thank you and nothing else. */
export interface MailReading extends Sheet {
  readonly thanks?: boolean;
}

/** Marks that programs, and people's mail servers, put before a subject; among them one that says "forwarded" in some language. */
const isForwarded = (subject: string): boolean =>
  /^\s*(?:(?:\[[^\]]{1,30}\]|\(?ext(?:ernal)?\)?|re|aw|sv|antw|ateb|r|rif|res|odp)\s*(?:\[\d+\])?\s*:?\s*)*(?:fwd?|wg|tr|yml|enc|rv|i|doorst|vs|pd|vb)\s*:/i.test(
    subject,
  );

const NO_FORM =
  'This Word document is not our form, or no answer is in it. Fill in our Word form, save it and attach it.';
const TOO_MANY_FILES =
  'There is more than one table, or a table and a form. Send each of them in an email of its own.';
const OLDER_WORDS =
  'An older message below yours seems to be about another child. We did not read it. To refer that child, send it in an email of its own.';
const COUNT_WORDS =
  'You write of another number of children than we read. Check the references above: if a child is missing, send it in an email of its own.';

/** What a mail says: referrals or additions to them, and what could not be read. */
export async function readMail(mail: OpenedMail, about: About): Promise<MailReading> {
  const { said, problems, thanks } = await readParts(mail, about);
  const american = showsAmericanDates(said.flatMap(({ entries }) => entries));
  const drafts = numbered(said).map((one) => draftOf(one, about.today, american));
  const read = drafts.filter((draft) => draft.refused !== true);
  const counts = new Set(said.flatMap((one) => one.counts));
  const children = read.reduce((sum, { facts }) => sum + Math.max(1, facts.children?.length ?? 0), 0);
  const miscounted = !about.reply && read.length > 0 && [...counts].some((count) => count !== children);
  return {
    drafts: miscounted ? read.map(waitingForCount) : read,
    problems: [
      ...drafts.filter((draft) => draft.refused).flatMap((draft) => draft.problems),
      ...(miscounted ? [{ where: MESSAGE, words: COUNT_WORDS }] : []),
      ...problems,
    ],
    ...(thanks ? { thanks } : {}),
  };
}

const waitingForCount = (draft: Draft): Draft => ({
  ...draft,
  unclear: [...new Set([...(draft.unclear ?? []), 'children'])].toSorted(),
});

/** Each has a place of its own in the mail, by which it is known when the mail comes again. */
function numbered(all: readonly Said[]): readonly Said[] {
  const taken = new Set<number>();
  return all.map((said) => {
    let { row } = said;
    while (taken.has(row)) row += 1;
    taken.add(row);
    return { ...said, row, ...(all.length > 1 ? { ofMany: true } : {}) };
  });
}

interface Parts {
  readonly said: readonly Said[];
  readonly problems: readonly Problem[];
  readonly thanks: boolean;
}

async function readParts(mail: OpenedMail, about: About): Promise<Parts> {
  const unread: Problem[] = mail.unread.map((words) => ({ where: 'The attachment', words }));
  const forms = readForms(mail.files);
  const tables = mail.files.filter((file) => file.kind !== 'word');
  if (tables.length + Math.min(forms.length, 1) > 1)
    return nothing([{ where: 'The attachments', words: TOO_MANY_FILES }, ...unread]);
  const [table] = tables;
  const read = table === undefined ? { said: forms, problems: [] } : await readTableFile(table);
  const messages = about.reply ? withLabels(messagesIn(mail.text)) : messagesIn(mail.text);
  const attached = mail.within.map(messagesIn);
  const within = attached.flatMap(([own], at) =>
    own === undefined ? [] : [readLines(own, `Attached email ${at + 1}`, at + 1).said],
  );
  const withinOlder = attached.flatMap(([, ...older]) => older);
  const words = readWords({ messages, within, withinOlder, files: read.said, about });
  const notOurs =
    mail.files.some(({ kind }) => kind === 'word') && forms.length === 0
      ? [{ where: 'The attachment', words: NO_FORM }]
      : [];
  const problems = [...read.problems, ...words.problems, ...unread, ...notOurs];
  const [newest] = messages;
  const isEmpty = words.said.length === 0 && mail.files.length === 0 && mail.within.length === 0;
  if (isEmpty && read.problems.length + unread.length === 0 && newest !== undefined && isThanks(newest))
    return { said: [], problems: [], thanks: true };
  return {
    said: words.said,
    problems,
    thanks: false,
  };
}

const nothing = (problems: readonly Problem[]): Parts => ({ said: [], problems, thanks: false });

/** Our forms with answers in them; other documents beside them say nothing that we can read. */
function readForms(files: readonly MailFile[]): readonly Said[] {
  const forms: Said[] = [];
  for (const file of files) {
    if (file.kind !== 'word') continue;
    const { said, isForm } = readForm(file.lines, forms.length + 1);
    if (said !== undefined && isForm) forms.push(said);
  }
  return forms;
}

async function readTableFile(file: Exclude<MailFile, { kind: 'word' }>): Promise<TableReading> {
  if (file.kind === 'workbook')
    return (await import('./documents/read-workbook.ts')).readWorkbook(file.sheets);
  const { readCsv } = await import('./read-csv.ts');
  return readCsv(file.text);
}

/** What a message says: its lines, and the tables that were pasted into it. */
function saidIn(
  message: Message,
  name: string,
  row: number,
): { readonly lines: Said; readonly tables: readonly TableReading[] } {
  return {
    lines: readLines(message, name, row).said,
    tables: tablesIn(message.lines).map((table) => readTable(table, 'The table in your message')),
  };
}

const counts = (said: Said): boolean =>
  said.reference !== undefined ||
  said.entries.length >= FEWEST_FACTS ||
  said.entries.some(({ child }) => child > 20);
const saysAnything = (said: Said): boolean =>
  said.entries.length > 0 ||
  said.reference !== undefined ||
  said.counts.length > 0 ||
  said.unread.some(({ bears }) => bears.length > 0);

/** Puts together the newest message, what it forwards, and what hangs on it. */
function readWords({
  messages,
  within,
  withinOlder,
  files,
  about,
}: {
  readonly messages: readonly Message[];
  readonly within: readonly Said[];
  readonly withinOlder: readonly Message[];
  readonly files: readonly Said[];
  readonly about: About;
}): Pick<Parts, 'said' | 'problems'> {
  const [newest = { lines: [], below: [] }, ...olderMessages] = messages;
  const { lines: own, tables } = saidIn(newest, MESSAGE, 1);
  const pasted = tables.flatMap(({ said }) => said);
  const problems = tables.flatMap((table) => table.problems);
  const below = [...olderMessages, ...withinOlder];
  const older = below.map((message, at) =>
    saidIn(message, below.length === 1 ? 'The forwarded message' : `Forwarded message ${at + 1}`, at + 2),
  );
  const read = (children: readonly Said[], loose: readonly Said[]) => ({
    said: eachOnce(loose.reduce(withLoose, children)),
    problems,
  });
  if (about.reply) {
    const children = [...files, ...pasted, ...within.filter(counts)];
    if (children.length > 0) return read(children, saysAnything(own) ? [own] : []);
    return own.entries.length > 0 || own.counts.length > 0 || own.unread.some(({ bears }) => bears.length > 0)
      ? { said: [own], problems }
      : { said: [], problems: [...problems, ...own.unread.map(({ where, words }) => ({ where, words }))] };
  }
  const hanging = [...files, ...pasted, ...within.filter(counts)];
  const isForward = isForwarded(about.subject);
  const olderChildren = older.flatMap(({ lines, tables: more }) => [
    ...(counts(lines) ? [lines] : []),
    ...more.flatMap(({ said }) => said),
  ]);
  const olderLoose = older.map(({ lines }) => lines).filter((said) => !counts(said) && saysAnything(said));
  if (hanging.length > 0) {
    const isChild =
      counts(own) &&
      nameIn(own) !== '' &&
      !hanging.some((one) => isSameChild(one, own) || nameIn(one) === nameIn(own));
    const children = isChild ? [own, ...hanging] : hanging;
    const more = isForward ? [...children, ...olderChildren.filter((one) => nameIn(one) !== '')] : children;
    return read(more, [
      ...(isChild || !saysAnything(own) ? noted(own, children.length) : [own]),
      ...(isForward ? olderLoose : []),
    ]);
  }
  if (counts(own)) {
    if (isForward) return read([own, ...olderChildren], olderLoose);
    const another = olderChildren.some((one) => nameIn(one) !== '' && nameIn(one) !== nameIn(own));
    const said = another
      ? { ...own, unread: [...own.unread, { where: 'Your email', words: OLDER_WORDS, bears: ['children'] }] }
      : own;
    return { said: [said], problems };
  }
  if (olderChildren.length > 0)
    return read(olderChildren, [...(saysAnything(own) || own.unread.length > 0 ? [own] : []), ...olderLoose]);
  const all = [own, ...within, ...older.map(({ lines }) => lines)];
  const facts = all.reduce((sum, { entries }) => sum + entries.length, 0);
  const [first, ...others] = all.filter(saysAnything);
  // Each says too little alone: what was forwarded may be told in parts.
  if (first !== undefined && others.length > 0 && facts >= FEWEST_FACTS && (isForward || within.length > 0))
    return read([first], others);
  const draft = own.entries.length > 0 ? draftOf(own, about.today) : undefined;
  return {
    said: [],
    problems: [...problems, ...(draft?.problems ?? [])],
  };
}

/** Lines of a message that says nothing of a child, which are told all the same. */
const noted = (own: Said, children: number): readonly Said[] =>
  own.unread.length > 0 && children > 0 && !counts(own) ? [own] : [];
