import { addDays, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { fillIn, open } from '../story/form-client.ts';
import type { SampleReferral } from '../story/sample-referrals.ts';
import type { Referrer } from '../story/seed.ts';
import { dayFields, type Office } from './office.ts';

/** The councils that refer: they give what was missing, and tell what happens to the child. */
export class EntryAuthorities {
  readonly #office: Office;
  readonly #referrer: Referrer;
  readonly #told = new Set<string>();

  constructor(office: Office, referrer: Referrer) {
    this.#office = office;
    this.#referrer = referrer;
  }

  tell(link: string, caseId: string, { amendment, story }: SampleReferral): void {
    const { mood, now } = this.#office;
    if (amendment)
      this.#once(`amend ${caseId}`, 0.1, () =>
        this.#referrer.send({ ...amendment, at: now().toISOString() }),
      );
    if (mood === 'willing') return;
    if (story === 'withdrawn')
      this.#once(`withdraw ${caseId}`, 0.2, async () => {
        if ((await open(link)).form)
          await fillIn(link, { action: 'withdraw', withdrawal: 'assessed-as-adult' });
      });
    if (story === 'goes-missing') {
      this.#once(`missing ${caseId}`, 0.1, async () => {
        const yesterday = addDays(londonDate(now().toISOString()), -1);
        await fillIn(link, { action: 'missing', ...dayFields('missingOn', yesterday), missingAt: '22:00' });
      });
      this.#once(`found ${caseId}`, 1.1, async () => {
        const today = londonDate(now().toISOString());
        await fillIn(link, { action: 'found', ...dayFields('foundOn', today), foundAt: '07:30' });
      });
    }
  }

  #once(what: string, days: number, act: () => Promise<void>): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    this.#office.later(days, act);
  }
}
