import { caseReference } from '../../shared/core/case-reference.ts';
import { publishedCouncils } from '../../shared/core/published-councils.ts';
import { addDays, addWorkingDays, londonDate, londonTime } from '../../shared/core/working-days.ts';
import { type Answers, fillIn, open, type Page } from './form-client.ts';
import { chance, type SampleReferral } from './sample-referrals.ts';
import { deskAddress, type Referrer } from './seed.ts';
import type { Message } from './ses.ts';

/** How willing the councils are: `mixed` has the late, the silent and the unwilling; `willing` answers at once. */
export type Mood = 'mixed' | 'willing';

interface Task {
  /** Instant from which it is done, ISO 8601. */
  readonly from: string;
  readonly name: string;
  readonly act: () => Promise<void>;
}

export interface PeopleOptions {
  readonly seed: number;
  readonly mood: Mood;
  readonly pagesUrl: string;
  readonly referrer: Referrer;
  readonly now: () => Date;
  /** Told what a person does, one line each. */
  readonly say: (line: string) => void;
}

const REFERENCE = /NTS-[0-9A-Z]{4}-[0-9A-Z]{4}/;

const day = (name: string, date: string): Answers => {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  return { [`${name}-day`]: dayOfMonth, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Desks of councils whose number of unaccompanied children is not published. */
const uncounted = new Set(
  publishedCouncils()
    .filter(({ publishedCount }) => publishedCount === null)
    .map(({ code }) => deskAddress(`council:${code}`)),
);

/**
 * The people around the pipeline, simulated: duty managers, coordinators and entry authorities who read the mails of the local
 * mailbox and answer on the pages behind their links. Who does what depends on the seed alone.
 */
export class People {
  readonly #options: PeopleOptions;
  readonly #samples = new Map<string, SampleReferral>();
  readonly #tasks: Task[] = [];
  readonly #arranged = new Map<string, number>();
  readonly #declared = new Set<string>();
  #read = 0;

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /** Makes a referral theirs: they answer mails about it, and about no other case. */
  adopt(sample: SampleReferral): void {
    this.#samples.set(caseReference(sample.message.data.referralId, 1), sample);
  }

  /** Reads what is new in the mailbox and does whatever is due. @returns how many things they did */
  async attend(mailbox: readonly Message[]): Promise<number> {
    const fresh = mailbox.slice(this.#read);
    this.#read = mailbox.length;
    const ordered = fresh.toSorted((a, b) =>
      `${a.subject} ${a.to.join()}` < `${b.subject} ${b.to.join()}` ? -1 : 1,
    );
    for (const mail of ordered) this.#readMail(mail);
    return this.#doWhatIsDue();
  }

  async #doWhatIsDue(): Promise<number> {
    const now = this.#options.now().toISOString();
    const due = this.#tasks.filter((task) => task.from <= now);
    for (const task of due) {
      this.#tasks.splice(this.#tasks.indexOf(task), 1);
      await task.act();
    }
    return due.length;
  }

  #chance(question: string): number {
    return chance(this.#options.seed, question);
  }

  #later(days: number, name: string, act: () => Promise<void>): void {
    this.#tasks.push({
      from: new Date(this.#options.now().getTime() + days * 86_400_000).toISOString(),
      name,
      act,
    });
  }

  #readMail(mail: Message): void {
    const { pagesUrl } = this.#options;
    const links = [...mail.text.matchAll(/https?:\/\/[^\s<>)]+/g)].map(([link]) => link);
    const link = links.find((one) => one.startsWith(pagesUrl));
    if (link === undefined) return;
    const kind = new URL(link).pathname.split('/')[1];
    const who = mail.to[0] ?? '';
    const caseId = REFERENCE.exec(mail.subject)?.[0] ?? '';
    const sample = this.#samples.get(caseId);
    if (kind === 'capacity') this.#declare(link, who);
    else if (!sample) return;
    else if (kind === 'offers') this.#answer(link, caseId, who);
    else if (kind === 'transfers') this.#arrange(link, caseId);
    else if (kind === 'referrals') this.#tell(link, caseId, sample);
    else if (kind === 'cases' && who === deskAddress('coordinators'))
      this.#later(0, `decide ${caseId}`, () => this.#decide(link, caseId));
  }

  #answer(link: string, caseId: string, who: string): void {
    const ask = `${caseId} ${who}`;
    const willing = this.#options.mood === 'willing';
    const mood = willing ? 0 : this.#chance(`${ask} mood`);
    if (mood >= 0.9) return; // Nobody reads the mail.
    const late = mood >= 0.82;
    this.#later(late ? 1.2 : 0, `answer ${ask}`, async () => {
      const page = await open(link);
      const offered = page.form?.asked.get('answer')?.map(({ value }) => value) ?? [];
      if (offered.length === 0) {
        if (late)
          this.#options.say(`${caseId}  a duty manager opens the link too late and reads: ${page.heading}`);
        return;
      }
      const backUp = offered.includes('back-up-yes');
      const yes = willing || this.#chance(`${ask} yes`) < (backUp ? 0.65 : 0.75);
      const answers: Answers = backUp
        ? { answer: yes ? 'back-up-yes' : 'back-up-no' }
        : yes
          ? { answer: 'accept' }
          : {
              answer: 'decline',
              reason: 'no-safe-placement',
              text: 'No suitable placement is free this week.',
            };
      await fillIn(link, answers);
      // A second click, or the same link in another window: the first answer stands.
      if (this.#chance(`${ask} twice`) < 0.25) await this.#again(link, answers);
    });
  }

  async #again(link: string, answers: Answers): Promise<void> {
    const page = await open(link);
    if (page.form) await fillIn(link, answers);
  }

  #arrange(link: string, caseId: string): void {
    const { now } = this.#options;
    this.#later(0, `arrange ${caseId}`, async () => {
      const page = await open(link);
      const offered = page.form?.asked.get('action')?.map(({ value }) => value) ?? [];
      // Once a day has been agreed, a later mail about the case is no reason to change it.
      if (
        !offered.includes('arrange') ||
        offered.includes('handover') ||
        /Change the day of the move/.test(page.text)
      )
        return;
      const attempt = (this.#arranged.get(caseId) ?? 0) + 1;
      this.#arranged.set(caseId, attempt);
      const moveOn = addWorkingDays(
        londonDate(now().toISOString()),
        this.#options.mood === 'willing' ? 1 : 2,
        'England',
      );
      await fillIn(link, {
        action: 'arrange',
        ...day('moveOn', moveOn),
        socialWorker: 'yes',
        lateBecause: 'The placement is free from that day.',
      });
      this.#tasks.push({
        from: `${moveOn}T13:00:00.000Z`,
        name: `move ${caseId}`,
        act: () => this.#move(link, caseId, attempt),
      });
    });
  }

  async #move(link: string, caseId: string, attempt: number): Promise<void> {
    const page = await open(link);
    const offered = page.form?.asked.get('action')?.map(({ value }) => value) ?? [];
    if (!offered.includes('handover')) return;
    const mixed = this.#options.mood === 'mixed' && attempt === 1;
    const luck = mixed ? this.#chance(`${caseId} move`) : 1;
    if (luck < 0.12) {
      await fillIn(link, {
        action: 'failed',
        failure: 'transport',
        failureText: 'The escort’s car broke down.',
      });
    } else if (luck < 0.2) {
      await fillIn(link, {
        action: 'refused',
        refusalNote: 'Wants to stay near the college where the course has begun.',
      });
    } else {
      const now = this.#options.now().toISOString();
      await fillIn(link, {
        action: 'handover',
        ...day('handedOverOn', londonDate(now)),
        handedOverAt: londonTime(now).slice(0, 5),
      });
    }
  }

  async #decide(link: string, caseId: string): Promise<void> {
    const page = await open(link);
    const offered = page.form?.asked.get('action')?.map(({ value }) => value) ?? [];
    const review = offered.find((value) => value.startsWith('review-'));
    const name = 'R. Okafor (synthetic)';
    if (review !== undefined) await this.#review(link, page, review, caseId, name);
    else if (offered.includes('release')) await this.#settleHold(link, page, caseId, name);
    else if (/refuses to move/i.test(page.heading + page.text.slice(0, 600)) && offered.includes('stays'))
      await fillIn(link, {
        action: 'stays',
        stayReason: 'child-refused',
        stayNote: 'The child’s wish carries weight; reviewed with both authorities.',
        name,
      });
    else if (/nobody|no council|escalat/i.test(page.text) && offered.includes('place'))
      await this.#place(link, caseId, name);
  }

  async #review(link: string, page: Page, review: string, caseId: string, name: string): Promise<void> {
    const refuse = this.#chance(`${caseId} ${review}`) < 0.2;
    const step = await this.#peek(page, review);
    const outcome = [...step.keys()].find((field) => field.startsWith('review-'));
    const note = [...step.keys()].find((field) => field.startsWith('reviewNote-'));
    if (outcome === undefined || note === undefined) return;
    await fillIn(link, {
      action: review,
      [outcome]: refuse ? 'refused' : 'accepted',
      [note]: refuse
        ? 'The council has declared free places of this kind.'
        : 'Agreed with the duty manager by telephone.',
      name,
    });
  }

  /** What the page asks once an action is chosen. */
  async #peek(page: Page, action: string): Promise<ReadonlyMap<string, unknown>> {
    const body = new URLSearchParams({ step: 'action', action });
    const { origin } = new URL(page.url);
    const response = await fetch(page.url, {
      method: 'POST',
      body,
      headers: { origin, 'sec-fetch-site': 'same-origin' },
    });
    const names = [...(await response.text()).matchAll(/\sname="([^"]+)"/g)].map(([, field = '']) => field);
    return new Map(names.map((field) => [field, true]));
  }

  async #settleHold(link: string, page: Page, caseId: string, name: string): Promise<void> {
    if (
      /may be able to care|joining (the )?family|reunification/i.test(page.text) &&
      this.#chance(`${caseId} family`) < 0.5
    )
      await fillIn(link, {
        action: 'family',
        familyNote: 'Joined an aunt after the entry authority’s assessment.',
        name,
      });
    else if (/settled|same place/i.test(page.text) && this.#chance(`${caseId} settled`) < 0.6)
      await fillIn(link, {
        action: 'stays',
        stayReason: 'settled',
        stayNote: 'Settled with the carer and in school; asks to stay.',
        name,
      });
    else
      await fillIn(link, {
        action: 'release',
        releaseNote: 'Looked at with the social worker; the transfer should go ahead.',
        name,
      });
  }

  async #place(link: string, caseId: string, name: string): Promise<void> {
    const page = await open(link);
    const body = new URLSearchParams({ step: 'action', action: 'place' });
    const { origin } = new URL(page.url);
    const html = await (
      await fetch(page.url, { method: 'POST', body, headers: { origin, 'sec-fetch-site': 'same-origin' } })
    ).text();
    const rooms = [...html.matchAll(/<option value="([A-Z0-9]+)"[^>]*>[^<]*room for (\d+)/g)]
      .map(([, code = '', room = '0']) => ({ code, room: Number(room) }))
      .filter(({ room }) => room >= 10);
    const council = rooms[Math.floor(this.#chance(`${caseId} placed`) * rooms.length)];
    if (!council) return;
    await fillIn(link, {
      action: 'place',
      council: council.code,
      directReason: 'brokered-by-region',
      directNote: 'Agreed with the region’s lead by telephone.',
      name,
    });
  }

  #tell(link: string, caseId: string, sample: SampleReferral): void {
    const { referrer, now } = this.#options;
    if (sample.amendment) {
      const { amendment } = sample;
      this.#once(`amend ${caseId}`, 0.1, async () =>
        referrer.send({ ...amendment, at: now().toISOString() }),
      );
    }
    if (this.#options.mood === 'willing') return;
    if (sample.story === 'withdrawn')
      this.#once(`withdraw ${caseId}`, 0.2, async () => {
        if ((await open(link)).form)
          await fillIn(link, { action: 'withdraw', withdrawal: 'assessed-as-adult' });
      });
    if (sample.story === 'goes-missing') {
      this.#once(`missing ${caseId}`, 0.1, async () => {
        const yesterday = addDays(londonDate(now().toISOString()), -1);
        await fillIn(link, { action: 'missing', ...day('missingOn', yesterday), missingAt: '22:00' });
      });
      this.#once(`found ${caseId}`, 1.1, async () => {
        const today = londonDate(now().toISOString());
        await fillIn(link, { action: 'found', ...day('foundOn', today), foundAt: '07:30' });
      });
    }
  }

  readonly #done = new Set<string>();

  #once(name: string, days: number, act: () => Promise<void>): void {
    if (this.#done.has(name)) return;
    this.#done.add(name);
    this.#later(days, name, act);
  }

  #declare(link: string, who: string): void {
    // Most councils do not answer a reminder on the day it comes.
    if (this.#declared.has(who) || this.#chance(`${who} declares`) > 0.08) return;
    this.#declared.add(who);
    this.#later(0, `declare ${who}`, async () => {
      const { form } = await open(link);
      if (!form) return;
      const places = String(1 + Math.floor(this.#chance(`${who} places`) * 4));
      await fillIn(link, {
        fosterCare: places,
        supportedAccommodation: places,
        supports: ['trained-carers', 'mental-health-support'],
        // Where no figure is published, the page insists on one.
        ...(uncounted.has(who)
          ? { caredForNow: String(10 + Math.floor(this.#chance(`${who} cares for`) * 10)) }
          : {}),
      });
    });
  }
}
