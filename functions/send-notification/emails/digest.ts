import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import { heading, item, type Letter, notice, paragraph } from './letter.ts';

/** One of the things that an email tells together. */
export interface Told {
  /** What an email of its own would say of it: its subject, and what a phone shows beside it. */
  readonly letter: Pick<Letter, 'subject' | 'preview'>;
  readonly url: string;
  /** The case or council that it is about. */
  readonly about: string;
  /** What is asked of its reader, and by when where an hour stands; undefined where they are only told. */
  readonly asked: { readonly by?: string } | undefined;
}

/** To anybody: several things that happened at one moment, most urgent first, each with its own link. */
export function digest(told: readonly Told[], help: string | undefined, now: string): Letter {
  const toDo = told.filter(({ asked }) => asked !== undefined);
  const toKnow = told.filter(({ asked }) => asked === undefined);
  const items = (those: readonly Told[]) =>
    those.map(({ letter, url }) => item(letter.subject, letter.preview, url));
  const first = toDo[0]?.asked?.by;
  const by = first === undefined ? undefined : deadlineWords(first);
  const due = first !== undefined && first <= now ? 'was due' : 'due';
  const about = [...new Set(told.map((one) => one.about))];
  const [only = ''] = about;
  const where = about.length === 1 && only.startsWith('NTS-') ? `${only}: ` : '';
  const count = `${told.length} messages`;
  const isCase = (one: string): boolean => one.startsWith('NTS-');
  const things = about.every(isCase) ? 'cases' : about.some(isCase) ? 'councils and cases' : 'councils';
  const head = where === '' ? `${count} about ${about.length} ${things}` : `${where}${count}`;
  return {
    subject: by === undefined ? head : `${head}, first ${due} by ${by}`,
    preview: told[0]?.letter.subject ?? '',
    heading: `${count}, in one email`,
    blocks: [
      ...(by === undefined
        ? []
        : [notice(`The first to act on ${due === 'due' ? 'is due' : due} by ${by}.`)]),
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
