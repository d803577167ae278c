/** What the readers of mails say, judged, as the tests of each ask for it. */
import { type Draft, draftOf } from '../../functions/receive-email/draft.ts';
import { messagesIn } from '../../functions/receive-email/own-lines.ts';
import { readLines } from '../../functions/receive-email/read-lines.ts';
import type { Sheet, TableReading } from '../../functions/receive-email/read-table.ts';

export const TODAY = '2026-11-23';

/** A table's referrals. */
export const drafted = ({ said, problems }: TableReading): Sheet => ({
  drafts: said.map((one) => draftOf(one, TODAY)),
  problems,
});

/** What the newest message of a text says; undefined when it gives no fact. */
export function draftIn(text: string): Draft | undefined {
  const [message] = messagesIn(text);
  const { said } = readLines(message ?? { lines: [], below: [] });
  return said.entries.length === 0 ? undefined : draftOf(said, TODAY);
}

/** The lines of each message in a text, without their signatures. */
export const messages = (text: string): readonly (readonly string[])[] =>
  messagesIn(text).map(({ lines }) => lines.map((line) => line.text));
