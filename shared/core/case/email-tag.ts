import { namelessId } from './nameless-id.ts';

/** What an e-mail is called where the mail service sees it: letters, digits, `-` and `_`, and nothing that a sender chose. */
export const emailTag = (id: string): string =>
  namelessId(id)
    .replaceAll(/[^A-Za-z0-9_-]/g, '-')
    .slice(0, 256);

const OF_AN_EVENT = /^(NTS-[0-9A-Z]{4}-[0-9A-Z]{4}|[A-Z][A-Z0-9]{3,9})-(\d{1,6})-/;

/** The event that an e-mail tells of, from its tag: whose trail, and which number. Undefined for e-mails that no trail asked for. */
export function eventOfTag(tag: string): { readonly subject: string; readonly number: number } | undefined {
  const [, subject, number] = OF_AN_EVENT.exec(tag) ?? [];
  return subject === undefined || number === undefined ? undefined : { subject, number: Number(number) };
}
