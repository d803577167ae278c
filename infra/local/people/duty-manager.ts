import { addWorkingDays, londonDate, londonTime } from '../../../shared/core/calendar/working-days.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import type { Book } from '../story/book.ts';
import { type Answers, fillIn, open } from '../story/form-client.ts';
import { deskAddress } from '../story/seed.ts';
import { dayFields, type Manners, type Office, offered } from './office.ts';

const councilAt = new Map(everyCouncil().map(({ code }) => [deskAddress(`council:${code}`), code]));

/** Desks of councils whose number of unaccompanied children is not published. */
const uncounted = new Set(
  everyCouncil()
    .filter(({ publishedCount }) => publishedCount === null)
    .map(({ code }) => deskAddress(`council:${code}`)),
);

/** The duty managers of the councils that are asked, and that take children in. */
export class DutyManagers {
  readonly #office: Office;
  readonly #book: Book;
  readonly #attempts = new Map<string, number>();
  readonly #declared = new Set<string>();

  constructor(office: Office, book: Book) {
    this.#book = book;
    this.#office = office;
  }

  /** What a council is for good; undefined when that is not drawn, or it is nothing in particular. */
  #mannerOf(who: string): keyof Manners | undefined {
    const { chance, manners } = this.#office;
    if (manners === undefined) return undefined;
    const draw = chance(`${who} manner`) * 100;
    if (draw < manners.silent) return 'silent';
    if (draw < manners.silent + manners.slow) return 'slow';
    return draw < manners.silent + manners.slow + manners.declining ? 'declining' : undefined;
  }

  /** An offer or a request to be a back-up: yes, no, too late, or nobody reads the mail. */
  answer(link: string, caseId: string, who: string): void {
    const { chance, later, manners, mood, say } = this.#office;
    const ask = `${caseId} ${who}`;
    const manner = this.#mannerOf(who);
    const attention = mood === 'willing' || manners !== undefined ? 0 : chance(`${ask} mood`);
    if (attention >= 0.9 || manner === 'silent') return;
    const late = attention >= 0.82 || manner === 'slow';
    later(late ? 1.2 : 0, async () => {
      const page = await open(link);
      const choices = offered(page, 'answer');
      if (choices.length === 0 && late)
        say(`${caseId}  a duty manager opens the link too late and reads: ${page.heading}`);
      const answers = this.#choose(choices, ask, manner === 'declining');
      if (answers === undefined) return;
      await fillIn(link, answers);
      if (answers.answer === 'decline')
        this.#book.write({
          what: 'said-no',
          caseId,
          council: councilAt.get(who) ?? '',
          reason: answers.reason ?? '',
        });
      // The same in another window, where it can still be said: the first answer stands.
      if (chance(`${ask} twice`) < 0.25 && offered(await open(link), 'answer').includes(answers.answer))
        await fillIn(link, answers);
    });
  }

  /** What they say of what the page offers; undefined when they have nothing to say to it, as when it asks whether they changed their mind. */
  #choose(
    choices: readonly string[],
    ask: string,
    declines: boolean,
  ): (Answers & { readonly answer: string; readonly reason?: string }) | undefined {
    const { chance, mood } = this.#office;
    const backUp = choices.some((choice) => choice.startsWith('back-up'));
    const yes = !declines && (mood === 'willing' || chance(`${ask} yes`) < (backUp ? 0.65 : 0.75));
    const answer = backUp ? (yes ? 'back-up-yes' : 'back-up-no') : yes ? 'accept' : 'decline';
    if (!choices.includes(answer)) return undefined;
    return answer === 'decline'
      ? { answer, reason: 'no-safe-placement', text: 'No suitable placement is free this week.' }
      : { answer };
  }

  /** Once a place is theirs: names a social worker, agrees the day, and sees to the move when it comes. */
  arrange(link: string, caseId: string, who: string): void {
    const { later, mood, now } = this.#office;
    later(0, async () => {
      const page = await open(link);
      const actions = offered(page, 'action');
      // Once a day has been agreed, a later mail about the case is no reason to change it.
      const agreed = actions.includes('handover') || page.text.includes('Change the day of the move');
      if (!actions.includes('arrange') || agreed) return;
      const attempt = (this.#attempts.get(caseId) ?? 0) + 1;
      this.#attempts.set(caseId, attempt);
      const moveOn = addWorkingDays(londonDate(now().toISOString()), mood === 'willing' ? 1 : 2, 'England');
      // In the diary first: if the page fails just after it has taken the answer, the day is agreed all the same.
      later(`${moveOn}T13:00:00.000Z`, () =>
        this.#move(link, caseId, attempt, { council: councilAt.get(who) ?? '', moveOn }),
      );
      await fillIn(link, {
        action: 'arrange',
        ...dayFields('moveOn', moveOn),
        socialWorker: 'Synthetic Worker',
        socialWorkerPhone: '01632 960 001',
        safetyPlan: 'yes',
        lateBecause: 'The placement is free from that day.',
        // Asked where one of the two nations has a bank holiday.
        closedDayMeant: 'yes',
      });
    });
  }

  async #move(
    link: string,
    caseId: string,
    attempt: number,
    { council, moveOn }: { readonly council: string; readonly moveOn: string },
  ): Promise<void> {
    const { chance, mood, now } = this.#office;
    const page = await open(link);
    if (!offered(page, 'action').includes('handover')) return;
    const luck = mood === 'mixed' && attempt === 1 ? chance(`${caseId} move`) : 1;
    if (luck < 0.12) {
      await fillIn(link, {
        action: 'failed',
        failure: 'transport',
        failureText: 'The escort’s car broke down.',
      });
      this.#book.write({ what: 'failed', caseId, council, reason: 'transport', on: moveOn });
    } else if (luck < 0.2) {
      await fillIn(link, {
        action: 'refused',
        refusalNote: 'Wants to stay near the college where the course began.',
      });
      this.#book.write({ what: 'failed', caseId, council, reason: 'child-refused', on: moveOn });
      this.#book.write({ what: 'child-refused', caseId, council: this.#book.entryOf(caseId) });
    } else {
      const at = now().toISOString();
      await fillIn(link, {
        action: 'handover',
        ...dayFields('handedOverOn', londonDate(at)),
        handedOverAt: londonTime(at).slice(0, 5),
        safetyPlan: 'yes',
      });
      this.#book.write({ what: 'handed-over', caseId, council });
    }
  }

  /** A reminder to declare places. Most councils do not answer it on the day it comes. */
  declare(link: string, who: string): void {
    const { chance, later } = this.#office;
    if (this.#mannerOf(who) === 'silent' || this.#declared.has(who) || chance(`${who} declares`) > 0.08)
      return;
    this.#declared.add(who);
    later(0, async () => {
      if (!(await open(link)).form) return;
      const places = String(1 + Math.floor(chance(`${who} places`) * 4));
      await fillIn(link, {
        fosterCare: places,
        supportedAccommodation: places,
        meantSo: 'yes',
        supports: ['trained-carers', 'mental-health-support'],
        // Where no figure is published, the page insists on one.
        ...(uncounted.has(who)
          ? { caredForNow: String(10 + Math.floor(chance(`${who} cares for`) * 10)) }
          : {}),
      });
    });
  }
}
