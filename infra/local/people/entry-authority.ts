import { addDays, instantAt, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Book } from '../story/book.ts';
import { fillIn, open } from '../story/form-client.ts';
import type { SampleReferral } from '../story/sample-referrals.ts';
import type { Referrer } from '../story/seed.ts';
import { dayFields, type Office } from './office.ts';

/** The councils that refer: they give what was missing, and tell what happens to the child. */
export class EntryAuthorities {
  readonly #office: Office;
  readonly #referrer: Referrer;
  readonly #book: Book;
  readonly #told = new Set<string>();

  constructor(office: Office, referrer: Referrer, book: Book) {
    this.#book = book;
    this.#office = office;
    this.#referrer = referrer;
  }

  tell(link: string, caseId: string, { amendment, story }: SampleReferral): void {
    const { mood, now } = this.#office;
    const council = this.#book.entryOf(caseId);
    if (amendment)
      this.#once(`amend ${caseId}`, 0.1, () =>
        this.#referrer.send({ ...amendment, at: now().toISOString() }),
      );
    if (mood === 'willing') return;
    if (story === 'withdrawn')
      this.#once(`withdraw ${caseId}`, 0.2, async () => {
        if (!(await open(link)).form) return;
        await fillIn(link, { action: 'withdraw', withdrawal: 'assessed-as-adult' });
        this.#book.write({ what: 'ended', caseId, council, how: 'withdrawn' });
      });
    if (story === 'goes-missing') {
      this.#once(`missing ${caseId}`, 0.1, async () => {
        const yesterday = addDays(londonDate(now().toISOString()), -1);
        await fillIn(link, { action: 'missing', ...dayFields('missingOn', yesterday), missingAt: '22:00' });
        this.#book.write({ what: 'missing', caseId, council, at: instantAt(yesterday, '22:00') });
      });
      this.#once(`found ${caseId}`, 1.1, async () => {
        const today = londonDate(now().toISOString());
        await fillIn(link, { action: 'found', ...dayFields('foundOn', today), foundAt: '07:30' });
        this.#book.write({ what: 'found', caseId, council, at: instantAt(today, '07:30') });
      });
    }
  }

  #once(what: string, days: number, act: () => Promise<void>): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    this.#office.later(days, act);
  }
}
