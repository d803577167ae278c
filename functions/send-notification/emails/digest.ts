import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { heading, item, type Letter, notice, paragraph } from './letter.ts';

/** One of the things that an email tells together. */
export interface Told {
  /** What an email of its own would say of it: its subject, and what a phone shows beside it. */
  readonly letter: Pick<Letter, 'subject' | 'preview'>;
  readonly url: string;
  /** What is asked of its reader, and by when where an hour stands; undefined where they are only told. */
  readonly asked: { readonly by?: string } | undefined;
}

/** To anybody: several things that happened at one moment, most urgent first, each with its own link. The subject says the first. */
export function digest(told: readonly [Told, ...Told[]], help: string | undefined, now: string): Letter {
  const toDo = told.filter(({ asked }) => asked !== undefined);
  const toKnow = told.filter(({ asked }) => asked === undefined);
  const items = (those: readonly Told[]) =>
    those.map(({ letter, url }) => item(letter.subject, letter.preview, url));
  const [{ letter, asked }] = told;
  const due = asked?.by;
  return {
    subject: `${letter.subject}, and ${told.length - 1} more`,
    preview: letter.preview,
    heading: `${told.length} messages, in one email`,
    blocks: [
      ...(due === undefined
        ? []
        : [notice(`The first to act on ${due <= now ? 'was' : 'is'} due by ${deadlineWords(due)}.`)]),
      paragraph('These came up at the same moment. Each has its own link.'),
      ...(toDo.length === 0 ? [] : [heading('For you to act on'), ...items(toDo)]),
      ...(toKnow.length === 0
        ? []
        : [...(toDo.length === 0 ? [] : [heading('For you to know')]), ...items(toKnow)]),
    ],
    help,
    quote: 'the reference of the case',
  };
}
